"""The tree of errors: what was expected, what was found, where, and what to do.

::

    DiscourseError              anything a user can put right; the command line exits with 2
    +-- DataError               a table or file of the study does not hold what it should
    |   +-- CodebookError       codebook.toml
    |   +-- SettingsError       study.toml
    |   +-- LabelError          the label log
    |   +-- ArticleError        an article file that cannot be read
    |   +-- NothingYetError     a study without articles, paragraphs or codings; the hint says what comes next
    +-- ModelError              a model file that is foreign, altered or of another codebook
    +-- EstimateError           a number that the data cannot carry; refused, not printed
    +-- MissingExtraError       an optional library that is not installed

Every message is one line of the same form, so that a reader always finds the place first and the
hint last. Whatever stands in a file or a name, a line break in it is shown and never printed.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from reprlib import Repr

_LONGEST_PART = 300
_LONGEST_VALUE = 60

_values = Repr()
_values.maxstring = _values.maxother = _LONGEST_VALUE


def shown(value: object) -> str:
    r"""Write a value as messages show it: on one line, of about sixty characters at most.

    Examples
    --------
    >>> print(shown("two\nlines"), shown(True), shown(date(2019, 5, 17)), shown([1, "a"]))
    'two\nlines' true 2019-05-17 [1, 'a']
    """
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return str(value)
    try:
        text = _values.repr(value)
    except ValueError:  # Python does not write whole numbers of thousands of digits
        return "a number of thousands of digits"
    return _cut(text, _LONGEST_VALUE)


def _cut(text: str, longest: int) -> str:
    """Leave out the middle of a long text: the ends of a path or a list say most."""
    half = (longest - 3) // 2
    return text if len(text) <= longest else f"{text[:half]}...{text[-half:]}"


def _one_line(text: str) -> str:
    """Make what cannot be printed visible, and cut what is long."""
    text = _cut(text, _LONGEST_PART)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    return _cut(text, _LONGEST_PART)


class DiscourseError(Exception):
    """Anything that a user can put right.

    Parameters
    ----------
    expected : str
        What should have been there, as a noun phrase ("a date such as 2019-05 or 2019").
    found : str
        What was there instead; a value as :func:`shown` writes it.
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
        self.expected = _one_line(expected)
        self.found = _one_line(found)
        self.where = _one_line(str(where))
        self.hint = _one_line(hint)
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.hint}" if self.hint else ""
        super().__init__(f"{place}expected {self.expected}, found {self.found}.{advice}")

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


class NothingYetError(DataError):
    """A study has no articles, paragraphs or codings yet."""

    @classmethod
    def of(cls, what: str, where: str | Path) -> NothingYetError:
        """Say that there are no articles or paragraphs, and which command brings them."""
        return cls(what, "none yet", where, "Bring some in: discourse import PATH")


class ModelError(DiscourseError):
    """A model file is foreign, truncated, altered, or made for another codebook."""


class EstimateError(DiscourseError):
    """The data cannot carry the number asked for; it is refused rather than printed."""


class MissingExtraError(DiscourseError):
    """An optional library is needed and not installed.

    Examples
    --------
    >>> print(MissingExtraError.of("pypdf", "docs", "letter.pdf").where)
    letter.pdf
    """

    @classmethod
    def of(cls, library: str, extra: str, where: str | Path) -> MissingExtraError:
        """Name the library, what needed it, and how to get it together with the others of its extra."""
        return cls(f"the library {library}", "no such library", where, install_hint(library, extra))


def install_hint(library: str, extra: str) -> str:
    """Say how to install an optional library: by the libraries' own names, never by the name of this package.

    An index may know another package by that name.

    Parameters
    ----------
    library : str
        What is missing.
    extra : str
        The extra of this package that it belongs to; its other libraries are named, too.

    Returns
    -------
    str
        A command; the versions are those that the installed package asks for.

    Examples
    --------
    >>> install_hint("no-such-library", "no-such-extra")
    'Install it with: pip install "no-such-library"'
    """
    from importlib.metadata import PackageNotFoundError, requires  # a tenth of a second that only an error needs

    try:
        asked = [each.partition(";") for each in requires("discourse") or ()]
    except PackageNotFoundError:
        asked = []
    marked = re.compile(rf"""extra\s*==\s*["']{re.escape(extra)}["']""")
    needed = [need.strip() for need, _, marker in asked if marked.search(marker)]
    libraries = needed if any(need.startswith(library) for need in needed) else [library]
    quoted = " ".join(f'"{each}"' for each in libraries)
    return f"Install it with: pip install {quoted}"
