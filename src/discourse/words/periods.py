"""Which words set the two periods of a study apart, counted in the press's own words?"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from discourse.features import tokenize
from discourse.languages import glosses
from discourse.study import Study
from discourse.words._keyness import keyness
from discourse.words.actors import read_actors
from discourse.words.counted import compared_counts

KEYNESS_COLUMNS = (
    "term",
    "gloss",
    "earlier_count",
    "later_count",
    "earlier_texts",
    "later_texts",
    "earlier_per_1000",
    "later_per_1000",
    "log_ratio",
    "log_likelihood",
    "text_dispersion",
    "u",
    "p",
    "dp",
    "dp_norm",
    "earlier_words",
    "later_words",
    "earlier_of_texts",
    "later_of_texts",
    "partner",
)


def study_keyness(study: Study, analysis: str = "", *, min_texts: int = 2) -> pd.DataFrame:
    """Compare the words of the two periods of a study in its original articles.

    All paragraphs that are counted of the articles of an analysis are taken, not only openings. Where the
    analysis asks for a partner and a period has no original of that partner, those of all partners are compared.
    Words that stand mostly within the names of ``actors.toml`` ("Lam" of To Lam) are left out.

    Parameters
    ----------
    study : Study
        The study.
    analysis : str
        Id of an analysis; the main one where none is named.
    min_texts : int
        Words in fewer texts are left out: they say more of an article than of a period.

    Returns
    -------
    DataFrame
        One row a word, with ``KEYNESS_COLUMNS``, the most typical of the later period by numbers of texts first,
        then by the log ratio. A text is an article, together with its copies. ``log_ratio`` to ``dp_norm`` as
        :func:`keyness` has them, the later period being the target; ``partner`` is that of the analysis, empty
        where all are compared; ``gloss`` is empty where there is none.

    Raises
    ------
    EstimateError
        If a period has no original article that is counted or attached.
    DataError
        If ``actors.toml`` or a list of glosses has a wrong entry.
    """
    counts, rows, partner = compared_counts(study, analysis)
    later = (rows["period"] == study.settings.compared[1]).to_numpy()
    found = keyness(counts, later, articles=rows["story"].tolist()).rename(columns=_named)
    sizes = np.asarray(counts.matrix.sum(axis=1)).ravel()
    for side, of_side in (("earlier", ~later), ("later", later)):
        found[f"{side}_words"] = int(sizes[of_side].sum())
        found[f"{side}_of_texts"] = rows.loc[of_side & (sizes > 0), "story"].nunique()
        found[f"{side}_per_1000"] = 1000 * found[f"{side}_count"] / found[f"{side}_words"]
    known = glosses(study.language)
    found = found.assign(gloss=[known.get(term, "") for term in found["term"]], partner=partner)
    spread = found["earlier_texts"] + found["later_texts"] >= min_texts
    found = found[spread & ~found["term"].isin(_parts_of_names(study))]
    order = ["text_dispersion", "log_ratio", "term"]
    return found.sort_values(order, ascending=[False, False, True], ignore_index=True)[list(KEYNESS_COLUMNS)]


def _named(column: str) -> str:
    return {"feature": "term"}.get(column, column.replace("target", "later").replace("reference", "earlier"))


def _parts_of_names(study: Study) -> set[str]:
    """Find the words that the study's paragraphs use mostly within the names of actors, where these have several."""
    path = study.note("actors.toml")
    if not path.exists():
        return set()
    spellings = (tokenize(name, study.language) for actor in read_actors(path) for name in actor.spellings)
    names = sorted({tuple(words) for words in spellings if len(words) > 1}, key=len, reverse=True)
    parts = {word for name in names for word in name}
    everywhere, outside = Counter[str](), Counter[str]()
    for text in study.paragraphs["text"]:
        words = tokenize(text, study.language)
        line = f" {'  '.join(words)} "
        for name in names:
            line = line.replace(f" {'  '.join(name)} ", " ")
        everywhere.update(word for word in words if word in parts)
        outside.update(word for word in line.split() if word in parts)
    return {word for word, number in everywhere.items() if 2 * outside[word] < number}
