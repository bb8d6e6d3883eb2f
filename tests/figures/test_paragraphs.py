"""Does every paragraph get its tile: in its article's row, in its pillar's colour, with a way to its text?"""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import same_color
from matplotlib.patches import Rectangle

from discourse.figures.paragraphs import (
    LEAST_OF_EVENT,
    MOST_TILES,
    date_text,
    draw_paragraph_counts,
    draw_paragraph_key,
    draw_paragraph_tiles,
    key_lines,
    panel_lines,
)
from discourse.figures.style import paper_of

TILE = 0.8
"""Height of the tile of a pillar, in lines."""


def paragraphs(article, codes, published="2024-05-03", period="later", **others):
    """Rows of one article, a code each; a code such as ``economic+political`` also names the second pillar."""
    rows = []
    for place, code in enumerate(codes, 1):
        primary, _, also = code.partition("+")
        row = {"period": period, "article": article, "outlet": "warta", "published": published, "story": article}
        rows.append({**row, "paragraph": f"{article}:{place}", "primary": primary, "also": also, "event": "", **others})
    return rows


def tiles(ax, height=TILE):
    return [patch for patch in ax.findobj(Rectangle) if patch.get_height() == pytest.approx(height)]


def test_an_article_is_a_row_and_a_paragraph_a_tile_that_leads_to_it(ax, written, colours):
    table = pd.DataFrame(
        [
            *paragraphs("a", ["political", "economic+political"], period="earlier", published="2023-11"),
            *paragraphs("b", ["economic"]),
        ]
    )
    draw_paragraph_tiles(table, ax, colours=colours)
    assert [tile.get_url() for tile in tiles(ax)] == [f"report.html#p-{name}" for name in ("a:1", "a:2", "b:1")]
    codes = ("political", "economic", "economic")
    assert all(same_color(tile.get_facecolor(), colours[code]) for tile, code in zip(tiles(ax), codes, strict=True))
    (tick,) = tiles(ax, 0.52)
    assert same_color(tick.get_facecolor(), colours["political"])
    assert tick.get_url() == "report.html#p-a:2"
    assert written(ax) == [
        "earlier: 1 article, 2 paragraphs", "later: 1 article, 1 paragraph", "warta", "Nov", "warta", "3 May",
    ]  # fmt: skip
    rows = [tile.get_y() for tile in tiles(ax)]
    assert rows[0] == rows[1] < rows[2]


def test_none_is_pale_and_a_paragraph_without_code_is_hollow(ax, colours):
    draw_paragraph_tiles(pd.DataFrame(paragraphs("a", ["none", ""])), ax, colours=colours)
    pale, hollow = tiles(ax, 0.7)
    assert same_color(hollow.get_facecolor(), paper_of(ax))
    assert not same_color(pale.get_facecolor(), paper_of(ax))
    assert hollow.get_linestyle() != pale.get_linestyle()


@pytest.mark.parametrize(("paragraphs_of_it", "said"), [(MOST_TILES, []), (MOST_TILES + 9, ["+12"])])
def test_a_long_article_ends_with_how_many_more_it_has(ax, written, colours, paragraphs_of_it, said):
    draw_paragraph_tiles(pd.DataFrame(paragraphs("a", ["economic"] * paragraphs_of_it)), ax, colours=colours)
    assert written(ax)[3:] == said
    assert len(tiles(ax)) + (12 if said else 0) == paragraphs_of_it
    assert max(tile.get_x() + tile.get_width() for tile in tiles(ax)) <= ax.get_xlim()[1]


@pytest.mark.parametrize("outlet", ["", "$5 & co_{2}", "a-name-of-an-outlet-that-is-longer-than-its-column.example"])
def test_an_outlet_may_have_any_name(ax, written, colours, outlet):
    draw_paragraph_tiles(pd.DataFrame(paragraphs("a", ["economic"], outlet=outlet)), ax, colours=colours)
    shown = [text for text in written(ax)[1:] if text != "3 May"]
    assert shown == {"": [], "$5 & co_{2}": [outlet]}.get(outlet, ["a-name-of-an-outlet-t…"])


