"""How is a classifier trained on a list of texts, in one line?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn.pipeline import Pipeline

from discourse.classifier.training import make_classifier
from discourse.errors import DataError


def train(
    texts: Sequence[str],
    codes: Sequence[str],
    *,
    language: str,
    articles: Sequence[Any] | None = None,
    mentions: Any = None,
    **parameters: Any,
) -> Pipeline:
    """Train the classifier on texts and their codes.

    Parameters
    ----------
    texts : sequence of str
        N paragraphs.
    codes : sequence of str
        The primary code of each.
    language : str
        Language code, such as ``"en"``, or the folder of a study's own word lists.
    articles : sequence, optional
        Article of each text. Paragraphs of one article resemble each other: with the articles, penalty and
        probabilities are chosen on articles that were left out whole, and the model learns how far the other
        paragraphs of an article are to be believed. Default: each text is an article of its own.
    mentions : DataFrame, optional
        N x K, a column of booleans for each pillar that a text may mention; default: the code alone.
    **parameters
        Those of :func:`discourse.make_classifier`.

    Returns
    -------
    Pipeline
        Fitted. ``predict(texts)`` gives codes, ``predict_proba(texts)`` probabilities in the order of ``classes_``;
        both take ``articles`` as well.

    Raises
    ------
    DataError
        If there are not as many codes, or articles, as texts.

    Examples
    --------
    >>> texts = ["a new bridge", "the road and the bridge", "the village school", "a teacher at school"]
    >>> model = train(texts, ["roads", "roads", "schools", "schools"], language="en", articles=list("abcd"))
    >>> model.predict(["the bridge", "this school"]).tolist()
    ['roads', 'schools']
    """
    texts, codes = list(texts), list(codes)
    _check_length("codes", codes, texts)
    groups = list(range(len(texts))) if articles is None else list(articles)
    _check_length("articles", groups, texts)
    options = {"classifier__groups": groups, "classifier__mentions": mentions}
    return make_classifier(language, **parameters).fit(texts, codes, **options)


def _check_length(name: str, values: list[Any], texts: list[str]) -> None:
    if len(values) != len(texts):
        raise DataError(f"{len(texts)} {name}, one for each text", str(len(values)), f"argument {name}")
