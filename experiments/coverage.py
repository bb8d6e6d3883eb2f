"""How much coverage is behind the study? Articles and paragraphs per period, outlet and extent.

Run alone: ``python experiments/coverage.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.figures import draw_coverage, draw_outlets
from discourse.pipeline import Experiment
from discourse.study import Study
from discourse.style import add_caption, clear_grid, new_figure

OUTLETS_SHOWN = 4
OTHER = "other years"


def compute(study: Study) -> pd.DataFrame:
    """Count articles and paragraphs of every period, sampling, extent, partner group and outlet."""
    articles = study.articles.assign(period=study.articles["period"].replace("", OTHER))
    main = study.settings.analyses[0]
    articles["partners"] = [
        main.partner if main.partner and main.partner in partner.split("+") else "other partners"
        for partner in articles["partner"]
    ]
    keys = ["period", "sampling", "extent", "partners", "outlet"]
    table = study.paragraphs.merge(articles, on="article_id")
    counts = table.groupby(keys).agg(articles=("article_id", "nunique"), paragraphs=("paragraph_id", "size"))
    return counts.reset_index()


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the groups on the left, the outlets of the general sample on the right."""
    figure, (left, right) = new_figure([1.15, 1], 3.6)
    groups = numbers.groupby(["period", "sampling", "extent", "partners"], as_index=False)[
        ["articles", "paragraphs"]
    ].sum()
    in_periods = groups[(groups["period"] != OTHER) & (groups["sampling"] == "general")].copy()
    in_periods["row"] = in_periods["period"] + ", " + in_periods["partners"] + ", " + in_periods["extent"]
    training = groups[(groups["period"] == OTHER) | (groups["sampling"] != "general")]
    rest = pd.DataFrame(
        {
            "row": ["for training only"],
            "articles": [training["articles"].sum()],
            "paragraphs": [training["paragraphs"].sum()],
        }
    )
    draw_coverage(pd.concat([in_periods, rest], ignore_index=True), left)
    left.set_title("What the comparison rests on")
    general = numbers[(numbers["sampling"] == "general") & (numbers["period"] != OTHER)]
    order = general.groupby("outlet")["articles"].sum().sort_values(ascending=False, kind="stable").index
    rows = [*order[:OUTLETS_SHOWN], f"{len(order) - OUTLETS_SHOWN} others"]
    general = general.assign(outlet=general["outlet"].where(general["outlet"].isin(rows), rows[-1]))
    outlets = general.groupby(["outlet", "period"], as_index=False)["articles"].sum()
    draw_outlets(outlets.sort_values("outlet", key=lambda names: names.map(rows.index)), right)
    right.set_title(f"Its {len(order)} outlets", loc="right")
    clear_grid(right)
    add_caption(
        figure,
        (
            "General sample: found by searching for coverage of the period. For training only: articles of other "
            "years, and those found by searching for one pillar, which say nothing on emphasis. "
            f"{study.settings.sample_note}"
        ),
    )
    return figure


experiment = Experiment(
    script=__file__,
    title="Articles and paragraphs per period, outlet and extent",
    compute=compute,
    draw=draw,
)

if __name__ == "__main__":
    experiment.main()
