"""What does a figure depend on: modules, word lists, tables read?

Modules are read from the text of the imports. Tables and word lists are noted by the study and by
:mod:`discourse.languages` while the figure is made, so that no script has to list them.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from discourse import languages
from discourse.study import Study

PACKAGE = Path(__file__).resolve().parents[1]
"""Folder of the package."""
_INSIDE = PACKAGE / "experiments"
SHIPPED = _INSIDE if _INSIDE.is_dir() else PACKAGE.parents[1] / "experiments"
"""Folder of the experiment scripts that come with the package: inside it, or, in a checkout, beside ``src``."""


def experiment_scripts(study: Study) -> dict[str, Path]:
    """Find the scripts of a study's figures, by stem: those that come with the package, and the study's own.

    A script in the study's ``experiments/`` takes the place of the package's script of that stem.
    """
    folders = (SHIPPED, study.experiments)
    found = {path.stem: path for folder in folders for path in folder.glob("*.py") if not path.stem.startswith("_")}
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class FilesRead:
    """Files that were asked for while a figure was made.

    Attributes
    ----------
    inputs : mapping of str to str
        Files and folders below the study's ``data``, with their checksums when they were read.
    word_lists : tuple of str
        Files below the folder of :mod:`discourse.languages`, sorted; lists of a study are inputs.
    """

    inputs: Mapping[str, str]
    word_lists: tuple[str, ...]


def record_files(make: Callable[[Study], object], study: Study) -> FilesRead:
    """Make something of a study of which nothing was read before, and say which files it asked for.

    Parameters
    ----------
    make : callable
        Called with the study.
    study : Study
        Its folder and settings are used, not what it has read.

    Examples
    --------
    >>> record_files(lambda study: study.labels_path, Study(Path("study")))
    FilesRead(inputs={'labels.csv': ''}, word_lists=())
    """
    fresh = Study(study.root, study.chosen)
    with languages.recorded_lists() as lists:
        make(fresh)
        for path in lists:
            if not path.is_relative_to(languages.FOLDER):
                fresh.note(path.relative_to(fresh.data.resolve()).as_posix())
        ours = sorted(path for path in lists if path.is_relative_to(languages.FOLDER))
    return FilesRead(dict(fresh.inputs), tuple(path.relative_to(languages.FOLDER).as_posix() for path in ours))


def note_study(study: Study, other: Study) -> None:
    """Note what another study has read so far, and its settings, among the inputs of this one.

    Parameters
    ----------
    study : Study
        The study whose figure is made; a change of the other one then makes the figure out of date.
    other : Study
        A study that the figure compares with.

    Examples
    --------
    >>> one, other = Study(Path("one")), Study(Path("other"))
    >>> note_study(one, other)
    >>> one.inputs
    {'../../other/data/study.toml': ''}
    """
    for name in ("study.toml", *other.inputs):
        path = os.path.relpath((other.data / name).resolve(), study.data.resolve())
        study.note(Path(path).as_posix())


def module_dependencies(script: Path) -> tuple[Path, ...]:
    """Files of this package that a script imports from, directly or through others.

    Imports are read from the text, those inside functions too; nothing is run. Imports for the type checker
    alone (``if TYPE_CHECKING:``) count only where a package hands on what they name. A name that a package
    hands on is followed to the file that defines it: ``from discourse.figures import draw_keyness``
    depends on one panel, not on all. A change of any other module cannot change the script's result.

    Parameters
    ----------
    script : Path
        A Python file.

    Returns
    -------
    tuple of Path
        Sorted, without the script itself.
    """
    found: set[Path] = set()
    waiting = [script.resolve()]
    while waiting:
        for module, name in _parse(_text(waiting.pop())).imported:
            for file in _homes(module, name):
                if file not in found:
                    found.add(file)
                    waiting.append(file)
    return tuple(sorted(found))


@dataclass(frozen=True)
class _Names:
    """Names in the text of a module.

    Attributes
    ----------
    imported : tuple of (str, str)
        Module and name of every import that is run; no name where the module itself is imported.
    bound : dict of str to (str, str)
        Module and name behind the names that ``from ... import`` gives.
    defined : frozenset of str
        Functions, classes and variables.
    """

    imported: tuple[tuple[str, str], ...]
    bound: dict[str, tuple[str, str]]
    defined: frozenset[str]


@cache
def _parse(text: str) -> _Names:
    tree = ast.parse(text)
    bound: dict[str, tuple[str, str]] = {}
    imported: list[tuple[str, str]] = []
    for_types = set(_imports_for_types(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            bound |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
            imported += [(node.module, alias.name) for alias in node.names if node not in for_types]
    return _Names(tuple(imported), bound, frozenset(_defined(tree)))


def _imports_for_types(tree: ast.AST) -> Iterator[ast.AST]:
    """Find the imports that only the type checker sees; a package names in them what it loads late."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from node.body


def _defined(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _homes(module: str, name: str) -> tuple[Path, ...]:
    """Files of this package that an imported name comes from; none for a name of another package."""
    file = _file_of(module)
    if file is None:
        return ()
    if file.name != "__init__.py":
        return (file,)
    names = _parse(_text(file))
    if not name:
        # Whoever takes a package whole may ask it for any name that it hands on.
        return (file, *(home for other in names.bound.values() for home in _homes(*other)))
    if name in names.bound:
        return _homes(*names.bound[name])
    if name in names.defined:
        return (file,)
    inner = _file_of(f"{module}.{name}")
    # A name that comes from nowhere in the text (``import *``, ``__getattr__``) may come from anywhere in the folder.
    return tuple(sorted(file.parent.rglob("*.py"))) if inner is None else (inner,)


def _file_of(module: str) -> Path | None:
    """Return the file of a module of this package, by its dotted name."""
    first, *rest = module.split(".")
    place = PACKAGE.joinpath(*rest)
    files = (place / "__init__.py", place.with_suffix(".py"))
    return next((file for file in files if file.is_file()), None) if first == PACKAGE.name else None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
