"""What does the coverage look like, paragraph by paragraph?

These panels count in lines downwards and in points to the right, and each is as wide as its figure. So the figure
is made for them: ``panel_lines`` and ``key_lines`` say how many lines of ``LINE`` points they need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import pandas as pd

from discourse.figures.style import TYPE, ink_of, pale_ink, paper_of, text_width
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 7.1
"""Points from one row to the next: as near as type of 6.5 points allows."""
MOST_TILES = 18
"""Paragraphs of one article that are drawn; a longer article ends with how many more it has."""
LEAST_OF_EVENT = 3
"""Articles on one event from which on its name is written."""
COPY = "="

_HEADING = 1.9
_KEY = 1.2
_LANES, _LANE = 3, 10.5
_WIDEST_OUTLET, _WIDEST_TILE = 76.0, 17.0
_NONE = "none"

_Row = tuple[float, list[dict[Any, Any]]]
"""Where a row stands, in lines, and its paragraphs."""
_Event = tuple[str, list[float], float, float, float]
"""Name of an event, the rows that it covers, the middle of its name, and where both begin and end; in lines."""


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
    first, *rest = published.split("-")
    day = [str(int(part)) for part in rest[1:]]
    months = say("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    month = [months[int(part) - 1] for part in rest[:1]]
    return " ".join([*day, *month, *([first] if year or not rest else [])])


def panel_lines(table: pd.DataFrame, row: str = "article") -> float:
    """Height of the rows of a table with a heading for each period, in lines."""
    blocks = table.groupby("period", sort=False)[row].nunique()
    return float(blocks.sum() + _HEADING * len(blocks))


def draw_paragraph_tiles(table: pd.DataFrame, ax: Axes, *, colours: Mapping[str, str]) -> None:
    """Draw one row an article and one tile a paragraph, a block a period, and the events at the right.

    Parameters
    ----------
    table : DataFrame
        A row a paragraph, in the order in which they are drawn: ``period, article, outlet, published, paragraph,
        primary`` (empty: not coded), ``also`` (ids with spaces between), ``story`` (the id of another article
        marks a copy), ``event`` (ids joined by ``+``).
    ax : Axes
        Axes to draw on, ``panel_lines(table)`` lines high.
    colours : mapping
        Code to its colour.
    """
    width = _ground(ax, panel_lines(table))
    rows = _rows(table, "article", ax)
    firsts = [paragraphs[0] for _, paragraphs in rows]
    lanes = _lanes(rows)
    years = table.groupby("period")["published"].agg(lambda dates: dates.str[:4].nunique() > 1)
    dates = [date_text(one["published"], year=bool(years[one["period"]])) for one in firsts]
    outlets = [_shortened(one["outlet"]) for one in firsts]
    copies = [one["story"] != one["article"] for one in firsts]
    right = 1.03 * max(map(text_width, outlets))
    left = right + 8 + max(map(text_width, dates))
    edge = width - _LANE * len(lanes) - (8 if any(copies) else 0)
    longest = min(MOST_TILES, max(len(paragraphs) for _, paragraphs in rows))
    step = min(_WIDEST_TILE, (edge - left) / longest)
    for (line, paragraphs), outlet, date, copy in zip(rows, outlets, dates, copies, strict=True):
        _write(ax, right, line, outlet, ha="right")
        _write(ax, right + 4, line, date)
        end = _draw_row(paragraphs, ax, left, line, step, colours)
        _write(ax, end + 2, line, COPY if copy else "")
    for place, lane in enumerate(lanes):
        for event in lane:
            _draw_event(event, ax, width - _LANE * (len(lanes) - place) + 3)


def draw_paragraph_counts(table: pd.DataFrame, ax: Axes, *, colours: Mapping[str, str]) -> None:
    """Draw one bar a span of time, as long as it has paragraphs, with a piece a pillar; a block a period.

    Parameters
    ----------
    table : DataFrame
        Columns ``period``, ``span`` (a month such as ``2024-05``, or a year), ``article``, ``primary``.
    ax : Axes
        Axes to draw on, ``panel_lines(table, "span")`` lines high.
    colours : mapping
        Code to its colour, in the order of the pieces.
    """
    width = _ground(ax, panel_lines(table, "span"))
    rows = _rows(table, "span", ax)
    spans = [date_text(paragraphs[0]["span"]) for _, paragraphs in rows]
    articles = [counted(len({one["article"] for one in paragraphs}), "article") for _, paragraphs in rows]
    left = max(map(text_width, spans)) + 4
    scale = (width - left - max(map(text_width, articles)) - 6) / max(len(paragraphs) for _, paragraphs in rows)
    for (line, paragraphs), span, said in zip(rows, spans, articles, strict=True):
        _write(ax, left - 4, line, span, ha="right")
        start = left
        for code in [*colours, ""]:
            piece = scale * sum(one["primary"] == code for one in paragraphs)
            if piece:
                _tile(ax, start, line, piece, code, colours)
            start += piece
        _write(ax, start + 3, line, said)


def key_lines(table: pd.DataFrame, names: Mapping[str, str], notes: Sequence[str], points: float) -> float:
    """Height of :func:`draw_paragraph_key`, in lines, in a figure so many points wide."""
    entries, columns = _entries(table, names, points)
    return _KEY * (1 - (-len(entries) // columns) + len(notes))


def draw_paragraph_key(
    table: pd.DataFrame, ax: Axes, *, names: Mapping[str, str], colours: Mapping[str, str], notes: Sequence[str] = ()
) -> None:
    """Draw a tile, a name and the paragraphs of each period for every code, and notes below.

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
    points = _points(ax)
    width = _ground(ax, key_lines(table, names, notes, points))
    entries, columns = _entries(table, names, points)
    _write(ax, 0, 0, say("Paragraphs in {periods}:", periods=", ".join(dict.fromkeys(table["period"]))))
    for place, (code, text) in enumerate(entries.items()):
        line, left = _KEY * (1 + place // columns), place % columns * width / columns
        _tile(ax, left, line, 9, code, colours)
        _write(ax, left + 12, line, text)
    for place, note in enumerate(notes, 1 - (-len(entries) // columns)):
        _write(ax, 0, _KEY * place, note)


def _entries(table: pd.DataFrame, names: Mapping[str, str], points: float) -> tuple[dict[str, str], int]:
    """Write each code's name with its counts, and say how many of them fit side by side."""
    counts = table.groupby(["primary", "period"]).size()
    shown = {**names, **({"": say("not coded")} if (table["primary"] == "").any() else {})}
    entries = {
        code: f"{name} {', '.join(str(counts.get((code, period), 0)) for period in dict.fromkeys(table['period']))}"
        for code, name in shown.items()
    }
    return entries, max(1, int((points - 6) // (max(map(text_width, entries.values())) + 18)))


def _ground(ax: Axes, lines: float) -> float:
    """Count in lines and points on axes without frame; return their width, which is all of the figure's."""
    width = _points(ax) - 6
    ax.set_xlim(0, width)
    ax.set_ylim(lines - 0.5, -0.5)
    ax.set_axis_off()
    return width


def _points(ax: Axes) -> float:
    figure: Any = ax.get_figure(root=True)
    return 72 * float(figure.get_figwidth())


def _rows(table: pd.DataFrame, row: str, ax: Axes) -> list[_Row]:
    """Place the rows of all periods, and write the heading above those of each."""
    rows: list[_Row] = []
    line = 0.0
    for period, block in table.groupby("period", sort=False):
        articles = counted(block["article"].nunique(), "article")
        heading = f"{period}: {articles}, {counted(len(block), 'paragraph')}"
        _write(ax, 0, line + 0.7, heading, fontsize=7.5, fontweight="bold")
        line += _HEADING
        for _, part in block.groupby(row, sort=False):
            rows.append((line, part.to_dict("records")))
            line += 1
    return rows


def _draw_row(
    paragraphs: list[dict[Any, Any]], ax: Axes, left: float, line: float, step: float, colours: Mapping[str, str]
) -> float:
    """Draw the tiles of one article, and how many more there are; return where they end."""
    shown = paragraphs if len(paragraphs) <= MOST_TILES else paragraphs[: MOST_TILES - 3]
    for place, one in enumerate(shown):
        link, start = paragraph_link(one["paragraph"]), left + place * step
        _tile(ax, start, line, step, one["primary"], colours, link)
        also = one["also"].split()
        margin = min(1.0, 0.15 * step)
        width = min(2.6, (0.85 * step - 2 * margin) / max(len(also), 1))
        for rank, code in enumerate(also):
            style = {"facecolor": colours[code], "edgecolor": paper_of(ax), "linewidth": min(0.6, width / 5)}
            _box(ax, start + margin + rank * width, line, width, 0.52, url=link, **style)
    more = paragraphs[len(shown) :]
    if more:
        _write(ax, left + len(shown) * step + 1, line, f"+{len(more)}", url=paragraph_link(more[0]["paragraph"]))
    return left + step * (MOST_TILES if more else len(shown))


def _tile(
    ax: Axes, left: float, line: float, width: float, code: str, colours: Mapping[str, str], link: str | None = None
) -> None:
    """Draw a tile: filled for a pillar, pale with an outline for none, hollow with a dotted outline if not coded."""
    width -= min(1.0, width / 4)
    if code not in ("", _NONE):
        _box(ax, left, line, width, 0.8, facecolor=colours[code], linewidth=0, url=link)
        return
    style = {"facecolor": pale_ink(ax, 0.1) if code else paper_of(ax), "linestyle": "-" if code else (0, (1, 1))}
    _box(ax, left + 0.35, line, width - 0.7, 0.7, edgecolor=pale_ink(ax, 0.6), linewidth=0.7, url=link, **style)


def _box(ax: Axes, left: float, line: float, width: float, height: float, **style: Any) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((left, line - height / 2), width, height, **style))


def _lanes(rows: Sequence[_Row]) -> list[list[_Event]]:
    """Give each event a lane, those of most articles first; one that no lane has room for goes without."""
    found: dict[str, list[_Row]] = {}
    for row in rows:
        for event in filter(None, row[1][0]["event"].split("+")):
            found.setdefault(event, []).append(row)
    lanes: list[list[_Event]] = [[] for _ in range(_LANES)]
    for event, covered in sorted(found.items(), key=lambda one: -len(one[1])):
        block = [line for line, paragraphs in rows if paragraphs[0]["period"] == covered[0][1][0]["period"]]
        lines = [line for line, _ in covered]
        half = text_width(event) / LINE / 2 + 0.5
        if len(covered) < LEAST_OF_EVENT or 2 * half > block[-1] - block[0] + 1:
            continue
        middle = min(max((lines[0] + lines[-1]) / 2, block[0] - 0.5 + half), block[-1] + 0.5 - half)
        low, high = min(lines[0], middle - half), max(lines[-1], middle + half)
        free = (lane for lane in lanes if all(high < other[3] or other[4] < low for other in lane))
        next(free, []).append((event, lines, middle, low, high))
    return [lane for lane in lanes if lane]


def _draw_event(event: _Event, ax: Axes, left: float) -> None:
    """Draw a thin rule with a dash at each row that the event covers, and its name beside it."""
    name, lines, middle, *_ = event
    ax.plot([left, left], [lines[0], lines[-1]], color=pale_ink(ax, 0.6), linewidth=0.6)
    ax.hlines(lines, left - 2, left, color=ink_of(ax), linewidth=0.9)
    _write(ax, left + 4.6, middle, name, rotation=90, ha="center")


def _write(ax: Axes, left: float, line: float, text: str, **font: Any) -> None:
    if text:
        ax.text(
            left, line, text, **{"fontsize": TYPE, "color": ink_of(ax), "va": "center", "parse_math": False, **font}
        )


def counted(number: int, what: Literal["article", "paragraph", "outlet"]) -> str:
    """Write a number of things: ``counted(2, "article")`` is "2 articles"."""
    if what == "article":
        return say("{count} article", count=number) if number == 1 else say("{count} articles", count=number)
    if what == "paragraph":
        return say("{count} paragraph", count=number) if number == 1 else say("{count} paragraphs", count=number)
    return say("{count} outlet", count=number) if number == 1 else say("{count} outlets", count=number)


def _shortened(outlet: str) -> str:
    """Cut the name of an outlet to its column, with an ellipsis."""
    if text_width(outlet) <= _WIDEST_OUTLET:
        return outlet
    cuts = (outlet[:end].rstrip(".-") + "…" for end in range(len(outlet) - 1, -1, -1))
    return next(cut for cut in cuts if text_width(cut) <= _WIDEST_OUTLET)
