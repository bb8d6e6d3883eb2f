"""On whose codings do the shares of an analysis rest? What the rows of ``analysis_rows`` say of it, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from discourse.emphasis.correction.choice import NOT_DRAWN, TOO_FEW, Choice
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.measures.agenda import AGENDA
from discourse.translations import say

ESTIMATOR, PROXY = "estimator", "proxy"
PEOPLE, WHOLE = "coded_by_people", "sampled_from"
CORRELATION, USEFUL = "proxy_correlation", "useful_correlation"
BASIS = (ESTIMATOR, PROXY, PEOPLE, WHOLE, CORRELATION, USEFUL)
"""Quantities of the rows that say which estimator speaks, and on what that rests."""


def basis_rows(choice: Choice) -> pd.DataFrame:
    """Write which estimator speaks, why, and on what that rests; no row where people coded all or nothing.

    Returns
    -------
    DataFrame
        ``pillar`` (that of the agenda), ``quantity``, ``period``, ``value``, ``articles``, ``paragraphs``, ``verdict``
        and ``reason``. The estimator and its reason stand in the last two, and so does each proxy that it uses; of each
        period there are what people coded, what that is a sample of, and the multiple correlation with its threshold.
    """
    columns = ["pillar", "quantity", "period", "value", "articles", "paragraphs", "verdict", "reason"]
    if not choice.reason:
        return pd.DataFrame(columns=columns)
    both = "-".join(reversed(choice.people["period"].tolist()))
    rows: list[dict[str, Any]] = [
        {"quantity": ESTIMATOR, "period": both, "verdict": choice.estimator, "reason": choice.reason},
        *({"quantity": PROXY, "period": both, "verdict": source} for source in choice.sources),
    ]
    for of in choice.people.to_dict("records"):
        counts = {"articles": of["articles"], "paragraphs": of["paragraphs"]}
        every = {"articles": of["all_articles"], "paragraphs": of["all_paragraphs"]}
        rows += [
            {"quantity": PEOPLE, "period": of["period"], **counts},
            {"quantity": WHOLE, "period": of["period"], **every},
            {"quantity": CORRELATION, "period": of["period"], "value": of["correlation"]},
            {"quantity": USEFUL, "period": of["period"], "value": of["useful"]},
        ]
    return pd.DataFrame(rows).assign(pillar=AGENDA).reindex(columns=columns)


def is_sampled(rows: pd.DataFrame) -> bool:
    """Say whether the shares are estimated from a sample that people coded.

    Parameters
    ----------
    rows : DataFrame
        Those of one analysis, as ``analysis_rows`` returns them or a file has them.
    """
    said = rows.loc[rows["quantity"] == ESTIMATOR, "verdict"]
    return bool((said != "coded").any())


def basis_sentence(rows: pd.DataFrame) -> str:
    """Name the estimator and what it rests on; "" where no person has coded, or people have coded all.

    Parameters
    ----------
    rows : DataFrame
        As for :func:`is_sampled`.

    Examples
    --------
    >>> people = pd.DataFrame({"period": ["2023", "2025"], "articles": [30, 31], "paragraphs": [40, 50],
    ...     "all_articles": 300, "all_paragraphs": 1000, "correlation": 0.8, "useful": 0.2})
    >>> print(basis_sentence(basis_rows(Choice("dsl", "proxies help", people, ("machine",)))))
    Shares are estimated from 90 paragraphs of 61 articles that people coded, corrected with the codes that machine \
coders gave to all 2,000 (DSL).
    """
    estimator = rows[rows["quantity"] == ESTIMATOR]
    if estimator.empty:
        return ""
    fields = {
        "paragraphs": f"{_total(rows, PEOPLE, 'paragraphs'):,.0f}",
        "articles": f"{_total(rows, PEOPLE, 'articles'):,.0f}",
        "all": f"{_total(rows, WHOLE, 'paragraphs'):,.0f}",
    }
    reason = estimator["reason"].iloc[0]
    if reason == TOO_FEW:
        return say(
            "People coded {paragraphs} of {all} paragraphs, in fewer than {needed} articles of a period: the labels "
            "serve as they are, those of machine coders too.",
            needed=MIN_ARTICLES,
            **fields,
        )
    if reason == NOT_DRAWN:
        return say(
            "People coded {paragraphs} of {all} paragraphs, but no sample in which every paragraph had a known chance: "
            "the labels serve as they are, those of machine coders too.",
            **fields,
        )
    if estimator["verdict"].iloc[0] == "hajek":
        return say(
            "Shares are estimated from {paragraphs} paragraphs of {articles} articles that people coded, drawn from "
            "{all}, each weighted by one over its probability of being drawn.",
            **fields,
        )
    if "classifier" in rows.loc[rows["quantity"] == PROXY, "verdict"].tolist():
        return say(
            "Shares are estimated from {paragraphs} paragraphs of {articles} articles that people coded, corrected "
            "with what machine coders and the classifier say of all {all} (DSL).",
            **fields,
        )
    return say(
        "Shares are estimated from {paragraphs} paragraphs of {articles} articles that people coded, corrected with "
        "the codes that machine coders gave to all {all} (DSL).",
        **fields,
    )


def basis_notes(rows: pd.DataFrame) -> list[str]:
    """Say what speaks for the estimator: what people coded, whether machines help, and what counts and tests are.

    Parameters
    ----------
    rows : DataFrame
        As for :func:`is_sampled`.

    Returns
    -------
    list of str
        Sentences; the first is :func:`basis_sentence`. None where that is empty.
    """
    return list(filter(None, [basis_sentence(rows), *(_of_sample(rows) if is_sampled(rows) else [])]))


def _of_sample(rows: pd.DataFrame) -> Iterator[str]:
    yield from map(_helps, _periods(rows))
    yield say(
        "Counts are of what people coded; shares are estimated for all paragraphs of the analysis and need not be "
        "their ratio."
    )
    yield say(
        "No permutation test: shares estimated from a sample cannot be permuted. The joint interval of all pillars "
        "decides alone."
    )


def _periods(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Gather what is known of each period, earlier first."""
    for period in rows.loc[rows["quantity"] == PEOPLE, "period"]:
        of = rows[rows["period"] == period].drop_duplicates("quantity").set_index("quantity")
        yield {
            "period": period,
            "articles": f"{of.loc[PEOPLE, 'articles']:.0f}",
            "all": f"{of.loc[WHOLE, 'articles']:.0f}",
            "correlation": float(of.loc[CORRELATION, "value"]),
            "useful": float(of.loc[USEFUL, "value"]),
        }


def _helps(of: dict[str, Any]) -> str:
    """Say whether machines make the shares of a period surer than the labels alone."""
    if math.isnan(of["correlation"]):
        return say(
            "{period}: people coded paragraphs of {articles} of {all} articles, which are too much alike to say "
            "whether machines help.",
            **of,
        )
    if of["correlation"] > of["useful"]:
        return say(
            "{period}: people coded paragraphs of {articles} of {all} articles. By article, their labels and what "
            "machines say have a multiple correlation of {correlation:.2f}; above {useful:.2f} machines make shares "
            "surer.",
            **of,
        )
    return say(
        "{period}: people coded paragraphs of {articles} of {all} articles. By article, their labels and what machines "
        "say have a multiple correlation of {correlation:.2f}; only above {useful:.2f} would machines make shares "
        "surer.",
        **of,
    )


def _total(rows: pd.DataFrame, quantity: str, column: str) -> float:
    return float(rows.loc[rows["quantity"] == quantity, column].sum())
