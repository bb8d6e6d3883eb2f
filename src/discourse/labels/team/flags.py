"""Which codings did their coders flag: as unsure, or because the text of the paragraph is unclear?

That a text is unclear, a paraphrase that leaves out what the coder must know, say, is written at the head of the
coding's note. So the log keeps its columns, and a program that knows nothing of the flag shows it with the note.
"""

from __future__ import annotations

import pandas as pd

UNCLEAR = "[unclear]"
"""Stands at the head of the note of a coding whose coder found the text unclear."""


def with_flag(note: str, unclear: bool) -> str:
    """Return a note with the flag at its head, or without it.

    Examples
    --------
    >>> with_flag("who signed?", True), with_flag("", True), with_flag("[unclear] who signed?", False)
    ('[unclear] who signed?', '[unclear]', 'who signed?')
    """
    _, words = split_flag(note)
    return f"{UNCLEAR} {words}".strip() if unclear else words


def split_flag(note: str) -> tuple[bool, str]:
    """Say whether a note has the flag, and return it without.

    Examples
    --------
    >>> split_flag("[unclear] who signed?"), split_flag("who is [unclear]?")
    ((True, 'who signed?'), (False, 'who is [unclear]?'))
    """
    unclear, words = note.startswith(UNCLEAR), note.removeprefix(UNCLEAR)
    return unclear, words.strip() if unclear else note


def flagged_codings(codings: pd.DataFrame, *, unsure: bool = False, unclear: bool = False) -> pd.DataFrame:
    """Keep the codings that were flagged: as each coder last coded each paragraph.

    Parameters
    ----------
    codings : DataFrame
        As :func:`discourse.labels.read_codings` returns them.
    unsure, unclear : bool
        Which flags count; a coding that has one of them is kept. With neither all codings are.

    Returns
    -------
    DataFrame
        Their rows, by paragraph and coder, with the column ``unclear``; ``note`` is without the flag.
    """
    latest = codings.drop_duplicates(["paragraph_id", "coder"], keep="last")
    split = [split_flag(note) for note in latest["note"]]
    marked = latest.assign(
        unclear=pd.Series([flag for flag, _ in split], latest.index, dtype=bool), note=[words for _, words in split]
    )
    wanted = (marked["unsure"] & unsure) | (marked["unclear"] & unclear)
    kept = marked[wanted] if unsure or unclear else marked
    return kept.sort_values(["paragraph_id", "coder"], ignore_index=True)
