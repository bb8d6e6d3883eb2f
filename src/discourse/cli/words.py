"""``discourse concordance``: where a word stands."""

from __future__ import annotations

from typing import Annotated

import typer

from discourse.cli.common import StudyOption, open_study


def concordance(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A word, or a phrase in quotes.")],
    lines: Annotated[int, typer.Option(min=1, help="At most so many finds.")] = 50,
    width: Annotated[int, typer.Option(min=0, max=10_000, help="Characters of context on each side.")] = 40,
    study: StudyOption = None,
) -> None:
    """Show a word in context (concordance): in the originals where attached, else in the paraphrases.

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
