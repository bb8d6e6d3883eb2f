"""How does a picture become a part of the page? Only shapes, text and links to the page itself are taken over.

A picture is a file that anybody may have changed, and the policy of the page forbids style attributes. So nothing is
copied as it stands: elements and attributes are those of the lists below, and styles become attributes. To halve its
size, numbers are rounded to hundredths of a point, which no screen shows, and groups that say nothing are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from discourse.errors import DataError
from discourse.figures.style import TYPE

_SHAPES = ("a", "clipPath", "defs", "g", "path", "pattern", "rect", "text", "tspan", "use")
_NAMED = ("clipPath", "path", "pattern")
"""Elements that others refer to."""
_PLACES = ("d", "height", "patternUnits", "transform", "width", "x", "y")
_STYLES = (
    "fill", "fill-opacity", "font-size", "font-style", "font-weight", "opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor",
)  # fmt: skip
_PLAIN = re.compile(r"[\w#.,%() \n+-]*")
_LOCAL = re.compile(r"url\(#(\w+)\)")
_DECIMALS = re.compile(r"-?\d+\.\d+")
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_UNTURNED = re.compile(r"rotate\(-?0 [^()]*\)")
_HREF = "{http://www.w3.org/1999/xlink}href"
_PAGE = "report.html#"
_FONT = "DejaVu Sans, Verdana, sans-serif"
"""The font that text was measured in, and one of nearly the same widths where that is not there."""

LEAST_TYPE = 9
"""CSS pixels of the smallest type of a picture; where that makes it wider than the screen, it scrolls in its card."""

_BELOW_TITLE = 0.3
"""What the descenders of a title and the gap below it take up, in its size."""


def inline_picture(path: Path, label: str, titles: Mapping[str, str]) -> str:
    """Read a figure's SVG as markup for the page.

    Parameters
    ----------
    path : Path
        The picture; its stem begins every id, so that no two pictures share one.
    label : str
        What the picture shows, for those who do not see it. Where that is drawn as its title, the title is left out: on
        the page it is the heading. What stands on the page as ``<stem>-caption`` describes the picture further.
    titles : mapping of str to str
        For each place on the page that the picture links to, what a reader finds there; other links are left out.

    Returns
    -------
    str
        An ``svg`` element without styles and scripts, safe to stand in HTML. Its width is the least at which all type
        can be read. It is an image, or a group where it has links.

    Raises
    ------
    DataError
        If the file is not there, or is no SVG with a ``viewBox``.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if "<!ENTITY" in text:
            raise ValueError("definitions of entities")
        root = ElementTree.fromstring(text)
        picture = _frame(root, label, _drop_title(root, label))
        copying = _Copying(re.sub(r"\W", "-", path.stem), titles)
        copying.children(root, picture)
        picture.set("role", "group" if copying.linked else "img")
        picture.set("aria-describedby", f"{path.stem}-caption")
        return ElementTree.tostring(picture, encoding="unicode")
    except (OSError, ValueError, ElementTree.ParseError, RecursionError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise DataError("a picture as SVG", found, path, f"Make it anew: discourse figures {path.stem}") from None


def _frame(root: ElementTree.Element, label: str, top: float) -> ElementTree.Element:
    """Open a picture of the size of another, without what stands above ``top`` (in its units)."""
    box = root.get("viewBox", "").split()
    if len(box) != 4:
        raise ValueError("no viewBox of four numbers")
    left, start, width, height = map(float, box)
    if not all(map(math.isfinite, (left, start, width, height))) or min(width, height - top) <= 0:
        raise ValueError("a viewBox without an area")
    shown = " ".join(map(_rounded, (left, start + top, width, height - top)))
    return ElementTree.Element(
        "svg",
        {
            "viewBox": shown,
            "width": str(math.ceil(width * LEAST_TYPE / TYPE)),
            "aria-label": label,
            "font-family": _FONT,
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        },
    )


def _drop_title(root: ElementTree.Element, title: str) -> float:
    """Take the drawn title out of a picture, and return how much room it took at the top; 0 where none is drawn."""
    for parent in root:
        for group in parent:
            lines = [child for child in group if child.tag.endswith("text")]
            if lines and " ".join(" ".join(line.text or "" for line in lines).split()) == " ".join(title.split()):
                parent.remove(group)
                return max((_baseline(line) for line in lines), default=0.0)
    return 0.0


def _baseline(line: ElementTree.Element) -> float:
    """Where the next thing may begin below a line of text.

    Examples
    --------
    >>> _baseline(ElementTree.Element("text", {"style": "font-size: 10px", "transform": "translate(2.5 20)"}))
    23.0
    """
    size = re.search(r"([\d.]+)px", line.get("style", ""))
    moved = re.fullmatch(r"translate\([\d.]+ ([\d.]+)\)", line.get("transform", ""))
    height = moved[1] if moved else line.get("y", "0")
    return float(height) + _BELOW_TITLE * float(size[1] if size else 0)


@dataclass
class _Copying:
    """What of a picture is copied, under which beginning of ids, and which places are linked already."""

    prefix: str
    titles: Mapping[str, str]
    linked: set[str] = field(default_factory=set)

    def children(self, source: ElementTree.Element, target: ElementTree.Element) -> None:
        """Copy what is on the lists; only the first of the links to one place is reached with the tabulator key."""
        for child in source:
            name = child.tag.rpartition("}")[2]
            if name not in _SHAPES:
                continue
            place = child.get(_HREF, "").removeprefix(_PAGE) if name == "a" else ""
            kept = {} if name == "a" else self.attributes(child)
            if name == "a" and place in self.titles:
                self.children(child, self._link(target, place))
            elif name in ("a", "g") and not kept:
                self.children(child, target)
            else:
                copy = ElementTree.SubElement(target, name, kept)
                copy.text = child.text if name in ("text", "tspan") else None
                self.children(child, copy)

    def _link(self, target: ElementTree.Element, place: str) -> ElementTree.Element:
        link = ElementTree.SubElement(target, "a", {"href": f"#{place}"})
        if place in self.linked:
            link.set("tabindex", "-1")
        self.linked.add(place)
        ElementTree.SubElement(link, "title").text = self.titles[place]
        return link

    def attributes(self, element: ElementTree.Element) -> dict[str, str]:
        """Write down place and style of an element; ids and references get the beginning of this picture.

        Examples
        --------
        >>> style = "fill: url(#h1); stroke: red; behavior: x"
        >>> path = ElementTree.Element("path", {"style": style, "onload": "x", "clip-path": "url(#p1)"})
        >>> _Copying("timeline", {}).attributes(path)
        {'fill': 'url(#timeline-h1)', 'stroke': 'red', 'clip-path': 'url(#timeline-p1)'}
        """
        name, styles = element.tag.rpartition("}")[2], _styles(element)
        wanted = [(one, styles.get(one)) for one in _STYLES] + [(one, element.get(one)) for one in _PLACES]
        kept = {one: _short(one, value) for one, value in wanted if value and _PLAIN.fullmatch(value)}
        for one, value in (("fill", styles.get("fill", "")), ("clip-path", element.get("clip-path", ""))):
            if local := _LOCAL.fullmatch(value):
                kept[one] = f"url(#{self.prefix}-{local[1]})"
        if name in _NAMED and re.fullmatch(r"\w+", element.get("id", "")):
            kept["id"] = f"{self.prefix}-{element.get('id')}"
        if name == "use" and re.fullmatch(r"#\w+", element.get(_HREF, "")):
            kept["href"] = f"#{self.prefix}-{element.get(_HREF, '')[1:]}"
        return {one: value for one, value in kept.items() if value}


def _styles(element: ElementTree.Element) -> dict[str, str]:
    """Read an element's style, with type in its long form; a colour may stand in an attribute, too."""
    declarations = (one.partition(":") for one in element.get("style", "").split(";"))
    styles = {name.strip(): value.strip() for name, _, value in declarations}
    styles.setdefault("fill", element.get("fill", ""))
    if size := re.search(r"[\d.]+px", styles.get("font", "")):
        styles |= {"font-size": size[0], "font-weight": "bold" if "bold" in styles["font"] else "normal"}
    return styles


def _short(name: str, value: str) -> str:
    r"""Write a value with two decimals, a path without blanks around its commands, and no turn by nothing.

    Examples
    --------
    >>> _short("d", "M 1.23456 2 \nL 3.50001 -0.0004 \nz\n"), _short("transform", "rotate(-0 55.3 186.5)")
    ('M1.23 2L3.5 0z', '')
    """
    short = _DECIMALS.sub(lambda found: _rounded(float(found[0])), value)
    if name == "d":
        return _COMMAND.sub(r"\1", short).strip()
    return "" if _UNTURNED.fullmatch(value.strip()) else short


def _rounded(number: float) -> str:
    return repr(round(number, 2) + 0.0).removesuffix(".0")  # adding zero takes the sign from a zero
