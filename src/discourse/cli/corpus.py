"""``discourse attach``: which articles in these files are the study's?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, open_study, say_next
from discourse.display import counted
from discourse.io.files import write_atomic

if TYPE_CHECKING:
    from discourse.corpus import MatchedOriginals
    from discourse.study import Study


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
        typer.echo(f"{'Would copy' if dry_run else 'Copied'} {counted(len(copies), 'file')} to {found.originals}")
    if write_terms:
        _write_terms(found, dry_run)
    if attached.texts and not dry_run:
        say_next("figures" if write_terms else "attach --write-terms", found)


def _files_in(folder: Path) -> bool:
    from discourse.corpus import ARTICLE_SUFFIXES

    return folder.is_dir() and any(file.suffix.lower() in ARTICLE_SUFFIXES for file in folder.iterdir())


def _show(attached: MatchedOriginals) -> None:
    for path, number in attached.files.items():
        typer.echo(
            f"{path}: {counted(number, 'paragraph')} of the study" if number else f"{path}: nothing of the study"
        )
    for article_id, number in attached.missing.items():
        typer.echo(f"{article_id}: {counted(number, 'paragraph')} in none of the files")
    typer.echo(f"{counted(len(attached.texts), 'paragraph')} matched, {sum(attached.missing.values())} not.")


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
    counts = f"{counted(len(table), 'count')} of {counted(len(texts), 'paragraph')}"
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {counts} to {path}")
