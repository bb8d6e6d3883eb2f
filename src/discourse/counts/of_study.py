"""Which counts does a study have? Those of the originals where there are any, else those of its own texts."""

from __future__ import annotations

from scipy import sparse

from discourse.counts.matrix import Counts, count_terms, count_texts
from discourse.errors import DataError
from discourse.study import Study

SOURCES = ("mixed", "text", "originals")


def study_counts(study: Study, source: str = "mixed") -> Counts:
    """Count the terms of a study's paragraphs, rows in the order of ``study.paragraphs``.

    Parameters
    ----------
    study : Study
        The study.
    source : {"mixed", "text", "originals"}
        "mixed": the counts of the original paragraph where there are any (``terms.csv.gz``), else the
        words of its restatement. "text": the restatements throughout. "originals": only the
        paragraphs that have original counts; the one source fit for comparing words.

    Returns
    -------
    Counts

    Raises
    ------
    DataError
        If the source is unknown, or "originals" is asked of a study that has none.
    """
    if source not in SOURCES:
        raise DataError(f"one of {', '.join(SOURCES)}", repr(source), "source of counts", "Use one of these.")
    table = study.paragraphs
    original = table["paragraph_id"].isin(set(study.terms["paragraph_id"]))
    language = study.language
    if source == "text":
        return count_texts(table["text"], tuple(table["paragraph_id"]), language=language)
    originals = count_terms(study.terms, tuple(table.loc[original, "paragraph_id"]))
    if source == "originals":
        if not originals.ids:
            raise DataError(
                "counts of original paragraphs",
                "none",
                study.data / "terms.csv.gz",
                "Attach the originals and write their counts: discourse attach PATH --write-terms.",
            )
        return originals
    restated = table[~original]
    texts = count_texts(restated["text"], tuple(restated["paragraph_id"]), language=language)
    return _stacked(originals, texts, tuple(table["paragraph_id"]))


def _stacked(first: Counts, second: Counts, order: tuple[str, ...]) -> Counts:
    """Rows of two counts under one sorted vocabulary, in the order of the ids given."""
    terms = tuple(sorted(set(first.terms) | set(second.terms)))
    matrix = sparse.vstack([first.aligned(terms).matrix, second.aligned(terms).matrix], format="csr")
    ids = first.ids + second.ids
    position = {paragraph_id: row for row, paragraph_id in enumerate(ids)}
    return Counts(matrix, terms, ids).rows([position[paragraph_id] for paragraph_id in order])
