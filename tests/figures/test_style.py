"""One colour a pillar; the caller's own settings survive a figure."""

from __future__ import annotations

import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from discourse.figures import (
    PALETTE,
    add_caption,
    house_style,
    message_figure,
    new_figure,
    picture_bytes,
    pillar_colours,
)


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


def test_a_caption_grows_the_figure_and_keeps_to_its_width():
    with house_style():
        figure, (ax,) = new_figure([1], 2.0)
        ax.plot([0, 1], [0, 1])
        add_caption(figure, "word " * 100)
        figure.canvas.draw()
        box = figure.texts[-1].get_window_extent()
        assert figure.get_figheight() > 2.0
        assert 0 <= box.x0 < box.x1 <= figure.bbox.width
        assert box.y0 >= 0
        assert box.y1 < ax.get_tightbbox().y0
    plt.close(figure)


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
        figure.canvas.draw()
        figure.set_layout_engine("none")
        for ax in (left, right):
            box = ax.get_position()
            ax.set_position([box.x0 + noise, box.y0, box.width - noise, box.height])
        found = picture_bytes(figure, "png"), picture_bytes(figure, "svg")
    plt.close(figure)
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
    plt.close(figure)
