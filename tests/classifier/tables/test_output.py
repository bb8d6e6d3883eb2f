"""A classified table holds the same numbers in either form."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from discourse.classifier.tables.output import OutputForm, check_ending
from discourse.errors import DataError

MADE = ("pillar", "also", "p_trade", "m_trade")
ROWS = [
    {"id": "=1", "text": "kopi, teh", "pillar": "trade", "also": "", "p_trade": 2 / 3, "m_trade": 1e-9},
    {"id": "2", "text": "", "pillar": "", "also": "", "p_trade": math.nan, "m_trade": math.nan},
]


def written(form, tmp_path):
    """What two parts of the rows become when they are joined."""
    parts = [tmp_path / f"{number}{form.suffix}" for number in range(2)]
    for row, part in zip(ROWS, parts, strict=True):
        form.write([row], part)
    form.join(parts, tmp_path / f"whole{form.suffix}")
    return tmp_path / f"whole{form.suffix}"


def test_csv_has_the_columns_once_and_guards_formulas(tmp_path):
    path = written(OutputForm(".csv", ("id", "text"), MADE, None, False), tmp_path)
    assert path.read_text(encoding="utf-8") == (
        'id,text,pillar,also,p_trade,m_trade\n\'=1,"kopi, teh",trade,,0.666667,0.000000\n2,,,,,\n'
    )
    path = written(OutputForm(".csv", ("id", "text"), MADE, None, True), tmp_path)
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("=1,")


def test_parquet_has_the_same_numbers_and_nothing_where_there_is_none(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(written(OutputForm(".parquet", ("id", "text"), MADE, None, False), tmp_path))
    assert table.to_pylist() == [
        ROWS[0] | {"p_trade": 0.666667, "m_trade": 0.0},
        ROWS[1] | {"p_trade": None, "m_trade": None},
    ]
    assert [str(kind) for kind in table.schema.types] == ["string"] * 4 + ["double"] * 2


def test_typed_cells_become_text_in_csv_and_keep_their_types_in_parquet(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    types = pa.schema([("id", pa.float64()), ("text", pa.string())])
    row = {**ROWS[0], "id": 2023.0}
    OutputForm(".csv", ("id", "text"), MADE, types, False).write([row], tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8") as stream:
        assert next(csv.reader(stream)) == ["2023", "kopi, teh", "trade", "", "0.666667", "0.000000"]
    OutputForm(".parquet", ("id", "text"), MADE, types, False).write([row], tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet")["id"].to_pylist() == [2023.0]


@pytest.mark.parametrize("name", ["out", "out.csv.gz", "out.parquet.zst", "out.txt"])
def test_another_ending_is_refused(name):
    with pytest.raises(DataError, match=r"expected a name ending in \.csv or \.parquet"):
        check_ending(Path(name))
    check_ending(Path("out.CSV"))
