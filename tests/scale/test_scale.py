"""A piece at a time, cut anywhere: the same sums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import article_sums
from discourse.errors import DataError
from discourse.scale import classified_pieces, stream_article_sums

PILLARS = ("trade", "school", "road")


def made_up_table(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    article = rng.integers(0, 9, rows)
    return pd.DataFrame(
        {
            "article_id": [f"a{one}" for one in article],
            "period": np.array(["2023", "2025", ""], dtype=object)[article % 3],
            "primary": np.array([*PILLARS, "none", ""], dtype=object)[rng.integers(0, 5, rows)],
            "also": [tuple(rng.choice(PILLARS, rng.integers(0, 3), replace=False)) for _ in range(rows)],
            "words": rng.uniform(0.1, 90, rows),
        }
    )


@pytest.mark.parametrize("quantity", ["share", "mention_share"])
@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("rows", [0, 1, 150])
def test_sums_of_pieces_are_those_of_the_table(quantity: Any, weighting: Any, rows: int) -> None:
    table = made_up_table(rows, seed=rows)
    periods = ["2023", "2025"]
    whole = article_sums(table, PILLARS, periods, quantity=quantity, weighting=weighting)
    for size in (1, 7, 1000):
        pieces = [table.iloc[start : start + size] for start in range(0, rows, size)]
        found = stream_article_sums(iter(pieces), PILLARS, periods, quantity=quantity, weighting=weighting)
        assert (found.articles, found.periods, found.pillars) == (whole.articles, whole.periods, whole.pillars)
        for name in ("later", "numerators", "denominators", "squares", "paragraphs"):
            ours, expected = getattr(found, name), getattr(whole, name)
            assert (ours.shape, ours.dtype) == (expected.shape, expected.dtype)
            assert np.array_equal(ours, expected), name


def test_sums_of_classified_files(tmp_path: Path) -> None:
    table = (
        made_up_table(60, seed=2).rename(columns={"primary": "pillar"}).assign(also=lambda t: t["also"].map(" ".join))
    )
    table = table[table["period"] != ""]
    parts = [tmp_path / f"{number}.csv" for number in range(3)]
    for number, path in enumerate(parts):
        table.iloc[20 * number : 20 * (number + 1)].to_csv(path, index=False)
    whole = pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False) for path in parts], ignore_index=True)
    whole["primary"], whole["words"] = whole["pillar"], whole["words"].astype(float)
    whole["also"] = pd.Series([tuple(codes.split()) for codes in whole["also"]], dtype=object)
    choices: dict[str, Any] = {"quantity": "mention_share", "weighting": "word"}
    expected = article_sums(whole, PILLARS, ["2023", "2025"], **choices)
    found = stream_article_sums(classified_pieces(parts, rows=7), PILLARS, ["2023", "2025"], **choices)
    assert np.array_equal(found.numerators, expected.numerators)
    assert found.numerators.sum() > 0


def test_an_article_in_two_periods_is_refused_across_pieces() -> None:
    first = pd.DataFrame({"article_id": ["a"], "period": ["2023"], "primary": ["trade"]})
    with pytest.raises(DataError, match="article a: expected one period an article"):
        stream_article_sums([first, first.assign(period="2025")], PILLARS, ["2023", "2025"])
    with pytest.raises(DataError, match="rows from 1: row 0, column primary"):
        stream_article_sums([first, first.assign(primary="sport")], PILLARS, ["2023", "2025"])


def test_a_table_that_was_not_classified_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("article_id,pillar\na,trade\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"plain\.csv: expected a column period"):
        list(classified_pieces([path]))
    with pytest.raises(DataError, match=r"expected a classified table, found No such file"):
        list(classified_pieces([tmp_path / "none.csv"]))
