"""``discourse emphasis``: shares and shifts in words, or shares by month, outlet and the like."""

from __future__ import annotations

from functools import partial
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import RawOption, StudyOption, check_output, open_study, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from discourse.emphasis.estimators import Estimator
    from discourse.emphasis.inputs import Paragraphs, Quantity
    from discourse.emphasis.shares import Estimate
    from discourse.study import Study

_FEW = "*"


def emphasis(
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
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Say how large each pillar's share is, with counts and intervals by article: by period, month, outlet.

    Example: discourse emphasis

    Example: discourse emphasis --by quarter --pillar political

    Example: discourse emphasis --by month,outlet --fewest 5 --out cells.csv
    """
    from discourse.errors import DataError

    found = open_study(study)
    if out:
        check_output(out, force, found)
    pillars = found.codebook.pillar_ids
    if pillar and pillar not in pillars:
        raise DataError(f"one of {', '.join(pillars)}", repr(pillar), "--pillar", "Use one of these.")
    if fewest and not by:
        raise DataError("--by beside it", "none", "--fewest", "Periods are never taken together: add --by outlet, say.")
    shown = [pillar] if pillar else list(pillars)
    quantity: Quantity = "mention_share" if mention else "share"
    if by:
        table, lines = _by(found, [name.strip() for name in by.split(",")], analysis, quantity, fewest, shown)
    else:
        table, lines = _by_period(found, analysis, quantity, shown)
    if out:
        write_table(out, table, force, raw)
    typer.echo("\n".join(lines))


def _by(
    study: Study, by: list[str], analysis: str, quantity: Quantity, fewest: int, shown: list[str]
) -> tuple[DataFrame, list[str]]:
    """Compute the shares in cells, and write them as lines."""
    from discourse.emphasis import emphasis_by
    from discourse.labels.table import coded_table, select

    settings, pillars = study.settings, study.codebook.pillar_ids
    chosen = settings.analysis(analysis) if analysis else settings.analyses[0]
    rows = select(coded_table(study), chosen, settings.period_ids)
    choices: Any = {"periods": settings.period_ids, "quantity": quantity, "fewest": fewest, "level": settings.level}
    found = emphasis_by(rows, pillars, by, **choices)
    one = found[found["pillar"] == pillars[0]]
    lines = [_heading(study, chosen.title, f"{one['articles'].sum()} articles", quantity)]
    for each in shown:
        own = found[found["pillar"] == each]
        cells = [[*by, "articles"], *own[[*by, "articles"]].astype(str).values.tolist()]
        said = [_share(row) for row in own.to_dict("records")]
        lines += ["", study.codebook.names[each], *_aligned(cells, ["paragraphs, %", *said])]
    without = rows["article_id"].nunique() - int(one["articles"].sum())
    return found[found["pillar"].isin(shown)], [*lines, *_cell_notes(one, by, without)]


def _cell_notes(cells: DataFrame, by: list[str], without: int) -> list[str]:
    """Say what is marked, undated, taken together, or left out."""
    from discourse.emphasis.measures.spans import UNDATED, read_span

    said = [""]
    if cells["few"].any():
        said.append(f"{_FEW} fewer than five articles: no interval.")
    for name in by:
        undated = int(cells.loc[cells[name] == UNDATED, "articles"].sum())
        if undated and read_span(name):
            said.append(
                f"{UNDATED}: {undated} article{'s' * (undated > 1)} with a date coarser than the {read_span(name)}."
            )
    said += [f"other: {note}." for note in cells["note"].unique() if note]
    if without:
        said.append(f"Left out: {without} article{'s' * (without > 1)} without a paragraph coded with a pillar.")
    return said if len(said) > 1 else []


def _by_period(study: Study, analysis: str, quantity: Quantity, shown: list[str]) -> tuple[DataFrame, list[str]]:
    """Compute both periods' shares, the shifts and what may be said of them, and write them as lines."""
    from discourse.emphasis import emphasis_rows, estimate, read_paragraphs, table_notes, verdict_text
    from discourse.emphasis.correction.choice import behind_people, choose_estimator
    from discourse.emphasis.findings.basis import basis_notes, basis_rows
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
    return table, [heading, "", *_aligned(cells, verdicts), "", *basis_notes(basis_rows(choice)), *notes]


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
    bounds = f" {_FEW}" if few else f" [{100 * row['low']:.1f}, {100 * row['high']:.1f}]"
    return f"{row['numerator']:.0f} of {row['paragraphs']:.0f}, {100 * row['value']:.1f}{bounds}"


def _shift(row: dict[Any, Any]) -> str:
    if isnan(row["value"]):
        return "none"
    bounds = "" if isnan(row["low"]) else f" [{100 * row['low']:+z.1f}, {100 * row['high']:+z.1f}]"
    return f"{100 * row['value']:+z.1f}{bounds}"


def _aligned(cells: Sequence[Sequence[str]], last: Sequence[str]) -> list[str]:
    """Write rows of cells in columns, and a text at the end of each."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells)
    return [f"  {row}  {text}".rstrip() for row, text in zip(rows, last, strict=True)]
