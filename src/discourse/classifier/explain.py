"""Which words spoke for and against each pillar?

A score is a sum over features, and every feature (a word, a character n-gram inside words, a field of
meaning) comes from the words of the paragraph. So each feature's part of the score is handed to the
words it was counted in, by their counts, and the words' contributions and the intercept add up to
the score exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.pipeline import Pipeline

from discourse.classifier.context import added_log_odds
from discourse.classifier.fitting import as_trained_model
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.corpus.language import language_of_article
from discourse.errors import DataError
from discourse.features import BLOCKS, DocumentFeatureMatrix, dfm_of_texts, paragraph_features
from discourse.languages import language_code
from discourse.printing.frames import readable

_FEWEST_WORDS = 4  # of fewer words no language can be told
_ROWS = 500  # paragraphs that are handled at once, which bounds the memory


def explain_text(
    model: TrainedModel | Pipeline, text: str, neighbours: Sequence[str] = ()
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Take the decision on one paragraph apart.

    Parameters
    ----------
    model : TrainedModel or Pipeline
        The classifier, that of a study or of :func:`discourse.train`.
    text : str
        A paragraph.
    neighbours : sequence of str
        The other paragraphs of its article; without any it is judged by its own words.

    Returns
    -------
    decision : dict
        ``predicted``, ``also`` (tuple of other pillars mentioned), ``probabilities`` (code to number),
        ``from_neighbours`` (code to number: what the neighbours add to the log odds of the code against the mean of
        all codes), ``embedding`` (code to what the sentence embedding adds, before the neighbours are heard; empty if
        the model reads none), ``constant`` (code to its log odds in a text without any feature). Contributions,
        constant, embedding and neighbours of a code add up to its log odds against the mean of all codes.
    contributions : DataFrame
        ``code``, ``term``, ``contribution``: what a word adds to the same log odds before the neighbours are heard;
        positive speaks for the code. Codes by falling probability, terms in the order of the vocabulary.

    Raises
    ------
    DataError
        If the text has no word that counts; stop words, numbers and signs do not, words that the model has not seen do.
    """
    model = as_trained_model(model)
    words = dfm_of_texts([text], language=model.language)
    if not words.features:
        raise DataError("a paragraph with words", repr(text[:40]), "explain", "Give a sentence or more, in quotes.")
    alone = model.predict_counts(words, texts=[text]).iloc[0]
    said = model.predict_texts([text, *neighbours], [1] * (1 + len(neighbours)))
    predicted, codes = said.iloc[0], [*model.pillars, NONE]
    columns = [f"p_{code}" for code in model.classifier.classes_]
    (added,) = added_log_odds([alone[columns]], [predicted[columns]])
    probabilities = {code: float(predicted[f"p_{code}"]) for code in codes}
    decision = {
        "predicted": predicted["predicted"],
        "also": tuple(pillar for pillar in predicted["mentioned"] if pillar != predicted["predicted"]),
        "probabilities": probabilities,
        "constant": _constants(model.classifier),
        "embedding": embedding_contributions(model, text),
        "from_neighbours": _by_code(model.classifier, added),
    }
    parts = word_contributions(model, words)
    rows = [
        {"code": code, "term": term, "contribution": float(parts[row, column])}
        for code in sorted(probabilities, key=lambda one: -probabilities[one])
        for column in [_column(model, code)]
        if column is not None
        for row, term in enumerate(words.features)
    ]
    return decision, readable(pd.DataFrame(rows, columns=["code", "term", "contribution"]))


def reasons_to_doubt(model: TrainedModel, text: str) -> list[str]:
    """Say what speaks against believing a decision on a text: another language, or words that the model has never seen.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    text : str
        A paragraph.

    Returns
    -------
    list of str
        Sentences; empty where there is no such reason.
    """
    reasons = []
    found, own = language_of_article(text, model.language, _FEWEST_WORDS), language_code(model.language)
    if found != own:
        reasons.append(f"The text seems to be in another language ({found}) than the model was trained on ({own}).")
    words = dfm_of_texts([text], language=model.language)
    if words.features and {f"word:{word}" for word in words.features}.isdisjoint(model.features):
        goes_by = "parts or meanings of them" if model.matrix(words).nnz else "the constant of each code alone"
        reasons.append(f"The model knows none of its words ({len(words.features)}), and goes by {goes_by}.")
    return reasons


