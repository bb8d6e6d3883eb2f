"""Why do two figures differ? The causes that their manifest entries prove."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from discourse.pipeline.rows import changed_rows

NO_CAUSE = "neither data, code, settings, libraries, Python nor processor differ"


def causes(old: Mapping[str, Any], new: Mapping[str, Any], data: Path, rows: Mapping[str, str]) -> list[str]:
    """Name what differs between what a figure was made from and what it would be made from now.

    Parameters
    ----------
    old, new : mapping
        Entries as :func:`discourse.pipeline.manifest.describe` writes them.
    data : Path
        The study's ``data`` folder, to name the rows that changed.
    rows : mapping of str to str
        Row digests of input files, by the checksum of the file (see :mod:`discourse.pipeline.rows`).

    Returns
    -------
    list of str
        One line a cause, :data:`NO_CAUSE` if there is none.
    """
    if not old:
        return ["the manifest has no entry for this figure"]
    inputs = _changed(old["inputs"], new["inputs"])
    said = [f"data: {_data(name, old, data, rows)}" for name in inputs if ".csv" in name]
    if "codebook.toml" in inputs:
        said.append(f"codebook: version was {old['codebook']}, is {new['codebook']}, and its text changed")
    said += [
        f"settings: {entry} was {old['settings'].get(entry)!r}, is {new['settings'].get(entry)!r}"
        for entry in _changed(old["settings"], new["settings"])
    ]
    said += [f"code: experiments/{name}" for name in _changed(old["script"], new["script"])]
    said += [f"code: discourse/{name}" for name in _changed(old["modules"], new["modules"])]
    said += [
        f"library: {name} was {old['libraries'].get(name)}, is {new['libraries'].get(name)}"
        for name in _changed(old["libraries"], new["libraries"])
    ]
    for part in ("python", "processor"):
        if old[part] != new[part]:
            said.append(f"{part}: was {old[part]}, is {new[part]}")
    return said or [NO_CAUSE]


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def _data(name: str, old: Mapping[str, Any], data: Path, rows: Mapping[str, str]) -> str:
    known = rows.get(old["inputs"].get(name, ""))
    return f"{name} changed" if known is None else f"{name}, {changed_rows(known, data / name)}"
