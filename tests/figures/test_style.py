"""One colour a pillar; the caller's own settings survive a figure."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import same_color, to_hex, to_rgb

from discourse.figures import (
    FAINT,
    INK,
    PALETTE,
    add_title,
    clear_grid,
    house_style,
    message_figure,
    new_figure,
    picture_bytes,
    pillar_colours,
)
from discourse.figures.style import add_legend, paper_of


def test_every_pillar_has_a_colour_of_its_own(shipped_study):
    colours = pillar_colours(shipped_study.codebook.pillar_ids)
    assert len(set(colours.values())) == len(shipped_study.codebook.pillar_ids) + 1


def linear(colour):
    """Light of a colour of sRGB, from 0 to 1 in red, green and blue (IEC 61966-2-1)."""
    light = np.array(to_rgb(colour))
    return np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)


def contrast_on_white(colour):
    """Contrast as WCAG 2 defines it."""
    return 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05)


def lab(light):
    """CIE 1976 L*a*b* of light of sRGB, under its white."""
    white = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    part = np.clip(light, 0, 1) @ white.T / [0.9505, 1, 1.089]
    root = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


DEUTERANOPE = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
"""What a deuteranope sees of red, green and blue light (Machado, Oliveira and Fernandes 2009, severity 1)."""


def test_black_on_white_has_the_contrast_that_the_standard_gives():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert lab(linear("#777777"))[0] == pytest.approx(50, abs=0.2)


@pytest.mark.parametrize("colour", [*PALETTE, FAINT, INK])
def test_every_colour_stands_out_on_white(colour):
    assert contrast_on_white(colour) >= 3


@pytest.mark.parametrize("seen", [np.eye(3), np.array(DEUTERANOPE)], ids=["by all", "by deuteranopes"])
def test_colours_and_grey_are_told_apart(seen):
    colours = lab(np.array([linear(colour) @ seen.T for colour in [*PALETTE, FAINT]]))
    apart = np.linalg.norm(colours[:, None] - colours[None], axis=-1)[np.triu_indices(len(colours), 1)]
    assert apart.min() >= 25  # a difference of 10 is seen at a glance


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


def test_a_title_keeps_to_the_width_and_makes_room_above_the_panels():
    with house_style():
        figure, (ax,) = new_figure([1], 2.0)
        ax.plot([0, 1], [0, 1])
        add_title(figure, "word " * 20)
        figure.draw_without_rendering()
        box = figure._suptitle.get_window_extent()
        assert 0 <= box.x0 < box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height
        assert box.y0 > ax.get_tightbbox().y1


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
