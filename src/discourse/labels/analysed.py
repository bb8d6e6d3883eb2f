"""What does a study hand to somebody who goes on in Python, and what of it do functions know by themselves?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from discourse.errors import DataError, shown
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows
from discourse.printing.frames import readable
from discourse.study import Study

IN_FRONT = ("paragraph_id", "period", "primary", "text")
"""Columns that come first: what somebody who prints a table of paragraphs looks for."""
DEFAULT_LEVEL = 0.95
_ORDER = {"pillars": "in codebook order", "periods": "the two to compare, earlier first"}


def analysed_table(study: Study, analysis: str = "") -> pd.DataFrame:
    """Return :func:`analysed_rows` with the text of each paragraph, and what the study chose, for work in Python.

    Returns
    -------
    DataFrame
        ``paragraph_id, period, primary, text``, then the other columns of :func:`coded_table`. ``attrs`` holds
        ``pillars`` (id to name, in codebook order), ``codes`` (pillars and ``none``), ``periods`` (the two that are
        compared, earlier first) and ``level``: functions that need these take them from there. pandas keeps
        ``attrs`` when rows are selected or a column is added; a merge or a CSV file loses them.

    Raises
    ------
    SettingsError
        If the study has no such analysis.
    """
    rows = analysed_rows(study, analysis)
    texts = study.paragraphs.set_index("paragraph_id")["text"]
    rows["text"] = texts.loc[rows["paragraph_id"]].to_numpy()
    rows = rows[[*IN_FRONT, *rows.columns.drop(list(IN_FRONT))]]
    rows.attrs = study_choices(study)
    return readable(rows)


def analysed_codings(study: Study) -> pd.DataFrame:
    """Return what every coder said of every paragraph, with its article, for work in Python.

    Returns
    -------
    DataFrame
        ``paragraph_id, article_id, coder, primary, also``, then the other columns of :func:`read_codings`. ``attrs``
        is that of :func:`analysed_table`.

    Raises
    ------
    LabelError
        As :func:`read_codings`.
    """
    codings = read_codings(study)
    articles = study.paragraphs.set_index("paragraph_id")["article_id"]
    codings["article_id"] = codings["paragraph_id"].map(articles)
    first = ["paragraph_id", "article_id", "coder", "primary", "also"]
    rows = codings[[*first, *codings.columns.drop(first)]]
    rows.attrs = study_choices(study)
    return readable(rows)


def study_choices(study: Study) -> dict[Hashable | None, Any]:
    """Return what a study chose, as tables know it: ``pillars`` with their names, ``codes``, ``periods``, ``level``."""
    return {
        "pillars": {pillar: study.codebook.names[pillar] for pillar in study.codebook.pillar_ids},
        "codes": study.codebook.codes,
        "periods": tuple(study.settings.compared),
        "level": study.settings.level,
    }


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
        If it is neither given nor kept, one text in place of several is given, or the table is none.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a"]})
    >>> table.attrs["periods"] = ("2019", "2024")
    >>> chosen_or_kept(None, table, "periods"), chosen_or_kept(["2024", "2025"], table, "periods")
    (('2019', '2024'), ['2024', '2025'])
    """
    check_frame(table)
    if isinstance(given, str):
        raise DataError(f"a list of {name}", f"one text, {shown(given)}", f"argument {name}", f"Write [{given!r}].")
    if given is not None:
        return given
    if name not in table.attrs:
        hint = f"Give {name}, or take the table from Study.table() (a merge or a file loses what it knows)."
        raise DataError(f"{name}, {_ORDER[name]}", "none, and the table does not know them", f"argument {name}", hint)
    return table.attrs[name]


def choices_for(
    table: pd.DataFrame, pillars: Sequence[str] | None, periods: Sequence[str] | None, level: float | None
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """Return pillars, periods and level of intervals: what is given, else what the table knows, else the level .95.

    Raises
    ------
    DataError
        As :func:`chosen_or_kept`.

    Examples
    --------
    >>> choices_for(pd.DataFrame(), ["trade"], ["2019", "2024"], None)
    (('trade',), ('2019', '2024'), 0.95)
    """
    chosen = (tuple(chosen_or_kept(pillars, table, "pillars")), tuple(chosen_or_kept(periods, table, "periods")))
    return (*chosen, level_for(table, level))


def level_for(table: pd.DataFrame, level: float | None) -> float:
    """Return the level of intervals: what is given, else what the table knows, else .95."""
    return float(table.attrs.get("level", DEFAULT_LEVEL)) if level is None else level


def result_for(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the result of a function that prints whole and knows the names of the pillars, where the table does."""
    found = readable(rows)
    found.attrs = {name: table.attrs[name] for name in ("pillars",) if name in table.attrs}
    return found


def check_frame(table: Any) -> None:
    """Refuse what is no table, with a ``DataError`` that says how to get one."""
    if isinstance(table, pd.DataFrame):
        return
    hint = "Take its table: study.table()." if isinstance(table, Study) else "A study has one: Study.table()."
    raise DataError("a table of paragraphs (a pandas DataFrame)", type(table).__name__, "argument table", hint)
