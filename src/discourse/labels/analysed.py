"""What does a study hand to somebody who goes on in Python?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from discourse.errors import DataError
from discourse.labels.table import analysed_rows
from discourse.study import Study


def analysed_table(study: Study, analysis: str = "") -> pd.DataFrame:
    """Return :func:`analysed_rows` with the text of each paragraph, and what the study chose, for work in Python.

    Returns
    -------
    DataFrame
        The columns of :func:`coded_table`, then ``text``. ``attrs`` holds ``pillars`` (id to name, in codebook order),
        ``periods`` (the two that are compared, earlier first) and ``level``. pandas keeps these when rows are selected
        or a column is added; a merge or a file loses them.

    Raises
    ------
    SettingsError
        If the study has no such analysis.
    """
    rows = analysed_rows(study, analysis)
    texts = study.paragraphs.set_index("paragraph_id")["text"]
    rows["text"] = texts.loc[rows["paragraph_id"]].to_numpy()
    rows.attrs = {
        "pillars": {pillar: study.codebook.names[pillar] for pillar in study.codebook.pillar_ids},
        "periods": tuple(study.settings.compared),
        "level": study.settings.level,
    }
    return rows


def chosen_or_kept(given: Any, table: pd.DataFrame, name: str) -> Any:
    """Return a choice as it was given, or else the one that :func:`analysed_table` left in ``attrs``.

    Parameters
    ----------
    given : any
        The choice; None where there is none.
    table : DataFrame
        The table that may know it.
    name : {"pillars", "periods"}
        Which choice.

    Raises
    ------
    DataError
        If it is neither given nor kept.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a"]})
    >>> table.attrs["periods"] = ("2019", "2024")
    >>> chosen_or_kept(None, table, "periods"), chosen_or_kept(["2024", "2025"], table, "periods")
    (('2019', '2024'), ['2024', '2025'])
    """
    if given is not None:
        return given
    if name not in table.attrs:
        order = {"pillars": "in codebook order", "periods": "the two to compare, earlier first"}[name]
        hint = f"Give {name}, or take the table from Study.table() (a merge or a file loses what it knows)."
        raise DataError(f"{name}, {order}", "none, and the table does not know them", f"argument {name}", hint)
    return table.attrs[name]
