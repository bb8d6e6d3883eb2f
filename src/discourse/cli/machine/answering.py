"""``discourse labels import --machine``: what did a model answer, and what of that can be a coding?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from discourse.labels.exchange import Imported
    from discourse.study import Study


def answers_from(
    study: Study, source: Path, machine: str, version: str, others: Sequence[str], skip: bool, dry_run: bool
) -> Imported:
    """Import a file of a model's answers.

    Parameters
    ----------
    study : Study
        Whose log.
    source : Path
        The file.
    machine, version : str
        The machine coder, and which version of it.
    others : sequence of str
        Options given that mean something for other files only.
    skip, dry_run : bool
        As :func:`discourse.labels.machine.import_answers` has them.

    Raises
    ------
    LabelError
        As :func:`discourse.labels.machine.import_answers`; if one of the other options is given, or no machine coder.
    """
    from discourse.errors import LabelError
    from discourse.labels.exchange import read_source
    from discourse.labels.machine import import_answers

    if not machine:
        raise LabelError("--machine NAME beside --version and --skip", "none", "--machine", "Name the machine coder.")
    if others:
        expected = "answers of a model without options for other files"
        raise LabelError(expected, ", ".join(others), "--machine", "Leave these out.")
    content = str(read_source(source, "jsonl"))
    return import_answers(study, content, machine, version, where=str(source), skip=skip, dry_run=dry_run)
