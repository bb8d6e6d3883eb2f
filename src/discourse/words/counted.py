"""Which words do the originals of an analysis use, and of whom are they?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from discourse.errors import EstimateError
from discourse.features import DocumentFeatureMatrix
from discourse.labels import coded_table, select
from discourse.labels.analysed import study_choices
from discourse.study import Study
from discourse.words.sources import original_counts


def analysed_counts(study: Study, analysis: str = "") -> DocumentFeatureMatrix:
    """Count the words of an analysis in the press's own words, with what is known of each paragraph.

    All paragraphs of its articles that are counted are taken, not only openings. Where the analysis asks for a
    partner and a period has no original of that partner, those of all partners are taken.

    Parameters
    ----------
    study : Study
        The study.
    analysis : str
        Id of an analysis; the main one where none is named.

    Returns
    -------
    DocumentFeatureMatrix
        Its ``docvars`` are the rows of :func:`discourse.labels.coded_table`: ``article_id``, ``story``, ``period``,
        ``primary`` and so on. They know the two periods, so that :func:`discourse.keyness` needs no more.

    Raises
    ------
    EstimateError
        If a period has no original article that is counted or attached.
    SettingsError
        If the study has no such analysis.
    """
    counts, rows, _ = compared_counts(study, analysis)
    known = coded_table(study).set_index("paragraph_id", drop=False)
    docvars = known.loc[rows["paragraph_id"]].reset_index(drop=True)
    docvars.attrs = study_choices(study)
    return DocumentFeatureMatrix(counts.matrix, counts.features, counts.ids, docvars)


def compared_counts(study: Study, analysis: str = "") -> tuple[DocumentFeatureMatrix, pd.DataFrame, str]:
    """Count the originals of an analysis; their rows, and the partner: empty where all partners are taken.

    Raises
    ------
    EstimateError, SettingsError
        As :func:`analysed_counts`.
    """
    counts = original_counts(study)
    rows, partner = _compared(study, counts.ids, analysis)
    return counts.rows_of(rows["paragraph_id"]), rows, partner


def _compared(study: Study, counted: Sequence[str], analysis: str) -> tuple[pd.DataFrame, str]:
    """Select the counted paragraphs of an analysis; those of all partners where a period has none of its partner."""
    settings = study.settings
    chosen = (settings.analysis(analysis) if analysis else settings.analyses[0]).model_copy(update={"openings": False})
    table = study.paragraphs.merge(study.articles, on="article_id")
    table = table[table["paragraph_id"].isin(counted)]
    rows = select(table, chosen, settings.compared)
    if chosen.partner and rows["period"].nunique() < len(settings.compared):
        chosen = chosen.model_copy(update={"partner": ""})
        rows = select(table, chosen, settings.compared)
    for period in settings.compared:
        if period not in set(rows["period"]):
            hint = "Attach some of both periods: discourse attach FOLDER."
            raise EstimateError(f"original articles of {period}", "none", "keyness", hint)
    return rows, chosen.partner
