from __future__ import annotations

from discourse.classifier import PillarClassifier
from discourse.evaluation import CHOSEN, SHIPPED, compare_candidates, grouped_folds
from discourse.evaluation.baselines import STRENGTHS
from discourse.evaluation.model_selection import FEATURE_SETS
from discourse.features import blocks_of, pair_counts, position_counts, study_counts
from discourse.labels.table import coded_table


def test_every_candidate_is_scored_on_the_same_paragraphs(toy_study):
    table, words = coded_table(toy_study), study_counts(toy_study)
    folds = grouped_folds(table["story"], table["primary"], 2, 1)
    found = compare_candidates(
        words,
        table,
        folds,
        toy_study.codebook,
        "id",
        level=0.9,
        resamples=100,
        seed=1,
        extra={
            "position": position_counts(table["position"], words.ids),
            "pairs": pair_counts(toy_study.paragraphs["text"].tolist(), "id", words.ids),
        },
        models={"heavy": lambda terms: PillarClassifier(blocks_of(terms), penalty=8.0)},
    ).set_index("candidate")
    assert len(found) == len(FEATURE_SETS) + 3 + 2 + 1 + len(STRENGTHS) + 1 + 1
    assert found.loc[f"{SHIPPED}: ridge", ["difference", "difference_low", "difference_high"]].tolist() == [0, 0, 0]
    assert found["folds_chosen"].sum() == 2
    assert found.loc[f"{CHOSEN}: ridge", "articles"] == table["article_id"].nunique()
    assert found["mentions"].isna().sum() == len(STRENGTHS) + 1
