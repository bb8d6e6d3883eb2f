"""With what probability was each paragraph coded?

A queue records the probability of its finished design. A coder who stops early has coded a part of it,
and the probabilities are those of the part. They are worked out here from the codings in the log:

======================================== =====================================================
a paragraph that was                     is coded from that queue with the probability
======================================== =====================================================
in the queue ``uncoded`` or ``audit``    paragraphs coded from it / paragraphs it could draw
in the queue ``answer``                  the same for the paragraphs of its analysis, 0 for others
in a queue whose draw was kept           probability in that draw x part of the draw that is coded
in the queue ``least-sure``              recorded probability x part of the queue that is coded
coded without a queue, or picked by a    1: it was chosen on purpose
queue that has no random audit
======================================== =====================================================

What a machine coder says is a prediction. As soon as a person has coded, only what people coded counts, and a
paragraph that only machines coded has the probability with which a person would have coded it. While no person
has coded, the codings of machines are the labels, and count as those of people would.

Task lists (:mod:`discourse.labels.team.tasks`) part one queue among coders; it is drawn by all of them together.

Several queues join as 1 - (1 - a)(1 - b)... Of a draw that was kept (:mod:`discourse.labels.sampling`) the part coded
is counted in units drawn, paragraphs or articles. Of ``least-sure``, which earlier versions drew, it is the sum of
1 / recorded over the codings, divided by the number of paragraphs: a finished queue adds up to all of them (Horvitz
and Thompson 1952, 10.1080/01621459.1952.10483446).

Four things are assumed. These queues come up in random order, and coders follow it (``queues``). Coders do
not stop because of what they read. The study has not grown since the queue was drawn. Queues drawn by
different coders, or drawn anew, are independent.

Queues that bring up labelled paragraphs alone (possible errors, disagreements, codings under an older codebook) are no
draw: they make no paragraph more likely to have a label. Where machines assigned the labels they do bring a person to
paragraphs because of what was said of them; such a coding is not ``drawn``, and must not be weighted as if it were.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.labels.coding import ADJUDICATION

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

AUDIT = "-audit"
"""Ends the queue's name in codings of the random audit that a targeted queue mixes in."""

TASKS = "-tasks"
"""Ends the queue's name in codings of a queue that task lists part among several coders."""

ANSWER = "answer"
"""The queue of one analysis; the analysis's id follows after a colon: ``answer:main``."""

TARGETED = ("doubtful", "least-sure", "active")
"""Queues that pick paragraphs by what a model says of them."""

RELABELLING = ("disagreements", "doubtful", f"doubtful{AUDIT}", "stale", ADJUDICATION)
"""Queues that draw from labelled paragraphs alone."""

_AT_RANDOM = ("uncoded", "audit")
_ROUNDING = 1e-3


def queue_kind(queue: str) -> str:
    """Return what kind of queue a name in the log is of, without what names its draw, its audit or its task lists.

    Examples
    --------
    >>> [queue_kind(name) for name in ("answer:main", "active:1f09a2c4-tasks", "doubtful-audit", "uncoded-tasks")]
    ['answer', 'active', 'doubtful', 'uncoded']
    """
    return queue.partition(":")[0].removesuffix(TASKS).removesuffix(AUDIT)


