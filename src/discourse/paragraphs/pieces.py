"""What can a line of an article be? The kinds, and the digest that ties a text to its paragraph."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from discourse.articles.plain import collapse

BODY = "body"
KINDS = (
    BODY,
    "heading",
    "caption",
    "byline",
    "source",
    "comments",
    "related",
    "litter",
    "other-language",
    "repeat",
)


@dataclass(frozen=True)
class Piece:
    """One line of an article, and what it was taken for.

    Attributes
    ----------
    line : int
        Number of the line in the file, from 1.
    start : int
        Characters before it in the NFC text of the file.
    text : str
        The line, NFC, white space collapsed.
    kind : str
        "body" for a paragraph of the article, else one of ``KINDS``.
    reason : str
        Why it was taken for that, for a person to check.
    language : str
        Language code the line seems to be in; that of the article where it is too short to tell.
    doubtful : bool
        Whether a person should look at it.
    """

    line: int
    start: int
    text: str
    kind: str
    reason: str
    language: str
    doubtful: bool = False

    @property
    def words(self) -> int:
        """Number of words, parted at white space."""
        return len(self.text.split())


def digest(text: str) -> str:
    """SHA-256 of a text, as hexadecimal: of the UTF-8 of its NFC with white space collapsed.

    Examples
    --------
    >>> digest("Kerja  sama ") == digest("Kerja sama")
    True
    >>> digest("Kerja sama")[:8]
    '89aa7f51'
    """
    return hashlib.sha256(collapse(text).encode()).hexdigest()
