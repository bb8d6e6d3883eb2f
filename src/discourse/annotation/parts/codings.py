"""How is a coding shown, to its own coder and to others, and what would the model say?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from discourse.labels.coding import Coding
from discourse.labels.team.flags import split_flag


def shown_coding(coding: Coding) -> dict[str, Any]:
    """Return what the page shows of a coding, with its id and its coder's name."""
    return {
        "coding_id": coding.coding_id,
        "coder": coding.coder,
        "why": coding.why,
        "rule": coding.rule,
        **coding_content(coding),
    }


def coding_content(coding: Coding) -> dict[str, Any]:
    """Return what a coding says, and nothing that tells whose it is.

    Examples
    --------
    >>> sorted(coding_content(Coding("c1", "a:01", "ani", "1", "trade")))
    ['also', 'note', 'primary', 'unclear', 'unsure']
    """
    unclear, note = split_flag(coding.note)
    return {
        "primary": coding.primary,
        "also": list(coding.also),
        "unsure": coding.unsure,
        "unclear": unclear,
        "note": note,
    }


def suggested_codes(
    probabilities: pd.DataFrame | None, paragraph: str, codes: Collection[str], count: int = 3
) -> list[tuple[str, float]]:
    """Return the codes that a model finds likeliest, with their probabilities; nothing where there is no model.

    Examples
    --------
    >>> table = pd.DataFrame({"paragraph_id": ["a:01"], "p_trade": [0.2], "p_arts": [0.8], "p_old": [0.0]})
    >>> suggested_codes(table, "a:01", ["trade", "arts"])
    [('arts', 0.8), ('trade', 0.2)]
    >>> suggested_codes(None, "a:01", ["trade", "arts"])
    []
    """
    if probabilities is None:
        return []
    rows = probabilities[probabilities["paragraph_id"] == paragraph].to_dict("records")[:1]
    found = [(code, round(float(row[f"p_{code}"]), 3)) for row in rows for code in codes if f"p_{code}" in row]
    return sorted(found, key=lambda pair: -pair[1])[:count]
