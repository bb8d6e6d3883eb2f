"""How does doccano write a coding? One JSON object a line, the codes in a list of labels.

The first label is the primary code, ``also:<pillar>`` a pillar mentioned, ``unsure`` a doubt. All other
fields of the coding travel beside them, where doccano keeps them as metadata. Older and newer
versions name the list ``label``, ``labels``, ``data`` or ``annotations``; all are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from discourse.codebook import Codebook
from discourse.labels.coding import COLUMNS, Coding, as_cells

_ALSO = "also:"
_UNSURE = "unsure"
_KEYS = ("label", "labels", "data", "annotations")


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
    said = _cells_of_labels(names, codebook)
    told = {
        "primary": cells.get("primary", ""),
        "unsure": cells.get("unsure", "no"),
        "also": " ".join(pillar for pillar in codebook.pillar_ids if pillar in cells.get("also", "").split()),
    }
    if not cells.get("coding_id") or said == told:
        return {**cells, **said}
    return {key: cells[key] for key in ("paragraph_id", "coder", "text", "note") if key in cells} | said


def _cells_of_labels(names: Sequence[str], codebook: Codebook) -> dict[str, str]:
    """Primary, also and unsure from a list of labels; any further code in it is one also mentioned."""
    primary = next((name for name in names if name != _UNSURE and not name.startswith(_ALSO)), "")
    mentioned = {name.removeprefix(_ALSO) for name in names if name.startswith(_ALSO)}
    mentioned |= {name for name in names if name in codebook.codes and name != primary}
    known = [pillar for pillar in codebook.pillar_ids if pillar in mentioned]
    unknown = sorted(mentioned - set(codebook.pillar_ids))
    return {"primary": primary, "also": " ".join(known + unknown), "unsure": "yes" if _UNSURE in names else "no"}
