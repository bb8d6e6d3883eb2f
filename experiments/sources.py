"""Which part of the shift lies within outlets, and which in their mix?

Run alone: ``python experiments/sources.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import decompose_shift, group_shares
from discourse.figures import COLUMN, add_caption, draw_decomposition, draw_group_shares, message_figure, new_grid
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

FEWEST = 2
"""Outlets with fewer articles in a period are taken together, as one article cannot say how articles differ."""
SHOWN = 6
"""Outlets drawn in the lower panel, those with the most articles."""


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
    """Draw the parts of every shift above, and below the outlets' shares of the pillar that shifts most."""
    numbers = numbers.fillna({"group": "", "note": ""})
    shares = numbers[numbers["quantity"] == "share"]
    if shares["group"].nunique() < 2:
        return message_figure("All articles that are compared have the same outlet: there is no mix of outlets.")
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    pillar = largest_shift(numbers)
    shown = shares[shares["pillar"] == pillar]
    shown = shown[shown["group"].isin(shown["group"].unique()[:SHOWN])]
    heights = [0.34 * len(pillars) + 0.9, 0.32 * shown["group"].nunique() + 0.7]
    figure, ((top,), (bottom,)) = new_grid(heights, [1], sum(heights), width=COLUMN)
    draw_decomposition(numbers, top, pillars=pillars, names=names)
    said = finding(numbers, pillar, names[pillar])
    figure.suptitle(said, x=0.01, ha="left", fontsize=8, fontweight="bold", linespacing=1.3)
    draw_group_shares(shown, bottom, periods=study.settings.compared)
    bottom.set_title(f"{names[pillar]} by outlet", fontsize=8)
    add_caption(figure, caption(numbers, study))
    return figure


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
    said = f"{name}: {points(value['shift'])} points"
    if not excludes_zero(shifts).any():
        said = f"No detectable shift. {said}"
    if pd.isna(value["within"]):
        return f"{said};\nno outlet is in both periods"
    groups = 100 * rows[(rows["group"] != "") & (rows["quantity"] == "within")].set_index("group")["value"]
    first = (groups * (1 if value["shift"] > 0 else -1)).idxmax()
    if groups[first] * value["shift"] > 0 and abs(groups[first]) >= abs(value["within"]) / 2:
        rest = points(value["shift"] - groups[first])
        return f"{said}:\n{points(groups[first])} within {first}, {rest} from all else"
    return f"{said}:\n{points(value['within'])} within outlets, {points(value['mix'])} from their mix"


def points(value: float) -> str:
    """Write percentage points with their sign."""
    return f"{value:+z.1f}".replace("-", "−")


def caption(numbers: pd.DataFrame, study: Study) -> str:
    """Say how to read the bars, what the intervals are, and which outlets are taken together."""
    groups, lumped = (int(numbers[column].dropna().iloc[0]) for column in ("groups", "lumped"))
    said = [
        f"Bars add up to the shift. {100 * study.settings.level:.0f}% confidence intervals: clustered by article, "
        "given the outlets; grey: too few articles."
    ]
    if lumped:
        said.append(f"Other: {lumped} outlets with fewer than {FEWEST} articles in a period.")
    if groups > SHOWN:
        said.append(f"{groups - SHOWN} smaller outlets are not shown.")
    return " ".join(said)


experiment = Experiment(
    script=__file__,
    title="Which outlets the shift comes from",
    compute=compute,
    draw=draw,
    cost=2,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
