"""Who codes what? A task list for each coder, and how far each has come.

The paragraphs of a queue are parted so that those of an article go to one coder, but for an overlap that several code,
from which their agreement is known. The overlap is a random sample of the paragraphs, so that it lies in many
articles. Every list comes in random order: its coder cannot see what others code as well, and who stops early has
coded a random part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.errors import LabelError
from discourse.io.files import check_place, write_atomic
from discourse.io.tables import check_column, check_unique, read_table
from discourse.labels.coding import check_coder
from discourse.labels.inclusion import TASKS
from discourse.study import Study

TASK_COLUMNS = ("coder", "paragraph_id", "queue", "reason", "inclusion")


def split_tasks(
    queue: pd.DataFrame,
    articles: Mapping[str, str],
    coders: Sequence[str],
    overlap: int,
    seed: int,
    *,
    by_pairs: bool = False,
) -> dict[str, pd.DataFrame]:
    """Part the paragraphs of a queue among coders.

    Parameters
    ----------
    queue : DataFrame
        ``paragraph_id``, ``queue``, ``reason`` and ``inclusion``, as the queues of :mod:`discourse.labels.queues`.
    articles : mapping
        Paragraph id to article id.
    coders : sequence of str
        Who codes.
    overlap : int
        How many paragraphs several coders code.
    seed : int
        Of the draw.
    by_pairs : bool
        Let two coders code each paragraph of the overlap, every pair its part, in place of all coders.

    Returns
    -------
    dict of str to DataFrame
        For each coder the list, with ``TASK_COLUMNS``; the queue's name ends in ``-tasks``. The lists together hold
        every paragraph; just ``overlap`` of them are in several lists; outside of these an article is in one. Lists
        differ by no more paragraphs than the longest article has.

    Raises
    ------
    LabelError
        If a coder is named twice, or cannot be named so; if there are too few paragraphs for the overlap, or for
        every coder; or fewer than two coders for an overlap.

    Examples
    --------
    >>> names = [f"{article}:{number}" for article in "abcd" for number in range(3)]
    >>> queue = pd.DataFrame({"paragraph_id": names, "queue": "uncoded", "reason": "", "inclusion": 1.0})
    >>> lists = split_tasks(queue, {name: name[0] for name in names}, ["ani", "budi"], 2, seed=1)
    >>> len(set(lists["ani"]["paragraph_id"]) & set(lists["budi"]["paragraph_id"]))
    2
    """
    _check_split(coders, overlap, len(queue))
    rng = np.random.default_rng([seed, 6])
    names = _shuffled(sorted(queue["paragraph_id"]), rng)
    shared, rest = names[:overlap], names[overlap:]
    lists: dict[str, list[str]] = {coder: [] for coder in coders}
    groups = list(combinations(coders, 2)) if by_pairs else [tuple(coders)]
    for place, name in enumerate(shared):
        for coder in groups[place % len(groups)]:
            lists[coder].append(name)
    by_article: dict[str, list[str]] = {}
    for name in rest:
        by_article.setdefault(articles[name], []).append(name)
    for own in by_article.values():
        lists[min(coders, key=lambda coder: len(lists[coder]))] += own
    if not all(lists.values()):
        found = f"{len(names)} paragraphs of {len(set(map(articles.__getitem__, names)))} articles"
        raise LabelError("paragraphs for each coder", found, "--coders", "Name fewer coders, or take another queue.")
    rows = queue.assign(queue=queue["queue"] + TASKS).set_index("paragraph_id")
    return {
        coder: rows.loc[_shuffled(own, rng)].reset_index().assign(coder=coder)[list(TASK_COLUMNS)]
        for coder, own in lists.items()
    }


def _check_split(coders: Sequence[str], overlap: int, paragraphs: int) -> None:
    for coder in coders:
        check_coder(coder, "--coders")
    folded = [coder.casefold() for coder in coders]
    if len(set(folded)) < len(folded) or not folded:
        raise LabelError("coders, each named once", ", ".join(coders) or "none", "--coders", "Correct the names.")
    most = paragraphs if len(folded) > 1 else 0
    if not 0 <= overlap <= most:
        expected = f"an overlap of 0 to {most} paragraphs for {len(folded)} coders"
        raise LabelError(expected, str(overlap), "--overlap", "Choose another number, or name more coders.")


def _shuffled(names: list[str], rng: np.random.Generator) -> list[str]:
    return [names[place] for place in rng.permutation(len(names))]


def tasks_folder(study: Study) -> Path:
    """Return the folder where a study's lists lie, unless another was named: ``data/tasks``, ``data/tasks.tone``."""
    return study.data / ".".join(filter(None, ["tasks", study.variable]))