def word_contributions(model: TrainedModel, words: DocumentFeatureMatrix) -> Any:
    """Hand what a paragraph's features add to each code to its words.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    words : Counts
        Word counts of one paragraph; 1 x V.

    Returns
    -------
    array of float
        V x C: contributions to the log odds of the codes in the order of ``classes_``, against the
        mean of all codes. With the intercepts they add up to ``decision_function`` (but for its mean).
    """
    classifier = model.classifier
    slopes = log_odds_weights(classifier)
    weighed = classifier.weighting_.transform(model.matrix(words)).toarray().ravel()
    single = sparse.diags_array(words.matrix.toarray().ravel(), format="csr", dtype=np.int64)
    alone = DocumentFeatureMatrix(single, words.features, words.features)
    each = paragraph_features(alone, model.language, model.counted_blocks, model.seeds).aligned(model.features).matrix
    total = np.asarray(each.sum(axis=0)).ravel()
    per_count = np.divide(weighed, total, out=np.zeros(len(total)), where=total > 0)
    share = each @ sparse.diags_array(per_count, format="csr")
    return np.asarray(share @ slopes)


def embedding_contributions(model: TrainedModel, text: str) -> dict[str, float]:
    """Add up what the sentence embedding of a text adds to each code, beside that of the mean training paragraph.

    No word can be named for it: an embedding is made of the text as a whole.

    Returns
    -------
    dict of str to float
        Code to log odds against the mean of all codes; empty if the model reads no embeddings.
    """
    if model.embedder is None:
        return {}
    classifier = model.classifier
    vector = np.asarray(model.embedder.embed([text])[0], dtype=float) - classifier.embedding_mean_
    return _by_code(classifier, vector @ log_odds_weights(classifier)[classifier.weighting_.embedded])


def _constants(classifier: PillarClassifier) -> dict[str, float]:
    """Return the log odds of each code in a text without words, with the embedding of the mean training paragraph."""
    fixed = classifier.inverse_temperature_ * classifier.intercept_[: len(classifier.classes_)]
    embedded = classifier.embedding_mean_ @ log_odds_weights(classifier)[classifier.weighting_.embedded]
    return _by_code(classifier, fixed - fixed.mean() + embedded)


def _by_code(classifier: PillarClassifier, values: Any) -> dict[str, float]:
    return dict(zip(map(str, classifier.classes_), map(float, values), strict=True))


def log_odds_weights(classifier: PillarClassifier) -> Any:
    """Return what a unit of each feature adds to the log odds of each code against the mean of all codes; F x C."""
    slopes = classifier.inverse_temperature_ * classifier.coef_[:, : len(classifier.classes_)]
    return slopes - slopes.mean(axis=1, keepdims=True)


