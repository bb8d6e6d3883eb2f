"""``discourse import``: read article files, say what in them is a paragraph and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.context import StudyOption
from discourse.cli.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.paragraphs import Imported

_SHORTENED = 60


def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Article files (.txt .html .docx .pdf), or folders of them.")
    ],
    explain: Annotated[bool, typer.Option("--explain", help="List every line left out, with the reason.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.csv", help="Write the paragraphs as paragraphs.csv has them.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Language of the articles; default: the study's.")
    ] = None,
    study: StudyOption = None,
) -> None:
    """Read article files and find their paragraphs.

    Headings, captions, bylines, comments and other litter are left out. Nothing is written if any file
    is bad.

    Example: discourse import articles/ --explain --out paragraphs.csv
    """
    from discourse.errors import DataError
    from discourse.paragraphs import import_articles, paragraph_table

    if out is not None and out.exists() and not force and not dry_run:
        raise DataError("a new file", "one that is there", out, "Name another file, or add --force.")
    articles = import_articles(paths, language or _language(study))
    _show(articles)
    if explain:
        _explain(articles)
    if out is None:
        return
    table = paragraph_table(articles)
    if not dry_run:
        write_whole(out, table.to_csv(index=False, lineterminator="\n").encode())
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {len(table)} paragraphs to {out}")


def _language(folder: Path | None) -> str:
    """Language of the study named or around."""
    from discourse.errors import DataError
    from discourse.study import Study

    try:
        return Study.find(folder).language
    except DataError:
        if folder is not None:
            raise
        cure = "Add --language CODE, or change into the study's folder."
        raise DataError("a language", "neither --language nor a study", Path.cwd(), cure) from None


def _show(articles: Sequence[Imported]) -> None:
    """Print a table: an article a row, paragraphs and the lines left out by kind."""
    from discourse.paragraphs import BODY, KINDS

    kinds = [kind for kind in KINDS if any(kind in imported.left_out for imported in articles)]
    rows = [["article", "paragraphs", *kinds]]
    for imported in articles:
        counts = [str(imported.left_out.get(kind, 0)) for kind in kinds]
        rows.append([imported.article.article_id, str(len(imported.body)), *counts])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        typer.echo(f"{row[0].ljust(widths[0])}  {numbers}")
    marked = [piece for imported in articles for piece in imported.pieces if piece.kind == BODY and piece.doubtful]
    if marked:
        typer.echo(f"{len(marked)} paragraphs may be in another language; --explain lists them.")


def _explain(articles: Sequence[Imported]) -> None:
    """Print every line left out, and every paragraph that a person should look at."""
    for imported in articles:
        typer.echo(f"\n{imported.article.path}")
        for piece in imported.pieces:
            if piece.kind != "body" or piece.doubtful:
                text = piece.text if len(piece.text) <= _SHORTENED else piece.text[: _SHORTENED - 1] + "…"
                typer.echo(f"  line {piece.line:>4}  {piece.kind:<14}  {piece.reason}: {text}")
