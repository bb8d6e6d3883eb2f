"""How do Label Studio and doccano write a coding?

Label Studio has a JSON list of tasks, one a paragraph, with an annotation a coding. An annotation holds one
result a control: ``pillar`` (the primary code), ``also``, ``unsure`` and ``note``. What it has no place for
travels in the ``meta`` of a result, which it hands back unread.

doccano has one JSON object a line, the codes in a list of labels: the first is the primary code,
``also:<pillar>`` a pillar mentioned, ``unsure`` a doubt. All other fields of the coding travel beside them,
where doccano keeps them as metadata. Older and newer versions name the list ``label``, ``labels``, ``data``
or ``annotations``; all are read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel, ConfigDict, FiniteFloat, RootModel

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.typed import checked
from discourse.labels.coding import COLUMNS, Coding, as_cells

_ALSO = "also:"
_UNSURE = "unsure"
_KEYS = ("label", "labels", "data", "annotations")


def label_studio_config(codebook: Codebook) -> str:
    """Write the labelling interface that the tasks are made for, to be pasted into Label Studio's settings."""

    def choices(name: str, values: Sequence[str], choice: str) -> str:
        options = "".join(f"<Choice value={quoteattr(value)}/>" for value in values)
        return f'<Choices name="{name}" toName="text" choice="{choice}">{options}</Choices>'

    return "\n".join(
        (
            "<View>",
            '<Text name="text" value="$text"/>',
            choices("pillar", codebook.codes, "single"),
            choices("also", codebook.pillar_ids, "multiple"),
            choices("unsure", ["unsure"], "multiple"),
            '<TextArea name="note" toName="text"/>',
            "</View>",
            "",
        )
    )


def write_label_studio(codings: Sequence[Coding], texts: Mapping[str, str]) -> str:
    """Write one task a paragraph, in the order in which paragraphs first come up."""
    tasks: dict[str, dict[str, Any]] = {}
    for line, coding in enumerate(codings):
        data = {"text": texts.get(coding.paragraph_id, ""), "paragraph_id": coding.paragraph_id}
        task = tasks.setdefault(coding.paragraph_id, {"data": data, "annotations": []})
        task["annotations"].append(_annotation(coding, line))
    return json.dumps(list(tasks.values()), ensure_ascii=False, indent=1) + "\n"


def _annotation(coding: Coding, line: int) -> dict[str, Any]:
    result = [_result("pillar", "choices", [coding.primary])] if coding.primary else []
    if coding.also:
        result.append(_result("also", "choices", list(coding.also)))
    if coding.unsure:
        result.append(_result("unsure", "choices", ["unsure"]))
    if coding.note or not result:
        result.append({**_result("note", "textarea", []), "value": {"text": [coding.note]}})
    fields = {column: cell for column, cell in as_cells(coding).items() if cell}
    result[0]["meta"] = {"discourse": {**fields, "line": line}}
    return {
        "completed_by": {"email": coding.coder},
        "created_at": coding.when,
        "lead_time": coding.seconds,
        "was_cancelled": bool(coding.undoes),
        "result": result,
    }


