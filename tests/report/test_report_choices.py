"""Does the figure of choices say of each pillar how often the sign holds, and where it turns?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.report.choices import describe_choices, most_said, sign_kept


def choices(**values: list[float]) -> pd.DataFrame:
    """Rows of pillars by their shift in the main analysis, without an outlet, and by mentions."""
    kinds = [("", "main analysis"), ("without the outlet", "x.example"), ("computed otherwise", "mentions")]
    rows = [
        (kind, choice, pillar, value)
        for place, (kind, choice) in enumerate(kinds)
        for pillar, value in ((pillar, shifts[place]) for pillar, shifts in values.items())
    ]
    table = pd.DataFrame(rows, columns=["kind", "choice", "pillar", "value"])
    first = table["choice"] == "main analysis"
    return table.assign(verdict=first.map({True: "no detectable shift", False: ""}), reason="")


def test_the_sign_is_counted_over_the_other_choices():
    table = choices(political=[0.1, -0.2, 0.3])
    assert sign_kept(table) == "1 of 2"
    assert sign_kept(table.assign(value=table["value"] * -1)) == "1 of 2"
    assert sign_kept(table.assign(value=[0.0, 0.1, 0.2])) == "no shift"
    assert sign_kept(table.assign(value=[float("nan"), 0.1, 0.2])) == "no shift"


def test_a_verdict_comes_before_a_large_shift():
    table = choices(political=[0.3, 0.3, 0.3], economic=[-0.1, -0.1, 0.2], education=[-0.2, 0.2, 0.2])
    assert most_said(table) == "political"
    open_one = (table["pillar"] == "economic") & (table["choice"] == "main analysis")
    table.loc[open_one, ["verdict", "reason"]] = ["open", "interval and test disagree"]
    assert most_said(table) == "economic"


def test_title_and_notes_name_what_turns_the_sign(toy_study):
    table = choices(political=[0.3, -0.3, 0.3], economic=[-0.1, -0.1, -0.2], education=[0.0, 0.2, 0.2])
    said = describe_choices(table, toy_study)
    assert said.title == "Political: same sign in 1 of 2 choices; no detectable shift"
    assert "Political: same sign in 1 of 2 choices; no detectable shift. The sign turns under: x.example" in (
        said.notes
    )
    assert "Economic: same sign in 2 of 2 choices; no detectable shift. Education: no shift in" in said.notes
    assert said.caption.startswith("Shift with 90% confidence intervals")


@pytest.mark.parametrize("empty", [0.0, float("nan")])
def test_a_study_without_a_shift_is_described(toy_study, empty):
    table = choices(**{pillar: [empty, 0.1, 0.1] for pillar in toy_study.codebook.pillar_ids})
    assert describe_choices(table, toy_study).title == "Political: no shift in the main analysis; no detectable shift"
