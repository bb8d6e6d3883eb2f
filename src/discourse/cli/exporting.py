"""``discourse export``: an analysis as a table for R or Python, or as a network."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import StudyOption, check_output, open_study

if TYPE_CHECKING:
    from discourse.study import Study


class Target(StrEnum):
    """What the files are for."""

    survey = "survey"
    statsmodels = "statsmodels"
    quanteda = "quanteda"
    linkage = "linkage"
    actors = "actors"


def export(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write: .csv, or .graphml for a network.")],
    target: Annotated[
        Target,
        typer.Option(
            "--for",
            help="R's survey, Python's statsmodels, R's quanteda (a table and a script beside it); "
            "or a network: pillars named together (linkage), or actors and pillars (actors).",
        ),
    ],
    analysis: Annotated[str, typer.Option(metavar="ID", help="Analysis of study.toml. Default: the main one.")] = "",
    pillar: Annotated[str, typer.Option(metavar="ID", help="Pillar in the script. Default: the first.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
    study: StudyOption = None,
) -> None:
    """Write an analysis for another program, with the lines that reproduce its first numbers there.

    Example: discourse export ties.graphml --for linkage
    """
    from discourse.io.files import write_atomic

    found = open_study(study)
    check_output(out, force, found)
    places = _places(target, out)
    for path in places[1:]:
        check_output(path, force, found)
    network = target in (Target.linkage, Target.actors)
    contents = (_network if network else _table_and_script)(found, target, analysis, pillar, places)
    for path, content in zip(places, contents, strict=True):
        write_atomic(path, content, overwrite=force)
        typer.echo(f"Wrote {path}")
    if not network:
        typer.echo(f"\n{contents[-1]}", nl=False)


def _places(target: Target, out: Path) -> list[Path]:
    """Name the files to write: a network, or a table, the counts of its terms, and a script."""
    from discourse.errors import DataError
    from discourse.report.analysis_files import ENDINGS

    if target not in ENDINGS:
        if out.suffix not in (".csv", ".graphml"):
            raise DataError("a name that ends in .csv or .graphml", repr(out.name), "FILE", "Name the file so.")
        return [out]
    terms = [out.with_name(f"{out.stem}-terms.csv")] if target is Target.quanteda else []
    # With a hyphen no name of a script can hide a Python module, as statsmodels.py would.
    return [out, *terms, out.with_name(f"{out.stem}-analysis{ENDINGS[target.value]}")]


def _network(study: Study, target: Target, analysis: str, pillar: str, places: list[Path]) -> list[str]:
    from discourse.errors import DataError
    from discourse.report.networks import actor_ties, graphml, pillar_ties

    if pillar:
        raise DataError("no pillar for a network", repr(pillar), "--pillar", "Leave it out: a network has all pillars.")
    nodes, edges = (pillar_ties if target is Target.linkage else actor_ties)(study, analysis)
    return [graphml(nodes, edges) if places[0].suffix == ".graphml" else _csv(edges)]


def _table_and_script(study: Study, target: Target, analysis: str, pillar: str, places: list[Path]) -> list[str]:
    from discourse.errors import DataError
    from discourse.labels import analysed_rows
    from discourse.report.analysis_files import analysis_script, analysis_table, term_table

    pillars, periods = study.codebook.pillar_ids, study.settings.compared
    if pillar and pillar not in pillars:
        raise DataError(f"one of {', '.join(pillars)}", repr(pillar), "--pillar")
    table = analysis_table(analysed_rows(study, analysis), pillars, periods)
    terms = [_csv(term_table(study, table["paragraph"].tolist()))] if target is Target.quanteda else []
    names = [path.name for path in places]
    script = analysis_script(target.value, names[0], pillar or pillars[0], periods, names[1])
    return [_csv(table), *terms, script]


def _csv(table: Any) -> str:
    written: str = table.to_csv(index=False, lineterminator="\n")
    return written
