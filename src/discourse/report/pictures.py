"""How does a picture become a part of the page? Only shapes, text and links to the page itself are taken over.

A picture is a file that anybody may have changed, and the policy of the page forbids style attributes. So nothing is
copied as it stands: elements and attributes are those of the lists below, and styles become attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from discourse.errors import DataError

_SHAPES = ("a", "clipPath", "defs", "g", "path", "rect", "text", "tspan", "use")
_PLACES = ("d", "height", "transform", "viewBox", "width", "x", "y")
_STYLES = (
    "fill", "fill-opacity", "font-size", "font-style", "font-weight", "opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor",
)  # fmt: skip
_PLAIN = re.compile(r"[\w#.,%() \n+-]*")
_LOCAL = re.compile(r"url\(#(\w+)\)")
_HREF = "{http://www.w3.org/1999/xlink}href"
_PAGE = "report.html#"
_FONT = "DejaVu Sans, Verdana, sans-serif"
"""The font that text was measured in, and one of nearly the same widths where that is not there."""


def inline_picture(path: Path, label: str, titles: Mapping[str, str]) -> str:
    """Read a figure's SVG as markup for the page.

    Parameters
    ----------
    path : Path
        The picture.
    label : str
        What it shows, for those who do not see it.
    titles : mapping of str to str
        For each place on the page that the picture links to, what a reader finds there; other links are left out.

    Returns
    -------
    str
        An ``svg`` element without styles, scripts and ids of its own, safe to stand in HTML.

    Raises
    ------
    DataError
        If the file is not there, or is no SVG.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if "<!ENTITY" in text:
            raise ValueError("definitions of entities")
        return _inlined(ElementTree.fromstring(text), label, titles)
    except (OSError, ValueError, ElementTree.ParseError, RecursionError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise DataError("a picture as SVG", found, path, f"Make it anew: discourse figures {path.stem}") from None


def _inlined(root: ElementTree.Element, label: str, titles: Mapping[str, str]) -> str:
    picture = ElementTree.Element("svg", _attributes(root))
    picture.attrib |= {"role": "group", "aria-label": label, "font-family": _FONT}
    picture.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    _copy_children(root, picture, titles, set())
    return ElementTree.tostring(picture, encoding="unicode")


def _copy_children(
    source: ElementTree.Element, target: ElementTree.Element, titles: Mapping[str, str], linked: set[str]
) -> None:
    """Copy what is on the lists; only the first of the links to one place is reached with the tabulator key."""
    for child in source:
        name = child.tag.rpartition("}")[2]
        if name not in _SHAPES:
            continue
        place = child.get(_HREF, "").removeprefix(_PAGE) if name == "a" else ""
        if name == "a" and place not in titles:
            copy = ElementTree.SubElement(target, "g")
        else:
            copy = ElementTree.SubElement(target, name, _attributes(child))
        if copy.tag == "a":
            copy.set("href", f"#{place}")
            ElementTree.SubElement(copy, "title").text = titles[place]
            if place in linked:
                copy.set("tabindex", "-1")
            linked.add(place)
        if name in ("text", "tspan"):
            copy.text = child.text
        _copy_children(child, copy, titles, linked)


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    """Write down place and style of an element; ids and references get a beginning that no other part of the page has.

    Examples
    --------
    >>> path = ElementTree.Element("path", {"style": "fill: red; behavior: x", "onload": "x", "clip-path": "url(#p1)"})
    >>> _attributes(path)
    {'fill': 'red', 'clip-path': 'url(#picture-p1)'}
    """
    declarations = (one.partition(":") for one in element.get("style", "").split(";"))
    styles = {name.strip(): value.strip() for name, _, value in declarations}
    size = re.search(r"[\d.]+px", styles.get("font", ""))
    if size:
        styles |= {"font-size": size[0], "font-weight": "bold" if "bold" in styles["font"] else "normal"}
    wanted = [(name, styles.get(name)) for name in _STYLES] + [(name, element.get(name)) for name in _PLACES]
    kept = {name: value for name, value in wanted if value and _PLAIN.fullmatch(value)}
    clip = _LOCAL.fullmatch(element.get("clip-path", ""))
    if clip:
        kept["clip-path"] = f"url(#picture-{clip[1]})"
    if element.tag.endswith(("clipPath", "path")) and re.fullmatch(r"\w+", element.get("id", "")):
        kept["id"] = f"picture-{element.get('id')}"
    if element.tag.endswith("use") and re.fullmatch(r"#\w+", element.get(_HREF, "")):
        kept["href"] = f"#picture-{element.get(_HREF, '')[1:]}"
    return kept
