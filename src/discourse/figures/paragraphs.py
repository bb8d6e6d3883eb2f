"""What does the coverage look like, paragraph by paragraph?

Panels here count in lines downwards and in points from left to right, and use all of their width. So their
figure is made for them: a panel is as wide as the figure, and ``panel_lines`` says how many lines it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from discourse.figures.style import ink_of, pale_ink, paper_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 7.1
"""Points from one row to the next: as near as type of 6.5 points allows."""

MOST_TILES = 24
"""Paragraphs of one article that are drawn; a longer article ends with how many more it has."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNCODED = "not coded"
COPY = "="

_SMALL = 6.5
_HEADING = 7.5
_HEADING_LINES = 1.9
_LANES = 3
_LANE = 9.5
_WIDEST_OUTLET = 76
_WIDEST_TILE = 17
_LEAST_OF_EVENT = 3
_NONE = "none"


@dataclass(frozen=True)
class _Row:
    """One article of the picture, or one span of time: where it stands, and its paragraphs."""

    line: float
    paragraphs: list[dict[str, Any]]

    @property
    def first(self) -> dict[str, Any]:
        return self.paragraphs[0]


def paragraph_link(paragraph: str) -> str:
    """Address of a paragraph on the report's page, which lies beside the figure.

    Examples
    --------
    >>> paragraph_link("post-2024:01")
    'report.html#p-post-2024:01'
    """
    return f"report.html#p-{quote(paragraph, safe=':')}"


