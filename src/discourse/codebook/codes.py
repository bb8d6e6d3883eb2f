"""What are the pillars, and what else is coded?

A codebook names the pillars in the order in which they are shown everywhere, defines each in a sentence, lists its
seed words, and states the rules by which coders decide. Its version is written into every coding, model and figure.
It may define further variables, such as tone or speaker: each is a codebook of its own, its codes in place of pillars.
Practice items show how its rules are meant.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from difflib import get_close_matches

from discourse.display import ShownInShort
from discourse.errors import CodebookError, shown
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


@dataclass(frozen=True)
class PracticeItem:
    """One paragraph to practise on, written for the codebook, with the coding that its rules ask for.

    Attributes
    ----------
    text : str
        The paragraph; never one of the study.
    primary : str
        Its primary code.
    also : tuple of str
        The other codes that it mentions, in the order of the codebook.
    rule : int or None
        Number of the rule that decides; None where the definitions alone do.
    explanation : str
        Why it is coded so, for a coder who has just answered.

    Examples
    --------
    >>> item = PracticeItem("Both towns lower the toll on fish.", "trade", (), 1, "A toll is trade.")
    >>> item.is_right("trade", ()), item.is_right("trade", ("health",))
    (True, False)
    """

    text: str
    primary: str
    also: tuple[str, ...]
    rule: int | None
    explanation: str

    def is_right(self, primary: str, also: tuple[str, ...]) -> bool:
        """Say whether a coding is the one that the rules ask for: the primary code and all others."""
        return primary == self.primary and set(also) == set(self.also)

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of what is asked and what is right; answers to an earlier wording have others."""
        content = [self.text, self.primary, list(self.also), self.rule]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


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
    practice : tuple of PracticeItem
        What coders may practise on, in the order of the file.

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
    practice: tuple[PracticeItem, ...] = ()

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

    def rule(self, number: int | None) -> Rule | None:
        """Return the rule of a number; None if there is none."""
        return next((rule for rule in self.rules if rule.number == number), None)

    def _summary(self) -> dict[str, object]:
        return {"version": self.version, "pillars": ", ".join(self.pillar_ids), "rules": len(self.rules)}

    @property
    def digest(self) -> str:
        """SHA-256 of what the codebook says of its pillars: version, definitions and seeds, rules.

        Variables and practice items are left out, for neither changes what a coding of the pillars means.
        """
        content = {
            "version": self.version,
            "none": self.none_definition,
            "pillars": [[pillar.id, pillar.name, pillar.definition, list(pillar.seeds)] for pillar in self.pillars],
            "rules": [[rule.number, rule.title, rule.text, list(rule.pillars)] for rule in self.rules],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
