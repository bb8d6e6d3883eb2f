"""How does a further variable stand beside the pillars? With a log and a column of its own, in the same analyses."""

from __future__ import annotations

import pandas as pd

from discourse.errors import LabelError
from discourse.study import Study

_KINDS = (("labels", "the log"), ("coders", "the decisions on coders"))
"""Files that a variable has for itself, and what they hold."""
_OF_PILLARS = ("primary", "also", "by_person", "machine", "machine_also", "inclusion", "drawn", "targeted")
"""Columns of the table that speak of the pillars' labels."""


def check_logs(study: Study) -> None:
    """Refuse a log of a variable that the codebook does not define, and a file of decisions on those who coded it.

    Codings that went missing from a log lie beside it in a file such as ``labels.tone-missing-1f2e3d4c.csv``.

    Raises
    ------
    LabelError
        Naming the file.
    """
    known = {book.id for book in study.codebook.variables}
    for kind, what in () if study.variable else _KINDS:
        for path in sorted(study.data.glob(f"{kind}.*.csv")):
            variable = path.name.removeprefix(f"{kind}.").removesuffix(".csv").partition("-missing-")[0]
            if variable not in known:
                hint = "Define it there as a [[variable]], or give the file another name."
                raise LabelError(f"{what} of a variable of codebook.toml", repr(variable), path, hint)


def as_primary(table: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Put a further variable's codes in the place of the pillars, so that whatever takes pillars takes them.

    Parameters
    ----------
    table : DataFrame
        As :func:`coded_table` returns it.
    variable : str
        Id of the variable: the name of its column.

    Returns
    -------
    DataFrame
        The same rows; ``primary`` and ``also`` are the variable's, and what the table says of who assigned the
        pillars' labels, and how they were chosen, is left out. For the variable's own, take
        ``coded_table(study.seen_by(variable))``.

    Examples
    --------
    >>> table = pd.DataFrame({"primary": ["trade", "arts"], "tone": ["warm", ""], "inclusion": 1.0})
    >>> as_primary(table, "tone").to_dict("list")
    {'primary': ['warm', ''], 'also': [(), ()]}
    """
    if f"{variable}_also" not in table:
        table = table.assign(**{f"{variable}_also": pd.Series([()] * len(table), table.index, dtype=object)})
    return table.drop(columns=[column for column in _OF_PILLARS if column in table]).rename(
        columns={variable: "primary", f"{variable}_also": "also"}
    )
