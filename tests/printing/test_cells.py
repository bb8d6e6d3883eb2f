"""Is every value written on one line, with the digits that matter and nothing that a terminal would obey?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.printing.cells import text_of, width_of, written_columns


def cells_of(**columns: object) -> dict[str, tuple[str, ...]]:
    table = pd.DataFrame(columns)
    return {column.name: column.cells for column in written_columns(table, range(len(table)))}


def test_an_estimate_stands_with_its_interval_by_hand() -> None:
    found = cells_of(pillar=["a", "b"], value=[0.8254, -0.03], low=[0.7, -0.164], high=[0.9, np.nan], articles=[32, 5])
    assert found == {
        "pillar": ("a", "b"),
        "value [low, high]": (" 0.825 [ 0.700, 0.900]", "-0.030 [-0.164,   NaN]"),
        "articles": ("32", "5"),
    }


def test_bounds_by_the_name_of_their_estimate_and_bounds_alone() -> None:
    found = cells_of(kappa=[0.5], kappa_low=[0.25], kappa_high=[0.75], low_joint=[0.1], high_joint=[0.9])
    assert found == {
        "kappa [kappa_low, kappa_high]": ("0.500 [0.250, 0.750]",),
        "[low_joint, high_joint]": ("[0.100, 0.900]",),
    }


def test_bounds_that_are_texts_or_stand_elsewhere_are_columns_of_their_own() -> None:
    assert list(cells_of(value=[1.5], low=["x"], high=[2.5])) == ["value", "low", "high"]
    assert list(cells_of(low=[1.5], value=[1.5], high=[2.5])) == ["low", "value", "high"]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0.12345, 12.5], ("0.123", "12.500")),
        ([156.0, np.nan], ("156", "NaN")),
        ([0.00004, 1.0], ("4e-05", "1.000")),
        ([1e-17, 0.5], ("0.000", "0.500")),
        ([-0.00001, 0.5], ("-1e-05", "0.500")),
        ([1234.5678, 1.0], ("1234.6", "1.0")),
        ([7.8e21, 1.5], ("7.8e+21", "1.5")),
        ([np.inf, 0.5], ("inf", "0.500")),
        ([3, 40], ("3", "40")),
        ([True, False], ("True", "False")),
        (pd.array([1, None], dtype="Int64"), ("1", "NaN")),
        ([("trade", "roads"), ()], ("trade, roads", "")),
        (pd.to_datetime(["2025-01-02", None]), ("2025-01-02 00:00:00", "NaN")),
        (pd.Categorical(["x", None]), ("x", "NaN")),
    ],
)
def test_how_values_are_written(values: object, written: tuple[str, ...]) -> None:
    assert cells_of(each=values) == {"each": written}


def test_a_probability_is_never_written_as_nothing() -> None:
    assert cells_of(p=[1e-20, 0.5]) == {"p": ("1e-20", "0.500")}


def test_digits_follow_pandas_where_a_user_changed_them() -> None:
    with pd.option_context("display.precision", 5):
        assert cells_of(share=[0.123456789]) == {"share": ("0.12346",)}


def test_what_is_the_same_in_all_rows_is_known_also_of_rows_that_are_not_shown() -> None:
    table = pd.DataFrame({"same": ["x"] * 3, "other": ["x", "x", "y"], "none": [np.nan] * 3, "codes": [("a",)] * 3})
    columns = {column.name: column.same for column in written_columns(table, [0, 1])}
    assert columns == {"same": True, "other": False, "none": True, "codes": True}
    assert not any(column.same for column in written_columns(table.head(1), [0]))


@given(st.one_of(st.text(), st.none(), st.floats(), st.tuples(st.text(), st.integers()), st.binary()))
def test_a_value_is_one_printable_line(value: object) -> None:
    written = text_of(value)
    assert written.isprintable()
    assert 0 <= width_of(written) <= 2 * len(written)
