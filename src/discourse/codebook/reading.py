"""How is ``codebook.toml`` read, and what in it cannot be?

The form of the file is checked first, entry by entry, then what the entries say: a code that is not there, a text that
is missing, a rule that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from discourse.codebook.codes import NONE, Codebook, Pillar, PracticeItem, Rule
from discourse.errors import CodebookError, shown
from discourse.io.typed import CORRECT, checked, read_toml


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


class _PracticeEntry(_Entry):
    text: str = ""
    primary: str = ""
    also: tuple[str, ...] = ()
    rule: int | None = Field(default=None, ge=0, le=9999)
    explanation: str = ""


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
    practice: tuple[_PracticeEntry, ...] = ()


class _File(_Entry):
    """The entries of ``codebook.toml``; what they say is checked afterwards."""

    version: str = ""
    pillar: tuple[_PillarEntry, ...] = ()
    rule: tuple[_RuleEntry, ...] = ()
    changes: dict[str, tuple[str, ...]] = {}
    retired: tuple[str, ...] = ()
    none: _NoneEntry = _NoneEntry()
    practice: tuple[_PracticeEntry, ...] = ()
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
        lower-case letters, digits and hyphens, is taken or occurs twice; or a rule or change of an unknown code; or a
        practice item without text or explanation, with the text of another, or with a code or rule that is not there.
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
        named = replace(codes, id=entry.id, name=entry.name, question=entry.question, several=entry.several)
        variables.append(replace(named, practice=_practice(entry.practice, named, where)))
    return replace(book, variables=tuple(variables), practice=_practice(file.practice, book, path))


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


def _practice(entries: Sequence[_PracticeEntry], book: Codebook, where: str | Path) -> tuple[PracticeItem, ...]:
    """Check the practice items of the pillars or of a variable against its codes and rules."""
    items: list[PracticeItem] = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        place = f"{where}, practice item {number}"
        text = " ".join(entry.text.split())
        _check_texts({"text": text, "primary": entry.primary, "explanation": entry.explanation}, place)
        if seen.setdefault(text, number) != number:
            found = f"the text of item {seen[text]} again"
            raise CodebookError("each text once", found, place, "Write another paragraph, or take the item out.")
        _check_answer(entry, book, place)
        also = tuple(code for code in book.pillar_ids if code in entry.also)
        items.append(PracticeItem(text, entry.primary, also, entry.rule, " ".join(entry.explanation.split())))
    return tuple(items)


def _check_answer(entry: _PracticeEntry, book: Codebook, place: str) -> None:
    """Refuse a practice item whose codes or rule are not those of the codebook."""
    for field, codes, known in (("primary", (entry.primary,), book.codes), ("also", entry.also, book.pillar_ids)):
        for code in codes:
            if code in book.retired:
                found, hint = f"{code!r}, which is retired", "Code the item anew, or take it out."
                raise CodebookError(f"one of {', '.join(known)}", found, f"{place}, {field}", hint)
        _check_known(codes, known, f"{place}, {field}")
    none_alone = entry.primary != NONE or not entry.also
    if entry.primary in entry.also or not none_alone or (entry.also and not book.several):
        expected = "other codes than the primary" if book.several and none_alone else "no code"
        raise CodebookError(expected, shown(", ".join(entry.also)), f"{place}, also", "Take it out.")
    if entry.rule is not None and book.rule(entry.rule) is None:
        numbers = ", ".join(str(rule.number) for rule in book.rules)
        expected = f"the number of a rule ({numbers})" if numbers else "no rule, for the codebook has none"
        hint = "Correct the number, or take the line out where the definitions alone decide."
        raise CodebookError(expected, str(entry.rule), f"{place}, rule", hint)


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
            article = "an" if field.startswith("e") else "a"
            raise CodebookError(f"{article} {field}", "none", where, f'Add a line such as {field} = "...".')


def _check_known(codes: Sequence[str], known: Sequence[str], where: str) -> None:
    for code in codes:
        if code not in known:
            raise CodebookError(f"one of {', '.join(known)}", shown(code), where, "Correct the id.")
