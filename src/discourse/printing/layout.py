"""How do the columns of a table find room in the width of a terminal?

The first of these that fits is taken: all columns side by side; names of columns on several lines, and long texts
shortened; what is the same in every row said once, below; the first columns as headings of groups of rows;
several blocks of columns, one below the other, each with the columns that name the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from discourse.printing.cells import Column, width_of

GAPS, INDENT = (2, 1), 2
"""Spaces between columns, where there is room and where there is little; and before the rows of a group."""
SHORTEST = 16
"""Characters that are left of a text, where there is little room."""
_CUT = "..."
_MOST_HEADINGS = 3


@dataclass(frozen=True)
class Layout:
    """What is printed where.

    Attributes
    ----------
    blocks : tuple
        Columns that stand side by side; one block below the other.
    headings : tuple of Column
        Columns of which the values stand above the rows that have them.
    same : tuple of Column
        Columns that are said once.
    wrapped : bool
        Whether names of columns go over several lines, and long texts are shortened.
    gap : int
        Spaces between columns.
    """

    blocks: tuple[tuple[Column, ...], ...]
    headings: tuple[Column, ...] = ()
    same: tuple[Column, ...] = ()
    wrapped: bool = True
    gap: int = GAPS[0]


def laid_out(columns: Sequence[Column], width: int) -> Layout:
    """Choose the layout of columns in a width.

    Examples
    --------
    >>> columns = [Column("pillar", ("trade", "roads")), Column("p", ("0.020", "0.300"), True)]
    >>> laid_out(columns, 80).wrapped, len(laid_out(columns, 10).blocks)
    (False, 2)
    """
    if _needed(columns, wrapped=False) <= width:
        return Layout((tuple(columns),), wrapped=False)
    if _needed(columns) <= width:
        return Layout((tuple(columns),))
    same = tuple(column for column in columns if column.same and not _is_beside_p(column, columns))
    kept = [column for column in columns if column not in same]
    if not kept:
        same, kept = (), list(columns)
    for gap in GAPS:
        for number in range(min(_MOST_HEADINGS, len(_naming(kept)), len(kept) - 1) + 1):
            headings, rest = tuple(kept[:number]), tuple(kept[number:])
            room = width - INDENT if number else width
            if _needed(rest, gap) <= room and _are_groups(headings):
                return Layout((rest,), headings, same, gap=gap)
    return Layout(tuple(_blocks(kept, width)), same=same)


def _is_beside_p(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a column adjusts the p of another that differs by row: who reads the one must see the other."""
    return column.name.startswith("p_") and any(one.name == "p" and not one.same for one in columns)


def _needed(columns: Sequence[Column], gap: int = GAPS[0], wrapped: bool = True) -> int:
    """Width of columns side by side."""
    return sum(_least(column, wrapped) for column in columns) + gap * (len(columns) - 1)


def _least(column: Column, wrapped: bool = True) -> int:
    """Width of a column; the least that is possible, or that in which nothing is wrapped or shortened."""
    cells = max(map(width_of, column.cells), default=0)
    if not wrapped:
        return max(cells, width_of(column.name))
    cells = min(cells, SHORTEST) if column.long else cells
    return max(cells, *(width_of(piece) for piece in _pieces(column.name)))


def _naming(columns: Sequence[Column]) -> list[Column]:
    """Columns in front that name the row: those before the first number or long text."""
    number = next((place for place, column in enumerate(columns) if column.number or column.long), len(columns))
    return list(columns[:number])


def _are_groups(headings: Sequence[Column]) -> bool:
    """Whether values of these columns stand in two rows or more on average; so they do where there are none."""
    return not headings or 2 * len(list(_runs(headings))) <= len(headings[0].cells)


