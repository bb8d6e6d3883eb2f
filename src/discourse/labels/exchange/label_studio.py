"""How does Label Studio write a coding?

It has a JSON list of tasks, one a paragraph, with an annotation a coding. An annotation holds one result a control:
``pillar`` (the primary code), ``also``, ``unsure`` and ``note``. What it has no place for travels in the ``meta`` of
the results, which it hands back unread.

An annotation that came in with the tasks belongs to whoever uploaded them (``completed_by``); ``updated_by`` is empty
until somebody changes it, and then names that person. ``unique_id`` stays, ``updated_at`` moves with each change.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel, ConfigDict, FiniteFloat, RootModel

from discourse.codebook import NONE, Codebook
from discourse.errors import LabelError
from discourse.io.tables import checked
from discourse.labels.coding import Coding, as_cells, coding_of
from discourse.labels.exchange.records import DELETED, DRAFT, NO_PRIMARY, SKIPPED, UNCODED, Record, Sheet, in_order

_HINT = "Export from Label Studio as JSON (not JSON-MIN)."


def label_studio_config(codebook: Codebook) -> str:
    """Write the labelling interface that the tasks are made for, to be pasted into Label Studio's settings.

    A person sees the pillars' names, and their definitions as hints; the exported codes are the pillars' ids.
    """
    hints = {**{pillar.id: pillar.definition for pillar in codebook.pillars}, NONE: codebook.none_definition}
    keys = {**{code: str(place) for place, code in enumerate(codebook.pillar_ids[:9], 1)}, NONE: "0"}

    def choice(code: str, hotkey: str = "") -> str:
        key = f" hotkey={quoteattr(hotkey)}" if hotkey else ""
        said = f"value={quoteattr(codebook.names[code])} alias={quoteattr(code)} hint={quoteattr(hints[code])}"
        return f"    <Choice {said}{key}/>"

    return "\n".join(
        (
            "<View>",
            '  <Text name="text" value="$text"/>',
            '  <Header value="Primary pillar: what most of the paragraph is about" size="4"/>',
            '  <Choices name="pillar" toName="text" choice="single" showInline="true" required="true"'
            ' requiredMessage="Choose the primary pillar, or None.">',
            *(choice(code, keys.get(code, "")) for code in codebook.codes),
            "  </Choices>",
            '  <Header value="Other pillars that are mentioned" size="4"/>',
            '  <Choices name="also" toName="text" choice="multiple" showInline="true">',
            *(choice(code) for code in codebook.pillar_ids),
            "  </Choices>",
            '  <Header value="In doubt?" size="4"/>',
            '  <Choices name="unsure" toName="text" choice="multiple"><Choice value="unsure"/></Choices>',
            '  <Header value="Note" size="4"/>',
            '  <TextArea name="note" toName="text" maxSubmissions="1" editable="true"/>',
            "</View>",
            "",
        )
    )


def write_label_studio(codings: Sequence[Coding], texts: Mapping[str, str]) -> str:
    """Write one task a paragraph, in the order in which paragraphs first come up."""
    count = Counter(coding.paragraph_id for coding in codings)
    tasks = {paragraph: _task(paragraph, texts.get(paragraph, ""), codings=count[paragraph]) for paragraph in count}
    for line, coding in enumerate(codings):
        tasks[coding.paragraph_id].setdefault("annotations", []).append(_annotation(coding, line))
    return _list_of(tasks.values())


def write_label_studio_sheet(texts: Mapping[str, str]) -> str:
    """Write one task a paragraph, without annotations."""
    return _list_of(_task(paragraph, text) for paragraph, text in texts.items())


def _list_of(tasks: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(tasks), ensure_ascii=False, indent=1) + "\n"


def _task(paragraph: str, text: str, **more: int) -> dict[str, Any]:
    return {"data": {"text": text, "paragraph_id": paragraph, **more}}


def _annotation(coding: Coding, line: int) -> dict[str, Any]:
    """Write a coding. Its coder stands in ``meta`` alone: Label Studio refuses people whom it does not know."""
    result = [_result("pillar", "choices", [coding.primary])] if coding.primary else []
    if coding.also:
        result.append(_result("also", "choices", list(coding.also)))
    if coding.unsure:
        result.append(_result("unsure", "choices", ["unsure"]))
    if coding.note or not result:
        result.append({**_result("note", "textarea", []), "value": {"text": [coding.note]}})
    fields = {column: cell for column, cell in as_cells(coding).items() if cell}
    for each in result:  # in each of them: a person may take one away
        each["meta"] = {"discourse": {**fields, "line": line}}
    return {"was_cancelled": bool(coding.undoes), "result": result}


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
    id: str = ""
    unique_id: str | None = None
    result: list[_Result] = []
    completed_by: _Person | str | None = None
    updated_by: _Person | str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    lead_time: FiniteFloat | None = None
    was_cancelled: bool | None = None
    parent_annotation: Any = None
    parent_prediction: Any = None


class _Data(_Part):
    paragraph_id: str | None = None
    text: str | None = None
    codings: int = 0


class _Task(_Part):
    id: str = ""
    data: _Data = _Data()
    annotations: list[Any]
    drafts: list[Any] = []


class _Tasks(RootModel[list[Any]]):
    """What Label Studio exports."""


def read_label_studio(tasks: Any, codebook: Codebook, where: str) -> Sheet:
    """Read a record from each annotation; codings that came from the log stand in its order, others follow by time.

    Parameters
    ----------
    tasks : object
        The JSON of the file.
    codebook : Codebook
        Orders the pillars.
    where : str
        Named in errors, with task, paragraph and annotator.

    Raises
    ------
    LabelError
        If the JSON is no list of tasks with annotations.
    """
    sheet, pairs = Sheet(), list[tuple[float, Record]]()
    for number, raw in enumerate(checked(_Tasks, tasks, "a list of tasks", where, _HINT, LabelError).root, 1):
        place = f"{where}, task {raw.get('id', number) if isinstance(raw, dict) else number}"
        task = checked(_Task, raw, "a task with annotations", place, _HINT, LabelError)
        place = f"{place}, paragraph {task.data.paragraph_id}" if task.data.paragraph_id else place
        pairs += _records(task, [_annotation_of(each, place) for each in task.annotations], codebook, sheet)
    sheet.records = [record for _, record in sorted(pairs, key=lambda pair: pair[0])]
    return sheet


def _annotation_of(raw: Any, place: str) -> tuple[_Annotation, str]:
    """Read an annotation, and say where it is."""
    if isinstance(raw, dict):
        people = [raw.get(key) for key in ("updated_by", "completed_by")]
        named = next(
            (each.get("email", each.get("id")) if isinstance(each, dict) else each for each in people if each), ""
        )
        place = f"{place}, annotation {raw.get('id', '')}" + (f" by {named}" if named else "")
    return checked(_Annotation, raw, "an annotation of Label Studio", place, _HINT, LabelError), place


def _records(
    task: _Task, found: list[tuple[_Annotation, str]], codebook: Codebook, sheet: Sheet
) -> list[tuple[float, Record]]:
    """Read the annotations of a task, each with its line of the log (infinity for none); count those that are none."""
    kept = [_kept(annotation) for annotation, _ in found]
    origins = [
        coding_of(each.__pydantic_extra__, place) if each else None
        for each, (_, place) in zip(kept, found, strict=True)
    ]
    coders = [origin.coder for origin in origins if origin]
    sheet.left_out[DELETED] += max(0, task.data.codings - len(coders))
    sheet.left_out[DRAFT] += len(task.drafts)
    sheet.left_out[UNCODED] += not found and not task.drafts
    records = []
    for each, origin, (annotation, place) in zip(kept, origins, found, strict=True):
        for person in (annotation.completed_by, annotation.updated_by):
            if isinstance(person, _Person) and person.id and person.email:
                sheet.addresses[person.id] = person.email
        now = _coding(task, annotation, codebook)
        reason = SKIPPED if annotation.was_cancelled else "" if now.primary else NO_PRIMARY
        if reason and not (origin and origin.undoes):
            sheet.left_out[reason] += 1
            now = origin or now
        if origin or not reason:
            seen = frozenset([*coders, *_copied_from(annotation, origin)])
            source = f"label-studio:{annotation.unique_id or f'{task.id}-{annotation.id}'}"
            who = _name(annotation.updated_by) or _name(annotation.completed_by)
            text, at = task.data.text or "", annotation.updated_at or ""
            record = Record(place, now, text, origin, source, at, who, seen)
            records.append((each.line if each else math.inf, record))
    return records


def _kept(annotation: _Annotation) -> _Kept | None:
    """Find what an annotation still has of the coding that it was."""
    return next((each.meta.discourse for each in annotation.result if each.meta and each.meta.discourse), None)


def _coding(task: _Task, annotation: _Annotation, codebook: Codebook) -> Coding:
    """Read what an annotation says now."""
    values = {result.from_name: result.value for result in annotation.result}
    choices = {name: value.choices for name, value in values.items()}
    note = values.get("note", _Value()).text
    own = not annotation.updated_by or _name(annotation.updated_by) == _name(annotation.completed_by)
    return Coding(
        "",
        task.data.paragraph_id or "",
        "",
        "",
        next(iter(choices.get("pillar", [])), ""),
        in_order(choices.get("also", []), codebook),
        unsure=bool(choices.get("unsure")),
        when=annotation.updated_at or annotation.created_at or "",
        seconds=annotation.lead_time if own and not _kept(annotation) else None,
        note=note if isinstance(note, str) else " ".join(note),
    )


def _copied_from(annotation: _Annotation, origin: Coding | None) -> list[str]:
    """Name whose work an annotation was made from, other than the codings that came with the task."""
    copied = [name for name in ("parent_annotation", "parent_prediction") if getattr(annotation, name) is not None]
    return copied if origin else [*copied, _name(annotation.completed_by)]


def _name(person: _Person | str | None) -> str:
    """Give the number that Label Studio has for a person, or the address."""
    return (person.id or person.email or "") if isinstance(person, _Person) else person or ""
