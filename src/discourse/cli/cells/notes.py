"""What is said beside shares in cells: which are marked, undated, taken together, left out, or not estimated?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

FEW = "*"
"""Marks a share without an interval."""
AS_THEY_ARE = "~"
"""Marks a share that goes by labels of machines, though others are estimated from what people coded."""


def cell_notes(cells: DataFrame, by: Sequence[str], without: int) -> list[str]:
    """Say what is marked, undated, taken together, or left out."""
    from discourse.emphasis.measures.spans import UNDATED, read_span

    said = [""]
    if cells["few"].any():
        said.append(f"{FEW} fewer than five articles: no interval.")
    for name in by:
        undated = int(cells.loc[cells[name] == UNDATED, "articles"].sum())
        if undated and read_span(name):
            said.append(
                f"{UNDATED}: {undated} article{'s' * (undated > 1)} with a date coarser than the {read_span(name)}."
            )
    said += [f"other: {note}." for note in cells["note"].unique() if note]
    if without:
        said.append(f"Left out: {without} article{'s' * (without > 1)} without a paragraph coded with a pillar.")
    return said if len(said) > 1 else []


def rule_notes(cells: DataFrame) -> list[str]:
    """Say which cells are estimated from what people coded, and how many go by the labels as they are."""
    few = int((cells["reason"].ne("") & cells["estimator"].eq("coded")).sum())
    said = ["", "Shares are estimated from what people coded, and counts are of that."]
    if few:
        whose = "the labels serve as they are, those of machine coders too"
        said.append(f"{AS_THEY_ARE} people coded too little there ({few} of {len(cells)} cells): {whose}.")
    return said


def labelled_mark(row: Mapping[Any, Any]) -> str:
    """Mark a share that goes by the labels as they are, beside others that are estimated."""
    return f" {AS_THEY_ARE}" if row.get("estimator") == "coded" and row["reason"] else ""
