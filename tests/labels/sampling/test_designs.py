"""A draw that was kept is read as it was made; a file that was changed, and a name from elsewhere, are not believed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.labels.sampling.designs import design_path, kept_designs, read_design, write_design

QUEUE = "active:0123abcd"


@pytest.fixture
def design() -> pd.DataFrame:
    index = pd.Index(["a:1", "a:2", "b:1"], name="paragraph_id")
    return pd.DataFrame({"inclusion": [1 / 3, 0.5, 1.0], "unit": list("aab"), "place": [np.nan, 1, 0]}, index=index)


def test_what_is_written_is_read(toy_study, design) -> None:
    write_design(toy_study, QUEUE, design)
    pd.testing.assert_frame_equal(read_design(toy_study, QUEUE), design)
    assert "draws/active-0123abcd.csv" in toy_study.inputs


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a:2,0.5", "a:2,1.5", "row 3, column inclusion: expected a probability"),
        ("a:2,0.5", "a:1,0.5", "row 3, column paragraph_id: expected each id once"),
        ("a,1\n", "a,first\n", "row 3, column place"),
        ("paragraph_id,", "paragraph,", "no paragraph_id"),
    ],
)
def test_a_damaged_draw_is_refused(toy_study, design, old, new, said) -> None:
    write_design(toy_study, QUEUE, design)
    path = design_path(toy_study, QUEUE)
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_design(toy_study, QUEUE)


def test_only_draws_that_codings_name_and_that_are_there_are_read(toy_study, design) -> None:
    write_design(toy_study, QUEUE, design)
    names = [f"{QUEUE}-tasks", "audit:00000000", "answer:main", "uncoded", "active:../../study.toml", ""]
    found = kept_designs(toy_study, pd.DataFrame({"queue": names}))
    assert list(found) == [QUEUE]
    assert kept_designs(toy_study, pd.DataFrame({"queue": names[1:]})) == {}
