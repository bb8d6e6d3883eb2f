"""Which way to say what was found fits above a figure?"""

from __future__ import annotations

from discourse.figures.style import COLUMN, TITLE_SIZE, wrapped

TITLE_LINES = 2
"""Lines that a title should have at most."""


def fitting_title(*texts: str) -> str:
    """Return the first text that fits above a figure of one column on two lines, or else the last.

    Examples
    --------
    >>> fitting_title("Eleven of the eighty-three paragraphs " * 4, "11 of 83 paragraphs")
    '11 of 83 paragraphs'
    """
    return next((text for text in texts if _lines(text) <= TITLE_LINES), texts[-1])


def _lines(text: str) -> int:
    return len(wrapped(text, 72 * COLUMN - 6, TITLE_SIZE, bold=True))
