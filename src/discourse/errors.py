"""The tree of errors: what was expected, what was found, where, and what to do.

::

    DiscourseError              anything a user can put right; the command line exits with 2
    +-- DataError               a table or file of the study does not hold what it should
    |   +-- CodebookError       codebook.toml
    |   +-- SettingsError       study.toml
    |   +-- LabelError          the label log
    |   +-- ArticleError        an article file that cannot be read
    +-- ModelError              a model file that is foreign, altered or of another codebook
    +-- EstimateError           a number that the data cannot carry; refused, not printed
    +-- MissingExtraError       an optional library that is not installed

Every message is one line of the same form, so that a reader always finds the place first and the
hint last.
"""

from __future__ import annotations

from pathlib import Path


class DiscourseError(Exception):
    """Anything that a user can put right.

    Parameters
    ----------
    expected : str
        What should have been there, as a noun phrase ("a date such as 2019-05 or 2019").
    found : str
        What was there instead; values are quoted by the caller.
    where : str or Path, optional
        File, row, column or argument: the place to look.
    hint : str, optional
        What to do, as a sentence.

    Examples
    --------
    >>> raise DataError("a pillar of the codebook", "'sports'", "labels.csv, row 3, column primary",
    ...                 "Correct the code, or add the pillar to codebook.toml.")
    Traceback (most recent call last):
    discourse.errors.DataError: labels.csv, row 3, column primary: expected a pillar of the codebook, \
found 'sports'. Correct the code, or add the pillar to codebook.toml.
    """

    def __init__(self, expected: str, found: str, where: str | Path = "", hint: str = "") -> None:
        self.expected = expected
        self.found = found
        self.where = str(where)
        self.hint = hint
        place = f"{where}: " if str(where) else ""
        advice = f" {hint}" if hint else ""
        super().__init__(f"{place}expected {expected}, found {found}.{advice}")

    def __reduce__(self) -> tuple[type[DiscourseError], tuple[str, str, str, str]]:
        """Let an error cross from one process to another whole."""
        return type(self), (self.expected, self.found, self.where, self.hint)


class DataError(DiscourseError):
    """A table or file of the study does not hold what it should."""


class CodebookError(DataError):
    """codebook.toml cannot be read or contradicts itself."""


class SettingsError(DataError):
    """study.toml cannot be read or holds a value that makes no sense."""


class LabelError(DataError):
    """The label log holds a line that cannot be, or a coding cannot be appended."""


class ArticleError(DataError):
    """An article file is empty, binary, wrongly encoded, or has no body paragraph."""


class ModelError(DiscourseError):
    """A model file is foreign, truncated, altered, or made for another codebook."""


class EstimateError(DiscourseError):
    """The data cannot carry the number asked for; it is refused rather than printed."""


class MissingExtraError(DiscourseError):
    """An optional library is needed and not installed.

    Examples
    --------
    >>> str(MissingExtraError.of("python-docx", "docs", "letter.docx"))
    "letter.docx: expected the library python-docx, found no such library. \
Install it with: pip install 'discourse[docs]'"
    """

    @classmethod
    def of(cls, library: str, extra: str, where: str | Path) -> MissingExtraError:
        """Name the library, the extra of this package that brings it, and what needed it."""
        return cls(
            f"the library {library}", "no such library", where, f"Install it with: pip install 'discourse[{extra}]'"
        )
