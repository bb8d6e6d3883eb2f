"""Is a table checked once, and added up once for each weighting and quantity?"""

from __future__ import annotations

import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from discourse.emphasis import inputs, sums
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS
from discourse.emphasis.shifts import shift_tests
from discourse.emphasis.table import emphasis_table

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "emphasis.py"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of the checker and of the summer; sums by what they are of."""
    found: Counter[str] = Counter()

    def counted(function: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        def call(*arguments: Any, **choices: Any) -> Any:
            found[name(**choices)] += 1
            return function(*arguments, **choices)

        return call

    monkeypatch.setattr(inputs, "_check_codes", counted(inputs._check_codes, lambda: "check"))
    monkeypatch.setattr(sums, "add_up", counted(sums.add_up, lambda quantity, weighting: f"{quantity} by {weighting}"))
    return found


TABLE = pd.DataFrame({"article_id": list("abcdefghij"), "period": ["2023"] * 5 + ["2025"] * 5, "primary": "political"})


def test_a_test_of_shifts_checks_and_adds_up_once(calls):
    shift_tests(TABLE, ["political"], ["2023", "2025"])
    assert calls == {"check": 1, "share by paragraph": 1}


def test_a_table_of_emphasis_checks_once_and_adds_up_once_a_quantity(calls):
    emphasis_table(TABLE.assign(also=[()] * 10), ["political"], ["2023", "2025"])
    assert calls == {"check": 1, "share by paragraph": 1, "mention_share by paragraph": 1}


def test_the_main_figure_checks_and_adds_up_each_analysis_once(calls, toy_study):
    runpy.run_path(str(SCRIPT))["compute"](toy_study)
    analyses = len(toy_study.settings.analyses)
    each = {f"{quantity} by {weighting}": analyses for quantity in QUANTITIES for weighting in WEIGHTINGS}
    assert calls == {"check": analyses, **each}
