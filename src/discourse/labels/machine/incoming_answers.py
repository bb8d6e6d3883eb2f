"""How do a model's answers come into the log? All or none, or those that can be codings where that is asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discourse.errors import LabelError, shown
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding, check_coder, one_line
from discourse.labels.conflicts import say_contested
from discourse.labels.exchange import Imported
from discourse.labels.exchange.records import read_json, refuse
from discourse.labels.log import logged_codings
from discourse.labels.machine.answers import FORM, AnswerReader
from discourse.settings import Settings
from discourse.study import Study

LEFT_OUT = "answers that can be no codings"


def import_answers(
    study: Study,
    content: str,
    machine: str,
    version: str,
    *,
    where: str = "answers",
    skip: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Append the answers of a model to the study's log, as the codings of a machine coder.

    Parameters
    ----------
    study : Study
        Whose log.
    content : str
        One JSON object a line: ``id`` of the prompt, and ``answer``, which is text with one JSON object in it or that
        object; or ``primary``, ``also`` and ``unsure`` beside the id. Where ``codebook``, ``queue`` and ``inclusion``
        of the prompt are there as well, they go into the log.
    machine : str
        Name of the coder, one of the study's ``machine_coders``.
    version : str
        Which model it was; it is written into the note of each coding.
    where : str
        The file, named in errors.
    skip : bool
        Leave out what cannot be a coding, in place of refusing the whole file.
    dry_run : bool
        Say what would come in, and write nothing.

    Returns
    -------
    Imported

    Raises
    ------
    LabelError
        If the coder is no machine coder, or an answer can be no coding: it is no JSON, holds no object or several,
        names no prompt of the study, or one that another line has answered, has a code that does not exist, is about a
        text or codebook that has changed since, or differs from what the log has of this machine and version.
    """
    name, version = check_machine(study.settings, machine), _checked_version(version)
    texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    log = logged_codings(study) if study.labels_path.is_file() else []
    reader = AnswerReader(texts, study.codebook, name, version)
    codings, wrong = _read(content, reader, {coding.coding_id: coding for coding in log}, where)
    remarks = [*reader.names.remarks(), *(_faults(wrong, where) if skip else [])]
    if not skip:
        refuse(wrong, where)
    held = {coding.coding_id for coding in log}
    new = [coding for coding in codings if coding.coding_id not in held]
    added = new if dry_run else LabelLog.of(study).append(new)
    return Imported(
        len(added),
        len(codings) - len(added),
        dict(Counter(coding.coder for coding in added)),
        {LEFT_OUT: len(wrong)} if wrong else {},
        tuple(remarks),
        tuple(say_contested(log, [*log, *added], study, rehearsed=dry_run)),
    )


def check_machine(settings: Settings, machine: str) -> str:
    """Return the name of a machine coder, white space in it collapsed.

    Raises
    ------
    LabelError
        If the study does not name it among its machine coders; the line to write is in the hint.
    """
    name = check_coder(" ".join(machine.split()), "--machine")
    if name not in settings.machine_coders:
        line = f"machine_coders = {json.dumps([*settings.machine_coders, name], ensure_ascii=False)}"
        known = ", ".join(settings.machine_coders) or "which has none"
        hint = f"If it is one, have this line in study.toml, above the first [[period]]: {line}"
        raise LabelError(f"a machine coder of study.toml ({known})", shown(name), "--machine", hint)
    return name


def _checked_version(version: str) -> str:
    said = one_line(version)
    if not said:
        raise LabelError("which version of the model", "none", "--version", "Name model and date, such as 2026-05-01.")
    return said


def _read(
    content: str, reader: AnswerReader, log: Mapping[str, Coding], where: str
) -> tuple[list[Coding], list[LabelError]]:
    """Read the coding of each line, and say what is wrong with the others."""
    codings: dict[str, Coding] = {}
    lines: dict[str, int] = {}
    wrong: list[LabelError] = []
    for number, line in _lines(content):
        try:
            coding = reader.coding(_object(line, f"{where}, line {number}"), f"{where}, line {number}")
            paragraph, place = coding.paragraph_id, f"{where}, line {number}, paragraph {coding.paragraph_id}"
            if paragraph in lines:
                found = f"a second one; the first is in line {lines[paragraph]}"
                raise LabelError("one answer a paragraph", found, place, "Take out one of them.")
            _check_again(coding, log, place)
            lines[paragraph], codings[paragraph] = number, coding
        except LabelError as error:
            wrong.append(error)
    if not codings and not wrong:
        raise LabelError("answers of a model", "none", where, FORM)
    return list(codings.values()), wrong


def _lines(content: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, with their numbers."""
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip("\ufeff \r\t"):
            yield number, line


def _object(line: str, place: str) -> dict[str, Any]:
    """Read the JSON object of a line."""
    try:
        found = read_json(line, place)
    except LabelError as error:
        raise LabelError("one JSON object a line", error.found, place, FORM) from None
    if not isinstance(found, dict):
        raise LabelError("one JSON object a line", f"a {type(found).__name__}", place, FORM)
    return found


def _check_again(coding: Coding, log: Mapping[str, Coding], place: str) -> None:
    """Refuse an answer that differs from what the log has of the same machine, version and prompt."""
    before = log.get(coding.coding_id)
    if before is None:
        return
    said, says = (" ".join([one.primary, *one.also, *(["unsure"] if one.unsure else [])]) for one in (before, coding))
    if said != says:
        hint = "If the model was run anew, give this run a --version of its own."
        raise LabelError(f"{said}, as the log has it of this machine and version", says, place, hint)


def _faults(wrong: Sequence[LabelError], where: str) -> list[str]:
    """Write what is wrong as the refusal of the whole file would, one line a fault."""
    try:
        refuse(wrong, where)
    except LabelError as error:
        return list(getattr(error, "__notes__", [str(error)]))
    return []
