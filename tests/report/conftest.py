"""The main figure's numbers of a toy study, small enough to be read."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.study import Study

SHARES = [("2023", 0.5, 0.4, 0.6, 6, 3, 12), ("2025", 0.7, 0.6, 0.8, 7, 3, 10)]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'
TESTS = {"shift_p": 0.01, "shift_p_holm": 0.03, "smallest_p": 0.002, "detectable_shift": 0.2}


@pytest.fixture
def reported(toy_study):
    """A study whose emphasis.csv says: every pillar 6 of 12, then 7 of 10, +20 points [5, 35], p .01, open."""
    rows = []
    for analysis in toy_study.settings.analyses:
        for pillar in toy_study.codebook.pillar_ids:
            rows += [(analysis.id, pillar, "share", *share, "", "") for share in SHARES]
            both = (6, 22)
            rows.append((analysis.id, pillar, "shift", "2025-2023", 0.2, 0.05, 0.35, None, *both, "", ""))
            rows += [
                (analysis.id, pillar, quantity, "2025-2023", value, None, None, None, *both, "", "")
                for quantity, value in TESTS.items()
            ]
            said = ("open", "the sign turns without warta-teluk")
            rows.append((analysis.id, pillar, "verdict", "2025-2023", None, None, None, None, *both, *said))
    columns = [
        "analysis", "pillar", "quantity", "period", "value", "low", "high",
        "count", "articles", "paragraphs", "verdict", "reason",
    ]  # fmt: skip
    toy_study.figures.mkdir(exist_ok=True)
    pd.DataFrame(rows, columns=columns).to_csv(toy_study.figures / "emphasis.csv", index=False)
    (toy_study.figures / "emphasis.svg").write_text(PICTURE, encoding="utf-8")
    return Study(toy_study.root)
