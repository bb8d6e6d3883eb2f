"""What does a table of results look like at a terminal and in a notebook?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from textwrap import wrap

import pandas as pd

from discourse.printing.cells import written_columns
from discourse.printing.layout import Layout, laid_out, lines_of

_PANDAS_WIDTH, _NARROWEST = 80, 40
_ALL_ROWS = 'pd.set_option("display.max_rows", None) shows all'
_ALL_COLUMNS = "to_string() prints them"
_FEWEST = 10
"""Rows of a long table that are shown where its columns stand in several blocks."""
_LONGEST_HTML = 200
"""Characters of a text in a notebook."""


class _AnyFrame(type):
    """Takes every frame for one of this class: so pandas finds a plain frame equal to a result, whichever is the left.

    ``pandas.testing.assert_frame_equal`` asks whether the left is an instance of the type of the right.
    """

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, pd.DataFrame)


class ReadableTable(pd.DataFrame, metaclass=_AnyFrame):
    """A pandas DataFrame that prints its estimates whole: nothing but its print differs from any other frame.

    An estimate and its bounds are printed in one column, ``value [low, high]``, with three decimals. Where a terminal
    is too narrow, what is the same in every row is said once below the table, the first columns become headings
    of groups of rows, or columns stand in several blocks. Long texts are shortened. Of more than 60 rows the first
    and the last are shown, and a line says how many are left out.

    Notes
    -----
    The values are never rounded, and columns bear the names that they have: ``table["low"]``. Selecting, sorting,
    grouping and merging give frames of this class; ``pd.DataFrame(table)`` is one that pandas prints. ``to_string``
    and all that writes files is pandas' own. Of the options of pandas, ``display.max_rows``, ``display.width`` and
    ``display.precision`` are heeded where they are changed. ``NaN`` is a number that there is none of, such as the
    bounds of a share with fewer than five articles.

    Examples
    --------
    >>> table = pd.DataFrame({"pillar": ["trade", "roads"], "value": [0.25, 0.5], "low": [0.125, 0.375],
    ...                       "high": [0.5, 0.625], "articles": [9, 9]})
    >>> ReadableTable(table)
    pillar     value [low, high]  articles
    trade   0.250 [0.125, 0.500]         9
    roads   0.500 [0.375, 0.625]         9
    """

    @property
    def _constructor(self) -> type[ReadableTable]:
        return ReadableTable

    def __repr__(self) -> str:
        plain = _with_index(self)
        return repr(pd.DataFrame(self)) if plain is None else "\n".join(_printed(plain, _width()))

    def _repr_html_(self) -> str | None:
        plain = _with_index(self) if pd.get_option("display.notebook_repr_html") else None
        return super()._repr_html_() if plain is None else _as_html(plain)  # type: ignore[misc]


def _with_index(table: pd.DataFrame) -> pd.DataFrame | None:
    """Put an index that says something in front: one with a name, or of something else than whole numbers.

    Nothing is returned for a table without rows or columns, or with columns that do not each bear a text of their own.
    """
    plain = pd.DataFrame(table)
    if plain.columns.nlevels > 1:
        return None
    names = [str(name or f"index {place}") for place, name in enumerate(plain.index.names)]
    unnamed = plain.index.names == [None] and pd.api.types.is_integer_dtype(plain.index.dtype)
    every = [*([] if unnamed else names), *plain.columns]
    if plain.empty or len(set(every)) < len(every) or not all(isinstance(name, str) for name in every):
        return None
    return plain if unnamed else plain.reset_index(names=names)


def _width() -> int:
    """Width of the terminal, or what a user has asked of pandas."""
    asked = pd.get_option("display.width")
    if asked is not None and asked != _PANDAS_WIDTH:
        return max(int(asked), _NARROWEST)
    return max(shutil.get_terminal_size((_PANDAS_WIDTH, 24)).columns, _NARROWEST)


def _shown_rows(rows: int, most: int) -> tuple[list[int], int | None]:
    """Positions of the rows that are shown, and the first of these behind the rows that are left out."""
    if rows <= most:
        return list(range(rows)), None
    first = (most + 1) // 2
    return [*range(first), *range(rows - most // 2, rows)], first


def _most_rows(table: pd.DataFrame) -> int:
    """Rows that are shown: of a long table of data as few as pandas shows, of one with intervals many."""
    most, few = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    if not most or len(table) <= most:
        return len(table)
    return int(most if any(column.interval for column in written_columns(table, [0])) else min(few or most, most))


def _printed(table: pd.DataFrame, width: int) -> Iterator[str]:
    rows, most = len(table), _most_rows(table)
    shown, gap = _shown_rows(rows, most)
    layout, hidden = _of_long_table(laid_out(written_columns(table, shown), width), gap)
    if gap is not None and len(layout.blocks) > 1:
        shown, gap = _shown_rows(rows, max(_FEWEST, most // len(layout.blocks)))
        layout, hidden = _of_long_table(laid_out(written_columns(table, shown), width), gap)
    yield from lines_of(layout, width, gap)
    if layout.same:
        told = ", ".join(f"{column.name} {column.cells[0] or '(empty)'}" for column in layout.same)
        yield from _told(f"The same in all {rows} rows: {told}.", width)
    if gap is not None:
        left_out = f"Rows {gap + 1} to {gap + rows - len(shown)} of {rows} are left out; {_ALL_ROWS}."
        yield from _told(left_out, width)
    if hidden:
        yield from _told(f"Columns left out: {', '.join(hidden)}; {_ALL_COLUMNS}.", width)


def _of_long_table(layout: Layout, gap: int | None) -> tuple[Layout, list[str]]:
    """Of a table with rows left out, keep the blocks up to the last interval, and name the other columns."""
    if gap is None or len(layout.blocks) == 1:
        return layout, []
    last = max((place for place, block in enumerate(layout.blocks) if any(c.interval for c in block)), default=0)
    kept = layout.blocks[: last + 1]
    seen = {column.name for block in kept for column in block}
    hidden = [column.name for block in layout.blocks[last + 1 :] for column in block if column.name not in seen]
    return replace(layout, blocks=kept), hidden


def _told(sentence: str, width: int) -> list[str]:
    return wrap(sentence, width, break_on_hyphens=False)


def _as_html(table: pd.DataFrame) -> str:
    """Write all columns, with estimates and intervals in one, and the first and the last rows of many."""
    shown, gap = _shown_rows(len(table), _most_rows(table))
    columns = written_columns(table, shown)
    cells = pd.DataFrame({column.name: [_in_short(cell) for cell in column.cells] for column in columns}, dtype=str)
    if gap is not None:
        dots = pd.DataFrame({name: ["..."] for name in cells.columns}, dtype=str)
        cells = pd.concat([cells.iloc[:gap], dots, cells.iloc[gap:]])
    with pd.option_context("display.max_colwidth", None):
        made = cells.to_html(index=False, border=0, justify="left", na_rep="", max_rows=None, max_cols=None)
    note = f"<p>{len(table)} rows; {_ALL_ROWS}.</p>" if gap is not None else ""
    return f'<div style="overflow-x:auto">{made}{note}</div>'


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST_HTML else f"{text[:_LONGEST_HTML]}..."


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table that prints whole, with the values and ``attrs`` that it has."""
    found = ReadableTable(table)
    found.attrs = dict(table.attrs)
    return found
