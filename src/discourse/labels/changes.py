"""What changed between two states of the log? Labels that came, went or turned, by whose coding, and which way.

The log only grows, so an earlier state is its beginning: the first so many lines, or all lines up to
a moment. So does the file of decisions on coders, and a state has those that were taken by then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.locked_files import read_locked
from discourse.io.tables import is_count
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import read_decisions, standing_decisions, with_decisions
from discourse.labels.log import codings_table, parse_log, read_codings, valid_codings
from discourse.labels.table import current_labels
from discourse.settings import Settings
from discourse.study import Study

NOW = "now"
CHANGE_COLUMNS = ("paragraph_id", "kind", "before", "after", "also_before", "also_after", "coder")


def changed_labels(before: pd.DataFrame, after: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """Compare the labels that two states of the log give.

    Parameters
    ----------
    before, after : DataFrame
        Codings, as :func:`read_codings` returns them.
    settings, codebook
        The rule that makes labels of codings.

    Returns
    -------
    DataFrame
        One row a paragraph whose label differs, sorted by ``paragraph_id``: ``kind`` (``new``,
        ``changed``: another primary, ``also``: other pillars mentioned, ``gone``), ``before`` and
        ``after`` (primary, empty where none), ``also_before``, ``also_after`` (tuples), ``coder`` whose
        coding is the label now (of a label that is gone: whose it was).
    """
    old, new = (current_labels(codings, settings, codebook).set_index("paragraph_id") for codings in (before, after))
    rows = []
    for paragraph in sorted(set(old.index) | set(new.index)):
        was, now = (labels.loc[paragraph] if paragraph in labels.index else None for labels in (old, new))
        kind = _kind(was, now)
        if kind:
            pair = [{"primary": "", "also": (), "coder": ""} if label is None else label for label in (was, now)]
            coder = pair[1]["coder"] or pair[0]["coder"]
            values = [label[column] for column in ("primary", "also") for label in pair]
            rows.append((paragraph, kind, *values, coder))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def log_changes(before: Sequence[Coding], after: Sequence[Coding], study: Study) -> pd.DataFrame:
    """Compare the labels that two lists of a log's lines give, with the decisions on coders as they are now.

    Returns
    -------
    DataFrame
        As :func:`changed_labels`.
    """
    decisions = standing_decisions(read_decisions(study))
    old, new = (with_decisions(codings_table(lines, study.codebook), decisions) for lines in (before, after))
    return changed_labels(old, new, study.settings, study.codebook)


def _kind(was: pd.Series | None, now: pd.Series | None) -> str:
    if was is None:
        return "new"
    if now is None:
        return "gone"
    if was["primary"] != now["primary"]:
        return "changed"
    return "also" if was["also"] != now["also"] else ""


def count_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Count changed labels by kind, coder and direction, the most frequent first.

    Returns
    -------
    DataFrame
        ``kind``, ``coder``, ``before``, ``after``, ``labels``.
    """
    keys = ["kind", "coder", "before", "after"]
    counted = changes.groupby(keys, as_index=False).size().rename(columns={"size": "labels"})
    return counted.sort_values(["labels", *keys], ascending=[False, *[True] * 4], ignore_index=True)


def log_state(study: Study, state: str, decided: int | None = None) -> pd.DataFrame:
    """Read the codings of one state of the study's log.

    Parameters
    ----------
    study : Study
        Whose log.
    state : str
        ``now``; the number of codings counted from the top (``2005``); a date or moment
        (``2024-12-03``, all lines up to the end of that day, UTC); or the path of another log.
    decided : int, optional
        How many decisions on coders had been taken. Where it is not given: of a moment those up to then, else all.

    Raises
    ------
    LabelError
        If there are fewer lines than asked for, or the text is none of these.
    """
    if state not in (NOW, "") and not re.match(r"\d", state):
        path = Path(state)
        if not path.is_file():
            raise LabelError(
                "'now', a number of codings, a date, or the path of a log",
                repr(state),
                "state",
                "For example: discourse labels diff 2005 now",
            )
        paragraphs = set(study.paragraphs["paragraph_id"].tolist())
        return _decided(study, parse_log(read_locked(path), study.codebook, paragraphs, path), "", decided)
    whole = read_codings(study, undone=True)
    if state in (NOW, ""):
        return _decided(study, valid_codings(whole, study.codebook.retired), "", decided)
    beginning = valid_codings(_beginning(whole, state, study.labels_path), study.codebook.retired)
    return _decided(study, beginning, "" if state.isdecimal() else state, decided)


def before_people(study: Study) -> pd.DataFrame:
    """Read the codings that the study's log held before the first one by a person; all where nobody has coded."""
    whole = read_codings(study, undone=True)
    by_people = ~whole["coder"].isin(study.settings.machine_coders)
    lines = int(by_people.to_numpy().argmax()) if by_people.any() else len(whole)
    return log_state(study, str(lines), decided=0)


def _decided(study: Study, codings: pd.DataFrame, until: str, decided: int | None) -> pd.DataFrame:
    """Say of each coding what had been decided on its coder: by the first decisions, or by those up to a moment."""
    taken = read_decisions(study)[:decided]
    if until and decided is None:
        taken = [each for each in taken if _moment(each.when) <= _moment(until)]
    return with_decisions(codings, standing_decisions(taken))


def _beginning(whole: pd.DataFrame, state: str, path: Path) -> pd.DataFrame:
    if state.isdecimal():
        if not is_count(state) or int(state) > len(whole):
            raise LabelError(f"at most {len(whole)} codings", state[:20], path, "Give a smaller number.")
        return whole.iloc[: int(state)]
    try:
        until = _moment(state)
    except ValueError:
        raise LabelError("a date or moment such as 2024-12-03 or 2024-12-03T14:05Z", repr(state), "state") from None
    made = [_moment(when) if when else datetime.min.replace(tzinfo=UTC) for when in whole["when"]]
    return whole[[moment <= until for moment in made]]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if len(text) == len("2024-12-03"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
