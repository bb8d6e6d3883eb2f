"""What is drawn for a coder, of which paragraphs, in which units, and with which probabilities?

A draw follows from what was asked for, the coder, the seed of the study and the model's predictions. It is made once
and kept (:mod:`discourse.labels.sampling.designs`): whoever opens the queue again goes on with it. A new fit of the
model makes another draw; what was coded from the one before counts as a part of that.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.errors import LabelError
from discourse.labels.exchange.records import digest_of
from discourse.labels.sampling.designs import design_path, read_design, write_design
from discourse.labels.sampling.probabilities import LEAST_LABELS, best_mix, draw_units, mixed_probabilities, uncertainty
from discourse.labels.table import current_labels, select
from discourse.study import Study

ACTIVE, AUDIT_QUEUE = "active", "audit"
_DIGITS = 8


@dataclass(frozen=True)
class DrawRequest:
    """What is to be drawn.

    Attributes
    ----------
    kind : str
        ``active`` draws what the model is uncertain of with higher probability, ``audit`` all alike.
    size : int
        How many paragraphs, or articles; all where there are fewer.
    by_article : bool
        Draw articles, and code all paragraphs of each.
    analysis : str
        Draw from this analysis alone; "" for the whole study.
    """

    kind: str
    size: int
    by_article: bool = False
    analysis: str = ""


def analysis_paragraphs(study: Study, analysis: str = "") -> pd.DataFrame:
    """Return the paragraphs of an analysis, labelled or not, of the periods that the study compares.

    Parameters
    ----------
    study : Study
        Whose paragraphs.
    analysis : str
        Its id; the main one where it is left out.

    Returns
    -------
    DataFrame
        ``paragraph_id``, ``article_id`` and all other columns of paragraphs and articles.

    Raises
    ------
    LabelError
        If the analysis has no paragraph.
    SettingsError
        If there is no such analysis.
    """
    settings = study.settings
    chosen = settings.analysis(analysis) if analysis else settings.analyses[0]
    rows = study.paragraphs.merge(study.articles, on="article_id", validate="many_to_one")
    found = select(rows, chosen, settings.compared)
    if found.empty:
        hint = "Choose another queue or analysis, or correct the analysis in study.toml."
        raise LabelError("paragraphs in the analysis", "none", f"analysis {chosen.id}", hint)
    return found


def kept_draw(
    study: Study, asked: DrawRequest, coder: str, probabilities: pd.DataFrame | None, codings: pd.DataFrame
) -> tuple[str, pd.DataFrame]:
    """Draw for a coder, or find the draw that was made before, and keep it.

    Parameters
    ----------
    study : Study
        Whose paragraphs.
    asked : DrawRequest
        What is drawn.
    coder : str
        For whom; draws for two coders are independent.
    probabilities : DataFrame or None
        ``paragraph_id`` and ``p_<code>``: what a model says out of fold. A paragraph that it says nothing of counts as
        uncertain as the mean. Not needed for an audit.
    codings : DataFrame
        As :func:`read_codings` returns them: labels tell how far the model errs.

    Returns
    -------
    tuple of str, DataFrame
        The queue's name in the log, and the draw as :func:`read_design` returns it.

    Raises
    ------
    LabelError, SettingsError
        As :func:`analysis_paragraphs`.
    """
    rows = analysis_paragraphs(study, asked.analysis) if asked.analysis else study.paragraphs
    said = probabilities if asked.kind == ACTIVE else None
    queue = f"{asked.kind}:{_key(study, asked, coder, said, rows)}"
    if design_path(study, queue).is_file():
        return queue, read_design(study, queue)
    design = make_design(rows, asked, said, study_labels_known(study, codings), zlib.crc32(queue.encode()))
    write_design(study, queue, design)
    return queue, read_design(study, queue)


def _key(study: Study, asked: DrawRequest, coder: str, said: pd.DataFrame | None, rows: pd.DataFrame) -> str:
    told = "" if said is None else said.sort_values("paragraph_id").to_csv(index=False, float_format="%.6f")
    choices = f"{asked} {study.settings.seed} {study.variable}"
    return digest_of(choices, coder, told, " ".join(rows["paragraph_id"]))[:_DIGITS]


def study_labels_known(study: Study, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the labels that tell how far a model errs: those by people, or all where these are too few."""
    labels = current_labels(codings, study.settings, study.codebook)
    people = labels[~labels["coder"].isin(study.settings.machine_coders)]
    return people if len(people) >= LEAST_LABELS else labels


