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
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel, ConfigDict, FiniteFloat, RootModel

from discourse.codebook import NONE, Codebook
from discourse.errors import LabelError
from discourse.io.typed import checked
from discourse.labels.coding import Coding, as_cells, coding_of, one_line
from discourse.labels.exchange.records import DELETED, DRAFT, NO_PRIMARY, SKIPPED, UNCODED, Record, Sheet, in_order

_HINT = "Export from Label Studio as JSON (not JSON-MIN)."


def label_studio_config(codebook: Codebook) -> str:
    """Write the labelling interface that the tasks are made for, to be pasted into Label Studio's settings.

    A person sees the pillars' names, and their definitions as hints; the exported codes are the pillars' ids. Of a
    further variable the codes take the place of the pillars.
    """
    hints = {pillar.id: pillar.definition for pillar in codebook.pillars} | {NONE: codebook.none_definition or ""}
    keys = {**{code: str(place) for place, code in enumerate(codebook.pillar_ids[:9], 1)}, NONE: "0"}

    def choice(code: str, hotkey: str = "") -> str:
        key = f" hotkey={quoteattr(hotkey)}" if hotkey else ""
        said = f"value={quoteattr(codebook.names[code])} alias={quoteattr(code)} hint={quoteattr(hints[code])}"
        return f"    <Choice {said}{key}/>"

    asked = codebook.question if codebook.id else "Primary pillar: what most of the paragraph is about"
    also = (
        f'  <Header value="Other {"codes" if codebook.id else "pillars"} that are mentioned" size="4"/>',
        '  <Choices name="also" toName="text" choice="multiple" showInline="true">',
        *(choice(code) for code in codebook.pillar_ids),
        "  </Choices>",
    )
    return "\n".join(
        (
            "<View>",
            '  <Text name="text" value="$text"/>',
            f'  <Header value={quoteattr(asked)} size="4"/>',
            '  <Choices name="pillar" toName="text" choice="single" showInline="true" required="true"'
            f' requiredMessage="Choose the primary {"code" if codebook.id else "pillar, or None"}.">',
            *(choice(code, keys.get(code, "")) for code in codebook.codes),
            "  </Choices>",
            *(also if codebook.several else ()),
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
        if task.data.paragraph_id:
            place = f"{place}, paragraph {one_line(task.data.paragraph_id)}"
        found = [_found(each, place) for each in task.annotations]
        _count(task, found, sheet)
        coders = [each.origin.coder for each in found if each.origin]
        records = [(each.line, _record(task, each, coders, codebook, sheet)) for each in found]
        pairs += [(line, record) for line, record in records if record.origin or record.now.primary]
    sheet.records = [record for _, record in sorted(pairs, key=lambda pair: pair[0])]
    return sheet


@dataclass(frozen=True)
class _Found:
    """An annotation, its place, and the coding of the log that it was, with its line (infinity where it was none)."""

    annotation: _Annotation
    place: str
    origin: Coding | None
    line: float


def _found(raw: Any, place: str) -> _Found:
    """Read an annotation."""
    if isinstance(raw, dict):
        people = [raw.get(key) for key in ("updated_by", "completed_by")]
        names = [each.get("email", each.get("id")) if isinstance(each, dict) else each for each in people if each]
        by = f" by {one_line(str(names[0]))[:60]}" if names else ""
        place = f"{place}, annotation {raw.get('id', '')}{by}"
    annotation = checked(_Annotation, raw, "an annotation of Label Studio", place, _HINT, LabelError)
    kept = next((each.meta.discourse for each in annotation.result if each.meta and each.meta.discourse), None)
    origin = coding_of(kept.__pydantic_extra__, place) if kept else None
    return _Found(annotation, place, origin, kept.line if kept else math.inf)


def _count(task: _Task, found: Sequence[_Found], sheet: Sheet) -> None:
    """Count what is missing from a task, and learn addresses."""
    sheet.left_out[DELETED] += max(0, task.data.codings - sum(each.origin is not None for each in found))
    sheet.left_out[DRAFT] += len(task.drafts)
    sheet.left_out[UNCODED] += not found and not task.drafts
    people = [person for each in found for person in (each.annotation.completed_by, each.annotation.updated_by)]
    known = [person for person in people if isinstance(person, _Person) and person.id and person.email]
    sheet.addresses.update({str(person.id): str(person.email) for person in known})


def _record(task: _Task, found: _Found, coders: Sequence[str], codebook: Codebook, sheet: Sheet) -> Record:
    """Read what an annotation says; one that says nothing stays what it was, and is counted."""
    annotation, origin = found.annotation, found.origin
    now = _coding(task, found, codebook)
    reason = SKIPPED if annotation.was_cancelled else "" if now.primary else NO_PRIMARY
    if reason and not (origin and origin.undoes):
        sheet.left_out[reason] += 1
        now = origin or replace(now, primary="")
    copied = [name for name in ("parent_annotation", "parent_prediction") if getattr(annotation, name) is not None]
    return Record(
        found.place,
        now,
        text=task.data.text or "",
        origin=origin,
        source=f"label-studio:{annotation.unique_id or f'{task.id}-{annotation.id}'}",
        state=annotation.updated_at or "",
        annotator=_name(annotation.updated_by) or _name(annotation.completed_by),
        in_sight=frozenset([*coders, *copied, *([] if origin else [_name(annotation.completed_by)])]),
    )


def _coding(task: _Task, found: _Found, codebook: Codebook) -> Coding:
    """Read the codes of an annotation, its note, and when they were given."""
    annotation = found.annotation
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
        seconds=annotation.lead_time if own and not found.origin else None,
        note=note if isinstance(note, str) else " ".join(note),
    )


def _name(person: _Person | str | None) -> str:
    """Give the number that Label Studio has for a person, or the address."""
    return (person.id or person.email or "") if isinstance(person, _Person) else person or ""