def mean_contributions(
    classifier: PillarClassifier, words: DocumentFeatureMatrix, features: DocumentFeatureMatrix, each: Any
) -> pd.DataFrame:
    """Average what each word adds to each code over the paragraphs in which it occurs; fields likewise.

    A word's part is all that it does: as a word, by its character n-grams, and by the dictionary fields it
    belongs to. It is the mean of :func:`word_contributions` over the paragraphs. A field's part is its own
    alone, so that words and fields overlap and are not to be added up.

    Parameters
    ----------
    classifier : PillarClassifier
        Fitted on features of these names.
    words : Counts
        Word counts of paragraphs; N x V.
    features : Counts
        Their features, as :func:`paragraph_features` makes them; N x F.
    each : matrix
        V x F, the features of each word alone (:func:`single_word_features`).

    Returns
    -------
    DataFrame
        Rows ``word:<term>`` and ``dictionary:<name>`` of those that occur, a column a code: contributions to
        the log odds of the code against the mean of all codes.
    """
    slopes, counts = log_odds_weights(classifier), sparse.csr_matrix(features.matrix, dtype=float)
    weighed = classifier.weighting_.transform(counts)
    per_count = sparse.csr_matrix(weighed.multiply(counts.power(-1)))
    parts = np.zeros((len(words.features), slopes.shape[1]))
    for rows in np.array_split(np.arange(len(words.ids)), max(1, len(words.ids) // _ROWS)):
        parts += _added(words.matrix[rows], per_count[rows], each, slopes)
    names = np.array(features.features, dtype=object)
    fields = np.flatnonzero([name.startswith("dictionary:") for name in names])
    found = pd.DataFrame(
        np.vstack([parts, np.asarray(weighed[:, fields].sum(axis=0)).T * slopes[fields]]),
        index=[*(f"word:{term}" for term in words.features), *names[fields]],
        columns=classifier.classes_,
    )
    occurs = np.concatenate([_paragraphs(words.matrix), _paragraphs(counts[:, fields])])
    return found[occurs > 0].div(occurs[occurs > 0], axis=0)


def contributions_to(
    classifier: PillarClassifier,
    words: DocumentFeatureMatrix,
    features: DocumentFeatureMatrix,
    each: Any,
    codes: Sequence[str],
) -> Any:
    """Hand what the features of each paragraph add to one code to its words; many paragraphs at once.

    Parameters
    ----------
    classifier, words, features, each
        As for :func:`mean_contributions`.
    codes : sequence of str
        The code asked about for each paragraph, N, each known to the classifier.

    Returns
    -------
    sparse matrix
        N x V: what :func:`word_contributions` gives for the paragraph and the code; nothing for a word that does not
        occur.
    """
    slopes, counts = log_odds_weights(classifier), sparse.csr_matrix(features.matrix, dtype=float)
    per_count = sparse.csr_matrix(classifier.weighting_.transform(counts).multiply(counts.power(-1)))
    place = {code: column for column, code in enumerate(classifier.classes_)}
    added = sparse.csr_matrix(words.matrix, dtype=float, copy=True)
    for row, code in enumerate(codes):
        own = slice(added.indptr[row], added.indptr[row + 1])
        worth = per_count[[row]].toarray().ravel() * slopes[:, place[code]]
        added.data[own] *= each[added.indices[own]] @ worth
    return added


def _added(words: Any, per_count: Any, each: Any, slopes: Any) -> Any:
    """Return what each word adds to each code in some paragraphs together; V x C.

    The features of each word in each paragraph are looked up among those of the paragraph. Nearly all cells of the
    product of words and features, which would give the same, are of words without the feature.
    """
    words, per_count = sparse.csr_matrix(words), per_count.sorted_indices()
    own, width = each[words.indices], per_count.shape[1]
    paragraph, lengths = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr)), np.diff(own.indptr)
    known = np.repeat(np.arange(per_count.shape[0]), np.diff(per_count.indptr)) * width + per_count.indices
    known, values = np.append(known, np.iinfo(np.int64).max), np.append(per_count.data, 0.0)
    wanted = np.repeat(paragraph, lengths) * width + own.indices
    place = np.searchsorted(known, wanted)
    found = np.where(known[place] == wanted, values[place], 0.0)
    data = own.data * found * np.repeat(words.data, lengths)
    added = sparse.csr_matrix((data, own.indices, own.indptr), own.shape) @ slopes
    once = (np.ones(len(paragraph)), (words.indices, np.arange(len(paragraph))))
    return sparse.csr_matrix(once, (words.shape[1], len(paragraph))) @ added


def single_word_features(
    words: DocumentFeatureMatrix,
    features: DocumentFeatureMatrix,
    language: str,
    blocks: Sequence[str] = BLOCKS,
    seeds: Mapping[str, Sequence[str]] | None = None,
) -> Any:
    """Features of one occurrence of each word alone; V x F in the order of ``features``."""
    alone = DocumentFeatureMatrix(
        sparse.eye_array(len(words.features), dtype=np.int64, format="csr"), words.features, words.features
    )
    return paragraph_features(alone, language, blocks, seeds).aligned(features.features).matrix


def _paragraphs(counts: Any) -> Any:
    """Paragraphs in which each column occurs."""
    return np.asarray((counts > 0).sum(axis=0)).ravel()


def _column(model: TrainedModel, code: str) -> int | None:
    found = np.flatnonzero(model.classifier.classes_ == code)
    return int(found[0]) if len(found) else None
