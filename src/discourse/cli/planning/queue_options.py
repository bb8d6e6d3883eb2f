"""Which queues are there, and how can they be drawn? What the commands share that draw one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.study import Study

ByArticle = Annotated[
    bool, typer.Option("--by-article", help="Draw articles, and code all paragraphs of each: queues active and audit.")
]

OfAnalysis = Annotated[
    str,
    typer.Option("--analysis", metavar="ID", help="Draw from this analysis alone: queues answer, active and audit."),
]

SizeOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Paragraphs in the queues doubtful, active and audit (default: 100); articles with --by-article (20).",
    ),
]


def queue_size(size: int | None, by_article: bool) -> int:
    """Return how many paragraphs or articles are drawn where nobody says it."""
    return size or (20 if by_article else 100)


class Queue(StrEnum):
    """Which paragraphs come up."""

    uncoded = "uncoded"
    answer = "answer"
    disagreements = "disagreements"
    doubtful = "doubtful"
    active = "active"
    audit = "audit"
    stale = "stale"


def chosen_tasks(tasks: Path, coder: str, draw: Mapping[str, object], study: Study) -> DataFrame:
    """Read a task list, or say why it is not what was asked for.

    ``draw`` holds, by option, what was asked of a draw: a list has been drawn, so that none of it can be done.
    """
    from discourse.errors import LabelError
    from discourse.labels.team import read_tasks

    for option, value in draw.items():
        if value:
            expected = "a queue or a task list" if option == "--queue" else "a task list alone, which is drawn already"
            raise LabelError(expected, f"{option} beside --tasks", "--tasks", f"Leave one of {option} and --tasks out.")
    listed = read_tasks(tasks, study)
    owner = str(listed["coder"].iloc[0])
    if coder not in ("", owner):
        raise LabelError(f"the task list of {coder}", f"that of {owner}", tasks, "Name the list of this coder.")
    return listed
