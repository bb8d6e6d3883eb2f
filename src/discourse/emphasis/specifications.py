"""Would the conclusion be another, had we chosen otherwise? Every reasonable choice, in one table.

A specification is a way to compute the shift: which paragraphs, whose codings, which quantity,
weighting and estimator, and, one at a time, without which article. The table of all of them is what
a specification curve is drawn from (Simonsohn, Simmons and Nelson 2020). The specifications share
their data, so the part of them that excludes zero is a description, not a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from discourse.emphasis.estimators import Estimator, estimate
from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, read_paragraphs
from discourse.emphasis.shares import Estimate
from discourse.emphasis.table import emphasis_rows
from discourse.errors import DataError, EstimateError

COLUMNS = (
    "specification", "variant", "quantity", "weighting", "estimator", "left_out",
    "pillar", "shift", "low", "high", "articles", "paragraphs", "note",
)  # fmt: skip


class Specification(NamedTuple):
    """One combination of choices, by the columns of the table; ``left_out`` is an article or ""."""

    variant: str
    quantity: Quantity
    weighting: Weighting
    estimator: Estimator
    left_out: str = ""


def specification_curve(
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
    >>> found = specification_curve({"all": table}, ["political", "economic"], ["2023", "2025"])
    >>> len(found), found.loc[0, "shift"].tolist()
    (24, 1.0)
    """
    if not variants:
        raise DataError("at least one table", "none", "variants")
    read = {name: read_paragraphs(table, pillars, periods) for name, table in variants.items()}
    parts: list[pd.DataFrame] = []
    for name, paragraphs in read.items():
        choices = _choices(name, paragraphs, quantities, weightings, estimators)
        parts += [_shift_rows(paragraphs, choice, level) for choice in choices]
        if progress:
            progress(name)
    if leave_one_out:
        name, base = next(iter(read.items()))
        parts += _left_out(base, Specification(name, quantities[0], weightings[0], estimators[0]), level)
    numbered = [part.assign(specification=number) for number, part in enumerate(parts)]
    return pd.concat(numbered, ignore_index=True)[list(COLUMNS)]


def _choices(
    variant: str,
    paragraphs: Paragraphs,
    quantities: Sequence[Quantity],
    weightings: Sequence[Weighting],
    estimators: Sequence[Estimator],
) -> Iterator[Specification]:
    predicted = any(f"p_{pillar}" in paragraphs.table.columns for pillar in paragraphs.pillars)
    for estimator in estimators:
        if estimator != "coded" and not predicted:
            continue
        for quantity in quantities if estimator == "coded" else quantities[:1]:
            for weighting in weightings:
                yield Specification(variant, quantity, weighting, estimator)


def _left_out(base: Paragraphs, first: Specification, level: float) -> list[pd.DataFrame]:
    """Compute the base specification without each article that counts in it."""
    return [
        _shift_rows(base.keep(base.article != place), first._replace(left_out=base.articles[place]), level)
        for place in np.unique(base.article[base.coded])
    ]


def _shift_rows(paragraphs: Paragraphs, choice: Specification, level: float) -> pd.DataFrame:
    unknown = {"shift": np.nan, "low": np.nan, "high": np.nan, "articles": 0, "paragraphs": 0}
    rows, note = pd.DataFrame({"pillar": list(paragraphs.pillars), **unknown}), ""
    try:
        found = estimate(paragraphs, estimator=choice.estimator, quantity=choice.quantity, weighting=choice.weighting)
        table = emphasis_rows([found], level).rename(columns={"value": "shift"})
        rows = table.loc[table["quantity"].str.endswith("shift"), rows.columns]
    except EstimateError as refusal:
        note = str(refusal)
    return rows.assign(note=note, **choice._asdict())


def summarise_specifications(found: pd.DataFrame) -> pd.DataFrame:
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
    >>> found = specification_curve({"all": table}, ["political", "economic"], ["2023", "2025"])
    >>> row = summarise_specifications(found).iloc[0]
    >>> row["article"], round(float(row["moved"]), 3)
    ('c', 0.333)
    """
    return pd.DataFrame([_summary(str(pillar), group) for pillar, group in found.groupby("pillar", sort=False)])


def _summary(pillar: str, group: pd.DataFrame) -> dict[str, Any]:
    base = float(group.loc[group["specification"] == 0, "shift"].iloc[0])
    curve = group[(group["left_out"] == "") & group["shift"].notna()]
    same = np.sign(curve["shift"]) == np.sign(base)
    excludes = (curve["low"] > 0) | (curve["high"] < 0)
    moved = (group[group["left_out"] != ""].set_index("left_out")["shift"] - base).dropna()
    place = int(moved.abs().argmax()) if len(moved) else 0
    return {
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


def compare_weightings(estimates: Sequence[Estimate], *, level: float = 0.95) -> pd.DataFrame:
    """Put estimates under several weightings in one table, and mark where they disagree.

    Weightings agree where the length of an article has nothing to do with its pillars. Where they do not,
    a report has to say which question it answers (see ``sums``).

    Parameters
    ----------
    estimates : sequence of Estimate
        Of the same paragraphs, with the same quantities under each weighting; the first one's weighting
        is the one to which the others are compared.

    Returns
    -------
    DataFrame
        The columns of ``emphasis_rows`` preceded by ``weighting``, and ``disagrees``: whether this value and
        that of the first weighting lie outside each other's intervals.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aaab"), "period": ["2023"] * 3 + ["2025"],
    ...                       "primary": ["political"] * 4})
    >>> paragraphs = read_paragraphs(table, ["political"], ["2023", "2025"])
    >>> found = compare_weightings([estimate(paragraphs, weighting=each) for each in ("paragraph", "article")])
    >>> int(found["disagrees"].sum()), len(found)
    (0, 6)
    """
    weightings = dict.fromkeys(found.weighting for found in estimates)
    parts = {each: emphasis_rows([one for one in estimates if one.weighting == each], level) for each in weightings}
    first = parts[estimates[0].weighting]
    marked = {
        each: rows.assign(disagrees=outside(rows["value"], first) & outside(first["value"], rows))
        for each, rows in parts.items()
    }
    return pd.concat(marked, names=["weighting", None]).reset_index("weighting").reset_index(drop=True)


def outside(value: pd.Series, bounds: pd.DataFrame) -> pd.Series:
    """Say of each value whether it lies outside ``low`` and ``high`` of the row with its label."""
    return (value < bounds["low"]) | (value > bounds["high"])


def labels_of_coder(table: pd.DataFrame, codings: pd.DataFrame, coder: str) -> pd.DataFrame:
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
        hint = f"Coders are {', '.join(sorted(codings['coder'].unique()))}."
        raise DataError(f"codings by {coder!r}", "none", "codings", hint)
    known = table["paragraph_id"].isin(theirs.index)
    also = [theirs["also"].get(paragraph, ()) for paragraph in table["paragraph_id"]]
    return table.assign(primary=table["paragraph_id"].map(theirs["primary"]).where(known, ""), also=also)
