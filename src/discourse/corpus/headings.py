"""Is a line a heading?

Most headings do not end as a sentence does. Machine translation puts full stops after some, so a
short line with one is a heading where the title stands, or right over a long paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from discourse.corpus.boilerplate import LineLabel, caption, page_element, sounds_like_a_sentence
from discourse.corpus.text import Line

_BROKEN_OFF = re.compile(r"[,;:][\"'”’]?$")
_ITEM = re.compile(r"^(?:[-–—•*·]|\d{1,2}[.)]|[a-z][.)])\s")
_DATELINE = re.compile(r"^\(?[^()–—-]{2,40}\)?(?:\s*\([^()]{2,30}\))?\s*[-–—]")
_LONG_TITLE, _TITLE_WITH_STOP = 30, 14
_LONG_HEADING, _HEADING_WITH_STOP = 25, 7
_PROSE, _LONG_PROSE = 12, 25


def heading(line: LineFeatures, follows: Sequence[LineFeatures], prose_follows: bool, begun: bool, titled: bool) -> str:
    """Reason why a line is a heading; empty if it is none.

    Parameters
    ----------
    line : LineFeatures
        The line.
    follows : sequence of LineFeatures
        The two lines after it, as far as the article has them.
    prose_follows : bool
        Whether any line after it is running text, of twelve words at least.
    begun, titled : bool
        Whether a paragraph, or a heading, stands before it.
    """
    if not line.finished:
        return "" if _goes_on(line, follows, prose_follows, begun) else "does not end as a sentence does"
    if not begun and not titled and prose_follows and _is_title(line, follows):
        return "is short and stands where the title does"
    if follows and _is_stopped_heading(line, follows[0]):
        return "is a short line over a long paragraph"
    return ""


def _goes_on(line: LineFeatures, follows: Sequence[LineFeatures], prose_follows: bool, begun: bool) -> bool:
    """Say whether a line that does not end as a sentence does is running text: long, broken off, or in a list."""
    return (
        _is_long(line, begun)
        or _is_broken_off(line, follows)
        or (begun and line.text.count("(") > line.text.count(")"))
        or (begun and prose_follows and _is_item(line))
    )


def _is_long(line: LineFeatures, begun: bool) -> bool:
    """Know running text by its length, or by several sentences of some length."""
    longest = _LONG_HEADING if begun else _LONG_TITLE
    return line.words > longest or (line.words > _PROSE and line.several_sentences)


def _is_broken_off(line: LineFeatures, follows: Sequence[LineFeatures]) -> bool:
    """Know a line whose sentence goes on in the next: by its last sign, or by the small letter there."""
    if not follows:
        return False
    if _BROKEN_OFF.search(line.text) and (line.words >= 5 or sounds_like_a_sentence(line.text, line.language)):
        return True
    return line.raw.number + 1 == follows[0].raw.number and follows[0].text[0].islower()


def _is_item(line: LineFeatures) -> bool:
    """Know an item of a list."""
    return line.words >= 6 and bool(_ITEM.match(line.text))


def _is_title(line: LineFeatures, follows: Sequence[LineFeatures]) -> bool:
    """Know a title that was given a full stop, by its place and length."""
    if line.several_sentences or _DATELINE.match(line.text) or line.text.startswith(('"', "“")):
        return False
    if sounds_like_a_sentence(line.text, line.language):
        return False
    signed = any(other.boilerplate is not None for other in follows)
    return line.words <= (_LONG_HEADING if signed else _TITLE_WITH_STOP)


def _is_stopped_heading(line: LineFeatures, following: LineFeatures) -> bool:
    """Know a subheading that was given a full stop: a few plain words over a long paragraph."""
    plain = line.text.endswith(".") and not re.search(r"[,;:\"“”\d()]", line.text)
    return (
        plain
        and line.words <= _HEADING_WITH_STOP
        and not line.several_sentences
        and not sounds_like_a_sentence(line.text, line.language)
        and following.is_prose(_LONG_PROSE)
    )


_SIGN_OFF = re.compile(r"\s*(?:[(\[][^()\[\]]{1,30}[)\]]|[-–—]\s*[^\W\d_]{2,12}|\./|/\.)\s*$")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$|[.!?…]/\.?$")
_FLOURISH = "*#_~• "
_QUOTE_AT_END = re.compile(r"[\"”’»]$")
_INNER_STOP = re.compile(r"[.!?][\"”’)]?\s+[\"“‘(]?[^\W\d_a-z]")
_QUOTED_SENTENCE = 12


@dataclass(frozen=True)
class LineFeatures:
    """What can be seen of a line without its neighbours, in the language of its article."""

    raw: Line
    language: str

    @property
    def text(self) -> str:
        """Its text."""
        return self.raw.text

    @cached_property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @cached_property
    def finished(self) -> bool:
        """Ends as a sentence does, a sign-off such as "(VNA)" aside."""
        text = self.text.rstrip(_FLOURISH)
        if _FINISHED.search(text) or _FINISHED.search(_SIGN_OFF.sub("", text)):
            return True
        return self.words >= _QUOTED_SENTENCE and bool(_QUOTE_AT_END.search(text))

    @cached_property
    def several_sentences(self) -> bool:
        """Whether a sentence ends in its midst."""
        return bool(_INNER_STOP.search(self.text))

    @cached_property
    def caption(self) -> str:
        """Reason why it is a photo caption; empty if it is none."""
        return caption(self.text, self.language)

    @cached_property
    def boilerplate(self) -> LineLabel | None:
        """Kind and reason, if it belongs to the page."""
        return page_element(self.text, self.finished, self.language)

    def is_prose(self, words: int) -> bool:
        """Whether it is running text of so many words at least."""
        return self.finished and self.words >= words and not self.caption and self.boilerplate is None
