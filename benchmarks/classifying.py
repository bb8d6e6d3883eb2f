"""What does classifying a table cost, beside the obvious script?

    python benchmarks/classifying.py [ROWS [ROUNDS]]

The obvious script is what one would write with scikit-learn and pandas: TfidfVectorizer of words (1 and 2) and of
characters (2 to 5, inside words), LogisticRegression, the table read and written in chunks of 1,000. Both are trained
on the labels of the shipped study (the script on the words that are counted there) and then classify the same made-up
paragraphs (default: 20,000, three rounds in turns), each in a process of its own: CPU seconds, from opening the input
to closing the output, and peak memory. The fewer the paragraphs, the more weighs what is done once a word. What the
script says is not what ours says, and nothing is claimed about that here (``benchmarks/own_scores.py``).
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scale import made_up

from discourse.classifier import classify_table, labelled_paragraphs, load_model, save_model, train_study
from discourse.study import Study

ROWS, ROUNDS = 20_000, 3


def train(folder: Path) -> None:
    """Train both on the shipped study."""
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    study = Study.find()
    save_model(train_study(study), folder / "ours.npz")
    rows, _ = labelled_paragraphs(study)
    terms = study.terms["term"].repeat(study.terms["count"]).groupby(study.terms["paragraph_id"]).agg(" ".join)
    texts = terms.reindex(rows["paragraph_id"], fill_value="")
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    script = make_pipeline(make_union(words, characters), LogisticRegression(C=10, max_iter=1_000))
    joblib.dump(script.fit(texts, rows["primary"]), folder / "script.joblib")


def run(route: str, folder: Path) -> None:
    """Classify the table by one of the two; print CPU seconds and megabytes."""
    import joblib

    model = load_model(folder / "ours.npz") if route == "ours" else joblib.load(folder / "script.joblib")
    begun = time.process_time()
    if route == "ours":
        classify_table(model, folder / "table.csv", folder / "ours.csv")
    else:
        obvious_script(model, folder)
    print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def obvious_script(model: Any, folder: Path) -> None:
    """Classify the table as one would with scikit-learn and pandas."""
    import pandas as pd

    columns = [f"p_{code}" for code in model.classes_]
    for number, chunk in enumerate(pd.read_csv(folder / "table.csv", dtype=str, chunksize=1_000)):
        probabilities = model.predict_proba(chunk["text"])
        chunk["pillar"] = model.classes_[probabilities.argmax(axis=1)]
        chunk[columns] = probabilities.round(6)
        chunk.to_csv(folder / "script.csv", mode="a" if number else "w", header=not number, index=False)


def main() -> None:
    """Train, make up, classify in turns."""
    if len(sys.argv) > 1 and sys.argv[1] in ("ours", "script"):
        run(sys.argv[1], Path(sys.argv[2]))
        return
    rows, rounds = (int(given) for given in (*sys.argv[1:], *(ROWS, ROUNDS)[len(sys.argv) - 1 :]))
    measured: dict[str, list[tuple[float, float]]] = {"script": [], "ours": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        train(folder)
        made_up(folder / "table.csv", rows)
        for _ in range(rounds):
            for route, found in measured.items():
                words = [sys.executable, __file__, route, name]
                cpu, memory = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
                found.append((float(cpu), float(memory)))
    print(f"{rows:,} paragraphs, medians of {rounds} rounds in turns")
    print(f"{'route':8} {'CPU s':>7} {'from':>6} {'to':>6} {'MB':>6} {'times as fast':>14}")
    middle = {route: statistics.median(cpu for cpu, _ in found) for route, found in measured.items()}
    for route, found in measured.items():
        cpus, memory = [cpu for cpu, _ in found], statistics.median(megabytes for _, megabytes in found)
        print(
            f"{route:8} {middle[route]:7.2f} {min(cpus):6.2f} {max(cpus):6.2f} {memory:6.0f} "
            f"{middle['script'] / middle[route]:14.2f}"
        )


if __name__ == "__main__":
    main()
