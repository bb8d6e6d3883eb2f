"""Which paragraphs train and which test?

Paragraphs of one article resemble each other far more than paragraphs of two; a split that puts some
of them on each side measures how well a model remembers an article. Everything here keeps whole
articles (or whole stories, where copies of an article share a group) on one side.

:class:`ArticleKFold` and :class:`LeaveArticlesOut` are splitters of scikit-learn; the functions give the
same splits as :class:`Fold`, with the name of what is tested.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import BaseCrossValidator, StratifiedGroupKFold

from discourse.errors import EstimateError
from discourse.evaluation.training_size import rows_to_learn_from, spread_out
from discourse.study import Study


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


class ArticleKFold(BaseCrossValidator):
    """Part the articles into folds whose labels are mixed as evenly as whole articles allow.

    Parameters
    ----------
    n_splits : int
        How many folds; each article is tested in exactly one.
    random_state : int
        Seed of the shuffle. Shuffling the rows changes nothing: articles are ordered by name first.

    Examples
    --------
    >>> splitter = ArticleKFold(2, 1)
    >>> [test.tolist() for _, test in splitter.split(["t1", "t2", "t3"], ["x", "y", "x"], groups=["a", "a", "b"])]
    [[0, 1], [2]]
    """

    __metadata_request__split = {"groups": True}  # noqa: RUF012

    def __init__(self, n_splits: int, random_state: int) -> None:
        self.n_splits = n_splits
        self.random_state = random_state

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """How many folds."""
        return self.n_splits

    def split(self, X: Any, y: Any, groups: Any) -> Iterator[tuple[Any, Any]]:
        """Train and test rows of each fold.

        Parameters
        ----------
        X : sequence
            N rows; not looked at.
        y : sequence of str
            The label of each row.
        groups : sequence of str
            The article (or story) of each row.

        Raises
        ------
        EstimateError
            If there are fewer articles, or fewer rows of each label, than folds, or so few that one stays empty.
        """
        articles, codes = np.asarray(_groups(groups), dtype=str), np.asarray(y, dtype=str)
        self._check_enough(articles, codes)
        # The shuffle acts on the order of rows; sorting makes it the same for any order of the table.
        order = np.lexsort((codes, articles))
        splitter = StratifiedGroupKFold(self.n_splits, shuffle=True, random_state=self.random_state)
        parts = _quietly(splitter, codes[order], articles[order])
        if not all(map(len, parts)):
            hint = "Label more articles, or set fewer folds in study.toml."
            raise EstimateError(f"articles for each of {self.n_splits} folds", "a fold without any", "folds", hint)
        parts.sort(key=lambda test: min(articles[order][test].tolist()))
        for test in parts:
            rows = np.sort(order[test])
            yield np.setdiff1d(np.arange(len(order)), rows), rows

    def _check_enough(self, articles: Any, codes: Any) -> None:
        found = len(set(articles))
        if found < self.n_splits:
            raise EstimateError(
                f"at least {self.n_splits} articles that are no copies, for {self.n_splits} folds",
                str(found),
                "folds",
                "Label more articles, or set fewer folds in study.toml.",
            )
        if np.unique(codes, return_counts=True)[1].max() < self.n_splits:
            raise EstimateError(
                f"a code with at least {self.n_splits} paragraphs for {self.n_splits} folds",
                "none",
                "folds",
                "Label more paragraphs, or set fewer folds in study.toml.",
            )


class LeaveArticlesOut(BaseCrossValidator):
    """Test each article of ``among`` (default: all) in turn, in the order of their names; all other rows train.

    Examples
    --------
    >>> [test.tolist() for _, test in LeaveArticlesOut(["b"]).split(["t1", "t2", "t3"], groups=["a", "b", "b"])]
    [[1, 2]]
    """

    __metadata_request__split = {"groups": True}  # noqa: RUF012

    def __init__(self, among: Collection[str] | None = None) -> None:
        self.among = among

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        """How many articles are tested; ``groups`` is needed where ``among`` is not given."""
        return len(self._names(groups))

    def split(self, X: Any, y: Any = None, groups: Any = None) -> Iterator[tuple[Any, Any]]:
        """Train and test rows for each article; ``groups`` is the article of each row.

        Raises
        ------
        EstimateError
            If an article of ``among`` has no row, or it is the only article.
        """
        articles = np.asarray(_groups(groups), dtype=str)
        for name in self._names(articles):
            fold = _fold(articles, np.flatnonzero(articles == name), name)
            yield fold.train, fold.test

    def _names(self, groups: Any) -> list[str]:
        return sorted(set(self.among or np.asarray(_groups(groups)).tolist()))


def grouped_folds(articles: Sequence[str], labels: Sequence[str], n_folds: int, seed: int) -> list[Fold]:
    """Folds of :class:`ArticleKFold`, named "1", "2", ...

    Parameters
    ----------
    articles : sequence of str
        The article (or story) of each row; length N.
    labels : sequence of str
        The label of each row; length N.
    n_folds : int
        How many folds; each article is tested in exactly one.
    seed : int
        Seed of the shuffle.

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
    return named_folds(ArticleKFold(n_folds, seed), articles, labels, articles)


