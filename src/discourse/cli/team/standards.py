"""``discourse pace``, and what ``relabel`` asks of it: how do coders learn, how fast do they work, how well?"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import RawOption, StudyOption, VariableOption, check_output, open_study, write_table
from discourse.display import counted

if TYPE_CHECKING:
    from discourse.annotation.practice.gold import GoldItems
    from discourse.study import Study


def pace(
    *,
    listing: Annotated[
        bool, typer.Option("--list", help="List every coding that came faster than anybody reads.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table of coders here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """How fast each person codes, how far they agree with what was decided, and how practice went.

    A coding is marked that came faster than anybody reads: less time on the paragraph than its words / 8 seconds. It is
    neither changed nor left out. Agreement with decided paragraphs counts those that were decided on before they were
    coded; relabel --gold N mixes some in.

    Example: discourse pace --list
    """
    from discourse.labels.team.pace import WORDS_A_SECOND
    from discourse.studies.pace import pace_table

    found = open_study(study, variable)
    if out:
        check_output(out, force, found)
    table = pace_table(found)
    if out:
        write_table(out, table, force, raw)
    if table.empty:
        typer.echo("No person has coded or practised yet.")
        return
    typer.echo(f"{'':20} {'paragraphs':>10} {'median':>8} {'too fast':>14}  {'as decided':32} practice")
    for row in table.to_dict("records"):
        typer.echo(_line(row))
    typer.echo("\nmedian: seconds a coding.")
    typer.echo(
        f"too fast: less time on the paragraph than its words / {WORDS_A_SECOND:g} seconds, in which nobody reads it."
    )
    typer.echo("  Such codings are marked, not left out.")
    level = f"{found.settings.level:.0%}"
    typer.echo(f"as decided: the primary code of a decision that came before the coding; {level} interval by article,")
    typer.echo("  from five articles on.")
    typer.echo("practice: right at the first try.")
    if listing:
        _list_fast(found)


def _line(row: Mapping[Any, Any]) -> str:
    median = "-" if isnan(row["median_seconds"]) else f"{row['median_seconds']:.1f} s"
    fast = f"{row['too_fast']} of {row['timed']}" if row["timed"] else "-"
    gold = "-"
    if row["gold"]:
        interval = "" if isnan(row["low"]) else f" ({row['low']:.0%} to {row['high']:.0%})"
        gold = f"{row['gold_right']} of {row['gold']}, {row['agreement']:.0%}{interval}"
    practice = f"{row['practised_right']} of {row['practised']}" if row["practised"] else "-"
    return f"{row['coder']:20} {row['codings']:10} {median:>8} {fast:>14}  {gold:32} {practice}"


def _list_fast(study: Study) -> None:
    from discourse.labels.team.pace import too_fast_codings

    fast = too_fast_codings(study)
    typer.echo("\nFaster than anybody reads:" if len(fast) else "\nNo coding came faster than anybody reads.")
    for row in fast.itertuples(index=False):
        typer.echo(f"  {row.coder:20} {row.paragraph_id:28} {row.spent:6.1f} s of at least {row.least:.1f}")


def gold_items(study: Study, number: int) -> GoldItems:
    """Find the paragraphs that were decided on, and say how many there are.

    Raises
    ------
    LabelError
        If there is none.
    """
    from discourse.annotation.practice.gold import GoldItems
    from discourse.errors import LabelError
    from discourse.labels.log import read_codings
    from discourse.labels.team.gold import gold_codes

    gold = gold_codes(read_codings(study, undone=True), study.settings, study.codebook)
    if gold.retired:
        typer.echo(f"Left out of the gold: {gold.retired} decided with a code that the codebook has retired.")
    if gold.codes.empty:
        hint = "Decide on some first: discourse relabel --queue disagreements"
        raise LabelError("paragraphs that were decided on", "none", "--gold", hint)
    by_machine = int(gold.codes["machine"].sum())
    machine = f", {by_machine} of them by machine coders" if by_machine else ""
    were = "was" if len(gold.codes) == 1 else "were"
    few = f"; fewer than the {number} asked for" if len(gold.codes) < number else ""
    typer.echo(f"Gold: drawn from {counted(len(gold.codes), 'paragraph')} that {were} decided on{machine}{few}.")
    return GoldItems(gold, number, study.settings.seed)


def offer_practice(study: Study, coder: str) -> None:
    """Say to a new coder that there are practice items."""
    from discourse.annotation.practice.page import is_new

    if is_new(study, coder):
        items = counted(len(study.codebook.practice), "practice item")
        typer.echo(f"{coder} has coded nothing yet. The page offers {items} first, and you may pass on.")
