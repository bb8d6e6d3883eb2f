"""Which words stand together more often than chance, and what stands left and right of a word?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from discourse.errors import EstimateError, shown

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


def kwic(texts: Mapping[str, str], word: str, *, width: int = 40, lines: int | None = None) -> pd.DataFrame:
    """Find a word or phrase and show what stands left and right of it.

    Parameters
    ----------
    texts : mapping of str to str
        Paragraph id to text; the context never crosses the end of a paragraph.
    word : str
        A word, or several separated by spaces; case does not matter.
    width : int
        Characters of context on each side.
    lines : int, optional
        At most so many finds; all when left out.

    Returns
    -------
    DataFrame
        ``paragraph_id``, ``left``, ``word`` (as it stands in the text), ``right``; in the order of
        the texts.

    Raises
    ------
    EstimateError
        If the word is blank.

    Examples
    --------
    >>> kwic({"a:01": "Kedua negara membangun jalan tol baru."}, "jalan tol").loc[0, "left"]
    'Kedua negara membangun'
    """
    if not word.split():
        raise EstimateError("a word or a phrase", shown(word), "concordance", "Name what to look for.")
    from nltk.text import Text
    from nltk.tokenize import wordpunct_tokenize

    rows = []
    for paragraph_id, text in texts.items():
        tokens = wordpunct_tokenize(text)
        for find in Text(tokens).concordance_list(word.split(), width=2 * width + len(word), lines=len(tokens) + 1):
            rows.append((paragraph_id, find.left_print.strip(), find.query, find.right_print.strip()))
    table = pd.DataFrame(rows, columns=["paragraph_id", "left", "word", "right"])
    return table if lines is None else table.head(lines)
