"""``discourse labels list``: which codings are in the log, and which did their coders flag?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import RawOption, StudyOption, VariableOption, check_output, open_study, write_table
from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame


def list_codings(
    *,
    unclear: Annotated[
        bool, typer.Option("--unclear", help="Those whose coder found the text of the paragraph unclear.")
    ] = False,
    unsure: Annotated[bool, typer.Option("--unsure", help="Those whose coder was unsure.")] = False,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Those of one coder.")] = "",
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the list here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """List codings, as each coder last coded each paragraph: all of them, or those with a flag.

    With both flags, codings that have one or the other are listed. On the page, s marks doubt and x an unclear text.

    Example: discourse labels list --unclear
    """
    from discourse.errors import LabelError
    from discourse.labels.log import read_codings
    from discourse.labels.team.flags import flagged_codings

    found = open_study(study, variable)
    if out:
        check_output(out, force, found)
    codings = read_codings(found)
    if coder:
        known = sorted(codings["coder"].unique())
        if coder not in known:
            raise LabelError(f"one of the coders {', '.join(known)}", repr(coder), "--coder", "Name one of them.")
        codings = codings[codings["coder"] == coder]
    table = flagged_codings(codings, unsure=unsure, unclear=unclear)
    if out:
        columns = ["paragraph_id", "coder", "primary", "also", "unsure", "unclear", "when", "why", "queue", "note"]
        write_table(out, table[columns].assign(also=table["also"].map(" ".join)), force, raw)
    for line in _lines(table):
        typer.echo(line)
    flags = " or ".join(name for name, wanted in (("unsure", unsure), ("text unclear", unclear)) if wanted)
    count = f"{len(table)} coding{'' if len(table) == 1 else 's'}"
    typer.echo(f"{count}{f' ({flags})' if flags else ''} of {counted(table['paragraph_id'].nunique(), 'paragraph')}")


def _lines(table: DataFrame) -> Iterator[str]:
    """Write a line for each coding: paragraph, coder, code, flags, note."""
    for row in table.to_dict("records"):
        also = f" (also {', '.join(row['also'])})" if row["also"] else ""
        flags = [name for name, shown in (("unsure", row["unsure"]), ("text unclear", row["unclear"])) if shown]
        parts = [f"{row['primary']}{also}", *flags, row["note"]]
        yield f"{row['paragraph_id']}  {row['coder']}: {'; '.join(filter(None, parts))}"
