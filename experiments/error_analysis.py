"""Where does the classifier fail: in which pillar, outlet, period, kind of article, and in which paragraphs?

Run alone: ``python experiments/error_analysis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.evaluation import held_out_predictions, most_confident_errors, scores, scores_by_group, transfers
from discourse.figures import FAINT, INK, add_caption, draw_intervals, draw_text_cells, new_grid, pillar_colours
from discourse.labels.table import coded_table
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

RESAMPLES = 2000
PARTS = ("outlet", "period", "extent")
ERRORS = 40
"""Most confident errors in the table; as many as :data:`SHOWN` are drawn."""
SHOWN = 10
CONFIDENT = 0.9
"""Probability from which on an error counts as confident in the caption."""
OVERALL = ("accuracy_all", "macro_f1", "mention_macro_f1")
OF_A_PILLAR = ("f1", "mention_f1")


def compute(study: Study) -> pd.DataFrame:
    """Score the parts of the coverage, transfer between them, and list the most confident errors with their rules."""
    settings, codes = study.settings, study.codebook.codes
    draws = {"level": settings.level, "resamples": min(RESAMPLES, settings.resamples), "seed": settings.seed}
    predictions = held_out_predictions(study)
    found = scores(predictions, codes, **draws)
    tables = {
        "all": found[found["score"].isin(OVERALL)],
        "pillar": found[found["score"].isin(OF_A_PILLAR)],
        "part": scores_by_group(predictions, coded_table(study), PARTS, codes, periods=settings.compared, **draws),
        "transfer": transfers(study, predictions, **draws),
        "error": most_confident_errors(predictions, study.codebook, ERRORS),
    }
    columns = ["panel", "by", "part", "train", "test", "score", "pillar", "value", "low", "high", "articles"]
    columns += ["paragraphs", "in_folds", *tables["error"].columns]
    tables["error"]["mentioned_by_coder"] = tables["error"]["mentioned_by_coder"].map({True: "yes", False: "no"})
    parts = [table.assign(panel=panel) for panel, table in tables.items()]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw scores by pillar and part on the left, transfer on the right, the most confident errors below."""
    figure, (top, bottom) = new_grid([1.6, 1], [1, 1], 6.6)
    _draw_parts(numbers, study, top[0])
    _draw_transfers(numbers, top[1])
    below = bottom[0].get_gridspec()
    for panel in bottom:
        panel.remove()
    errors = numbers[numbers["panel"] == "error"].head(SHOWN)
    _draw_errors(errors, study, figure.add_subplot(below[1, :]))
    add_caption(figure, _caption(numbers, study))
    return figure


def _draw_parts(numbers: pd.DataFrame, study: Study, ax) -> None:
    """Primary as a circle, mentions as a square, of all, of each pillar and of each part."""
    colours = pillar_colours(study.codebook.pillar_ids)
    rows = numbers[numbers["panel"].isin(["all", "pillar", "part"])].fillna({"pillar": "", "by": "", "part": ""})
    names = {"": "all", **study.codebook.names}
    rows = rows.assign(name=[f"{by}: {part}" if by else names[pillar] for by, part, pillar in _keys(rows)])
    rows = rows.assign(colour=[colours.get(pillar, INK) for pillar in rows["pillar"]])
    mentions = rows[rows["score"].str.startswith("mention_")]
    paint = {"offset": -0.24, "marker": "s", "written": False, "label": "mentions"}
    draw_intervals(mentions, ax, rows="name", colours=FAINT, **paint)
    primary = rows[rows["score"].isin(["macro_f1", "f1"])]
    draw_intervals(primary, ax, rows="name", colours=list(primary["colour"]), offset=0.12, label="primary")
    ax.tick_params(axis="y", labelsize=7)
    ax.set_xlim(0.2, 1.02)
    ax.set_xlabel("F1 of a pillar, macro-F1 of a subset")
    ax.set_title("Where it fails")
    ax.legend(fontsize=7, loc="upper left")