def _result(name: str, kind: str, choices: list[str]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": {"choices": choices}}


class _Part(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Kept(_Part, extra="allow"):
    """Fields of a coding that travelled in ``meta``."""

    __pydantic_extra__: dict[str, str]
    line: float = math.inf


class _Meta(_Part):
    discourse: _Kept | None = None


class _Value(_Part):
    choices: list[str] = []
    text: list[str] | str = []


class _Result(_Part):
    from_name: str = ""
    value: _Value = _Value()
    meta: _Meta | None = None


class _Person(_Part):
    email: str | None = None
    id: str | None = None


class _Annotation(_Part):
    result: list[_Result] = []
    completed_by: _Person | str | None = None
    created_at: str | None = None
    lead_time: FiniteFloat | None = None
    was_cancelled: bool | None = None


class _Data(_Part):
    paragraph_id: str | None = None
    text: str | None = None


class _Task(_Part):
    data: _Data = _Data()
    annotations: list[_Annotation]


class _Tasks(RootModel[list[_Task]]):
    """What Label Studio exports."""


def read_label_studio(tasks: Any, codebook: Codebook, where: str) -> list[dict[str, str]]:
    """Read the cells of one coding from each annotation; lines of an exported log keep their order.

    Raises
    ------
    LabelError
        If the JSON is no list of tasks with annotations.
    """
    hint = "Export from Label Studio as JSON (not JSON-MIN)."
    checked_tasks = checked(_Tasks, tasks, "a list of tasks with annotations", where, hint, LabelError).root
    pairs = [_cells(task.data, annotation, codebook) for task in checked_tasks for annotation in task.annotations]
    found = [(line, cells) for line, cells in pairs if cells.get("primary") or cells.get("undoes")]
    return [cells for _, cells in sorted(found, key=lambda pair: pair[0])]


def _cells(data: _Data, annotation: _Annotation, codebook: Codebook) -> tuple[float, dict[str, str]]:
    """Cells of an annotation, and the line of the log that it was exported from; infinity for none."""
    values = {result.from_name: result.value for result in annotation.result}
    nothing = _Value()
    names = [
        *values.get("pillar", nothing).choices,
        *(_ALSO + pillar for pillar in values.get("also", nothing).choices),
        *values.get(_UNSURE, nothing).choices,
    ]
    note = values.get("note", nothing).text
    made = {
        "paragraph_id": data.paragraph_id or "",
        "text": data.text or "",
        "coder": _coder(annotation.completed_by),
        "when": annotation.created_at or "",
        "note": note if isinstance(note, str) else " ".join(note),
    }
    kept = next((result.meta.discourse for result in annotation.result if result.meta and result.meta.discourse), None)
    if kept is None and annotation.lead_time:
        made["seconds"] = f"{annotation.lead_time:.6g}"
    line = kept.line if kept else math.inf
    known = dict(kept.__pydantic_extra__) if kept else {}
    if annotation.was_cancelled and not known.get("undoes"):
        return line, {}
    if known and made["note"] != known.get("note", ""):  # the note was edited there: another coding
        known = {"coder": known["coder"]} if "coder" in known else {}
    return line, merge_labels({**made, **known}, names, codebook)


def _coder(completed_by: _Person | str | None) -> str:
    if isinstance(completed_by, _Person):
        return completed_by.email or completed_by.id or ""
    return completed_by or ""


def write_doccano(codings: Sequence[Coding], texts: Mapping[str, str]) -> str:
    """Write one line a coding."""
    lines = []
    for number, coding in enumerate(codings, 1):
        fields = {column: cell for column, cell in as_cells(coding).items() if cell}
        record = {"id": number, "text": texts.get(coding.paragraph_id, ""), "label": labels_of(coding), **fields}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def read_doccano(records: Iterable[Mapping[str, Any]], codebook: Codebook) -> list[dict[str, str]]:
    """Read the cells of one coding from each record that has a label."""
    found = []
    for record in records:
        labels = next((list(record[key]) for key in _KEYS if isinstance(record.get(key), list)), [])
        names = [
            str(label.get("label", label.get("text", ""))) if isinstance(label, dict) else str(label)
            for label in labels
        ]
        meta = record.get("metadata") if isinstance(record.get("metadata"), dict) else {}
        cells = {
            key: str(value)
            for key, value in {**record, **(meta or {})}.items()
            if key in (*COLUMNS, "text") and value is not None
        }
        if names or cells.get("undoes"):
            found.append(merge_labels(cells, names, codebook))
    return found


def labels_of(coding: Coding) -> list[str]:
    """Write the codes of a coding as a flat list of labels."""
    return [
        *([coding.primary] if coding.primary else []),
        *(_ALSO + pillar for pillar in coding.also),
        *([_UNSURE] if coding.unsure else []),
    ]


def merge_labels(cells: Mapping[str, str], names: Sequence[str], codebook: Codebook) -> dict[str, str]:
    """Join the fields that travelled beside the labels with the labels, which a coder may have changed since.

    A list of labels that says something else than the fields is another coding: it gets an id of its
    own, and nothing is kept of the old one but what it was of.
    """
    labelled = _codes_of(names, codebook)
    known = {pillar for pillar in codebook.pillar_ids if pillar in cells.get("also", "").split()}
    before = {
        "primary": cells.get("primary", ""),
        "also": _in_order(known, codebook),
        "unsure": cells.get("unsure", "no"),
    }
    if not cells.get("coding_id") or labelled == before:
        return {**cells, **labelled}
    return {key: cells[key] for key in ("paragraph_id", "coder", "text", "note") if key in cells} | labelled


def _codes_of(names: Sequence[str], codebook: Codebook) -> dict[str, str]:
    """Read the codes from a flat list of labels."""
    primary = next((name for name in names if name != _UNSURE and not name.startswith(_ALSO)), "")
    mentioned = {name.removeprefix(_ALSO) for name in names if name.startswith(_ALSO)}
    mentioned |= {name for name in names if name in codebook.codes and name != primary}
    return {
        "primary": primary,
        "also": _in_order(mentioned, codebook),
        "unsure": "yes" if _UNSURE in names else "no",
    }


def _in_order(pillars: set[str], codebook: Codebook) -> str:
    """Join pillars in codebook order, unknown ones last."""
    known = [pillar for pillar in codebook.pillar_ids if pillar in pillars]
    return " ".join([*known, *sorted(pillars - set(codebook.pillar_ids))])
