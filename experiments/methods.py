"""Does the way of estimating change the shift? Quantities, weights and estimators, and every article left out in turn.

Run alone: ``python experiments/methods.py``
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from discourse.emphasis.estimators import Estimator
from discourse.emphasis.specifications import specification_curve, summarise_specifications
from discourse.evaluation import training_notes
from discourse.evaluation.held_out import predict_every_paragraph
from discourse.features import study_blocks
from discourse.figures import draw_specifications, message_figure, new_figure, pillar_colours
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import Description, Experiment
from discourse.pipeline.refusals import say_refusal
from discourse.study import Study
from discourse.translations import say

SHOWN: tuple[Estimator, ...] = ("coded", "adjusted", "ppi", "dsl")
"""Estimators compared: those of the labels at hand, and of the classifier's predictions corrected by them."""


def compute(study: Study) -> pd.DataFrame:
    """Compute every pillar's shift with every quantity, weighting and estimator, the classifier on words and stems."""
    pillars, periods, level = study.codebook.pillar_ids, study.settings.compared, study.settings.level
    rows = as_labelled(analysed_rows(study))
    blocks = study_blocks(study)
    lemmas = tuple("lemma" if block == "word" else block for block in blocks)
    main = {study.settings.analyses[0].title: with_predictions(study, rows, blocks)}
    coded = specification_curve(main, pillars, periods, estimators=SHOWN, level=level)
    stemmed = {"classifier on lemmas": with_predictions(study, rows, lemmas)}
    others = specification_curve(stemmed, pillars, periods, estimators=SHOWN[1:], leave_one_out=False, level=level)
    others["specification"] += coded["specification"].max() + 1
    return pd.concat([coded, others], ignore_index=True)


def as_labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """Take the labels as they are, whoever assigned them; where every paragraph has one, none was drawn."""
    coders = ["by_person", "machine", "machine_also"]
    return rows.drop(columns=[*coders, "inclusion"] if (rows["primary"] != "").all() else coders)


def with_predictions(study: Study, rows: pd.DataFrame, blocks: tuple[str, ...]) -> pd.DataFrame:
    """Add what a classifier says of each paragraph when its story is held out."""
    said = predict_every_paragraph(study, blocks=blocks)
    columns = ["paragraph_id", "predicted", *(f"p_{code}" for code in study.codebook.codes)]
    return rows.merge(said[columns], on="paragraph_id", how="left")


def _ways() -> dict[tuple[str, str], str]:
    """Name of each quantity and estimator, in the language spoken at the moment."""
    return {
        ("share", "coded"): say("coded, primary"),
        ("mention_share", "coded"): say("coded, mentions"),
        ("share", "adjusted"): say("adjusted count"),
        ("share", "ppi"): say("PPI++"),
        ("share", "dsl"): say("DSL"),
    }


def _drawn(numbers: pd.DataFrame) -> pd.DataFrame:
    """Specifications with a shift, and the way of each in words; without those that leave an article out.

    A pillar that is 0 in every way, because nobody has coded it, is left out.
    """
    curve = numbers[numbers["left_out"].fillna("").eq("") & numbers["shift"].notna()]
    curve = curve[curve.groupby("pillar")["shift"].transform(lambda shift: shift.ne(0).any())]
    names = _ways()
    return curve.assign(way=[names[way] for way in zip(curve["quantity"], curve["estimator"], strict=True)])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shift of each pillar in every way of estimating it, one mark a weighting."""
    curve, pillars = _drawn(numbers), study.codebook.pillar_ids
    if curve.empty:
        refused = map(say_refusal, numbers["note"].dropna().unique()[:1])
        return message_figure(" ".join([say("No shift could be estimated."), *refused]))
    figure, (ax,) = new_figure([1], 3)
    names = {pillar: study.codebook.names[pillar] for pillar in pillars}
    weightings = {"paragraph": say("by paragraph"), "article": say("by article"), "word": say("by word")}
    draw_specifications(curve, ax, names=names, colours=pillar_colours(pillars), weightings=weightings)
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how many shifts keep their sign, and what each way and each article does to them."""
    curve, names = _drawn(numbers), study.codebook.names
    refused = [say_refusal(note) for note in dict.fromkeys(numbers["note"].dropna())]
    if curve.empty:
        return Description(say("No shift could be estimated"), "", " ".join(refused))
    drawn = numbers["pillar"].isin(curve["pillar"])
    found = summarise_specifications(numbers[drawn].fillna({"left_out": ""}))
    caption = say(
        "A mark is the shift in one way of estimating it; filled: its interval ({level:g}%, clustered by article) "
        "excludes zero; diamond: the main analysis. Marks of a row differ in weighting, and in whether the classifier "
        "counts words or lemmas. Sign: ways with the sign of the main one; clear: those of them that exclude zero.",
        level=100 * study.settings.level,
    )
    notes = say(
        "{shifts}. Specifications share their data: the number that excludes zero is descriptive, not a test. PPI++ "
        "and DSL correct a classifier's predictions by the labels; where all paragraphs are labelled they give the "
        "coded shares. The adjusted count corrects predictions by the classifier's error rates. Predictions are those "
        "of models that have not seen a paragraph's story.",
        shifts="; ".join(_range(row, names[row["pillar"]]) for row in found.to_dict("records")),
    )
    absent = [
        say("{pillar} is {zero} in every way and not drawn.", pillar=names[pillar], zero=0)
        for pillar in numbers.loc[~drawn, "pillar"].unique()
    ]
    return Description(_title(found), caption, " ".join([notes, *training_notes(study), *absent, *refused]))


def _title(found: pd.DataFrame) -> str:
    """Say how many shifts have one sign whatever the way of estimating them."""
    same = int((found["same_sign"] == found["specifications"]).sum())
    fields = {"same": same, "shifts": len(found), "ways": found["specifications"].max()}
    if same == 1:
        return say("{same} of {shifts} shifts keeps its sign in all {ways} ways of estimating it", **fields)
    return say("{same} of {shifts} shifts keep their sign in all {ways} ways of estimating them", **fields)


def _range(row: dict[Any, Any], name: str) -> str:
    """Say between which values the shift of a pillar lies, and which article changes it most."""
    points = {key: 100 * row[key] for key in ("smallest", "largest", "median", "moved")}
    if row["article"]:
        return say(
            "{pillar}: {smallest:+.1f} to {largest:+.1f} points, median {median:+.1f}, leaving out {article} changes "
            "it most ({moved:+.1f})",
            pillar=name,
            article=row["article"],
            **points,
        )
    return say("{pillar}: {smallest:+.1f} to {largest:+.1f} points, median {median:+.1f}", pillar=name, **points)


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
