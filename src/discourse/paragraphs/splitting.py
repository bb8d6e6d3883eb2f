"""Which lines of an article are its paragraphs? Tells body text from what stands around it.

Every line gets a kind and a reason. In this order, the first that fits:

1. what the file itself marks (a heading or caption style of a document);
2. everything after the end: a line such as "Komentar (0)", a heading over related articles, or the
   address the article was taken from closes the article, provided that no more than a little
   running text follows;
3. page furniture known by its words, dates, signatures (``discourse.paragraphs.furniture``);
4. captions: a photo credit, a numbered picture, a line under "Keterangan foto" or over a lone credit;
5. headings: lines that do not end as a sentence does, and short full-stopped lines where a heading
   can be; questions are no headings, since interviews consist of them;
6. a line that repeats an earlier one;
7. lines in another language;
8. body text is what is left. Blank lines mean nothing: many sources have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from discourse.articles import Article, Line
from discourse.paragraphs.furniture import (
    Verdict, caption, closing, furniture, is_caption_label, is_credit_alone, sounds_like_a_sentence,
)
from discourse.paragraphs.pieces import BODY, Piece
from discourse.paragraphs.tongues import are_neighbours, language_of

_SIGN_OFF = re.compile(r"\s*(?:\([^()]{1,30}\)|[-–—]\s*[^\W\d_]{2,12}|\./|/\.)\s*$")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$|[.!?…]/\.?$")
_QUOTE_AT_END = re.compile(r"[\"”’»]$")
_BROKEN_OFF = re.compile(r"[,;:][\"'”’]?$")
_ITEM = re.compile(r"^(?:[-–—•*·]|\d{1,2}[.)]|[a-z][.)])\s")
_DATELINE = re.compile(r"^\(?[^()–—-]{2,40}\)?(?:\s*\([^()]{2,30}\))?\s*[-–—]")
_INNER_STOP = re.compile(r"[.!?][\"”’)]?\s+[\"“‘(]?[^\W\d_a-z]")

_LONG_TITLE, _TITLE_WITH_STOP = 30, 14
_LONG_HEADING, _HEADING_WITH_STOP = 25, 7
_PROSE, _LONG_PROSE = 12, 25
_SHORT_CAPTION = 35


@dataclass(frozen=True)
class _Look:
    """What can be seen of a line without its neighbours."""

    line: Line

    @property
    def text(self) -> str:
        return self.line.text

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @cached_property
    def finished(self) -> bool:
        """Ends as a sentence does, a sign-off such as "(VNA)" aside."""
        text = self.text
        if _FINISHED.search(text) or _FINISHED.search(_SIGN_OFF.sub("", text)):
            return True
        return self.words >= _PROSE and bool(_QUOTE_AT_END.search(text))

    @cached_property
    def caption(self) -> str:
        return caption(self.text)

    @cached_property
    def furniture(self) -> Verdict | None:
        return furniture(self.text, self.finished)

    def is_prose(self, words: int) -> bool:
        """Whether it is running text of so many words at least."""
        return self.finished and self.words >= words and not self.caption and self.furniture is None


def split_article(article: Article, language: str = "id") -> tuple[Piece, ...]:
    """Tell the body paragraphs of an article from headings, captions, and what the page put around them.

    Parameters
    ----------
    article : Article
        As ``read_article`` gives it.
    language : str, default "id"
        Language code of the coverage; lines in another language are left out, lines in its close
        neighbour (Malay for Indonesian) are kept and marked.

    Returns
    -------
    tuple of Piece
        One for each line that is not blank, in order.

    Examples
    --------
    >>> from pathlib import Path
    >>> from discourse.articles.plain import lines_of
    >>> text = '''Jembatan baru dibuka
    ... Warga dua desa kini dapat menyeberangi sungai itu dengan mobil, kata kepala desa pada Senin.
    ... Jembatan pada malam hari. (Foto: Ani)
    ... Komentar (0)'''
    >>> [piece.kind for piece in split_article(Article(Path("a.txt"), lines_of(text)))]
    ['heading', 'body', 'caption', 'comments']
    """
    looks = [_Look(line) for line in article.lines]
    verdicts = _verdicts(looks)
    pieces: list[Piece] = []
    seen: set[str] = set()
    for look, (kind, reason) in zip(looks, verdicts, strict=True):
        pieces.append(_piece(look, kind, reason, language, look.text in seen))
        seen.add(look.text)
    return tuple(pieces)


def _piece(look: _Look, kind: str, reason: str, language: str, repeated: bool) -> Piece:
    """Settle what the words alone cannot: repeats and languages."""
    spoken = language_of(look.text, language) if kind in {BODY, "heading"} else language
    if kind == BODY and repeated:
        kind, reason = "repeat", "is the same as an earlier line"
    elif spoken != language and not are_neighbours(spoken, language):
        kind, reason = "other-language", f"seems to be in another language ({spoken})"
    elif spoken != language and kind == BODY:
        reason = f"may be in another language ({spoken}): please check"
    return Piece(look.line.number, look.line.start, look.text, kind, reason, spoken)


def _verdicts(looks: list[_Look]) -> list[Verdict]:
    """Kind and reason of each line, from what it says and what stands around it."""
    end = _end(looks)
    verdicts: list[Verdict] = []
    for index in range(end):
        verdicts.append(_verdict(looks, index, verdicts, end))
    return _signed(verdicts, looks) + _after_the_end(looks[end:])


def _verdict(looks: list[_Look], index: int, verdicts: list[Verdict], end: int) -> Verdict:
    look = looks[index]
    if look.line.hint:
        return look.line.hint, f"marked as {look.line.hint} in the file"
    if look.furniture is not None:
        return look.furniture
    found = _as_caption(looks, index)
    if found:
        return "caption", found
    found = _as_heading(looks, index, verdicts, end)
    if found:
        return "heading", found
    return BODY, "running text"


def _end(looks: list[_Look]) -> int:
    """Index of the line that closes the article; the number of lines if none does.

    A "Komentar" button above the article, or a box of related articles in its midst, closes nothing:
    running text must stand before, and few long paragraphs after. Comments of readers may be long,
    teasers of related articles are not.
    """
    for index, look in enumerate(looks):
        closes = closing(look.text)
        if closes is None:
            continue
        before = sum(other.is_prose(_PROSE) for other in looks[:index])
        after = sum(other.is_prose(_LONG_PROSE) for other in looks[index + 1 :])
        if before and after * (8 if closes[0] == "related" else 2) <= before:
            return index
    return len(looks)


def _after_the_end(looks: list[_Look]) -> list[Verdict]:
    """Give each line after the end the kind of the section that it stands in."""
    verdicts: list[Verdict] = []
    section = "litter"
    for look in looks:
        opens = closing(look.text)
        if opens is not None:
            section = "litter" if opens[0] == "source" else opens[0]
        verdicts.append(opens or look.furniture or (section, "stands after the end of the article"))
    return verdicts


def _as_caption(looks: list[_Look], index: int) -> str:
    look = looks[index]
    if look.caption:
        return look.caption
    if look.words > _SHORT_CAPTION or _INNER_STOP.search(look.text):
        return ""
    if index and is_caption_label(looks[index - 1].text):
        return "stands under the announcement of a caption"
    if index + 1 < len(looks) and is_credit_alone(looks[index + 1].text):
        return "stands above a photo credit"
    return ""


def _as_heading(looks: list[_Look], index: int, verdicts: list[Verdict], end: int) -> str:
    look = looks[index]
    begun = any(kind == BODY for kind, _ in verdicts)
    titled = any(kind == "heading" for kind, _ in verdicts)
    follows = looks[index + 1 : end]
    if not look.finished:
        return _unfinished_heading(look, begun, follows)
    if not begun and not titled and _is_title(look, follows):
        return "is short and stands where the title does"
    if follows and _is_stopped_heading(look, follows[0]):
        return "is a short line over a long paragraph"
    return ""


def _unfinished_heading(look: _Look, begun: bool, follows: list[_Look]) -> str:
    """Take a line that does not end as a sentence for a heading, unless it is long, broken off, or an item of a list."""
    if look.words > (_LONG_HEADING if begun else _LONG_TITLE) or _INNER_STOP.search(look.text) and look.words > _PROSE:
        return ""
    if _BROKEN_OFF.search(look.text) and look.words >= 5 and follows:
        return ""
    if begun and _ITEM.match(look.text) and look.words >= 6 and any(other.is_prose(_PROSE) for other in follows):
        return ""
    return "does not end as a sentence does"


def _is_title(look: _Look, follows: list[_Look]) -> bool:
    """Know a title that was given a full stop, by its place and length."""
    if _INNER_STOP.search(look.text) or _DATELINE.match(look.text) or look.text.startswith(('"', "“")):
        return False
    longest = _LONG_HEADING if follows and follows[0].furniture is not None else _TITLE_WITH_STOP
    return look.words <= longest and any(other.is_prose(_PROSE) for other in follows)


def _is_stopped_heading(look: _Look, following: _Look) -> bool:
    """Know a subheading that was given a full stop: a few plain words over a long paragraph."""
    plain = look.text.endswith(".") and not re.search(r"[,;:\"“”\d()]", look.text)
    return (
        plain
        and look.words <= _HEADING_WITH_STOP
        and not _INNER_STOP.search(look.text)
        and not sounds_like_a_sentence(look.text)
        and following.is_prose(_LONG_PROSE)
    )


def _signed(verdicts: list[Verdict], looks: list[_Look]) -> list[Verdict]:
    """Call short headings bylines where only names stand: between title and text, and after the text."""
    bodies = [index for index, (kind, _) in enumerate(verdicts) if kind == BODY]
    titles = [index for index, (kind, _) in enumerate(verdicts) if kind == "heading"]
    if not bodies or not titles:
        return verdicts
    signed = list(verdicts)
    for index in titles[1:] if titles[0] < bodies[0] else titles:
        outside = index < bodies[0] or index > bodies[-1]
        names = all(word[0].isupper() for word in looks[index].text.strip("-–—()| ").split())
        if outside and names and looks[index].words <= 5:
            signed[index] = ("byline", "gives a name")
    return signed
