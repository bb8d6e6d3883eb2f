"""How much of each topic is in a paragraph?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from discourse.errors import DataError, EstimateError
from discourse.features import BlockMatrix, DocumentFeatureMatrix
from discourse.resampling import Floats
from discourse.topics.inference import batches, e_step
from discourse.topics.lda import LdaState, Progress, fit_lda
from discourse.topics.seeding import choose_terms, seed_columns, seed_prior


class TopicModel(TransformerMixin, BaseEstimator):
    """Latent Dirichlet allocation over word counts, plain or seeded with the words of a codebook.

    Fitted by gensim's ``LdaModel`` on one core in float64 (see ``lda``). Two fits with one
    ``random_state`` are identical, whatever the order of the rows.

    Parameters
    ----------
    n_topics : int, default 10
        Number of topics K, the seeded ones included. Not more than paragraphs.
    alpha : float, default 0.5
        Prior weight of each topic in each paragraph. Small values (gensim's default is 1 / K) force a
        short paragraph into one topic and make topics alike; 0.5 gave topics that share fewer words
        and follow the pillars better, on paragraphs as on whole articles.
    eta : float, default 0.05
        Prior count of each term in each topic. Small values make topics of few words.
    passes : int, default 20
        Rounds of EM over all paragraphs.
    iterations, tolerance : int, float, default 100, 1e-3
        A paragraph's topics are inferred in at most so many rounds, or until its topic weights change
        by less on average.
    min_documents, max_share : int, float, default 3, 0.4
        Terms in fewer paragraphs, or in more than this share of them, are left out; seed words are
        kept whenever they occur.
    seeds : mapping of str to sequence of str, optional
        Pillar to seed words. The first topics are then the pillars', in this order; the rest are
        residual. Needs the names of the columns.
    terms : sequence of str, optional
        Name of each column of X; default: those that X has by itself, as a DataFrame has them and what
        :class:`discourse.features.TextFeatures` counts.
    strength : float, default 5
        Prior count of a seed word in its own topic, on top of ``eta``.
    random_state : int or numpy.random.RandomState, default 0
        Where the topics start.

    Attributes
    ----------
    topic_word_ : array, shape K x V
        Probability of each term in each topic; rows add up to 1, terms left out have 0.
    components_ : array, shape K x V
        Expected count of each term in each topic, the prior's included, as scikit-learn's
        ``LatentDirichletAllocation`` has it; rows divided by their sums are ``topic_word_``. Terms left out
        have 2e-16, next to nothing: what reads such an array takes logarithms of it.
    topic_names_ : tuple of str, length K
        The pillar of a seeded topic; "topic 1", "topic 2" ... by position for the others.
    columns_ : array of int
        Columns of X in use.
    terms_ : tuple of str, optional
        Name of each column of X, of a word without its block; None where nothing names them.
    fitted_ : LdaState
        Expected counts, priors and weights over the columns in use.
    n_features_in_ : int
        V.

    Notes
    -----
    A paragraph without a known term says nothing of its topics: ``transform`` gives it the prior,
    1 / K for every topic.

    The topics of one run are one answer of many: ``stability`` says how many other runs give it.

    References
    ----------
    Blei, D., Ng, A. & Jordan, M. (2003). Latent Dirichlet allocation. JMLR 3.
    Jagarlamudi, J., Daumé, H. & Udupa, R. (2012). Incorporating lexical priors into topic models. EACL.

    Examples
    --------
    >>> terms = ["bank", "ekspor", "guru", "sekolah"]
    >>> X = np.array([[2, 3, 0, 0], [3, 1, 0, 0], [1, 2, 0, 0], [0, 0, 2, 2], [0, 0, 1, 3], [0, 0, 2, 1]])
    >>> model = TopicModel(n_topics=2, seeds={"economic": ["bank"], "education": ["guru"]}, terms=terms, max_share=0.5)
    >>> [model.topic_names_[k] for k in model.fit_transform(X).argmax(axis=1)]
    ['economic', 'economic', 'economic', 'education', 'education', 'education']
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        alpha: float = 0.5,
        eta: float = 0.05,
        passes: int = 20,
        iterations: int = 100,
        tolerance: float = 1e-3,
        min_documents: int = 3,
        max_share: float = 0.4,
        seeds: Mapping[str, Sequence[str]] | None = None,
        terms: Sequence[str] | None = None,
        strength: float = 5.0,
        random_state: int | np.random.RandomState = 0,
    ) -> None:
        self.n_topics = n_topics
        self.alpha = alpha
        self.eta = eta
        self.passes = passes
        self.iterations = iterations
        self.tolerance = tolerance
        self.min_documents = min_documents
        self.max_share = max_share
        self.seeds = seeds
        self.terms = terms
        self.strength = strength
        self.random_state = random_state

    @property
    def components_(self) -> Floats:
        """Expected counts of the terms in the topics; see the attributes of the class."""
        result = np.full((len(self.fitted_.alpha), self.n_features_in_), np.finfo(float).eps)
        result[:, self.columns_] = self.fitted_.eta + self.fitted_.expected
        return result

    def fit(self, X: Any, y: object = None, *, progress: Progress | None = None) -> TopicModel:
        """Find the topics.

        Parameters
        ----------
        X : array, sparse matrix or DocumentFeatureMatrix, shape N x V
            Word counts, not negative; those of :meth:`discourse.Study.words` name their columns.
        y : ignored
        progress : callable, optional
            Called after each pass with passes done and passes in all.

        Raises
        ------
        EstimateError
            If there are more topics than paragraphs, fewer topics than pillars, fewer than two terms
            after selection, or a pillar none of whose seed words occurs.
        DataError
            If a parameter makes no sense, or seeds are given without the names of the columns.
        """
        X = _named_columns(X)
        matrix = self._checked(X, reset=True)
        self._check_parameters()
        self.terms_ = self._names(X)
        if self.n_topics > matrix.shape[0]:
            raise EstimateError(
                f"at least {self.n_topics} paragraphs for {self.n_topics} topics",
                str(matrix.shape[0]),
                "topic model",
                "Ask for fewer topics.",
            )
        named = seed_columns(self.seeds or {}, self.terms_ or ())
        seeded = [column for columns in named.values() for column in columns]
        self.columns_ = choose_terms(matrix, self.min_documents, self.max_share, seeded)
        position = {int(column): place for place, column in enumerate(self.columns_)}
        placed = {pillar: [position[c] for c in columns if c in position] for pillar, columns in named.items()}
        eta = seed_prior(placed, self.n_topics, len(self.columns_), self.eta, self.strength)
        self.adopt(
            named,
            fit_lda(
                matrix[:, self.columns_],
                alpha=np.full(self.n_topics, float(self.alpha)),
                eta=eta,
                passes=self.passes,
                iterations=self.iterations,
                tolerance=self.tolerance,
                random_state=self.random_state,
                progress=progress,
            ),
        )
        return self

    def transform(self, X: Any) -> Floats:
        """Infer the topic shares of paragraphs (``doc_topic``), shape N x K; every row adds up to 1."""
        check_is_fitted(self, "fitted_")
        matrix = self._checked(_named_columns(X), reset=False)[:, self.columns_]
        weights, alpha = self.fitted_.weights, self.fitted_.alpha
        gamma, _ = e_step(batches(matrix, len(alpha)), matrix.shape, weights, alpha, self.iterations, self.tolerance)
        result: Floats = gamma / gamma.sum(axis=1, keepdims=True)
        return result

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the topics."""
        check_is_fitted(self, "fitted_")
        return np.array(self.topic_names_, dtype=object)

    def adopt(self, pillars: Mapping[str, object], fitted: LdaState) -> None:
        """Take over what a fit over ``columns_`` left behind; for reading stored models."""
        self.fitted_ = fitted
        self.topic_word_ = np.zeros((len(fitted.alpha), self.n_features_in_))
        self.topic_word_[:, self.columns_] = fitted.topic_word
        self.topic_names_ = (*pillars, *(f"topic {k + 1}" for k in range(len(pillars), len(fitted.alpha))))

    def _checked(self, X: Any, reset: bool) -> Any:
        from scipy import sparse

        array = validate_data(self, X, reset=reset, accept_sparse="csr", dtype=np.float64, ensure_non_negative=True)
        matrix = sparse.csr_matrix(array, copy=sparse.issparse(array))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return matrix

    def _check_parameters(self) -> None:
        whole = {"n_topics": self.n_topics, "passes": self.passes, "iterations": self.iterations}
        above = {"alpha": self.alpha, "eta": self.eta, "tolerance": self.tolerance, "max_share": self.max_share}
        for name, value in whole.items():
            if value < 1:
                raise DataError("a whole number of at least 1", repr(value), f"TopicModel, {name}", "Raise it.")
        for name, number in above.items():
            if not number > 0:
                raise DataError("a number above 0", repr(number), f"TopicModel, {name}", "Raise it.")
        if self.strength < 0:
            raise DataError("a number not below 0", repr(self.strength), "TopicModel, strength", "Raise it.")

    def _names(self, X: Any) -> tuple[str, ...] | None:
        """Names of the columns: ``terms``, or those that X has by itself; both must say the same."""
        own = X.features if isinstance(X, BlockMatrix) else getattr(self, "feature_names_in_", None)
        found = None if own is None else tuple(name.removeprefix("word:") for name in own)
        terms = found if self.terms is None else tuple(self.terms)
        if terms is None and self.seeds:
            hint = "Seeds need them: give terms, a DataFrame, or what TextFeatures counts."
            raise DataError("names of the columns", "none", "TopicModel, terms", hint)
        if terms is not None and len(terms) != self.n_features_in_:
            raise DataError(
                f"{self.n_features_in_} terms, one a column", str(len(terms)), "TopicModel, terms", "Name all."
            )
        if found not in (None, terms):
            raise DataError("the names of the columns of X", "others", "TopicModel, terms", "Leave terms out.")
        return terms

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = []
        return tags


def _named_columns(X: Any) -> Any:
    """Take the counts of a document-feature matrix, with the names of its columns; anything else as it is."""
    return BlockMatrix.of(X.matrix, X.features) if isinstance(X, DocumentFeatureMatrix) else X
