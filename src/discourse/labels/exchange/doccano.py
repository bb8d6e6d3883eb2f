"""How does doccano write a coding?

It has one JSON object a line (or CSV), the codes in a list of labels that it sorts: ``primary:<code>``,
``also:<pillar>`` and ``unsure``. All other fields travel beside the labels, where doccano keeps them as metadata; it
wants the same fields in every line. It exports no times, and no names: one file an annotator, named after the
annotator, or, where annotators share their labels, one file ``all``.

Older and newer versions name the list ``label``, ``labels``, ``data``, ``annotations`` or ``cats``; all are read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict

from discourse.codebook import NONE, Codebook
from discourse.errors import LabelError
from discourse.io.typed import checked
from discourse.labels.coding import COLUMNS, Coding, as_cells, coding_of, one_line
from discourse.labels.exchange.records import (
    DELETED,
    NO_PRIMARY,
    UNCODED,
    Record,
    Sheet,
    csv_rows,
    digest_of,
    in_order,
    json_lines,
    json_object,
    read_json,
)

_PRIMARY, _ALSO, _UNSURE = "primary:", "also:", "unsure"
_LISTS = ("label", "labels", "cats", "data", "annotations")
_SHARED = "all"
_HINT = "Export a project of text classification as JSONL."
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#17becf", "#bcbd22", "#ff7f0e")


def doccano_labels(codebook: Codebook) -> str:
    """Write the labels of a project, to be imported on doccano's page Labels before the paragraphs."""
    also = [_ALSO + pillar for pillar in codebook.pillar_ids] if codebook.several else []
    names = [*(_PRIMARY + code for code in codebook.codes), *also, _UNSURE]
    keys = {_PRIMARY + code: str(place) for place, code in enumerate(codebook.pillar_ids[:9], 1)}
    keys[_PRIMARY + NONE] = "0"
    colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(codebook.pillar_ids)}
    labels = [
        {
            "text": name,
            "suffixKey": keys.get(name),
            "backgroundColor": colours.get(name.partition(":")[2], "#7f7f7f"),
            "textColor": "#ffffff",
        }
        for name in names
    ]
    return json.dumps(labels, ensure_ascii=False, indent=1) + "\n"


def write_doccano(codings: Sequence[Coding], texts: Mapping[str, str]) -> str:
    """Write one line a coding, the same keys in each."""
    rows = [(texts.get(coding.paragraph_id, ""), _labels(coding), as_cells(coding)) for coding in codings]
    return _lines(rows, len(codings))


def write_doccano_sheet(texts: Mapping[str, str], codings: int) -> str:
    """Write one line a paragraph, without labels; ``codings`` is how many the log holds."""
    return _lines([(text, [], {"paragraph_id": paragraph}) for paragraph, text in texts.items()], codings)


def _lines(rows: Sequence[tuple[str, list[str], dict[str, str]]], codings: int) -> str:
    records = (
        {"id": number, "text": text, "label": labels, "codings": codings, **fields}
        for number, (text, labels, fields) in enumerate(rows, 1)
    )
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _labels(coding: Coding) -> list[str]:
    """Write the codes of a coding as a flat list of labels."""
    primary = [_PRIMARY + coding.primary] if coding.primary else []
    return [*primary, *(_ALSO + pillar for pillar in coding.also), *([_UNSURE] if coding.unsure else [])]


