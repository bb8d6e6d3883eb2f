"""How does the emphasis of news coverage differ between two periods?

Data flows one way, a room a step:

1. ``corpus``: article files become articles, and articles paragraphs;
2. ``features``: texts become a document-feature matrix, by the word lists of ``languages``;
3. ``labels``: people code paragraphs after a codebook, on the page of ``annotation``;
4. ``classifier`` and ``topics``: models learn from labels, or find topics without them;
5. ``evaluation``: models are scored and compared on folds that never part an article;
6. ``emphasis`` and ``words``: shares and their shift with intervals over articles; keyness and contexts;
7. ``figures`` and ``report``: tables become pictures, and pictures a page.

``study`` knows where the files are, ``settings`` and ``codebook`` what was chosen, ``io`` opens and writes
them; ``pipeline`` runs the experiments, ``retraining`` says what new codings changed, ``cli`` is the command.

The public names are loaded when they are first asked for, so that ``import discourse`` takes no time.

Examples
--------
>>> import discourse
>>> discourse.tokenize("Kedua negara membuka jalan tol.", "id")
['kedua', 'negara', 'membuka', 'jalan_tol']

From a study to its shifts: ``study.table()`` gives the paragraphs of the main analysis, :func:`emphasis_table` their
shares and shifts, and :func:`plot_shift` draws these. The table knows pillars, periods and level, so that functions
need not be told. ``study.codings()`` is for :func:`agreement_table`, ``study.words()`` for :func:`keyness`. From texts
to a classifier: :func:`train`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from discourse.classifier import (
        PillarClassifier,
        explain_text,
        load_model,
        make_classifier,
        save_model,
        train,
        train_study,
    )
    from discourse.codebook import Codebook
    from discourse.emphasis import emphasis_by, emphasis_table, linkage, prominence, shift_tests
    from discourse.errors import DiscourseError
    from discourse.evaluation import cross_predict, scores
    from discourse.features import TextFeatures, tokenize
    from discourse.figures import plot_shares, plot_shift
    from discourse.labels import agreement_table
    from discourse.pipeline import Experiment
    from discourse.study import Study
    from discourse.topics import TopicModel
    from discourse.words import keyness, kwic

__version__ = "0.1.0"

__all__ = [
    "Codebook",
    "DiscourseError",
    "Experiment",
    "PillarClassifier",
    "Study",
    "TextFeatures",
    "TopicModel",
    "__version__",
    "agreement_table",
    "cross_predict",
    "emphasis_by",
    "emphasis_table",
    "explain_text",
    "keyness",
    "kwic",
    "linkage",
    "load_model",
    "make_classifier",
    "plot_shares",
    "plot_shift",
    "prominence",
    "save_model",
    "scores",
    "shift_tests",
    "tokenize",
    "train",
    "train_study",
]

_HOMES = {
    "Codebook": "codebook",
    "DiscourseError": "errors",
    "Experiment": "pipeline",
    "PillarClassifier": "classifier",
    "Study": "study",
    "TextFeatures": "features",
    "TopicModel": "topics",
    "agreement_table": "labels",
    "cross_predict": "evaluation",
    "emphasis_by": "emphasis",
    "emphasis_table": "emphasis",
    "explain_text": "classifier",
    "keyness": "words",
    "kwic": "words",
    "linkage": "emphasis",
    "load_model": "classifier",
    "make_classifier": "classifier",
    "plot_shares": "figures",
    "plot_shift": "figures",
    "prominence": "emphasis",
    "save_model": "classifier",
    "scores": "evaluation",
    "shift_tests": "emphasis",
    "tokenize": "features",
    "train": "classifier",
    "train_study": "classifier",
}
"""Room or module that each public name is loaded from."""


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
