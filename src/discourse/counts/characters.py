"""How often does each run of letters occur inside the words of a paragraph?

Counted from the word counts: N x V times the V x C matrix of how often each run occurs in each
term. So they can be had for paragraphs whose text is not there, and tell no more than the words do.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from discourse.counts.matrix import Counts, from_bags, tidy


def character_ngrams(counts: Counts, low: int = 2, high: int = 5) -> Counts:
    """Count runs of ``low`` to ``high`` characters inside words.

    A word is padded with a space on each side, as scikit-learn's ``analyzer="char_wb"`` does, and the
    numbers are the same. The words of a joined term are padded one by one (``kerja_sama`` counts as
    ``kerja`` and ``sama``).

    Parameters
    ----------
    counts : Counts
        Word counts; N paragraphs, V terms.
    low, high : int
        Shortest and longest run, spaces included; 1 <= low <= high.

    Returns
    -------
    Counts
        Shape N x C, C different runs.

    Raises
    ------
    ValueError
        If ``low`` is below 1 or above ``high``.

    Examples
    --------
    >>> from discourse.counts.matrix import count_texts
    >>> character_ngrams(count_texts(["tol tol"], language="id"), 2, 3).terms
    (' t', ' to', 'l ', 'ol', 'ol ', 'to', 'tol')
    """
    if not 1 <= low <= high:
        raise ValueError(f"runs of {low} to {high} characters: need 1 <= low <= high")
    within = from_bags([_runs(term, low, high) for term in counts.terms], counts.terms)
    used = tidy(counts.matrix @ within.matrix)
    # A term that occurs in none of these rows must not bring its runs into the vocabulary.
    seen = np.flatnonzero(np.diff(used.tocsc().indptr))
    return Counts(tidy(used[:, seen]), tuple(within.terms[column] for column in seen), counts.ids)


def _runs(term: str, low: int, high: int) -> Counter[str]:
    """Count the runs in one term, each of its words padded; a word shorter than a run counts once whole."""
    runs: Counter[str] = Counter()
    for word in term.split("_"):
        padded = f" {word} "
        for length in range(low, high + 1):
            if length >= len(padded):
                runs[padded] += 1
                break
            runs.update(padded[start : start + length] for start in range(len(padded) - length + 1))
    return runs