class _Part(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Named(_Part):
    label: str = ""
    text: str = ""


class _Labelled(_Part):
    """What stands in a record of text classification: labels, comments, and the fields that travelled beside them."""

    labels: list[str | _Named]
    comments: list[str] = []
    fields: dict[str, str]


def read_doccano(text: str, codebook: Codebook, where: str, coder: str = "") -> Sheet:
    """Read a record from each line that has labels.

    Parameters
    ----------
    text : str
        Content of the file: JSONL, JSON or CSV.
    codebook : Codebook
        Says which labels are codes, and orders the pillars.
    where : str
        The file, named in errors; ``all`` is the name of one whose labels everybody shared.
    coder : str
        Who labelled.

    Raises
    ------
    LabelError
        If the file is no export of doccano, or labels do not say which code is the primary one.
    """
    sheet, seen = Sheet(), Counter[tuple[str, ...]]()
    shared = PurePath(where).stem == _SHARED
    for place, raw in _rows(text, where):
        found = _labelled(raw, place)
        fields = found.fields
        paragraph = f", paragraph {one_line(fields['paragraph_id'])}" if fields.get("paragraph_id") else ""
        spot = f"{place}{paragraph}{f', labels of {coder}' if coder else ''}"
        origin = coding_of(fields, spot) if fields.get("coding_id") else None
        now = _coding(found, origin, codebook, spot)
        if not now.primary and not (origin and origin.undoes):
            sheet.left_out[NO_PRIMARY if found.labels else DELETED if origin and shared else UNCODED] += 1
            now = origin or now
        if origin or now.primary:
            name = (
                str(raw.get("codings", "")),
                fields.get("coding_id") or fields.get("paragraph_id") or fields.get("text", ""),
            )
            seen[name] += 1
            source = f"doccano:{digest_of(*name, '' if shared else coder, seen[name])}"
            in_sight = frozenset([*([origin.coder] if origin else []), *([_SHARED] if shared else [])])
            sheet.records.append(Record(spot, now, fields.get("text", ""), origin, source, in_sight=in_sight))
    return sheet


def _rows(text: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    """Read the records of a file, each with the place to name in errors; its form shows in its first character."""
    first = text.lstrip("\ufeff \r\n\t")[:1]
    if first == "[":
        records = [(f"{where}, record {number}", each) for number, each in enumerate(read_json(text, where), 1)]
        return [(place, json_object(each, place)) for place, each in records]
    if first in ("{", ""):
        return json_lines(text, where)
    return [(place, _listed(row)) for place, row in csv_rows(text, where)[1]]


def _listed(row: Mapping[str, str]) -> dict[str, Any]:
    """Make lists of the cells of a CSV row that doccano made of lists."""
    lists = {key: row[key].split("#") if row[key] else [] for key in ("label", "cats") if key in row}
    return {**row, **lists, "Comments": [row["Comments"]] if row.get("Comments") else []}


def _labelled(raw: Mapping[str, Any], place: str) -> _Labelled:
    """Find labels, comments and fields in a record."""
    labels = next((raw[key] for key in _LISTS if isinstance(raw.get(key), list)), None)
    if labels is None:
        raise LabelError("a record with labels", f"only {', '.join(list(raw)[:8]) or 'nothing'}", place, _HINT)
    beside = raw.get("metadata")
    fields = {**raw, **beside} if isinstance(beside, dict) else dict(raw)
    if isinstance(raw.get("data"), str):
        fields.setdefault("text", raw["data"])
    kept = {key: fields[key] for key in (*COLUMNS, "text") if fields.get(key) is not None}
    content = {"labels": labels, "comments": raw.get("Comments") or [], "fields": kept}
    return checked(_Labelled, content, "labels of text classification", place, _HINT, LabelError)


def _coding(found: _Labelled, origin: Coding | None, codebook: Codebook, place: str) -> Coding:
    """Read the codes from the labels of a record; a comment takes the place of the note."""
    names = [each if isinstance(each, str) else each.label or each.text for each in found.labels]
    primary = [name.removeprefix(_PRIMARY) for name in names if name.startswith(_PRIMARY)]
    also = [name.removeprefix(_ALSO) for name in names if name.startswith(_ALSO)]
    bare = [name for name in names if name != _UNSURE and not name.startswith((_PRIMARY, _ALSO))]
    if len(primary or bare) > 1:
        hint = "Keep one of them there, and give the others as also: labels."
        raise LabelError("one primary code", " and ".join(primary or bare), place, hint)
    note = " ".join(found.comments) or (origin.note if origin else "")
    mentioned = in_order([*also, *(bare if primary else [])], codebook)
    code = next(iter(primary or bare), "")
    return Coding("", found.fields.get("paragraph_id", ""), "", "", code, mentioned, unsure=_UNSURE in names, note=note)
