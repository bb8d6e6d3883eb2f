"""Does the way of estimating change the shift? Quantities, weights and estimators, and every article left out in turn.

Run alone: ``python experiments/methods.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.estimators import ESTIMATORS
from discourse.emphasis.specifications import specification_curve, summarise_specifications
from discourse.evaluation.held_out import predict_every_paragraph
from discourse.features import study_blocks
from discourse.figures import draw_specifications, message_figure, new_figure, pillar_colours
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study

WAYS = {
    ("share", "coded"): "coded, primary",
    ("mention_share", "coded"): "coded, mentions",
    ("share", "adjusted"): "adjusted count",
    ("share", "ppi"): "PPI++",
    ("share", "dsl"): "DSL",
}
"""Name of each quantity and estimator."""
WEIGHTINGS = {"paragraph": "by paragraph", "article": "by article", "word": "by word"}


def compute(study: Study) -> pd.DataFrame:
    """Compute every pillar's shift with every quantity, weighting and estimator, the classifier on words and stems."""
    pillars, periods, level = study.codebook.pillar_ids, study.settings.compared, study.settings.level
    rows = analysed_rows(study)
    blocks = study_blocks(study)
    lemmas = tuple("lemma" if block == "word" else block for block in blocks)
    main = {study.settings.analyses[0].title: with_predictions(study, rows, blocks)}
    coded = specification_curve(main, pillars, periods, estimators=ESTIMATORS, level=level)
    stemmed = {"classifier on lemmas": with_predictions(study, rows, lemmas)}
    others = specification_curve(stemmed, pillars, periods, estimators=ESTIMATORS[1:], leave_one_out=False, level=level)
    others["specification"] += coded["specification"].max() + 1
    return pd.concat([coded, others], ignore_index=True)


def with_predictions(study: Study, rows: pd.DataFrame, blocks: tuple[str, ...]) -> pd.DataFrame:
    """Add what a classifier says of each paragraph when its story is held out."""
    said = predict_every_paragraph(study, blocks=blocks)
    columns = ["paragraph_id", "predicted", *(f"p_{code}" for code in study.codebook.codes)]
    return rows.merge(said[columns], on="paragraph_id", how="left")


def _drawn(numbers: pd.DataFrame) -> pd.DataFrame:
    """Specifications with a shift, and the way of each in words; without those that leave an article out.

    A pillar that is 0 in every way, because nobody has coded it, is left out.
    """
    curve = numbers[numbers["left_out"].fillna("").eq("") & numbers["shift"].notna()]
    curve = curve[curve.groupby("pillar")["shift"].transform(lambda shift: shift.ne(0).any())]
    ways = [WAYS[way] for way in zip(curve["quantity"], curve["estimator"], strict=True)]
    return curve.assign(way=ways)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shift of each pillar in every way of estimating it, one mark a weighting."""
    curve, pillars = _drawn(numbers), study.codebook.pillar_ids
    if curve.empty:
        return message_figure(" ".join(["No shift could be estimated.", *numbers["note"].dropna().unique()[:1]]))
    figure, (ax,) = new_figure([1], 3)
    names = {pillar: study.codebook.names[pillar] for pillar in pillars}
    draw_specifications(curve, ax, names=names, colours=pillar_colours(pillars), weightings=WEIGHTINGS)
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how many shifts keep their sign, and what each way and each article does to them."""
    curve, names = _drawn(numbers), study.codebook.names
    refused = " ".join(dict.fromkeys(numbers["note"].dropna()))
    if curve.empty:
        return Description("No shift could be estimated", "", refused)
    drawn = numbers["pillar"].isin(curve["pillar"])
    found = summarise_specifications(numbers[drawn].fillna({"left_out": ""}))
    absent = [f"{names[pillar]} is 0 in every way and not drawn." for pillar in numbers.loc[~drawn, "pillar"].unique()]
    same = int((found["same_sign"] == found["specifications"]).sum())
    keep, it = ("keeps its", "it") if same == 1 else ("keep their", "them")
    title = f"{same} of {len(found)} shifts {keep} sign in all {found['specifications'].max()} ways of estimating {it}"
    caption = (
        "A mark is the shift in one way of estimating it; filled: its interval "
        f"({100 * study.settings.level:g}%, clustered by article) excludes zero; diamond: the main analysis. Marks of "
        "a row differ in weighting, and in whether the classifier counts words or lemmas. Sign: ways with the sign of "
        "the main one; clear: those of them that exclude zero."
    )
    said = "; ".join(
        f"{names[row.pillar]}: {100 * row.smallest:+.1f} to {100 * row.largest:+.1f} points, median "
        f"{100 * row.median:+.1f}"
        + (f", leaving out {row.article} changes it most ({100 * row.moved:+.1f})" if row.article else "")
        for row in found.itertuples()
    )
    notes = (
        f"{said}. Specifications share their data: the number that excludes zero is descriptive, not a test. PPI++ and "
        "DSL correct a classifier's predictions by the labels; where all paragraphs are labelled they give the coded "
        "shares. The adjusted count corrects predictions by the classifier's error rates. Predictions are those of "
        "models that have not seen a paragraph's story."
    )
    return Description(title, caption, " ".join(filter(None, [notes, *absent, refused])))


experiment = Experiment(
    script=__file__,
    title="The shift by quantity, weighting and estimator",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=5,
    tolerances={"shift": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
