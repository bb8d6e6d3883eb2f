"""Which topics explain the counts? Fitted by gensim's LdaModel.

``LdaModel`` keeps the state and does the M-step; its E-step is replaced by the one of ``inference``,
which computes the same for many short paragraphs at once. Training sees all paragraphs in every pass
(``update_every=0``) and forgets what the pass before said of them (``decay=0``): plain variational EM.
For a few hundred to some ten thousand paragraphs this is better than gensim's default, which is meant
for streams and stops after one pass: see benchmarks/README.md.

``LdaMulticore`` is not used: which worker finishes first decides what it learns, so that two runs with
one seed differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from discourse.errors import MissingExtraError
from discourse.resampling import Floats
from discourse.topics.inference import batches, content_order, e_step

Progress = Callable[[int, int], None]
"""Called after each step of a long work with how many are done and how many there are."""


@dataclass(frozen=True)
class LdaState:
    """What a fit leaves behind: all that inference needs, and all that training could go on from.

    Attributes
    ----------
    expected : array, shape K x V
        Expected counts of each term in each topic (gensim's ``sstats``).
    eta : array, shape K x V
        Prior counts of each term in each topic.
    alpha : array, length K
        Prior of each topic in a paragraph.
    weights : array, shape K x V
        exp(E[ln beta]) of Dirichlet(eta + expected), the input of inference.
    """

    expected: Floats
    eta: Floats
    alpha: Floats
    weights: Floats

    @property
    def topic_word(self) -> Floats:
        """Probability of each term in each topic, shape K x V; every row adds up to 1."""
        total = self.eta + self.expected
        result: Floats = total / total.sum(axis=1, keepdims=True)
        return result


def fit_lda(
    matrix: Any,
    *,
    alpha: Floats,
    eta: Floats,
    passes: int,
    iterations: int,
    tolerance: float,
    random_state: Any,
    progress: Progress | None = None,
) -> LdaState:
    """Fit topics to counts.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        Counts, shape N x V, at least one term in every column that shall get a probability.
    alpha : array, length K
        Prior of the topics in a paragraph.
    eta : array, shape K x V
        Prior counts of the terms in the topics; a seed word has more in its own topic. They count
        from the first E-step on, so that seeds guide it and need not catch up with a random start.
    passes, iterations, tolerance : int, int, float
        Rounds of EM; rounds and tolerance of the E-step within each.
    random_state : int or numpy.random.RandomState
        Where the topics start.
    progress : callable, optional
        Called after each pass with passes done and passes in all.

    Returns
    -------
    LdaState
        The same for the same rows in any order.
    """
    ordered = matrix[content_order(matrix)]
    lda = _batched_model(ordered, progress)(
        num_topics=len(alpha),
        id2word=dict(enumerate(map(str, range(matrix.shape[1])))),
        alpha=alpha,
        eta=eta,
        chunksize=matrix.shape[0],
        passes=passes,
        update_every=0,
        decay=0.0,
        eval_every=None,
        iterations=iterations,
        gamma_threshold=tolerance,
        random_state=random_state,
        dtype=np.float64,
    )
    lda.sync_state()
    lda.update(range(matrix.shape[0]))
    return LdaState(lda.state.sstats, lda.eta, lda.alpha, lda.expElogbeta)


def _batched_model(matrix: Any, progress: Progress | None) -> Any:
    """Make a class of ``LdaModel`` whose documents are the rows of the matrix, named by their number."""
    try:
        from gensim.models import LdaModel
    except ImportError:
        raise MissingExtraError.of("gensim", "topics", "topic models") from None

    class BatchedLda(LdaModel):
        parts: Any = None
        gamma: Floats | None = None
        passes_done = 0

        def inference(self, chunk: Any, collect_sstats: bool = False) -> tuple[Floats, Floats | None]:
            self.parts = self.parts or batches(matrix, self.num_topics)
            # Each pass goes on from what the pass before found: the topics have moved little since.
            rounds = (self.iterations, self.gamma_threshold)
            self.gamma, expected = e_step(
                self.parts, matrix.shape, self.expElogbeta, self.alpha, *rounds, start=self.gamma
            )
            return self.gamma, expected if collect_sstats else None

        def do_mstep(self, rho: float, other: Any, extra_pass: bool = False) -> None:
            super().do_mstep(rho, other, extra_pass)
            self.passes_done += 1
            if progress:
                progress(self.passes_done, self.passes)

    return BatchedLda
