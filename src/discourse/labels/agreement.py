"""On what do coders agree, and which pillars do they confuse?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import combinations

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import INFORMED
from discourse.labels.reliability import (
    BOOTSTRAP,
    Draws,
    ac1_interval,
    cohen_kappa,
    gwet_ac1,
    kappa_interval,
    krippendorff_alpha,
    krippendorff_interval,
    percent_agreement,
)
from discourse.labels.table import mention_matrix

ALL = "all"
PRIMARY = "primary"


def latest_codings(codings: pd.DataFrame, *, independent: bool = True) -> pd.DataFrame:
    """Keep the latest coding of each coder for each paragraph.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them.
    independent : bool
        Leave out codings made with others' codings in sight (``why`` adjudication, decision or
        review): they measure no agreement.

    Returns
    -------
    DataFrame
        Sorted by paragraph and coder.
    """
    kept = codings[~codings["why"].isin(INFORMED)] if independent else codings
    latest = kept.drop_duplicates(["paragraph_id", "coder"], keep="last")
    return latest.sort_values(["paragraph_id", "coder"], ignore_index=True)


def agreement_table(
    codings: pd.DataFrame,
    articles: Mapping[str, str],
    codebook: Codebook,
    *,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
    method: str = BOOTSTRAP,
) -> pd.DataFrame:
    """Compute how far coders agree on the primary code and on each pillar's mention, by four coefficients.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them.
    articles : mapping
        Paragraph id to article id.
    codebook : Codebook
        Pillars, in order.
    level, resamples, seed, method
        Of the intervals; see :func:`krippendorff_interval`.

    Returns
    -------
    DataFrame
        For all coders together, then for each pair of coders who share paragraphs, a row for
        ``primary`` (the primary code, ``none`` among its values) and one a pillar (mentioned, as
        primary or also, or not): ``coders``, ``quantity``, ``alpha``, ``low``, ``high``, ``percent``
        (share of pairs of coders that agree, 0 to 1), ``paragraphs`` coded by at least two,
        ``articles`` they lie in, ``method`` of the intervals; then ``kappa`` (Cohen's, of two coders alone),
        ``kappa_low``, ``kappa_high``, ``ac1`` (Gwet's), ``ac1_low``, ``ac1_high``. A coefficient is NaN where it
        is undefined, and so are bounds where no interval can be given.
    """
    draws, rows = Draws(level, resamples, seed, method), []
    for coders, part in _groups(latest_codings(codings)):
        shared = part[part.groupby("paragraph_id")["coder"].transform("size") > 1]
        for quantity in (PRIMARY, *codebook.pillar_ids):
            possible = list(codebook.codes) if quantity == PRIMARY else ["yes", "no"]
            values = shared.assign(value=_values(shared, quantity))
            rows.append({"coders": coders, "quantity": quantity, **_coefficients(values, possible, articles, draws)})
    return pd.DataFrame(rows)


def _coefficients(
    values: pd.DataFrame, possible: list[str], articles: Mapping[str, str], draws: Draws
) -> dict[str, object]:
    """Compute the coefficients of one quantity; ``value`` is what each coder says of each paragraph."""
    table = pd.crosstab(values["paragraph_id"], values["value"]).reindex(columns=possible, fill_value=0)
    counts, units = table.to_numpy(), [articles[paragraph] for paragraph in table.index]
    low, high = krippendorff_interval(counts, units, **asdict(draws))
    ac1_low, ac1_high = ac1_interval(counts, units, draws)
    row: dict[str, object] = {
        "alpha": krippendorff_alpha(counts),
        "low": low,
        "high": high,
        "percent": percent_agreement(counts),
    }
    row |= {"paragraphs": len(units), "articles": len(set(units)), "method": draws.method}
    row |= dict.fromkeys(["kappa", "kappa_low", "kappa_high"], np.nan)
    if values["coder"].nunique() == 2:
        pairs = _crossed(values, possible)
        row |= dict(zip(["kappa_low", "kappa_high"], kappa_interval(pairs, units, draws), strict=True))
        row["kappa"] = cohen_kappa(pairs)
    return row | {"ac1": gwet_ac1(counts), "ac1_low": ac1_low, "ac1_high": ac1_high}


def _crossed(values: pd.DataFrame, possible: list[str]) -> np.ndarray:
    """Mark for each paragraph, in the order of ids, what the first of two coders says by what the second says."""
    place = {value: number for number, value in enumerate(possible)}
    both = values.pivot(index="paragraph_id", columns="coder", values="value")
    one, other = (np.eye(len(possible))[both[coder].map(place)] for coder in both.columns)
    return one[:, :, None] * other[:, None, :]


def _groups(latest: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    coders = sorted(latest["coder"].unique())
    yield ALL, latest
    sets = {coder: set(latest.loc[latest["coder"] == coder, "paragraph_id"]) for coder in coders}
    for one, other in combinations(coders, 2):
        if sets[one] & sets[other] and len(coders) > 2:
            yield f"{one}, {other}", latest[latest["coder"].isin((one, other))]


def _values(codings: pd.DataFrame, quantity: str) -> pd.Series:
    if quantity == PRIMARY:
        return codings["primary"]
    mentions = mention_matrix(codings["primary"], codings["also"], [quantity])[:, 0]
    return pd.Series(np.where(mentions, "yes", "no"), index=codings.index)


def disagreements(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """List the pairs of codings that differ in the primary code, grouped by the pillars confused.

    Returns
    -------
    DataFrame
        ``one`` and ``other`` (the two codes, in codebook order), ``paragraph_id``, ``coder_one``,
        ``coder_other`` (who gave which), ``decided`` (a decision was taken on the paragraph). The
        pair of codes confused most often comes first.
    """
    decided = set(codings.loc[codings["why"].isin(("adjudication", "decision")), "paragraph_id"])
    order = {code: place for place, code in enumerate(codebook.codes)}
    rows = []
    for paragraph, part in _contested(latest_codings(codings)):
        for first, second in combinations(zip(part["primary"], part["coder"], strict=True), 2):
            if first[0] != second[0]:
                one, other = sorted((first, second), key=lambda pair: order[pair[0]])
                rows.append((one[0], other[0], paragraph, one[1], other[1], paragraph in decided))
    columns = ["one", "other", "paragraph_id", "coder_one", "coder_other", "decided"]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return table.astype({"decided": bool})
    table["times"] = -table.groupby(["one", "other"])["paragraph_id"].transform("size")
    table["place"] = table["one"].map(order) * len(order) + table["other"].map(order)
    ranked = table.sort_values(["times", "place", "paragraph_id", "coder_one"], ignore_index=True)
    return ranked[columns]


def contested_paragraphs(codings: pd.DataFrame) -> list[str]:
    """Ids of paragraphs whose latest codings differ in the primary code and on which nobody has decided."""
    decided = set(codings.loc[codings["why"].isin(("adjudication", "decision")), "paragraph_id"])
    return [paragraph for paragraph, _ in _contested(latest_codings(codings)) if paragraph not in decided]


def _contested(latest: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    differing = latest[latest.groupby("paragraph_id")["primary"].transform("nunique") > 1]
    for paragraph, part in differing.groupby("paragraph_id"):
        yield str(paragraph), part
