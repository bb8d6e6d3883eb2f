"""``discourse emphasis INPUT``: what a classified archive says, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from discourse.cli.cells.notes import FEW, cell_notes
from discourse.cli.common import ProgressBar, check_output, open_study, write_table
from discourse.cli.shares import aligned

if TYPE_CHECKING:
    from collections.abc import Callable

    from pandas import DataFrame

    from discourse.classifier import ErrorCounts
    from discourse.emphasis.archive import ArchiveShares
    from discourse.emphasis.inputs import Quantity, Weighting
    from discourse.study import Study

_LEVEL = 0.95


@dataclass(frozen=True)
class ArchiveChoices:
    """What is asked of an archive; see the options of ``discourse emphasis``."""

    by: Sequence[str]
    periods: Sequence[str]
    pillar: str
    quantity: Quantity
    weighting: Weighting
    fewest: int
    model: Path | None


@dataclass(frozen=True)
class Bounds:
    """What the work may take, and whether rows may be left out."""

    skip: bool
    memory: str
    threads: int | None
    temp: Path | None


def write_archive(
    source: Path, asked: ArchiveChoices, bounds: Bounds, folder: Path | None, out: Path | None, force: bool, raw: bool
) -> None:
    """Add an archive up, write the table, and say what it shows.

    Parameters
    ----------
    source : Path
        The archive.
    asked, bounds
        The choices.
    folder : Path or None
        The study's folder, where one is named; else the one here is taken, if there is one.
    out : Path or None
        Table to write; with ``force`` over one that is there, with ``raw`` as it is.
    """
    study = _study(folder)
    if out:
        check_output(out, force, study)
    errors, about = _errors(asked.model, study)
    order = tuple(asked.periods) or _own_periods(study, bool(asked.by))
    found = _added_up(source, asked, bounds, study, order, errors, out)
    if out:
        write_table(out, found.table, force, raw)
    shown = list(found.table["pillar"].unique())
    names = dict(study.codebook.names if study else about.get("names", {}))
    said = _cell_lines(found, asked.by, shown, names) if asked.by else _period_lines(found, order, shown, names)
    typer.echo("\n".join([*_heading(source, found, asked, errors, _level(study)), *said, *_notes(found, asked.by)]))
    if report := found.left_out.report():
        typer.echo(report, err=True)


def _added_up(
    source: Path,
    asked: ArchiveChoices,
    bounds: Bounds,
    study: Study | None,
    order: tuple[str, ...],
    errors: ErrorCounts | None,
    out: Path | None,
) -> ArchiveShares:
    """Add the archive up; what does not fit goes beside the table that is written."""
    from discourse.emphasis.archive import archive_shares

    with ProgressBar("% added up", total=100) as bar:
        return archive_shares(
            source,
            study.codebook.pillar_ids if study else (),
            by=asked.by,
            periods=order,
            period_of=_period_of(asked.periods, study),
            quantity=asked.quantity,
            weighting=asked.weighting,
            fewest=asked.fewest,
            level=_level(study),
            only=asked.pillar,
            errors=errors,
            skip=bounds.skip,
            memory=bounds.memory,
            threads=bounds.threads,
            temp=bounds.temp or (out.parent if out else None),
            progress=bar.reach,
        )


def _level(study: Study | None) -> float:
    return study.settings.level if study else _LEVEL


def _study(folder: Path | None) -> Study | None:
    """Open the study that is named, or the one here, if there is one: an archive needs none."""
    from discourse.errors import DataError
    from discourse.study import Study

    if folder is not None:
        return open_study(folder)
    try:
        return Study.find()
    except DataError:
        return None


def _own_periods(study: Study | None, all_of_them: bool) -> tuple[str, ...]:
    if study is None:
        return ()
    return study.settings.period_ids if all_of_them else study.settings.compared


def _errors(model: Path | None, study: Study | None) -> tuple[ErrorCounts | None, dict[str, Any]]:
    """Read the error rates of a model, if one is named, and refuse one of another codebook than the study's."""
    from discourse.classifier import check_about, read_errors

    if model is None:
        return None, {}
    errors, about = read_errors(model)
    if study is not None:
        check_about(about, study.codebook, model)
    return errors, about


def _period_of(periods: Sequence[str], study: Study | None) -> Callable[[str], str] | None:
    """Return what gives the period of a date: the study's periods, or periods that are written as dates are."""
    from discourse.errors import DataError
    from discourse.settings import Period, days_of

    if study is not None and set(periods) <= set(study.settings.period_ids):
        return study.settings.period_of
    try:
        spans = [Period(id=name, start=first, end=last) for name in periods for first, last in [days_of(name)]]
    except DataError:
        return None
    if not spans:
        return None
    return lambda published: next((span.id for span in spans if span.holds(published)), "")


