"""``discourse agreement``: how far coders agree, and on what they differ."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import RawOption, StudyOption, VariableOption, check_output, open_study, write_table

if TYPE_CHECKING:
    from pandas import DataFrame


def agreement(
    jackknife: Annotated[
        bool, typer.Option("--jackknife", help="Interval by jackknife, better for few articles.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List every paragraph on which two coders differ.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table of agreement here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Krippendorff's alpha for the primary code and each code's mention, for all coders and each pair.

    Codings made with others' in sight (review, adjudication) are left out: they say nothing about agreement.

    Example: discourse agreement --list
    """
    from discourse.labels.agreement import agreement_table, disagreements
    from discourse.labels.log import read_codings
    from discourse.labels.reliability import BOOTSTRAP, JACKKNIFE, MIN_ARTICLES_FOR_INTERVAL

    found = open_study(study, variable)
    if out:
        check_output(out, force, found)
    codings, settings, paragraphs = read_codings(found), found.settings, found.paragraphs
    articles = dict(zip(paragraphs["paragraph_id"], paragraphs["article_id"], strict=True))
    method = JACKKNIFE if jackknife else BOOTSTRAP
    table = agreement_table(
        codings,
        articles,
        found.codebook,
        level=settings.level,
        resamples=settings.resamples,
        seed=settings.seed,
        method=method,
    )
    if out:
        write_table(out, table, force, raw)
    named = f"{found.codebook.name}: " if variable else ""
    typer.echo(f"{named}Krippendorff's alpha (nominal), {settings.level:.0%} interval by {method}")
    typer.echo("Krippendorff's thresholds: .80 reliable, .667 tentative")
    for coders, rows in table.groupby("coders", sort=False):
        first = rows.iloc[0]
        typer.echo(f"\n{coders}: {first['paragraphs']} paragraphs, {first['articles']} articles")
        for row in rows.to_dict("records"):
            typer.echo(f"  {row['quantity']:18} {_alpha(row):30} {_share(row['percent'])} agree")
    if (table["alpha"].notna() & table["low"].isna()).any():
        typer.echo(f"\nNo interval: fewer than {MIN_ARTICLES_FOR_INTERVAL} articles, or no two codings differ.")
    _differences(disagreements(codings, found.codebook), listing)


def _alpha(row: Mapping[Any, Any]) -> str:
    if isnan(row["alpha"]):
        return "undefined (one value only)"
    if isnan(row["low"]):
        return f"{row['alpha']:.3f} (no interval)"
    return f"{row['alpha']:.3f} ({row['low']:.3f} to {row['high']:.3f})"


def _share(value: float) -> str:
    return "   -  " if isnan(value) else f"{value:6.1%}"


def _differences(table: DataFrame, listing: bool) -> None:
    if table.empty:
        typer.echo("\nNo two coders differ in a primary code.")
        return
    typer.echo(f"\n{len(table)} differences in the primary code, {int(table['decided'].sum())} of them decided:")
    for (one, other), rows in table.groupby(["one", "other"], sort=False):
        typer.echo(f"  {len(rows):4}  {one} / {other}")
        if listing:
            for row in rows.itertuples(index=False):
                decided = ", decided" if row.decided else ""
                typer.echo(f"        {row.paragraph_id}  {row.coder_one} / {row.coder_other}{decided}")
