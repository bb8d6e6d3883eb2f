"""How is an analysis taken on in R or Python? Its table, and a script that reproduces the first numbers.

The table has a row for every paragraph that the shares count, with stratum (period), cluster (article) and weight, and
a column of 0 and 1 for every pillar; nothing of the text. Names of columns are legal in R: hyphens become
underscores.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pandas as pd

from discourse.emphasis import read_paragraphs
from discourse.errors import EstimateError
from discourse.features import study_dfm
from discourse.study import Study

ENDINGS = {"survey": ".R", "statsmodels": ".py", "quanteda": ".R"}
"""Ending of the script for each program."""


def analysis_table(rows: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    """Make the table of one analysis: what counts, in which article and period, and which pillars it has.

    Parameters
    ----------
    rows : DataFrame
        Paragraphs of the analysis, as ``analysed_rows`` returns them.
    pillars, periods : sequence of str
        Pillars in codebook order; two periods, earlier first.

    Returns
    -------
    DataFrame
        A row for every paragraph that has a pillar: ``paragraph, article, period, weight`` (1 for all), ``outlet,
        words``; for every pillar its id with underscores (1 for the primary pillar) and the same with ``_mentioned``
        (1 if primary or in ``also``). The mean of a column is the share, by period.

    Raises
    ------
    EstimateError
        If no paragraph has a pillar.
    """
    paragraphs = read_paragraphs(rows, pillars, periods)
    if not paragraphs.coded.any():
        raise EstimateError("labelled paragraphs in a period", "none", "table of the analysis", "Label some first.")
    kept = paragraphs.table[paragraphs.coded]
    table = kept.rename(columns={"paragraph_id": "paragraph", "article_id": "article"})
    table = table[["paragraph", "article", "period"]].assign(weight=1, outlet=kept["outlet"], words=kept["words"])
    for ending, quantity in (("", "share"), ("_mentioned", "mention_share")):
        belongs = paragraphs.belongs(quantity)[paragraphs.coded].astype(np.int64)  # type: ignore[arg-type]
        for place, pillar in enumerate(pillars):
            table[column_name(pillar) + ending] = belongs[:, place]
    return table.reset_index(drop=True)


def column_name(pillar: str) -> str:
    """Write a pillar's id as the name of a column.

    Examples
    --------
    >>> column_name("defence-security")
    'defence_security'
    """
    return pillar.replace("-", "_")


def term_table(study: Study, paragraphs: Sequence[str]) -> pd.DataFrame:
    """Count the terms of some paragraphs: ``paragraph, term, count``, a row each term that occurs."""
    words = study_dfm(study).rows_of(paragraphs)
    found = words.matrix.tocoo()
    names = np.array(words.features, dtype=object)
    table = pd.DataFrame({"paragraph": found.row, "term": names[found.col], "count": found.data.astype(np.int64)})
    table = table.sort_values(["paragraph", "term"], ignore_index=True)
    return table.assign(paragraph=np.array(paragraphs, dtype=object)[table["paragraph"]])


def analysis_script(target: str, table: str, pillar: str, periods: Sequence[str], terms: str = "") -> str:
    """Write the script that reads a table and reproduces shares, shift and standard error of one pillar.

    Parameters
    ----------
    target : {"survey", "statsmodels", "quanteda"}
        R's survey package, Python's statsmodels, R's quanteda.
    table, terms : str
        Names of the files, seen from the script.
    pillar : str
        The pillar.
    periods : sequence of str
        Two periods, earlier first.
    """
    from jinja2 import StrictUndefined, Template

    written = files("discourse.report").joinpath("scripts", f"{target}{ENDINGS[target]}.txt").read_text("utf-8")
    names = {"table": table, "terms": terms, "pillar": column_name(pillar), "periods": list(periods)}
    return str(Template(written, undefined=StrictUndefined, keep_trailing_newline=True).render(names))
