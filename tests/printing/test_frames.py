"""Does a table print whole at 80 columns, and is it in all else the frame that pandas has?"""

from __future__ import annotations

import io
import pickle
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse
from discourse.printing import ReadableTable
from discourse.printing.frames import readable


@pytest.fixture
def table() -> pd.DataFrame:
    """Shares of two pillars in two periods, as a plain frame with attrs."""
    found = pd.DataFrame(
        {
            "pillar": ["trade", "trade", "roads", "roads"],
            "period": ["2019", "2024"] * 2,
            "value": [0.2, 0.30001, 1 / 3, 0.5],
            "low": [0.1, 0.2, 0.1, np.nan],
            "high": [0.3, 0.4, 0.5, np.nan],
            "also": [("roads",), (), (), ("trade",)],
            "articles": [30, 40, 30, 4],
        }
    )
    found.attrs = {"pillars": {"trade": "Trade", "roads": "Roads"}}
    return found


def test_it_prints_every_number_by_hand(table: pd.DataFrame) -> None:
    assert repr(readable(table)).splitlines() == [
        "pillar  period     value [low, high]  also   articles",
        "trade   2019    0.200 [0.100, 0.300]  roads        30",
        "trade   2024    0.300 [0.200, 0.400]               40",
        "roads   2019    0.333 [0.100, 0.500]               30",
        "roads   2024    0.500 [  NaN,   NaN]  trade         4",
    ]