def _keys(rows: pd.DataFrame):
    return zip(rows["by"], rows["part"], rows["pillar"], strict=True)


def _draw_transfers(numbers: pd.DataFrame, ax) -> None:
    """Draw the scores after training on another part, beside what the same paragraphs get in folds over everything."""
    rows = numbers[(numbers["panel"] == "transfer") & (numbers["score"] == "macro_f1")]
    rows = rows.assign(name=[f"{train}\nto {test}" for train, test in zip(rows["train"], rows["test"], strict=True)])
    folds = rows.assign(value=rows["in_folds"], low=float("nan"), high=float("nan"))
    draw_intervals(folds, ax, rows="name", colours=FAINT, marker="D", written=False, label="folds")
    draw_intervals(rows, ax, rows="name", label="transfer")
    ax.tick_params(axis="y", labelsize=7)
    ax.set_xlim(0.2, 1.02)
    ax.set_xlabel("macro-F1, primary")
    ax.set_title("Transfer")
    ax.legend(fontsize=7, loc="upper left")


def _draw_errors(errors: pd.DataFrame, study: Study, ax) -> None:
    """Write the most confident errors, each with the rules that bear most on its two codes."""
    names = study.codebook.names
    cells = pd.DataFrame(
        {
            "paragraph": errors["paragraph_id"],
            "coded": [names[code] for code in errors["label"]],
            "predicted": [names[code] for code in errors["predicted"]],
            "probability": [f"{probability:.3f}" for probability in errors["probability"]],
            "rules": ["; ".join(rules.split("; ")[:3]) for rules in errors["rules"].fillna("")],
        }
    )
    headings = {name: name for name in cells} | {"rules": "rules that bear on them most"}
    ax.set_title("Most confident errors", x=-0.19, pad=16)
    draw_text_cells(cells, ax, columns=headings, places=[-0.19, 0.125, 0.345, 0.54, 0.675])


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    overall = numbers[numbers["panel"] == "all"].set_index("score")
    errors = numbers[numbers["panel"] == "error"]
    confident = errors[errors["probability"] >= CONFIDENT]
    all_of_them = len(confident) == len(errors)
    row = overall.loc["accuracy_all"]
    wrong = round(row["paragraphs"] * (1 - row["value"]))
    mentioned = int((confident["mentioned_by_coder"] == "yes").sum())
    none = int((confident["label"] == "none").sum())
    moved = numbers[(numbers["panel"] == "transfer") & (numbers["score"] == "macro_f1")]
    costs = "; ".join(f"{row.train} to {row.test} {row.value - row.in_folds:+.2f}" for row in moved.itertuples())
    return (
        f"Predictions out of fold, by whole articles: {row['articles']:.0f} articles, {row['paragraphs']:.0f} "
        f"paragraphs, {wrong} of them wrong; {'at least ' if all_of_them else ''}{len(confident)} errors were made "
        f"with a probability of {CONFIDENT:.1f} or more: in {mentioned} of these the coder mentions the predicted "
        f"pillar beside the primary, {none} are coded none. The {len(errors)} most confident errors are in the table, "
        "with all rules that bear on either code. Outlets with fewer than five articles are others. Macro-F1 is over "
        "the pillars that occur in a subset, so subsets with a different mix of pillars are not strictly comparable, "
        "and where a pillar is rare one paragraph changes it a lot. Right: macro-F1 of the tested paragraphs when "
        "trained on the other part alone; "
        f"hollow: what the same paragraphs get in folds over everything. What the change costs: {costs}. "
        f"{100 * study.settings.level:.0f}% confidence intervals, clustered by article."
    )


experiment = Experiment(
    script=__file__,
    title="Where the classifier fails: subsets, transfer and its most confident errors",
    compute=compute,
    draw=draw,
    cost=7,
    tolerances={
        **dict.fromkeys(("value", "low", "high", "in_folds"), 0.02),
        **dict.fromkeys(("probability", "probability_of_label"), 0.01),
    },
)

if __name__ == "__main__":
    experiment.main()
