"""Predictions, labels and features that the tests of evaluation share."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.features import study_features
from discourse.labels import coded_table


@pytest.fixture
def toy_labels() -> pd.DataFrame:
    """Four labelled paragraphs of two articles."""
    return pd.DataFrame(
        {
            "paragraph_id": ["a:01", "a:02", "b:01", "b:02"],
            "article_id": ["a", "a", "b", "b"],
            "primary": ["trade", "school", "trade", "school"],
            "also": [(), (), ("school",), ()],
        }
    )


@pytest.fixture(scope="session")
def shipped_table(shipped_study):
    """Features (words and fields), labelled rows and pillars of every other article of the shipped study."""
    features = study_features(shipped_study, blocks=("word", "dictionary"))
    table = coded_table(shipped_study)
    chosen = table["article_id"].isin(sorted(table["article_id"].unique())[::2]) & (table["primary"] != "")
    return features.matrix[chosen.to_numpy()], table[chosen].reset_index(drop=True), shipped_study.codebook.pillar_ids


@pytest.fixture
def predictions() -> pd.DataFrame:
    """Six predictions of three articles, three of them wrong."""
    return pd.DataFrame(
        {
            "paragraph_id": ["a:1", "a:2", "b:1", "b:2", "c:1", "c:2"],
            "article_id": list("aabbcc"),
            "label": ["trade", "trade", "school", "school", "none", "trade"],
            "also": [(), ("school",), (), (), (), ()],
            "predicted": ["trade", "school", "school", "trade", "school", "trade"],
            "p_trade": [0.9, 0.2, 0.1, 0.6, 0.2, 0.8],
            "p_school": [0.1, 0.8, 0.9, 0.4, 0.5, 0.1],
            "p_none": [0.0, 0.0, 0.0, 0.0, 0.3, 0.1],
        }
    )