def _runs(headings: Sequence[Column]) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Group rows that follow one another and have the same in the columns given."""
    rows = list(zip(*(column.cells for column in headings), strict=True))
    for values, places in groupby(range(len(rows)), key=rows.__getitem__):
        yield values, list(places)


def _blocks(columns: Sequence[Column], width: int) -> Iterator[tuple[Column, ...]]:
    """Part columns into blocks that have room; each begins with the columns that name the row, if they leave room."""
    # A number in front, such as a running number or a year, names the row as well; an estimate does not.
    first = list(columns[:1]) if columns[0].number and not columns[0].interval else []
    naming = [*first, *_naming(columns[len(first) :])] or list(columns[:1])
    while naming and _needed(naming) > width // 2:
        naming = naming[:-1]
    block = naming
    for column in columns[len(naming) :]:
        if len(block) > len(naming) and _needed([*block, column]) > width:
            yield tuple(block)
            block = naming
        block = [*block, column]
    yield tuple(block)


def lines_of(layout: Layout, width: int, left_out: int | None = None) -> Iterator[str]:
    """Write the blocks of a layout.

    Parameters
    ----------
    layout : Layout
    width : int
        Columns of the terminal.
    left_out : int, optional
        Row before which a line of dots says that rows are left out.
    """
    for number, block in enumerate(layout.blocks):
        if number:
            yield ""
        indent = " " * INDENT if layout.headings else ""
        widths = _widths(block, width - len(indent), layout)
        if layout.headings:
            yield ", ".join(column.name for column in layout.headings)
        yield from _written(_heads(block, widths), layout, indent)
        for values, places in _groups(layout, left_out):
            if not places:
                yield _CUT
                continue
            if layout.headings:
                yield _shortened(", ".join(values), width)
            cells = (zip(block, (column.cells[place] for column in block), widths, strict=True) for place in places)
            yield from _written(([_aligned(*each) for each in row] for row in cells), layout, indent)


def _written(rows: Iterable[Sequence[str]], layout: Layout, indent: str) -> Iterator[str]:
    return ((indent + (" " * layout.gap).join(row)).rstrip() for row in rows)


def _groups(layout: Layout, left_out: int | None) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Give the rows below each heading, or all rows; and no row where rows are left out."""
    rows = len(layout.blocks[0][0].cells)
    for values, places in _runs(layout.headings) if layout.headings else [((), [*range(rows)])]:
        before = [place for place in places if left_out is None or place < left_out]
        behind = places[len(before) :]
        if before:
            yield values, before
        if behind and behind[0] == left_out:
            yield (), []
        if behind:
            yield values, behind


def _widths(block: Sequence[Column], width: int, layout: Layout) -> list[int]:
    """Width of each column; long texts share the room that the others leave."""
    widths = [_least(column, layout.wrapped) for column in block]
    spare = width - sum(widths) - layout.gap * (len(block) - 1)
    long = [place for place, column in enumerate(block) if column.long]
    for left, place in enumerate(long):
        wanted = max(map(width_of, block[place].cells)) - widths[place]
        more = max(0, min(wanted, spare // (len(long) - left)))
        widths[place], spare = widths[place] + more, spare - more
    texts = [place for place, column in enumerate(block) if not column.number]
    if spare < 0 and texts:  # numbers are never cut
        widest = max(texts, key=widths.__getitem__)
        widths[widest] = max(len(_CUT), widths[widest] + spare)
    return widths


def _heads(block: Sequence[Column], widths: Sequence[int]) -> Iterator[list[str]]:
    """Lines with the names of columns, which end on the last line."""
    names = [_name_lines(column.name, room) for column, room in zip(block, widths, strict=True)]
    height = max(map(len, names))
    for line in range(height):
        yield [
            _aligned(column, lines[line - height] if line >= height - len(lines) else "", room)
            for column, lines, room in zip(block, names, widths, strict=True)
        ]


def _pieces(name: str) -> list[str]:
    """Part a name behind underscores and spaces."""
    return [piece.strip() for piece in re.findall(r"[^_ ]*[_ ]?", name) if piece] or [""]


def _name_lines(name: str, room: int) -> list[str]:
    """Break the name of a column behind spaces, or where that is not enough, behind underscores as well."""
    words = re.findall(r"[^ ]* ?", name)
    enough = all(width_of(word.rstrip()) <= room for word in words)
    lines = [""]
    for piece in words if enough else re.findall(r"[^_ ]*[_ ]?", name):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _aligned(column: Column, text: str, room: int) -> str:
    cut = _shortened(text, room, column.before)
    space = " " * (room - width_of(cut))
    return space + cut if column.number or column.before else cut + space


def _shortened(text: str, room: int, before: bool = False) -> str:
    """Cut a text that is too long at its end, or at its beginning."""
    if width_of(text) <= room:
        return text
    left = max(room - len(_CUT), 0)
    while width_of(text) > left:
        text = text[1:] if before else text[:-1]
    return (f"{_CUT}{text.lstrip()}" if before else f"{text.rstrip()}{_CUT}")[: max(room, 0)]