def write_tasks(lists: Mapping[str, pd.DataFrame], folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write each list as ``<coder>.csv`` into a folder; all places are looked at before the first is written.

    Returns
    -------
    list of Path
        The files, in the order of the lists.

    Raises
    ------
    DataError
        If a file is there and may not be overwritten, or nothing can be written there.
    """
    paths = {coder: folder / f"{coder}.csv" for coder in lists}
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths.values():
        check_place(path)
    for coder, table in lists.items():
        write_atomic(paths[coder], table.to_csv(index=False, lineterminator="\n"), overwrite=overwrite)
    return list(paths.values())


def read_tasks(path: Path, study: Study) -> pd.DataFrame:
    """Read the task list of one coder.

    Returns
    -------
    DataFrame
        ``TASK_COLUMNS``, in the order of the file.

    Raises
    ------
    DataError
        If there is no file, or it lacks a column.
    LabelError
        If it is of no coder or several, or a row names a paragraph that the study does not have or an
        impossible probability.
    """
    table = read_table(path, TASK_COLUMNS, None)
    known = set(study.paragraphs["paragraph_id"])
    hint = "The list is of another study, or paragraphs.csv has changed; make new lists."
    expected = "the id of a paragraph in paragraphs.csv"
    check_column(table, path, "paragraph_id", known.__contains__, expected, hint, LabelError)
    check_unique(table, path, "paragraph_id", error=LabelError)
    coders = table["coder"].unique().tolist()
    if len(coders) != 1:
        raise LabelError("the list of one coder", f"{len(coders)} coders", path, "Give each coder a list.")
    check_coder(coders[0], f"{path}, column coder")
    check_column(table, path, "inclusion", _is_probability, "a probability above 0 and at most 1", error=LabelError)
    return table.assign(inclusion=table["inclusion"].astype(float))[list(TASK_COLUMNS)]


def _is_probability(value: str) -> bool:
    try:
        return 0 < float(value) <= 1
    except ValueError:
        return False


def open_tasks(tasks: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of a list that its coder has not coded yet.

    Parameters
    ----------
    tasks : DataFrame
        As :func:`read_tasks` returns it.
    codings : DataFrame
        As :func:`read_codings` returns them. A coding from another queue is none of the list.
    """
    keys = ["coder", "paragraph_id", "queue"]
    done = set(codings[keys].itertuples(index=False, name=None))
    return tasks[[key not in done for key in tasks[keys].itertuples(index=False, name=None)]]


def task_progress(study: Study, codings: pd.DataFrame | None) -> dict[str, tuple[int, int]]:
    """Say how much of each coder's list in ``data/tasks`` is done.

    Parameters
    ----------
    study : Study
        Whose lists.
    codings : DataFrame or None
        As :func:`read_codings` returns them; None where there is no log yet.

    Returns
    -------
    dict of str to (int, int)
        For each coder the paragraphs of the list that are coded, and those in it.
    """
    lists = [read_tasks(path, study) for path in sorted(tasks_folder(study).glob("*.csv"))]
    left = [len(table if codings is None else open_tasks(table, codings)) for table in lists]
    return {
        str(table["coder"].iloc[0]): (len(table) - undone, len(table))
        for table, undone in zip(lists, left, strict=True)
    }
