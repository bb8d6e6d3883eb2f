"""Only shapes, text and known links of a picture become a part of the page, whatever else the file holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.figures import add_title, house_style, new_figure, picture_bytes
from discourse.figures.style import PALETTE
from discourse.pipeline.experiment import read_description
from discourse.report.pictures import inline_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30"'


@pytest.fixture
def inlined(tmp_path):
    """Write a picture and read it as the page does."""

    def inline(content, titles=None, label="Tiles", stem="tiles"):
        path = tmp_path / f"{stem}.svg"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return inline_picture(path, label, titles or {})

    return inline


@pytest.fixture
def drawn():
    """Bars that link, one of them hatched, below a title of two lines, as an experiment writes them."""
    with house_style():
        figure, (ax,) = new_figure([1], 2)
        for bar, place in zip(ax.barh([0, 1, 1], [1, 2, 3], hatch="//"), "abb", strict=True):
            bar.set_url(f"report.html#p-{place}")
        ax.set_title("Trade & aid")
        add_title(figure, "A finding that is long enough to need a second line above the panels of a figure")
        return picture_bytes(figure, "svg")


def test_a_picture_of_matplotlib_keeps_shapes_text_and_links(inlined, drawn):
    found = inlined(drawn, {"p-a": "first", "p-b": 'the "second"'})
    assert re.findall('<a href="(.*?)"( tabindex="-1")?><title>(.*?)</title>', found) == [
        ("#p-a", "", "first"),
        ("#p-b", "", 'the "second"'),
        ("#p-b", ' tabindex="-1"', 'the "second"'),
    ]
    assert "Trade &amp; aid</text>" in found
    assert found.count("<path") == drawn.decode().count("<path")
    assert re.findall(r"style=|<style|xlink|http|metadata", found) == []
    references = re.findall(r'url\(#(.*?)\)|href="#(tiles-.*?)"', found)
    assert {one or other for one, other in references} <= set(re.findall('id="(.*?)"', found))
    assert any(one.startswith("tiles-h") for one, _ in references)


def test_what_could_act_or_fetch_is_left_out(inlined):
    found = inlined(
        f"""{HEAD} onload="x()"><script>x()</script><style>* {{ fill: red }}</style>
        <image xlink:href="http://x.y/z.png"/><foreignObject><b>hello</b></foreignObject>
        <a xlink:href="javascript:x()"><path d="M 0 0" onclick="x()"/></a><use xlink:href="http://x.y/z.svg#a"/>
        <path d="M 1 1" style="fill: url(http://x.y); stroke: red" clip-path="url(http://x.y#p)" id="answer"/></svg>"""
    )
    assert re.findall("[xo]n?(?:load|click)|script|style|image|foreign|hello|http", found) == []
    assert '<path stroke="red" d="M1 1" id="tiles-answer" />' in found


def test_the_ids_of_two_pictures_differ(inlined, drawn):
    ids = [set(re.findall(' id="(.*?)"', inlined(drawn, stem=stem))) for stem in ("time line", "sources")]
    assert all(ids)
    assert ids[0].isdisjoint(ids[1])
    assert {re.sub("^time-line", "sources", one) for one in ids[0]} == ids[1]


def test_a_title_that_is_the_heading_is_not_drawn_again(inlined, drawn):
    title = "A finding that is long enough to need a second line above the panels of a figure"
    found, whole = inlined(drawn, label=title), inlined(drawn)
    assert "A finding" in whole.partition(">")[2]
    assert "A finding" not in found.partition(">")[2]
    assert f'aria-label="{title}"' in found
    assert 'aria-describedby="tiles-caption"' in found
    (top, height), (nothing, before) = (
        map(float, re.findall(r'viewBox="0 (\S+) 252 (\S+)"', one)[0]) for one in (found, whole)
    )
    assert 16 < top < 30  # two lines of 8 points
    assert (nothing, before, top + height) == (0, 144, 144)


def test_a_title_inside_a_panel_stays(inlined):
    found = inlined(f"""{HEAD}><g><g><g><text y="9">Tiles</text></g></g></g></svg>""")
    assert "Tiles</text>" in found
    assert 'viewBox="0 0 40 30"' in found


def test_a_picture_is_an_image_unless_it_has_links(inlined, drawn):
    assert 'role="img"' in inlined(drawn)
    assert 'role="group"' in inlined(drawn, {"p-a": "first"})


def test_numbers_are_rounded_and_the_smallest_type_stays_readable(inlined):
    found = inlined(
        f"""{HEAD}><g id="a"><text x="1.2345" y="2" transform="rotate(-0 1.2345 2)">a</text>
        <text x="1" y="2" transform="rotate(-90 1.239 2.001)">b</text></g><path d="M 10 20.006
        L -0.001 5.5
        z"/></svg>"""
    )
    assert '<text x="1.23" y="2">a</text><text transform="rotate(-90 1.24 2)" x="1" y="2">b</text>' in found
    assert '<path d="M10 20.01L0 5.5z" />' in found
    assert ' width="56"' in found  # 9 pixels instead of 6.5 points: 40 * 9 / 6.5 = 55.4
    assert "<g" not in found


