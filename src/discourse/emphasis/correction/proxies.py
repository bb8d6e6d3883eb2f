"""What do machines say of each paragraph, also of those that no person has coded? The proxies of its label.

Two sources are read where the table has them: the code of a machine coder (``machine``, ``machine_also``), and the
out-of-fold probabilities of the classifier (``p_<pillar>``). As soon as people code, what a machine says is a
prediction: labels that are not ``by_person`` are taken out (``people_alone``).

Probabilities alone serve as they are. Where a machine has coded, a regression on all sources learns from the
paragraphs that people coded what each source is worth, a bias that is always the same included::

    Y_i = alpha_period + X_i B + error,        X_i = what each source says of each pillar.

It is fitted without the story of the paragraph that it predicts (all stories in turn, from the sums of squares), so
that no label helps to predict itself. A ridge of one paragraph keeps codes that hardly occur, and sources that say the
same, from being given large weights of either sign.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from discourse.codebook import NONE
from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.inputs import Booleans, Floats, Paragraphs, Quantity, place
from discourse.emphasis.sums import sum_by
from discourse.errors import DataError, EstimateError
from discourse.labels.table import mention_matrix


def people_alone(paragraphs: Paragraphs) -> Paragraphs:
    """Take out the labels that no person assigned, or that are no draw; a table that does not say so is left as it is.

    A person may have been brought to a paragraph by what machines said of it, as coders are who decide where machines
    differ. Such a label is right, but is not ``drawn``: weighted by its probability it would stand for others.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "period": ["2023", "2025"], "primary": ["trade", "trade"],
    ...                       "by_person": [True, False]})
    >>> people_alone(read_paragraphs(table, ["trade"], ["2023", "2025"])).primary.tolist()
    ['trade', '']
    """
    table = paragraphs.table
    marks = [table[column].astype(bool) for column in ("by_person", "drawn") if column in table.columns]
    if "by_person" not in table.columns:
        return paragraphs
    own = np.logical_and.reduce(marks)
    kept = table.assign(primary=table["primary"].where(own, ""))
    if "also" in table.columns:
        kept["also"] = [also if counts else () for also, counts in zip(table["also"], own, strict=True)]
    return replace(paragraphs, table=kept)


def has_machine_codes(paragraphs: Paragraphs) -> bool:
    """Say whether a machine coder has coded any of the paragraphs."""
    return "machine" in paragraphs.table.columns and bool((paragraphs.table["machine"] != "").any())


def label_outcomes(paragraphs: Paragraphs, quantity: Quantity = "share") -> Floats:
    """Write labels as numbers, shape N x (P + 1): does the paragraph belong to each pillar, and has it one at all?

    Rows of zeros where there is no label, or the label is ``none``. A share is the ratio of the sums of its column
    and the last one.
    """
    return np.column_stack([paragraphs.belongs(quantity), paragraphs.coded])


def read_proxies(paragraphs: Paragraphs, quantity: Quantity = "share") -> Floats:
    """Read what each of M sources says in the place of ``label_outcomes``, shape N x M x (P + 1).

    Returns
    -------
    array
        First the machine's codes, then the classifier's probabilities, as far as the table has them. A paragraph
        that the machine did not code has zeros. The probabilities are of primary codes, for mentions too.

    Raises
    ------
    EstimateError
        If the table has neither.
    DataError
        If ``machine`` holds something other than a code, or the probabilities are wrong.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "period": ["2023", "2025"], "primary": ["trade", ""],
    ...                       "machine": ["trade", "none"], "p_trade": [0.75, 0.5], "p_none": [0.25, 0.5]})
    >>> read_proxies(read_paragraphs(table, ["trade"], ["2023", "2025"])).tolist()
    [[[1.0, 1.0], [0.75, 0.75]], [[0.0, 0.0], [0.5, 0.5]]]
    """
    sources = [_machine_outcomes(paragraphs, quantity)] if has_machine_codes(paragraphs) else []
    if any(f"p_{pillar}" in paragraphs.table.columns for pillar in paragraphs.pillars):
        probability = read_predictions(paragraphs).probability
        sources.append(np.column_stack([probability[:, :-1], 1 - probability[:, -1]]))
    if not sources:
        raise EstimateError(
            "what a machine coder or a classifier says of the paragraphs",
            "neither a column machine nor p_<pillar>",
            "table of paragraphs",
            "Use the estimator 'hajek', which needs labels alone.",
        )
    return np.stack(sources, axis=1)


def _machine_outcomes(paragraphs: Paragraphs, quantity: Quantity) -> Floats:
    table, pillars = paragraphs.table, np.array(paragraphs.pillars, dtype=object)
    codes = table["machine"].to_numpy(dtype=object)
    unknown = ~np.isin(codes.astype(str), [*paragraphs.pillars, NONE, ""])
    if unknown.any():
        expected, found = f"one of {', '.join(paragraphs.pillars)}, none or ''", repr(codes[unknown][0])
        raise DataError(expected, found, place(table, unknown, "machine"))
    has_pillar = (codes != "") & (codes != NONE)
    belongs = codes[:, None] == pillars
    if quantity == "mention_share" and "machine_also" in table.columns:
        mentioned = mention_matrix(codes, table["machine_also"], paragraphs.pillars)
        belongs = mentioned & has_pillar[:, None]
    return np.column_stack([belongs, has_pillar]).astype(np.float64)


def predicted_outcomes(paragraphs: Paragraphs, labels: Floats, factor: Floats, quantity: Quantity = "share") -> Floats:
    """Predict the outcomes of every paragraph, from no label of its own story; shape N x (P + 1).

    Parameters
    ----------
    paragraphs : Paragraphs
        Of the two periods; of labels, those of people alone (``people_alone``).
    labels : array, shape N x (P + 1)
        From ``label_outcomes``.
    factor : array, length N
        What each labelled paragraph stands for: its weight over its inclusion probability; 0 where it has no label.

    Raises
    ------
    DataError, EstimateError
        As ``read_proxies``.
    """
    proxies = read_proxies(paragraphs, quantity)
    if not has_machine_codes(paragraphs):
        return proxies[:, 0]
    uncoded = paragraphs.table["machine"].to_numpy(dtype=object) == ""
    values = np.column_stack([proxies.reshape(len(proxies), -1), uncoded])
    column = "story" if "story" in paragraphs.table.columns else "article_id"
    stories = np.unique(paragraphs.table[column].to_numpy(dtype=object).astype(str), return_inverse=True)[1]
    later = (paragraphs.period == 1)[paragraphs.article]
    return regressed(values, labels, factor, stories, later)


def regressed(values: Floats, labels: Floats, factor: Floats, stories: np.ndarray, later: Booleans) -> Floats:
    """Predict labels by a ridge regression that was fitted without the story of each row; shape N x C.

    Parameters
    ----------
    values : array, shape N x K
        What is known of every row.
    labels : array, shape N x C
        Read where ``factor`` is above 0.
    factor : array, length N
        Weight of each labelled row in the fit.
    stories : array of int, length N
    later : array of bool, length N
        Each period has a constant of its own.

    Examples
    --------
    Five stories of one row, of which the last has no label; what is said is half of the label. So few rows
    leave it little weight beside the ridge.

    >>> values, labels = np.array([[0.0], [0.5], [0.0], [0.5], [0.5]]), np.array([[0.0], [1.0], [0.0], [1.0], [0.0]])
    >>> found = regressed(values, labels, np.array([1.0, 1, 1, 1, 0]), np.arange(5), np.zeros(5, dtype=bool))
    >>> found.round(2).ravel().tolist()
    [0.57, 0.43, 0.57, 0.43, 0.6]
    """
    known = np.flatnonzero(factor > 0)
    scale = factor[known] / factor[known].mean()
    design = np.column_stack([values, ~later, later]).astype(np.float64)
    used, story = np.unique(stories[known], return_inverse=True)
    rows, outcomes = design[known], labels[known]
    width, several = design.shape[1], outcomes.shape[1]
    crossed = (scale[:, None, None] * rows[:, :, None] * rows[:, None, :]).reshape(len(known), -1)
    answered = (scale[:, None, None] * rows[:, :, None] * outcomes[:, None, :]).reshape(len(known), -1)
    own, told = (sum_by(story, each, len(used)) for each in (crossed, answered))
    ridge = np.diag([*np.ones(width - 2), 0.0, 0.0])
    # The last one is fitted on all stories, for those that have no label.
    left = (np.vstack([own.sum(axis=0) - own, own.sum(axis=0)]).reshape(-1, width, width)) + ridge
    right = np.vstack([told.sum(axis=0) - told, told.sum(axis=0)]).reshape(-1, width, several)
    slopes = np.linalg.pinv(left, hermitian=True) @ right
    place_of = np.full(int(stories.max()) + 1, len(used))
    place_of[used] = np.arange(len(used))
    predicted: Floats = np.einsum("nk,nkc->nc", design, slopes[place_of[stories]])
    return predicted
