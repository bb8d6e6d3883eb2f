"""How far do the coders agree, and which pillars do they confuse?

Run alone: ``python experiments/agreement.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.figures import (
    INK,
    add_caption,
    draw_confusion,
    draw_intervals,
    message_figure,
    new_figure,
    pillar_colours,
)
from discourse.labels.agreement import agreement_table, latest_codings
from discourse.labels.log import read_codings
from discourse.pipeline.experiment import Experiment
from discourse.study import Study


def compute(study: Study) -> pd.DataFrame:
    """Compute alpha per pair of coders, and the crossing of the pair that shares most paragraphs."""
    codings, settings = read_codings(study), study.settings
    articles = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["article_id"], strict=True))
    draws = {"level": settings.level, "resamples": settings.resamples, "seed": settings.seed}
    table = agreement_table(codings, articles, study.codebook, **draws).rename(columns={"alpha": "value"})
    standing = latest_codings(codings)
    coders = sorted(standing["coder"].unique())
    if len(coders) == 2:
        table["coders"] = ", ".join(coders)  # all coders are the one pair there is
    pair = _largest_pair(table)
    if pair is None:
        return table
    primary = standing.pivot(index="paragraph_id", columns="coder", values="primary")[pair].dropna()
    cells = primary.value_counts().reset_index(name="count").set_axis(["label", "predicted", "count"], axis=1)
    cells = cells.sort_values(["label", "predicted"]).assign(coders=", ".join(pair), quantity="confusion")
    return pd.concat([table, cells], ignore_index=True)


def _largest_pair(table: pd.DataFrame) -> list[str] | None:
    """Return the two coders who share most paragraphs; None where no two share any."""
    pairs = table[(table["quantity"] == "primary") & table["coders"].str.contains(", ") & (table["paragraphs"] > 0)]
    if pairs.empty:
        return None
    return str(pairs.sort_values("paragraphs", kind="stable").iloc[-1]["coders"]).split(", ")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw alpha of the largest pair on the left and its crossing on the right."""
    names, colours = study.codebook.names, pillar_colours(study.codebook.pillar_ids)
    pair = _largest_pair(numbers)
    if pair is None:
        return message_figure("No two coders have coded the same paragraph: no agreement to measure yet.")
    first, second = pair
    rows = numbers[(numbers["coders"] == f"{first}, {second}") & (numbers["quantity"] != "confusion")].copy()
    rows["name"] = ["Primary code" if one == "primary" else names[one] for one in rows["quantity"]]
    figure, (left, margin, right) = new_figure([1, 0.3, 1.4], 3.4)
    margin.set_axis_off()
    draw_intervals(rows, left, rows="name", colours=[colours.get(one, INK) for one in rows["quantity"]])
    left.set_xlim(min(0.6, rows["low"].min() - 0.02), 1)
    left.set_xlabel("Krippendorff's alpha")
    left.set_title(f"Agreement of {first} and {second}:\nprimary code and mentions")
    cells = numbers[numbers["quantity"] == "confusion"].rename(columns={"label": first, "predicted": second})
    draw_confusion(cells, right, codes=study.codebook.codes, names=names, rows=first, columns=second)
    right.set_title("Primary codes, paragraphs", loc="right")
    add_caption(figure, _caption(numbers, first, second, study))
    return figure


def _caption(numbers: pd.DataFrame, first: str, second: str, study: Study) -> str:
    primary = numbers[numbers["quantity"] == "primary"].set_index("coders")
    pair = primary.loc[f"{first}, {second}"]
    others = "; ".join(
        f"{coders} {row['value']:.2f} on {row['paragraphs']:.0f} paragraphs of {row['articles']:.0f} articles"
        for coders, row in primary.iterrows()
        if ", " in coders and coders != f"{first}, {second}"
    )
    shown = numbers[(numbers["coders"] == f"{first}, {second}") & numbers["value"].notna()]
    bare = "No interval: too few articles, or no disagreement. " if shown["low"].isna().any() else ""
    return (
        f"{pair['paragraphs']:.0f} paragraphs of {pair['articles']:.0f} articles coded by both; they agree on "
        f"{100 * pair['percent']:.1f}% of the primary codes. Intervals: {pair['method']}. Other pairs, primary "
        f"code: {others}. {bare}{study.settings.coding_note}"
    )


experiment = Experiment(
    script=__file__,
    title="Agreement between coders, and what they confuse",
    compute=compute,
    draw=draw,
    cost=2,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6, "percent": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
