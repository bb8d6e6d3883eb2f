"""Where does a word stand?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


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

    Examples
    --------
    >>> kwic({"a:01": "Kedua negara membangun jalan tol baru."}, "jalan tol").loc[0, "left"]
    'Kedua negara membangun'
    """
    from nltk.text import Text
    from nltk.tokenize import wordpunct_tokenize

    rows = []
    for paragraph_id, text in texts.items():
        tokens = wordpunct_tokenize(text)
        for find in Text(tokens).concordance_list(word.split(), width=2 * width + len(word), lines=len(tokens) + 1):
            rows.append((paragraph_id, find.left_print.strip(), find.query, find.right_print.strip()))
    table = pd.DataFrame(rows, columns=["paragraph_id", "left", "word", "right"])
    return table if lines is None else table.head(lines)
