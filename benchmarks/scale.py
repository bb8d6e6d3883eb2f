"""What do several processes cost, against one?

    python benchmarks/scale.py [ROWS ...]

Classifies made-up paragraphs (default: 10,000 and 40,000 of them) with a model trained on the shipped
study, in one process and in two of Dask's, and checks that the results are the same, byte for byte.
CPU seconds are those of all processes together, from opening the input to closing the output; ratios are to
one process of the same run. Memory is the most that a process of the route has had so far. Wall time is printed
and means little where other programs run.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from discourse.classifier import classify_table, load_model, save_model, train_study
from discourse.study import Study

ROWS = (10_000, 40_000)
STEMS = (
    "bangun jalan tol jembatan kereta pasar dagang ekspor impor kopi beras investasi modal guru murid sekolah ajar "
    "latih beasiswa perwira patroli batas aman tentara menteri presiden kunjung temu bicara sepakat dukung negara "
    "rakyat kota desa sungai laut kerja sama luar negeri tahun bulan baru besar lama kuat erat sahabat damai maju"
)
PREFIXES = ("", "", "", "", "me", "di", "pe", "ber", "ter", "ke", "se")
SUFFIXES = ("", "", "", "", "an", "kan", "i", "nya")
LITTLE = ["dan", "yang", "di", "ke", "dari", "untuk", "dengan", "pada", "itu", "ini", "48", "2.300"]


def made_up(path: Path, rows: int, seed: int = 0) -> None:
    """Write a table of paragraphs of 20 to 100 words; a tenth of the words are names met a few times each."""
    rng = np.random.default_rng([seed, rows])
    words = np.array([a + stem + b for stem in STEMS.split() for a in PREFIXES for b in SUFFIXES] + LITTLE * 40)
    weights = 1 / (1 + rng.permutation(len(words)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["article_id", "period", "text"])
        for row in range(rows):
            length = int(rng.integers(20, 100))
            drawn = rng.choice(words, size=length, p=weights / weights.sum()).astype(object)
            named = rng.random(length) < 0.1
            drawn[named] = [_name(number) for number in rng.integers(0, 20_000, int(named.sum()))]
            writer.writerow([f"a{row // 10}", "2023" if row % 20 < 10 else "2025", " ".join(drawn) + "."])


def _name(number: int) -> str:
    """Make a name of three syllables from a number."""
    return "".join("bdgklmnprst"[number // 40**i % 11] + "aeiou"[number // 7**i % 5] for i in range(3)).title()


def cpu() -> float:
    """CPU seconds so far, of this process and of those that it started and that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(rows: int, model: Path, folder: Path) -> None:
    """Print a row a route."""
    table = folder / "table.csv"
    made_up(table, rows)
    trained = load_model(model)
    routes: dict[str, Callable[[Path], object]] = {
        "one process": lambda out: classify_table(trained, table, out),
        "one process, to parquet": lambda out: classify_table(trained, table, out.with_suffix(".parquet")),
        "Dask, 2 processes": lambda out: classify_table(trained, table, out, workers=2),
        "Dask, 2 processes, no paragraph": lambda out: idle(2),
    }
    print(f"\n{rows} paragraphs, {table.stat().st_size / 1e6:.1f} MB")
    print(f"{'route':32} {'CPU s':>7} {'ratio':>6} {'par/CPU s':>10} {'wall s':>7} {'MB':>6} same")
    first, expected = 0.0, b""
    for name, route in routes.items():
        out = folder / "out.csv"
        out.unlink(missing_ok=True)
        wall, used = time.perf_counter(), cpu()
        route(out)
        used, wall = cpu() - used, time.perf_counter() - wall
        content = out.read_bytes() if out.exists() else b""
        first, expected = first or used, expected or content
        same = "-" if not content else "yes" if content == expected else "NO"
        print(f"{name:32} {used:7.2f} {used / first:6.2f} {rows / used:10.0f} {wall:7.2f} {memory():6.0f} {same}")


def memory() -> float:
    """Megabytes that this process, or one that it started, has had at most."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def idle(workers: int) -> None:
    """Start processes that read the libraries and nothing else: what parallel work costs before it begins."""
    import dask.bag

    bag = dask.bag.from_sequence(range(workers), partition_size=1)
    bag.map(import_libraries).compute(scheduler="processes", num_workers=workers, chunksize=1)


def import_libraries(_: int) -> None:
    """Import what a worker needs."""
    import discourse.classifier.tables.spread
    from discourse.features.tokens import tokenize

    tokenize("kerja sama", "id")
    assert discourse.classifier.tables.spread


def main() -> None:
    """Train, make up, measure."""
    sizes = [int(given) for given in sys.argv[1:]] or list(ROWS)
    with tempfile.TemporaryDirectory() as name:
        model = Path(name) / "model.npz"
        save_model(train_study(Study.find()), model)
        for rows in sizes:
            measure(rows, model, Path(name))


if __name__ == "__main__":
    main()
