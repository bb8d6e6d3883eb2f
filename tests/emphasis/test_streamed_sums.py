"""Are sums of chunks those of the whole table, wherever it is cut?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.streamed_sums import classified_chunks, stream_article_sums
from discourse.emphasis.sums import article_sums
from discourse.errors import DataError

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
def test_sums_of_chunks_are_those_of_the_table(quantity: Any, weighting: Any, rows: int) -> None:
    table = made_up_table(rows, seed=rows)
    periods = ["2023", "2025"]
    whole = article_sums(read_paragraphs(table, PILLARS, periods), quantity=quantity, weighting=weighting)
    for size in (1, 7, 1000):
        chunks = [table.iloc[start : start + size] for start in range(0, rows, size)]
        found = stream_article_sums(iter(chunks), PILLARS, periods, quantity=quantity, weighting=weighting)
        for name in ("articles", "periods", "pillars", "quantity", "weighting"):
            assert getattr(found, name) == getattr(whole, name), name
        for name in ("later", "numerators", "denominators", "squares", "paragraphs"):
            ours, expected = getattr(found, name), getattr(whole, name)
            assert (ours.shape, ours.dtype) == (expected.shape, expected.dtype)
            np.testing.assert_allclose(ours, expected, rtol=1e-12, err_msg=name)


def test_sums_of_classified_files(tmp_path: Path) -> None:
    table = made_up_table(60, seed=3)
    whole = table[table["primary"] != ""].reset_index(drop=True)
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    written = whole.rename(columns={"primary": "pillar"}).assign(also=whole["also"].map(" ".join), confidence=0.5)
    for path, part in zip(paths, (written[:25], written[25:]), strict=True):
        part.to_csv(path, index=False)
    choices: dict[str, Any] = {"quantity": "mention_share", "weighting": "word"}
    expected = article_sums(read_paragraphs(whole, PILLARS, ["2023", "2025"]), **choices)
    found = stream_article_sums(classified_chunks(paths, rows=7), PILLARS, ["2023", "2025"], **choices)
    assert found.articles == expected.articles
    np.testing.assert_allclose(found.numerators, expected.numerators, rtol=1e-12)
    assert found.numerators.sum() > 0


def test_an_article_in_two_periods_is_refused_across_chunks() -> None:
    first = pd.DataFrame({"article_id": ["a"], "period": ["2023"], "primary": ["trade"]})
    with pytest.raises(DataError, match="article a: expected one period an article"):
        stream_article_sums([first, first.assign(period="2025")], PILLARS, ["2023", "2025"])
    with pytest.raises(DataError, match="rows from 1: row 0, column primary"):
        stream_article_sums([first, first.assign(primary="sport")], PILLARS, ["2023", "2025"])


def test_text_that_was_guarded_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "coded.csv"
    path.write_text("article_id,period,pillar,also\n'@warta,'-later,trade,\n'tis,-1,trade,\n", encoding="utf-8")
    (chunk,) = classified_chunks([path])
    assert chunk[["article_id", "period"]].to_numpy().tolist() == [["@warta", "-later"], ["'tis", "-1"]]


def test_a_table_that_was_not_classified_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("article_id,pillar\na,trade\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"plain\.csv: expected a column period"):
        list(classified_chunks([path]))
    with pytest.raises(DataError, match=r"none\.csv: expected a file that can be read, found No such file"):
        list(classified_chunks([tmp_path / "none.csv"]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a,2023,trade,,0.5,0.5\nb,2023,tr", ", row 3: expected whole rows, found one that ends early"),
        (b"a,2023,trade,caf\xe9,0.5,0.5\n", "found the byte 0xE9, which is '\u00e9' in Windows-1252"),
        (b'a,2023,trade,"x,0.5,0.5\n', "found a quotation mark that is never closed"),
    ],
)
def test_a_damaged_table_is_refused_in_one_line(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "coded.csv"
    path.write_bytes(b"article_id,period,pillar,also,p_trade,m_trade\n" + text)
    with pytest.raises(DataError, match=re.escape(said)) as caught:
        list(classified_chunks([path]))
    assert str(caught.value).isprintable()
    path.write_bytes(b"")
    with pytest.raises(DataError, match="expected a line of column names, found an empty file"):
        list(classified_chunks([path]))
