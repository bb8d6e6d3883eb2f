"""Which paragraphs lie before a coder?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import pandas as pd

from discourse.errors import LabelError
from discourse.labels.inclusion import ANSWER, AUDIT, GOLD, TASKS
from discourse.labels.log import read_codings
from discourse.labels.queues import (
    QUEUES,
    answer_queue,
    audit_queue,
    design_queue,
    disagreement_queue,
    label_error_queue,
    stale_queue,
    uncoded_queue,
)
from discourse.labels.sampling.drawing import ACTIVE, DrawRequest, analysis_paragraphs, kept_draw
from discourse.labels.sampling.settling import Pace, coding_pace, settles
from discourse.labels.table import current_labels, select
from discourse.labels.team.tasks import open_tasks
from discourse.study import Study
from discourse.translations import translated

TASK_LIST = "tasks"
"""The queue of a coder's own task list."""
QUEUE_TITLES = {
    TASK_LIST: "Your task list",
    ANSWER: "Behind the main analysis",
    "uncoded": "Not yet coded by you",
    "disagreements": "Coders disagree",
    "doubtful": "Possible label errors",
    ACTIVE: "Drawn by the model's uncertainty",
    "audit": "Random audit",
    "stale": "Coded under an older codebook",
}


ANY_CODING = ("uncoded", ANSWER)
"""Queues in which a coder's coding from any other queue counts as done."""
BY_ARTICLE = (ACTIVE, "audit")
"""Queues that can draw articles."""
OF_ANALYSIS = (ANSWER, ACTIVE, "audit")
"""Queues that can draw from one analysis alone."""


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
    """A queue as it lies before a coder: what is in it, where, what of it is done, and how long the rest may take."""

    items: list[QueueItem]
    places: dict[str, int] = field(init=False)
    done: set[str] = field(default_factory=set)
    pace: Pace | None = None

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
    study: Study,
    codings: pd.DataFrame,
    probabilities: pd.DataFrame | None,
    coder: str,
    queue: str,
    size: int,
    *,
    by_article: bool = False,
    analysis: str = "",
) -> list[QueueItem]:
    """Draw a queue for a coder, without what the coder has already coded from it.

    Parameters
    ----------
    study : Study
        Whose paragraphs. A draw with probabilities of its own is kept among its data.
    codings : DataFrame
        As :func:`read_codings` returns them.
    probabilities : DataFrame or None
        Out-of-fold probabilities, for the queues that need a model.
    coder, queue : str
        For whom, and which of ``QUEUES``.
    size : int
        How many paragraphs, or articles, for the queues that pick.
    by_article : bool
        Draw articles, and code all paragraphs of each: ``active`` and ``audit``.
    analysis : str
        Draw from this analysis alone: ``answer`` (default: the main one), ``active`` and ``audit``.

    Raises
    ------
    LabelError
        As :func:`check_queue`, or if an analysis has no paragraph.
    """
    check_queue(queue, probabilities, study.variable, by_article=by_article, analysis=analysis)
    asked = DrawRequest(queue, size, by_article, analysis)
    table = _drawn(study, codings, probabilities, coder, asked)
    kept = bool(table["queue"].str.contains(":", regex=False).any())
    done = _done(codings, coder, "" if kept else queue, study.codebook.version)
    rows = zip(*(table[column].tolist() for column in table.columns), strict=True)
    return [QueueItem(*row) for row in rows if row[0] not in done]


def queue_pace(study: Study, codings: pd.DataFrame, coder: str, items: list[QueueItem]) -> Pace:
    """Work out how long a paragraph of a queue takes a coder; see :func:`coding_pace`."""
    names = {item.name for item in items}
    words = study.paragraphs.loc[study.paragraphs["paragraph_id"].isin(names), "words"]
    return coding_pace(codings, coder, study.settings.machine_coders, float(words.mean()) if len(words) else 0.0)


def queue_settles(study: Study, queue: CoderQueue) -> str:
    """Say how long the rest of a queue takes, and what it settles; "" for a queue without a pace.

    A coder's task list is a part of a queue, so that it settles nothing by itself.
    """
    if queue.pace is None or not queue.items:
        return ""
    named = next((item.queue for item in queue.items if not item.queue.endswith(GOLD)), "")
    kind, _, analysis = named.partition(":")
    answers = None
    if kind == ANSWER and not named.endswith(TASKS):
        main = analysis == study.settings.analyses[0].id
        answers = "" if main else translated(study.settings.analysis(analysis).title)
    return settles(len(queue.items) - len(queue.done), queue.pace, answers)


