"""How is a classifier trained on a list of texts, in one line, and then used like that of a study?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from discourse.classifier.error_counts import count_errors
from discourse.classifier.lists import check_lengths, listed_articles, listed_codes, listed_texts, warn_of_articles
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.classifier.training import make_classifier
from discourse.codebook import NONE
from discourse.errors import DataError, shown
from discourse.features import EMBEDDING, TextFeatures, installed_embedder


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
        paragraphs of an article are to be believed. Default: each text is taken for an article of its own, which
        makes probabilities too sure where it is not; a warning says so once.
    mentions : DataFrame, optional
        N x K, a column of booleans for each pillar that a text may mention; default: the code alone.
    **parameters
        Those of :func:`discourse.make_classifier`.

    Returns
    -------
    Pipeline
        Fitted. ``predict(texts)`` gives codes, ``predict_proba(texts)`` probabilities in the order of ``classes_``;
        both take ``articles`` as well. ``score(texts, codes)`` is the share of codes that it gets right, which says
        something only of articles that it was not trained on. :func:`discourse.save_model` keeps it,
        :func:`discourse.explain_text` takes a decision apart.

    Raises
    ------
    DataError
        If the language is no code, texts, codes or articles are no list, there are not as many of each, one is
        missing, or there are not two different codes.

    Warns
    -----
    UserWarning
        Once, if no articles are given.

    Examples
    --------
    >>> texts = ["a new bridge", "the road and the bridge", "the village school", "a teacher at school"]
    >>> model = train(texts, ["roads", "roads", "schools", "schools"], language="en", articles=list("abcd"))
    >>> model.predict(["the bridge", "this school"]).tolist()
    ['roads', 'schools']
    """
    _check_language(language)
    texts, codes, groups = listed_texts("texts", texts), listed_codes(codes), listed_articles(articles, len(texts))
    check_lengths(len(texts), codes=codes, articles=groups)
    if articles is None:
        warn_of_articles("train")
    options = {"classifier__groups": groups, "classifier__mentions": mentions}
    model = make_classifier(language, **parameters).fit(texts, codes, **options)
    pillars = model[-1].pillars_
    model.errors_ = count_errors(model[-1], (*pillars, NONE), codes, groups, groups)
    counts = dict(sorted(Counter(codes).items()))
    model.trained_on_ = {"paragraphs": len(texts), "articles": len(set(groups)), "labels": counts}
    return model


def as_trained_model(model: TrainedModel | Pipeline) -> TrainedModel:
    """Return a fitted pipeline of :func:`train` or :func:`make_classifier` as the model that a study trains.

    Parameters
    ----------
    model : TrainedModel or Pipeline
        Fitted; what :func:`discourse.train_study` and :func:`discourse.load_model` return is returned as it is.

    Raises
    ------
    DataError
        If it is neither, or is not fitted.

    Examples
    --------
    >>> fitted = train(["a bridge", "a school"], ["roads", "schools"], language="en", articles=["a", "b"])
    >>> as_trained_model(fitted).pillars
    ('roads', 'schools')
    """
    from discourse import __version__

    if isinstance(model, TrainedModel):
        return model
    steps = [step for _, step in getattr(model, "steps", [])]
    if len(steps) != 2 or not isinstance(steps[0], TextFeatures) or not isinstance(steps[1], PillarClassifier):
        hint = "Train one: discourse.train(texts, codes, ...)."
        raise DataError("a classifier of texts", type(model).__name__, "argument model", hint)
    features, classifier = steps
    if not hasattr(classifier, "coef_"):
        raise DataError("a fitted classifier", "one that is not fitted", "argument model", "Fit it first.")
    blocks, seeds = tuple(features.blocks), {name: tuple(words) for name, words in (features.seeds or {}).items()}
    about = {"package": __version__, "trained_on": getattr(model, "trained_on_", {})}
    embedder = (features.embedder or installed_embedder()) if EMBEDDING in blocks else None
    return TrainedModel(
        classifier,
        features.features_,
        features.language,
        blocks,
        tuple(map(str, classifier.pillars_)),
        seeds,
        about,
        embedder,
        getattr(model, "errors_", None),
    )


def _check_language(language: Any) -> None:
    if not isinstance(language, str) or not (re.fullmatch(r"[a-z]{2,3}", language) or Path(language).is_dir()):
        hint = "A language without word lists of its own works, too."
        raise DataError("a code such as 'en', or the folder of word lists", shown(language), "argument language", hint)
