"""How are raw texts classified in one scikit-learn pipeline?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sklearn.pipeline import Pipeline

from discourse.classifier.model import PillarClassifier
from discourse.features import BLOCKS, TextFeatures


def make_classifier(
    language: str,
    *,
    blocks: Sequence[str] = BLOCKS,
    seeds: Mapping[str, Sequence[str]] | None = None,
    **parameters: Any,
) -> Pipeline:
    """Make the classifier that takes texts: ``fit(texts, codes)``, ``predict(texts)``.

    Parameters
    ----------
    language : str
        Language code, or the folder of a study's own word lists.
    blocks, seeds
        As for :class:`discourse.features.TextFeatures`.
    **parameters
        Those of :class:`discourse.classifier.PillarClassifier`.

    Returns
    -------
    Pipeline
        Steps ``features`` and ``classifier``, not fitted.

    Notes
    -----
    Paragraphs of one article resemble each other, so ``fit`` wants the article of each text as ``groups``:
    penalty and calibration are then chosen on articles held out whole. The classifier requests them.

    - After ``sklearn.set_config(enable_metadata_routing=True)``: ``fit(texts, codes, groups=articles)`` and
      ``cross_val_score(classifier, texts, codes, cv=GroupKFold(5), params={"groups": articles})``.
    - Else ``fit(texts, codes, classifier__groups=articles)``. ``cross_val_score(..., groups=articles)`` then
      parts the folds by article and leaves ``fit`` without groups, unless they are given in
      ``params={"classifier__groups": articles}`` as well; a warning says so once.

    Examples
    --------
    >>> texts = ["jembatan baru", "jalan dan jembatan", "sekolah desa", "guru sekolah"]
    >>> classifier = make_classifier("id", blocks=("word",), penalty=1.0)
    >>> classifier = classifier.fit(texts, ["roads", "roads", "schools", "schools"], classifier__groups=list("abcd"))
    >>> classifier.predict(["jembatan desa itu", "guru desa"]).tolist()
    ['roads', 'schools']
    """
    features = TextFeatures(language=language, blocks=blocks, seeds=seeds)
    return Pipeline([("features", features), ("classifier", PillarClassifier(**parameters))])
