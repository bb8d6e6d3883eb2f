"""How much coverage is behind the study? Articles and paragraphs per period, outlet and extent.

Run alone: ``python experiments/coverage.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.figures import add_caption, clear_grid, draw_coverage, draw_outlets, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

OUTLETS_SHOWN = 4
OTHER = "other years"


def compute(study: Study) -> pd.DataFrame:
    """Count articles and paragraphs of every period, sampling, extent, partner group and outlet."""
    period = study.articles["period"]
    articles = study.articles.assign(period=period.where(period.isin(study.settings.compared), OTHER))
    main = study.settings.analyses[0]
    articles["partners"] = [
        main.partner if main.partner and main.partner in partner.split("+") else "other partners"
        for partner in articles["partner"]
    ]
    keys = ["period", "sampling", "extent", "partners", "outlet"]
    table = study.paragraphs.merge(articles, on="article_id")
    counts = table.groupby(keys).agg(articles=("article_id", "nunique"), paragraphs=("paragraph_id", "size"))
    order = [*study.settings.compared, OTHER]
    return counts.reset_index().sort_values("period", key=lambda ids: ids.map(order.index), kind="stable")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the groups on the left, the outlets of the sample that is compared on the right."""
    figure, (left, right) = new_figure([1.15, 1], 3.6)
    keys = ["period", "sampling", "extent", "partners"]
    groups = numbers.groupby(keys, as_index=False, sort=False, dropna=False)[["articles", "paragraphs"]].sum()
    in_periods = groups[_compared(groups, study)].copy()
    in_periods["row"] = in_periods["period"] + ", " + in_periods["partners"] + ", " + in_periods["extent"]
    training = groups[~_compared(groups, study)]
    rest = pd.DataFrame(
        {
            "row": ["for training only"],
            "articles": [training["articles"].sum()],
            "paragraphs": [training["paragraphs"].sum()],
        }
    )
    draw_coverage(pd.concat([in_periods, rest], ignore_index=True), left)
    left.set_title("What is compared")
    compared = numbers[_compared(numbers, study)]
    order = compared.groupby("outlet")["articles"].sum().sort_values(ascending=False, kind="stable").index
    rows = [*order[:OUTLETS_SHOWN], f"{len(order) - OUTLETS_SHOWN} others"]
    compared = compared.assign(outlet=compared["outlet"].where(compared["outlet"].isin(rows), rows[-1]))
    outlets = compared.groupby(["outlet", "period"], as_index=False)["articles"].sum()
    outlets = outlets.sort_values("outlet", key=lambda names: names.map(rows.index))
    draw_outlets(outlets, right, periods=study.settings.compared)
    right.set_title(f"Its {len(order)} outlets", loc="right")
    clear_grid(right)
    sampling = study.settings.analyses[0].sampling
    sample = f"{sampling} sample" if sampling else "articles of the two periods"
    add_caption(
        figure,
        (
            f"{sample.capitalize()}: what is compared. For training only: articles of other years and of other "
            "samples, which say nothing on emphasis. "
            f"{study.settings.sample_note}"
        ),
    )
    return figure


def _compared(table: pd.DataFrame, study: Study) -> pd.Series:
    """Which rows the main analysis compares: of a period, and sampled as it asks for."""
    sampling = study.settings.analyses[0].sampling
    return (table["period"] != OTHER) & ((table["sampling"] == sampling) | (sampling == ""))


experiment = Experiment(
    script=__file__,
    title="Articles and paragraphs per period, outlet and extent",
    compute=compute,
    draw=draw,
)

if __name__ == "__main__":
    experiment.main()
