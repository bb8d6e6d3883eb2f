"""What do the errors of the people who coded do to the shifts? Numbers for the table of an analysis, and sentences.

They stand beside the shifts as they were coded, and never in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from discourse.emphasis.correction.choice import Choice
from discourse.emphasis.correction.coders import coders_of, corrected_for_coders, not_told_apart, unknown_errors
from discourse.emphasis.inputs import Paragraphs
from discourse.emphasis.measures.agenda import AGENDA
from discourse.emphasis.table import emphasis_rows
from discourse.emphasis.verdict import points_text
from discourse.labels.consent.known_errors import PeoplesErrors
from discourse.labels.consent.standing import COMMON
from discourse.settings import Settings
from discourse.translations import say

CODED_TWICE, CORRECTED = "coded_twice", "shift_without_coder_errors"
UNKNOWN, BY_CHANCE = "errors unknown", "errors too many"
_COLUMNS = ("pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs", "verdict", "reason")


def coder_error_rows(
    paragraphs: Paragraphs, choice: Choice, errors: PeoplesErrors | None, settings: Settings
) -> pd.DataFrame:
    """Correct the shifts for the errors of coders, or say why that cannot be.

    Parameters
    ----------
    paragraphs : Paragraphs
        Those of the analysis.
    choice : Choice
        Which estimator speaks.
    errors : PeoplesErrors or None
        Of the study.
    settings : Settings
        Level and seed.

    Returns
    -------
    DataFrame
        A row a person who labelled: ``quantity`` :data:`CODED_TWICE`, the name in ``verdict``, in ``paragraphs`` how
        many another person coded, too, in ``value`` the part of them that was wrong, and in ``reason`` why errors
        cannot be corrected for; then a row a pillar with ``quantity`` :data:`CORRECTED`. Empty where labels are those
        of machines.
    """
    if errors is None or not _labelled_by_people(paragraphs, choice):
        return pd.DataFrame(columns=list(_COLUMNS))
    coders = coders_of(paragraphs, errors)
    if not coders:
        return pd.DataFrame(columns=list(_COLUMNS))
    few = unknown_errors(coders, errors)
    wild = not_told_apart([name for name in coders if name not in few], errors)
    reasons = dict.fromkeys(few, UNKNOWN) | dict.fromkeys(wild, BY_CHANCE)
    both = "-".join(reversed(paragraphs.periods))
    rows = pd.DataFrame([_person(name, errors) | {"reason": reasons.get(name, "")} for name in coders])
    rows = rows.assign(pillar=AGENDA, quantity=CODED_TWICE, period=both)
    if reasons:
        return rows
    found = corrected_for_coders(paragraphs, errors, choice.estimator, seed=settings.seed)
    shifts = emphasis_rows([found], settings.level)
    return pd.concat([rows, shifts[shifts["quantity"] == "shift"].assign(quantity=CORRECTED)], ignore_index=True)


def _labelled_by_people(paragraphs: Paragraphs, choice: Choice) -> bool:
    """Say whether people alone assigned the labels that the shares rest on."""
    table = paragraphs.in_periods.table
    if choice.sampled:
        return True
    return "by_person" in table.columns and bool(table.loc[table["primary"] != "", "by_person"].all())


def _person(name: str, errors: PeoplesErrors) -> dict[str, Any]:
    """Say how many paragraphs of a coder another person coded, too, and which part of them was wrong."""
    if name not in errors.known:
        return {"verdict": name, "paragraphs": 0, "value": np.nan}
    pairs = errors.known[name].pairs
    right = np.trace(pairs.sum(axis=0))
    return {"verdict": name, "paragraphs": len(pairs), "value": float(1 - right / len(pairs))}


def coder_notes(rows: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Say what the shifts would be without the errors of coders, or why that is not known.

    Parameters
    ----------
    rows : DataFrame
        Those of one analysis, as ``analysis_rows`` returns them or a file has them.
    names : mapping of str to str
        Of the pillars.

    Examples
    --------
    >>> rows = pd.DataFrame({"pillar": [AGENDA, "trade"], "quantity": [CODED_TWICE, CORRECTED], "value": [0.05, 0.142],
    ...     "low": [np.nan, 0.091], "high": [np.nan, 0.192], "paragraphs": [40, 900], "verdict": ["ani", ""],
    ...     "reason": ""})
    >>> for note in coder_notes(rows, {"trade": "Trade"}):
    ...     print(note)
    Corrected for coders' errors, the shifts are, in points: Trade +14.2 [+9.1, +19.2]. Of paragraphs that another \
person coded, too, these were wrong: ani 5.0% of 40.
    """
    people = rows[rows["quantity"] == CODED_TWICE].fillna({"reason": ""})
    if people.empty:
        return []
    counts = "; ".join(_counted(row) for row in people.to_dict("records"))
    if (people["reason"] == UNKNOWN).any():
        return [
            say(
                "The shifts are not corrected for coders' errors: for that each coder needs {needed} paragraphs that "
                "another person coded, too. So far: {counts}.",
                needed=COMMON,
                counts=counts,
            )
        ]
    if (people["reason"] == BY_CHANCE).any():
        return [
            say(
                "The shifts are not corrected for coders' errors, which are too many. Of paragraphs that another "
                "person coded, too, these were wrong: {counts}.",
                counts=counts,
            )
        ]
    shifts = "; ".join(
        f"{names[row['pillar']]} {points_text(row['value'], row['low'], row['high'])}"
        for row in rows[rows["quantity"] == CORRECTED].to_dict("records")
    )
    return [
        say(
            "Corrected for coders' errors, the shifts are, in points: {shifts}. Of paragraphs that another person "
            "coded, too, these were wrong: {counts}.",
            shifts=shifts,
            counts=counts,
        )
    ]


def _counted(row: Mapping[Any, Any]) -> str:
    coder, number = row["verdict"], f"{row['paragraphs']:.0f}"
    if row["reason"] == UNKNOWN:
        return f"{coder} {number}"
    return say("{coder} {part:.1f}% of {number}", coder=coder, part=100 * row["value"], number=number)
