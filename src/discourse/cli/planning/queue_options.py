"""Which queues are there, and how can they be drawn? What the commands share that draw one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

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
