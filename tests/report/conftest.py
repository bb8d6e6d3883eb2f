"""The main figure's numbers of a toy study, small enough to be read."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.study import Study

PILLAR = {"share": [("2023", 0.5, 0.4, 0.6), ("2025", 0.7, 0.6, 0.8)], "shift": [("2025-2023", 0.2, 0.05, 0.35)]}
TESTS = {"shift_p": 0.01, "shift_p_holm": 0.03, "smallest_p": 0.002, "detectable_shift": 0.2}


@pytest.fixture
def reported(toy_study):
    """A study whose emphasis.csv says: every pillar +20 points [5, 35], p .01."""
    rows = []
    for analysis in toy_study.settings.analyses:
        for pillar in toy_study.codebook.pillar_ids:
            for quantity, values in PILLAR.items():
                rows += [(analysis.id, pillar, quantity, period, *value, 3, 11) for period, *value in values]
            rows += [
                (analysis.id, pillar, quantity, "2025-2023", value, None, None, 6, 22)
                for quantity, value in TESTS.items()
            ]
    columns = ["analysis", "pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs"]
    toy_study.figures.mkdir(exist_ok=True)
    pd.DataFrame(rows, columns=columns).to_csv(toy_study.figures / "emphasis.csv", index=False)
    return Study(toy_study.root)