def _heading(
    source: Path, found: ArchiveShares, asked: ArchiveChoices, errors: ErrorCounts | None, level: float
) -> list[str]:
    """Say what was counted, and whether it is corrected."""
    about = "predicted to mention the pillar" if asked.quantity == "mention_share" else "predicted as mainly the pillar"
    weight = {"paragraph": "", "article": ", each article alike", "word": ", by their words"}[asked.weighting]
    counts = f"{found.articles:,} articles, {found.paragraphs:,} paragraphs"
    intervals = f"% with {100 * level:.0f}% confidence intervals by article"
    first = f"{source}: {counts}. Paragraphs {about}{weight}, of all that have one; {intervals}."
    if errors is None:
        return [first, "As predicted: not corrected for the errors of the classifier (--model MODEL does that)."]
    rates = f"error rates of {len(errors.crossed)} labelled stories that the model had not seen"
    return [first, f"Corrected by {rates}, on the assumption that it errs alike everywhere; beside them, as predicted."]


def _period_lines(
    found: ArchiveShares, periods: Sequence[str], shown: Sequence[str], names: Mapping[str, str]
) -> list[str]:
    """Write a line a pillar: both shares and the shift."""
    cells, last = [["pillar", *periods, "shift in points"]], [""]
    for pillar in shown:
        plain, corrected = _both(found.table[found.table["pillar"] == pillar])
        before, after, shift = map(_share, corrected or plain)
        cells.append([names.get(pillar, pillar), before, after, shift])
        last.append(f"as predicted {_plain_values(plain)}" if corrected else "")
    return ["", *aligned(cells, last)]


def _cell_lines(found: ArchiveShares, by: Sequence[str], shown: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Write a block a pillar, with a line a cell."""
    lines = []
    for pillar in shown:
        plain, corrected = _both(found.table[found.table["pillar"] == pillar])
        cells = [[*by, "articles"], *([*(str(row[name]) for name in by), f"{row['articles']:,}"] for row in plain)]
        said = [_share(row) for row in corrected or plain]
        if corrected:
            pairs = zip(said, plain, strict=True)
            said = [f"{text}  as predicted {_plain_values([row])}" for text, row in pairs]
        lines += ["", names.get(pillar, pillar), *aligned(cells, ["paragraphs, %", *said])]
    return lines


def _both(rows: DataFrame) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    """Part rows as predicted from corrected ones."""
    from discourse.emphasis.archive.tables import ADJUSTED

    corrected = rows["estimator"] == ADJUSTED
    return rows[~corrected].to_dict("records"), rows[corrected].to_dict("records")


def _share(row: Mapping[Any, Any]) -> str:
    """Write a share, "11 of 83, 13.3 [7.1, 22.9]", or a shift, "+4.2 [-1.0, +9.4]"."""
    if isnan(row["value"]):
        return "none"
    sign = "+z.1f" if row["quantity"].endswith("shift") else ".1f"
    counts = "" if isnan(row["numerator"]) else f"{row['numerator']:,.0f} of {row['paragraphs']:,}, "
    bounds = f" {FEW}" if isnan(row["low"]) else f" [{100 * row['low']:{sign}}, {100 * row['high']:{sign}}]"
    return f"{counts}{100 * row['value']:{sign}}{bounds}"


def _plain_values(rows: Sequence[Mapping[Any, Any]]) -> str:
    signs = ["+z.1f" if row["quantity"].endswith("shift") else ".1f" for row in rows]
    return ", ".join(f"{100 * row['value']:{sign}}" for row, sign in zip(rows, signs, strict=True))


def _notes(found: ArchiveShares, by: Sequence[str]) -> list[str]:
    """Say what is marked, and what counts for nothing."""
    from discourse.emphasis.archive.tables import PREDICTED

    one = found.table[
        (found.table["pillar"] == found.table["pillar"].iloc[0]) & (found.table["estimator"] == PREDICTED)
    ]
    said = (cell_notes(one, by, 0) if by else []) or [""]
    if not by and found.table["low"].isna().any():
        said.append(f"{FEW} fewer than five articles: no interval.")
    if found.none:
        said.append(f"{found.none:,} paragraphs are predicted as 'none' and left out of every denominator.")
    if found.unpredicted:
        said.append(f"{found.unpredicted:,} rows have no prediction and count for nothing.")
    if found.without:
        said.append(f"{found.without:,} articles have no paragraph predicted as a pillar and count for nothing.")
    return said if len(said) > 1 else []
