"""Would the conclusion be another, had we chosen otherwise? Every reasonable choice, in one table.

A specification is a way to compute the shift: which paragraphs, whose codings, which quantity,
weighting and estimator, and, one at a time, without which article. The table of all of them is what
a specification curve is drawn from (Simonsohn, Simmons and Nelson 2020). The specifications share
their data, so the part of them that excludes zero is a description, not a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.checks import NO_PILLAR, Quantity, Weighting
from discourse.emphasis.estimators import Estimator
from discourse.emphasis.table import emphasis
from discourse.errors import DataError, EstimateError

COLUMNS = (
    "specification", "variant", "quantity", "weighting", "estimator", "left_out",
    "pillar", "shift", "low", "high", "articles", "paragraphs", "note",
)  # fmt: skip


def specifications(
    variants: Mapping[str, pd.DataFrame],
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantities: Sequence[Quantity] = ("share", "mention_share"),
    weightings: Sequence[Weighting] = ("paragraph", "article", "word"),
    estimators: Sequence[Estimator] = ("coded",),
    leave_one_out: bool = True,
    level: float = 0.95,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Compute every pillar's shift under every combination of choices.

    Parameters
    ----------
    variants : mapping of str to DataFrame
        Tables of paragraphs by name: subsets, other coders' codings, predictions from stemmed counts.
        The first one, with the first of the other choices, is the base.
    leave_one_out : bool
        Also leave every article out of the base in turn.
    progress : callable, optional
        Called with the name of each variant when it is done.

    Returns
    -------
    DataFrame
        A row per specification and pillar: ``specification`` (number; 0 is the base), ``variant, quantity,
        weighting, estimator, left_out`` (an article or ""), ``pillar, shift, low, high, articles,
        paragraphs``, and ``note``: why a shift is missing, where the estimator refused. Estimators with a
        classifier are computed for shares only, and only on variants that have predictions.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3, "also": [()] * 6,
    ...                       "primary": ["economic"] * 3 + ["political"] * 3, "words": [10] * 6})
    >>> found = specifications({"all": table}, ["political", "economic"], ["2023", "2025"])
    >>> len(found), found.loc[0, "shift"].tolist()
    (24, 1.0)
    """
    if not variants:
        raise DataError("at least one table", "none", "variants")
    parts: list[pd.DataFrame] = []

    def add(
        table: pd.DataFrame,
        variant: str,
        quantity: Quantity,
        weighting: Weighting,
        estimator: Estimator,
        left_out: str = "",
    ) -> None:
        rows, note = _shifts(table, pillars, periods, quantity, weighting, estimator, level)
        choices = {
            "variant": variant,
            "quantity": quantity,
            "weighting": weighting,
            "estimator": estimator,
            "left_out": left_out,
        }
        parts.append(rows.assign(specification=len(parts), note=note, **choices))

    for variant, table in variants.items():
        predicted = any(f"p_{pillar}" in table.columns for pillar in pillars)
        for estimator in estimators:
            if estimator != "coded" and not predicted:
                continue
            for quantity in quantities if estimator == "coded" else quantities[:1]:
                for weighting in weightings:
                    add(table, variant, quantity, weighting, estimator)
        if progress:
            progress(variant)
    if leave_one_out:
        name, base = next(iter(variants.items()))
        for article in _articles(base, periods):
            add(base[base["article_id"] != article], name, quantities[0], weightings[0], estimators[0], article)
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _shifts(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    quantity: Quantity,
    weighting: Weighting,
    estimator: Estimator,
    level: float,
) -> tuple[pd.DataFrame, str]:
    try:
        found = emphasis(
            table, pillars, periods, quantities=(quantity,), weighting=weighting, estimator=estimator, level=level
        )
    except EstimateError as refusal:
        empty = {
            "pillar": list(pillars),
            "shift": np.nan,
            "low": np.nan,
            "high": np.nan,
            "articles": 0,
            "paragraphs": 0,
        }
        return pd.DataFrame(empty), str(refusal)
    rows = found[found["quantity"].str.endswith("shift")].rename(columns={"value": "shift"})
    return rows[["pillar", "shift", "low", "high", "articles", "paragraphs"]], ""


