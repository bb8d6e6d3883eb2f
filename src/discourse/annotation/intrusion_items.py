"""Which items lie before a coder?

The items are those of the intrusion tests of the topics that the study shows: the topics of the figure
of topic words, of many runs the prototype. The same data, settings and program give the same items, so
nothing of them is kept; their digest is, with every answer. A topic model that was kept in a file has
tests of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from discourse.corpus import original_texts
from discourse.errors import LabelError, ModelError
from discourse.features import DocumentFeatureMatrix, study_dfm
from discourse.study import Study
from discourse.topics import (
    Intrusion,
    TopicModel,
    fit_study_topics,
    load_topics,
    name_topics,
    topic_intrusion,
    word_intrusion,
)

MODELS = ("plain", "seeded")
KINDS = ("words", "topics")

_DRAWN = 100
_TOP_WORDS = 8


@dataclass(frozen=True)
class IntrusionItem:
    """What a coder sees: options and, for topic intrusion, a paragraph; never the answer."""

    name: str
    options: tuple[str, ...]
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class IntrusionTest:
    """All items of one test of one model; ``intrusion`` holds the key by which it is scored."""

    model: str
    kind: str
    items: tuple[IntrusionItem, ...]
    intrusion: Intrusion
    digest: str


class IntrusionTests:
    """The tests of one model of a study; the model is fitted at the first one asked for.

    Parameters
    ----------
    study : Study
        Whose topics.
    model : str
        One of ``MODELS``: topics found without seed words, or led by the codebook's.
    progress : callable, optional
        Called after each run of the model with runs done and runs in all.
    """

    def __init__(self, study: Study, model: str = "plain", progress: Callable[[int, int], None] | None = None) -> None:
        if model not in MODELS:
            raise LabelError(f"one of {', '.join(MODELS)}", repr(model)[:40], "model", "Choose one of these.")
        self.study = study
        self.model = model
        self._progress = progress
        self._fitted: tuple[TopicModel, DocumentFeatureMatrix] | None = None
        self._tests: dict[str, IntrusionTest] = {}

    @classmethod
    def kept(cls, study: Study, path: Path) -> IntrusionTests:
        """Take the topics from a file instead of finding them; ``model`` says whether seed words led them.

        Raises
        ------
        ModelError
            If the file is no topic model, was counted with other word lists, or does not name its terms.
        """
        fitted, _ = load_topics(path, study.language)
        if fitted.terms is None:
            raise ModelError("a topic model that names its terms", "one without names", path, "Train it anew.")
        tests = cls(study, "seeded" if fitted.seeds else "plain")
        tests._fitted = fitted, study_dfm(study).aligned(fitted.terms)
        return tests

    def of(self, kind: str) -> IntrusionTest:
        """Return a test, one of ``KINDS``.

        Raises
        ------
        LabelError
            If there is no such kind.
        EstimateError
            If the study is too small for it, or its topics share their words.
        """
        if kind not in KINDS:
            raise LabelError(f"one of {', '.join(KINDS)}", repr(kind)[:40], "kind", "Choose one of these.")
        if kind not in self._tests:
            self._fitted = self._fitted or fit_shown(self.study, self.model, self._progress)
            self._tests[kind] = make_test(self.study, *self._fitted, self.model, kind)
        return self._tests[kind]


def fit_shown(
    study: Study, model: str, progress: Callable[[int, int], None] | None = None
) -> tuple[TopicModel, DocumentFeatureMatrix]:
    """Fit the topics that the study shows: the prototype of many runs, on the counts of all paragraphs."""
    counts = study_dfm(study)
    return fit_study_topics(study, model, counts, progress), counts


def make_test(study: Study, fitted: TopicModel, counts: DocumentFeatureMatrix, model: str, kind: str) -> IntrusionTest:
    """Make the items of a test and what is shown of each.

    Topic intrusion shows half of the topics, at most three, beside the intruder. Its paragraphs are drawn
    once, up to 100, whatever the number that is then answered; those without a term of the model are
    left out, for no topic has more share in them than another.
    """
    words, seed = fitted.topic_word_, study.settings.seed
    names = name_topics(words, counts.features, n=_TOP_WORDS)
    if kind == "words":
        test = word_intrusion(words, counts.features, names, seed)
        shown = [IntrusionItem(item, options) for item, _, options in test.items.itertuples(index=False, name=None)]
    else:
        told = np.flatnonzero(np.asarray(counts.matrix[:, fitted.columns_].sum(axis=1)).ravel() > 0)
        shares, ids = fitted.transform(counts.matrix[told]), [counts.ids[row] for row in told]
        main = min(3, len(names) - 1, max(2, len(names) // 2))
        test = topic_intrusion(shares, ids, names, seed, min(_DRAWN, len(ids)), main)
        originals = original_texts(study)
        texts: dict[str, str] = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
        shown = [
            IntrusionItem(
                item,
                options,
                originals.get(paragraph, texts[paragraph]),
                "original" if paragraph in originals else "restatement",
            )
            for item, paragraph, options in test.items.itertuples(index=False, name=None)
        ]
    return IntrusionTest(model, kind, tuple(shown), test, _digest(model, kind, test))


def _digest(model: str, kind: str, test: Intrusion) -> str:
    """Digest the items and the intruders; not the shares, whose last digits differ between processors."""
    items = [[*row[:-1], list(row[-1])] for row in test.items.itertuples(index=False, name=None)]
    told = json.dumps([model, kind, items, test.key["intruder"].tolist()], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
