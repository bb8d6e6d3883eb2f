"""On what do coders agree, and which pillars do they confuse?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.errors import DataError
from discourse.labels.analysed import check_frame, chosen_or_kept, level_for
from discourse.labels.coding import ADJUDICATION, INFORMED
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
from discourse.labels.table import current_labels, mention_matrix
from discourse.printing.frames import readable
from discourse.settings import Settings

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
    articles: Mapping[str, str] | None = None,
    codebook: Codebook | None = None,
    *,
    level: float | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    method: str = BOOTSTRAP,
) -> pd.DataFrame:
    """Compute how far coders agree on the primary code and on each pillar's mention, by four coefficients.

    Parameters
    ----------
    codings : DataFrame
        As :meth:`discourse.Study.codings` or :func:`read_codings` returns them.
    articles : mapping, optional
        Paragraph id to article id; default: the column ``article_id`` of the codings.
    codebook : Codebook, optional
        Pillars, in order; default: those that the codings know.
    level, resamples, seed, method
        Of the intervals; see :func:`krippendorff_interval`. The level is by default what the codings know, else .95.

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

    Raises
    ------
    DataError
        If articles or pillars are neither given nor known, or a column is missing.

    Examples
    --------
    >>> from discourse.codebook import Codebook, Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", ""), Pillar("roads", "Roads", "")), "other")
    >>> codings = pd.DataFrame({"paragraph_id": ["a:1", "a:1", "b:1", "b:1"], "coder": ["ani", "budi"] * 2,
    ...                         "primary": ["trade", "trade", "roads", "trade"], "also": [()] * 4, "why": ""})
    >>> found = agreement_table(codings, {"a:1": "a", "b:1": "b"}, book)
    >>> found.loc[:0, ["coders", "quantity", "alpha", "percent", "paragraphs"]]
    coders  quantity  alpha  percent  paragraphs
    all     primary       0    0.500           2
    """
    articles, (pillars, codes) = _known_articles(codings, articles), _known_codes(codings, codebook)
    draws, rows = Draws(level_for(codings, level), resamples, seed, method), []
    for coders, part in _groups(latest_codings(codings)):
        shared = part[part.groupby("paragraph_id")["coder"].transform("size") > 1]
        for quantity in (PRIMARY, *pillars):
            possible = list(codes) if quantity == PRIMARY else ["yes", "no"]
            values = shared.assign(value=_values(shared, quantity))
            rows.append({"coders": coders, "quantity": quantity, **_coefficients(values, possible, articles, draws)})
    return readable(pd.DataFrame(rows))


def _known_articles(codings: pd.DataFrame, articles: Mapping[str, str] | None) -> Mapping[str, str]:
    check_frame(codings)
    for column in ("paragraph_id", "coder", "primary", "also", "why", *(["article_id"] if articles is None else [])):
        if column not in codings:
            hint = "Take them from Study.codings(), which knows articles and pillars."
            raise DataError(f"a column {column}", "none of that name", "argument codings", hint)
    if articles is not None and len(articles):
        return articles
    return dict(zip(codings["paragraph_id"], codings["article_id"], strict=True))


def _known_codes(codings: pd.DataFrame, codebook: Codebook | None) -> tuple[Sequence[str], Sequence[str]]:
    """Pillars, and all codes."""
    if codebook:
        return codebook.pillar_ids, codebook.codes
    pillars = tuple(chosen_or_kept(None, codings, "pillars"))
    return pillars, codings.attrs.get("codes", pillars)


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


def disagreements(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """List the pairs of codings that differ in the primary code, grouped by the pillars confused.

    Parameters
    ----------
    codings, settings, codebook
        As for :func:`discourse.labels.current_labels`.

    Returns
    -------
    DataFrame
        ``one`` and ``other`` (the two codes, in codebook order), ``paragraph_id``, ``coder_one``,
        ``coder_other`` (who gave which), ``decided`` (a decision is the paragraph's label now, or
        says the same). The pair of codes confused most often comes first.
    """
    decided = _decided(codings, settings, codebook)
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


def contested_paragraphs(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> list[str]:
    """Ids of paragraphs whose latest codings differ in the primary code, and whose label no decision has given.

    A decision that another coding has since taken the place of, with another code, settles nothing; arguments as for
    :func:`disagreements`.
    """
    decided = _decided(codings, settings, codebook)
    return [paragraph for paragraph, _ in _contested(latest_codings(codings)) if paragraph not in decided]


def _decided(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> set[str]:
    """Keep the paragraphs whose label has the code of the last decision on them."""
    decisions = codings[codings["why"].isin((ADJUDICATION, "decision"))].drop_duplicates("paragraph_id", keep="last")
    labels = current_labels(codings, settings, codebook)
    return set(decisions.merge(labels, on=["paragraph_id", "primary"])["paragraph_id"])


def _contested(latest: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    differing = latest[latest.groupby("paragraph_id")["primary"].transform("nunique") > 1]
    for paragraph, part in differing.groupby("paragraph_id"):
        yield str(paragraph), part