def test_the_results_of_a_study_fit_eighty_columns_with_every_interval(toy_study, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = toy_study.table()
    for found in (
        discourse.emphasis_table(rows),
        discourse.shift_tests(rows),
        discourse.emphasis_by(rows, by=["month", "outlet"]).head(40),
        discourse.linkage(rows),
        discourse.prominence(rows).head(60),
    ):
        printed = repr(found)
        assert type(found) is ReadableTable
        assert max(map(len, printed.splitlines())) <= 80
        named = "shift" if "shift" in found else "value"
        for value, low, high in zip(found[named], found["low"], found["high"], strict=True):
            wanted = f"{value:z.3f}[{low:z.3f},{high:z.3f}]".replace("nan", "NaN")
            assert wanted in printed.replace(" ", "")


def test_an_index_with_a_name_is_printed_and_a_number_of_the_row_is_not(table: pd.DataFrame) -> None:
    assert repr(readable(table).set_index(["pillar", "period"])) == repr(readable(table))
    assert repr(readable(table).iloc[[2, 0]]).splitlines()[1].startswith("roads")
    assert repr(readable(table).groupby("pillar")[["articles"]].sum()).splitlines()[1:] == [
        "roads         34",
        "trade         70",
    ]


def test_of_many_rows_the_first_and_the_last_are_shown_and_a_line_says_so(table: pd.DataFrame) -> None:
    many = readable(pd.concat([table] * 50, ignore_index=True).drop(columns="also"))
    lines = repr(many).splitlines()
    assert lines[31] == "..."
    assert " ".join(lines[62:]).startswith("Rows 31 to 170 of 200 are left out; pd.set_option(")
    with pd.option_context("display.max_rows", None):
        assert len(repr(many).splitlines()) == 201
    assert len(repr(many[["pillar", "articles"]]).splitlines()) == 1 + 11 + 2  # no interval: as few as pandas shows


def test_of_a_long_table_too_wide_the_columns_left_out_are_named() -> None:
    wide = readable(pd.DataFrame({f"measure{place}": np.arange(100) + place / 7 for place in range(30)}))
    lines = repr(wide).splitlines()
    assert max(map(len, lines)) <= 80
    assert "Columns left out: measure" in repr(wide)
    seen = " ".join(lines)
    assert all(f"measure{place}" in seen for place in range(30))


def test_the_width_is_that_of_the_terminal_or_what_was_asked_of_pandas(table: pd.DataFrame, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "45")
    assert max(map(len, repr(readable(table)).splitlines())) <= 45
    with pd.option_context("display.width", 200):
        assert len(repr(readable(table)).splitlines()) == 5


def test_what_is_no_plain_table_is_printed_by_pandas() -> None:
    for plain in (
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame({("a", "b"): [1]}),
        pd.DataFrame({0: [1], 1: [2]}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame({"a": [1]}, index=pd.Index([3], name="a")),
    ):
        assert repr(readable(plain)) == repr(plain)


class Cells(HTMLParser):
    """Collects what stands in cells and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)

    def handle_data(self, data) -> None:
        self.found.append(data)


def test_a_notebook_shows_all_columns_and_no_text_becomes_markup(table: pd.DataFrame) -> None:
    shown = readable(table.assign(note="<b>&x</b>", **{f"c{place}": place for place in range(30)}))._repr_html_()
    cells = Cells()
    cells.feed(shown)
    assert {"value [low, high]", "0.200 [0.100, 0.300]", "<b>&x</b>", "c29"} <= set(cells.found)
    assert "b" not in cells.tags
    many = readable(pd.concat([table] * 50, ignore_index=True))._repr_html_()
    assert many.count("<tr") == 1 + 61
    assert "200 rows" in many
    with pd.option_context("display.notebook_repr_html", False):
        assert readable(table)._repr_html_() is None


def test_it_does_what_frames_do(table: pd.DataFrame, tmp_path) -> None:
    whole = readable(table)
    assert type(whole[whole["value"] > 0.2].sort_values("value").assign(more=1)) is ReadableTable
    assert type(whole["value"]) is pd.Series
    assert type(pd.DataFrame(whole)) is pd.DataFrame
    assert whole.equals(table)
    assert table.equals(whole)
    assert (whole == table).drop(columns=["low", "high"]).all(axis=None)
    pd.testing.assert_frame_equal(whole, table)
    pd.testing.assert_frame_equal(table, whole)
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(table.head(3), whole)
    assert whole.to_string() == table.to_string()
    assert whole.to_csv() == table.to_csv()
    assert whole.attrs == table.attrs
    for again in (pickle.loads(pickle.dumps(whole)), whole.copy(), whole.head(9)):
        pd.testing.assert_frame_equal(again, table)
        assert (type(again), again.attrs) == (ReadableTable, table.attrs)
    pd.testing.assert_frame_equal(
        whole.merge(table, on=["pillar", "period"]), table.merge(table, on=["pillar", "period"])
    )
    pd.testing.assert_frame_equal(pd.concat([whole, whole]), pd.concat([table, table]))
    pd.testing.assert_frame_equal(pd.concat([table, whole]), pd.concat([table, table]))
    numbers = ["value", "articles"]
    pd.testing.assert_frame_equal(whole.groupby("pillar")[numbers].mean(), table.groupby("pillar")[numbers].mean())
    pd.testing.assert_frame_equal(
        whole.pivot(index="pillar", columns="period", values="value"),
        table.pivot(index="pillar", columns="period", values="value"),
    )


def test_it_is_written_and_read_as_frames_are(table: pd.DataFrame, tmp_path) -> None:
    pytest.importorskip("pyarrow")
    flat = table.drop(columns="also")
    readable(flat).to_parquet(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "t.parquet"), flat)
    text = io.StringIO(readable(flat).to_csv(index=False))
    assert pd.read_csv(text).shape == flat.shape


columns = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.lists(st.one_of(st.floats(), st.text(max_size=60), st.none(), st.integers()), min_size=3, max_size=3),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(columns)
def test_printing_never_fails_and_changes_no_value(drawn: dict) -> None:
    table = readable(pd.DataFrame(drawn))
    before = pickle.dumps(pd.DataFrame(table))
    assert repr(table)
    assert table._repr_html_()
    pd.testing.assert_frame_equal(pd.DataFrame(table), pickle.loads(before))
