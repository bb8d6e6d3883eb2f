"""What does it cost to add up an archive, and is the result that of a table held in memory?

    python benchmarks/archive.py [ROWS ...] [--temp FOLDER]

Makes classified rows up (default: 1,000,000 and 20,000,000; five paragraphs an article, five pillars, 36 months, 40
outlets), in parquet, and asks for shares by month and outlet in a process of its own. CPU seconds and the peak of
memory are those of that process, all that it imports included. Rows of an article stand side by side, as ``discourse
classify`` writes them, or are strewn over the whole file. Up to 1,000,000 rows the same is done by ``emphasis_by`` on
a pandas table, and compared. Needs the library duckdb; what is made is deleted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PILLARS = ("trade", "school", "road", "law", "sport")
MOST_IN_MEMORY = 1_000_000
MADE = """
COPY (
    SELECT 'a' || lpad(article::VARCHAR, 9, '0') AS article_id,
           (DATE '2019-01-01' + (hash(article) % 1095)::INTEGER)::VARCHAR AS published,
           'outlet ' || (hash(article + 7) % 40) AS outlet,
           ['trade', 'school', 'road', 'law', 'sport', 'none'][
               1 + ((hash(i) % 9 + hash(article + 3) % 3) % 6)::INTEGER] AS pillar
    FROM (SELECT i, {article} AS article FROM range({rows}) t(i))
) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 500000)
"""
ARTICLE = {"side by side": "i // 5", "strewn": "(hash(i) % {articles})::BIGINT"}
ARCHIVE = """
from pathlib import Path
from discourse.emphasis.archive import archive_shares
found = archive_shares(Path({path!r}), {pillars!r}, by=["month", "outlet"], memory={memory!r}, temp=Path({temp!r}))
found.table.drop(columns="estimator").to_csv({out!r}, index=False)
"""
TABLE = """
import duckdb
from discourse.emphasis import emphasis_by
table = duckdb.sql("SELECT *, pillar AS primary, '' AS period FROM {path!r}").df()
emphasis_by(table.astype(object), {pillars!r}, ["month", "outlet"]).to_csv({out!r}, index=False)
"""


def make(path: Path, rows: int, order: str) -> None:
    """Write classified rows to a parquet file, within a gigabyte."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        article = ARTICLE[order].format(articles=max(rows // 5, 1))
        connection.execute(MADE.format(article=article, rows=rows, path=path))


PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""What a process has had at most, in KB; what the system says of an ended one is never less than its parent had."""


def measured(code: str) -> tuple[float, float, float]:
    """Run Python code in a process of its own: CPU seconds, seconds, and megabytes at the peak."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", code + PEAK], stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"failed with status {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, float(said.split()[-1]) / 1024


def compare(rows: int, order: str, memory: str, folder: Path) -> None:
    """Print a row a route."""
    import pandas as pd

    path, outs = folder / "archive.parquet", [folder / "one.csv", folder / "two.csv"]
    make(path, rows, order)
    told = {"path": str(path), "pillars": PILLARS, "memory": memory, "temp": str(folder)}
    routes = [("archive", ARCHIVE)] + ([("table in memory", TABLE)] if rows <= MOST_IN_MEMORY else [])
    for (name, code), out in zip(routes, outs, strict=False):
        cpu, wall, peak = measured(code.format(**told, out=str(out)))
        print(f"{rows:>12,} {order:14} {name:16} {cpu:8.2f} {wall:8.2f} {peak:8.0f}", flush=True)
    if len(routes) > 1:
        one, two = (pd.read_csv(out) for out in outs)
        pd.testing.assert_frame_equal(one, two, rtol=0, atol=1e-12, check_dtype=False)
        print(f"{'':12} {'':14} the same to 1e-12")
    path.unlink()


def main() -> None:
    """Make up, add up, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", type=int, default=[1_000_000, 20_000_000])
    parser.add_argument("--temp", type=Path, help="folder for what is made")
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--order", choices=[*ARTICLE], help="only this")
    asked = parser.parse_args()
    print(f"{'rows':>12} {'of an article':14} {'route':16} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory(dir=asked.temp) as folder:
        for rows in asked.rows:
            for order in [asked.order] if asked.order else ARTICLE:
                compare(rows, order, asked.memory, Path(folder))


if __name__ == "__main__":
    main()
