"""What does the coverage look like, paragraph by paragraph? A row an article, a tile a paragraph.

Run alone: ``python experiments/paragraphs.py``
"""

from __future__ import annotations

from collections.abc import Iterator

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
from discourse.report.paragraphs import paragraph_table
from discourse.study import Study
from discourse.translations import say, translated

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
        return message_figure(say("The main analysis has no paragraph; look at its settings in data/study.toml."))
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
        say("tick in a tile: a pillar that it also names"): (main["also"] != "").any(),
        f"{COPY}  " + say("a copy of another article"): (main["story"] != main["article"]).any(),
        "+  " + say("paragraphs that the row has no room for"): main["article"].value_counts().max() > MOST_TILES,
    }
    return [text for text, occurs in explained.items() if occurs]


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say what the picture shows, and what stands behind it: counts of every part and outlet, events, uncoded ones."""
    main = main_paragraphs(numbers)
    where = say("Main analysis: {analysis}.", analysis=translated(study.settings.analyses[0].title))
    if main.empty:
        return Description(say("The main analysis has no paragraph"), where, " ".join(counts_of_parts(numbers)))
    row = (
        say(
            "Too many articles for a row each: a bar is a month or year with articles, as long as it has paragraphs, "
            "with a piece a pillar."
        )
        if is_binned(main)
        else say(
            "A row is an article, by date; a tile is a paragraph, left to right in reading order, coloured by pillar."
        )
    )
    ruled = len(large_events(main)) > 0 and not is_binned(main)
    rule = say("A rule at the right joins articles on one event.") if ruled else ""
    title = say("The title counts paragraphs that have a pillar.")
    said = " ".join(filter(None, [row, rule, title, where]))
    return Description(finding(main, study), said, " ".join(notes_on(main, numbers, study)))


def finding(main: pd.DataFrame, study: Study) -> str:
    """Count the paragraphs of the pillar whose share differs most between the periods, the commonest set aside."""
    periods, pillars = study.settings.compared, study.codebook.pillar_ids
    coded = main[main["primary"].isin(pillars) & main["period"].isin(periods)]
    counts = pd.crosstab(coded["primary"], coded["period"]).reindex(index=pillars, columns=periods, fill_value=0)
    if not counts.sum().all():
        return say(
            "{paragraphs} of {articles}; too few are coded to compare {earlier} and {later}",
            paragraphs=counted(len(main), "paragraph"),
            articles=counted(main["article"].nunique(), "article"),
            earlier=periods[0],
            later=periods[1],
        )
    differences = (counts / counts.sum()).diff(axis=1).iloc[:, 1].abs().drop(counts.sum(axis=1).idxmax())
    pillar = str(differences.idxmax())
    found = coded[coded["primary"] == pillar].groupby("period")["article"].nunique()
    first, last = (say("{count} of {all}", count=counts.loc[pillar, one], all=counts[one].sum()) for one in periods)
    some, others = (counted(found.get(one, 0), "article") for one in periods)
    fields = {"pillar": study.codebook.names[pillar], "first": first, "last": last}
    fields |= {"earlier": periods[0], "later": periods[1]}
    short = say("{pillar}: {first} paragraphs in {earlier}, {last} in {later}", **fields)
    long = say(
        "{pillar}: {first} paragraphs ({some}) in {earlier}, {last} ({others}) in {later}",
        **fields,
        some=some,
        others=others,
    )
    return long if len(long) <= LONGEST_TITLE else short


def notes_on(main: pd.DataFrame, numbers: pd.DataFrame, study: Study) -> Iterator[str]:
    """Say how rows are ordered, what is not coded, copied or missing, and how many articles each event has."""
    if not is_binned(main):
        yield say(
            "Within a period, articles stand by date; one dated to a month or a year alone stands at its end. An inner "
            "tick is a pillar that a paragraph also names; a pale tile has no pillar; a hollow tile is not coded."
        )
    yield from counts_of_parts(numbers)
    articles = main.drop_duplicates("article")
    often = ", ".join(f"{event} {number}" for event, number in large_events(main).items())
    if often:
        yield say(
            "Events with {fewest} articles or more, named in the picture where it has room: {events}.",
            fewest=LEAST_OF_EVENT,
            events=often,
        )
    copies, uncoded = (articles["story"] != articles["article"]).sum(), (main["primary"] == "").sum()
    if copies:
        yield say("Copies of other articles in the main analysis: {count}.", count=copies)
    if uncoded:
        yield say("Paragraphs that are not coded in the main analysis: {count}.", count=uncoded)
    for period in study.settings.period_ids:
        if period not in set(main["period"]):
            yield say("The main analysis has no article of {period}.", period=period)


def large_events(main: pd.DataFrame) -> pd.Series:
    """Count the articles of each event that has enough to be named."""
    events = main.drop_duplicates("article")["event"].str.split("+").explode()
    counts = events[events != ""].value_counts()
    return counts[counts >= LEAST_OF_EVENT]


def counts_of_parts(numbers: pd.DataFrame) -> Iterator[str]:
    """Count the articles and paragraphs of the main analysis by outlet, and those of all else."""
    for (part, period), rows in numbers.fillna({"period": ""}).groupby(["part", "period"], sort=False):
        outlets = rows.groupby("outlet")["article"].nunique().sort_values(ascending=False, kind="stable")
        listed = ", ".join(f"{outlet} {number}" for outlet, number in outlets.items())
        fields = {
            "part": part_name(part, period),
            "paragraphs": counted(len(rows), "paragraph"),
            "articles": counted(rows["article"].nunique(), "article"),
        }
        if part == "main":
            yield say("{part}: {paragraphs}, {articles} by outlet: {outlets}.", outlets=listed, **fields)
        else:
            outlets = counted(len(outlets), "outlet")
            yield say("{part}: {paragraphs}, {articles} of {outlets}.", outlets=outlets, **fields)


def part_name(part: str, period: str) -> str:
    """Say what paragraphs are there for, and of which period they are."""
    period = period or say("outside the periods")
    if part == "main":
        return say("In the main analysis, {period}", period=period)
    if part == "other":
        return say("In other analyses only, {period}", period=period)
    return say("For training only, {period}", period=period)


experiment = Experiment(
    script=__file__,
    title="Every paragraph by article and date",
    compute=paragraph_table,
    draw=draw,
    describe=describe,
)

if __name__ == "__main__":
    experiment.main()