def date_text(published: str, *, year: bool = True) -> str:
    """Write a date of day, month or year precision; without its year where that stands elsewhere.

    Examples
    --------
    >>> date_text("2024-05-03"), date_text("2024-05"), date_text("2024"), date_text("2024-05-03", year=False)
    ('3 May 2024', 'May 2024', '2024', '3 May')
    """
    parts = published.split("-")
    words = [*([str(int(parts[2]))] if len(parts) > 2 else []), *([MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else [])]
    return " ".join([*words, parts[0]] if year or not words else words)


def panel_lines(table: pd.DataFrame, row: str = "article") -> float:
    """Height that the rows of a table take up, in lines, with a heading for each period."""
    blocks = table.groupby("period", sort=False)[row].nunique()
    return float(blocks.sum() + _HEADING_LINES * len(blocks))


def draw_paragraph_tiles(table: pd.DataFrame, ax: Axes, *, colours: Mapping[str, str]) -> dict[str, int]:
    """Draw one row an article and one tile a paragraph, a block a period.

    Parameters
    ----------
    table : DataFrame
        A row a paragraph, in the order in which they are drawn: ``period, article, outlet, published, paragraph,
        position, primary`` (empty: not coded), ``also`` (ids with spaces between), ``story`` (the id of another
        article marks a copy), ``event`` (ids joined by ``+``).
    ax : Axes
        Axes to draw on, :func:`panel_lines` lines high.
    colours : mapping
        Code to its colour, ``none`` among them.

    Returns
    -------
    dict of str to int
        The events whose name stands beside their rows, with their numbers of articles.
    """
    width = _ground(ax, panel_lines(table))
    rows = [row for block in _blocks(table, "article", ax) for row in block]
    lanes = _lanes(rows)
    years = table.groupby("period")["published"].agg(lambda dates: dates.str[:4].nunique() > 1)
    dates = [date_text(row.first["published"], year=bool(years[row.first["period"]])) for row in rows]
    outlets = [_shortened(str(row.first["outlet"]), _WIDEST_OUTLET) for row in rows]
    right = 1.03 * max(map(_width, outlets))
    left = right + 4 + max(map(_width, dates)) + 4
    longest = min(MOST_TILES, max(len(row.paragraphs) for row in rows))
    edge = width - _LANE * len(lanes) - (8 if any(map(_is_copy, rows)) else 0)
    step = min(_WIDEST_TILE, (edge - left) / longest)
    for row, outlet, date in zip(rows, outlets, dates, strict=True):
        _write(ax, right, row.line, outlet, ha="right")
        _write(ax, right + 4, row.line, date)
        end = _draw_row(row, ax, left, step, colours)
        if _is_copy(row):
            _write(ax, end + 2, row.line, COPY)
    for place, lane in enumerate(lanes):
        for event, lines, middle in lane:
            _draw_event(ax, event, lines, middle, width - _LANE * (len(lanes) - place) + 2)
    return {event: len(lines) for lane in lanes for event, lines, _ in lane}


def draw_paragraph_counts(table: pd.DataFrame, ax: Axes, *, colours: Mapping[str, str]) -> None:
    """Draw one bar a span of time, as long as it has paragraphs, with a piece a pillar; a block a period.

    Parameters
    ----------
    table : DataFrame
        As for :func:`draw_paragraph_tiles`, with the column ``span``: a month such as ``2024-05``, or a year.
    ax : Axes
        Axes to draw on, ``panel_lines(table, "span")`` lines high.
    colours : mapping
        Code to its colour, in the order of the pieces.
    """
    width = _ground(ax, panel_lines(table, "span"))
    rows = [row for block in _blocks(table, "span", ax) for row in block]
    labels = [date_text(row.first["span"]) for row in rows]
    articles = [_counted(len({one["article"] for one in row.paragraphs}), "article") for row in rows]
    left = max(map(_width, labels)) + 4
    scale = (width - left - max(map(_width, articles)) - 4) / max(len(row.paragraphs) for row in rows)
    for row, label, said in zip(rows, labels, articles, strict=True):
        _write(ax, left - 4, row.line, label, ha="right")
        start = left
        for code in [*colours, ""]:
            pieces = scale * sum(one["primary"] == code for one in row.paragraphs)
            if pieces:
                _tile(ax, start, row.line, pieces, code, colours)
            start += pieces
        _write(ax, start + 3, row.line, said)


def draw_paragraph_key(
    table: pd.DataFrame, ax: Axes, *, names: Mapping[str, str], colours: Mapping[str, str], notes: Sequence[str] = ()
) -> None:
    """Draw a tile, a name and the numbers of paragraphs of each period for every code, and notes below.

    Parameters
    ----------
    table : DataFrame
        Columns ``period`` and ``primary``, a row a paragraph.
    ax : Axes
        Axes to draw on, :func:`key_lines` lines high.
    names, colours : mapping
        Code to name and colour, in the order to show.
    notes : sequence of str
        Lines below the codes.
    """
    entries, columns = _entries(table, names, _ground(ax, 0))
    width = _ground(ax, key_lines(table, names, notes, 72 * ax.figure.get_figwidth()))
    periods = list(dict.fromkeys(table["period"]))
    _write(ax, 0, 0, "Paragraphs in " + ", ".join(map(str, periods)) + ":")
    for place, (code, text) in enumerate(entries.items()):
        line, column = 1.2 * (1 + place // columns), place % columns * width / columns
        _tile(ax, column, line, 9, code, colours)
        _write(ax, column + 12, line, text)
    for place, note in enumerate(notes):
        _write(ax, 0, 1.2 * (1 + -(-len(entries) // columns) + place), note)


def key_lines(table: pd.DataFrame, names: Mapping[str, str], notes: Sequence[str], points: float) -> float:
    """Height of :func:`draw_paragraph_key` in lines, in a figure so many points wide."""
    entries, columns = _entries(table, names, points - 6)
    return 1.2 * (1 + -(-len(entries) // columns) + len(notes))


def _entries(table: pd.DataFrame, names: Mapping[str, str], width: float) -> tuple[dict[str, str], int]:
    """Write each code's name with its counts, and say how many of them fit side by side."""
    periods = list(dict.fromkeys(table["period"]))
    counts = table.groupby(["primary", "period"]).size()
    shown = [*names, *([""] if (table["primary"] == "").any() else [])]
    entries = {
        code: f"{names.get(code, UNCODED)} " + ", ".join(str(counts.get((code, period), 0)) for period in periods)
        for code in shown
    }
    return entries, max(1, int(width // (max(map(_width, entries.values())) + 18)))


def _ground(ax: Axes, lines: float) -> float:
    """Count in lines and points on axes without frame; return their width, which is all of the figure's."""
    width = 72 * float(ax.figure.get_figwidth()) - 6
    ax.set_xlim(0, width)
    ax.set_ylim(lines - 0.5, -0.5)
    ax.set_axis_off()
    return width


def _blocks(table: pd.DataFrame, row: str, ax: Axes) -> Iterator[list[_Row]]:
    """Place the rows of each period, and write the heading above them."""
    line = 0.0
    for period, block in table.groupby("period", sort=False):
        articles = _counted(block["article"].nunique(), "article")
        heading = f"{period}: {articles}, {_counted(len(block), 'paragraph')}"
        _write(ax, 0, line + 0.7, heading, fontsize=_HEADING, fontweight="bold")
        line += _HEADING_LINES
        groups = [part.to_dict("records") for _, part in block.groupby(row, sort=False)]
        yield [_Row(line + place, part) for place, part in enumerate(groups)]
        line += len(groups)


def _draw_row(row: _Row, ax: Axes, left: float, step: float, colours: Mapping[str, str]) -> float:
    """Draw the tiles of one article, and how many more there are; return where they end."""
    cut = len(row.paragraphs) > MOST_TILES
    shown = row.paragraphs[: MOST_TILES - 3] if cut else row.paragraphs
    for place, one in enumerate(shown):
        link = paragraph_link(one["paragraph"])
        _tile(ax, left + place * step, row.line, step, one["primary"], colours, link)
        _ticks(ax, left + place * step, row.line, step, one["also"].split(), colours, link)
    if cut:
        more = len(row.paragraphs) - len(shown)
        _write(ax, left + len(shown) * step + 1, row.line, f"+{more}", url=paragraph_link(row.first["paragraph"]))
    return left + step * (MOST_TILES if cut else len(shown))


def _tile(
    ax: Axes, left: float, line: float, width: float, code: str, colours: Mapping[str, str], link: str | None = None
) -> None:
    """Draw a tile: filled for a pillar, pale with an outline for none, hollow with a dotted outline if not coded."""
    from matplotlib.patches import Rectangle

    plain = code not in ("", _NONE)
    inset = 0.0 if plain else 0.35
    face = colours[code] if plain else pale_ink(ax, 0.1) if code else paper_of(ax)
    ax.add_patch(
        Rectangle(
            (left + inset, line - 0.4 + inset / LINE),
            width - min(1.0, width / 4) - 2 * inset,
            0.8 - 2 * inset / LINE,
            facecolor=face,
            edgecolor="none" if plain else pale_ink(ax, 0.6),
            linewidth=0 if plain else 0.7,
            linestyle="-" if code else (0, (1, 1)),
            url=link,
        )
    )


def _ticks(
    ax: Axes, left: float, line: float, step: float, also: Sequence[str], colours: Mapping[str, str], link: str
) -> None:
    """Draw an upright tick, rimmed in the colour of the paper, for each pillar that a paragraph also names."""
    from matplotlib.patches import Rectangle

    width = min(2.6, 0.8 * step / max(len(also), 1))
    for place, code in enumerate(also):
        ax.add_patch(
            Rectangle(
                (left + 1 + place * width, line - 0.26),
                width,
                0.52,
                facecolor=colours[code],
                edgecolor=paper_of(ax),
                linewidth=min(0.6, width / 4),
                url=link,
            )
        )


def _lanes(rows: Sequence[_Row]) -> list[list[tuple[str, list[float], float]]]:
    """Give each event a lane: its lines, and the middle of its name. Few articles give way to many."""
    lanes: list[list[tuple[str, list[float], float]]] = []
    taken: list[list[tuple[float, float]]] = []
    for event, covered in sorted(_events(rows).items(), key=lambda one: -len(one[1])):
        block = [row.line for row in rows if row.first["period"] == covered[0].first["period"]]
        lines = [row.line for row in covered]
        half = _width(event) / LINE / 2 + 0.5
        if len(covered) < _LEAST_OF_EVENT or 2 * half > block[-1] - block[0] + 1:
            continue
        middle = min(max((lines[0] + lines[-1]) / 2, block[0] - 0.5 + half), block[-1] + 0.5 - half)
        low, high = min(lines[0], middle - half), max(lines[-1], middle + half)
        free = (place for place, spans in enumerate(taken) if all(high < one[0] or one[1] < low for one in spans))
        place = next(free, len(lanes))
        if place == len(lanes) < _LANES:
            lanes.append([])
            taken.append([])
        if place < len(lanes):
            lanes[place].append((event, lines, middle))
            taken[place].append((low, high))
    return lanes


def _events(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        for event in filter(None, row.first["event"].split("+")):
            found.setdefault(event, []).append(row)
    return found


def _draw_event(ax: Axes, event: str, lines: Sequence[float], middle: float, left: float) -> None:
    """Draw a thin rule with a dash at each row that it covers, and the name beside it."""
    ax.plot([left, left], [lines[0], lines[-1]], color=pale_ink(ax, 0.6), linewidth=0.6)
    for line in lines:
        ax.plot([left - 2, left], [line, line], color=ink_of(ax), linewidth=0.9)
    _write(ax, left + 4.5, middle, event, rotation=90, ha="center")


def _write(ax: Axes, left: float, line: float, text: str, **font: Any) -> None:
    if text:
        options = {"fontsize": _SMALL, "color": ink_of(ax), "ha": "left", "va": "center", **font}
        ax.text(left, line, text, parse_math=False, **options)


def _is_copy(row: _Row) -> bool:
    return bool(row.first["story"] != row.first["article"])


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _shortened(text: str, width: float) -> str:
    """Cut a text to so many points, with an ellipsis."""
    if _width(text) <= width:
        return text
    return next(cut for end in range(len(text) - 1, -1, -1) if _width(cut := f"{text[:end]}…") <= width)


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    """Width of a text in points."""
    from matplotlib.textpath import TextPath

    return float(TextPath((0, 0), text.replace("$", "S"), size=_SMALL).get_extents().width) if text.strip() else 0.0
