"""What do the figures look like, and which script made each? Gallery pages, from what is committed.

Nothing is drawn here. sphinx-gallery would run every script anew, which takes more than a minute, and would show
numbers that ``make check`` has not compared.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from made import plain, titled, write_pages
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[2]
FIRST = ("emphasis", "paragraphs")
"""Figures that stand first; the others follow by name."""


def figure_names() -> list[str]:
    """Name the figures that have a script and were made: the main one first."""
    names = sorted(path.stem for path in (ROOT / "experiments").glob("*.py"))
    made = [name for name in names if (ROOT / "figures" / f"{name}.md").is_file()]
    return sorted(made, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))


def question_of(name: str) -> str:
    """Return the question that a script answers: the first line of its docstring."""
    tree = ast.parse((ROOT / "experiments" / f"{name}.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or name).splitlines()[0]


def gallery_pages() -> dict[str, str]:
    """Return a page for each figure, by file name, and the cards of them all."""
    names = figure_names()
    return {f"{name}.rst": _page(name) for name in names} | {"cards.txt": _cards(names)}


def _has_picture(name: str) -> bool:
    return (ROOT / "figures" / f"{name}.png").is_file()


def _cards(names: list[str]) -> str:
    """Return a card for each figure; those that are tables only stand last."""
    cards = [".. grid:: 1 1 2 2\n   :gutter: 3\n   :class-container: gallery\n"]
    for name in sorted(names, key=_has_picture, reverse=True):
        picture = f"      :img-top: ../../figures/{name}.png\n      :img-alt: The figure {name}\n"
        cards.append(
            f"   .. grid-item-card:: {name.replace('_', ' ').capitalize()}\n"
            f"      :link: figures/{name}\n      :link-type: doc\n"
            f"{picture if _has_picture(name) else ''}\n      {plain(question_of(name))}\n"
        )
    listed = "".join(f"   figures/{name}\n" for name in names)
    return "\n".join([*cards, f".. toctree::\n   :hidden:\n\n{listed}"])


def _caption(name: str) -> list[str]:
    """Return title, caption and notes of a figure, as paragraphs."""
    text = (ROOT / "figures" / f"{name}.md").read_text(encoding="utf-8")
    parts = [plain(each) for each in text.split("\n\n") if each.strip() and not each.startswith("## ")]
    return [f"**{parts[0].removeprefix('# ')}**\n", *(f"{each}\n" for each in parts[1:])]


def _page(name: str) -> str:
    shown = name.replace("_", " ").capitalize()
    picture = f".. image:: ../../../figures/{name}.svg\n   :alt: {question_of(name)}\n   :class: figure\n"
    return "\n".join(
        [
            titled(shown),
            f"{plain(question_of(name))}\n",
            picture if _has_picture(name) else "This figure is a table; it has no picture.\n",
            *_caption(name),
            titled("Numbers", "-"),
            f"The table behind it: :download:`{name}.csv <../../../figures/{name}.csv>`.\n",
            titled("Make it again", "-"),
            f".. code-block:: sh\n\n   discourse figures {name}\n",
            f"Or run the script alone: ``python experiments/{name}.py``.\n",
            f".. literalinclude:: ../../../experiments/{name}.py\n   :language: python\n",
        ]
    )


def write_gallery(app: Sphinx) -> None:
    """Write the pages before Sphinx looks for pages."""
    write_pages(Path(app.srcdir) / "gallery" / "figures", gallery_pages())


def setup(app: Sphinx) -> dict[str, Any]:
    """Have the pages written."""
    app.connect("builder-inited", write_gallery)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