def make_design(
    rows: pd.DataFrame, asked: DrawRequest, said: pd.DataFrame | None, labels: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Draw from paragraphs.

    Parameters
    ----------
    rows : DataFrame
        ``paragraph_id`` and ``article_id`` of what may be drawn.
    asked : DrawRequest
        Its analysis is not looked at: ``rows`` are those of it.
    said : DataFrame or None
        Predictions; all units are drawn with the same probability where there are none.
    labels : DataFrame
        ``paragraph_id`` and ``primary``, where they are known.
    seed : int
        Of the draw.

    Returns
    -------
    DataFrame
        As :func:`read_design` returns it. Articles come up in random order, and so do the paragraphs of each.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph_id": ["a:1", "a:2", "b:1"], "article_id": ["a", "a", "b"]})
    >>> design = make_design(rows, DrawRequest("audit", 1, by_article=True), None, pd.DataFrame(), seed=1)
    >>> design["inclusion"].tolist(), design["unit"].tolist(), int(design["place"].notna().sum())
    ([0.5, 0.5, 0.5], ['a', 'a', 'b'], 2)
    """
    unit = rows["article_id" if asked.by_article else "paragraph_id"].to_numpy(dtype=object)
    names, of = np.unique(unit.astype(str), return_inverse=True)
    n = min(asked.size, len(names))
    chances = np.full(len(names), n / max(len(names), 1))
    if said is not None:
        chances = _uncertain_units(rows["paragraph_id"], of, n, said, labels)
    rng = np.random.default_rng([seed, 7])
    turn = np.full(len(names), np.nan)
    turn[draw_units(chances, rng)] = np.arange(n)
    order = np.lexsort([rng.random(len(of)), turn[of]])  # NaN last
    place = np.full(len(of), np.nan)
    drawn = order[: int((~np.isnan(turn[of])).sum())]
    place[drawn] = np.arange(len(drawn))
    index = pd.Index(rows["paragraph_id"], name="paragraph_id")
    return pd.DataFrame({"inclusion": chances[of], "unit": names[of], "place": place}, index=index)


def _uncertain_units(
    paragraphs: pd.Series, of: NDArray[np.int64], n: int, said: pd.DataFrame, labels: pd.DataFrame
) -> NDArray[np.float64]:
    """Return the probability of each unit, from what a model says of its paragraphs and how far that errs."""
    columns = [column for column in said.columns if column.startswith("p_")]
    known = said.set_index("paragraph_id")[columns].reindex(paragraphs)
    unsure = uncertainty(known.fillna(0.0))
    unsure = np.where(known.isna().any(axis=1), np.nanmean(unsure[known.notna().all(axis=1)]), unsure)
    sizes = np.bincount(of, unsure)
    primary = labels.set_index("paragraph_id")["primary"].reindex(paragraphs).to_numpy(dtype=object)
    truth = primary[:, None] == np.array([column.removeprefix("p_") for column in columns], dtype=object)
    wrong = truth.astype(float) - known.to_numpy(dtype=np.float64)
    open_ = ~truth.any(axis=1) | np.isnan(wrong).any(axis=1)
    errors = np.stack([np.bincount(of, column) for column in np.where(open_[:, None], 0.0, wrong).T], axis=1)
    whole = np.flatnonzero(np.bincount(of, open_) == 0)
    squares = np.square(errors[whole]).sum(axis=1)
    return mixed_probabilities(sizes, n, best_mix(sizes, n, list(whole), squares))
