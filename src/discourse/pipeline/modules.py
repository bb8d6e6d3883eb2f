"""Which modules does a script's result depend on? Its imports, followed through this package."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
"""Folder of the package."""


def modules_behind(script: Path) -> tuple[Path, ...]:
    """Files of this package that a script imports, directly or through others.

    Imports are read from the text, those inside functions too; nothing is run. A change of any other
    module cannot change the script's result.

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
        for file in _imports(waiting.pop()):
            if file not in found:
                found.add(file)
                waiting.append(file)
    return tuple(sorted(found))


@cache
def _imports(file: Path) -> tuple[Path, ...]:
    """Return the files of this package that one file names in its import statements."""
    files: list[Path] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        files += [file for name in names if name.split(".")[0] == PACKAGE.name for file in _files_of(name)]
    return tuple(files)


def _files_of(name: str) -> list[Path]:
    """Return the files that importing a dotted name runs: each package on the way, then the module."""
    files, folder = [PACKAGE / "__init__.py"], PACKAGE
    for part in name.split(".")[1:]:
        if (folder / f"{part}.py").is_file():
            files.append(folder / f"{part}.py")
            break
        folder = folder / part
        if not (folder / "__init__.py").is_file():
            break  # the last part is a name inside a module
        files.append(folder / "__init__.py")
    return files
