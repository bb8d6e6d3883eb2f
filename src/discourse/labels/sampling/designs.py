"""With which probability could a queue draw each paragraph? The draw as it was made, kept in a file.

The log says what was coded, and with which probability that was drawn. What was not drawn stands in no log, but two
queues can be joined only if its probability in each of them is known. So a queue whose probabilities differ, or that
draws articles, or from one analysis alone, keeps its draw in ``data/draws``, one file a draw that is never changed.
Codings name it: ``active:1f09a2c4`` is of ``draws/active-1f09a2c4.csv``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from discourse.errors import LabelError
from discourse.io.files import write_atomic
from discourse.io.tables import check_column, check_unique, is_count, read_table
from discourse.labels.inclusion import TASKS
from discourse.study import Study

DESIGN_COLUMNS = ("paragraph_id", "inclusion", "unit", "place")
_FOLDER = "draws"
_NAME = re.compile(r"[a-z]+:[0-9a-f]{8}")
"""A name of another form, which a log may bring from elsewhere, is that of no file."""


def design_path(study: Study, queue: str) -> Path:
    """Return the file that holds a queue's draw; ``queue`` is its name in the log."""
    return study.data / _FOLDER / f"{queue.replace(':', '-')}.csv"


def write_design(study: Study, queue: str, design: pd.DataFrame) -> None:
    """Write a draw into its file.

    Parameters
    ----------
    study : Study
        Whose draw.
    queue : str
        Its name in the log.
    design : DataFrame
        As :func:`read_design` returns it.
    """
    path = design_path(study, queue)
    path.parent.mkdir(exist_ok=True)
    place = ["" if pd.isna(each) else str(int(each)) for each in design["place"]]
    table = design.assign(place=place).rename_axis("paragraph_id").reset_index()[list(DESIGN_COLUMNS)]
    write_atomic(path, table.to_csv(index=False, lineterminator="\n"))


def read_design(study: Study, queue: str) -> pd.DataFrame:
    """Read a draw.

    Returns
    -------
    DataFrame
        One row a paragraph that could be drawn, by its id: ``inclusion``, ``unit`` (the paragraph or article that was
        drawn) and ``place`` in the queue, from 0; NaN for what was not drawn.

    Raises
    ------
    DataError
        If there is no file, or it is damaged.
    LabelError
        If a paragraph stands twice, or a value cannot be.
    """
    path = study.note(design_path(study, queue).relative_to(study.data).as_posix())
    table, hint = read_table(path, DESIGN_COLUMNS, None), "Bring back the file as it was when the draw was made."
    check_unique(table, path, "paragraph_id", hint, LabelError)
    check_column(table, path, "inclusion", _is_probability, "a probability above 0 and at most 1", hint, LabelError)
    check_column(table, path, "place", lambda place: place == "" or is_count(place), "a place", hint, LabelError)
    places = pd.to_numeric(table["place"], errors="coerce")
    numbers = {"inclusion": table["inclusion"].astype(float), "place": places}
    return table.assign(**numbers).set_index("paragraph_id")[["inclusion", "unit", "place"]]


def kept_designs(study: Study, codings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Read the draws that codings name, by the queue's name; those without a file are left out."""
    named = sorted(filter(_NAME.fullmatch, codings["queue"].str.removesuffix(TASKS).unique()))
    return {name: read_design(study, name) for name in named if design_path(study, name).is_file()}


def kept_draws(study: Study) -> list[str]:
    """Name the draws of a study, as the log names their queues; files of other names are none."""
    names = (path.stem.replace("-", ":", 1) for path in (study.data / _FOLDER).glob("*.csv"))
    return sorted(filter(_NAME.fullmatch, names))


def _is_probability(value: str) -> bool:
    try:
        return 0 < float(value) <= 1
    except ValueError:
        return False
