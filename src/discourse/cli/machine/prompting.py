"""``discourse labels prompt``: what is a model to be asked about which paragraphs?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, VariableOption, check_output, open_study
from discourse.cli.planning.queue_options import Queue
from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.study import Study


def prompt(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE.jsonl", help="File to write.")],
    queue: Annotated[
        Queue,
        typer.Option(
            help=(
                "Which paragraphs, as in relabel: uncoded (not yet by the machine coder), answer, disagreements, "
                "doubtful, active, audit (a random sample), stale."
            )
        ),
    ] = Queue.uncoded,
    machine: Annotated[
        str, typer.Option(metavar="NAME", help="Leave out what this machine coder has coded from the queue.")
    ] = "",
    size: Annotated[int, typer.Option(min=1, help="Paragraphs in the queues doubtful, active and audit.")] = 100,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Write prompts for a language model, one paragraph a line: the codebook, and the text to be coded.

    Nothing is sent anywhere. Each line has id, system, prompt and what the answer is held against. Ask any model you
    like, and write its answers as lines with id and answer: discourse labels import ANSWERS.jsonl --machine NAME
    --version V.

    Example: discourse labels prompt --queue audit --out prompts.jsonl
    """
    from discourse.annotation.queue import draw_queue
    from discourse.io.files import write_atomic
    from discourse.labels.log import codings_table, read_codings
    from discourse.labels.machine import Drawn, check_machine, write_prompts
    from discourse.retraining import latest_predictions

    found = open_study(study, variable)
    check_output(out, force, found)
    name = check_machine(found.settings, machine) if machine else ""
    codings = read_codings(found) if found.labels_path.is_file() else codings_table([], found.codebook)
    predictions = None if variable else latest_predictions(found)
    items = draw_queue(found, codings, predictions, name, queue.value, size)
    texts = dict(zip(found.paragraphs["paragraph_id"], found.paragraphs["text"], strict=True))
    drawn = [Drawn(item.name, texts[item.name], item.queue, item.inclusion) for item in items]
    write_atomic(out, write_prompts(drawn, found.codebook), overwrite=force)
    typer.echo(f"{counted(len(drawn), 'prompt')} written to {out}; nothing has been sent.")
    typer.echo(what_would_leave(found, [item.name for item in items]))


def what_would_leave(study: Study, paragraphs: Sequence[str]) -> str:
    """Say what leaves the machine if the prompts are sent to a model that runs elsewhere."""
    from discourse.corpus.text import digest

    rows = study.paragraphs[study.paragraphs["paragraph_id"].isin(list(paragraphs))]
    own = int((rows["text"].map(digest) == rows["source_sha256"]).sum())
    return (
        f"Whoever sends this file to a model sends the codebook and the study's text of "
        f"{counted(len(rows), 'paragraph')}: "
        f"{own} in the article's own words, {len(rows) - own} in a paraphrase or of unknown source. "
        "Outlets, dates and codings are not in it."
    )
