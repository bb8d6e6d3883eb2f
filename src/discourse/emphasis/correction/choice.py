"""Which estimator speaks for an analysis: labels as they are, or those of people and what machines say beside them?

======================================================= ====================================================
what people have coded of the analysis                  the shares are
======================================================= ====================================================
nothing                                                 of the machine coders' labels (``coded``)
everything                                              of people's labels (``coded``)
a drawn sample, and machines tell enough beside it      of people's labels and the proxies (``dsl``)
a drawn sample, and machines tell too little            of people's labels alone, by 1 / inclusion (``hajek``)
too few articles, or chosen otherwise                   of the labels as they are, machines' too (``coded``)
======================================================= ====================================================

A drawn sample is one in which every paragraph of the analysis could be drawn, with a known probability, and that has
paragraphs of at least five articles a period. Machines tell enough where the multiple correlation of ``usefulness``
exceeds its threshold in both periods. A study without machine coders is not concerned: its labels are people's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from discourse.emphasis.correction.proxies import has_machine_codes, people_alone
from discourse.emphasis.correction.usefulness import article_correlations
from discourse.emphasis.inputs import Paragraphs
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.shares import Estimate

HELPFUL = "proxies help"
UNHELPFUL = "proxies do not help"
TOO_FEW = "too few articles coded by people"
NOT_DRAWN = "not drawn with known probabilities"
REASONS = (HELPFUL, UNHELPFUL, TOO_FEW, NOT_DRAWN)


@dataclass(frozen=True)
class Choice:
    """Which estimator speaks, and why.

    Attributes
    ----------
    estimator : {"coded", "dsl", "hajek"}
        ``coded``, ``dsl`` or ``hajek``; see the table at the top of this file.
    reason : str
        One of :data:`REASONS`; empty where people coded all or nothing.
    people : DataFrame
        A row a period: ``period``; ``articles``, ``paragraphs`` that people coded; ``all_articles``, ``all_paragraphs``
        of the analysis; and the multiple ``correlation`` and what it must exceed to be ``useful``, NaN where no
        sample was drawn.
    sources : tuple of str
        What stands beside the labels: ``machine``, ``classifier``; empty unless the estimator is ``dsl``.
    """

    estimator: Literal["coded", "dsl", "hajek"]
    reason: str
    people: pd.DataFrame
    sources: tuple[str, ...] = ()

    @property
    def sampled(self) -> bool:
        """Whether the shares are estimated from a sample that people coded."""
        return self.estimator != "coded"


def sample_problem(paragraphs: Paragraphs) -> str | None:
    """Say why the paragraphs that people coded are no drawn sample: "" where they are one.

    Returns
    -------
    str or None
        None where people coded all paragraphs or none of them, or no machine coder has coded; else "",
        :data:`TOO_FEW` or :data:`NOT_DRAWN`.
    """
    kept = paragraphs.in_periods
    if not has_machine_codes(kept) or "by_person" not in kept.table.columns:
        return None
    people = kept.table["by_person"].to_numpy(dtype=bool)
    if people.all() or not people.any():
        return None
    inclusion = kept.table["inclusion"] if "inclusion" in kept.table.columns else pd.Series(np.nan, kept.table.index)
    chance = pd.to_numeric(inclusion, errors="coerce").to_numpy(dtype=np.float64)
    if not ((chance > 0) & (chance <= 1)).all():
        return NOT_DRAWN
    return TOO_FEW if _people_coded(kept)["articles"].min() < MIN_ARTICLES else ""


def is_drawn_sample(paragraphs: Paragraphs) -> bool:
    """Say whether what people coded of an analysis is a drawn sample, so that machines' codes are proxies."""
    return sample_problem(paragraphs) == ""


def add_predictions(paragraphs: Paragraphs, predictions: pd.DataFrame | None) -> Paragraphs:
    """Add the classifier's probabilities to the paragraphs, as a second proxy.

    Parameters
    ----------
    paragraphs : Paragraphs
        Their table has ``paragraph_id``.
    predictions : DataFrame or None
        ``paragraph_id`` and ``p_<code>`` of every paragraph, out of fold; None leaves them as they are.
    """
    if predictions is None:
        return paragraphs
    columns = [column for column in predictions.columns if str(column).startswith("p_")]
    own = predictions.set_index("paragraph_id")[columns].loc[paragraphs.table["paragraph_id"]]
    return replace(paragraphs, table=paragraphs.table.assign(**{name: own[name].to_numpy() for name in columns}))


