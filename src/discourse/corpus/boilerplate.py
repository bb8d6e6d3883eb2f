"""Does a line belong to the page rather than to the article?

The phrases stand in ``languages/<code>/boilerplate.txt``. Those of the languages that are found on the
same pages (``neighbours.txt``) are used too: an outlet abroad has buttons and credits in its own language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discourse.corpus.language import page_languages
from discourse.languages import kept_until_recorded, word_list

LineLabel = tuple[str, str]
"""Kind and reason."""

_LONGEST, _LONGEST_SHAPE = 40, 12
_COUNTERS = re.compile(r"[\d()\[\]{}:.,|•*#>»«–—+-]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DAY = r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [^\W\d]+,? \d{4}\b"
_HOUR = r"\b\d{1,2}[:.]\d{2} ?"
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_SIGNATURE = re.compile(rf"^\(?{_NAME}(?: {_NAME}){{0,4}} ?/ ?{_NAME}(?: {_NAME}){{0,2}}\)?$")
# From the last hyphen of the site's name on: from every one, the time would grow with the square of their number.
_BANNER = re.compile(r"^[\w-]+(?:\.[a-z]{2,})+ *[-–—|] |[-–—|] *(?:\w+-?|-)(?:\.[a-z]{2,})+$", re.I)


def end_marker(line: str, language: str) -> LineLabel | None:
    """Know a line after which the article does not go on: comments, related articles, its source."""
    phrases, bare = _phrases(language), _bare(line)
    if bare in phrases.ends:
        return phrases.ends[bare], f"'{bare}' comes after the end of an article"
    if _ADDRESS.search(line) and _bare(_ADDRESS.sub("", line)) in phrases.source:
        return "source", "names the address the article was taken from"
    return None


def page_element(line: str, finished: bool, language: str) -> LineLabel | None:
    """Know a line of the page by its words.

    Parameters
    ----------
    line : str
        The line.
    finished : bool
        Whether it ends as a sentence does.
    language : str
        Language of the page (code, or folder of its lists).

    Returns
    -------
    tuple of str and str, or None
        Kind and reason, or nothing if the line may belong to the article.
    """
    phrases = _phrases(language)
    bare = _bare(line)
    words = len(line.split())
    if bare in phrases.whole:
        return phrases.whole[bare], f"says '{bare}' and no more"
    if not bare or _ADDRESS.fullmatch(line):
        return "litter", "holds no words" if not bare else "is an address"
    known = end_marker(line, language) or (phrases.opening(line) if words <= _LONGEST else None)
    if known is not None:
        return known
    return None if finished or words > _LONGEST_SHAPE else _shape(line, phrases)


def _shape(line: str, phrases: _Phrases) -> LineLabel | None:
    """Know a short line without the end of a sentence by its form."""
    if phrases.date.search(line):
        return "byline", "gives a date"
    if _SIGNATURE.search(line):
        return "byline", "gives a name and an agency"
    return ("litter", "names the site") if _BANNER.search(line) else None


def is_caption_label(line: str, language: str) -> bool:
    """Say whether a line only announces a caption."""
    return _phrases(language).whole.get(_bare(line)) == "caption"


def is_credit_alone(line: str, language: str) -> bool:
    """Say whether a line is nothing but a photo credit."""
    match = _phrases(language).credit.search(line)
    return match is not None and not line[: match.start()].strip(" -–—|/.") and len(line.split()) <= 8


def caption(line: str, language: str) -> str:
    """Reason why a line is a photo caption; empty if it shows no sign of one.

    Examples
    --------
    >>> caption("Kedua menteri berjabat tangan. (Foto: Antara)", "id")
    'ends with a photo credit'
    >>> caption("Kedua menteri berjabat tangan di pelabuhan.", "id")
    ''
    """
    phrases = _phrases(language)
    words = len(line.split())
    if words > 80 or (words > 45 and _sentences(line) > 3):
        return ""
    if phrases.credit.search(line):
        return "ends with a photo credit"
    if phrases.photo_start.search(line) or phrases.photo_number.search(line):
        return "is numbered or named as a picture"
    if line.endswith("|"):
        return "ends as the cell of a picture table does"
    if words <= 45 and phrases.position.search(line):
        return "says who stands where in a picture"
    return ""


def sounds_like_a_sentence(line: str, language: str) -> bool:
    """Say whether a short line has a word that headings seldom have: a pronoun, thanks, a verb of saying."""
    return bool(_phrases(language).sentence.search(line.casefold()))


def _sentences(line: str) -> int:
    return len(re.findall(r"[.!?](?=\s+[^\W\d_a-z])", line)) + 1


def _bare(line: str) -> str:
    return " ".join(_COUNTERS.sub(" ", line.casefold()).split())


@dataclass(frozen=True)
class _Phrases:
    ends: dict[str, str]
    whole: dict[str, str]
    starts: dict[str, str]
    source: frozenset[str]
    date: re.Pattern[str]
    credit: re.Pattern[str]
    position: re.Pattern[str]
    photo_start: re.Pattern[str]
    photo_number: re.Pattern[str]
    sentence: re.Pattern[str]

    def opening(self, line: str) -> LineLabel | None:
        """Kind and reason by the longest phrase that the line begins with."""
        text = line.casefold().lstrip("|•*#>»–—- ").replace(" :", ":")
        found = [phrase for phrase in self.starts if text.startswith(phrase)]
        whole = [phrase for phrase in found if not text[len(phrase) : len(phrase) + 1].isalpha()]
        longest = max(whole, key=len, default="")
        return (self.starts[longest], f"begins with '{longest}'") if longest else None


@kept_until_recorded(maxsize=8)
def _phrases(language: str) -> _Phrases:
    """Phrases of a language and of those found on the same pages."""
    lists = (word_list(each, "boilerplate") for each in (language, *page_languages(language)))
    entries = [entry.split(" ", 1) for each in lists for entry in each]

    def of(how: str) -> list[str]:
        return [rest for entry_how, rest in entries if entry_how == how]

    def kinds(how: str) -> dict[str, str]:
        pairs = (rest.split(" ", 1) for rest in of(how))
        return {phrase: kind for kind, phrase in pairs}

    def any_of(words: list[str]) -> str:
        # A language without such words has none: an empty alternative would match everywhere.
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"

    credit, source, photo = any_of(of("credit")), any_of(of("source")), any_of(of("photo"))
    in_brackets = rf"[(\[]\s*(?:{credit}|{source})\.?\s*[:：/]\s*[^()\[\]]{{1,80}}[)\]]+"
    person = rf"(?-i:{_NAME}(?: {_NAME})+|HO\b[^()]*)"
    agency_in_brackets = rf"\([\w.]+(?: [\w.]+)*\s?/\s?{person}\)"
    agency = rf"[.)\"”]\s+(?-i:{_NAME}(?: {_NAME}){{0,2}})\s?/\s?{person}"
    unbracketed = rf"(?:^|[\s.|\"”)])(?:{credit})\.?\s*(?:[:：]\s*|/(?-i:(?=[A-Z])))[^!?:]{{1,60}}"
    return _Phrases(
        kinds("ends"),
        kinds("is"),
        kinds("begins"),
        frozenset(of("source")),
        re.compile(rf"{_DAY}|{_HOUR}(?:{any_of(of('zone'))})\b", re.I),
        re.compile(rf"(?:{in_brackets}|{agency_in_brackets}|{agency}|{unbracketed})[\s.|/]*$", re.I),
        re.compile(rf"\((?:[^()]{{1,25}} (?:{any_of(of('from'))}) )?(?:{any_of(of('position'))})\)", re.I),
        re.compile(rf"^[(\[]?(?:{photo})\s*\d*\s*[:：.]\s", re.I),
        re.compile(rf"[-–—]\s*(?:{photo})\s*\d+", re.I),
        re.compile(rf"\b(?:{any_of(of('sentence'))})\b"),
    )
