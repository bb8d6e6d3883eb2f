"""``discourse classify``: which pillar is each paragraph of a table about?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from discourse.cli.classifier import ModelOption, chosen_model
from discourse.cli.common import ProgressBar, RawOption, StudyOption, check_output
from discourse.display import counted


class OnError(StrEnum):
    """What becomes of a row that cannot be read."""

    stop = "stop"
    skip = "skip"


def classify(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            help="A .csv, .jsonl (also .gz or .zst) or .parquet with a column text, a folder of .parquet files, or a "
            "folder of article files.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="OUT", help="Table to write: .csv or .parquet.")],
    *,
    model: ModelOption = None,
    abstain_below: Annotated[
        float, typer.Option(min=0, max=1, help="Leave pillar empty where no code is at least so probable.")
    ] = 0.0,
    workers: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Processes, for a table of many megabytes; more than 1 are Dask's."),
    ] = 1,
    dask: Annotated[
        str,
        typer.Option("--dask", metavar="ADDRESS", help="A Dask scheduler, such as tcp://head:8786, to do the work."),
    ] = "",
    on_error: Annotated[
        OnError, typer.Option(help="At a row that cannot be read: stop, or skip it and say so.")
    ] = OnError.stop,
    alone: Annotated[
        bool, typer.Option("--alone", help="Judge each paragraph by its own words, whatever article it is of.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT and OUT.skipped.csv.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Say which pillar each paragraph is about.

    Rows that follow one another and have the same article_id are judged as one article: the other paragraphs
    count, as far as the training labels showed that they help. Rows that stand apart from the others of their
    article are counted on standard error. Without a column article_id, which a line says, or with --alone, each row is
    judged by its own words.

    OUT has every column of the input, then: pillar; also (other pillars mentioned); p_<pillar> for
    each pillar and p_none, the probabilities of the code, which sum to 1; m_<pillar>, the probability
    that the pillar is mentioned. A row without text gets no prediction. Columns of a parquet file keep
    their types in another; all others are text. Parquet and .zst need the library pyarrow.

    What cannot be read is an error: it is named, OUT is not written, and the exit code is 2. That is a row with
    too many or too few fields, a quote that nothing closes, bytes that are not UTF-8, a NUL, no JSON object, a
    text of more than 131,072 bytes; a packed or parquet file that was cut off; a part of a parquet folder with
    other columns than the first. With --on-error skip all else is classified, as if it were not there; the exit
    code is 0. What was left out is counted on standard error and stands, with file, line and reason, in
    OUT.skipped.csv. Of a folder, article files that cannot be read are left out likewise.

    The table is classified in parts, which lie in OUT.parts until all are done: after an interruption or an
    error the same command goes on from there, and does nothing twice. Memory does not grow with the table. With
    --workers several processes of this machine work, with --dask those of a cluster that sees the folder of OUT
    and has the same version of this package; both need the library dask. The result is the same. One process
    takes about a third of a minute for 60,000 paragraphs; workers are for more than that. Embeddings take about
    a tenth of a second for each paragraph.

    Example: discourse classify paragraphs.csv --model model.npz --out coded.csv

    Example: discourse classify archive.parquet --workers 8 --out coded.parquet

    Example: discourse classify archive.parquet --dask tcp://head:8786 --out /shared/coded.parquet
    """
    from discourse.classifier import ArticleRuns, SkippedRows, classify_table

    runs = ArticleRuns()
    check_output(out, force, study)
    _check_choices(out, workers, dask)
    with SkippedRows(out) if on_error == OnError.skip else nullcontext() as skipped:
        if skipped is not None:
            check_output(skipped.path, force, study)
            _check_other(source, skipped.path)
        _check_source(source, out, skip=skipped is not None)
        trained = chosen_model(model, study)
        with _told_what_is_kept(out), ProgressBar("paragraphs") as bar:
            rows = classify_table(
                trained,
                source,
                out,
                abstain_below,
                bar.reach,
                skipped,
                raw=raw,
                alone=alone,
                runs=runs,
                workers=workers,
                scheduler=dask,
            )
        if skipped is not None and skipped.count:
            typer.echo(skipped.report(), err=True)
    if remark := runs.remark():
        typer.echo(remark, err=True)
    if runs.without_text:
        typer.echo(f"{runs.without_text} of {rows} rows have no text and get no prediction.", err=True)
    typer.echo(f"{counted(rows - runs.without_text, 'paragraph')} classified: {out}")


def _check_choices(out: Path, workers: int, dask: str) -> None:
    """Find out before any work which library is missing, and which choices exclude one another."""
    from discourse.classifier.tables.output import check_ending
    from discourse.classifier.tables.spread import check_engine

    if dask and workers > 1:
        raise typer.BadParameter("a cluster has its own workers", param_hint="--workers")
    check_ending(out)
    check_engine(workers, dask)


def _check_source(source: Path, out: Path, skip: bool) -> None:
    """Find out before any work what cannot be read, or would be written over while it is read."""
    from discourse.classifier.tables.sources import open_source
    from discourse.errors import DataError
    from discourse.io.records import check_columns

    if not source.exists():
        raise DataError("a table or a folder of articles", "no such file", source, "Check the name.")
    _check_other(source, out)
    with open_source(source, "und", (lambda broken: None) if skip else None) as given:
        check_columns(given.columns, (), source)


def _check_other(source: Path, out: Path) -> None:
    """Refuse to write over the input, or into it, while it is read."""
    from discourse.errors import DataError
    from discourse.io.records.parquet import is_parquet

    if os.path.exists(out) and out.samefile(source):
        raise DataError("a file other than the input", "the input itself", out, "Name another file.")
    # There the parts of the result would be taken for parts of the input.
    if source.is_dir() and is_parquet(source) and out.resolve().is_relative_to(source.resolve()):
        raise DataError("a file outside of the input", "one in its folder", out, "Name a file elsewhere.")


@contextmanager
def _told_what_is_kept(out: Path) -> Iterator[None]:
    """Say after Ctrl-C, or with an error, what there is."""
    from discourse.classifier import kept_parts
    from discourse.errors import DiscourseError

    def kept() -> str:
        folder = kept_parts(out)
        return f"What is done is kept in {folder}; the same command goes on from there." if folder else ""

    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"\nStopped. {kept() or 'Nothing was written.'}", err=True)
        raise typer.Exit(130) from None
    except DiscourseError as error:
        if said := kept():
            error.add_note(said)
        raise
