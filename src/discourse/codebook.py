"""What are the pillars, and what else is coded? Read and check ``codebook.toml``.

A codebook names the pillars in the order in which they are shown everywhere, defines each in a sentence, lists its
seed words, and states the rules by which coders decide. Its version is written into every coding, model and figure.
It may define further variables, such as tone or speaker: each is a codebook of its own, its codes in place of pillars.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from discourse.display import ShownInShort
from discourse.errors import CodebookError, shown
from discourse.io.typed import CORRECT, checked, read_toml
from discourse.translations import say, translated

NONE = "none"
"""The code of a paragraph that no pillar fits; never a pillar of its own."""


@dataclass(frozen=True)
class Pillar:
    """One category of the codebook, or of a further variable.

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
    """The pillars in order, or the codes of a further variable, the rules, and the version.

    Attributes
    ----------
    version : str
        Version written into each coding made under it.
    pillars : tuple of Pillar
        In the order of every table and figure.
    none_definition : str or None
        When a paragraph gets the code ``none``; None where a variable has no such code.
    rules : tuple of Rule
        The coding rules.
    changes : dict of str to tuple of str
        For each version, the pillars whose rules it changed.
    retired : tuple of str
        Codes of earlier versions that are no pillars any more. Codings that used them stay in the
        log and are passed over: their paragraphs are uncoded under this codebook.
    variables : tuple of Codebook
        The further variables, in the order of the file.
    id, name : str
        Of a variable; empty for the pillars.
    question : str
        What a coder answers with the primary code.
    several : bool
        Whether a coding may have other codes in ``also``.

    Examples
    --------
    >>> book = Codebook("1", (Pillar("trade", "Trade", "buying and selling"),), "nothing of the kind")
    >>> book.pillar_ids, book.codes
    (('trade',), ('trade', 'none'))
    >>> tone = Codebook("1", (Pillar("warm", "Warm", "praise"), Pillar("cool", "Cool", "doubt")), None, id="tone")
    >>> tone.codes
    ('warm', 'cool')
    """

    version: str
    pillars: tuple[Pillar, ...]
    none_definition: str | None
    rules: tuple[Rule, ...] = ()
    changes: dict[str, tuple[str, ...]] | None = None
    retired: tuple[str, ...] = ()
    variables: tuple[Codebook, ...] = ()
    id: str = ""
    name: str = ""
    question: str = "What is most of it about?"
    several: bool = True

    @property
    def pillar_ids(self) -> tuple[str, ...]:
        """Ids of the pillars, in order."""
        return tuple(pillar.id for pillar in self.pillars)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that ``primary`` may take: the pillars and, if there is one, ``none``."""
        return self.pillar_ids if self.none_definition is None else (*self.pillar_ids, NONE)

    @property
    def names(self) -> dict[str, str]:
        """Id to the name shown to readers, ``none`` included; in the language spoken at the moment."""
        return {**{pillar.id: translated(pillar.name) for pillar in self.pillars}, NONE: say("None")}

    @property
    def seeds(self) -> dict[str, tuple[str, ...]]:
        """Id to the pillar's seed words."""
        return {pillar.id: pillar.seeds for pillar in self.pillars}

    def variable(self, name: str) -> Codebook:
        """Return a further variable by its id; the codebook itself, which is of the pillars, for "".

        Raises
        ------
        CodebookError
            If there is no such variable.
        """
        known = {"": self, **{book.id: book for book in self.variables}}
        if name in known:
            return known[name]
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else "Define it there as a [[variable]]."
        expected = f"one of the variables {', '.join(known)[2:]}" if self.variables else "a further variable"
        raise CodebookError(expected, shown(name), "codebook.toml", hint)

    def _summary(self) -> dict[str, object]:
        return {"version": self.version, "pillars": ", ".join(self.pillar_ids), "rules": len(self.rules)}

    @property
    def digest(self) -> str:
        """SHA-256 of what the codebook says of its pillars: version, definitions and seeds, rules; not of variables."""
        content = {
            "version": self.version,
            "none": self.none_definition,
            "pillars": [[pillar.id, pillar.name, pillar.definition, list(pillar.seeds)] for pillar in self.pillars],
            "rules": [[rule.number, rule.title, rule.text, list(rule.pillars)] for rule in self.rules],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class _Entry(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="forbid", frozen=True)


class _CodeEntry(_Entry):
    id: str = ""
    name: str = ""
    definition: str = ""


class _PillarEntry(_CodeEntry):
    seeds: tuple[str, ...] = ()


class _RuleEntry(_Entry):
    number: int = Field(default=0, ge=0, le=9999)
    title: str = ""
    text: str = ""
    pillars: tuple[str, ...] = ()


class _CodeRuleEntry(_RuleEntry):
    pillars: tuple[str, ...] = Field(default=(), alias="codes")


class _NoneEntry(_Entry):
    definition: str = "no content of any pillar"


class _NoCodeEntry(_NoneEntry):
    definition: str = "none of these codes"


class _VariableEntry(_Entry):
    id: str = ""
    name: str = ""
    question: str = ""
    several: bool = False
    code: tuple[_CodeEntry, ...] = ()
    rule: tuple[_CodeRuleEntry, ...] = ()
    changes: dict[str, tuple[str, ...]] = {}
    retired: tuple[str, ...] = ()
    none: _NoCodeEntry | None = None


class _File(_Entry):
    """The entries of ``codebook.toml``; what they say is checked afterwards."""

    version: str = ""
    pillar: tuple[_PillarEntry, ...] = ()
    rule: tuple[_RuleEntry, ...] = ()
    changes: dict[str, tuple[str, ...]] = {}
    retired: tuple[str, ...] = ()
    none: _NoneEntry = _NoneEntry()
    variable: tuple[_VariableEntry, ...] = ()


def read_codebook(path: Path, taken: Collection[str] = ()) -> Codebook:
    """Read and check ``codebook.toml``.

    Parameters
    ----------
    path : Path
        The file.
    taken : collection of str
        Names that no variable may bear, because tables have columns of these names.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        If the file is missing, is no TOML, has an unknown entry or one of another kind, no version, fewer than two
        pillars or codes of a variable; one of these without name, definition or question, or with an id that is not
        lower-case letters, digits and hyphens, is taken or occurs twice; or a rule or change of an unknown code.
    """
    table = read_toml(path, "a codebook", "Write one; data/README.md shows its form.", CodebookError)
    file = checked(_File, table, "a codebook", path, CORRECT, CodebookError)
    _check_texts({"version": file.version}, str(path))
    book = _book(file, file.version, file.pillar)
    _check(book, "pillar", path)
    _check_ids([entry.id for entry in file.variable], "variable", path, (NONE, *taken))
    variables = []
    for entry in file.variable:
        where = f"{path}, variable {entry.id}"
        _check_texts({"name": entry.name, "question": entry.question}, where)
        codes = _book(entry, file.version, entry.code)
        _check(codes, "code", where)
        variables.append(replace(codes, id=entry.id, name=entry.name, question=entry.question, several=entry.several))
    return replace(book, variables=tuple(variables))


def _book(entry: _File | _VariableEntry, version: str, codes: Sequence[_CodeEntry]) -> Codebook:
    pillars = tuple(Pillar(**code.model_dump()) for code in codes)
    rules = tuple(Rule(**rule.model_dump()) for rule in entry.rule)
    none = entry.none.definition if entry.none else None
    return Codebook(version, pillars, none, rules, entry.changes, entry.retired)


def _check(book: Codebook, kind: str, where: str | Path) -> None:
    if len(book.pillars) < 2:
        raise CodebookError(f"at least two {kind}s", str(len(book.pillars)), where, f"Add a table for each {kind}.")
    _check_ids(book.pillar_ids, kind, where, (NONE,))
    for pillar in book.pillars:
        _check_texts({"name": pillar.name, "definition": pillar.definition}, f"{where}, {kind} {pillar.id}")
    for rule in book.rules:
        _check_known(rule.pillars, book.pillar_ids, f"{where}, rule {rule.number}")
    for version, changed in (book.changes or {}).items():
        _check_known(changed, book.pillar_ids, f"{where}, changes.{version}")
    for code in book.retired:
        if code in (*book.pillar_ids, NONE):
            raise CodebookError(f"retired codes that are no {kind}s any more", shown(code), where, "Take out one.")


def _check_ids(ids: Sequence[str], kind: str, where: str | Path, taken: Collection[str]) -> None:
    for each in ids:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", each):
            expected = f"a {kind} id of lower-case letters, digits and hyphens"
            raise CodebookError(expected, shown(each), where, "Correct the id.")
        if each in taken:
            expected = f"a {kind} id other than 'none'" if each == NONE else "a name that no column has"
            raise CodebookError(expected, shown(each), where, "Choose another id.")
        if ids.count(each) > 1:
            raise CodebookError(f"each {kind} once", f"{each!r} {ids.count(each)} times", where, "Rename one.")


def _check_texts(texts: dict[str, str], where: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise CodebookError(f"a {field}", "none", where, f'Add a line such as {field} = "...".')


def _check_known(codes: Sequence[str], known: Sequence[str], where: str) -> None:
    for code in codes:
        if code not in known:
            raise CodebookError(f"one of {', '.join(known)}", shown(code), where, "Correct the id.")
