"""What are the pillars? Read and check ``codebook.toml``.

A codebook names the pillars in the order in which they are shown everywhere, defines each in a
sentence, lists its seed words, and states the rules by which coders decide. Its version is written
into every coding, model and figure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from discourse.display import ShownInShort
from discourse.errors import CodebookError, shown
from discourse.io.typed import CORRECT, checked, read_toml

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


@dataclass(frozen=True, repr=False)
class Codebook(ShownInShort):
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

    def _summary(self) -> dict[str, object]:
        return {"version": self.version, "pillars": ", ".join(self.pillar_ids), "rules": len(self.rules)}

    @property
    def digest(self) -> str:
        """SHA-256 of what the codebook says: version, pillars with definitions and seeds, rules."""
        content = {
            "version": self.version,
            "none": self.none_definition,
            "pillars": [[pillar.id, pillar.name, pillar.definition, list(pillar.seeds)] for pillar in self.pillars],
            "rules": [[rule.number, rule.title, rule.text, list(rule.pillars)] for rule in self.rules],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class _Entry(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="forbid", frozen=True)


class _PillarEntry(_Entry):
    id: str = ""
    name: str = ""
    definition: str = ""
    seeds: tuple[str, ...] = ()


class _RuleEntry(_Entry):
    number: int = Field(default=0, ge=0, le=9999)
    title: str = ""
    text: str = ""
    pillars: tuple[str, ...] = ()


class _NoneEntry(_Entry):
    definition: str = "no content of any pillar"


class _File(_Entry):
    """The entries of ``codebook.toml``; what they say is checked afterwards."""

    version: str = ""
    pillar: tuple[_PillarEntry, ...] = ()
    rule: tuple[_RuleEntry, ...] = ()
    changes: dict[str, tuple[str, ...]] = {}
    retired: tuple[str, ...] = ()
    none: _NoneEntry = _NoneEntry()


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
        If the file is missing, is no TOML, has an unknown entry or one of another kind, no version,
        fewer than two pillars, a pillar without name or definition, an id that is not lower-case letters
        and hyphens, is ``none`` or occurs twice, or a rule or change that names an unknown pillar.
    """
    table = read_toml(path, "a codebook", "Write one; data/README.md shows its form.", CodebookError)
    file = checked(_File, table, "a codebook", path, CORRECT, CodebookError)
    if not file.version.strip():
        raise CodebookError("a version", "none", path, 'Add a line such as version = "1".')
    pillars = tuple(_pillar(entry, path) for entry in file.pillar)
    if len(pillars) < 2:
        raise CodebookError("at least two [[pillar]] tables", str(len(pillars)), path, "Add the pillars.")
    ids = [pillar.id for pillar in pillars]
    for pillar_id in ids:
        if ids.count(pillar_id) > 1:
            raise CodebookError(
                "each pillar once", f"{shown(pillar_id)} {ids.count(pillar_id)} times", path, "Rename one."
            )
    for entry in file.rule:
        _check_known(entry.pillars, ids, path, f"rule {entry.number}")
    for version, changed in file.changes.items():
        _check_known(changed, ids, path, f"changes.{version}")
    for code in file.retired:
        if code in (*ids, NONE):
            raise CodebookError(
                "retired codes that are no pillars", shown(code), path, "Take it out of one of the two."
            )
    rules = tuple(Rule(**entry.model_dump()) for entry in file.rule)
    return Codebook(file.version, pillars, file.none.definition, rules, file.changes, file.retired)


def _pillar(entry: _PillarEntry, path: Path) -> Pillar:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", entry.id) or entry.id == NONE:
        raise CodebookError(
            "a pillar id of lower-case letters, digits and hyphens, other than 'none'",
            shown(entry.id),
            path,
            "Correct the id.",
        )
    for field in ("name", "definition"):
        if not getattr(entry, field).strip():
            raise CodebookError(f"a {field}", "none", f"{path}, pillar {entry.id}", "Add the line.")
    return Pillar(entry.id, entry.name, entry.definition, entry.seeds)


def _check_known(pillars: Sequence[str], ids: list[str], path: Path, place: str) -> None:
    for pillar_id in pillars:
        if pillar_id not in ids:
            raise CodebookError(f"one of {', '.join(ids)}", shown(pillar_id), f"{path}, {place}", "Correct the id.")
