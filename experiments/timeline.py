"""How did each pillar's share change over time, in how many articles, and beside which events?

Run alone: ``python experiments/timeline.py``
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from discourse.emphasis import emphasis_by
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.measures.spans import UNDATED, Span, many_spans, one_span, read_span
from discourse.figures import (
    TYPE,
    BrokenTime,
    draw_articles_over_time,
    draw_over_time,
    fitting_title,
    head_periods,
    label_time,
    mark_events,
    new_grid,
    pillar_colours,
    wrapped,
)
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Description, Experiment
from discourse.settings import Period, days_of
from discourse.study import Study
from discourse.translations import number_word, say, translated

SPANS = (Span("week"), Span("month"), Span("quarter"), Span("month", 6), Span("year"), Span("year", 5))
"""Spans of time to choose from, the finest first."""
MOST = 40
"""Spans that can be told apart in the width of a column."""
EVENTS, EVENT_ARTICLES = 4, 3
"""Events marked at most, and the articles that an event needs to be one of them."""
WIDTH = 205.0
"""Points in which labels have room."""
FEW_PERIODS = 3
"""Periods of which all counts are written."""


def compute(study: Study) -> pd.DataFrame:
    """Compute shares by span of time and by period, and find the events with the most articles."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    rows = select(coded_table(study), settings.analyses[0], settings.period_ids)
    rows = rows[rows["primary"].isin(pillars)]
    choices = {"periods": settings.period_ids, "level": settings.level}
    by_period = emphasis_by(rows, pillars, ["period"], **choices).assign(part="period", group="")
    covered = {each.id: each for each in settings.periods if each.id in set(by_period["period"])}
    span = chosen_span(rows, list(covered.values()))
    parts = [by_period]
    if span:
        name = str(span).replace(" ", "")
        dated = rows.drop(columns=name, errors="ignore")  # a column of that name would be taken for the span
        cells = emphasis_by(dated, pillars, [name, "period"], **choices).rename(columns={name: "group"})
        parts.append(cells.assign(part=str(span)))
    table = pd.concat(parts, ignore_index=True)
    table["start"], table["end"] = zip(*_bounds(table, rows, span, covered), strict=True)
    table = pd.concat([table, events(rows)], ignore_index=True)
    return table[["part", "group", "period", "start", "end", *by_period.columns[1:-3]]]


def _bounds(
    table: pd.DataFrame, rows: pd.DataFrame, span: Span | None, covered: Mapping[str, Period]
) -> Iterator[tuple[str, str]]:
    """First and last day of each row's span, as far as they lie in its period; nothing where it is undated."""
    places = {span.place(day) for day in rows["published"].unique()} - {None} if span else ()
    first_days = {span.name(place): (span.first_day(place), span.first_day(place + 1)) for place in places}
    for group, name in zip(table["group"], table["period"], strict=True):
        period = covered[name]
        if group == UNDATED:
            yield "", ""
        elif group:
            start, after = first_days[group]
            yield max(start, period.start).isoformat(), min(after - timedelta(days=1), period.end).isoformat()
        else:
            yield period.start.isoformat(), period.end.isoformat()


def chosen_span(rows: pd.DataFrame, periods: Sequence[Period]) -> Span | None:
    """Choose the finest span in which an interval can be expected: five articles a span; None if there is none."""
    dated = rows.drop_duplicates("article_id")["published"]
    for span in SPANS:
        spans = sum(
            (span.place(each.end.isoformat()) or 0) - (span.place(each.start.isoformat()) or 0) + 1 for each in periods
        )
        fine = [span.place(day) is not None for day in dated]
        if spans <= MOST and sum(fine) >= max(MIN_ARTICLES * spans, len(fine) / 2):
            return span
    return None


