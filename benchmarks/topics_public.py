"""Do our topics reach the published figures of LDA on a public set?

    python benchmarks/topics_public.py FOLDER/bbc-news [--seeds 3]     # about two minutes on one core

BBC News as prepared by OCTIS (2,225 documents, 2,949 terms). For 10 to 50 topics: gensim's LdaModel with all
its defaults, which must give the published figures to the digit (the anchor), and TopicModel with ours. NPMI is
gensim's "c_npmi" (top 10 words, windows of 10), diversity the share of different words among the top tens, NMI
that of a document's main topic and its section of the newspaper. Numbers and sources in README.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel, LdaModel
from scipy import sparse
from sklearn.metrics import normalized_mutual_info_score

from discourse.topics import TopicModel, run_seeds
from discourse.topics.description import top_columns
from discourse.topics.inference import batches, e_step
from discourse.topics.number_of_topics import diversity, npmi

NUMBERS = (10, 20, 30, 40, 50)
AIM = "aim: NPMI .080, diversity .800"


class Corpus:
    """The set, its dictionary as OCTIS makes it, and the measures on top words."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / "corpus.tsv").read_text(encoding="utf-8").splitlines()
        fields = [line.split("\t") for line in lines]
        self.texts = [field[0].split() for field in fields]
        self.sections = [field[2] for field in fields]
        self.dictionary = Dictionary(self.texts)
        self.bags = [self.dictionary.doc2bow(text) for text in self.texts]
        self.features = [self.dictionary[column] for column in range(len(self.dictionary))]
        self.matrix = sparse.lil_matrix((len(self.bags), len(self.features)))
        for row, bag in enumerate(self.bags):
            for column, count in bag:
                self.matrix[row, column] = count
        self.matrix = self.matrix.tocsr()
        published = json.loads((folder / "lda_published_seed0.json").read_text(encoding="utf-8"))
        self.published = {run["Params"]["num_topics"]: run["Scores"] for run in published}
        self.windows = sliding_windows(self.texts, self.features)

    def measures(self, topic_word: np.ndarray, main: np.ndarray) -> np.ndarray:
        """NPMI as gensim counts it, diversity, NPMI by exact counts, NMI with the sections."""
        top = top_columns(topic_word)
        words = [[self.features[column] for column in columns] for columns in top]
        coherence = CoherenceModel(
            topics=words, texts=self.texts, dictionary=self.dictionary, coherence="c_npmi", processes=1
        ).get_coherence()
        exact = npmi(self.windows, top).mean()
        return np.array([coherence, diversity(top), exact, normalized_mutual_info_score(self.sections, main)])


def sliding_windows(texts: Sequence[Sequence[str]], terms: Sequence[str], size: int = 10) -> sparse.csr_matrix:
    """Mark which terms occur in every run of ``size`` words, shape W x V.

    A text shorter than that is one window. With 10 words these are the windows of the coherence
    "c_npmi" of gensim and of OCTIS, with one difference: gensim (4.4.0) forgets a word as soon as it
    leaves the window at one end, although the same word may still be inside. So numbers published
    with gensim can be had from gensim alone.

    Parameters
    ----------
    texts : sequence of sequences of str
        The words of each text, in order.
    terms : sequence of str
        Name of each column; other words take up room in a window and are not counted.

    Examples
    --------
    >>> sliding_windows([["a", "x", "b", "a"], ["b"]], ["a", "b"], size=3).toarray().tolist()
    [[1, 1], [1, 1], [0, 1]]
    """
    position = {term: column for column, term in enumerate(terms)}
    rows: list[int] = []
    columns: list[int] = []
    first = 0
    for text in texts:
        n_windows = max(len(text) - size + 1, 1)
        for place, word in enumerate(text):
            if word in position:
                windows = range(max(place - size + 1, 0), min(place, n_windows - 1) + 1)
                rows.extend(first + window for window in windows)
                columns.extend([position[word]] * len(windows))
        first += n_windows
    marks = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(first, len(terms)))
    marks.data[:] = 1
    return marks