def test_a_copy_bears_a_sign(ax, written, colours):
    table = pd.DataFrame([*paragraphs("a", ["economic"]), *paragraphs("b", ["economic"], story="a")])
    draw_paragraph_tiles(table, ax, colours=colours)
    assert written(ax).count("=") == 1


def test_an_event_is_named_once_from_three_articles_on(ax, written, colours):
    events = ["fair+visit"] * LEAST_OF_EVENT + ["visit"] * 2 + ["storm"] * (LEAST_OF_EVENT - 1) + [""] * 3
    rows = [row for place, event in enumerate(events) for row in paragraphs(f"a{place}", ["economic"], event=event)]
    draw_paragraph_tiles(pd.DataFrame(rows), ax, colours=colours)
    assert [text for text in written(ax) if text in ("fair", "visit", "storm")] == ["visit", "fair"]


def test_of_many_events_at_once_those_of_most_articles_are_named(ax, written, colours):
    names = ["first-fair", "second-fair", "third-fair", "fourth-fair"]
    events = ["+".join(names)] * 12 + ["fourth-fair"]
    rows = [row for place, event in enumerate(events) for row in paragraphs(f"a{place}", ["economic"], event=event)]
    draw_paragraph_tiles(pd.DataFrame(rows), ax, colours=colours)
    assert [text for text in written(ax) if text in names] == ["fourth-fair", "first-fair", "second-fair"]


def test_dates_have_a_year_where_a_period_has_several(ax, written, colours):
    table = pd.DataFrame([*paragraphs("a", ["none"], "2011"), *paragraphs("b", ["none"], "2012-01-31")])
    draw_paragraph_tiles(table, ax, colours=colours)
    assert written(ax)[2::2] == ["2011", "31 Jan 2012"]
    assert date_text("2011", year=False) == "2011"


def test_a_bar_is_as_long_as_its_paragraphs_are_many(ax, written, colours):
    table = pd.DataFrame(
        [*paragraphs("a", ["economic", "none"]), *paragraphs("b", ["economic", "political", "economic", ""])]
    ).assign(span=["2024-05"] * 2 + ["2024-06"] * 4)
    draw_paragraph_counts(table, ax, colours=colours)
    may, political, june = tiles(ax)
    assert may.get_width() == pytest.approx(political.get_width())
    assert same_color(political.get_facecolor(), colours["political"])
    assert june.get_width() > 2 * may.get_width()  # two pieces and no gap between them
    assert len(tiles(ax, 0.7)) == 2
    assert written(ax)[1:] == ["May 2024", "1 article", "Jun 2024", "1 article"]


def test_the_key_counts_each_code_in_each_period(ax, written, colours, pillar_names):
    table = pd.DataFrame(
        [*paragraphs("a", ["political", "political", ""], period="z"), *paragraphs("b", ["none"], period="c")]
    )
    draw_paragraph_key(table, ax, names=pillar_names, colours=colours, notes=["a note"])
    assert written(ax) == [
        "Paragraphs in z, c:", "Political 2, 0", "Economic 0, 0", "None 0, 1", "not coded 1, 0", "a note",
    ]  # fmt: skip


def test_names_that_are_long_stand_below_one_another(colours, pillar_names):
    table = pd.DataFrame(paragraphs("a", ["political"]))
    long = {code: f"{name} and what belongs to it in a wide sense" for code, name in pillar_names.items()}
    assert key_lines(table, long, [], 252) > key_lines(table, pillar_names, [], 252)


def test_a_panel_has_a_line_for_each_row_and_room_for_headings():
    table = pd.DataFrame([*paragraphs("a", ["none"] * 3), *paragraphs("b", ["none"], period="earlier")])
    assert panel_lines(table) - panel_lines(table[table["article"] == "a"]) == pytest.approx(panel_lines(table) / 2)
