"""``discourse import`` and ``attach``: what is a paragraph in article files, and which are the study's?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, check_output, open_study, say_next
from discourse.io.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discourse.corpus import ImportedArticle, MatchedOriginals
    from discourse.study import Study

_SHORTENED = 60


def attach(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Your copies of the articles: files or folders.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, write nothing.")] = False,
    write_terms: Annotated[
        bool, typer.Option("--write-terms", help="Count the words of the attached articles into data/terms.csv.gz.")
    ] = False,
    study: StudyOption = None,
) -> None:
    """Attach your own copies of the articles to the study, by digest.

    Files in which paragraphs of the study are found are copied to data/originals, which is never
    committed. Without a PATH, say what is attached already.

    Example: discourse attach ~/articles
    """
    from discourse.corpus import article_files, read_article
    from discourse.corpus import match_originals as attach_articles

    found = open_study(study)
    attached_already = [found.originals] if _files_in(found.originals) else []
    articles = [read_article(path) for path in article_files(paths or attached_already)]
    attached = attach_articles(articles, found.paragraphs)
    _show(attached)
    _check(attached, found)
    copies = _copies(attached, found)
    if copies and not dry_run:
        found.originals.mkdir(exist_ok=True)
        for target, content in copies.items():
            write_atomic(target, content, overwrite=False)
    if copies:
        typer.echo(f"{'Would copy' if dry_run else 'Copied'} {len(copies)} files to {found.originals}")
    if write_terms:
        _write_terms(found, dry_run)
    if attached.texts and not dry_run:
        say_next("figures" if write_terms else "attach --write-terms", found)


def _files_in(folder: Path) -> bool:
    from discourse.corpus import ARTICLE_SUFFIXES

    return folder.is_dir() and any(file.suffix.lower() in ARTICLE_SUFFIXES for file in folder.iterdir())


def _show(attached: MatchedOriginals) -> None:
    for path, number in attached.files.items():
        typer.echo(f"{path}: {number} paragraphs of the study" if number else f"{path}: nothing of the study")
    for article_id, number in attached.missing.items():
        typer.echo(f"{article_id}: {number} paragraphs in none of the files")
    typer.echo(f"{len(attached.texts)} paragraphs matched, {sum(attached.missing.values())} not.")


def _check(attached: MatchedOriginals, study: Study) -> None:
    """Refuse a file that has the name of an article and none of its paragraphs, and files without any."""
    from discourse.errors import DataError

    known = study.paragraphs[study.paragraphs["source_sha256"] != ""].groupby("article_id")["source_sha256"].first()
    for path, number in attached.files.items():
        if not number and (path.stem in known or not attached.texts):
            digest = f" (first digest {known[path.stem][:12]}...)" if path.stem in known else ""
            raise DataError(
                f"paragraphs of the study{digest}",
                "no line with such a digest",
                path,
                "Take the text as the page has it, one paragraph a line.",
            )


def _copies(attached: MatchedOriginals, study: Study) -> dict[Path, bytes]:
    """Find what is to be copied where; refuse to overwrite another file before anything is written."""
    from discourse.errors import DataError

    copies: dict[Path, bytes] = {}
    for path, number in attached.files.items():
        target, content = study.originals / path.name, path.read_bytes()
        if not number or (target.exists() and target.read_bytes() == content):
            continue
        if target.exists():
            raise DataError("a new file or the same one", "another file of that name", target, "Rename or remove one.")
        copies[target] = content
    return copies


def _write_terms(study: Study, dry_run: bool) -> None:
    """Count the originals; refuse if that would lose the counts of paragraphs that are not attached."""
    from discourse.corpus import original_texts
    from discourse.errors import DataError
    from discourse.features import term_table, terms_bytes

    texts = original_texts(study)
    lost = sorted(set(study.terms["paragraph_id"]) - set(texts))
    path = study.data / "terms.csv.gz"
    if lost or not texts:
        found = f"{len(lost)} that are not, such as {lost[0]}" if lost else "no paragraph attached"
        raise DataError("every counted paragraph attached", found, path, "Attach the articles first.")
    table = term_table(texts, study.language)
    if not dry_run:
        write_atomic(path, terms_bytes(table))
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {len(table)} counts of {len(texts)} paragraphs to {path}")


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

    Headings, captions, bylines, comments and other litter are left out. A file that cannot be read is named,
    and the rest goes on; the exit code is then 2.

    Example: discourse import articles/ --explain --out paragraphs.csv
    """
    from discourse.corpus import import_articles, paragraph_table
    from discourse.errors import DataError

    if out is not None:
        check_output(out, force, study, makes="data/paragraphs.csv")
    failed: list[DataError] = []
    articles = import_articles(paths, language or _language(study), failed.append)
    if len(failed) == 1 and not articles:
        raise failed[0]
    for error in failed:
        typer.echo(f"discourse: {error}", err=True)
    if articles:
        _show_imported(articles)
        if explain:
            _explain_lines(articles)
    if articles and out is not None:
        table = paragraph_table(articles)
        if not dry_run:
            write_atomic(out, table.to_csv(index=False, lineterminator="\n"), overwrite=force)
        typer.echo(f"{'Would write' if dry_run else 'Wrote'} {len(table)} paragraphs to {out}")
    if failed:
        found = f"{len(failed)} of {len(failed) + len(articles)} that cannot, named above"
        raise DataError("files that can be read", found, hint="Mend or remove them, and import again.")


def _language(folder: Path | None) -> str:
    """Language of the study named or around."""
    from discourse.errors import DataError
    from discourse.study import Study

    try:
        return Study.find(folder).language
    except DataError:
        if folder is not None:
            raise
        hint = "Add --language CODE, or change into the study's folder."
        raise DataError("a language", "neither --language nor a study", Path.cwd(), hint) from None


def _show_imported(articles: Sequence[ImportedArticle]) -> None:
    """Print a table: an article a row, paragraphs and the lines left out by kind."""
    from discourse.corpus import BODY, LINE_KINDS

    kinds = [kind for kind in LINE_KINDS if any(kind in imported.left_out for imported in articles)]
    rows = [["article", "paragraphs", *kinds]]
    for imported in articles:
        counts = [str(imported.left_out.get(kind, 0)) for kind in kinds]
        rows.append([imported.article.article_id, str(len(imported.body)), *counts])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        typer.echo(f"{row[0].ljust(widths[0])}  {numbers}")
    marked = [line for imported in articles for line in imported.lines if line.kind == BODY and line.language_uncertain]
    if marked:
        typer.echo(f"{len(marked)} paragraphs may be in another language; --explain lists them.")


def _explain_lines(articles: Sequence[ImportedArticle]) -> None:
    """Print every line left out, and every paragraph that a person should check."""
    for imported in articles:
        typer.echo(f"\n{imported.article.path}")
        for line in imported.lines:
            if line.kind != "body" or line.language_uncertain:
                text = line.text if len(line.text) <= _SHORTENED else line.text[: _SHORTENED - 1] + "…"
                typer.echo(f"  line {line.number:>4}  {line.kind:<14}  {line.reason}: {text}")