def test_type_in_the_short_form_keeps_its_size(inlined):
    found = inlined(f"""{HEAD}><text style="font: bold 8px 'DejaVu Sans'">Trade</text></svg>""")
    assert '<text font-size="8px" font-weight="bold">Trade</text>' in found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"\xff\xfe",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
        (HEAD + '><g x="1">' + '<g x="1">' * 5000 + "</g>" * 5001 + "</svg>").encode(),
        b"<svg/>",
        b'<svg viewBox="0 0 4 nan"/>',
        b'<svg viewBox="0 0 4 0"/>',
        b'<svg viewBox="0 0 four 3"/>',
    ],
    ids=["empty", "torn", "no text", "entities", "deep", "no box", "not finite", "flat", "no numbers"],
)
def test_what_is_no_picture_is_one_line(inlined, content):
    with pytest.raises(DataError, match=r"tiles\.svg: expected a picture as SVG, found .*discourse figures tiles"):
        inlined(content)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_attribute_leaves_its_quotes(tmp_path_factory, value):
    from xml.sax.saxutils import quoteattr

    path = tmp_path_factory.mktemp("picture") / "tiles.svg"
    quoted = quoteattr(value)
    path.write_text(f"{HEAD}><path d={quoted} style={quoted} transform={quoted} id={quoted}/></svg>", encoding="utf-8")
    found = inline_picture(path, value, {})
    assert re.findall("<[^>]*", re.sub('"[^"]*"', '""', found))[1].startswith("<path")
    assert found.count("<") == 2 + (found.count("</"))


def test_the_shipped_pictures_are_small_and_lose_nothing_but_their_title(shipped_study):
    total = 0
    for path in sorted(shipped_study.figures.glob("*.svg")):
        said, before = read_description(path.with_suffix(".md")), path.read_text(encoding="utf-8")
        found = inline_picture(path, said.title, {})
        lines = before.count("<text ") - found.count("<text ")
        assert 1 <= lines <= 2, path.stem
        assert [before.count(f"<{name} ") - found.count(f"<{name} ") for name in ("path", "use", "pattern")] == [0] * 3
        total += len(found)
    assert 0 < total < 600_000


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_colour_is_told_from_the_paper(window, inlined, root, tmp_path, scheme):
    bars = "".join(
        f'<rect x="{5 * place}" y="0" width="5" height="20" style="fill: {colour}"/>'
        for place, colour in enumerate((*PALETTE, "#222222", "#6e6e6e"))
    )
    style = (root / "src" / "discourse" / "report" / "templates" / "figure.css").read_text(encoding="utf-8")
    wide = HEAD.replace("40 30", "60 30")
    path = tmp_path / "page.html"
    path.write_text(f'<style>{style}</style><div class="paper">{inlined(f"{wide}>{bars}</svg>")}</div>', "utf-8")
    page = window(path.as_uri(), color_scheme=scheme)
    paper, *colours = colours_of(page.locator(".paper").screenshot(), 10, 60)
    assert (luminance(paper) > 0.5) == (scheme == "light")
    assert min(contrast(colour, paper) for colour in colours) >= 3


def colours_of(picture, bars, width):
    """Colour of the paper at the right edge, then of each bar, from the upper part of a screenshot."""
    from io import BytesIO

    from matplotlib.image import imread

    pixels = imread(BytesIO(picture))
    row, scale = pixels[pixels.shape[0] // 4], pixels.shape[1] / width
    return [row[int((bars + 0.5) * 5 * scale)], *(row[int((place + 0.5) * 5 * scale)] for place in range(bars))]


def luminance(colour):
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour[:3]]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
