"""``discourse emphasis``: shares and shifts in words, or shares by month, outlet and the like."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.cells.notes import FEW, cell_notes, labelled_mark, rule_notes
from discourse.cli.classifying.tables import OnError
from discourse.cli.common import RawOption, StudyOption, check_output, open_study, write_table
from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame

    from discourse.emphasis.estimators import Estimator
    from discourse.emphasis.inputs import Paragraphs, Quantity
    from discourse.emphasis.shares import Estimate
    from discourse.study import Study


class Weighting(StrEnum):
    """What a paragraph weighs."""

    paragraph = "paragraph"
    article = "article"
    word = "word"


def emphasis(
    source: Annotated[
        Path | None, typer.Argument(metavar="INPUT", help="A classified table, or a folder of them; see below.")
    ] = None,
    *,
    by: Annotated[
        str,
        typer.Option(
            metavar="A,B",
            help="Shares in cells of: day, week, month, quarter, year, also 2months and the like; period; or a column "
            "of articles.csv, such as outlet or genre. Default: both periods and the shift.",
        ),
    ] = "",
    analysis: Annotated[str, typer.Option(metavar="ID", help="Analysis of study.toml. Default: the main one.")] = "",
    pillar: Annotated[str, typer.Option(metavar="ID", help="Only this pillar.")] = "",
    mention: Annotated[
        bool,
        typer.Option("--mention", help="Count paragraphs that mention a pillar, not those that are mainly about it."),
    ] = False,
    fewest: Annotated[
        int, typer.Option(min=0, help='With --by: take groups with fewer articles together as "other".')
    ] = 0,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table here too.")] = None,
    periods: Annotated[
        str,
        typer.Option(metavar="A,B", help="With INPUT: the two periods, earlier first. Default: those of study.toml."),
    ] = "",
    weighting: Annotated[
        Weighting, typer.Option(help="With INPUT: what a paragraph weighs: 1, its part of the article, or its words.")
    ] = Weighting.paragraph,
    model: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="With INPUT: the model that classified it; corrects for its errors."),
    ] = None,
    on_error: Annotated[
        OnError, typer.Option(help="With INPUT: at a row that cannot be counted, stop, or skip it and say so.")
    ] = OnError.stop,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="With INPUT: about how much memory to take.")] = "2GB",
    threads: Annotated[int | None, typer.Option(min=1, metavar="N", help="With INPUT: default one a core.")] = None,
    temp: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="With INPUT: where to put what does not fit. Default: beside --out."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Say how large each pillar's share is, with counts and intervals by article: by period, month, outlet.

    Without INPUT the study's codings are counted. INPUT is what discourse classify wrote, of whatever size: a .parquet,
    .csv or .csv.gz file, or a folder of them. It is added up by the library duckdb, and never held in memory. Shares
    are as predicted, unless --model says how often the classifier takes one pillar for another: then corrected
    shares stand beside them, on the assumption that it errs alike in both periods, and in INPUT as in the
    labelled paragraphs. Their intervals also know how few these are.

    A row of INPUT that cannot be counted (a broken row of a CSV file, a date that is none, an unknown pillar, no
    article_id, an article in two cells) is an error: it is named, and the exit code is 2. With --on-error skip it is
    left out, and what was left out is counted.

    Example: discourse emphasis

    Example: discourse emphasis --by quarter --pillar political

    Example: discourse emphasis --by month,outlet --fewest 5 --out cells.csv

    Example: discourse emphasis classified.parquet --periods 2019,2021 --model model.npz

    Example: discourse emphasis classified/ --by month,outlet --memory 8GB --temp /scratch --out cells.csv
    """
    from discourse.errors import DataError

    if fewest and not by:
        raise DataError("--by beside it", "none", "--fewest", "Periods are never taken together: add --by outlet, say.")
    quantity: Quantity = "mention_share" if mention else "share"
    if source is not None:
        from discourse.cli.archive.shares import ArchiveChoices, Bounds, write_archive

        _refuse({"--analysis": analysis}, "no INPUT beside it", "An archive has no analyses: leave it out.")
        asked = ArchiveChoices(_parts(by), _parts(periods), pillar, quantity, weighting.value, fewest, model)
        bounds = Bounds(on_error == OnError.skip, memory, threads, temp)
        write_archive(source, asked, bounds, study, out, force, raw)
        return
    alone = {"--periods": periods, "--model": model, "--temp": temp, "--threads": threads}
    alone["--weighting"] = weighting if weighting != Weighting.paragraph else ""
    _refuse(alone, "INPUT beside it", "Name a classified table.")
    found = open_study(study)
    if out:
        check_output(out, force, found)
    pillars = found.codebook.pillar_ids
    if pillar and pillar not in pillars:
        raise DataError(f"one of {', '.join(pillars)}", repr(pillar), "--pillar", "Use one of these.")
    shown = [pillar] if pillar else list(pillars)
    if by:
        table, lines = _by(found, _parts(by), analysis, quantity, fewest, shown)
    else:
        table, lines = _by_period(found, analysis, quantity, shown)
    if out:
        write_table(out, table, force, raw)
    typer.echo("\n".join(lines))


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",")] if listed else []


