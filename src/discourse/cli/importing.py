"""``discourse import``: articles from files and tables, into the study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from discourse.cli.common import StudyOption, check_output, open_study, say_next
from discourse.display import counted
from discourse.io.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.corpus import ImportedArticle
    from discourse.corpus.details import DateOrder, Details
    from discourse.errors import DataError
    from discourse.study import Study

_SHORTENED, _WIDEST, _MOST_ROWS = 60, 36, 40


class _Read(NamedTuple):
    """What was read: articles, what is wrong with the others, what was found out about tables."""

    articles: list[ImportedArticle]
    failed: list[DataError]
    remarks: list[str]


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Article files (.txt .html .mhtml .docx .pdf), folders of them, or tables of articles or paragraphs "
            "(.csv .tsv .jsonl .xlsx .parquet).",
        ),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come in, write nothing.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List every line left out, with the reason.")] = False,
    outlet: Annotated[
        str, typer.Option("--outlet", metavar="NAME", help="Outlet of the articles that do not say theirs.")
    ] = "",
    columns: Annotated[
        str,
        typer.Option(
            "--map", metavar="WHAT=COLUMN,...", help="Which columns of a table hold what: text=body,date=day."
        ),
    ] = "",
    date_order: Annotated[
        Literal["dmy", "mdy"] | None,
        typer.Option("--date-order", help="Whether 03/04/2019 has the day first (dmy) or the month (mdy)."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Language of the articles; default: the study's.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.csv", help="Write the paragraphs to this file, not into the study."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    study: StudyOption = None,
) -> None:
    """Bring articles into the study: their paragraphs, and their outlets, dates, titles and addresses.

    Rows are added to data/articles.csv and data/paragraphs.csv; nothing in them changes. Headings, captions,
    bylines and other litter are left out, and so is what is there already. Copies become one story. A file
    that cannot be read is named, and the rest goes on; the exit code is then 2.

    Example: discourse import articles/ --dry-run
    """
    from discourse.errors import DataError

    if out is not None:
        check_output(out, force, study, makes="data/paragraphs.csv")
    found = _study(study, needed=out is None and not dry_run, language=language)
    spoken = language or (found.language if found else "")
    read = _read(paths, spoken, _named(columns), date_order)
    if explain:
        _explain(read)
    if len(read.failed) == 1 and not read.articles:
        raise read.failed[0]
    for error in read.failed:
        typer.echo(f"discourse: {error}", err=True)
    for remark in read.remarks:
        typer.echo(remark)
    clashes = 0
    if out is not None and read.articles:
        _write_paragraphs(read, out, force, dry_run)
    elif read.articles:
        clashes = _fill(read, found, spoken, outlet, date_order, dry_run)
    if bad := len(read.failed) + clashes:
        of_all = f"{bad} of {len(read.failed) + len(read.articles)} that cannot, named above"
        raise DataError("articles that can come in", of_all, hint="Mend or remove them, and import again.")


def _study(folder: Path | None, needed: bool, language: str | None) -> Study | None:
    """Find the study that is to be filled, or whose language it is."""
    from discourse.errors import DataError

    try:
        return open_study(folder)
    except DataError:
        if folder is not None:
            raise
        if needed:
            hint = "Change into the study's folder, name it with --study, or look with --dry-run --language CODE."
            raise DataError("a study to fill", "none here or above", Path.cwd(), hint) from None
        if not language:
            hint = "Add --language CODE, or change into the study's folder."
            raise DataError("a language", "neither --language nor a study", Path.cwd(), hint) from None
        return None


def _named(columns: str) -> dict[str, str]:
    """Take ``text=body,date=day`` apart."""
    from discourse.errors import DataError, shown

    parts = [part.partition("=") for part in columns.split(",") if part.strip()]
    wrong = next((part for part in parts if not part[1] or not part[2].strip()), None)
    if wrong:
        raise DataError("pairs such as text=body,date=day", shown("".join(wrong)), "--map", "Write WHAT=COLUMN.")
    return {what.strip(): column.strip() for what, _, column in parts}


def _read(paths: Sequence[Path], language: str, names: dict[str, str], order: DateOrder | None) -> _Read:
    """Read files, folders and tables, whatever is wrong with some of them."""
    from discourse.corpus import import_articles
    from discourse.corpus.filling import read_article_table
    from discourse.errors import DataError
    from discourse.io.spreadsheets import is_spreadsheet

    read = _Read([], [], [])
    tables = [path for path in paths if is_spreadsheet(path) and not path.is_dir()]
    for path in tables:
        try:
            table = read_article_table(path, language, names, order, read.failed.append)
        except DataError as error:
            read.failed.append(error)
            continue
        read.articles.extend(table.articles)
        read.remarks.extend(f"{path}: {remark}." for remark in table.remarks)
    files = [path for path in paths if path not in tables]
    read.articles.extend(import_articles(files, language, read.failed.append))
    return read


def _explain(read: _Read) -> None:
    """Print every line left out, and every paragraph that a person should check; also of articles without any."""
    from discourse.corpus import BODY, NoParagraph

    without = [error.imported for error in read.failed if isinstance(error, NoParagraph)]
    for imported in (*read.articles, *without):
        told = [line for line in imported.lines if line.kind != BODY or line.language_uncertain]
        if told:
            typer.echo(f"\n{imported.article.path}, {imported.article.article_id}")
        for line in told:
            typer.echo(f"  line {line.number:>4}  {line.kind:<14}  {line.reason}: {_cut(line.text, _SHORTENED)}")


def _write_paragraphs(read: _Read, out: Path, force: bool, dry_run: bool) -> None:
    from discourse.corpus import paragraph_table

    _show_articles([(imported, imported.article.details, "") for imported in read.articles], dry_run)
    table = paragraph_table(read.articles)
    if not dry_run:
        write_atomic(out, table.to_csv(index=False, lineterminator="\n"), overwrite=force)
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {counted(len(table), 'paragraph')} to {out}")


def _fill(read: _Read, study: Study | None, language: str, outlet: str, order: DateOrder | None, dry_run: bool) -> int:
    """Show what comes into the study, and have it come in; say how many articles cannot."""
    from discourse.corpus.filling import find_additions, read_study_tables, remarks_on

    # Without a study there are no tables, whatever lies in the working directory.
    tables = read_study_tables(study.data if study else Path("no", "study"))
    additions = find_additions(read.articles, tables, language, outlet, order)
    new = additions.new
    _show_articles([(one.imported, one.details, one.copy_of) for one in new], dry_run)
    for remark in remarks_on(additions, study, language):
        typer.echo(remark)
    for error in additions.failed:
        typer.echo(f"discourse: {error}", err=True)
    if not dry_run:
        additions.write(tables)
    if not new:
        typer.echo("Nothing new.")
        return len(additions.failed)
    paragraphs = sum(len(one.imported.body) for one in new)
    done = "Would add" if dry_run else "Added"
    typer.echo(f"{done} to data/articles.csv and data/paragraphs.csv: articles: {len(new)}, paragraphs: {paragraphs}.")
    if dry_run:
        typer.echo("Next: the same without --dry-run")
    elif study is not None:
        say_next("relabel --coder YOURNAME", study)
    return len(additions.failed)


def _show_articles(shown: Sequence[tuple[ImportedArticle, Details, str]], all_of_them: bool) -> None:
    """Print a table: an article a row, what is known of it, its paragraphs and the lines left out by kind."""
    from discourse.corpus import BODY, LINE_KINDS

    if not shown:
        return
    kinds = [kind for kind in LINE_KINDS if any(kind in imported.left_out for imported, _, _ in shown)]
    copies = ["copy of"] if any(copy_of for _, _, copy_of in shown) else []
    rows = [["article", "outlet", "date", "from", "paragraphs", *kinds, *copies]]
    for imported, known, copy_of in shown:
        about = [imported.article.article_id, known.outlet or "-", known.published or "-", known.date_basis or "-"]
        counts = [len(imported.body), *(imported.left_out.get(kind, 0) for kind in kinds)]
        original = [_cut(copy_of, _WIDEST)] if copies else []
        rows.append([*(_cut(cell, _WIDEST) for cell in about), *map(str, counts), *original])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    numbers = range(4, 5 + len(kinds))
    for row in rows[: None if all_of_them else _MOST_ROWS + 1]:
        cells = [cell.rjust(widths[at]) if at in numbers else cell.ljust(widths[at]) for at, cell in enumerate(row)]
        typer.echo("  ".join(cells).rstrip())
    if len(rows) > _MOST_ROWS + 1 and not all_of_them:
        typer.echo(f"and {len(rows) - _MOST_ROWS - 1} more; --dry-run lists all.")
    marked = [
        line for imported, _, _ in shown for line in imported.lines if line.kind == BODY and line.language_uncertain
    ]
    if marked:
        typer.echo(f"{counted(len(marked), 'paragraph')} may be in another language; --explain lists them.")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
