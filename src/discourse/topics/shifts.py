"""Does a topic's shift depend on the run?

That two runs have like words is not what a study needs; it needs its conclusion to stay. So the shift
of each topic's share from the earlier to the later period is computed in every run, for the topic that
matches the prototype's, and the spread is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.errors import DataError
from discourse.resampling import Floats
from discourse.topics.stability import Stability


def topic_shifts(doc_topic: Floats, period: Sequence[str], periods: Sequence[str]) -> Floats:
    """Mean share of each topic in the paragraphs of the later period minus that in the earlier, length K.

    Raises
    ------
    DataError
        If a period has no paragraph.
    """
    found = np.asarray(period, dtype=object)
    means = []
    for one in periods:
        inside = found == one
        if not inside.any():
            raise DataError(f"paragraphs of period {one}", "none", "topic shares", "Choose an analysis that has both.")
        means.append(doc_topic[inside].mean(axis=0))
    shift: Floats = means[1] - means[0]
    return shift


def shifts_over_runs(
    doc_topics: Sequence[Floats], stability: Stability, period: Sequence[str], periods: Sequence[str]
) -> pd.DataFrame:
    """Compute the shift of every topic in every run.

    Parameters
    ----------
    doc_topics : sequence of arrays, each N x K
        Topic shares of the same paragraphs in every run, in the runs' own order of topics.
    stability : Stability
        Says which topic of a run is which of the prototype.
    period : sequence of str, length N
        Period of each paragraph; others than the two are left out.
    periods : sequence of str
        The earlier and the later.

    Returns
    -------
    DataFrame
        Columns topic (of the prototype, from 0), run, shift.
    """
    shifts = np.array(
        [
            topic_shifts(doc_topic[:, order], period, periods)
            for doc_topic, order in zip(doc_topics, stability.order, strict=True)
        ]
    )
    runs, topics = np.indices(shifts.shape)
    table = pd.DataFrame({"topic": topics.ravel(), "run": runs.ravel(), "shift": shifts.ravel()})
    return table.sort_values(["topic", "run"], ignore_index=True)


def summarise_shifts(shifts: pd.DataFrame, prototype: int) -> pd.DataFrame:
    """Sum the runs up, one row a topic.

    Returns
    -------
    DataFrame
        Columns topic, shift (of the prototype), low and high (least and greatest of all runs), middle
        (median), same_sign (share of the runs whose shift has the prototype's sign), runs. This is the
        spread between runs of one model on the same paragraphs; it says nothing of other articles.
    """
    rows = []
    for topic, part in shifts.groupby("topic", sort=True):
        own = float(part.loc[part["run"] == prototype, "shift"].iloc[0])
        values = part["shift"].to_numpy()
        same = float((np.sign(values) == np.sign(own)).mean())
        rows.append((topic, own, values.min(), float(np.median(values)), values.max(), same, len(values)))
    return pd.DataFrame(rows, columns=["topic", "shift", "low", "middle", "high", "same_sign", "runs"])
