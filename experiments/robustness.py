"""Would the shift be another, had we chosen otherwise? One row for each choice that a reader may question.

Run alone: ``python experiments/robustness.py``
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, read_paragraphs
from discourse.emphasis.left_out import clustered_shifts, counted_shifts, deciding_shifts
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.shifts import shift_test_rows
from discourse.emphasis.specifications import labels_of_coder
from discourse.emphasis.sums import article_sums
from discourse.emphasis.verdict import VERDICTS, verdict_text, verdicts
from discourse.errors import DataError
from discourse.figures import add_caption, draw_named_choices, new_large_and_small, pillar_colours
from discourse.labels.agreement import latest_codings
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows, coded_table, select
from discourse.pipeline.dependencies import note_study
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

FEWEST_CODED = 0.5
"""A coder has a row if they coded at least this part of the main analysis's paragraphs."""
TITLE = 48
"""Characters of the title on one line."""
MAIN = "main analysis"
OTHERWISE = "computed otherwise"
OTHER_DATA = "other data"


def compute(study: Study) -> pd.DataFrame:
    """Estimate every pillar's shift under each choice; the first rows decide the verdict."""
    level = study.settings.level
    main = main_paragraphs(study)
    decide = pd.concat([_decided(main, study), _left_out(main, level)]).assign(decides=True)
    others = [rows.assign(decides=False) for rows in (*_otherwise(main, level), *_other_data(main, study))]
    found = pd.concat([decide, *others], ignore_index=True)
    first = ["kind", "choice", "decides", "pillar"]
    return found[[*first, *found.columns.drop([*first, "verdict", "reason"]), "verdict", "reason"]]


def main_paragraphs(study: Study) -> Paragraphs:
    """Read the paragraphs of a study's main analysis."""
    settings = study.settings
    rows = analysed_rows(study)
    return read_paragraphs(rows, study.codebook.pillar_ids, settings.compared)


def _shifts(
    paragraphs: Paragraphs, level: float, quantity: Quantity = "share", weighting: Weighting = "paragraph"
) -> pd.DataFrame:
    found = ratio_estimate(article_sums(paragraphs, quantity=quantity, weighting=weighting))
    return counted_shifts(paragraphs, found, level)


def _decided(main: Paragraphs, study: Study) -> pd.DataFrame:
    """Return the main analysis, and what the rule says of it."""
    settings = study.settings
    found = ratio_estimate(article_sums(main))
    tests = shift_test_rows(found, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    said = verdicts(tests, deciding_shifts(main, settings.level), settings.level)
    return counted_shifts(main, found, settings.level).merge(said, on="pillar").assign(kind="", choice=MAIN)


def _left_out(main: Paragraphs, level: float) -> pd.DataFrame:
    found = deciding_shifts(main, level)
    return found.assign(kind="without the " + found["column"], choice=found["left_out"]).drop(
        columns=["column", "left_out"]
    )


def _otherwise(main: Paragraphs, level: float) -> Iterator[pd.DataFrame]:
    choices = {
        "outlets as clusters": clustered_shifts(main, level=level),
        "weighted by article": _shifts(main, level, weighting="article"),
        "weighted by word": _shifts(main, level, weighting="word"),
        "mentions": _shifts(main, level, quantity="mention_share"),
    }
    for choice, rows in choices.items():
        yield rows.assign(kind=OTHERWISE, choice=choice)


def _other_data(main: Paragraphs, study: Study) -> Iterator[pd.DataFrame]:
    level, settings = study.settings.level, study.settings
    for choice, paragraphs in _other_paragraphs(main, study):
        yield _shifts(paragraphs, level).assign(kind=OTHER_DATA, choice=choice)
    if settings.replication:
        other = Study(study.root / settings.replication)
        paragraphs = main_paragraphs(other)
        if paragraphs.pillars != main.pillars:
            expected, found = f"the pillars {', '.join(main.pillars)}", ", ".join(paragraphs.pillars)
            raise DataError(expected, found, other.data / "codebook.toml", "Name another study as replication.")
        choice = f"{other.settings.analyses[0].title} ({other.settings.language})"
        yield _shifts(paragraphs, level).assign(kind=OTHER_DATA, choice=choice)
        note_study(study, other)


def _other_paragraphs(main: Paragraphs, study: Study) -> Iterator[tuple[str, Paragraphs]]:
    """Yield the main analysis less what is doubtful, as each coder saw it, and the other analyses."""
    table, pillars, periods = main.table, main.pillars, main.periods
    doubtful = {
        "inferred dates left out": table["date_basis"] == "inferred",
        "copies left out": table["story"] != table["article_id"],
    }
    for choice, out in doubtful.items():
        if out.any():
            yield choice, main.keep(~out.to_numpy(dtype=bool))
    codings = latest_codings(read_codings(study))
    for coder in sorted(codings["coder"].unique()):
        rows = labels_of_coder(table, codings, coder)
        if (rows["primary"] != "").mean() >= FEWEST_CODED:
            yield f"coded by {coder}", read_paragraphs(rows, pillars, periods)
    for analysis in study.settings.analyses[1:]:
        yield analysis.title, read_paragraphs(select(coded_table(study), analysis, periods), pillars, periods)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the pillar of which most can be said large, with counts; the others small below it."""
    numbers = numbers.fillna({"kind": "", "verdict": "", "reason": ""})
    names, colours = study.codebook.names, pillar_colours(study.codebook.pillar_ids)
    main = numbers[numbers["choice"] == MAIN].set_index("pillar")
    rank = main["verdict"].map(VERDICTS.index) - main["value"].abs()
    large, *small = rank.sort_values(kind="stable").index
    small = [pillar for pillar in study.codebook.pillar_ids if pillar in small]
    rows = numbers[numbers["pillar"] == large]
    figure, top, others = new_large_and_small(len(small), lines=len(rows) + rows["kind"].nunique())
    ends = 100 * numbers[["value", "low", "high"]].to_numpy(dtype=float)
    limits = (np.nanmin(ends) - 5, np.nanmax(ends) + 5)
    for pillar, ax in zip((large, *small), (top, *others), strict=True):
        part = numbers[numbers["pillar"] == pillar]
        draw_named_choices(part, ax, colour=colours[pillar], written=ax is top, limits=limits)
        if ax is not top:
            ax.set_title(names[pillar].replace(" and ", "\nand "), fontsize=6.5, loc="center")
    said = textwrap.fill(verdict_text(main.loc[large, "verdict"], main.loc[large, "reason"]), TITLE)
    figure.suptitle(f"{names[large]}\n{said}", fontsize=7.5, fontweight="bold", x=0.01, ha="left")
    add_caption(figure, _caption(study))
    return figure


def _caption(study: Study) -> str:
    return (
        f"Shift with {100 * study.settings.level:.0f}% confidence intervals, clustered by article. Coloured rows "
        "decide the verdict. Filled: the interval excludes zero. Cross: too few articles for an interval."
    )


experiment = Experiment(
    script=__file__,
    title="The shift under every choice that a reader may question",
    compute=compute,
    draw=draw,
    cost=3,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
