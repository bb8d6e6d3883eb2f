from __future__ import annotations

import pytest

from discourse.evaluation import abstention_table, calibration_table


def test_abstaining_trades_answers_for_accuracy(predictions):
    table = abstention_table(predictions, (0.0, 0.7, 0.85, 0.99))
    assert table["answered"].tolist() == pytest.approx([1, 4 / 6, 2 / 6, 0])
    assert table["accuracy"].tolist()[:3] == pytest.approx([0.5, 0.75, 1])
    assert table[["accuracy", "low", "high"]].iloc[3].isna().all()
    known = table.iloc[:3]
    assert (known["low"] <= known["accuracy"]).all()
    assert (known["accuracy"] <= known["high"]).all()
    assert (known["low"] < known["high"]).any()


def test_calibration_by_hand(predictions):
    table = calibration_table(predictions, level=0.9, resamples=200, seed=1, bins=2)
    assert table["quantity"].unique().tolist() == ["primary"]
    assert table["predictions"].tolist() == [6]
    mean = (0.9 + 0.8 + 0.9 + 0.6 + 0.5 + 0.8) / 6
    assert table["error"].iloc[0] == pytest.approx(mean - 0.5)
    assert table["observed_low"].iloc[0] <= table["observed"].iloc[0] <= table["observed_high"].iloc[0]
    assert table["articles"].tolist() == [predictions["article_id"].nunique()]
    assert table["error_low"].iloc[0] <= table["error"].iloc[0] <= table["error_high"].iloc[0]


def test_mentions_are_calibrated_too(predictions):
    predictions = predictions.assign(m_trade=predictions["p_trade"], m_school=0.5)
    table = calibration_table(predictions, level=0.9, resamples=100, seed=1)
    assert table[table["quantity"] == "mentions"]["predictions"].sum() == 12


def test_certain_predictions_have_no_error_by_chance_and_uncertain_ones_do(predictions):
    draws = {"level": 0.9, "resamples": 400, "seed": 1}
    uncertain = calibration_table(predictions, **draws).iloc[0]
    assert 0 < uncertain["chance"] < uncertain["chance_high"]
    certain = predictions.assign(
        p_trade=(predictions["predicted"] == "trade") * 1.0, p_school=(predictions["predicted"] == "school") * 1.0
    )
    assert calibration_table(certain.assign(p_none=0.0), **draws).iloc[0]["chance_high"] == 0
