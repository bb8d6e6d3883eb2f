"""Which coding counts? The label of a paragraph, chosen by the study's rule of precedence."""

from __future__ import annotations

import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import ADJUDICATION
from discourse.labels.log import read_codings
from discourse.settings import Settings
from discourse.study import Study

ANYBODY = "*"
LABEL_COLUMNS = ("paragraph_id", "primary", "also", "coder", "unsure", "coding_id")


def current_labels(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """Choose the coding that counts for each paragraph.

    Of a paragraph's codings, those of coders in ``agreement_only`` never count. Of the rest the one
    counts whose coder comes first in ``label_precedence``, where ``adjudication`` stands for any
    decision taken in the adjudication view and ``*`` for any coder named in neither list. Among
    equals the latest in the log counts.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them, undone ones taken out.
    settings : Settings
        Holds the rule.
    codebook : Codebook
        Its codes are the only ones that may become labels.

    Returns
    -------
    DataFrame
        One row a labelled paragraph, sorted by ``paragraph_id``: ``primary``, ``also`` (tuple),
        ``coder``, ``unsure``, and the ``coding_id`` that counts.
    """
    counted = codings[codings["primary"].isin(codebook.codes)]
    place = precedence(counted, settings)
    ranked = counted.assign(rank=place, line=range(len(counted)))[place.notna()]
    ranked = ranked.sort_values(["paragraph_id", "rank", "line"], kind="stable")
    best = ranked.groupby("paragraph_id", sort=True)["rank"].transform("min") == ranked["rank"]
    chosen = ranked[best].drop_duplicates("paragraph_id", keep="last")
    return chosen[list(LABEL_COLUMNS)].reset_index(drop=True)


def precedence(codings: pd.DataFrame, settings: Settings) -> pd.Series:
    """Place of each coding in the order of precedence, 0 first; NaN for those that never count."""
    order = {name: place for place, name in reversed(list(enumerate(settings.label_precedence)))}
    anybody = order.get(ANYBODY)
    named = {coder: order.get(coder, anybody) for coder in codings["coder"].unique()}
    named.update(dict.fromkeys(settings.agreement_only))
    place = codings["coder"].map(named).astype(float)
    if ADJUDICATION in order:
        decided = (codings["why"] == ADJUDICATION) & ~codings["coder"].isin(settings.agreement_only)
        place = place.mask(decided & ~(place < order[ADJUDICATION]), order[ADJUDICATION])
    return place


def study_labels(study: Study) -> pd.DataFrame:
    """Labels of a study: its log read, and the coding that counts chosen for each paragraph."""
    return current_labels(read_codings(study), study.settings, study.codebook)
