"""Small archives that are also tables, which the tests of this room share."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

PILLARS = ("trade", "school", "road")
PERIODS = ("2019", "2021")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs DuckDB where it is not installed."""
    if find_spec("duckdb") is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs the extra scale"))


@pytest.fixture
def pillars() -> tuple[str, ...]:
    """Three pillars, in codebook order."""
    return PILLARS


@pytest.fixture
def periods() -> tuple[str, str]:
    """Two periods, earlier first."""
    return PERIODS


@pytest.fixture
def draw_archive() -> Callable[..., pd.DataFrame]:
    """Draw classified rows, in which an article's paragraphs are strewn about."""

    def draw(rows: int = 600, articles: int = 60, seed: int = 0) -> pd.DataFrame:
        rng = np.random.default_rng([seed, rows])
        article = rng.integers(0, articles, rows)
        liking = rng.integers(0, 3, articles)[article]
        any_code = np.array([*PILLARS, "none", ""], dtype=object)[rng.integers(0, 5, rows)]
        days = [f"{2019 + 2 * (one % 2)}-0{1 + one % 5}-1{one % 7}" for one in range(articles)]
        dates = np.array([day if one % 11 else "2019" if one % 2 else "" for one, day in enumerate(days)], dtype=object)
        return pd.DataFrame(
            {
                "article_id": [f"a{one}" for one in article],
                "pillar": np.where(rng.random(rows) < 0.5, np.array(PILLARS, dtype=object)[liking], any_code),
                "also": [" ".join(rng.choice(PILLARS, rng.integers(0, 3), replace=False)) for _ in range(rows)],
                "period": np.array([*PERIODS, "later"], dtype=object)[article % 3],
                "published": dates[article],
                "outlet": [f"outlet {one % 5}" if one % 5 else "" for one in article],
                "words": rng.integers(1, 90, rows),
            }
        )

    return draw


@pytest.fixture
def write_parts(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as an archive of several files of one kind; returns its folder."""

    def write(table: pd.DataFrame, kind: str = "parquet", parts: int = 3) -> Path:
        folder = tmp_path / kind
        folder.mkdir(exist_ok=True)
        for number in range(parts):
            write_part(table.iloc[number::parts], folder / f"part-{number}.{kind}")
        return folder

    return write


def write_part(table: pd.DataFrame, path: Path) -> None:
    """Write a file as its name says; in parquet an empty text is NULL in every other row."""
    if not path.name.endswith(".parquet"):
        table.to_csv(path, index=False)
        return
    import duckdb

    with duckdb.connect() as connection:
        names = ", ".join(f'"{name}" {kind_of(table[name])}' for name in table)
        connection.execute(f"CREATE TABLE rows ({names})")
        values = [table[name].tolist() for name in table]
        connection.execute(f"INSERT INTO rows SELECT {', '.join('unnest(?)' for _ in values)}", values)
        texts = [name for name in table if kind_of(table[name]) == "VARCHAR" and name != "article_id"]
        for name in texts:
            connection.execute(f'UPDATE rows SET "{name}" = NULL WHERE "{name}" = \'\' AND rowid % 2 = 0')
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")


def kind_of(column: pd.Series) -> str:
    """Name the type of a column as DuckDB does."""
    if pd.api.types.is_integer_dtype(column):
        return "BIGINT"
    return "DOUBLE" if pd.api.types.is_float_dtype(column) else "VARCHAR"


@pytest.fixture
def as_coded() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Give classified rows the names that the table route has for them."""
    return lambda table: table.rename(columns={"pillar": "primary"})
