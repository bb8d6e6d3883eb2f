"""How does Label Studio write a coding? A JSON list of tasks, one a paragraph, with an annotation a coding.

An annotation holds one result a control: ``pillar`` (the primary code), ``also``, ``unsure`` and ``note``.
What Label Studio has no place for travels in the ``meta`` of a result, which it hands back unread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.coding import Coding, as_cells
from discourse.labels.doccano import merge_labels


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


def read_label_studio(tasks: Any, codebook: Codebook, where: str) -> list[dict[str, str]]:
    """Read the cells of one coding from each annotation; lines of an exported log keep their order.

    Raises
    ------
    LabelError
        If the JSON is no list of tasks with annotations.
    """
    if not isinstance(tasks, list) or not all(isinstance(task, dict) and "annotations" in task for task in tasks):
        raise LabelError(
            "a list of tasks with annotations",
            "something else",
            where,
            "Export from Label Studio as JSON (not JSON-MIN).",
        )
    found: list[tuple[float, dict[str, str]]] = []
    for task in tasks:
        for annotation in task["annotations"]:
            cells, line = _cells(task, annotation, codebook)
            if cells.get("primary") or cells.get("undoes"):
                found.append((line, cells))
    return [cells for _, cells in sorted(found, key=lambda pair: pair[0])]


def _cells(task: Mapping[str, Any], annotation: Mapping[str, Any], codebook: Codebook) -> tuple[dict[str, str], float]:
    data = task.get("data", {})
    results = annotation.get("result", [])
    kept: list[dict[str, Any]] = [
        result["meta"]["discourse"] for result in results if "discourse" in (result.get("meta") or {})
    ]
    meta = kept[0] if kept else {}
    line = float(meta.get("line", "inf"))
    values = {result.get("from_name"): result.get("value", {}) for result in results}
    names = [
        *values.get("pillar", {}).get("choices", []),
        *(f"also:{pillar}" for pillar in values.get("also", {}).get("choices", [])),
        *values.get("unsure", {}).get("choices", []),
    ]
    known = {key: str(value) for key, value in meta.items() if key != "line"}
    base = {
        "paragraph_id": str(data.get("paragraph_id", "")),
        "text": str(data.get("text", "")),
        "coder": _coder(annotation.get("completed_by")),
        "when": str(annotation.get("created_at") or ""),
        "note": " ".join(values.get("note", {}).get("text", [])),
    }
    if annotation.get("lead_time") and not meta:
        base["seconds"] = f"{float(annotation['lead_time']):.6g}"
    if annotation.get("was_cancelled") and not known.get("undoes"):
        return {}, line
    if known and base["note"] != known.get("note", ""):  # the note was edited there: another coding
        known = {"coder": known["coder"]}
    return merge_labels({**base, **known}, names, codebook), line


def _coder(completed_by: Any) -> str:
    if isinstance(completed_by, dict):
        return str(completed_by.get("email") or completed_by.get("id") or "")
    return "" if completed_by is None else str(completed_by)
