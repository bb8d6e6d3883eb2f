"""With what probability was each paragraph labelled?

A queue records the probability of its finished design. A coder who stops early has coded a part of it,
and the probabilities are those of the part. They are worked out here from the codings in the log:

======================================== =====================================================
a paragraph that was                     is labelled by that queue with the probability
======================================== =====================================================
in the queue ``uncoded`` or ``audit``    paragraphs coded from it / paragraphs it could draw
in the queue ``least-sure``              recorded probability x part of the queue that is coded
coded without a queue, or picked by a    1: it was chosen on purpose
queue that has no random audit
======================================== =====================================================

Task lists (:mod:`discourse.labels.team.tasks`) part one queue among coders; it is drawn by all of them together.

Several queues join as 1 - (1 - a)(1 - b)... The part coded is the sum of 1 / recorded over the codings,
divided by the number of paragraphs: a finished queue adds up to all of them (Horvitz and Thompson 1952,
10.1080/01621459.1952.10483446).

Four things are assumed. These queues come up in random order, and coders follow it (``queues``). Coders do
not stop because of what they read. The study has not grown since the queue was drawn. Queues drawn by
different coders are independent. Queues that bring up labelled paragraphs alone (possible errors,
disagreements, codings under an older codebook, gold) make no paragraph more likely to have a label.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.labels.coding import ADJUDICATION

Floats = NDArray[np.float64]

AUDIT = "-audit"
"""Ends the queue's name in codings of the random audit that a targeted queue mixes in."""

TASKS = "-tasks"
"""Ends the queue's name in codings of a queue that task lists part among several coders."""

GOLD = "-gold"
"""Ends the queue's name in codings of paragraphs that were decided on before, and check the coder."""

TARGETED = ("doubtful", "least-sure")
"""Queues that pick paragraphs by what a model says of them."""

RELABELLING = ("disagreements", "doubtful", f"doubtful{AUDIT}", "stale", ADJUDICATION)
"""Queues that draw from labelled paragraphs alone."""

_AT_RANDOM = ("uncoded", "audit")
_ROUNDING = 1e-3


def inclusion_probabilities(codings: pd.DataFrame, paragraphs: Sequence[str]) -> pd.DataFrame:
    """Say with what probability each paragraph came to have a label, by what was coded so far.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them, without those that can never be the label.
    paragraphs : sequence of str
        Ids of all N paragraphs of the study.

    Returns
    -------
    DataFrame
        N rows in the order of ``paragraphs``. ``inclusion`` is between 0 and 1; it is 0 for a paragraph that no
        queue could have brought up, and NaN for an unlabelled one where no coding names a queue, as nothing
        then says why the others were labelled. ``targeted`` marks the labels that are there only because a
        model's doubt picked the paragraph.

    Examples
    --------
    Of four paragraphs a coder has coded two in random order.

    >>> log = pd.DataFrame({"paragraph_id": ["a", "c"], "coder": "ani", "queue": "uncoded", "inclusion": 1.0})
    >>> inclusion_probabilities(log, list("abcd"))["inclusion"].tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    names = pd.Index(paragraphs)
    labelled = names.isin(codings["paragraph_id"])
    drawer = codings["coder"].mask(codings["queue"].str.endswith(TASKS), "")
    codings = codings.assign(drawer=drawer, queue=codings["queue"].str.removesuffix(TASKS))
    relabelled = codings["queue"].isin(RELABELLING) | codings["queue"].str.endswith(GOLD)
    designed = (codings["queue"] != "") & codings["inclusion"].notna() & ~relabelled
    drawn = codings[designed]
    missed = np.ones(len(names))
    for (_, queue), rows in drawn.groupby(["drawer", drawn["queue"].str.removesuffix(AUDIT)]):
        own = codings[codings["coder"].isin(rows["coder"])]
        missed *= 1 - (_random(rows, own, queue, names) if queue in _AT_RANDOM else _mixed(rows, names))
    inclusion = 1 - missed
    on_purpose = names.isin(codings.loc[~designed & ~relabelled, "paragraph_id"])
    inclusion[on_purpose | (labelled & (inclusion == 0))] = 1.0
    if drawn.empty:
        inclusion[~labelled] = np.nan
    others = codings.loc[~codings["queue"].isin(TARGETED), "paragraph_id"]
    targeted = labelled & ~names.isin(others)
    return pd.DataFrame({"inclusion": inclusion, "targeted": targeted}, index=names)


def _random(rows: pd.DataFrame, own: pd.DataFrame, queue: str, names: pd.Index) -> float:
    """Return the part of the paragraphs that could be drawn which was coded from a random queue."""
    eligible = len(names)
    if queue == "uncoded":
        first = own.drop_duplicates("paragraph_id")
        eligible -= int((first["queue"] != queue).sum())
        rows = first[first["queue"] == queue]
    return rows["paragraph_id"].nunique() / max(eligible, 1)


def _mixed(rows: pd.DataFrame, names: pd.Index) -> Floats:
    """Return each paragraph's probability under the paragraphs picked and the audit of one coder's queue.

    The queue may have been drawn more than once, each time with another model; so many whole queues as
    the codings add up to are taken to be draws of one design.
    """
    recorded = rows.drop_duplicates("paragraph_id").set_index("paragraph_id")["inclusion"]
    chance = np.zeros(len(names))
    if (recorded == 1).all():
        chance[names.isin(recorded.index)] = 1.0
        return chance
    whole = float((1 / recorded).sum() / len(names))
    draws = max(1, int(np.ceil(whole - _ROUNDING)))
    by_design = recorded.reindex(names).fillna(recorded.min()).to_numpy(dtype=np.float64)
    return 1 - (1 - np.minimum(by_design * whole / draws, 1.0)) ** draws
