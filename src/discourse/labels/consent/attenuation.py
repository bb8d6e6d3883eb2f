"""What do a coder's errors do to a shift? The shift that the coder alone would find, from the codes confused.

Errors move both periods towards one mix, so that a shift found by a careless coder is too small. How much too small
follows from the confusions: with the labels for the truth, ``n`` paragraphs of each code in a period become ``n C``,
C being how often the coder gives each code (column) to a paragraph of each label (row). Shares and their difference
are taken from that (misclassification of a count, Bross 1954, 10.2307/3001619).

It is assumed that the coder errs alike in both periods, and on these paragraphs as on the common ones. A code
that occurs on no common paragraph is taken to be coded right.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.labels.consent.standing import CommonCodings
from discourse.labels.log import read_codings
from discourse.labels.reliability import MIN_ARTICLES_FOR_INTERVAL, Draws
from discourse.labels.table import coded_table, select
from discourse.resampling import Floats, resampled_articles
from discourse.study import Study


def coder_shift(study: Study, coder: str, common: CommonCodings) -> pd.DataFrame:
    """Say for each pillar which shift the labels show in the main analysis, and which the coder alone would show.

    Parameters
    ----------
    study : Study
        Whose labels, without the coder's own codings.
    coder : str
        Who.
    common : CommonCodings
        The coder's codings beside these labels.

    Returns
    -------
    DataFrame
        As :func:`shift_table` returns it; empty where a period has no paragraph with a pillar.
    """
    codings, settings = read_codings(study), study.settings
    table = coded_table(study, codings[codings["coder"] != coder])
    rows = select(table, settings.analyses[0], settings.compared)
    articles = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["article_id"], strict=True))
    draws = Draws(settings.level, settings.resamples, settings.seed)
    return shift_table(count_codes(rows, settings.compared, common.codes), common, articles, draws)


def count_codes(rows: pd.DataFrame, periods: tuple[str, ...], codes: tuple[str, ...]) -> Floats:
    """Count the paragraphs of each code in each of two periods; shape 2 x C.

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2019", "2019", "2024"], "primary": ["trade", "none", "trade"]})
    >>> count_codes(rows, ("2019", "2024"), ("trade", "none")).tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    found = pd.crosstab(rows["period"], rows["primary"]).reindex(index=periods, columns=codes, fill_value=0)
    return found.to_numpy(dtype=np.float64)


def shift_table(paragraphs: Floats, common: CommonCodings, articles: Mapping[str, str], draws: Draws) -> pd.DataFrame:
    """Compute the shifts that labels show, and those that would be left by a coder's confusions.

    Parameters
    ----------
    paragraphs : array, shape 2 x C
        Paragraphs of each code in each period, as :func:`count_codes` counts them.
    common : CommonCodings
        From which the confusions are.
    articles : mapping
        Paragraph id to article id; intervals resample the articles of the common paragraphs.
    draws : Draws
        Level, number and seed of the resamples.

    Returns
    -------
    DataFrame
        A row a pillar, in codebook order: ``pillar``, ``shift`` by the labels, ``coded`` by the coder alone, and the
        interval of that, ``low`` and ``high``: NaN from fewer than ``MIN_ARTICLES_FOR_INTERVAL`` articles. It holds
        what is unsure about the confusions, the labels taken as they are.
    """
    pillars = [code for code in common.codes if code != NONE]
    counted = [code != NONE for code in common.codes]
    if not paragraphs[:, counted].sum(axis=1).all():
        return pd.DataFrame(columns=["pillar", "shift", "coded", "low", "high"])
    found = coded_shift(paragraphs, common.pairs.sum(axis=0), counted)
    shift = coded_shift(paragraphs, np.eye(len(common.codes)), counted)
    low = high = np.full(len(pillars), np.nan)
    names, place = np.unique([articles[each] for each in common.table["paragraph_id"]], return_inverse=True)
    if len(names) >= MIN_ARTICLES_FOR_INTERVAL:
        by_article = np.zeros((len(names), *common.pairs.shape[1:]))
        np.add.at(by_article, place, common.pairs)
        resamples = resampled_articles(len(names), draws.resamples, draws.seed)
        drawn = coded_shift(paragraphs, np.tensordot(resamples, by_article, axes=1), counted)
        low, high = np.quantile(drawn, [(1 - draws.level) / 2, (1 + draws.level) / 2], axis=0)
    return pd.DataFrame({"pillar": pillars, "shift": shift, "coded": found, "low": low, "high": high})


def coded_shift(paragraphs: Floats, confusions: Floats, counted: list[bool]) -> Floats:
    """Compute the shift of each pillar that is left when codes are confused.

    Parameters
    ----------
    paragraphs : array, shape 2 x C
        Paragraphs of each code in each period.
    confusions : array, shape ... x C x C
        How often a paragraph of the code in the row was given the code in the column.
    counted : list of bool, length C
        Which codes are pillars, the others being left out of the shares.

    Returns
    -------
    array, shape ... x K

    Examples
    --------
    Four of five paragraphs of either code are coded right, so that a shift of .5 becomes one of .3.

    >>> coded_shift(np.array([[3.0, 1], [1, 3]]), np.array([[8.0, 2], [2, 8]]), [True, True]).round(2).tolist()
    [-0.3, 0.3]
    """
    met = confusions.sum(axis=-1, keepdims=True)
    rates = np.where(met > 0, confusions / np.where(met > 0, met, 1), np.eye(confusions.shape[-1]))
    coded = (paragraphs @ rates)[..., counted]
    total = coded.sum(axis=-1, keepdims=True)
    shares = coded / np.where(total > 0, total, 1)
    return np.asarray(shares[..., 1, :] - shares[..., 0, :])
