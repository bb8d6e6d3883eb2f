"""How does the classifier do on sets that others have published numbers for?

    python benchmarks/public_sets.py FOLDER      # folders nusax-id, sib200-id, emot, uscongress inside
    python benchmarks/public_sets.py FOLDER --sets nusax-id sib200-id --embeddings FILE   # kept in FILE

The same classifier with its own defaults on every set; nothing is chosen on the test part. The published
numbers stand beside it (sources in README.md). Reading is checked by an exact anchor: naive Bayes on a bag
of words, after the protocol of the set's authors, must give the published macro-F1 of NusaX to the last digit.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.metrics import accuracy_score, f1_score

from discourse.classifier import PillarClassifier
from discourse.features import BLOCKS, EMBEDDING, Embedder, TextFeatures, installed_embedder

ANCHOR = 0.7311052022751223
SETS = {
    # name: language, score, aim, published
    "nusax-id": ("id", "macro-F1", 0.77, "naive Bayes .731, logistic .747, SVM .787"),
    "sib200-id": ("id", "accuracy", 0.75, "GPT-3.5 .667, GPT-4 .804"),
    "emot": ("id", "macro-F1", 0.692, "fastText .654 / .692"),
    "uscongress": ("en", "accuracy", 0.82, "ensemble of eight .77"),
}


def main() -> None:
    """Print a row a set, and the anchor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with the folders of the sets")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="only these")
    parser.add_argument("--embeddings", type=Path, metavar="FILE", help="read embeddings, too, and keep them in FILE")
    asked = parser.parse_args()
    folder, embedder = asked.folder, installed_embedder(asked.embeddings) if asked.embeddings else None
    heads = f"{'value':>7}{'aim':>7}{'noise':>7}{'seconds':>9}"
    print(f"{'set':12}{'train':>7}{'test':>6}  {'score':10}{heads}  published")
    for name in asked.sets:
        language, score, aim, published = SETS[name]
        if not (folder / name).is_dir():
            print(f"{name:12} not in {folder}")
            continue
        train, test = read(folder / name)
        start = time.perf_counter()
        predicted = predict(train, test, language, embedder)
        seconds = time.perf_counter() - start
        value = quality(score, test["label"], predicted)
        noise = np.sqrt(value * (1 - value) / len(test))
        numbers = f"{value:7.3f}{aim:7.3f}{noise:7.3f}{seconds:9.1f}"
        print(f"{name:12}{len(train):7}{len(test):6}  {score:10}{numbers}  {published}")
    if (folder / "nusax-id").is_dir():
        found = anchor(folder / "nusax-id")
        same = "the same" if found == ANCHOR else "DIFFERENT"
        print(f"anchor: naive Bayes on NusaX-id {found!r}, published {ANCHOR!r}: {same}")


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training rows (validation rows included) and test rows of a set: ``text``, ``label``."""
    if folder.name == "uscongress":
        rows = pd.read_csv(folder / "USCongress.csv.gz", sep=";", encoding="latin-1")
        rows = rows.assign(label=rows["major"].astype(str))[["text", "label"]]
        return rows.iloc[:4000], rows.iloc[4000:]
    if folder.name == "sib200-id":
        parts = [pd.read_csv(folder / f"{part}.tsv", sep="\t") for part in ("train", "dev", "test")]
        parts = [part.rename(columns={"category": "label"})[["text", "label"]] for part in parts]
    else:
        suffix = "_preprocess" if folder.name == "emot" else ""
        parts = [pd.read_csv(folder / f"{part}{suffix}.csv") for part in ("train", "valid", "test")]
        parts = [part.rename(columns={"tweet": "text"})[["text", "label"]] for part in parts]
    return pd.concat(parts[:2], ignore_index=True), parts[2]


def predict(train: pd.DataFrame, test: pd.DataFrame, language: str, embedder: Embedder | None = None) -> np.ndarray:
    """Labels for the test rows by the classifier with its defaults; with an embedder it reads embeddings as well."""
    blocks = BLOCKS if embedder is None else (*BLOCKS, EMBEDDING)
    features = TextFeatures(language=language, blocks=blocks, embedder=embedder)
    counts = features.fit_transform(train["text"])
    model = PillarClassifier(counts.blocks).fit(counts, train["label"].to_numpy(dtype=str))
    return model.predict(features.transform(test["text"]))


def quality(score: str, true: pd.Series, predicted: np.ndarray) -> float:
    """Return macro-F1 or accuracy."""
    if score == "accuracy":
        return float(accuracy_score(true.astype(str), predicted))
    return float(f1_score(true.astype(str), predicted, average="macro"))


def anchor(folder: Path) -> float:
    """Macro-F1 of naive Bayes on word counts: words known from the training part, smoothing chosen by accuracy.

    The strength that is best on the validation part (the first of equals) is fitted again on both parts.
    """
    from nltk.tokenize import word_tokenize
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB

    counter, counted, labels = CountVectorizer(), {}, {}
    for part in ("train", "valid", "test"):
        rows = pd.read_csv(folder / f"{part}.csv")
        texts = [" ".join(word_tokenize(text, preserve_line=True)) for text in rows["text"]]
        counted[part] = counter.fit_transform(texts) if part == "train" else counter.transform(texts)
        labels[part] = rows["label"].to_numpy(dtype=str)
    strengths = np.linspace(0.001, 1, 50)
    on_valid = [
        MultinomialNB(alpha=one).fit(counted["train"], labels["train"]).score(counted["valid"], labels["valid"])
        for one in strengths
    ]
    best = MultinomialNB(alpha=strengths[int(np.argmax(on_valid))])
    best.fit(sparse.vstack([counted["train"], counted["valid"]]), np.r_[labels["train"], labels["valid"]])
    return float(f1_score(labels["test"], best.predict(counted["test"]), average="macro"))


if __name__ == "__main__":
    main()
