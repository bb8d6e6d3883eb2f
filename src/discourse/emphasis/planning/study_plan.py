"""What does a study know already of the articles that people would code?

The labels at hand give the shares and how articles differ, whoever assigned them. How closely predictions follow
labels is measured on labels by people as soon as they have coded five articles of each period; until then on the
labels at hand, and of the codings of machines, which are these labels, nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.emphasis.inputs import Floats, Paragraphs, read_paragraphs
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.planning.articles import proxy_correlations
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.sums import article_sums
from discourse.errors import EstimateError
from discourse.labels.log import read_codings
from discourse.labels.sampling.drawing import analysis_paragraphs
from discourse.labels.table import analysed_rows, current_labels
from discourse.study import Study


@dataclass(frozen=True)
class PlanBasis:
    """What a plan rests on.

    Attributes
    ----------
    found : Estimate
        Shares from the labels at hand; ``articles`` are all of the analysis.
    paragraphs : tuple of float
        Mean number of paragraphs of an article of the earlier and of the later period.
    labels, by_people : int
        Paragraphs of the analysis with a label, and with one by a person.
    correlations : array or None
        As :func:`proxy_correlations` returns it; None where there is no prediction.
    proxies : tuple of str
        What predicts: ``machine coders``, ``the classifier``.
    """

    found: Estimate
    paragraphs: tuple[float, float]
    labels: int
    by_people: int
    correlations: Floats | None
    proxies: tuple[str, ...]


def plan_basis(study: Study, analysis: str = "", predictions: pd.DataFrame | None = None) -> PlanBasis:
    """Read what a plan for an analysis rests on.

    Parameters
    ----------
    study : Study
        Whose articles.
    analysis : str
        Id of the analysis; the main one where it is left out.
    predictions : DataFrame, optional
        ``paragraph_id`` and ``p_<code>``, out of fold.

    Raises
    ------
    LabelError
        If the analysis has no paragraph.
    EstimateError
        If no paragraph of it has a label.
    """
    analysis_paragraphs(study, analysis)  # refuses one without paragraphs
    rows = analysed_rows(study, analysis)
    if not (rows["primary"] != "").any():
        hint = "Code some first: discourse relabel --queue audit --by-article"
        raise EstimateError("labelled paragraphs in the analysis", "none", "plan", hint)
    read = _read(study, rows)
    every = read.articles_per_period()
    found = replace(ratio_estimate(article_sums(read)), articles=every)
    by_people, machine = _whose(study, rows)
    measured = _read(study, rows.assign(primary=rows["primary"].where(by_people, "")))
    if min(_coded_articles(measured)) < MIN_ARTICLES:
        measured, machine = read, None
    proxies = {} if machine is None else {"machine coders": _one_hot(machine, study)}
    if predictions is not None:
        proxies["the classifier"] = _probabilities(rows, predictions, study)
    correlations = proxy_correlations(measured, list(proxies.values())) if proxies else None
    sizes = read.paragraphs_per_period() / np.maximum(every, 1)
    labels = int((rows["primary"] != "").sum())
    return PlanBasis(
        found, (float(sizes[0]), float(sizes[1])), labels, int(by_people.sum()), correlations, tuple(proxies)
    )


def _read(study: Study, rows: pd.DataFrame) -> Paragraphs:
    return read_paragraphs(rows, study.codebook.pillar_ids, study.settings.compared)


def _coded_articles(paragraphs: Paragraphs) -> tuple[int, int]:
    """Count the articles of each period with a paragraph about a pillar."""
    periods = paragraphs.period[np.unique(paragraphs.article[paragraphs.coded])]
    return int((periods == 0).sum()), int((periods == 1).sum())


def _whose(study: Study, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series | None]:
    """Say which labels of the rows people assigned, and what the machine coders said of them; None if nothing."""
    codings, machines = read_codings(study), study.settings.machine_coders
    labels = current_labels(codings, study.settings, study.codebook).set_index("paragraph_id")
    coder = rows["paragraph_id"].map(labels["coder"])
    said = current_labels(codings[codings["coder"].isin(machines)], study.settings, study.codebook)
    machine = rows["paragraph_id"].map(said.set_index("paragraph_id")["primary"])
    return coder.notna() & ~coder.isin(machines), None if said.empty else machine


def _one_hot(codes: pd.Series, study: Study) -> Floats:
    pillars = np.array(study.codebook.pillar_ids, dtype=object)
    return (codes.fillna(NONE).to_numpy(dtype=object)[:, None] == pillars).astype(np.float64)


def _probabilities(rows: pd.DataFrame, predictions: pd.DataFrame, study: Study) -> Floats:
    """Return what the classifier says of the rows; the mean of the others where it says nothing."""
    columns = [f"p_{pillar}" for pillar in study.codebook.pillar_ids]
    said = predictions.set_index("paragraph_id")[columns].reindex(rows["paragraph_id"])
    return said.fillna(said.mean()).fillna(0.0).to_numpy(dtype=np.float64)