def _refuse(given: Mapping[str, object], expected: str, hint: str) -> None:
    """Refuse the first option that is given where it means nothing."""
    from discourse.errors import DataError, shown

    for option, value in given.items():
        if value:
            raise DataError(expected, shown(value), option, hint)


def _by(
    study: Study, by: list[str], analysis: str, quantity: Quantity, fewest: int, shown: list[str]
) -> tuple[DataFrame, list[str]]:
    """Compute the shares in cells, and write them as lines."""
    from discourse.emphasis import emphasis_by, read_paragraphs
    from discourse.emphasis.correction.choice import is_drawn_sample
    from discourse.labels.table import coded_table, select

    settings, pillars = study.settings, study.codebook.pillar_ids
    chosen = settings.analysis(analysis) if analysis else settings.analyses[0]
    rows = select(coded_table(study), chosen, settings.period_ids)
    choices: Any = {"periods": settings.period_ids, "quantity": quantity, "fewest": fewest, "level": settings.level}
    sampled = is_drawn_sample(read_paragraphs(rows, pillars, settings.compared))
    found = emphasis_by(rows, pillars, by, **choices, by_rule=sampled)
    one = found[found["pillar"] == pillars[0]]
    lines = [_heading(study, chosen.title, counted(int(one["articles"].sum()), "article"), quantity)]
    for each in shown:
        own = found[found["pillar"] == each]
        cells = [[*by, "articles"], *own[[*by, "articles"]].astype(str).values.tolist()]
        said = [_share(row) + labelled_mark(row) for row in own.to_dict("records")]
        lines += ["", study.codebook.names[each], *aligned(cells, ["paragraphs, %", *said])]
    without = rows["article_id"].nunique() - int(one["articles"].sum())
    notes = [*cell_notes(one, by, without), *(rule_notes(one) if sampled else [])]
    return found[found["pillar"].isin(shown)], [*lines, *notes]


def _by_period(study: Study, analysis: str, quantity: Quantity, shown: list[str]) -> tuple[DataFrame, list[str]]:
    """Compute both periods' shares, the shifts and what may be said of them, and write them as lines."""
    from discourse.emphasis import emphasis_rows, estimate, read_paragraphs, table_notes, verdict_text
    from discourse.emphasis.correction.choice import behind_people, choose_estimator
    from discourse.emphasis.findings.basis import basis_notes, basis_rows
    from discourse.emphasis.findings.coder_errors import coder_error_rows, coder_notes
    from discourse.labels.consent.known_errors import study_errors
    from discourse.labels.table import analysed_rows

    settings, names = study.settings, study.codebook.names
    paragraphs = read_paragraphs(analysed_rows(study, analysis), study.codebook.pillar_ids, settings.compared)
    paragraphs = _with_predictions(paragraphs, study)
    choice = choose_estimator(paragraphs)
    found = estimate(paragraphs, estimator=choice.estimator, quantity=quantity)
    found = behind_people(found, paragraphs) if choice.sampled else found
    rows = emphasis_rows([found], settings.level)
    rows["numerator"] = _numerators(rows, paragraphs, quantity, choice.sampled)
    table = rows.merge(_said(paragraphs, found, study, choice.estimator), on="pillar")
    table.loc[table["quantity"] == quantity, ["p_holm", "verdict", "reason"]] = (float("nan"), "", "")
    table = table[table["pillar"].isin(shown)]
    cells = [["pillar", *settings.compared, "shift in points"]]
    for pillar in shown:
        before, after, shift = table[table["pillar"] == pillar].to_dict("records")
        cells.append([names[pillar], _share(before), _share(after), _shift(shift)])
    said = table[table["verdict"] != ""]
    verdicts = ["", *map(verdict_text, said["verdict"], said["reason"])]
    title = (settings.analysis(analysis) if analysis else settings.analyses[0]).title
    heading = _heading(study, title, f"{found.articles[0]} + {found.articles[1]} articles", quantity)
    notes = () if choice.sampled else table_notes(paragraphs, level=settings.level)
    erred = None if quantity == "mention_share" else study_errors(study)
    of_coders = coder_notes(coder_error_rows(paragraphs, choice, erred, settings), names)
    return table, [heading, "", *aligned(cells, verdicts), "", *basis_notes(basis_rows(choice)), *of_coders, *notes]


