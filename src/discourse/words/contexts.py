"""What stands left and right of a word, wherever it occurs?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from discourse.errors import DataError, EstimateError, shown
from discourse.printing.frames import readable

SORT_KEYS = ("L1", "L2", "L3", "R1", "R2", "R3")
"""Words that finds can be sorted by: first to third to the left, first to third to the right."""
_TOKEN = re.compile(r"\w+|[^\w\s]+")


def kwic(
    texts: Mapping[str, str] | pd.DataFrame | pd.Series, word: str, *, width: int = 40, sort: Sequence[str] = ()
) -> pd.DataFrame:
    """Find a word or phrase and show what stands left and right of it.

    Parameters
    ----------
    texts : DataFrame, Series or mapping of str to str
        A table with the columns ``paragraph_id`` and ``text``, as :meth:`discourse.Study.table` gives it (without
        ids its index stands for them); or id to text. The context never crosses the end of a paragraph.
    word : str
        A word, or several separated by spaces; case does not matter.
    width : int
        Characters of context on each side.
    sort : sequence of {"L1", "L2", "L3", "R1", "R2", "R3"}
        Sort by the first, second or third word to the left or right, case aside, the first key first; where a
        paragraph has no such word the find comes first. In the order of the texts where no key is given.

    Returns
    -------
    DataFrame
        One row a find: ``paragraph_id``, ``left``, ``word`` (as it stands in the text), ``right``.

    Raises
    ------
    EstimateError
        If the word is blank, or a key is unknown.
    DataError
        If the texts are none, or have no ids.

    Examples
    --------
    >>> texts = {"a:01": "Kedua negara membangun jalan tol baru.", "a:02": "Mereka menutup jalan tol."}
    >>> kwic(texts, "jalan tol", sort=["R1"])["left"].tolist()
    ['Mereka menutup', 'Kedua negara membangun']
    """
    by_id = _texts_by_id(texts)
    wanted = [part.casefold() for part in _TOKEN.findall(word if isinstance(word, str) else "")]
    if not wanted:
        raise EstimateError("a word or a phrase", shown(word), "concordance", "Name what to look for.")
    if unknown := [key for key in sort if key not in SORT_KEYS]:
        raise EstimateError(f"one of {', '.join(SORT_KEYS)}", shown(unknown[0]), "sort", "Correct the key.")
    finds = []
    for paragraph_id, text in by_id:
        for left, found, right in _finds(" ".join(text.split()), wanted):
            keys = tuple(_neighbour(left, right, key) for key in sort)
            cut = left[max(0, len(left) - width) :]
            finds.append((keys, (paragraph_id, cut.strip(), found, right[:width].strip())))
    rows = [row for _, row in sorted(finds, key=lambda find: find[0])]
    return readable(pd.DataFrame(rows, columns=["paragraph_id", "left", "word", "right"]))


def _texts_by_id(texts: Any) -> list[tuple[str, str]]:
    """Read ids and texts from what was given; a text that is none is refused with its id."""
    if isinstance(texts, pd.DataFrame) and "text" in texts:
        pairs = list(zip(texts.get("paragraph_id", texts.index), texts["text"], strict=True))
    elif isinstance(texts, pd.Series | Mapping):
        pairs = list(texts.items())
    else:
        hint = "Take Study.table(), or give {id: text, ...}."
        raise DataError("a table with a column text, or texts by id", type(texts).__name__, "argument texts", hint)
    for paragraph_id, text in pairs:
        if not isinstance(text, str):
            raise DataError("a text", shown(text), f"texts, {paragraph_id}", "Leave it out.")
    return pairs


def _finds(text: str, wanted: Sequence[str]) -> list[tuple[str, str, str]]:
    """Part a text at each place where the words stand."""
    spans = [(found.group().casefold(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    places = []
    for first in range(len(spans) - len(wanted) + 1):
        part = spans[first : first + len(wanted)]
        if [token for token, _, _ in part] == wanted:
            start, end = part[0][1], part[-1][2]
            places.append((text[:start].strip(), text[start:end], text[end:].strip()))
    return places


def _neighbour(left: str, right: str, key: str) -> str:
    """Return the word that a sort key names, folded; empty where there is none. Signs are no words."""
    words: list[str] = re.findall(r"\w+", left if key[0] == "L" else right)
    place = int(key[1])
    if len(words) < place:
        return ""
    return words[-place if key[0] == "L" else place - 1].casefold()
