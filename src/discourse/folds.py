"""Which paragraphs train and which test? Splits that never part an article.

Paragraphs of one article resemble each other far more than paragraphs of two; a split that puts some
of them on each side measures how well a model remembers an article. Every function here keeps whole
articles (or whole stories, where copies of an article share a group) on one side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from discourse.errors import EstimateError


@dataclass(frozen=True, eq=False)
class Fold:
    """One split.

    Attributes
    ----------
    train, test : array of int
        Positions of the rows, ascending; no row on both sides.
    name : str
        What is tested: "1", "2", ... or the id of an article.
    """

    train: Any
    test: Any
    name: str


def grouped_folds(articles: Sequence[str], labels: Sequence[str], n_folds: int, seed: int) -> list[Fold]:
    """Part the articles into folds whose labels are mixed as evenly as whole articles allow.

    Parameters
    ----------
    articles : sequence of str
        The article (or story) of each row; length N.
    labels : sequence of str
        The label of each row; length N.
    n_folds : int
        How many folds; each article is tested in exactly one.
    seed : int
        Seed of the shuffle. Shuffling the rows changes nothing: articles are ordered by name first.

    Returns
    -------
    list of Fold

    Raises
    ------
    EstimateError
        If there are fewer articles than folds.

    Examples
    --------
    >>> folds = grouped_folds(["a", "a", "b", "b"], ["x", "y", "x", "y"], n_folds=2, seed=1)
    >>> [(fold.train.tolist(), fold.test.tolist()) for fold in folds]
    [([2, 3], [0, 1]), ([0, 1], [2, 3])]
    """
    from sklearn.model_selection import StratifiedGroupKFold

    groups, codes = np.asarray(articles, dtype=str), np.asarray(labels, dtype=str)
    found = len(set(groups))
    if found < n_folds:
        raise EstimateError(
            f"at least {n_folds} articles for {n_folds} folds",
            str(found),
            "folds",
            "Label more articles, or set fewer folds in study.toml.",
        )
    if np.unique(codes, return_counts=True)[1].max() < n_folds:
        raise EstimateError(
            f"a code with at least {n_folds} paragraphs for {n_folds} folds",
            "none",
            "folds",
            "Label more paragraphs, or set fewer folds in study.toml.",
        )
    # The shuffle acts on the order of rows; sorting makes it the same for any order of the table.
    order = np.lexsort((codes, groups))
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    parts = _quietly(splitter, codes[order], groups[order])
    parts.sort(key=lambda test: min(groups[order][test].tolist()))
    return [_fold(groups, np.sort(order[test]), str(place)) for place, test in enumerate(parts, start=1)]


def leave_one_article_out(articles: Sequence[str], among: Iterable[str] | None = None) -> list[Fold]:
    """Test each article of ``among`` (default: all) in turn; all other rows train.

    Raises
    ------
    EstimateError
        If an article of ``among`` has no row, or it is the only article.

    Examples
    --------
    >>> [(fold.name, fold.test.tolist()) for fold in leave_one_article_out(["a", "b", "b"], ["b"])]
    [('b', [1, 2])]
    """
    groups = np.asarray(articles, dtype=str)
    return [_fold(groups, np.flatnonzero(groups == name), name) for name in sorted(set(among or groups))]


def one_split(articles: Sequence[str], test: Sequence[bool], name: str) -> Fold:
    """Test the rows marked in ``test`` and train on the rest, without the articles that are tested.

    For transfer: leads to full articles, one outlet to the others, one period to the other.

    Examples
    --------
    >>> one_split(["a", "a", "b"], [True, False, False], "first").train.tolist()
    [2]
    """
    return _fold(np.asarray(articles, dtype=str), np.flatnonzero(np.asarray(test, dtype=bool)), name)


def _fold(groups: Any, test: Any, name: str) -> Fold:
    """Make a fold that tests these rows and trains on all rows of other articles."""
    train = np.flatnonzero(~np.isin(groups, groups[test]))
    if not len(test) or not len(train):
        side = "test" if not len(test) else "train"
        raise EstimateError(
            f"paragraphs to {side} in the split '{name}'",
            "none",
            "folds",
            "Name an article that has labels, and label more than one article.",
        )
    return Fold(train, np.asarray(test), name)


def _quietly(splitter: Any, codes: Any, groups: Any) -> list[Any]:
    """Test rows of each part; a code rarer than the folds is no reason to warn."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return [test for _, test in splitter.split(codes, codes, groups)]
