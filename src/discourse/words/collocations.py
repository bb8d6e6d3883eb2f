"""Which words stand together more often than chance?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from discourse.errors import EstimateError

MEASURES = ("likelihood_ratio", "pmi", "student_t")


def bigram_collocations(
    paragraphs: Iterable[Sequence[str]], *, measure: str = "likelihood_ratio", min_count: int = 3
) -> pd.DataFrame:
    """Rank pairs of neighbouring words.

    Parameters
    ----------
    paragraphs : iterable of sequences of str
        Words of each paragraph, in order; pairs never cross the end of a paragraph.
    measure : {"likelihood_ratio", "pmi", "student_t"}
        nltk's association measure. The likelihood ratio favours frequent pairs, pmi rare ones.
    min_count : int
        Pairs seen less often are left out.

    Returns
    -------
    DataFrame
        ``first``, ``second``, ``count``, ``score``; largest score first, ties by the words.

    Raises
    ------
    EstimateError
        If the measure is unknown.

    Examples
    --------
    >>> found = bigram_collocations([["jalan", "tol", "baru"], ["jalan", "tol"]], min_count=2)
    >>> found[["first", "second", "count"]].to_numpy().tolist()
    [['jalan', 'tol', 2]]
    """
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    if measure not in MEASURES:
        raise EstimateError(f"one of {', '.join(MEASURES)}", repr(measure), "measure")
    finder = BigramCollocationFinder.from_documents(list(paragraphs))
    finder.apply_freq_filter(min_count)
    rows = [
        (first, second, finder.ngram_fd[first, second], float(score))
        for (first, second), score in finder.score_ngrams(getattr(BigramAssocMeasures, measure))
    ]
    table = pd.DataFrame(rows, columns=["first", "second", "count", "score"])
    return table.sort_values(["score", "first", "second"], ascending=[False, True, True], ignore_index=True)
