"""What is analysed? One row a paragraph, with its article and its label; and the rows of one analysis."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from discourse.labels.current import study_labels
from discourse.settings import Analysis
from discourse.study import Study

TABLE_COLUMNS = (
    "paragraph_id",
    "article_id",
    "position",
    "period",
    "lead",
    "words",
    "outlet",
    "partner",
    "genre",
    "extent",
    "sampling",
    "story",
    "event",
    "primary",
    "also",
)


def coded_table(study: Study) -> pd.DataFrame:
    """Join paragraphs, articles and labels into the table that every analysis starts from.

    Returns
    -------
    DataFrame
        One row a paragraph, in the order of ``study.paragraphs``, with ``TABLE_COLUMNS``, then every
        other column of ``study.articles``: ``period`` is empty for an article in neither period,
        ``primary`` is empty and ``also`` an empty tuple where nobody has coded.
    """
    articles = study.articles.drop_duplicates("article_id")
    joined = study.paragraphs.merge(articles, on="article_id", how="left", validate="many_to_one")
    labels = study_labels(study).set_index("paragraph_id")
    primary, also = labels["primary"].to_dict(), labels["also"].to_dict()
    codes = [primary.get(paragraph, "") for paragraph in joined["paragraph_id"]]
    joined["primary"] = pd.Series(codes, index=joined.index, dtype=str)
    joined["also"] = pd.Series([also.get(paragraph, ()) for paragraph in joined["paragraph_id"]], dtype=object)
    further = [column for column in articles if column not in TABLE_COLUMNS]
    return joined[[*TABLE_COLUMNS, *further]]


def select(table: pd.DataFrame, analysis: Analysis, periods: Sequence[str]) -> pd.DataFrame:
    """Keep the rows of one analysis.

    Parameters
    ----------
    table : DataFrame
        As :func:`coded_table` returns it.
    analysis : Analysis
        Which articles and paragraphs it is made of; its ``partner`` must be among an article's
        partners, which are joined by ``+``.
    periods : sequence of str
        Ids of the periods; rows of other periods, or of none, are left out.

    Returns
    -------
    DataFrame
        The rows kept, in the same order, with a new index.

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2023", "2025", ""], "partner": ["Laos", "Japan+Laos", "Laos"],
    ...                      "sampling": "general", "outlet": "a", "extent": "lead", "lead": True})
    >>> len(select(rows, Analysis(id="laos", title="Laos", partner="Laos"), ("2023", "2025")))
    2
    """
    keep = table["period"].isin(list(periods))
    for column in ("sampling", "outlet", "extent"):
        wanted = getattr(analysis, column)
        if wanted:
            keep &= table[column] == wanted
    if analysis.partner:
        among = {partners: analysis.partner in partners.split("+") for partners in table["partner"].unique()}
        keep &= table["partner"].map(among).astype(bool)
    if analysis.leads:
        keep &= (table["extent"] == "lead") | table["lead"]
    return table[keep].reset_index(drop=True)
