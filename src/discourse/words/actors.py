r"""Who is named, and where?

A study lists its actors in ``data/actors.toml``::

    [[actor]]
    id = "to-lam"
    name = "To Lam"
    variants = ["Tô Lâm"]

A name that readers of English do not know may have a ``gloss``. An actor is *named* in a paragraph where its name
or a variant stands there as whole words, written in just these capitals. That says who is named, not who speaks:
a name survives a paraphrase, a speaker may not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from discourse.io.typed import Unfit, checked, read_toml
from discourse.study import Study

LONGEST_NAME = 6
"""Words of the longest name that is proposed."""
MOSTLY = 0.9
"""A part of a longer name is left out where the longer one stands in so much of its articles."""
_HINT = "Give every actor an id and a name; discourse words actors --propose lists names that occur."
_WORD = re.compile(r"\w[\w'’-]*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")


class Actor(BaseModel):
    """An actor: a person, an organisation, a place, or whatever else bears a name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="an id such as to-lam")
    name: str = Field(pattern=r"\w", description="a name")
    variants: tuple[Annotated[str, Field(pattern=r"\w")], ...] = Field(default=(), description="names, as a list")
    """Other ways to write the name."""
    gloss: str = Field(default="", description="short English of the name")
    """What the name means in English, for readers of figures; else that of the language's list of glosses."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its variants."""
        return (self.name, *self.variants)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    actor: tuple[Actor, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _told_apart(self) -> _File:
        for kind, told in (
            ("id", [one.id for one in self.actor]),
            ("name", [name for one in self.actor for name in set(one.spellings)]),
        ):
            twice = [each for each, number in Counter(told).items() if number > 1]
            if twice:
                raise Unfit(f"one actor for each {kind}", f"two for {twice[0]!r}")
        return self


def read_actors(path: Path) -> tuple[Actor, ...]:
    """Read and check ``actors.toml``.

    Raises
    ------
    DataError
        If the file is missing or is no TOML, an entry is wrong, or two actors share an id or a spelling.
    """
    expected = "a list of actors"
    return checked(_File, read_toml(path, expected, _HINT), expected, path, _HINT).actor


def named_actors(texts: Sequence[str], actors: Sequence[Actor]) -> NDArray[np.bool_]:
    """Mark the actors that each text names.

    Parameters
    ----------
    texts : sequence of str, length N
        Paragraphs.
    actors : sequence of Actor, length K

    Returns
    -------
    array of bool, shape N x K

    Examples
    --------
    >>> minister = Actor(id="nam", name="Nam", variants=("Minister Nam",))
    >>> named_actors(["Nam met farmers.", "Vietnam exports rice.", "They met NAM."], [minister]).ravel().tolist()
    [True, False, False]
    """
    plain = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    patterns = [_pattern(actor.spellings) for actor in actors]
    found = [[bool(pattern.search(text)) for pattern in patterns] for text in plain]
    return np.array(found, dtype=bool).reshape(len(texts), len(actors))


def _pattern(spellings: Sequence[str]) -> re.Pattern[str]:
    plain = (" ".join(unicodedata.normalize("NFC", one).split()) for one in spellings)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, plain)) + r")(?!\w)")


def study_actors(study: Study, paragraph_ids: Iterable[str]) -> tuple[tuple[Actor, ...], NDArray[np.bool_]]:
    """Read a study's actors, and mark those that each paragraph names in the study's own wording.

    The texts are those of ``paragraphs.csv``, so the numbers are the same for all who have the study, whether
    they have the originals or not.

    Returns
    -------
    actors : tuple of Actor, length K
    named : array of bool, shape N x K

    Raises
    ------
    DataError
        As :func:`read_actors`.
    """
    actors = read_actors(study.note("actors.toml"))
    texts = study.paragraphs.set_index("paragraph_id")["text"]
    return actors, named_actors([texts[each] for each in paragraph_ids], actors)


def propose_names(texts: Mapping[str, str], articles: Mapping[str, str], *, min_articles: int = 3) -> pd.DataFrame:
    """List capitalised names by the number of articles they stand in, as a start for a list of actors.

    A name is one to six words with a capital in a row. The first word of a sentence has a capital anyway: it
    counts where the texts write that word with a capital inside sentences too. A part of a longer name is
    left out where nearly all of its articles have the longer one.

    Parameters
    ----------
    texts : mapping of str to str
        Paragraph id to text.
    articles : mapping of str to str
        Paragraph id to the id of its article.
    min_articles : int
        Names in fewer articles are left out.

    Returns
    -------
    DataFrame
        ``name``, ``articles``, ``paragraphs``; most articles first, then by name.

    Examples
    --------
    >>> texts = {"a1": "Today Prime Minister Binh met farmers.", "b1": "Farmers wrote to Prime Minister Binh."}
    >>> propose_names(texts, {"a1": "a", "b1": "b"}, min_articles=2)["name"].tolist()
    ['Prime Minister Binh']
    """
    sentences = {
        paragraph: [_WORD.findall(part) for part in _SENTENCE.split(unicodedata.normalize("NFC", text))]
        for paragraph, text in texts.items()
    }
    inside = Counter(word for parts in sentences.values() for words in parts for word in words[1:])
    paragraphs, ranges = Counter[tuple[str, ...]](), defaultdict(set)
    for paragraph, parts in sentences.items():
        names = {name for words in parts for run in _runs(words, inside) for name in _parts(run)}
        paragraphs.update(names)
        for name in names:
            ranges[name].add(articles[paragraph])
    kept = {name: len(found) for name, found in ranges.items() if len(found) >= min_articles}
    rows = [(" ".join(name), number, paragraphs[name]) for name, number in kept.items() if not _within(name, kept)]
    table = pd.DataFrame(rows, columns=["name", "articles", "paragraphs"])
    return table.sort_values(["articles", "name"], ascending=[False, True], ignore_index=True)


def _runs(words: Sequence[str], inside: Mapping[str, int]) -> list[list[str]]:
    """Find the longest rows of words with a capital in a sentence."""
    runs: list[list[str]] = [[]]
    for place, word in enumerate(words):
        plain = place == 0 and inside.get(word, 0) <= inside.get(word.lower(), 0)
        if word[0].isupper() and not plain:
            runs[-1].append(word)
        else:
            runs.append([])
    return runs


def _parts(run: Sequence[str]) -> set[tuple[str, ...]]:
    return {
        tuple(run[start:end])
        for start in range(len(run))
        for end in range(start + 1, min(start + LONGEST_NAME, len(run)) + 1)
    }


def _within(name: tuple[str, ...], kept: Mapping[tuple[str, ...], int]) -> bool:
    """Say whether a longer name that is kept holds this one, in nearly as many articles."""
    return any(
        len(longer) > len(name) and number >= MOSTLY * kept[name] and f" {' '.join(name)} " in f" {' '.join(longer)} "
        for longer, number in kept.items()
    )
