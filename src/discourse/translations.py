"""In which language do figures, report and labelling page speak? In English, or as a file of strings has it.

Every sentence that a figure, the report or a page of coding shows goes through :func:`say`, with its English text.
While another language is spoken (:func:`speaking`) the text is looked up in that language's strings, which are
``languages/<code>/strings.po`` of the package, and ``data/strings.<code>.po`` of a study: it has the names of its
pillars and analyses and may put other words in the place of the package's. Both are the files of GNU gettext, which
translators' programs open. What a file does not have stays English.

Numbers keep the decimal point in every language, so that a figure and its CSV show the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from discourse.errors import DataError

FOLDER = Path(__file__).resolve().parent / "languages"


@dataclass(frozen=True)
class Translation:
    """The strings of one language.

    Attributes
    ----------
    language : str
        Its code.
    strings : mapping of str to str
        English text to the text in the language, with the same fields in braces.
    """

    language: str
    strings: Mapping[str, str]


ENGLISH = Translation("en", {})
"""What is said is said in the words of the code."""
_LINE = re.compile(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str|str\[\d+\])\s+)?"(?:[^"\\]|\\.)*")?')
_spoken: ContextVar[Translation] = ContextVar("spoken", default=ENGLISH)


def say(text: str, /, **fields: object) -> str:
    """Say something in the language spoken at the moment.

    Parameters
    ----------
    text : str
        English, with fields in braces as ``str.format`` takes them. It is written out where this is called, so that
        the file of strings can be held against the code.
    **fields
        What stands in the fields.

    Examples
    --------
    >>> say("{count} articles", count=3)
    '3 articles'
    >>> with speaking(Translation("id", {"{count} articles": "{count} artikel"})):
    ...     say("{count} articles", count=3)
    '3 artikel'
    """
    return translated(text).format(**fields)


def translated(text: str) -> str:
    """Look up a text that belongs to a study, such as the name of a pillar; braces in it mean nothing."""
    return _spoken.get().strings.get(text) or text


def fields_in(text: str, template: str) -> dict[str, str] | None:
    """Find what stands in the fields of a template that a text was made from; None if it was made from another.

    A table holds texts in English whatever language is spoken; so they can be said again.

    Examples
    --------
    >>> fields_in("coded by Rini", "coded by {coder}"), fields_in("mentions", "coded by {coder}")
    ({'coder': 'Rini'}, None)
    """
    parts = (re.escape(said) + (f"(?P<{name}>.*)" if name else "") for said, name, *_ in Formatter().parse(template))
    found = re.fullmatch("".join(parts), text)
    return found and found.groupdict()


def say_again(text: str, ways: Callable[[Mapping[str, str]], Sequence[str]], names: Sequence[str]) -> str:
    """Say in the language spoken at the moment what a table holds in English.

    Parameters
    ----------
    text : str
        What the table holds.
    ways : callable
        From fields to all that may have been said of them, each by :func:`say`, in the same order in every language.
    names : sequence of str
        Names of the fields.

    Returns
    -------
    str
        The first way that the text was made in, with its fields; a text made in none is looked up as it stands.

    Examples
    --------
    >>> def ways(fields):
    ...     return [say("nobody"), say("coded by {coder}", **fields)]
    >>> with speaking(Translation("id", {"coded by {coder}": "dikode oleh {coder}"})):
    ...     say_again("coded by Rini", ways, ["coder"])
    'dikode oleh Rini'
    """
    with speaking(ENGLISH):
        templates = ways({name: f"{{{name}}}" for name in names})
    for place, template in enumerate(templates):
        fields = fields_in(text, template)
        if fields is not None:
            return ways(dict.fromkeys(names, "") | fields)[place]
    return translated(text)


def number_word(number: int) -> str:
    """Write a small number as a word of the language spoken at the moment, as prose does; other numbers in digits.

    Examples
    --------
    >>> number_word(5), number_word(12)
    ('five', '12')
    """
    words = {
        2: say("two"),
        3: say("three"),
        4: say("four"),
        5: say("five"),
        6: say("six"),
        7: say("seven"),
        8: say("eight"),
        9: say("nine"),
        10: say("ten"),
    }
    return words.get(number, str(number))


def spoken_language() -> str:
    """Code of the language spoken at the moment."""
    return _spoken.get().language


@contextmanager
def speaking(translation: Translation) -> Iterator[None]:
    """Speak another language in a block of code."""
    before = _spoken.set(translation)
    try:
        yield
    finally:
        _spoken.reset(before)


def read_translation(language: str, own: Path | None = None) -> Translation:
    """Read the strings of a language.

    Parameters
    ----------
    language : str
        Its code, such as ``id``; ``en`` needs no file.
    own : Path, optional
        A study's file of strings, which may be missing. It may hold a few strings only: what it lacks is taken from
        the package, or stays English.

    Raises
    ------
    DataError
        If neither the package nor the study has strings for the language, a file is no PO file in UTF-8, or a
        translation has other fields in braces than its English.

    Examples
    --------
    >>> read_translation("en").strings
    {}
    """
    ours = FOLDER / language / "strings.po"
    files = [path for path in (ours, own) if path is not None and path.is_file()]
    if not files and language != ENGLISH.language:
        known = ", ".join(sorted({ENGLISH.language, *(path.parent.name for path in FOLDER.glob("*/strings.po"))}))
        hint = f"Write them into data/strings.{language}.po, or take one of these languages."
        raise DataError(f"strings of one of the languages {known}", repr(language), "language", hint)
    strings: dict[str, str] = {}
    for path in files:
        strings |= _strings(path)
    return Translation(language, strings)


def _strings(path: Path) -> dict[str, str]:
    """Read the translations of a PO file; what is not translated, is fuzzy, or has a plural is left out."""
    from babel.messages.pofile import PoFileError, read_po

    lines = _lines(path)
    try:
        catalogue = read_po(lines, abort_invalid=True)
    except PoFileError as error:  # Babel counts lines from zero
        found, where = str(error).removesuffix(f" on {error.lineno}"), f"{path}, line {error.lineno + 1}"
        raise DataError("each msgid with its msgstr", found, where, "Correct this entry.") from None
    except ValueError as error:
        hint = "Correct what the empty msgid says, or take it out."
        raise DataError("a header of a PO file", str(error), path, hint) from None
    strings = {}
    for each in catalogue:
        if isinstance(each.id, str) and each.id and each.string and not each.fuzzy:
            strings[each.id] = str(each.string)
            _check_fields(each.id, strings[each.id], f"{path}, line {each.lineno}")
    return strings


def _lines(path: Path) -> list[str]:
    """Read the lines of a PO file; Babel would take a text that lacks a quote, and cut off its last letter."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, ValueError) as error:
        raise DataError("a PO file in UTF-8", str(error), path, "Save it as a PO file in UTF-8.") from None
    for number, line in enumerate(lines, start=1):
        if not _LINE.fullmatch(line.strip()):
            expected = "a line of a PO file, its text between double quotes"
            raise DataError(expected, repr(line.strip()), f"{path}, line {number}", "Correct this line.")
    return lines


def _check_fields(english: str, said: str, where: str) -> None:
    """Refuse a translation whose fields are not those of the English: no others can be filled."""
    try:
        wanted = _fields(english)
    except ValueError:  # a text of a study, in which braces mean nothing
        return
    try:
        found = " and ".join(_fields(said)) or "none"
    except ValueError as error:
        found = f"{said!r} ({error})"
    if found != (expected := " and ".join(wanted) or "none"):
        hint = "Write each field just as the English has it, in any order."
        raise DataError(f"the fields of {english!r} ({expected})", found, where, hint)


def _fields(template: str) -> list[str]:
    """Fields of a template as they stand in it, braces included, in alphabetical order."""
    parts = [part for part in Formatter().parse(template) if part[1] is not None]
    return sorted(f"{{{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}}}" for _, name, form, how in parts)
