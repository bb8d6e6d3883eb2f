"""What do several processes cost, against one?

    python benchmarks/scale.py [ROWS ...]

Classifies made-up paragraphs (default: 10,000 and 40,000 of them) with a model trained on the shipped
study, in one process and in two of Dask's, and checks that the results are the same, byte for byte.
Each route has a process of its own, and libraries are compiled before: they are kept in a folder that goes with the
run, whatever the environment says of bytecode. CPU seconds are those of all processes together, from opening the
input to closing the output; ratios are to one process of the same run. Memory is the most that a process of the route
has had, without what compares the results. Wall time is printed and means little where other programs run. It needs
Linux.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from discourse.classifier import TrainedModel, classify_table, load_model, save_model, train_study
from discourse.study import Study

ROWS = (10_000, 40_000)
WARMING = 500
"""Rows that each route classifies before it is measured."""
Route = Callable[[TrainedModel, Path, Path], object]
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


ROUTES: dict[str, Route] = {
    "one process": classify_table,
    "one process, to parquet": lambda model, table, out: classify_table(model, table, out.with_suffix(".parquet")),
    "Dask, 2 processes": lambda model, table, out: classify_table(model, table, out, workers=2),
    "Dask, 2 processes, no paragraph": lambda model, table, out: idle(2),
}


def run_alone(route: str, model: Path, table: Path, out: Path) -> None:
    """Take a route in this process; print CPU and wall seconds, and the most memory that a process of it has had."""
    trained = load_model(model)
    wall, used = time.perf_counter(), cpu()
    ROUTES[route](trained, table, out)
    used, wall = cpu() - used, time.perf_counter() - wall
    print(json.dumps([used, wall, max(peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)]))


def peak() -> float:
    """Most megabytes that this program has had.

    ``getrusage`` would say what the program had that started this one, if that was more.
    """
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def run_apart(route: str, model: Path, table: Path, out: Path) -> list[float]:
    """Have a route taken in a process of its own, with libraries compiled in the folder of the run."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(model.parent / "compiled")
    command = [sys.executable, __file__, "--alone", route, str(model), str(table), str(out)]
    found = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(found.stdout.splitlines()[-1]))


def measure(rows: int, model: Path, folder: Path) -> None:
    """Print a row a route."""
    table, out = folder / "table.csv", folder / "out.csv"
    made_up(table, rows)
    print(f"\n{rows} paragraphs, {table.stat().st_size / 1e6:.1f} MB")
    print(f"{'route':32} {'CPU s':>7} {'ratio':>6} {'par/CPU s':>10} {'wall s':>7} {'MB':>6} same")
    first, expected = 0.0, ""
    for route in ROUTES:
        out.unlink(missing_ok=True)
        used, wall, megabytes = run_apart(route, model, table, out)
        made = digest(out)
        first, expected = first or used, expected or made
        same = "-" if not made else "yes" if made == expected else "NO"
        told = f"{used:7.2f} {used / first:6.2f} {rows / used:10.0f} {wall:7.2f} {megabytes:6.0f} {same}"
        print(f"{route:32} {told}", flush=True)


def digest(path: Path) -> str:
    """Digest of a file, read a piece at a time; empty where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> None:
    """Train, make up, measure."""
    if sys.argv[1:2] == ["--alone"]:
        run_alone(sys.argv[2], *map(Path, sys.argv[3:]))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    sizes = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        model, table = Path(name) / "model.npz", Path(name) / "warming.csv"
        save_model(train_study(Study.find()), model)
        made_up(table, WARMING)
        for route in ROUTES:
            run_apart(route, model, table, Path(name) / "warm.csv")
        for rows in sizes:
            measure(rows, model, Path(name))


if __name__ == "__main__":
    main()
