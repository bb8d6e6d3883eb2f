"""Does the strength of seeds show its effect, from nothing to too much?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.comparison.strength import strength_range
from discourse.folds import grouped_folds
from discourse.topics import TopicModel

TERMS = tuple(f"kata{number:02d}" for number in range(24))
SEEDS = {"economic": ("kata00", "kata01"), "education": ("kata12", "kata13")}


def test_seeds_lead_and_too_many_crowd_out() -> None:
    rng = np.random.default_rng(2)
    primary = rng.choice(["economic", "education"], size=90)
    rates = np.where((primary == "economic")[:, None] == (np.arange(24) < 12), 0.5, 0.05)
    X = sparse.csr_matrix(rng.poisson(rates))
    labels = pd.DataFrame(
        {
            "paragraph_id": [f"a{row // 3:02d}:{row % 3}" for row in range(90)],
            "article_id": [f"a{row // 3:02d}" for row in range(90)],
            "primary": primary,
            "also": [()] * 90,
        }
    )
    folds = grouped_folds(labels["article_id"], labels["primary"], 3, seed=1)
    seen: list[tuple[int, int]] = []
    table = strength_range(
        TopicModel(3, passes=8, max_share=1.0, seeds=SEEDS, terms=TERMS),
        X,
        labels,
        folds,
        ("economic", "education", "none"),
        strengths=(0.0, 5.0, 2000.0),
        resamples=100,
        progress=lambda done, of: seen.append((done, of)),
    )
    accuracy = table[table["score"] == "accuracy"].set_index("strength")
    assert accuracy.loc[5.0, "value"] > 0.9
    assert accuracy.loc[2000.0, "pillar_share"] < accuracy.loc[5.0, "pillar_share"]
    assert accuracy.loc[2000.0, "seed_words"] == 0.2
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert len(table) == 6