def _with_predictions(paragraphs: Paragraphs, study: Study) -> Paragraphs:
    """Let the classifier predict the paragraphs where people have coded a drawn sample; that takes a while."""
    from discourse.emphasis.correction.choice import add_predictions, is_drawn_sample

    if not is_drawn_sample(paragraphs):
        return paragraphs
    from discourse.evaluation.held_out import proxy_predictions

    folds = study.settings.folds
    tell = partial(typer.echo, err=True)
    return add_predictions(
        paragraphs, proxy_predictions(study, lambda fold: tell(f"classifier: predicted fold {fold} of {folds}"))
    )


def _numerators(rows: DataFrame, paragraphs: Paragraphs, quantity: Quantity, sampled: bool) -> Any:
    """Count each pillar's paragraphs; in a sample those that people coded."""
    from discourse.emphasis.findings.analysis import people_counts

    if sampled:
        return people_counts(rows, paragraphs)["count"]
    return (rows["value"] * rows["paragraphs"]).round().where(rows["quantity"] == quantity)


def _said(paragraphs: Paragraphs, found: Estimate, study: Study, estimator: Estimator) -> DataFrame:
    """Test every pillar's shift: its adjusted p, the verdict on it, and the reason."""
    from discourse.emphasis import deciding_shifts, shift_test_rows, verdicts

    settings = study.settings
    tests = shift_test_rows(found, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    sums = found.sums if estimator == "coded" else None
    said = verdicts(tests, deciding_shifts(paragraphs, settings.level, sums, estimator), settings.level)
    return tests[["pillar", "p_holm"]].merge(said, on="pillar")


def _heading(study: Study, title: str, articles: str, quantity: Quantity) -> str:
    counted = "that mention the pillar" if quantity == "mention_share" else "mainly about the pillar"
    level = f"{100 * study.settings.level:.0f}% confidence intervals by article"
    return f"{title}: {articles}. Paragraphs {counted}, of all that have one; % with {level}."


def _share(row: dict[Any, Any]) -> str:
    """Write a share: "11 of 83, 13.3 [7.1, 22.9]"."""
    if not row["paragraphs"]:
        return "none"
    few = isnan(row["low"])
    bounds = f" {FEW}" if few else f" [{100 * row['low']:.1f}, {100 * row['high']:.1f}]"
    return f"{row['numerator']:.0f} of {row['paragraphs']:.0f}, {100 * row['value']:.1f}{bounds}"


def _shift(row: dict[Any, Any]) -> str:
    if isnan(row["value"]):
        return "none"
    bounds = "" if isnan(row["low"]) else f" [{100 * row['low']:+z.1f}, {100 * row['high']:+z.1f}]"
    return f"{100 * row['value']:+z.1f}{bounds}"


def aligned(cells: Sequence[Sequence[str]], last: Sequence[str]) -> list[str]:
    """Write rows of cells in columns, and a text at the end of each."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells)
    return [f"  {row}  {text}".rstrip() for row, text in zip(rows, last, strict=True)]
