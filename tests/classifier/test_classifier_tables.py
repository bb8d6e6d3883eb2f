from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier import classified, classify_table
from discourse.errors import DataError


def test_a_row_without_text_gets_no_prediction(toy_model):
    table = classified(toy_model, pd.Series(["beras dan ikan", " "]))
    assert table["pillar"].tolist()[1] == ""
    assert table.iloc[1].drop(["pillar", "also"]).isna().all()
    assert table["pillar"].tolist()[0] != ""


def test_rows_are_reported_piece_by_piece(toy_model, tmp_path):
    source, out, seen = tmp_path / "in.csv", tmp_path / "out.csv", []
    pd.DataFrame({"text": ["beras"] * 3}).to_csv(source, index=False)
    assert classify_table(toy_model, source, out, progress=seen.append) == 3
    assert seen == [3]


def test_a_row_too_long_is_refused_and_leaves_nothing(toy_model, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,text\n1,beras\n2,ikan,laut\n")
    with pytest.raises(DataError, match="a CSV table"):
        classify_table(toy_model, source, out)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["in.csv"]
