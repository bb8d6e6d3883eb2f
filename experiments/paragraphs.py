"""What does the coverage look like, paragraph by paragraph? A row an article, a tile a paragraph.

Run alone: ``python experiments/paragraphs.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.figures import (
    COLUMN,
    draw_paragraph_counts,
    draw_paragraph_key,
    draw_paragraph_tiles,
    key_lines,
    message_figure,
    new_grid,
    panel_lines,
    pillar_colours,
)
from discourse.figures.paragraphs import COPY, LEAST_OF_EVENT, LINE, MOST_TILES, counted
from discourse.pipeline.experiment import Description, Experiment
from discourse.report.paragraphs import PARTS, paragraph_table
from discourse.study import Study

MOST_ROWS = 80
"""Articles with a row of their own; more are counted by month, or by year where there are as many months."""

LONGEST_TITLE = 96
"""Characters that fit two lines."""

TITLE = 5
"""Lines that the title and the space around the panels take up."""


def main_paragraphs(numbers: pd.DataFrame) -> pd.DataFrame:
    """Keep the paragraphs of the main analysis, and say in which span of time each stands if articles are many."""
    main = numbers[numbers["part"] == "main"].fillna("").reset_index(drop=True)
    months = main["published"].str[:7]
    return main.assign(span=months if months.nunique() <= MOST_ROWS else main["published"].str[:4])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a tile a paragraph; a bar a month if there are too many articles for a row each."""
    main = main_paragraphs(numbers)
    if main.empty:
        return message_figure("The main analysis has no paragraph; look at its settings in data/study.toml.")
    names, colours = study.codebook.names, pillar_colours(study.codebook.pillar_ids)
    row, panel = ("span", draw_paragraph_counts) if is_binned(main) else ("article", draw_paragraph_tiles)
    notes = [] if row == "span" else signs(main)
    heights = [key_lines(main, names, notes, 72 * COLUMN), panel_lines(main, row)]
    figure, ((key,), (rows,)) = new_grid(heights, [1], (sum(heights) + TITLE) * LINE / 72)
    draw_paragraph_key(main, key, names=names, colours=colours, notes=notes)
    panel(main, rows, colours=colours)
    return figure


def is_binned(main: pd.DataFrame) -> bool:
    """Say whether there are too many articles for a row each."""
    return bool(main["article"].nunique() > MOST_ROWS)


def signs(main: pd.DataFrame) -> list[str]:
    """Explain the small signs that occur."""
    explained = {
        "tick in a tile: a pillar that it also names": (main["also"] != "").any(),
        f"{COPY}  a copy of another article": (main["story"] != main["article"]).any(),
        "+  paragraphs that the row has no room for": main["article"].value_counts().max() > MOST_TILES,
    }
    return [text for text, occurs in explained.items() if occurs]


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say what the picture shows, and what stands behind it: counts of every part and outlet, events, uncoded ones."""
    main = main_paragraphs(numbers)
    said = f"Main analysis: {study.settings.analyses[0].title}."
    if main.empty:
        return Description("The main analysis has no paragraph", said, notes_on(numbers))
    tiles = (
        "Each row is an article, by date; each tile a paragraph, left to right in reading order, coloured by pillar."
    )
    bars = (
        "More articles than rows: each bar is a month or year with articles, as long as it has paragraphs, with a "
        "piece a pillar."
    )
    rules = (
        " A rule at the right joins the articles on one event." if not is_binned(main) and any(main["event"]) else ""
    )
    return Description(finding(main, study), f"{bars if is_binned(main) else tiles}{rules} {said}", notes_on(numbers))


def finding(main: pd.DataFrame, study: Study) -> str:
    """Count the paragraphs of the pillar whose share differs most between the periods, the commonest set aside."""
    periods, pillars = study.settings.compared, study.codebook.pillar_ids
    coded = main[main["primary"].isin(pillars) & main["period"].isin(periods)]
    counts = pd.crosstab(coded["primary"], coded["period"]).reindex(index=pillars, columns=periods, fill_value=0)
    if not counts.sum().all():
        said = f"{counted(len(main), 'paragraph')} of {counted(main['article'].nunique(), 'article')}"
        return f"{said}; too few are coded to compare {' and '.join(periods)}"
    differences = (counts / counts.sum()).diff(axis=1).iloc[:, 1].abs().drop(counts.sum(axis=1).idxmax())
    pillar = str(differences.idxmax())
    found = coded[coded["primary"] == pillar].groupby("period")["article"].nunique()
    first, then = (f"{counts.loc[pillar, one]} of {counts[one].sum()}" for one in periods)
    some, others = (f" ({counted(found.get(one, 0), 'article')})" for one in periods)
    name = study.codebook.names[pillar]
    short = f"{name}: {first} paragraphs in {periods[0]}, {then} in {periods[1]}"
    long = f"{name}: {first} paragraphs{some} in {periods[0]}, {then}{others} in {periods[1]}"
    return long if len(long) <= LONGEST_TITLE else short


def notes_on(numbers: pd.DataFrame) -> str:
    """Say how rows are ordered, and count articles and paragraphs of each part, period and outlet."""
    table = numbers.fillna("")
    lines = [
        "Within a period, articles stand by date; one dated to a month or a year alone stands at its end. An inner "
        "tick is a pillar that a paragraph also names; a pale tile has no pillar; a hollow tile is not coded. An event "
        f"is named in the picture where {LEAST_OF_EVENT} articles or more are about it.",
    ]
    for (part, period), rows in table.groupby(["part", "period"], sort=False):
        outlets = rows.groupby("outlet")["article"].nunique().sort_values(ascending=False, kind="stable")
        listed = ", ".join(f"{outlet} {number}" for outlet, number in outlets.items())
        whose = f" by outlet: {listed}" if part == "main" else f" of {len(outlets)} outlets"
        where = f"{PARTS[part].capitalize()}, {period or 'outside the periods'}"
        lines.append(
            f"{where}: {counted(len(rows), 'paragraph')}, {counted(rows['article'].nunique(), 'article')}{whose}."
        )
    main = table[table["part"] == "main"]
    uncoded = int((main["primary"] == "").sum())
    lines += [f"Paragraphs of the main analysis that are not coded: {uncoded}."] if uncoded else []
    copies = main.loc[main["story"] != main["article"], "article"].nunique()
    lines += [f"Copies of other articles in the main analysis: {copies}."] if copies else []
    return " ".join(lines)


experiment = Experiment(
    script=__file__,
    title="Every paragraph by article and date",
    compute=paragraph_table,
    draw=draw,
    describe=describe,
)

if __name__ == "__main__":
    experiment.main()
