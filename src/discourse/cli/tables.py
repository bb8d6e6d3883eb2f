"""``discourse table``: a figure's numbers as a paper's table."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from discourse.cli.context import StudyOption, open_study


class Form(StrEnum):
    """Forms of a table."""

    markdown = "markdown"
    latex = "latex"
    csv = "csv"


def table(
    stem: Annotated[str, typer.Argument(metavar="STEM", help="The figure, by its stem.")],
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.markdown,
    study: StudyOption = None,
) -> None:
    """Write a figure's numbers as a table; LaTeX is for the booktabs package.

    Example: discourse table emphasis --format latex
    """
    from discourse.report import paper_table

    typer.echo(paper_table(open_study(study), stem, form.value), nl=False)
