"""Which passages of a study can be searched or counted, and whose words are they?

A paragraph is in the press's own words where the article is attached, or where the study itself holds them; else
there is only its paraphrase. Which words stand beside which, and which are repeated, can be asked of the press's
own words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from discourse.corpus import original_texts
from discourse.corpus.text import digest
from discourse.errors import DataError, EstimateError, shown
from discourse.features import DocumentFeatureMatrix, dfm_of_texts, study_dfm
from discourse.labels import coded_table
from discourse.study import Study

ORIGINAL, PARAPHRASE = "original", "paraphrase"
COLUMNS = ("paragraph_id", "article_id", "story", "published", "outlet", "period", "primary", "text", "source")


def passages(
    study: Study,
    *,
    pillars: Sequence[str] = (),
    periods: Sequence[str] = (),
    outlets: Sequence[str] = (),
) -> pd.DataFrame:
    """List a study's paragraphs with the best wording there is of each.

    Parameters
    ----------
    study : Study
        The study.
    pillars, periods, outlets : sequence of str
        Keep the paragraphs whose primary code, period or outlet is among these; all where none is named.

    Returns
    -------
    DataFrame
        One row a paragraph, in the order of ``study.paragraphs``, with ``COLUMNS``: ``source`` says whether
        ``text`` is the ``original`` or a ``paraphrase``; ``primary`` and ``period`` may be empty.

    Raises
    ------
    DataError
        If a pillar, period or outlet is not one of the study's.
    """
    table = coded_table(study)
    for column, wanted, known in (
        ("primary", pillars, study.codebook.codes),
        ("period", periods, study.settings.period_ids),
        ("outlet", outlets, sorted(set(table["outlet"]))),
    ):
        _check(column, wanted, known)
        table = table[table[column].isin(list(wanted))] if wanted else table
    originals, own = original_texts(study), study.paragraphs.set_index("paragraph_id")
    own = own.loc[list(table["paragraph_id"])]
    same = [digest(text) == known for text, known in zip(own["text"], own["source_sha256"], strict=True)]
    attached = own.index.isin(list(originals))
    texts = [originals.get(each, text) for each, text in zip(own.index, own["text"], strict=True)]
    source = [ORIGINAL if here or held else PARAPHRASE for here, held in zip(attached, same, strict=True)]
    return table.assign(text=texts, source=source)[list(COLUMNS)].reset_index(drop=True)


def own_words(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the :func:`passages` that are in the press's own words.

    Raises
    ------
    EstimateError
        If there are none.
    """
    kept = table[table["source"] == ORIGINAL].reset_index(drop=True)
    if kept.empty:
        raise EstimateError(
            "original articles, in their own words",
            f"{len(table)} paraphrases and no original" if len(table) else "no paragraph",
            hint="Attach your copies: discourse attach FOLDER. Paraphrases have other words.",
        )
    return kept


def original_counts(study: Study) -> DocumentFeatureMatrix:
    """Count the words of original paragraphs: the counts that the study ships, else those of attached articles.

    Raises
    ------
    EstimateError
        If there are neither.
    """
    if not study.terms.empty:
        return study_dfm(study, "originals")
    found = own_words(passages(study))
    return dfm_of_texts(found["text"], tuple(found["paragraph_id"]), language=study.language)


def _check(column: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for one in wanted:
        if one not in known:
            named = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
            raise DataError(f"one of {named}", shown(one), column, "Name one that the study has.")