def events(rows: pd.DataFrame) -> pd.DataFrame:
    """Find the events that most articles are about, each with the middle one of the days of its articles."""
    articles = rows.drop_duplicates("article_id")
    articles = articles[articles["published"].str.len() > len("2019")]
    named = articles.assign(group=articles["event"].str.split("+")).explode("group")
    named = named[named["group"] != ""].sort_values(["group", "published"])
    middle = named.groupby("group")["published"].agg(lambda days: _middle_day(days.iloc[(len(days) - 1) // 2]))
    found = pd.DataFrame({"start": middle, "articles": named.groupby("group").size()}).reset_index()
    found = found[found["articles"] >= EVENT_ARTICLES].sort_values(["articles", "group"], ascending=[False, True])
    return found.head(EVENTS).sort_values(["start", "group"]).assign(part="event", period="")


def _middle_day(published: str) -> str:
    first, last = days_of(published)
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2).isoformat()


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a panel a pillar, marks of its shares with intervals, and the number of articles below."""
    pillars, names, colours = study.codebook.pillar_ids, study.codebook.names, pillar_colours(study.codebook.pillar_ids)
    time = BrokenTime({each.id: (each.start, each.end) for each in periods(numbers, study)})
    cells, found = spans(numbers), numbers[numbers["part"] == "event"]
    heights = [0.12, *[0.5] * len(pillars), 0.35]
    figure, grid = new_grid(heights, [1], 0.8 * len(pillars) + 1.4)
    head, *panels, last = (row[0] for row in grid)
    head_periods(head, time=time, width=WIDTH)
    for pillar, ax in zip(pillars, panels, strict=True):
        draw_over_time(cells[cells["pillar"] == pillar], ax, time=time, colour=colours[pillar])
        _head(ax, f"{names[pillar]}: {counts(numbers, study, pillar, 'numerator')}")
    draw_articles_over_time(cells[cells["pillar"] == pillars[0]], last, time=time)
    articles = say("Articles: {counts}", counts=counts(numbers, study, pillars[0], "articles"))
    _head(last, articles, 10.0 if len(found) else 3.0)
    label_time(last, time=time, width=WIDTH)
    if len(found):
        mark_events([*panels, last], found, time=time, width=WIDTH + 25)
    panels[len(panels) // 2].set_ylabel(say("% of paragraphs"))
    return figure


def _head(ax, text: str, gap: float = 3.0) -> None:
    size = TYPE + 0.5
    ax.set_title("\n".join(wrapped(text, WIDTH, size, bold=True)), fontsize=size, pad=gap)


def periods(numbers: pd.DataFrame, study: Study) -> list[Period]:
    """Periods with an article that counts."""
    there = set(numbers["period"].dropna())
    return [period for period in study.settings.periods if period.id in there]


def counted_periods(numbers: pd.DataFrame, study: Study) -> list[str]:
    """Ids of the periods of which counts are written: all, or of many the first and the last."""
    names = [period.id for period in periods(numbers, study)]
    return names if len(names) <= FEW_PERIODS else [names[0], names[-1]]


def spans(numbers: pd.DataFrame) -> pd.DataFrame:
    """Rows of the spans that are drawn; of the periods, where there are no finer ones."""
    cells = numbers[~numbers["part"].isin(["period", "event"])]
    cells = numbers[numbers["part"] == "period"] if cells.empty else cells
    return cells[cells["start"].notna()]


def counts(numbers: pd.DataFrame, study: Study, pillar: str, column: str) -> str:
    """Write a pillar's counts in each period: "11 of 83 → 1 of 170", or the articles; of many the first and last."""
    rows = numbers[(numbers["part"] == "period") & (numbers["pillar"] == pillar)].set_index("period")
    rows = rows.loc[counted_periods(numbers, study)]
    said = [f"{count:.0f}" for count in rows[column]]
    if column == "numerator":
        pairs = zip(rows[column], rows["paragraphs"], strict=True)
        said = [say("{found:.0f} of {of:.0f}", found=count, of=total) for count, total in pairs]
    return " → ".join(said)


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say which pillar leads in how many spans, and which comes and goes."""
    cells = spans(numbers)
    unit = str(cells["part"].iloc[0])
    span = read_span(unit.replace(" ", ""))
    title, more = _leading(cells, study, span) if span else "", _coming_and_going(cells, study)
    if not title:
        title, more = _largest_change(numbers, study), ""
    return Description(
        fitting_title(f"{title}; {more}", title) if more else title,
        " ".join(_caption(numbers, study, span)),
        " ".join(_notes(study, span)),
    )


def _leading(cells: pd.DataFrame, study: Study, span: Span) -> str:
    """Say which pillar has the largest share in most spans; nothing if none has it alone anywhere."""
    counted = cells.pivot(index=["period", "start"], columns="pillar", values="numerator")[
        list(study.codebook.pillar_ids)
    ]
    first = counted.eq(counted.max(axis=1), axis=0)
    alone = first[first.sum(axis=1) == 1].sum()
    pillar = alone.idxmax()
    if not alone[pillar]:
        return ""
    return say(
        "{pillar} is largest in {number} of {spans}",
        pillar=study.codebook.names[pillar],
        number=alone[pillar],
        spans=many_spans(len(counted), span),
    )


def _coming_and_going(cells: pd.DataFrame, study: Study) -> str:
    """Say in how many spans of both periods that are compared the pillar is there whose presence differs most."""
    earlier, later = study.settings.compared
    there = cells.assign(there=cells["numerator"] > 0).groupby(["pillar", "period"])["there"].agg(["sum", "size"])
    there = there.loc[list(study.codebook.pillar_ids)]
    if there["size"].max() < 2 or not {earlier, later} <= set(cells["period"]):
        return ""
    parts = (there["sum"] / there["size"]).unstack("period")
    pillar = (parts[later] - parts[earlier]).reindex(study.codebook.pillar_ids).abs().idxmax()
    if parts.loc[pillar, later] == parts.loc[pillar, earlier]:
        return ""
    spans = there.loc[pillar]
    first, last = (
        say("{found:.0f} of {of:.0f} in {period}", found=spans["sum"][each], of=spans["size"][each], period=each)
        for each in (earlier, later)
    )
    name = study.codebook.names[pillar]
    return say("{pillar} occurs in {earlier} and {later}", pillar=name, earlier=first, later=last)


def _largest_change(numbers: pd.DataFrame, study: Study) -> str:
    """Give the counts of the pillar whose share differs most between the first period and the last."""
    cells = numbers[numbers["part"] == "period"]
    shares = cells.pivot(index="pillar", columns="period", values="value").loc[list(study.codebook.pillar_ids)]
    names = counted_periods(numbers, study)
    pillar = (shares[names[-1]] - shares[names[0]]).abs().idxmax()
    rows = cells[cells["pillar"] == pillar].set_index("period")
    said = [
        say("{found:.0f} of {of:.0f} in {period}", found=count, of=total, period=name)
        for name, count, total in zip(names, rows["numerator"][names], rows["paragraphs"][names], strict=True)
    ]
    return f"{study.codebook.names[pillar]}: {', '.join(said)}"


def _caption(numbers: pd.DataFrame, study: Study, span: Span | None) -> Iterator[str]:
    """Say what a mark is, and what is not drawn."""
    yield say(
        "A mark: the pillar's share of the paragraphs of {span}, with {level} confidence interval, clustered by "
        "article; a cross: fewer than {few} articles, no interval.",
        span=one_span(span) if span else say("a period"),
        level=f"{100 * study.settings.level:.0f}%",
        few=number_word(MIN_ARTICLES),
    )
    if len(counted_periods(numbers, study)) == len(periods(numbers, study)):
        yield say("Above each panel: its paragraphs in each period.")
    else:
        yield say("Above each panel: its paragraphs in the first and last period.")
    undated = numbers[numbers["start"].isna() & (numbers["pillar"] == study.codebook.pillar_ids[0])]["articles"].sum()
    if undated == 1:
        yield say("Not drawn: {articles:.0f} article with a date coarser than that.", articles=undated)
    elif undated:
        yield say("Not drawn: {articles:.0f} articles with a date coarser than that.", articles=undated)
    if (numbers["part"] == "event").any():
        yield say("Lines: events, at the middle day of their articles (how many).")


def _notes(study: Study, span: Span | None) -> Iterator[str]:
    """Say how the span was chosen, and what the marks cannot show."""
    yield say("Analysis: {analysis}.", analysis=translated(study.settings.analyses[0].title))
    yield say(
        "The finest span of time is drawn in which {few} articles can be expected, since fewer give no interval.",
        few=number_word(MIN_ARTICLES),
    )
    yield say(
        "Shares count paragraphs by their primary pillar. An interval speaks of its own span and is not adjusted for "
        "the number of spans; whether periods differ is tested in the main figure."
    )
    if not span:
        yield say("No span within the periods has as many articles, so each mark is a period.")


experiment = Experiment(
    script=__file__,
    title="Shares over time, beside events",
    compute=compute,
    draw=draw,
    describe=describe,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
