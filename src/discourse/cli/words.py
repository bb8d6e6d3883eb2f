"""``discourse concordance``: where a word stands."""

from __future__ import annotations

from typing import Annotated

import typer

from discourse.cli.common import StudyOption, open_study


def concordance(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word, or a phrase in quotes.")],
    lines: Annotated[int, typer.Option(help="At most so many finds.")] = 50,
    width: Annotated[int, typer.Option(help="Characters of context on each side.")] = 40,
    study: StudyOption = None,
) -> None:
    """Show every place where a word stands: in the originals where attached, else in the restatements.

    Example: discourse concordance "kereta api"
    """
    from discourse.corpus import original_texts
    from discourse.words import kwic

    found = open_study(study)
    texts = dict(zip(found.paragraphs["paragraph_id"], found.paragraphs["text"], strict=True))
    texts.update(original_texts(found))
    table = kwic(texts, word, width=width, lines=lines)
    for row in table.itertuples():
        typer.echo(f"{row.left:>{width}}  {row.word}  {row.right:<{width}}  {row.paragraph_id}")
    typer.echo(f"{len(table)} finds")
