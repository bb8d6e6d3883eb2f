"""What are the pillars? Read and check ``codebook.toml``.

A codebook names the pillars in the order in which they are shown everywhere, defines each in a
sentence, lists its seed words, and states the rules by which coders decide. Its version is written
into every coding, model and figure.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.errors import CodebookError

NONE = "none"
"""The code of a paragraph that no pillar fits; never a pillar of its own."""


@dataclass(frozen=True)
class Pillar:
    """One category of the codebook.

    Attributes
    ----------
    id : str
        Short code used in every table, lower case ("defence-security").
    name : str
        Name shown to readers ("Defence and security").
    definition : str
        What most of a paragraph must be about to get this code.
    seeds : tuple of str
        Seed words in the language of the coverage, as the tokeniser writes them; multiword terms
        with an underscore or a space.
    """

    id: str
    name: str
    definition: str
    seeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One numbered coding rule and the codes it bears on (stale codings are found by these)."""

    number: int
    title: str
    text: str
    pillars: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """The pillars in order, the rules, and the version.

    Attributes
    ----------
    version : str
        Version written into each coding made under it.
    pillars : tuple of Pillar
        In the order of every table and figure.
    none_definition : str
        When a paragraph gets the code ``none``.
    rules : tuple of Rule
        The coding rules.
    changes : dict of str to tuple of str
        For each version, the pillars whose rules it changed.
    retired : tuple of str
        Codes of earlier versions that are no pillars any more. Codings that used them stay in the
        log and are passed over: their paragraphs are uncoded under this codebook.

    Examples
    --------
    >>> book = Codebook("1", (Pillar("trade", "Trade", "buying and selling"),), "nothing of the kind")
    >>> book.pillar_ids, book.codes
    (('trade',), ('trade', 'none'))
    """

    version: str
    pillars: tuple[Pillar, ...]
    none_definition: str
    rules: tuple[Rule, ...] = ()
    changes: dict[str, tuple[str, ...]] | None = None
    retired: tuple[str, ...] = ()

    @property
    def pillar_ids(self) -> tuple[str, ...]:
        """Ids of the pillars, in order."""
        return tuple(pillar.id for pillar in self.pillars)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that ``primary`` may take: the pillars and ``none``."""
        return (*self.pillar_ids, NONE)

    @property
    def names(self) -> dict[str, str]:
        """Id to the name shown to readers, ``none`` included."""
        return {**{pillar.id: pillar.name for pillar in self.pillars}, NONE: "None"}

    @property
    def seeds(self) -> dict[str, tuple[str, ...]]:
        """Id to the pillar's seed words."""
        return {pillar.id: pillar.seeds for pillar in self.pillars}


def read_codebook(path: Path) -> Codebook:
    """Read and check ``codebook.toml``.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        If the file is missing, is no TOML, has no version, fewer than two pillars, a pillar without
        name or definition, an id that is not lower-case letters and hyphens, is ``none`` or occurs
        twice, or a rule or change that names an unknown pillar.
    """
    table = _toml(path)
    if not str(table.get("version", "")).strip():
        raise CodebookError("a version", "none", path, 'Add a line such as version = "1".')
    pillars = tuple(_pillar(entry, path) for entry in table.get("pillar", []))
    if len(pillars) < 2:
        raise CodebookError("at least two [[pillar]] tables", str(len(pillars)), path, "Add the pillars.")
    ids = [pillar.id for pillar in pillars]
    for pillar_id in ids:
        if ids.count(pillar_id) > 1:
            raise CodebookError("each pillar once", f"'{pillar_id}' {ids.count(pillar_id)} times", path, "Rename one.")
    rules = tuple(_rule(entry, ids, path) for entry in table.get("rule", []))
    changes = {
        str(version): _known(tuple(changed), ids, path, f"changes.{version}")
        for version, changed in table.get("changes", {}).items()
    }
    none = str(table.get("none", {}).get("definition", "no content of any pillar"))
    return Codebook(str(table["version"]), pillars, none, rules, changes, _retired(table, ids, path))


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise CodebookError("a codebook", "no file", path, "Write one; data/README.md shows its form.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError("TOML in UTF-8", str(error), path, "Correct the line named.") from None


def _pillar(entry: dict[str, Any], path: Path) -> Pillar:
    pillar_id = str(entry.get("id", ""))
    if not re.fullmatch(r"[a-z][a-z0-9-]*", pillar_id) or pillar_id == NONE:
        raise CodebookError(
            "a pillar id of lower-case letters, digits and hyphens, other than 'none'",
            repr(pillar_id),
            path,
            "Correct the id.",
        )
    for field in ("name", "definition"):
        if not str(entry.get(field, "")).strip():
            raise CodebookError(f"a {field}", "none", f"{path}, pillar {pillar_id}", "Add the line.")
    seeds = tuple(str(seed) for seed in entry.get("seeds", []))
    return Pillar(pillar_id, str(entry["name"]), str(entry["definition"]), seeds)


def _rule(entry: dict[str, Any], ids: list[str], path: Path) -> Rule:
    number = int(entry.get("number", 0))
    pillars = _known(tuple(entry.get("pillars", ())), ids, path, f"rule {number}")
    return Rule(number, str(entry.get("title", "")), str(entry.get("text", "")), pillars)


def _retired(table: dict[str, Any], ids: list[str], path: Path) -> tuple[str, ...]:
    retired = tuple(str(code) for code in table.get("retired", ()))
    for code in retired:
        if code in (*ids, NONE):
            raise CodebookError("retired codes that are no pillars", repr(code), path, "Take it out of one of the two.")
    return retired


def _known(pillars: tuple[str, ...], ids: list[str], path: Path, place: str) -> tuple[str, ...]:
    for pillar_id in pillars:
        if pillar_id not in ids:
            raise CodebookError(f"one of {', '.join(ids)}", repr(pillar_id), f"{path}, {place}", "Correct the id.")
    return pillars
