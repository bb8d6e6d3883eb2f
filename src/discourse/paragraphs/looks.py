"""What can be seen of a line without its neighbours?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from discourse.articles import Line
from discourse.paragraphs.furniture import Verdict, caption, furniture

_SIGN_OFF = re.compile(r"\s*(?:[(\[][^()\[\]]{1,30}[)\]]|[-–—]\s*[^\W\d_]{2,12}|\./|/\.)\s*$")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$|[.!?…]/\.?$")
_FLOURISH = "*#_~• "
_QUOTE_AT_END = re.compile(r"[\"”’»]$")
_INNER_STOP = re.compile(r"[.!?][\"”’)]?\s+[\"“‘(]?[^\W\d_a-z]")
_QUOTED_SENTENCE = 12


@dataclass(frozen=True)
class Look:
    """What can be seen of a line without its neighbours, in the language of its article."""

    line: Line
    language: str

    @property
    def text(self) -> str:
        """Its text."""
        return self.line.text

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
    def furniture(self) -> Verdict | None:
        """Kind and reason, if it belongs to the page."""
        return furniture(self.text, self.finished, self.language)

    def is_prose(self, words: int) -> bool:
        """Whether it is running text of so many words at least."""
        return self.finished and self.words >= words and not self.caption and self.furniture is None
