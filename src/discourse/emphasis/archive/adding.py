"""What do the articles of an archive add up to, in each cell?

One pass makes a row an article: its cell and its paragraphs of each pillar. These rows are not kept. Articles of a cell
that have as many paragraphs are added up at once, with the squares and products of their counts: all that shares and
their variances need. Counts are whole numbers, so the sums do not depend on the order in which threads make them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import prod

import numpy as np

from discourse.emphasis.archive.codings import Coding, also_masks, pillar_values, word_counts
from discourse.emphasis.archive.engine import watched
from discourse.emphasis.archive.rows import ArchiveRows
from discourse.emphasis.inputs import Floats, Integers, Quantity
from discourse.errors import DataError


@dataclass(frozen=True)
class GroupSums:
    """Sums over the articles of R groups: those of one cell and of as many paragraphs (or words); C codes.

    Attributes
    ----------
    cell : array of int, shape R x B
        Number of the group's value in each of the B columns that cells are made of.
    articles, paragraphs : array of int, length R
        How many; paragraphs are those that count.
    size : array, length R
        What each article weighs: its paragraphs, or their words.
    squares : array, length R
        Sum of the squares of the paragraphs' weights.
    counts : array, shape R x C
        Paragraphs of each code.
    sums : array, shape R x C
        The same by weight.
    products : array, shape R x C x C
        Sum over articles of the products of two codes' weights.
    """

    cell: Integers
    articles: Integers
    paragraphs: Integers
    size: Floats
    squares: Floats
    counts: Floats
    sums: Floats
    products: Floats


def add_up_archive(
    rows: ArchiveRows,
    pillars: Sequence[str],
    codings: Sequence[Coding],
    codes: Sequence[str],
    *,
    quantity: Quantity,
    by_words: bool = False,
    together: bool = False,
) -> GroupSums:
    """Add the paragraphs of an archive up by article, and the articles by cell.

    Parameters
    ----------
    rows : ArchiveRows
        With the columns ``article_id`` and ``pillar``, those of the codings, and what else is needed.
    pillars : sequence of str
        Those of the codebook.
    codings : sequence of Coding
        What cells are made of.
    codes : sequence of str
        Codes that are counted: the pillars, and ``none`` where that is in the denominator.
    quantity : str
        ``share`` or ``mention_share``.
    by_words : bool
        Weigh each paragraph by its words.
    together : bool
        Also make the products of two different codes; else these are 0.

    Raises
    ------
    DataError
        If an article lies in two cells, has no id, or a row holds what cannot be; and no row may be left out.
    """
    query = _Query(rows, pillars, codings, codes, quantity, by_words, together)
    query.make_maps()
    found = watched(rows.connection, query.groups(), rows.progress).fetchnumpy()
    kept = query.checked({name: np.ma.filled(values, 0) for name, values in found.items()})
    products = np.zeros((len(kept["cell"]), len(codes), len(codes)))
    for one, other in query.pairs():
        products[:, one, other] = products[:, other, one] = kept[f"x{one}_{other}"]
    counts = _columns(kept, "c", len(codes))
    return GroupSums(
        cell=query.decoded(kept["cell"]),
        articles=kept["articles"].astype(np.int64),
        paragraphs=kept["paragraphs"].astype(np.int64),
        size=kept["size"].astype(np.float64),
        squares=(kept["squares"] if by_words else kept["paragraphs"]).astype(np.float64),
        counts=counts,
        sums=_columns(kept, "w", len(codes)) if by_words else counts,
        products=products,
    )


def _columns(found: Mapping[str, Floats], letter: str, number: int) -> Floats:
    return np.stack([found[f"{letter}{place}"].astype(np.float64) for place in range(number)], axis=1)


@dataclass(frozen=True)
class _Query:
    """The SQL that adds up, and what its answer means."""

    rows: ArchiveRows
    pillars: Sequence[str]
    codings: Sequence[Coding]
    codes: Sequence[str]
    quantity: Quantity
    by_words: bool
    together: bool

    @property
    def mentions(self) -> bool:
        return self.quantity == "mention_share"

    def make_maps(self) -> None:
        """Tell the engine the number of each value, and which values each code has."""
        for place, coding in enumerate(self.codings):
            self._map(f"cells{place}", coding.numbers)
        own = pillar_values(self.rows, self.pillars)
        self._map("pillars", {value: self._number(code) for value, code in own.items()})
        if self.mentions:
            self._map("masks", also_masks(self.rows, self.pillars))
        if self.by_words:
            self._map("lengths", word_counts(self.rows))

    def groups(self) -> str:
        """Write the SQL of the sums over the articles of each cell that have the same size."""
        letter = "w" if self.by_words else "c"
        number = range(len(self.codes))
        sums = [f"sum(c{k}) AS c{k}" for k in number]
        sums += [f"sum({letter}{i} * {letter}{j}) AS x{i}_{j}" for i, j in self.pairs()]
        if self.by_words:
            sums += [f"sum(w{k}) AS w{k}" for k in number] + ["sum(squares) AS squares"]
        keys = "cell, last, nameless, size"
        whole = "count(*) AS articles, sum(rows) AS rows, sum(paragraphs) AS paragraphs"
        return f"SELECT {keys}, {whole}, {', '.join(sums)} FROM ({self._articles()}) GROUP BY {keys} ORDER BY {keys}"

    def checked(self, found: dict[str, Floats]) -> dict[str, Floats]:
        """Leave out, or refuse, articles without an id and those of several cells."""
        nameless = found["nameless"].astype(bool)
        several = ~nameless & (found["cell"] != found["last"])
        if nameless.any():
            hint = "Give each row the id of its article."
            error = DataError("the id of an article", "none", hint=hint)
            self.rows.leave_out("article_id", "", int(found["rows"][nameless].sum()), error)
        if several.any():
            self.rows.left_out.add(self._in_several(), int(found["rows"][several].sum()))
        return {name: values[~nameless & ~several] for name, values in found.items()}

    def decoded(self, cell: Floats) -> Integers:
        """Give the number of each cell in each of the columns that cells are made of."""
        sizes = [len(coding.labels) for coding in self.codings]
        parts = [cell.astype(np.int64) // prod(sizes[place + 1 :]) for place in range(len(sizes))]
        return np.stack([part % size for part, size in zip(parts, sizes, strict=True)], axis=1)

    def pairs(self) -> list[tuple[int, int]]:
        """Of which codes products are needed: of each with itself, or of all where shares are solved for together."""
        number = range(len(self.codes))
        return list(combinations_with_replacement(number, 2)) if self.together else [(k, k) for k in number]

    def _number(self, code: str) -> int:
        return self.codes.index(code) if code in self.codes else -1

    def _articles(self) -> str:
        """Write the SQL of a row an article."""
        number, counted = range(len(self.codes)), "code >= 0"
        held = [f"code = {k}" for k in number]
        if self.mentions:
            held = [f"(code = {k} OR (code >= 0 AND (mask & {1 << k}) <> 0))" for k in number]
        sums = [f"count(*) FILTER (WHERE {held[k]}) AS c{k}" for k in number]
        size = f"count(*) FILTER (WHERE {counted})"
        if self.by_words:
            sums += [f"coalesce(sum(words) FILTER (WHERE {held[k]}), 0) AS w{k}" for k in number]
            sums += [f"coalesce(sum(words * words) FILTER (WHERE {counted}), 0) AS squares"]
            size = f"coalesce(sum(words) FILTER (WHERE {counted}), 0)"
        told = "min(cell) AS cell, max(cell) AS last, article IS NULL AS nameless, count(*) AS rows"
        told += f", {size} AS size, count(*) FILTER (WHERE {counted}) AS paragraphs"
        return f"SELECT {told}, {', '.join(sums)} FROM ({self._paragraphs()}) GROUP BY article"

    def _paragraphs(self) -> str:
        """Write the SQL of the rows that can be counted, with numbers in the place of values."""
        cell = "0::BIGINT"
        joins = [f"JOIN pillars ON {self.rows.text('pillar')} = pillars.value"]
        for place, coding in enumerate(self.codings):
            cell = f"({cell} * {len(coding.labels)} + cells{place}.number)"
            joins.append(f"JOIN cells{place} ON {self.rows.text(coding.column)} = cells{place}.value")
        taken = [f"{self._article()} AS article", f"{cell} AS cell", "pillars.number AS code"]
        if self.mentions:
            taken.append("masks.number AS mask")
            joins.append(f"JOIN masks ON {self.rows.text('also')} = masks.value")
        if self.by_words:
            taken.append("lengths.number AS words")
            joins.append(f"JOIN lengths ON {self.rows.text('words')} = lengths.value")
        return f"SELECT {', '.join(taken)} FROM {self.rows.source} {' '.join(joins)}"

    def _article(self) -> str:
        own = self.rows.cell("article_id")
        return f"nullif({own}, '')" if self.rows.parts.columns[0]["article_id"] == "VARCHAR" else own

    def _in_several(self) -> DataError:
        """Name an article that lies in several cells, and the column in which it does."""
        several = f"SELECT article, min(cell), max(cell) FROM ({self._paragraphs()}) WHERE article IS NOT NULL "
        several += "GROUP BY article HAVING min(cell) <> max(cell) ORDER BY article LIMIT 1"
        article, *cells = self.rows.connection.execute(several).fetchone()
        first, last = self.decoded(np.array(cells, dtype=np.float64))
        coding = self.codings[int(np.flatnonzero(first != last)[0])]
        found = f"several, such as {coding.labels[first[first != last][0]]} and {coding.labels[last[first != last][0]]}"
        hint = "Correct its date, or split the article."
        return DataError(f"one {coding.name} an article", found, f"article {self.rows.plain(str(article))}", hint)

    def _map(self, name: str, numbers: Mapping[str, int]) -> None:
        self.rows.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (value VARCHAR, number BIGINT)")
        taken = [list(numbers), list(numbers.values())]
        self.rows.connection.execute(f"INSERT INTO {name} SELECT unnest(?::VARCHAR[]), unnest(?::BIGINT[])", taken)
