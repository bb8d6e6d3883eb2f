"""Only shapes, text and known links of a picture become a part of the page, whatever else the file holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.figures import house_style, new_figure, picture_bytes
from discourse.report.pictures import inline_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 4 3"'


@pytest.fixture
def inlined(tmp_path):
    """Write a picture and read it as the page does."""

    def inline(content, titles=None):
        path = tmp_path / "tiles.svg"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return inline_picture(path, "Tiles", titles or {})

    return inline


def test_a_picture_of_matplotlib_keeps_shapes_text_and_links(inlined):
    with house_style():
        figure, (ax,) = new_figure([1], 2)
        for bar, place in zip(ax.barh([0, 1, 1], [1, 2, 3]), "abb", strict=True):
            bar.set_url(f"report.html#p-{place}")
        ax.set_title("Trade & aid")
        picture = picture_bytes(figure, "svg")
    found = inlined(picture, {"p-a": "first", "p-b": 'the "second"'})
    assert re.findall('<a href="(.*?)"( tabindex="-1")?><title>(.*?)</title>', found) == [
        ("#p-a", "", "first"),
        ("#p-b", "", 'the "second"'),
        ("#p-b", ' tabindex="-1"', 'the "second"'),
    ]
    assert "Trade &amp; aid</text>" in found
    assert found.count("<path") == picture.decode().count("<path")
    assert re.findall(r"style=|<style|xlink|http|metadata", found) == []
    references = re.findall(r'url\(#(.*?)\)|href="#(picture.*?)"', found)
    assert {one or other for one, other in references} <= set(re.findall('id="(.*?)"', found))


def test_what_could_act_or_fetch_is_left_out(inlined):
    found = inlined(
        f"""{HEAD} onload="x()"><script>x()</script><style>* {{ fill: red }}</style>
        <image xlink:href="http://x.y/z.png"/><foreignObject><b>hello</b></foreignObject>
        <a xlink:href="javascript:x()"><path d="M 0 0" onclick="x()"/></a><use xlink:href="http://x.y/z.svg#a"/>
        <path d="M 1 1" style="fill: url(http://x.y); stroke: red" clip-path="url(http://x.y#p)" id="answer"/></svg>"""
    )
    assert re.findall("[xo]n?(?:load|click)|script|style|image|foreign|hello|http", found) == []
    assert '<path stroke="red" d="M 1 1" id="picture-answer" />' in found


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
        b"<svg>" + b"<g>" * 5000 + b"</g>" * 5000 + b"</svg>",
    ],
    ids=["empty", "torn", "no text", "entities", "deep"],
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