def gensim_defaults(corpus: Corpus, n_topics: int) -> tuple[np.ndarray, float]:
    """Measures and seconds of LdaModel as it comes, seed 0."""
    start = time.process_time()
    model = LdaModel(corpus=corpus.bags, num_topics=n_topics, id2word=corpus.dictionary, random_state=0)
    seconds = time.process_time() - start
    topic_word = model.get_topics()
    gamma, _ = model.inference(corpus.bags)
    return corpus.measures(topic_word, gamma.argmax(axis=1)), seconds


def ours(corpus: Corpus, n_topics: int, random_state: int) -> tuple[np.ndarray, float]:
    """Measures and seconds of TopicModel with its defaults."""
    start = time.process_time()
    model = TopicModel(n_topics, random_state=random_state).fit(corpus.matrix)
    seconds = time.process_time() - start
    return corpus.measures(model.topic_word_, model.transform(corpus.matrix).argmax(axis=1)), seconds


def same_inference(corpus: Corpus) -> str:
    """Infer all documents with gensim's E-step and with ours, from the same topics; seconds and largest difference."""
    model = LdaModel(
        corpus=corpus.bags,
        num_topics=10,
        id2word=corpus.dictionary,
        random_state=0,
        dtype=np.float64,
        iterations=500,
        gamma_threshold=1e-6,
    )
    start = time.process_time()
    theirs, _ = model.inference(corpus.bags, collect_sstats=True)
    middle = time.process_time()
    parts = batches(corpus.matrix, 10)
    gamma, _ = e_step(parts, corpus.matrix.shape, model.expElogbeta, model.alpha, 500, 1e-6)
    end = time.process_time()
    difference = np.abs(gamma / gamma.sum(axis=1)[:, None] - theirs / theirs.sum(axis=1)[:, None])
    agree = float((difference.max(axis=1) < 1e-3).mean())
    seconds = f"gensim {middle - start:.2f} s, ours {end - middle:.2f} s"
    return f"E-step: {seconds}; the same topic shares in {agree:.1%} of the documents"


def line(name: str, n_topics: str, measures: np.ndarray, seconds: float) -> str:
    """Lay out one row of the table."""
    return f"{name:28}{n_topics:>7}" + "".join(f"{value:11.4f}" for value in measures) + f"{seconds:9.2f}"


def main() -> None:
    """Print a row a model and number of topics, then means, then whether the anchor holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder bbc-news: corpus.tsv, lda_published_seed0.json")
    parser.add_argument("--seeds", type=int, default=3, help="runs of ours for each number of topics")
    arguments = parser.parse_args()
    corpus = Corpus(arguments.folder)
    print(f"{'model':28}{'topics':>7}{'NPMI':>11}{'diversity':>11}{'NPMI exact':>11}{'NMI':>11}{'CPU s':>9}")
    rows: dict[str, list[np.ndarray]] = {"published LDA": [], "gensim defaults": [], "ours": []}
    same = True
    for n_topics in NUMBERS:
        scores = corpus.published[n_topics]
        published = np.array([scores["npmi"], scores["diversity"], np.nan, np.nan])
        found, seconds = gensim_defaults(corpus, n_topics)
        same = same and abs(found[0] - published[0]) < 1e-4 and abs(found[1] - published[1]) < 1e-9
        runs = [ours(corpus, n_topics, seed) for seed in run_seeds(0, arguments.seeds)]
        mean, cost = np.mean([run[0] for run in runs], axis=0), float(np.mean([run[1] for run in runs]))
        for name, values, spent in zip(rows, (published, found, mean), (np.nan, seconds, cost), strict=True):
            rows[name].append(np.append(values, spent))
            print(line(name, str(n_topics), values, spent))
    for name, values in rows.items():
        average = np.mean(values, axis=0)
        print(line(name, "mean", average[:-1], average[-1]))
    print(f"{AIM}; anchor (gensim defaults give the published figures): {'holds' if same else 'BROKEN'}")
    print(same_inference(corpus))


if __name__ == "__main__":
    main()