def inclusion_probabilities(
    codings: pd.DataFrame,
    paragraphs: Sequence[str],
    machine_coders: Collection[str] = (),
    designs: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Say with what probability each paragraph came to be coded, by what was coded so far.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them, without those that can never be the label.
    paragraphs : sequence of str
        Ids of all N paragraphs of the study.
    machine_coders : collection of str
        Coders that are programs. Their codings count while there are no others.
    designs : mapping of str to DataFrame, optional
        What queues could draw, by the queue's name in the log: as :func:`discourse.labels.sampling.queue_designs`
        returns it. Codings of a queue with a colon in its name that is not there count as chosen on purpose.

    Returns
    -------
    DataFrame
        N rows in the order of ``paragraphs``. ``inclusion`` is between 0 and 1; it is 0 for a paragraph that no
        queue could have brought up, and NaN for an uncoded one where no coding names a queue, as nothing
        then says why the others were coded. ``drawn`` marks the paragraphs that were coded with this probability:
        from a queue that draws, or on purpose. ``targeted`` marks the labels, whoever assigned them, that are there
        only because a model's doubt picked the paragraph.

    Examples
    --------
    Of four paragraphs, all of them coded by a machine, a coder has coded two in random order.

    >>> log = pd.DataFrame({"paragraph_id": ["a", "c"], "coder": "ani", "queue": "uncoded", "inclusion": 1.0})
    >>> machine = pd.DataFrame({"paragraph_id": list("abcd"), "coder": "model", "queue": "", "inclusion": np.nan})
    >>> found = inclusion_probabilities(pd.concat([machine, log]), list("abcd"), ["model"])
    >>> found["inclusion"].tolist(), found["drawn"].tolist()
    ([0.5, 0.5, 0.5, 0.5], [True, False, True, False])
    """
    names = pd.Index(paragraphs)
    people = codings[~codings["coder"].isin(list(machine_coders))]
    inclusion, drawn = _by_queues(codings if people.empty else people, names, designs or {})
    kinds = codings["queue"].map(lambda queue: queue.removesuffix(TASKS).partition(":")[0])
    others = codings.loc[~kinds.isin(TARGETED), "paragraph_id"]
    targeted = names.isin(codings["paragraph_id"]) & ~names.isin(others)
    return pd.DataFrame({"inclusion": inclusion, "drawn": drawn, "targeted": targeted}, index=names)


def _by_queues(codings: pd.DataFrame, names: pd.Index, designs: Mapping[str, pd.DataFrame]) -> tuple[Floats, Booleans]:
    """Return the probabilities, and which paragraphs were coded with them, both of length N."""
    labelled = names.isin(codings["paragraph_id"])
    drawer = codings["coder"].mask(codings["queue"].str.endswith(TASKS), "")
    codings = codings.assign(drawer=drawer, queue=codings["queue"].str.removesuffix(TASKS)).reset_index(drop=True)
    relabelled = codings["queue"].isin(RELABELLING)
    unknown = codings["queue"].str.contains(":", regex=False) & ~codings["queue"].isin(list(designs))
    designed = (codings["queue"] != "") & codings["inclusion"].notna() & ~relabelled & ~unknown
    drawn = codings[designed]
    missed = np.ones(len(names))
    for (_, queue), rows in drawn.groupby(["drawer", drawn["queue"].str.removesuffix(AUDIT)]):
        own = codings[codings["coder"].isin(rows["coder"])]
        missed *= 1 - _of_queue(str(queue), rows, own, names, designs)
    inclusion = 1 - missed
    on_purpose = names.isin(codings.loc[~designed & ~relabelled, "paragraph_id"])
    inclusion[on_purpose | (labelled & (inclusion == 0))] = 1.0
    if drawn.empty:
        inclusion[~labelled] = np.nan
    return inclusion, on_purpose | names.isin(drawn["paragraph_id"])


def _of_queue(
    queue: str, rows: pd.DataFrame, own: pd.DataFrame, names: pd.Index, designs: Mapping[str, pd.DataFrame]
) -> Floats:
    """Return each paragraph's probability under what its coders have coded of one queue, length N."""
    if queue in _AT_RANDOM:
        return np.full(len(names), _random(rows, own, queue, names))
    if queue_kind(queue) == ANSWER:
        could_be = names.isin(designs[queue].index)
        return np.where(could_be, _random(rows, own, queue, names[could_be]), 0.0)
    return _kept(rows, own, designs[queue], names) if queue in designs else _mixed(rows, names)


def _random(rows: pd.DataFrame, own: pd.DataFrame, queue: str, names: pd.Index) -> float:
    """Return the part of the paragraphs that could be drawn which was coded from a random queue."""
    eligible = len(names)
    if queue != "audit":
        first = own[own["paragraph_id"].isin(names)].drop_duplicates("paragraph_id")
        eligible -= int((first["queue"] != queue).sum())
        rows = first[first["queue"] == queue]
    return rows["paragraph_id"].nunique() / max(eligible, 1)


def _kept(rows: pd.DataFrame, own: pd.DataFrame, design: pd.DataFrame, names: pd.Index) -> Floats:
    """Return each paragraph's probability under a draw that was kept, of which a part is coded.

    What its coder had coded before and was passed over is coded as far as the coder has come.
    """
    drawn = design[design["place"].notna()].sort_values("place")
    coded = drawn.index.isin(rows["paragraph_id"])
    if not coded.any():
        return np.zeros(len(names))
    if rows["drawer"].iloc[0]:
        known = drawn.index.isin(own.loc[: rows.index[-1], "paragraph_id"])
        missing = np.flatnonzero(~known)
        missing = missing[missing > np.flatnonzero(coded)[-1]]
        coded |= known & (np.arange(len(drawn)) < (missing[0] if len(missing) else len(drawn)))
    sizes = drawn.groupby("unit")["place"].transform("size").to_numpy(dtype=np.float64)
    part = float((coded / sizes).sum() / drawn["unit"].nunique())
    chances: Floats = design["inclusion"].reindex(names).fillna(0.0).to_numpy(dtype=np.float64)
    return chances * part


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