def default_queue(study: Study) -> str:
    """Name the queue for a coder who asks for none.

    Returns
    -------
    str
        ``answer`` while a paragraph of the main analysis is coded by machines and by no person; else ``uncoded``.
    """
    settings = study.settings
    if not settings.machine_coders or not study.labels_path.is_file():
        return "uncoded"
    codings = read_codings(study)
    machine = codings["coder"].isin(settings.machine_coders)
    rows = study.paragraphs.merge(study.articles, on="article_id", validate="many_to_one")
    main = set(select(rows, settings.analyses[0], settings.compared)["paragraph_id"])
    by_machine, by_people = (set(codings.loc[chosen, "paragraph_id"]) for chosen in (machine, ~machine))
    return ANSWER if (by_machine - by_people) & main else "uncoded"


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


def check_queue(
    queue: str,
    probabilities: pd.DataFrame | None,
    variable: str = "",
    *,
    by_article: bool = False,
    analysis: str = "",
) -> None:
    """Refuse a queue that cannot be drawn.

    Raises
    ------
    LabelError
        If there is no such queue; if it needs the probabilities of a model and there are none, as for a variable;
        or if it cannot be drawn by article, or from one analysis, and is asked to.
    """
    if queue not in QUEUES:
        raise LabelError(f"one of {', '.join(QUEUES)}", repr(queue), "queue", "Choose one of these.")
    if queue in ("doubtful", ACTIVE) and probabilities is None:
        hint = "Models learn the pillars alone; choose another queue." if variable else "Run: discourse retrain"
        raise LabelError("out-of-fold probabilities of a model", "none", f"queue {queue}", hint)
    if by_article and queue not in BY_ARTICLE:
        hint = "Leave --by-article out, or choose one of these queues."
        raise LabelError("a queue that draws articles: active or audit", queue, "--by-article", hint)
    if analysis and queue not in OF_ANALYSIS:
        hint = "Leave --analysis out, or choose one of these queues."
        raise LabelError("a queue of one analysis: answer, active or audit", queue, "--analysis", hint)


def _drawn(
    study: Study, codings: pd.DataFrame, probabilities: pd.DataFrame | None, coder: str, asked: DrawRequest
) -> pd.DataFrame:
    seed, settings = zlib.crc32(f"{study.settings.seed} {coder}".encode()), study.settings
    if asked.kind == "disagreements":
        return disagreement_queue(codings, settings, study.codebook, coder, seed)
    if asked.kind == "stale":
        return stale_queue(codings, settings, study.codebook, seed)
    if asked.kind == "doubtful" and probabilities is not None:
        return label_error_queue(current_labels(codings, settings, study.codebook), probabilities, asked.size, seed)
    return _of_paragraphs(study, codings, probabilities, coder, asked, seed)


def _of_paragraphs(
    study: Study,
    codings: pd.DataFrame,
    probabilities: pd.DataFrame | None,
    coder: str,
    asked: DrawRequest,
    seed: int,
) -> pd.DataFrame:
    """Draw from the paragraphs of a study or of an analysis, whatever their labels are."""
    paragraphs = study.paragraphs["paragraph_id"].tolist()
    if asked.kind == "uncoded":
        return uncoded_queue(paragraphs, codings, coder, seed)
    if asked.kind == ANSWER:
        analysis = asked.analysis or study.settings.analyses[0].id
        within = analysis_paragraphs(study, analysis)["paragraph_id"].tolist()
        return answer_queue(within, codings, coder, analysis, seed)
    if asked.kind == "audit" and not (asked.by_article or asked.analysis):
        return audit_queue(paragraphs, asked.size, seed)
    return design_queue(*kept_draw(study, asked, coder, probabilities, codings))


def _done(codings: pd.DataFrame, coder: str, queue: str, version: str) -> set[str]:
    """Return what a coder has coded under this codebook from a queue; from any queue where none is named."""
    own = codings[(codings["coder"] == coder) & (codings["codebook"] == version)]
    return set(own.loc[own["queue"].isin((queue, queue + AUDIT)) | (queue == ""), "paragraph_id"])
