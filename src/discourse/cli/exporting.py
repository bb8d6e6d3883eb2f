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
    if target in (Target.linkage, Target.actors):
        files = _network(found, target, analysis, out)
    else:
        files = _table_and_script(found, target, analysis, pillar, out)
    for path in files:
        check_output(path, force, found)
    for path, content in files.items():
        write_atomic(path, content, overwrite=force)
        typer.echo(f"Wrote {path}")
    if len(files) > 1:
        typer.echo(f"\n{[*files.values()][-1]}", nl=False)


def _network(study: Study, target: Target, analysis: str, out: Path) -> dict[Path, str]:
    from discourse.errors import DataError
    from discourse.report.networks import actor_ties, graphml, pillar_ties

    if out.suffix not in (".csv", ".graphml"):
        raise DataError("a name that ends in .csv or .graphml", repr(out.name), "FILE", "Name the file so.")
    nodes, edges = (pillar_ties if target is Target.linkage else actor_ties)(study, analysis)
    return {out: graphml(nodes, edges) if out.suffix == ".graphml" else _csv(edges)}


def _table_and_script(study: Study, target: Target, analysis: str, pillar: str, out: Path) -> dict[Path, str]:
    from discourse.errors import DataError
    from discourse.labels import analysed_rows
    from discourse.report.analysis_files import ENDINGS, analysis_script, analysis_table, term_table

    pillars, periods = study.codebook.pillar_ids, study.settings.period_ids
    if pillar and pillar not in pillars:
        raise DataError(f"one of {', '.join(pillars)}", repr(pillar), "--pillar")
    table = analysis_table(analysed_rows(study, analysis), pillars, periods)
    files, terms = {out: _csv(table)}, out.with_name(f"{out.stem}-terms.csv")
    if target is Target.quanteda:
        files[terms] = _csv(term_table(study, table["paragraph"].tolist()))
    script = analysis_script(target.value, out.name, pillar or pillars[0], periods, terms.name)
    # With a hyphen no name of a script can hide a Python module, as statsmodels.py would.
    return {**files, out.with_name(f"{out.stem}-analysis{ENDINGS[target.value]}"): script}


def _csv(table: Any) -> str:
    written: str = table.to_csv(index=False, lineterminator="\n")
    return written
