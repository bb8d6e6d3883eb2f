"""One colour a pillar; the caller's own settings survive a figure."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import same_color, to_hex

from discourse.figures import (
    PALETTE,
    add_caption,
    clear_grid,
    house_style,
    message_figure,
    new_figure,
    new_large_and_small,
    picture_bytes,
    pillar_colours,
)
from discourse.figures.style import add_legend, paper_of


def test_every_pillar_has_a_colour_of_its_own(shipped_study):
    colours = pillar_colours(shipped_study.codebook.pillar_ids)
    assert len(set(colours.values())) == len(shipped_study.codebook.pillar_ids) + 1


def test_the_colours_differ_in_lightness_too():
    # neighbours in the palette must be told apart in grey print
    grey = [sum(w * int(c[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in PALETTE[:4]]
    assert min(abs(a - b) for i, a in enumerate(grey) for b in grey[i + 1 :]) > 5


def test_the_house_style_ends_with_its_block():
    before = mpl.rcParams["font.size"]
    with house_style():
        assert mpl.rcParams["svg.hashsalt"]
    assert mpl.rcParams["font.size"] == before


@pytest.mark.parametrize("style", ["dark_background", "ggplot"])
def test_the_house_style_is_the_same_whatever_style_is_in_force(style):
    with house_style():
        own = dict(mpl.rcParams)
    with plt.style.context(style):
        before = dict(mpl.rcParams)
        with house_style():
            assert dict(mpl.rcParams) == own
        assert dict(mpl.rcParams) == before


def test_a_pdf_holds_truetype_fonts():
    with house_style(), mpl.rc_context({"pdf.compression": 0}):
        figure, (ax,) = new_figure([1], 1.0)
        ax.set_title("Perubahan", fontweight="bold")
        written = io.BytesIO()
        figure.savefig(written, format="pdf")
    assert b"/FontFile2" in written.getvalue()
    assert b"/Type3" not in written.getvalue()


def test_a_figure_is_not_kept_to_be_shown_a_second_time():
    new_figure([1, 2], 2.0)
    new_large_and_small(3, lines=4)
    message_figure("nothing yet")
    assert plt.get_fignums() == []


def test_thin_lines_are_drawn_where_the_axes_have_no_grid():
    with house_style():
        _, (ax,) = new_figure([1], 2.0)
        clear_grid(ax)
    assert [side.get_tick_params()["gridOn"] for side in (ax.xaxis, ax.yaxis)] == [True, False]
    assert to_hex(ax.xaxis.get_tick_params()["grid_color"]) == "#e3e3e3"


@pytest.mark.parametrize("own", ["x", "y", "both"])
def test_a_grid_of_the_axes_own_stays_as_it_is(own):
    figure, ax = plt.subplots()
    ax.grid(axis=own, color="red", linewidth=2)
    before = [side.get_tick_params() for side in (ax.xaxis, ax.yaxis)]
    clear_grid(ax)
    after = [side.get_tick_params() for side in (ax.xaxis, ax.yaxis)]
    kept = ("gridOn", "grid_color", "grid_linewidth")
    assert [[one.get(name) for name in kept] for one in after] == [[one.get(name) for name in kept] for one in before]
    plt.close(figure)


def test_hollow_marks_on_transparent_axes_have_the_colour_of_the_figure():
    figure, ax = plt.subplots(facecolor="navy", subplot_kw={"facecolor": "none"})
    assert same_color(paper_of(ax), "navy")
    plt.close(figure)


@pytest.mark.parametrize("layout", [None, "constrained", "tight"])
def test_a_legend_stands_in_the_figure(layout):
    figure, ax = plt.subplots(figsize=(3, 2), layout=layout)
    ax.plot([0, 1], label="a shift")
    add_legend(ax, loc="upper center", bbox_to_anchor=(0.5, -0.2))
    figure.draw_without_rendering()
    box = ax.get_legend().get_window_extent()
    assert 0 <= box.x0 < box.x1 <= figure.bbox.width
    assert 0 <= box.y0 < box.y1 <= figure.bbox.height
    assert (box.y1 < ax.get_window_extent().y0) == (layout is not None)
    plt.close(figure)


def test_a_caption_grows_the_figure_and_keeps_to_its_width():
    with house_style():
        figure, (ax,) = new_figure([1], 2.0)
        ax.plot([0, 1], [0, 1])
        add_caption(figure, "word " * 100)
        figure.draw_without_rendering()
        box = figure.texts[-1].get_window_extent()
        assert figure.get_figheight() > 2.0
        assert 0 <= box.x0 < box.x1 <= figure.bbox.width
        assert box.y0 >= 0
        assert box.y1 < ax.get_tightbbox().y0


def drawing(noise):
    """A curve, marks, dots, hatched bars and a grid of colours, in two panels moved by a noise."""
    with house_style():
        figure, (left, right) = new_figure([1, 1.3], 2.0)
        values = [0.25 + noise, 1 / 3 + noise, 0.7 - noise]
        left.plot([1, 2, 3], values, "o-")
        left.fill_between([1, 2, 3], values)
        right.bar([1, 2, 3], values, hatch="/")
        right.scatter([1, 2, 3] * 4, values * 4, s=9)
        right.pcolormesh([[0.1, 0.2], [0.3, 0.4]], rasterized=True)
        right.set_xlim(-0.3 - noise, 4 + noise)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for ax in (left, right):
            box = ax.get_position()
            ax.set_position([box.x0 + noise, box.y0, box.width - noise, box.height])
        found = picture_bytes(figure, "png"), picture_bytes(figure, "svg")
    return found


@pytest.mark.parametrize("noise", [1e-12, -1e-12, 1e-15])
def test_noise_in_the_last_digits_changes_no_byte(noise):
    assert drawing(noise) == drawing(0)


def test_every_reference_in_an_svg_leads_to_one_element():
    _, svg = drawing(0)
    text = svg.decode("utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    references = re.findall(r'(?:url\(|href=")#([^")]+)', text)
    assert len(ids) == len(set(ids))
    assert set(references) <= set(ids)
    assert {name.rstrip("0123456789") for name in references} >= {"p", "m", "h"}
    assert not re.search(r'[#"][A-Za-z]\w*?[0-9a-f]{10}[")]', text)


def test_a_message_is_a_figure_too():
    figure = message_figure("nothing yet")
    assert figure.axes[0].texts[0].get_text() == "nothing yet"
