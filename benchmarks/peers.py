"""How fast are counting and classifying, beside what a reader would write with scikit-learn?

    python benchmarks/peers.py counts 20000 5
    python benchmarks/peers.py classify 10000 3

Each route has a process of its own and takes its turn in each of so many rounds. Printed are the medians of CPU
seconds and of the peak of memory, and the ratio of seconds to those of the first route, paired by round. Texts are made
up as in ``benchmarks/scale.py``. Libraries are imported, models trained and read before the clock starts.

The obvious script to classify: tf-idf of words and of runs of 2 to 5 characters, logistic regression, a table read and
written in chunks of 1,000 rows by pandas. It is trained on the same labelled paragraphs of the shipped study.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scale

ROOT = Path(__file__).resolve().parents[1]


def texts_of(folder: Path) -> list[str]:
    """Read the texts into memory."""
    with (folder / "table.csv").open(encoding="utf-8", newline="") as stream:
        return [row["text"] for row in csv.DictReader(stream)]


def count_by_scikit_learn(folder: Path) -> Callable[[], Any]:
    """Its own tokens: two letters or digits and more."""
    from sklearn.feature_extraction.text import CountVectorizer

    texts = texts_of(folder)
    return lambda: CountVectorizer().fit_transform(texts)


def count_same_tokens(folder: Path) -> Callable[[], Any]:
    """Our tokens, one text after the other, given to its vectorizer."""
    from sklearn.feature_extraction.text import CountVectorizer

    from discourse.features import tokenize

    texts = texts_of(folder)
    tokenize(texts[0], "id")
    return lambda: CountVectorizer(analyzer=lambda text: tokenize(text, "id")).fit_transform(texts)


def count_by_python(folder: Path) -> Callable[[], Any]:
    """Count them our way, without pyarrow."""
    from discourse.features import counting

    counting._arrow = lambda: None  # type: ignore[assignment]
    return _counting(folder)


def count_by_arrow(folder: Path) -> Callable[[], Any]:
    """Count them our way, with pyarrow."""
    from discourse.features import counting

    if counting._arrow() is None:
        raise SystemExit("pyarrow is not installed")
    return _counting(folder)


def _counting(folder: Path) -> Callable[[], Any]:
    from discourse.features import dfm_of_texts

    texts = texts_of(folder)
    return lambda: dfm_of_texts(texts, language="id")


def classify_by_script(folder: Path) -> Callable[[], Any]:
    """Train and run the obvious script."""
    import pandas as pd
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    from discourse.labels import coded_table
    from discourse.study import Study

    study = Study(ROOT)
    table = coded_table(study).merge(study.paragraphs[["paragraph_id", "text"]], on="paragraph_id")
    features = make_union(TfidfVectorizer(sublinear_tf=True), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)))
    model = make_pipeline(features, LogisticRegression(max_iter=1000)).fit(table["text"], table["primary"])

    def run() -> None:
        for number, chunk in enumerate(pd.read_csv(folder / "table.csv", chunksize=1_000)):
            found = pd.DataFrame(model.predict_proba(chunk["text"]), columns=model.classes_, index=chunk.index)
            whole = pd.concat([chunk, found.idxmax(axis=1).rename("pillar"), found], axis=1)
            whole.to_csv(folder / "script.csv", mode="a", header=not number, index=False)

    return run


def classify_here(folder: Path) -> Callable[[], Any]:
    """Read the model, and classify with mentions and articles."""
    from discourse.classifier import classify_table, load_model, save_model, train_study
    from discourse.study import Study

    path = folder / "model.npz"
    if not path.is_file():
        save_model(train_study(Study(ROOT)), path)
    model, out = load_model(path), folder / "classified.csv"
    out.unlink(missing_ok=True)
    return lambda: classify_table(model, folder / "table.csv", out)


ROUTES: dict[str, dict[str, Callable[[Path], Callable[[], Any]]]] = {
    "counts": {
        "CountVectorizer, its own tokens": count_by_scikit_learn,
        "CountVectorizer, our tokens": count_same_tokens,
        "dfm_of_texts": count_by_python,
        "dfm_of_texts, pyarrow": count_by_arrow,
    },
    "classify": {"the obvious script": classify_by_script, "classify_table": classify_here},
}


def run_alone(kind: str, route: str, folder: Path) -> None:
    """Run a route and print its CPU seconds and the peak of memory in MB."""
    work = ROUTES[kind][route](folder)
    start = time.process_time()
    made = work()
    used = time.process_time() - start
    del made
    print(json.dumps([used, scale.peak()]))


def main() -> None:
    """Make up the texts, give each route its turns, and print the table."""
    if sys.argv[1] == "--alone":
        run_alone(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
        return
    kind, rows, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    taken: dict[str, list[list[float]]] = {route: [] for route in ROUTES[kind]}
    with tempfile.TemporaryDirectory() as name:
        scale.made_up(Path(name) / "table.csv", rows)
        for _ in range(rounds):
            for route, found in taken.items():
                command = [sys.executable, __file__, "--alone", kind, route, name]
                answer = subprocess.run(command, capture_output=True, text=True, check=False)
                if answer.returncode:
                    print(f"{route}: {answer.stderr.strip().splitlines()[-1]}")
                else:
                    found.append(json.loads(answer.stdout.splitlines()[-1]))
    first = next(iter(taken.values()))
    print(f"{rows} paragraphs, {rounds} rounds\n{'route':32} {'CPU s':>8} {'peak MB':>8} {'times as fast':>14}")
    for route, found in taken.items():
        if len(found) < rounds:
            continue
        seconds, peaks = (statistics.median(one) for one in zip(*found, strict=True))
        ratio = statistics.median(other[0] / one[0] for other, one in zip(first, found, strict=True))
        print(f"{route:32} {seconds:8.2f} {peaks:8.0f} {ratio:14.2f}")


if __name__ == "__main__":
    main()
