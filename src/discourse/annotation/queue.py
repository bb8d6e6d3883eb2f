"""Which paragraphs lie before a coder?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import pandas as pd

from discourse.errors import LabelError
from discourse.labels.inclusion import AUDIT
from discourse.labels.queues import (
    QUEUES,
    audit_queue,
    disagreement_queue,
    label_error_queue,
    least_confidence_queue,
    stale_queue,
    uncoded_queue,
)
from discourse.labels.table import current_labels
from discourse.labels.team.tasks import open_tasks
from discourse.study import Study

TASK_LIST = "tasks"
"""The queue of a coder's own task list."""
QUEUE_TITLES = {
    TASK_LIST: "Your task list",
    "uncoded": "Not yet coded by you",
    "disagreements": "Coders disagree",
    "doubtful": "Possible label errors",
    "least-sure": "Least confident predictions",
    "audit": "Random audit",
    "stale": "Coded under an older codebook",
}


@dataclass(frozen=True)
class QueueItem:
    """One paragraph of a queue: why it is there, and with which probability it was drawn.

    The item of an intrusion test is one too, by its name alone.
    """

    name: str
    queue: str = ""
    reason: str = ""
    inclusion: float | None = None


@dataclass
class CoderQueue:
    """A queue as it lies before a coder: what is in it, where, and what of it is done."""

    items: list[QueueItem]
    places: dict[str, int] = field(init=False)
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places = {item.name: place for place, item in enumerate(self.items)}

    def item(self, name: str) -> QueueItem:
        """Return the item of a name; one without queue if it is not in this one."""
        place = self.places.get(name)
        return QueueItem(name) if place is None else self.items[place]

    def mark(self, name: str, done: bool) -> None:
        """Note that an item is done, or is not any more."""
        if name in self.places:
            (self.done.add if done else self.done.discard)(name)

    def first_open(self) -> int:
        """Return the place of the first item that is not done; the length where all are."""
        return next((place for place, item in enumerate(self.items) if item.name not in self.done), len(self.items))


def draw_queue(
    study: Study, codings: pd.DataFrame, probabilities: pd.DataFrame | None, coder: str, queue: str, size: int
) -> list[QueueItem]:
    """Draw a queue for a coder, without what the coder has already coded from it.

    Parameters
    ----------
    study : Study
        Whose paragraphs.
    codings : DataFrame
        As :func:`read_codings` returns them.
    probabilities : DataFrame or None
        Out-of-fold probabilities, for the queues that need a model.
    coder, queue : str
        For whom, and which of ``QUEUES``.
    size : int
        How many, for the queues that pick.

    Raises
    ------
    LabelError
        If there is no such queue, or it needs probabilities and there are none.
    """
    check_queue(queue, probabilities, study.variable)
    seed = zlib.crc32(f"{study.settings.seed} {coder}".encode())
    table = _drawn(study, codings, probabilities, coder, queue, size, seed)
    done = _done(codings, coder, queue, study.codebook.version)
    rows = zip(*(table[column].tolist() for column in table.columns), strict=True)
    return [QueueItem(*row) for row in rows if row[0] not in done]


def task_items(tasks: pd.DataFrame | None, codings: pd.DataFrame, coder: str) -> list[QueueItem]:
    """Return what a coder has not coded yet of a task list, in its order.

    Raises
    ------
    LabelError
        If there is no list, or it is another coder's.
    """
    owner = "" if tasks is None else str(tasks["coder"].iloc[0])
    if tasks is None or owner != coder:
        found = f"that of {owner}" if owner else "none"
        hint = f"Start the page with: discourse relabel --coder '{coder}' --tasks FILE"
        raise LabelError(f"the task list of {coder}", found, "queue tasks", hint)
    rows = open_tasks(tasks, codings)[["paragraph_id", "queue", "reason", "inclusion"]]
    return [QueueItem(*row) for row in rows.itertuples(index=False, name=None)]


def check_queue(queue: str, probabilities: pd.DataFrame | None, variable: str = "") -> None:
    """Refuse a queue that is none, or that needs the probabilities of a model where there are none: a variable's."""
    if queue not in QUEUES:
        raise LabelError(f"one of {', '.join(QUEUES)}", repr(queue), "queue", "Choose one of these.")
    if queue in ("doubtful", "least-sure") and probabilities is None:
        hint = "Models learn the pillars alone; choose another queue." if variable else "Run: discourse retrain"
        raise LabelError("out-of-fold probabilities of a model", "none", f"queue {queue}", hint)


def _drawn(
    study: Study,
    codings: pd.DataFrame,
    probabilities: pd.DataFrame | None,
    coder: str,
    queue: str,
    size: int,
    seed: int,
) -> pd.DataFrame:
    paragraphs = study.paragraphs["paragraph_id"].tolist()
    if queue == "uncoded":
        return uncoded_queue(paragraphs, codings, coder, seed)
    if queue == "disagreements":
        return disagreement_queue(codings, coder, seed)
    if queue == "stale":
        return stale_queue(codings, study.settings, study.codebook, seed)
    if queue == "audit" or probabilities is None:
        return audit_queue(paragraphs, size, seed)
    if queue == "doubtful":
        return label_error_queue(current_labels(codings, study.settings, study.codebook), probabilities, size, seed)
    return least_confidence_queue(probabilities, size, seed)


def _done(codings: pd.DataFrame, coder: str, queue: str, version: str) -> set[str]:
    own = codings[(codings["coder"] == coder) & codings["queue"].isin((queue, queue + AUDIT))]
    return set(own.loc[own["codebook"] == version, "paragraph_id"])
