"""Which names does the package have, and on which page does each stand? The Python reference, from docstrings.

A page for each public name of ``discourse``, and one for each room. A name that several rooms hand on is described
once: first come the names of ``discourse``, then the rooms, each before the folders within it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from made import titled, write_pages
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer

import discourse

ROOMS = (
    *("errors", "study", "settings", "codebook", "languages", "corpus", "labels", "features", "classifier", "topics"),
    *("evaluation", "emphasis", "words", "figures", "pipeline", "report", "annotation", "studies"),
)
"""Rooms in the order of the data; those that are not named here follow."""
NOT_CALLED = ("io", "cli")
"""Rooms that people do not call."""
GROUPS = {
    "study": ("study", "codebook", "errors"),
    "emphasis": ("emphasis",),
    "labels": ("labels",),
    "classifier": ("classifier", "evaluation"),
    "topics": ("topics",),
    "words": ("features", "words"),
    "figures": ("figures", "pipeline"),
}
"""What the names of ``discourse`` are for, and the rooms that each group of them comes from."""
_TABLE = ".. list-table::\n   :widths: 35 65\n   :class: names\n\n"
LONGEST_VALUE = 60
"""A constant that takes more characters than this is described, and its value not shown."""
WITHOUT_LIST = ("emphasis.correction", "emphasis.findings", "emphasis.measures", "emphasis.planning")
WITHOUT_LIST += ("labels.consent", "labels.sampling")
"""Folders whose ``__init__`` hands nothing on, and whose modules people call all the same."""
WHOLE = ("emphasis",)
"""Rooms of which every public name is described: their formulas are what readers check."""


def rooms() -> list[str]:
    """Name the rooms that the reference describes, in the order of the data."""
    folders = [each.name for each in _modules(discourse) if each.ispkg and each.name not in (*ROOMS, *NOT_CALLED)]
    return [*ROOMS, *(each for each in folders if public_names(f"discourse.{each}"))]


def public_names(room: str) -> list[tuple[str, str]]:
    """Name what a room offers: by module, what ``__all__`` says, or what its modules define.

    Parameters
    ----------
    room : str
        Its dotted name, with ``discourse``.

    Returns
    -------
    list of (str, str)
        The module that the name is looked up in, and the name.
    """
    module = importlib.import_module(room)
    if hasattr(module, "__all__"):
        return [(room, name) for name in module.__all__ if not name.startswith("__")]
    if not hasattr(module, "__path__"):
        return [(room, name) for name in _defined(module)]
    if room.removeprefix("discourse.") not in WITHOUT_LIST:
        return []
    inner = [importlib.import_module(f"{room}.{each.name}") for each in _modules(module) if not each.ispkg]
    return [(each.__name__, name) for each in inner for name in _defined(each)]


def home_of(module: str, name: str) -> tuple[str, str]:
    """Say which module defines a name that another hands on; the same for all that hand it on."""
    holder = importlib.import_module(module)
    value = getattr(holder, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        return value.__module__, value.__qualname__
    for node in ast.walk(ast.parse(inspect.getsource(holder))):
        if isinstance(node, ast.ImportFrom) and node.module and any(each.name == name for each in node.names):
            return home_of(node.module, name)
    return module, name


def reference_pages() -> dict[str, str]:
    """Return the text of each page, by file name."""
    described: dict[tuple[str, str], str] = {}
    pages = {}
    for module, name in public_names("discourse"):
        described[home_of(module, name)] = f"discourse.{name}"
        pages[f"discourse.{name}.rst"] = titled(f"discourse.{name}") + "\n" + _entry("discourse", name)
    for group, homes in GROUPS.items():
        names = [path for (home, _), path in described.items() if home.split(".")[1] in homes]
        listed = "".join(f"   api/{path}\n" for path in names)
        table = _table([(path, _value(*path.split("."))) for path in names])
        pages[f"{group}.txt"] = f"{table}\n.. toctree::\n   :hidden:\n\n{listed}"
    for room in rooms():
        pages |= _room_pages(f"discourse.{room}", described)
    return pages | {"rooms.txt": _rooms_table()}


def _rooms_table() -> str:
    """List the rooms with the question that each answers, the first line of its docstring."""
    questions = {room: inspect.getdoc(importlib.import_module(f"discourse.{room}")) or "" for room in rooms()}
    rows = [f"   * - :py:mod:`discourse.{room}`\n     - {_first_paragraph(text)}\n" for room, text in questions.items()]
    listed = "".join(f"   api/{room}\n" for room in questions)
    return f"{_TABLE}{''.join(rows)}\n.. toctree::\n   :hidden:\n\n{listed}"


def _room_pages(room: str, described: dict[tuple[str, str], str]) -> dict[str, str]:
    """Return the pages of a room and of the folders within it; what is described is added to what was."""
    names = public_names(room)
    new = [each for each in names if home_of(*each) not in described]
    described |= {home_of(*each): ".".join(each) for each in new}
    module = importlib.import_module(room)
    inner = _modules(module) if hasattr(module, "__path__") else []
    parts = [titled(room), f".. automodule:: {room}\n   :no-members:\n"]
    parts += [_table([(described[home_of(*each)], _value(*each)) for each in names])]
    parts += [_entry(*each) for each in new]
    parts += _file_parts(room, [each.name for each in inner if not each.ispkg], described)
    folders = [f"{room}.{each.name}" for each in inner if each.ispkg]
    below = [_room_pages(each, described) for each in folders if public_names(each)]
    if below:
        listed = [next(iter(each)).removesuffix(".rst") for each in below]
        parts += [titled("Folders within it", "-"), ".. toctree::\n", *(f"   {each}" for each in listed)]
    pages = {f"{room.removeprefix('discourse.')}.rst": "\n".join([*parts, ""])}
    for each in below:
        pages |= each
    return pages


def _file_parts(room: str, files: list[str], described: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield what the files of a room say of themselves: the question that each answers, and how."""
    public = [each for each in files if not each.startswith("_")]
    for path in (f"{room}.{each}" for each in public):
        yield titled(path, "-")
        yield f".. automodule:: {path}\n   :no-members:\n"
        if room.removeprefix("discourse.") in WHOLE:
            new = [(path, name) for name in _defined(importlib.import_module(path)) if (path, name) not in described]
            described |= {each: ".".join(each) for each in new}
            yield from (_entry(*each) for each in new)


