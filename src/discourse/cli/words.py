"""``discourse words``: the commands on words, and the one that says who is named."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import RawOption, StudyOption, check_output, open_study, write_table

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.study import Study

words_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Unit(StrEnum):
    """What is counted."""

    article = "article"
    paragraph = "paragraph"


@words_app.callback()
def words_group() -> None:
    """Look at words: those that set the periods apart, what stands near a word, what is repeated, who is named.

    Example: discourse words keyness
    """


@words_app.command()
def actors(
    analysis: Annotated[str, typer.Option(metavar="ID", help="Analysis of study.toml. Default: the main one.")] = "",
    unit: Annotated[Unit, typer.Option(help="Count articles or paragraphs that name an actor.")] = Unit.article,
    by_pillar: Annotated[
        bool, typer.Option("--by-pillar", help="Count among the paragraphs of each pillar apart.")
    ] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="List capitalised names, to write data/actors.toml from.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Say how often the actors of data/actors.toml are named in each period, with intervals by article.

    Example: discourse words actors --unit paragraph --by-pillar --out actors.csv
    """
    from discourse.report.named import actor_table

    found = open_study(study)
    if out:
        check_output(out, force, found)
    table = _names(found) if propose else actor_table(found, analysis, unit=unit.value, by_pillar=by_pillar)
    if out:
        write_table(out, table, force, raw)
    lines = table.head(100).to_string(index=False) if propose else "\n".join(_actor_lines(table, found, unit))
    typer.echo(lines)


def _names(study: Study) -> DataFrame:
    from discourse.words import propose_names

    ids = study.paragraphs["paragraph_id"]
    texts = dict(zip(ids, study.paragraphs["text"], strict=True))
    return propose_names(texts, dict(zip(ids, study.paragraphs["article_id"], strict=True)))


def _actor_lines(table: DataFrame, study: Study, unit: Unit) -> list[str]:
    """Write a line an actor: how many of how many in each period, and the shift in points with its interval."""
    earlier, later = study.settings.compared
    total = "articles" if unit is Unit.article else "paragraphs"
    level = f"{100 * study.settings.level:.0f}%"
    lines = [f"{total.capitalize()} that name an actor, {earlier} -> {later}; points, {level} interval by article"]
    for (pillar, name), part in table.groupby(["pillar", "name"], sort=False):
        before, after, shift = part.to_dict("records")
        counts = [f"{row['numerator']:.0f} of {row[total]}" if row[total] else "none" for row in (before, after)]
        lead = f"{pillar:16} " if pillar else ""
        lines.append(f"{lead}{name:22} {counts[0]:>12} -> {counts[1]:<12} {_points(shift)}")
    return lines


def _points(shift: dict[Any, Any]) -> str:
    if isnan(shift["value"]):
        return "no shift"
    bounds = "no interval" if isnan(shift["low"]) else f"[{100 * shift['low']:+.1f}, {100 * shift['high']:+.1f}]"
    return f"{100 * shift['value']:+.1f} {bounds}"
