"""Which codings came faster than anybody reads?

A coding is marked where a coder had spent less time on the paragraph than its words take at eight a second, which is
about twice as fast as people read a page (Brysbaert 2019, 10.1016/j.jml.2019.104047: 238 words a minute, 4 a second).
The time is that of all the coder's codings of the paragraph up to this one, those taken back among them, so that
whoever thinks again is not taken for careless. Of a paragraph that is shown as a paraphrase the shorter text counts.
Marks are worked out when they are asked for. Nothing is written into the log, and no coding is left out for them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.labels.log import codings_table, moments_of, read_codings
from discourse.study import Study

WORDS_A_SECOND = 8.0
"""Nobody reads more than this."""


def coding_pace(codings: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Compute how long each coding's coder had looked at the paragraph, and whether anybody reads it so fast.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them with ``undone=True``.
    paragraphs : DataFrame
        ``paragraph_id``, ``words`` and ``text`` of all paragraphs of the study.

    Returns
    -------
    DataFrame
        One row a coding that was not taken back and whose time is known, in the order of time: ``coding_id``,
        ``paragraph_id``, ``coder``, ``seconds`` of this coding, ``spent`` on the paragraph so far, ``least`` that
        reading takes (words / 8), ``too_fast``.

    Examples
    --------
    >>> log = pd.DataFrame({"coding_id": ["1", "2", "3"], "paragraph_id": "a", "coder": "ani", "when": "", "undoes": "",
    ...                     "seconds": [0.5, 1.0, float("nan")]})
    >>> texts = pd.DataFrame({"paragraph_id": ["a"], "words": [40], "text": ["the text is shown in eight short words"]})
    >>> coding_pace(log, texts)[["spent", "least", "too_fast"]].values.tolist()
    [[0.5, 1.0, True], [1.5, 1.0, False]]
    """
    made = codings[(codings["undoes"] == "") & codings["seconds"].notna()]
    moments = moments_of(made["when"].tolist())
    made = made.iloc[sorted(range(len(moments)), key=moments.__getitem__)]
    spent = made.groupby(["paragraph_id", "coder"])["seconds"].cumsum()
    shown = [len(str(text).split()) for text in paragraphs["text"]]
    length = np.minimum(paragraphs["words"].astype(float), shown)
    least = made["paragraph_id"].map(dict(zip(paragraphs["paragraph_id"], length / WORDS_A_SECOND, strict=True)))
    least = least.astype(float)  # where there is no coding, no texts become numbers
    found = made[["coding_id", "paragraph_id", "coder", "seconds"]].assign(
        spent=spent, least=least, too_fast=(spent < least).astype(bool)
    )
    return found[~found["coding_id"].isin(codings["undoes"])].reset_index(drop=True)


def too_fast_codings(study: Study) -> pd.DataFrame:
    """Return the codings of people that came faster than anybody reads, as :func:`coding_pace` has them.

    Raises
    ------
    LabelError
        If the log is damaged.
    """
    there = study.labels_path.is_file()
    every = read_codings(study, undone=True) if there else codings_table([], study.codebook)
    found = coding_pace(every, study.paragraphs)
    people = ~found["coder"].isin(list(study.settings.machine_coders))
    return found[found["too_fast"] & people].reset_index(drop=True)
