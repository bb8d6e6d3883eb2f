from __future__ import annotations

from discourse.classifier import PillarClassifier
from discourse.evaluation import CHOSEN, SHIPPED, compare_features_and_models, grouped_folds
from discourse.evaluation.baselines import REGULARISATION
from discourse.evaluation.model_selection import FEATURE_SETS
from discourse.features import bigram_counts, blocks_of, position_counts, study_dfm
from discourse.labels.table import coded_table


def test_every_candidate_is_scored_on_the_same_paragraphs(toy_study):
    table, words = coded_table(toy_study), study_dfm(toy_study)
    folds = grouped_folds(table["story"], table["primary"], 2, 1)
    found = compare_features_and_models(
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
            "pairs": bigram_counts(toy_study.paragraphs["text"].tolist(), "id", words.ids),
        },
        models={"heavy": lambda terms: PillarClassifier(blocks_of(terms), penalty=8.0)},
    ).set_index("candidate")
    assert len(found) == len(FEATURE_SETS) + 3 + 2 + 1 + len(REGULARISATION) + 1 + 1
    assert found.loc[f"{SHIPPED}: ridge", ["difference", "difference_low", "difference_high"]].tolist() == [0, 0, 0]
    assert found["folds_chosen"].sum() == 2
    assert found.loc[f"{CHOSEN}: ridge", "articles"] == table["article_id"].nunique()
    assert found["mentions"].isna().sum() == len(REGULARISATION) + 1