def choose_estimator(paragraphs: Paragraphs) -> Choice:
    """Apply the rule to the paragraphs of an analysis.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``, made of a table of ``coded_table``; with ``p_<pillar>`` if a classifier is to help
        (``add_predictions``).

    Raises
    ------
    DataError
        If what machines say is wrong, as ``read_proxies``.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("abcd"), "period": ["2023", "2023", "2025", "2025"],
    ...                       "machine": "trade", "primary": "trade", "by_person": [True, False] * 2, "inclusion": 0.5})
    >>> found = choose_estimator(read_paragraphs(table, ["trade", "arts"], ["2023", "2025"]))
    >>> found.estimator, found.reason, found.people["articles"].tolist()
    ('coded', 'too few articles coded by people', [1, 1])
    """
    kept = paragraphs.in_periods
    problem, people = sample_problem(kept), _people_coded(kept)
    if problem is None or problem:
        return Choice("coded", problem or "", people.assign(correlation=np.nan, useful=np.nan))
    found = article_correlations(kept)
    people = people.assign(correlation=found["correlation"], useful=found["useful"])
    if not (people["correlation"] > people["useful"]).all():
        return Choice("hajek", UNHELPFUL, people)
    classifier = any(f"p_{pillar}" in kept.table.columns for pillar in kept.pillars)
    return Choice("dsl", HELPFUL, people, ("machine", "classifier") if classifier else ("machine",))


def choose_for_cell(paragraphs: Paragraphs) -> tuple[Literal["coded", "dsl", "hajek"], str]:
    """Apply the rule to the paragraphs of one cell, such as those of an outlet; all are of the earlier period.

    Returns
    -------
    tuple of str
        Estimator and reason, as :class:`Choice` has them. A cell in which people coded nothing, or nothing drawn, goes
        by the labels as they are, too.
    """
    people = paragraphs.table["by_person"].to_numpy(dtype=bool)
    if people.all() or not has_machine_codes(paragraphs):
        return "coded", ""
    chance = pd.to_numeric(paragraphs.table["inclusion"], errors="coerce").to_numpy(dtype=np.float64)
    if not ((chance > 0) & (chance <= 1)).all():
        return "coded", NOT_DRAWN
    if _people_coded(paragraphs)["articles"].iloc[0] < MIN_ARTICLES:
        return "coded", TOO_FEW
    found = article_correlations(paragraphs).iloc[0]
    return ("dsl", HELPFUL) if found["correlation"] > found["useful"] else ("hajek", UNHELPFUL)


def behind_people(found: Estimate, paragraphs: Paragraphs) -> Estimate:
    """Let an estimate from a sample count what people coded: articles, and paragraphs that have a pillar.

    Shares with their variances stay as they are; they are of all paragraphs.
    """
    coded = people_alone(paragraphs)
    counts = [int((coded.coded & (coded.period == number)[coded.article]).sum()) for number in (0, 1)]
    return replace(found, articles=found.informative, paragraphs=np.array(counts, dtype=np.int64))


def _people_coded(kept: Paragraphs) -> pd.DataFrame:
    """Count what people coded of a draw in each period, and what there is; nothing where the table says no coder."""
    known = "by_person" in kept.table.columns
    people = (people_alone(kept).primary != "").astype(bool) if known else np.zeros(len(kept), dtype=bool)
    columns: dict[str, list[Any]] = {"period": list(kept.periods)}
    for prefix, counted in (("", people), ("all_", np.ones(len(kept), dtype=bool))):
        within = [counted & (kept.period == number)[kept.article] for number in (0, 1)]
        columns[f"{prefix}articles"] = [len(np.unique(kept.article[each])) for each in within]
        columns[f"{prefix}paragraphs"] = [int(each.sum()) for each in within]
    return pd.DataFrame(columns)