def _articles(table: pd.DataFrame, periods: Sequence[str]) -> list[str]:
    counted = table["period"].isin(list(periods)) & ~table["primary"].isin(["", NO_PILLAR])
    return sorted(table.loc[counted, "article_id"].unique())


def summarise(found: pd.DataFrame) -> pd.DataFrame:
    """Sum up a table of specifications, one row a pillar.

    Returns
    -------
    DataFrame
        ``pillar``; ``base`` (shift of specification 0); ``specifications`` with a shift (leaving articles out
        not counted); ``same_sign`` as the base; ``exclude_zero`` (same sign and interval without zero);
        ``smallest, median, largest`` shift; ``article`` that moves the base most when left out, and ``moved``: by
        how much (without it minus with it).

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3, "also": [()] * 6,
    ...                       "primary": ["economic"] * 2 + ["political"] * 4, "words": [10] * 6})
    >>> row = summarise(specifications({"all": table}, ["political", "economic"], ["2023", "2025"])).iloc[0]
    >>> row["article"], round(float(row["moved"]), 3)
    ('c', 0.333)
    """
    rows = []
    for pillar, group in found.groupby("pillar", sort=False):
        base = float(group.loc[group["specification"] == 0, "shift"].iloc[0])
        curve = group[(group["left_out"] == "") & group["shift"].notna()]
        same = np.sign(curve["shift"]) == np.sign(base)
        excludes = (curve["low"] > 0) | (curve["high"] < 0)
        moved = (group[group["left_out"] != ""].set_index("left_out")["shift"] - base).dropna()
        place = int(moved.abs().argmax()) if len(moved) else 0
        rows.append(
            {
                "pillar": pillar,
                "base": base,
                "specifications": len(curve),
                "same_sign": int(same.sum()),
                "exclude_zero": int((same & excludes).sum()),
                "smallest": curve["shift"].min(),
                "median": curve["shift"].median(),
                "largest": curve["shift"].max(),
                "article": moved.index[place] if len(moved) else "",
                "moved": float(moved.iloc[place]) if len(moved) else np.nan,
            }
        )
    return pd.DataFrame(rows)


def with_codings(table: pd.DataFrame, codings: pd.DataFrame, coder: str) -> pd.DataFrame:
    """Return the table with one coder's codings in place of the labels; paragraphs they did not code are unlabelled.

    Parameters
    ----------
    table : DataFrame
        Paragraphs, with ``paragraph_id``.
    codings : DataFrame
        ``paragraph_id, coder, primary, also``; the coder's last coding of a paragraph counts.

    Raises
    ------
    DataError
        If there is no coding by that coder.
    """
    theirs = codings[codings["coder"] == coder].drop_duplicates("paragraph_id", keep="last").set_index("paragraph_id")
    if theirs.empty:
        raise DataError(
            f"codings by {coder!r}", "none", "codings", f"Coders are {', '.join(sorted(codings['coder'].unique()))}."
        )
    known = table["paragraph_id"].isin(theirs.index)
    also = [theirs["also"].get(paragraph, ()) for paragraph in table["paragraph_id"]]
    return table.assign(primary=table["paragraph_id"].map(theirs["primary"]).where(known, ""), also=also)


def one_outlet(table: pd.DataFrame, periods: Sequence[str], *, fewest: int = 5) -> dict[str, pd.DataFrame]:
    """Return a table per outlet that has enough articles in both periods, most articles first.

    Parameters
    ----------
    table : DataFrame
        Paragraphs, with ``outlet``.
    fewest : int
        Articles wanted in each period.
    """
    counts = (
        table[table["period"].isin(list(periods))]
        .groupby(["outlet", "period"])["article_id"]
        .nunique()
        .unstack(fill_value=0)
    )
    counts = counts.reindex(columns=list(periods), fill_value=0)
    counts = counts[(counts >= fewest).all(axis=1)]
    totals = counts.sum(axis=1).sort_index().sort_values(ascending=False, kind="stable")
    return {str(outlet): table[table["outlet"] == outlet] for outlet in totals.index}