def _table(names: list[tuple[str, Any]]) -> str:
    """List what can be called, with the first sentence that is said of each."""
    rows = [(path, inspect.getdoc(value) or "") for path, value in names if callable(value)]
    return (_TABLE if rows else "") + "".join(
        f"   * - :py:obj:`~{path}`\n     - {_first_paragraph(text)}\n" for path, text in rows
    )


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _value(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def _entry(module: str, name: str) -> str:
    value = _value(module, name)
    if inspect.isclass(value):
        return f".. autoclass:: {module}.{name}\n   :members:\n"
    if inspect.isfunction(value):
        return f".. autofunction:: {module}.{name}\n"
    home, _ = home_of(module, name)
    if ("", name) not in ModuleAnalyzer.for_module(home).find_attr_docs():
        return f".. py:data:: {home}.{name}\n   :value: {value!r}\n"
    hidden = "   :no-value:\n" if len(repr(value)) > LONGEST_VALUE else ""
    return f".. autodata:: {home}.{name}\n{hidden}"


def _modules(package: ModuleType) -> list[pkgutil.ModuleInfo]:
    return sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name)


def _defined(module: ModuleType) -> list[str]:
    """Name classes and functions that a module defines, in its order."""
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value))
        if value.__module__ == module.__name__ and value.__name__ == name
    ]


def write_reference(app: Sphinx) -> None:
    """Write the pages before Sphinx looks for pages."""
    write_pages(Path(app.srcdir) / "reference" / "api", reference_pages())


def leave_out(app: Sphinx, what: str, name: str, member: Any, skip: bool, options: Any) -> bool | None:
    """Leave out what libraries add to classes on their own: pydantic, scikit-learn and named tuples."""
    text = getattr(member, "__doc__", None) or ""
    added = name == "model_config" or re.fullmatch(r"set_\w+_request", name) or text.startswith("Alias for field ")
    return True if added else None


def find_by_last_part(app: Sphinx, env: Any, node: pending_xref, content: nodes.Element) -> nodes.Element | None:
    """Resolve a reference such as ``:func:`emphasis_table``` where one name of the package ends so."""
    if node.get("refdomain") != "py":
        return None
    objects = env.domains.python_domain.objects
    target = node["reftarget"].removeprefix("discourse.")
    ends = {(each.docname, each.node_id) for name, each in objects.items() if name.endswith(f".{target}")}
    if len(ends) != 1:
        return None
    docname, anchor = ends.pop()
    address = app.builder.get_relative_uri(node["refdoc"], docname)
    return nodes.reference("", "", content, internal=True, refuri=f"{address}#{anchor}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Have the pages written, the members chosen, and short references resolved."""
    app.connect("builder-inited", write_reference)
    app.connect("autodoc-skip-member", leave_out)
    app.connect("missing-reference", find_by_last_part)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
