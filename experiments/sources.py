"""Which part of the shift lies within outlets, and which in their mix?

Run alone: ``python experiments/sources.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import decompose_shift, group_shares
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.measures.groups import OTHER, UNKNOWN
from discourse.figures import (
    TYPE,
    draw_decomposition,
    draw_group_shares,
    fitting_title,
    message_figure,
    new_grid,
    pillar_colours,
    wrapped,
)
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import fields_in, number_word, say, translated

FEWEST = 2
"""Outlets with fewer articles in a period are taken together, as one article cannot say how articles differ."""
ROWS = 20
"""Rows of pillars for which the panels of outlets have room."""
SMALL = 0.05
"""Points that are written as zero."""
NAME = 85.0
"""Points of width after which the name of a pillar is broken."""


def compute(study: Study) -> pd.DataFrame:
    """Split every pillar's shift of the main analysis by outlet, and count each outlet's paragraphs."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    rows = analysed_rows(study)
    shares = group_shares(rows, pillars, settings.compared, fewest=FEWEST, level=settings.level)
    fewest = FEWEST if shares["group"].nunique() > 1 else 0
    if not fewest:
        shares = group_shares(rows, pillars, settings.compared, level=settings.level)
    parts = decompose_shift(
        rows,
        pillars,
        settings.compared,
        fewest=fewest,
        level=settings.level,
        resamples=settings.resamples,
        seed=settings.seed,
    )
    return pd.concat([parts, shares], ignore_index=True)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the parts of every shift above, and below a panel an outlet with its shares in both periods."""
    numbers = numbers.fillna({"group": "", "note": ""})
    shares = numbers[numbers["quantity"] == "share"]
    if shares["group"].nunique() < 2:
        return message_figure(one_outlet())
    pillars, groups = study.codebook.pillar_ids, shown_groups(shares, study)
    names = {pillar: "\n".join(wrapped(study.codebook.names[pillar], NAME, TYPE)) for pillar in pillars}
    lines = max(name.count("\n") for name in names.values())
    heights = [0.3 * len(pillars) + 0.8, *[(0.2 + 0.08 * lines) * len(pillars) + 0.3] * len(groups)]
    figure, grid = new_grid(heights, [1], sum(heights) + 0.6)
    top, *panels = (row[0] for row in grid)
    draw_decomposition(numbers, top, pillars=pillars, names=names)
    for group, ax in zip(groups, panels, strict=True):
        rows = shares[shares["group"] == group]
        choices = {"pillars": pillars, "names": names, "colours": pillar_colours(pillars)}
        draw_group_shares(rows, ax, **choices, periods=study.settings.compared)
        counts = rows.drop_duplicates("period").set_index("period")["articles"]
        earlier, later = (int(counts[period]) for period in study.settings.compared)
        title = say("{outlet}: {earlier} → {later} articles", outlet=outlet_name(group), earlier=earlier, later=later)
        ax.set_title(title, fontsize=TYPE + 0.5)
        if ax is not panels[-1]:
            ax.set_xlabel("")
            ax.tick_params(axis="x", labelbottom=False)
    return figure


def one_outlet() -> str:
    """Say why there is nothing to split."""
    return say("All articles that are compared have the same outlet: there is no mix of outlets.")


def outlet_name(group: str) -> str:
    """Say what stands for several outlets, or for one that is not known, in the language spoken at the moment."""
    return {OTHER: say("other"), UNKNOWN: say("unknown")}.get(group, group)


def shown_groups(shares: pd.DataFrame, study: Study) -> list[str]:
    """Outlets that get a panel: those with the most articles, as many as a page has room for."""
    return list(shares["group"].unique()[: max(2, ROWS // len(study.codebook.pillar_ids))])


def largest_shift(numbers: pd.DataFrame) -> str:
    """Return the pillar with the largest shift, of those whose interval excludes zero where there are any."""
    shifts = numbers[numbers["quantity"] == "shift"].set_index("pillar")
    clear = shifts[excludes_zero(shifts)]
    return str((shifts if clear.empty else clear)["value"].abs().idxmax())


def excludes_zero(rows: pd.DataFrame) -> pd.Series:
    """Whether the interval of each row excludes zero."""
    return (rows["low"] > 0) | (rows["high"] < 0)


def finding(numbers: pd.DataFrame, pillar: str, name: str) -> str:
    """Say the shift, and the outlet inside which most of it happened, or its parts where no outlet stands out."""
    rows = numbers[numbers["pillar"] == pillar]
    shifts = rows[rows["quantity"] == "shift"]
    value = 100 * rows[rows["group"] == ""].drop_duplicates("quantity").set_index("quantity")["value"]
    clear = excludes_zero(shifts).any()
    low, high = (points(100 * shifts[bound].iloc[0]) for bound in ("low", "high"))
    fields = {"pillar": name, "shift": points(value["shift"]), "low": low, "high": high}
    if clear:
        said = say("{pillar}: {shift} points [{low}, {high}]", **fields)
    else:
        said = say("No detectable shift. {pillar}: {shift} points", **fields)
    if pd.isna(value["within"]):
        return say("{finding}; no outlet is in both periods", finding=said)
    groups = 100 * rows[(rows["group"] != "") & (rows["quantity"] == "within")].set_index("group")["value"]
    first = (groups * (1 if value["shift"] > 0 else -1)).idxmax()
    if groups[first] * value["shift"] > 0 and abs(groups[first]) >= abs(value["within"]) / 2:
        shares = {"within": points(groups[first]), "rest": points(value["shift"] - groups[first])}
        outlet = outlet_name(first)
        long = say("{finding}, {within} within {outlet}, {rest} from all else", finding=said, outlet=outlet, **shares)
        return fitting_title(long, said)
    return fitting_title(*parts_of_shift(value, said), said)


def parts_of_shift(value: pd.Series, said: str) -> list[str]:
    """Add the parts of a shift to what is said of it, at length and in short."""
    within, mix, unmatched = (points(value[part]) for part in ("within", "mix", "unmatched"))
    fields = {"finding": said, "within": within, "mix": mix, "unmatched": unmatched}
    if abs(value["unmatched"]) > SMALL:
        return [
            say("{finding}, {within} within outlets, {mix} from their mix, {unmatched} unmatched", **fields),
            say("{finding}, {within} within, {mix} mix, {unmatched} unmatched", **fields),
        ]
    return [
        say("{finding}, {within} within outlets, {mix} from their mix", **fields),
        say("{finding}, {within} within, {mix} mix", **fields),
    ]


def points(value: float) -> str:
    """Write percentage points with their sign."""
    return f"{value:+z.1f}".replace("-", "−")


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say where the pillar that shifts most does so, and how to read bars and marks."""
    numbers = numbers.fillna({"group": "", "note": ""})
    shares = numbers[numbers["quantity"] == "share"]
    if shares["group"].nunique() < 2:
        return Description(say("All that is compared is from one outlet"), one_outlet())
    pillar = largest_shift(numbers)
    caption = say(
        "Above: parts that add up to each shift, in percentage points; diamond: the shift. Below: shares in the "
        "outlets with most articles, earlier hollow, later filled. {level:.0f}% confidence intervals, clustered by "
        "article, given the outlets; a cross: fewer than {few} articles, no interval.",
        level=100 * study.settings.level,
        few=number_word(MIN_ARTICLES),
    )
    return Description(finding(numbers, pillar, study.codebook.names[pillar]), caption, _notes(numbers, study))


def _notes(numbers: pd.DataFrame, study: Study) -> str:
    """Say what the parts are, which outlets are taken together, and which are not shown."""
    said = [
        say("Analysis: {analysis}.", analysis=translated(study.settings.analyses[0].title)),
        say(
            "Within outlets: what the shift would be if every outlet had its mean weight in both periods. Mix of "
            "outlets: what comes from their weights alone. Outlets of one period only have no counterpart and stand "
            "apart."
        ),
    ]
    shares = numbers[numbers["quantity"] == "share"]
    said += [lumped_text(note) for note in shares["note"].unique() if note]
    hidden = shares["group"].nunique() - len(shown_groups(shares, study))
    if hidden > 0:
        said.append(say("Outlets without a panel: {count}; their shares are in the table.", count=hidden))
    return " ".join(said)


def lumped_text(note: str) -> str:
    """Say which outlets are taken together."""
    fields = fields_in(note, "fewer than {fewest} articles in a period: {outlets}")
    return say("Other: outlets with fewer than {fewest} articles in a period: {outlets}.", **fields) if fields else note


experiment = Experiment(
    script=__file__,
    title="Which outlets the shift comes from",
    compute=compute,
    draw=draw,
    describe=describe,
    cost=2,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
