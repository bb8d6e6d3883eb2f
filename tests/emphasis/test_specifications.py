"""Does the table of specifications hold every choice, and its summary count them right?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, read_paragraphs
from discourse.emphasis.specifications import (
    compare_weightings,
    labels_of_coder,
    specification_curve,
    summarise_specifications,
)
from discourse.emphasis.table import emphasis_table
from discourse.errors import DataError


def test_every_choice_is_there_once(draw_table, add_predictions, pillars, periods):
    table = draw_table()
    done = []
    found = specification_curve(
        {"all": table, "predicted": add_predictions(table)},
        pillars,
        periods,
        estimators=("coded", "adjusted", "ppi"),
        progress=done.append,
    )
    assert done == ["all", "predicted"]
    choices = found[found["pillar"] == "political"]
    assert choices["specification"].tolist() == list(range(6 + 6 + 6 + 18))
    curve = choices[choices["left_out"] == ""]
    assert len(curve) == len(curve[["variant", "quantity", "weighting", "estimator"]].drop_duplicates())
    assert (curve.loc[curve["estimator"] != "coded", "quantity"] == "share").all()
    assert (curve.loc[curve["estimator"] != "coded", "variant"] == "predicted").all()
    assert choices["left_out"].nunique() == 1 + 18


def test_the_base_is_the_number_of_the_main_table(draw_table, pillars, periods):
    found = specification_curve({"all": draw_table()}, pillars, periods)
    rows = emphasis_table(draw_table(), pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    base = found[found["specification"] == 0]
    assert base["shift"].tolist() == rows["value"].tolist()
    assert base["low"].tolist() == rows["low"].tolist()


def test_a_refusal_is_a_row_with_its_reason(draw_table, pillars, periods):
    table = draw_table().assign(p_political=0.5, p_economic=0.3, p_education=0.2)
    found = specification_curve({"all": table}, pillars, periods, estimators=("coded", "adjusted"), leave_one_out=False)
    refused = found[found["estimator"] == "adjusted"]
    assert refused["shift"].isna().all()
    assert refused["note"].str.contains("adjusted count").all()
    assert (summarise_specifications(found)["specifications"] == 6).all()


def test_the_summary_counts_signs_and_finds_the_article_that_matters(pillars, periods):
    rows = [(f"{period}-{i}", period, "political") for period in periods for i in range(6) for _ in range(4)]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary"]).assign(words=20, also=[()] * len(rows))
    table.loc[table["article_id"] == "2025-3", "primary"] = "economic"
    row = (
        summarise_specifications(specification_curve({"all": table}, pillars, periods))
        .set_index("pillar")
        .loc["economic"]
    )
    assert row["base"] == pytest.approx(1 / 6)
    assert row["specifications"] == row["same_sign"] == 6
    assert row["exclude_zero"] == 0
    assert row["article"] == "2025-3"
    assert row["moved"] == pytest.approx(-1 / 6)
    assert row["smallest"] <= row["median"] <= row["largest"]


def test_one_coder_in_place_of_the_labels(draw_table, pillars, periods):
    table = draw_table()
    codings = pd.DataFrame(
        {
            "paragraph_id": table["paragraph_id"].iloc[[0, 1, 1]],
            "coder": "second",
            "primary": ["education", "political", "economic"],
            "also": [("political",), (), ()],
        }
    )
    found = labels_of_coder(table, codings, "second")
    assert found["primary"].iloc[:3].tolist() == ["education", "economic", ""]
    assert found["also"].iloc[0] == ("political",)
    assert table["primary"].iloc[2] != ""
    with pytest.raises(DataError, match="Coders are second"):
        labels_of_coder(table, codings, "third")


def test_no_table_is_refused(pillars, periods):
    with pytest.raises(DataError, match="at least one table"):
        specification_curve({}, pillars, periods)


def estimates(paragraphs):
    return [estimate(paragraphs, quantity=quantity, weighting=each) for each in WEIGHTINGS for quantity in QUANTITIES]


def test_equal_articles_agree(draw_table, read):
    table = draw_table((9, 9)).groupby("article_id").head(2).assign(words=30)
    found = compare_weightings(estimates(read(table)))
    assert found["weighting"].unique().tolist() == ["paragraph", "article", "word"]
    values = found.set_index(["weighting", "pillar", "quantity", "period"])["value"].unstack("weighting")
    assert (values["paragraph"] - values["article"]).abs().max() < 1e-12
    assert not found["disagrees"].any()


def test_long_articles_of_one_pillar_are_marked(periods):
    rows = [
        (f"{period}-{i:02d}", period, "economic" if i % 4 == 0 else "political")
        for period in periods
        for i in range(40)
        for _ in range(30 if i % 4 == 0 else 2)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary"])
    paragraphs = read_paragraphs(table, ["political", "economic"], periods)
    found = compare_weightings([estimate(paragraphs, weighting=each) for each in ("paragraph", "article")])
    marked = found[found["disagrees"]]
    assert set(marked["weighting"]) == {"article"}
    assert {"2023", "2025"} <= set(marked["period"])
    shares = found[(found["pillar"] == "political") & (found["period"] == "2023")].set_index("weighting")["value"]
    assert shares.round(3).to_dict() == {"paragraph": 0.167, "article": 0.75}


def test_without_intervals_nothing_is_called_a_disagreement(draw_table, read):
    assert not compare_weightings(estimates(read(draw_table((1, 4)))))["disagrees"].any()
