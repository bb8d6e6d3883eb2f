"""How far do the coders agree, and which pillars do they confuse?

Run alone: ``python experiments/agreement.py``
"""

from __future__ import annotations

from textwrap import shorten

import pandas as pd

from discourse.figures import FAINT, INK, draw_differences, draw_intervals, message_figure, new_grid, pillar_colours
from discourse.figures.grids import MOST
from discourse.labels.agreement import ALL, agreement_table, latest_codings
from discourse.labels.log import read_codings
from discourse.labels.reliability import BOOTSTRAP, JACKKNIFE, RELIABLE, TENTATIVE
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say

CODED = ["label", "predicted"]
LONGEST = 26
"""Characters of a name in the picture; the table has the ids."""


def compute(study: Study) -> pd.DataFrame:
    """Compute alpha per pair of coders; of the pair that shares most paragraphs the crossing, and what differs."""
    codings, settings = read_codings(study), study.settings
    articles = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["article_id"], strict=True))
    draws = {"level": settings.level, "resamples": settings.resamples, "seed": settings.seed}
    table = agreement_table(codings, articles, study.codebook, **draws).loc[:, :"method"]
    table = table.rename(columns={"alpha": "value"})
    standing = latest_codings(codings)
    coders = sorted(standing["coder"].unique())
    if len(coders) == 2:
        table["coders"] = ", ".join(coders)  # all coders are the one pair there is
    pair = _largest_pair(table)
    if pair is None:
        return table
    both = (
        standing.pivot(index="paragraph_id", columns="coder", values="primary")[pair].dropna().set_axis(CODED, axis=1)
    )
    cells = both.value_counts().reset_index(name="count").sort_values(CODED).assign(quantity="confusion")
    differing = both[both["label"] != both["predicted"]].reset_index().assign(quantity="difference")
    parts = [table, *(part.assign(coders=", ".join(pair)) for part in (cells, differing))]
    return pd.concat(parts, ignore_index=True)


def _largest_pair(table: pd.DataFrame) -> list[str] | None:
    """Return the two coders who share most paragraphs; None where no two share any."""
    pairs = table[(table["quantity"] == "primary") & table["coders"].str.contains(", ") & (table["paragraphs"] > 0)]
    if pairs.empty:
        return None
    return str(pairs.sort_values("paragraphs", kind="stable").iloc[-1]["coders"]).split(", ")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw alpha of the largest pair above, and below which codes it gives to the paragraphs where it differs."""
    names = {code: shorten(name, LONGEST, placeholder=" …") for code, name in study.codebook.names.items()}
    colours, pair = pillar_colours(study.codebook.pillar_ids), _largest_pair(numbers)
    if pair is None:
        return message_figure(_nothing())
    rows = numbers[(numbers["coders"] == ", ".join(pair)) & numbers["percent"].notna()]
    names_of_rows = {"primary": say("Primary code"), **names}
    rows = rows.assign(name=[names_of_rows[one] for one in rows["quantity"]])
    cells = numbers[numbers["quantity"] == "confusion"]
    differing = cells[cells["label"] != cells["predicted"]]
    pairs = {frozenset(pair) for pair in zip(differing["label"], differing["predicted"], strict=True)}
    heights = [0.2 * len(rows), *([0.26 * min(len(pairs), MOST)] if pairs else [])]
    figure, panels = new_grid(heights, [1], sum(heights) + 0.6 * len(heights))
    above = panels[0][0]
    draw_intervals(rows, above, rows="name", colours=[colours.get(one, INK) for one in rows["quantity"]])
    for line in (TENTATIVE, RELIABLE):
        above.axvline(line, color=FAINT, linewidth=0.8, linestyle="--")
    above.set_xlim(min(0.6, rows["low"].min() - 0.02, rows["value"].min() - 0.02), 1.01)
    above.set_xlabel(say("Krippendorff's alpha"))
    if pairs:
        draw_differences(differing, panels[1][0], codes=study.codebook.codes, names=names)
        panels[1][0].set_xlabel(say("paragraphs coded differently"))
    return figure


def _nothing() -> str:
    return say("No two coders have coded the same paragraph: no agreement to measure yet (discourse relabel).")


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say on how many paragraphs the largest pair agrees, and what the other pairs reach."""
    pair = _largest_pair(numbers)
    if pair is None:
        return Description(say("No two coders have coded the same paragraph"), _nothing())
    primary = numbers[numbers["quantity"] == "primary"].set_index("coders")
    row = primary.loc[", ".join(pair)]
    title = say(
        "{first} and {second} give the same primary code to {same} of {paragraphs:.0f} paragraphs (alpha {alpha:.2f})",
        first=pair[0],
        second=pair[1],
        same=round(row["percent"] * row["paragraphs"]),
        paragraphs=row["paragraphs"],
        alpha=row["value"],
    )
    caption = [_caption(row, study)]
    shown = numbers[(numbers["coders"] == row.name) & numbers["value"].notna()]
    if shown["low"].isna().any():
        caption.append(say("No interval: too few articles, or no disagreement."))
    return Description(title, " ".join(caption), _others(primary.drop(row.name)))


def _caption(row: pd.Series, study: Study) -> str:
    """Say what is compared, what the lines mean, and how the intervals were computed."""
    return say(
        "{paragraphs:.0f} paragraphs of {articles:.0f} articles coded by both: the primary code, and each pillar as "
        "mentioned or not. Dashed: {tentative} and {reliable}, customary for tentative and for reliable conclusions. "
        "{level:.0f}% confidence intervals ({method}).",
        paragraphs=row["paragraphs"],
        articles=row["articles"],
        tentative=TENTATIVE,
        reliable=RELIABLE,
        level=100 * study.settings.level,
        method=_methods()[row["method"]],
    )


def _methods() -> dict[str, str]:
    """Names of the methods by which an interval is computed."""
    return {BOOTSTRAP: say("percentile bootstrap of articles"), JACKKNIFE: say("jackknife over articles")}


def _others(primary: pd.DataFrame) -> str:
    """Say what other pairs of coders reach, and all coders together."""
    others = [
        say(
            "{coders} {alpha:.2f} on {paragraphs:.0f} paragraphs of {articles:.0f} articles",
            coders=say("all") if coders == ALL else coders,
            alpha=one["value"],
            paragraphs=one["paragraphs"],
            articles=one["articles"],
        )
        for coders, one in primary.iterrows()
    ]
    return say("Alpha of the primary code of other coders: {others}.", others="; ".join(others)) if others else ""


experiment = Experiment(
    script=__file__,
    title="Agreement between coders, and what they confuse",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=2,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6, "percent": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
