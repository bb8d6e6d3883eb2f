"""``discourse labels merge`` and ``labels tasks``: how does the work of several people become one study?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, VariableOption, check_outside, open_study, read_pairs, say_next
from discourse.cli.planning.queue_options import ByArticle, OfAnalysis, Queue, SizeOption, queue_size
from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from discourse.studies.merging import Merged
    from discourse.study import Study


def merge(
    other: Annotated[
        Path,
        typer.Argument(metavar="OTHER", help="Folder of the same study from another machine, or a label log alone."),
    ],
    coders: Annotated[
        str,
        typer.Option(
            metavar="A=NAME,B=NAME",
            help="Names in that log, and the names to take. A name given as itself (ani=ani) says that it is one "
            "person on both machines.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and write nothing.")] = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Add what was done on another machine: codings, and from a study's folder draws, decisions and practice too.

    What is there already is passed over. Lines are only ever added, all or none. Which coding, and which decision on
    a coder, counts is found by time, so that it does not matter what is merged first. Refused, with row and cure, are
    another study, another version of the codebook, unknown codes, a last line that was cut off, an id that says another
    thing here, and two people of one name: different codes for a paragraph in one spell of work on both machines.

    Example: discourse labels merge ../laptop/study --dry-run
    """
    from discourse.studies.merging import merge_machine

    found = open_study(study, variable)
    merged = merge_machine(found, other, coders=read_pairs(coders, "--coders", "ani=ani b."), dry_run=dry_run)
    done = merged.codings
    by_coder = ", ".join(f"{name} {count}" for name, count in sorted(done.by_coder.items()))
    lines = counted(done.added, "line")
    added = f"{lines} {'would be added' if dry_run else 'added'}{f' ({by_coder})' if by_coder else ''}"
    typer.echo(f"{added}, {done.known} were there already")
    for reason, count in done.left_out.items():
        typer.echo(f"Left out: {count} {reason}")
    for line in beside_lines(merged, "would be added" if dry_run else "added"):
        typer.echo(line)
    for sentence in (*done.remarks, *done.contested, *merged.remarks):
        typer.echo(sentence)
    if not dry_run:
        say_next(f"agreement --variable {variable}" if variable else "agreement", found)


def beside_lines(merged: Merged, added: str) -> list[str]:
    """Say which draws, decisions and answers of practice come in; nothing of what does not."""
    lines = [f"Draws {added}: {', '.join(merged.draws)}"] if merged.draws else []
    if merged.decisions:
        said = ", ".join(f"{each.coder} {each.decision} at {each.when}" for each in merged.decisions)
        lines.append(f"Decisions {added}: {said}")
    if merged.practice:
        people = ", ".join(dict.fromkeys(each.coder for each in merged.practice))
        lines.append(f"Answers of practice {added}: {len(merged.practice)} ({people})")
    return lines


def tasks(
    *,
    coders: Annotated[str, typer.Option(metavar="A,B,...", help="Who codes: ani,budi,citra.")],
    overlap: Annotated[
        int, typer.Option(min=0, help="Paragraphs that all of them code, so that agreement can be measured.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the lists go. Default: data/tasks, where discourse status looks."),
    ] = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Let two code each paragraph of the overlap, every pair its part.")
    ] = False,
    queue: Annotated[
        Queue, typer.Option(help="Which paragraphs; uncoded are those that none of these coders has coded.")
    ] = Queue.uncoded,
    size: SizeOption = None,
    by_article: ByArticle = False,
    analysis: OfAnalysis = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite lists in the folder named with --out.")] = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Part the paragraphs of a queue among coders: a list for each, whole articles, with a stated overlap.

    The overlap is drawn at random, and no list shows which paragraphs others code, too. The same study gives the
    same lists (seed in study.toml). Each coder then works through a list, on any machine that has the study.

    Example: discourse labels tasks --coders ani,budi,citra --overlap 30
    """
    from discourse.errors import LabelError
    from discourse.labels.team import split_tasks, tasks_folder, write_tasks

    found = open_study(study, variable)
    folder = out or tasks_folder(found)
    names = [name.strip() for name in coders.split(",") if name.strip()]
    for name in names:
        path = folder / f"{name}.csv"
        if path.exists() and not (force and out):
            hint = "Move the old lists away first, or name another folder with --out."
            raise LabelError("a new file", "a list that is there", path, hint)
        check_outside(path, found.root, f"data/{tasks_folder(found).name}")
    articles = dict(zip(found.paragraphs["paragraph_id"], found.paragraphs["article_id"], strict=True))
    drawn = _drawn(found, names, queue, queue_size(size, by_article), by_article=by_article, analysis=analysis)
    lists = split_tasks(drawn, articles, names, overlap, found.settings.seed, by_pairs=pairs)
    for path, table in zip(write_tasks(lists, folder, overwrite=force), lists.values(), strict=True):
        covered = counted(table["paragraph_id"].map(articles).nunique(), "article")
        typer.echo(f"{path}: {counted(len(table), 'paragraph')} of {covered}")
    for sentence in _overlap_lines(lists, articles, overlap):
        typer.echo(sentence)
    chosen = f" --variable {variable}" if variable else ""
    say_next(f"relabel --tasks {folder / names[0]}.csv{chosen}", found)


def _drawn(
    study: Study, coders: Sequence[str], queue: Queue, size: int, *, by_article: bool, analysis: str
) -> DataFrame:
    """Draw a queue for several coders at once."""
    import pandas as pd

    from discourse.annotation.coders import check_person
    from discourse.annotation.queue import ANY_CODING, draw_queue
    from discourse.errors import LabelError
    from discourse.labels.log import codings_table, read_codings
    from discourse.retraining import latest_predictions

    for coder in coders:
        check_person(study.settings, coder)
    if queue == Queue.disagreements:
        hint = "Decide on them in one place: discourse relabel --queue disagreements"
        raise LabelError("a queue that can be parted", "disagreements", "--queue", hint)
    codings = read_codings(study) if study.labels_path.is_file() else codings_table([], study.codebook)
    predictions = None if study.variable else latest_predictions(study)
    asked = (study, codings, predictions, "", queue.value, size)
    items = draw_queue(*asked, by_article=by_article, analysis=analysis)
    own = codings["coder"].isin(list(coders)) & (queue.value in ANY_CODING)
    done = set(codings.loc[own, "paragraph_id"])
    rows = [(item.name, item.queue, item.reason, item.inclusion) for item in items if item.name not in done]
    return pd.DataFrame(rows, columns=["paragraph_id", "queue", "reason", "inclusion"])


def _overlap_lines(lists: dict[str, DataFrame], articles: dict[str, str], overlap: int) -> list[str]:
    """Say in how many articles the overlap of every two coders lies, and what that is too few for."""
    from itertools import combinations

    from discourse.labels.reliability import MIN_ARTICLES_FOR_INTERVAL

    if not overlap:
        return ["No paragraph is in several lists, so that agreement will not be known."]
    own = {coder: set(table["paragraph_id"]) for coder, table in lists.items()}
    said = [f"{overlap} paragraphs are in several lists."]
    for one, other in combinations(own, 2):
        shared = own[one] & own[other]
        covered = len({articles[name] for name in shared})
        few = f"; an interval of agreement needs {MIN_ARTICLES_FOR_INTERVAL}"
        more = few if covered < MIN_ARTICLES_FOR_INTERVAL else ""
        where = counted(covered, "article")
        said.append(f"  {one} and {other}: {counted(len(shared), 'paragraph')} of {where}{more}")
    return said
