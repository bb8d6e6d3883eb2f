"""Who is named in each period, and in paragraphs of which pillars?

Run alone: ``python experiments/actors.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.figures import (
    INK,
    TYPE,
    add_periods,
    add_pillars,
    changes_height,
    draw_changes,
    draw_pillar_counts,
    message_figure,
    new_figure,
    pillar_colours,
)
from discourse.pipeline.experiment import Description, Experiment
from discourse.report.named import actor_table, clear_shifts, describe_actors, named_rows, why_nobody
from discourse.study import Study
from discourse.translations import say, spoken_language

SHOWN = 14
"""Actors drawn; the table holds all."""
COLUMNS = [
    "name", "gloss", "pillar", "unit", "period", "value", "low", "high", "numerator", "articles", "paragraphs",
]  # fmt: skip


def compute(study: Study) -> pd.DataFrame:
    """Count the articles that name each actor, and the paragraphs of each pillar that do; no row without a list."""
    if not study.note("actors.toml").is_file():
        return pd.DataFrame(columns=COLUMNS)
    found = [actor_table(study), actor_table(study, unit="paragraph", by_pillar=True)]
    return pd.concat(found, ignore_index=True)[COLUMNS]


def ranked(numbers: pd.DataFrame) -> list[str]:
    """Name the most named actors, the one that rose most first."""
    rows = named_rows(numbers)
    most = rows.groupby("name", sort=False)["numerator"].sum().sort_values(ascending=False, kind="stable").index[:SHOWN]
    shifts = rows[rows["numerator"].isna() & rows["name"].isin(most)]
    return shifts.sort_values("value", ascending=False, kind="stable")["name"].tolist()


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the articles that name each actor in both periods, and the paragraphs that do by pillar."""
    order = ranked(numbers)
    if not order:
        return message_figure(why_nobody(numbers))
    rows, by_pillar = named_rows(numbers), numbers[(numbers["unit"] == "paragraph") & numbers["name"].isin(order)]
    named = set(by_pillar.loc[by_pillar["numerator"] > 0, "pillar"])
    labels = labelled(rows, order, study)
    figure, axes = new_figure([1, 0.75][: 1 + bool(named)], changes_height(labels.values()) + 1.15, sharey=True)
    draw_changes(
        rows.assign(counted=rows["articles"]),
        axes[0],
        rows="name",
        order=order,
        periods=study.settings.compared,
        names=labels,
        colours=dict.fromkeys(clear_shifts(rows), INK),
        heading=say("articles\nshift in points [{level}]", level=f"{100 * study.settings.level:.0f}%"),
    )
    add_periods(axes[0], study.settings.compared)
    axes[0].set_xlabel(say("% of articles"), fontsize=TYPE)
    for ax in axes[1:]:
        shown = {pillar: study.codebook.names[pillar] for pillar in study.codebook.pillar_ids if pillar in named}
        options = {"order": order, "periods": study.settings.compared, "pillars": list(shown)}
        colours = pillar_colours(study.codebook.pillar_ids)
        draw_pillar_counts(by_pillar, ax, colours=colours, **options)
        ax.set_xlabel(say("paragraphs"), fontsize=TYPE)
        add_pillars(figure, shown, colours)
    return figure


def labelled(rows: pd.DataFrame, order: list[str], study: Study) -> dict[str, str]:
    """Label each actor with its name, and its gloss unless readers know the language of the coverage."""
    if spoken_language() == study.language:
        return {name: name for name in order}
    glosses = rows.dropna(subset="gloss").set_index("name")["gloss"].to_dict()
    return {name: f"{name} ({glosses[name]})" if name in glosses else name for name in order}


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Name the actor whose naming changed most, and say what is counted."""
    return describe_actors(numbers, study, ranked(numbers))


experiment = Experiment(
    script=__file__,
    title="Who is named in each period, and in paragraphs of which pillars",
    compute=compute,
    draw=draw,
    describe=describe,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
