"""Whose coding of a paragraph comes first? The order of ``label_precedence``, and one of several equals."""

from __future__ import annotations

import pandas as pd

from discourse.labels.coding import ADJUDICATION
from discourse.settings import Settings

ANYBODY, FIRST = "*", "first"
"""In ``label_precedence``: any coder who is named nowhere. Of several the last coding counts, or the first coder's."""
LAST, MAJORITY = "last", "majority"
"""Beside ``first``, which of several equals counts: the last coding, or the code that most of them gave."""


def precedence(codings: pd.DataFrame, settings: Settings) -> pd.Series:
    """Place of each coding in the order of precedence, 0 first; NaN for those that never count.

    What was decided on a coder, and the rule for new ones, are looked at by
    :func:`discourse.labels.consent.standing.counting_coders`.
    """
    order = _order(settings)
    anybody = order.get(ANYBODY, order.get(FIRST))
    named = {coder: order.get(coder, anybody) for coder in codings["coder"].unique()}
    last = len(settings.label_precedence)
    named |= {name: last + place for place, name in enumerate(settings.machine_coders) if name not in order}
    named.update(dict.fromkeys(settings.agreement_only))
    place = codings["coder"].map(named).astype(float)
    if ADJUDICATION in order:
        decided = (codings["why"] == ADJUDICATION) & ~codings["coder"].isin(settings.agreement_only)
        place = place.mask(decided & ~(place < order[ADJUDICATION]), order[ADJUDICATION])
    return place


def among_equals(settings: Settings) -> str:
    """Say which coding counts of several by people who are named nowhere: ``first``, ``last`` or ``majority``."""
    if settings.new_coders in (MAJORITY, FIRST):
        return settings.new_coders
    return FIRST if FIRST in settings.label_precedence and ANYBODY not in settings.label_precedence else LAST


def chosen_codings(ranked: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Choose for each paragraph the coding that comes first.

    Parameters
    ----------
    ranked : DataFrame
        Codings in the order in which they were made, with their ``rank``.
    settings : Settings
        Says which counts of several equals; see :func:`among_equals`.

    Returns
    -------
    DataFrame
        One row a paragraph, sorted by ``paragraph_id``. Of a majority it is the coding by the one who coded the
        paragraph first of those who gave the code.
    """
    ranked = ranked.assign(line=range(len(ranked))).sort_values(["paragraph_id", "rank", "line"])
    best = ranked[ranked.groupby("paragraph_id")["rank"].transform("min") == ranked["rank"]]
    order, equals = _order(settings), among_equals(settings)
    if equals != LAST:
        anybody = best["rank"] == order.get(ANYBODY, order.get(FIRST, -1))
        some = best[anybody]
        best = pd.concat([best[~anybody], _most_given(some) if equals == MAJORITY else _of_the_earliest(some)])
        best = best.sort_values(["paragraph_id", "line"])
    return best.drop_duplicates("paragraph_id", keep="last").drop(columns="line")


def _of_the_earliest(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep the codings by the first coder of each paragraph."""
    earliest = codings.groupby("paragraph_id")["coder"].transform("first")
    return codings[codings["coder"] == earliest]


def _most_given(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep for each paragraph the coding by the first coder of those who gave the code that most gave."""
    turn = codings.drop_duplicates(["paragraph_id", "coder"]).set_index(["paragraph_id", "coder"])["line"]
    latest = codings.drop_duplicates(["paragraph_id", "coder"], keep="last")
    latest = latest.assign(turn=turn.reindex(latest.set_index(["paragraph_id", "coder"]).index).to_numpy())
    latest["times"] = -latest.groupby(["paragraph_id", "primary"])["coder"].transform("size")
    ordered = latest.sort_values(["paragraph_id", "times", "turn"])
    return ordered.drop_duplicates("paragraph_id").drop(columns=["turn", "times"])


def _order(settings: Settings) -> dict[str, int]:
    return {name: place for place, name in reversed(list(enumerate(settings.label_precedence)))}
