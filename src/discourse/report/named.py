"""Who is named, how often, in each period? The study's list of actors, counted in its main analysis."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import pandas as pd

from discourse.emphasis.measures.marks import Unit, marked_shares
from discourse.figures import fitting_title
from discourse.labels.table import analysed_rows
from discourse.languages import glosses
from discourse.pipeline.experiment import Description
from discourse.study import Study
from discourse.translations import say, translated
from discourse.words.actors import study_actors

_COMMAND = "discourse words actors --propose"


def actor_table(study: Study, analysis: str = "", *, unit: Unit = "article", by_pillar: bool = False) -> pd.DataFrame:
    """Compute the shares of articles or paragraphs that name each actor in both periods, and their shifts.

    Parameters
    ----------
    study : Study
        A study with ``actors.toml``; its texts are those of ``paragraphs.csv``.
    analysis : str
        Id of an analysis; default: the main one.
    unit : {"article", "paragraph"}
        What is counted; an article names an actor if any of its paragraphs does.
    by_pillar : bool
        Count among the paragraphs of each pillar apart.

    Returns
    -------
    DataFrame
        ``marked_shares``, three rows an actor, by ``name``; its ``gloss``, "" for none; ``pillar``, "" where all
        paragraphs count.

    Raises
    ------
    DataError
        If the study has no list of actors, or a wrong entry stands in it.
    """
    rows = analysed_rows(study, analysis)
    actors, marked = study_actors(study, rows["paragraph_id"])
    names, settings = [actor.name for actor in actors], study.settings
    parts = []
    for pillar in study.codebook.pillar_ids if by_pillar else ("",):
        kept = rows["primary"].isin([pillar] if pillar else rows["primary"].unique()).to_numpy()
        part = marked_shares(rows[kept], marked[kept], names, settings.compared, unit=unit, level=settings.level)
        parts.append(part.assign(pillar=pillar))
    known = glosses(study.language)
    meant = {actor.name: actor.gloss or known.get("_".join(actor.name.lower().split()), "") for actor in actors}
    found = pd.concat(parts, ignore_index=True)
    return found.assign(gloss=[meant[name] for name in found["name"]])


def named_rows(numbers: pd.DataFrame) -> pd.DataFrame:
    """Take the rows by article of the actors that are named at all, from a table of :func:`actor_table`."""
    rows = numbers[numbers["unit"] == "article"]
    return rows[rows.groupby("name")["numerator"].transform("sum") > 0]


def clear_shifts(rows: pd.DataFrame) -> list[str]:
    """Name the actors whose shift has an interval without zero."""
    return rows.loc[rows["numerator"].isna() & ((rows["low"] > 0) | (rows["high"] < 0)), "name"].tolist()


def why_nobody(numbers: pd.DataFrame) -> str:
    """Say why there is nobody to count, and which command helps."""
    cure = say("This lists names that occur, to write data/actors.toml from: {command}", command=_COMMAND)
    missing, unnamed = (
        say("There is no data/actors.toml."),
        say("The articles compared name no actor of data/actors.toml."),
    )
    return f"{missing if numbers.empty else unnamed} {cure}"


def describe_actors(numbers: pd.DataFrame, study: Study, drawn: Sequence[str]) -> Description:
    """Say whose naming changed most, what counts as named, and who is left out.

    Parameters
    ----------
    numbers : DataFrame
        Tables of :func:`actor_table` by article, and by paragraph and pillar, one below the other.
    study : Study
        The study.
    drawn : sequence of str
        Names in the picture.
    """
    rows = named_rows(numbers)
    if rows.empty:
        missing, unnamed = say("The study has no list of actors yet"), say("No actor of the list is named")
        return Description(missing if numbers.empty else unnamed, why_nobody(numbers))
    parted = (numbers["unit"] == "paragraph") & (numbers["numerator"] > 0)
    return Description(_title(rows, study), _caption(rows, study, bool(parted.any())), _notes(numbers, rows, drawn))


def _title(rows: pd.DataFrame, study: Study) -> str:
    """Give the counts of the actor whose naming changed most, and how many shifts exclude zero."""
    found = clear_shifts(rows)
    if not found:
        return _title_without_shift(rows)
    shifts = rows[rows["numerator"].isna()].set_index("name")["value"]
    most = str(shifts[found].abs().idxmax())
    counts = {row["period"]: row for row in rows[rows["name"] == most].to_dict("records")}
    first, last = (
        say("{found:.0f} of {of:.0f}", found=counts[period]["numerator"], of=counts[period]["articles"])
        for period in study.settings.compared
    )
    earlier, later = study.settings.compared
    fields = {"actor": most, "first": first, "last": last, "earlier": earlier, "later": later}
    clear = say("{clear} of {shifts} shifts exclude zero", clear=len(found), shifts=len(shifts))
    short = say("{actor}: named in {first} articles, then in {last}", **fields)
    full = say("{actor}: named in {first} articles in {earlier}, {last} in {later}", **fields)
    return fitting_title(f"{full}; {clear}", f"{short}; {clear}", short)


def _title_without_shift(rows: pd.DataFrame) -> str:
    """Give the counts of the actor who is named most, and why nothing is said of shifts."""
    of: Any = rows.groupby("name", sort=False).agg({"numerator": "sum", "articles": "max"})
    most = str(of["numerator"].idxmax())
    fields = {"actor": most, "found": of["numerator"][most], "of": of["articles"][most]}
    if rows["low"].notna().any():
        full = say(
            "{actor}: named most, in {found:.0f} of {of:.0f} articles; no shift of an actor excludes zero", **fields
        )
        return fitting_title(full, say("No shift of an actor excludes zero"))
    full = say("{actor}: named most, in {found:.0f} of {of:.0f} articles; too few articles for intervals", **fields)
    return fitting_title(full, say("Too few articles for intervals"))


def _caption(rows: pd.DataFrame, study: Study, parted: bool) -> str:
    title = shorten(translated(study.settings.analyses[0].title), 80, placeholder=" …")
    by_pillar = say("Left: articles that name the actor; right: paragraphs that do, by pillar.")
    without = say("Left: articles that name the actor; no paragraph that does has a pillar.")
    intervals = say(
        "{level} confidence intervals, clustered by article; exploratory, not adjusted for the number of actors.",
        level=f"{100 * study.settings.level:.0f}%",
    )
    black, crosses = say("Black: the interval excludes zero."), say("Crosses: too few articles.")
    marks = black if rows["low"].notna().any() else crosses
    spoken = say("To be named is not to speak.")
    return f"{title}. {by_pillar if parted else without} {intervals} {marks} {spoken}"


def _notes(numbers: pd.DataFrame, rows: pd.DataFrame, drawn: Sequence[str]) -> str:
    """Say how names are found, what is not drawn, and what the bars leave out."""
    counted = set(rows["name"])
    every = dict.fromkeys(numbers["name"])
    never = [name for name in every if name not in counted]
    rare = [name for name in every if name in counted and name not in drawn]
    sentences = [
        say("A name counts where one of its spellings in actors.toml stands as whole words in just these capitals."),
        say("The texts are those of paragraphs.csv: a name survives a paraphrase, but who speaks may not."),
        say("Paragraphs without a pillar count for articles and are in no bar."),
        say("Named less often, and in the table alone: {actors}.", actors=", ".join(rare)) if rare else "",
        say("Never named in these articles: {actors}.", actors=", ".join(never)) if never else "",
        say("Each interval is at its own level: among many actors some exclude zero by chance."),
    ]
    return " ".join(filter(None, sentences))