def named_folds(folds: Sequence[Fold] | BaseCrossValidator, X: Any, y: Any, groups: Any) -> list[Fold]:
    """Return folds as they are, or those that a splitter of scikit-learn makes of the rows, named "1", "2", ..."""
    if not hasattr(folds, "split"):
        return list(folds)
    splits = folds.split(X, y, groups)
    return [Fold(train, test, str(place)) for place, (train, test) in enumerate(splits, start=1)]


def leave_one_article_out(articles: Sequence[str], among: Collection[str] | None = None) -> list[Fold]:
    """Folds of :class:`LeaveArticlesOut`, each named by the article that it tests.

    Raises
    ------
    EstimateError
        If an article of ``among`` has no row, or it is the only article.

    Examples
    --------
    >>> [(fold.name, fold.test.tolist()) for fold in leave_one_article_out(["a", "b", "b"], ["b"])]
    [('b', [1, 2])]
    """
    groups = np.asarray(articles)
    splits = LeaveArticlesOut(among).split(articles, groups=groups)
    return [Fold(train, test, str(groups[test[0]])) for train, test in splits]


def one_split(articles: Sequence[str], test: Sequence[bool], name: str) -> Fold:
    """Test the rows marked in ``test`` and train on the rest, without the articles that are tested.

    For transfer: openings to full articles, one outlet to the others, one period to the other.

    Examples
    --------
    >>> one_split(["a", "a", "b"], [True, False, False], "first").train.tolist()
    [2]
    """
    return _fold(np.asarray(articles), np.flatnonzero(np.asarray(test, dtype=bool)), name)


def _groups(groups: Any) -> Any:
    if groups is None:
        raise EstimateError("the article of each row", "none", "groups", "Give groups: split(X, y, groups=articles).")
    return groups


def _fold(articles: Any, test: Any, name: str) -> Fold:
    """Make a fold that tests these rows and trains on all rows of other articles."""
    train = np.flatnonzero(~np.isin(articles, articles[test]))
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
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return [test for _, test in splitter.split(codes, codes, groups)]


def study_folds(study: Study, labels: pd.DataFrame, n_folds: int | None = None) -> list[Fold]:
    """Folds of whole stories, copies of an article together; as many as the study's settings say, or ``n_folds``."""
    number = study.settings.folds if n_folds is None else n_folds
    folds = grouped_folds(labels["story"].tolist(), labels["primary"].tolist(), number, study.settings.seed)
    return within_limit(folds, labels["story"].tolist(), study)


def within_limit(folds: Sequence[Fold], stories: Sequence[str], study: Study) -> list[Fold]:
    """Give the same folds, each with as many training rows as the study's settings allow."""
    limit, seed = study.settings.training_limit, study.settings.seed
    return [replace(fold, train=rows_to_learn_from(fold.train, stories, limit, seed)) for fold in folds]


def full_article_folds(labels: pd.DataFrame, copies: bool = False) -> list[Fold]:
    """Leave each full article out; all else, openings among it, is in training.

    Parameters
    ----------
    labels : DataFrame
        As :func:`labelled_paragraphs` returns them.
    copies : bool
        Keep copies of the tested article in training.

    Returns
    -------
    list of Fold
        One an article, by id; none where no article is full, or all are. Of very many full articles
        some, as :func:`spread_out` chooses them.
    """
    full = (labels["extent"] == "full").to_numpy()
    if full.all() or not full.any():
        return []
    tested = spread_out(set(labels.loc[full, "article_id"]))
    folds = leave_one_article_out(labels["article_id"].tolist(), tested)
    story = labels["story"].to_numpy(dtype=object)
    if copies:
        return folds
    return [Fold(fold.train[~np.isin(story[fold.train], story[fold.test])], fold.test, fold.name) for fold in folds]
