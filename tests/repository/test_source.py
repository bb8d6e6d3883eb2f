"""Does the source keep the house's habits? Docstrings, length, a test for every file, quick imports."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import types
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "discourse"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 300
HEAVY = ("sklearn", "gensim", "nltk", "matplotlib", "pandas", "numpy", "scipy", "dask", "starlette")

TESTED_WITH = {
    "discourse.classifier.doubtful": "classifier/test_failures.py",
    "discourse.classifier.fields": "classifier/test_features.py",
    "discourse.classifier.peers": "classifier/test_candidates.py",
    "discourse.classifier.sureness": "classifier/test_failures.py",
    "discourse.classifier.tables": "cli/test_classifying.py",
    "discourse.classifier.trained": "classifier/test_storage.py",
    "discourse.classifier.transfer": "classifier/test_candidates.py",
    "discourse.cli.checking": "cli/test_drawing.py",
    "discourse.cli.context": "repository/test_commands.py",
    "discourse.cli.progress": "cli/test_drawing.py",
    "discourse.cli.reading": "cli/test_drawing.py",
    "discourse.cli.tables": "cli/test_drawing.py",
    "discourse.errors": "repository/test_commands.py",
    "discourse.figures.bars": "figures/test_panels.py",
    "discourse.figures.calibration": "figures/test_panels_classifier.py",
    "discourse.figures.cells": "figures/test_panels_classifier.py",
    "discourse.figures.emphasis": "figures/test_panels.py",
    "discourse.figures.grids": "figures/test_panels.py",
    "discourse.figures.intervals": "figures/test_panels.py",
    "discourse.figures.learning": "figures/test_panels_classifier.py",
    "discourse.figures.specifications": "figures/test_panels.py",
    "discourse.figures.stability": "figures/test_panels.py",
    "discourse.figures.strongest": "figures/test_panels_classifier.py",
    "discourse.figures.words": "figures/test_panels.py",
    "discourse.labels.distances": "labels/test_alpha.py",
    "discourse.pipeline.causes": "pipeline/test_checking.py",
    "discourse.pipeline.comparing": "pipeline/test_checking.py",
    "discourse.pipeline.making": "cli/test_drawing.py",
    "discourse.pipeline.rows": "pipeline/test_checking.py",
    "discourse.pipeline.state": "pipeline/test_running.py",
    "discourse.scale.cluster": "scale/test_scale.py",
    "discourse.scale.files": "scale/test_scale.py",
    "discourse.scale.ledger": "scale/test_scale.py",
    "discourse.scale.parts": "scale/test_scale.py",
    "discourse.scale.remembering": "scale/test_scale.py",
    "discourse.scale.rows": "scale/test_scale.py",
    "discourse.scale.streaming": "scale/test_scale.py",
}
"""Modules whose tests stand beside those of a neighbour, in a file of another name."""


def name_of(path: Path) -> str:
    """Dotted name of a module."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def source_modules() -> list:
    """Every module as a parameter with its dotted name."""
    return [pytest.param(path, id=name_of(path)) for path in MODULES]


@pytest.mark.parametrize("path", source_modules())
def test_module_says_what_it_answers(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", source_modules())
def test_module_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines; give each question a file of its own"


@pytest.mark.parametrize("path", source_modules())
def test_public_names_are_documented(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    public = [getattr(module, name) for name in getattr(module, "__all__", [])]
    callables = [each for each in public if isinstance(each, type | types.FunctionType)]
    bare = [each.__name__ for each in callables if not inspect.getdoc(each)]
    assert bare == []


def test_every_module_has_a_test_file(root: Path) -> None:
    tests = {path.relative_to(root / "tests").as_posix() for path in (root / "tests").rglob("test_*.py")}
    names = {Path(test).name for test in tests}
    missing = []
    for path in MODULES:
        inner = path.relative_to(SOURCE)
        if path.name == "__init__.py" or TESTED_WITH.get(name_of(path)) in tests:
            continue
        if len(inner.parts) == 1:
            found = f"test_{inner.name}" in names
        else:
            room = inner.parent.as_posix()
            found = bool({f"{room}/test_{inner.name}", f"{room}/test_{room}_{inner.name}"} & tests)
        if not found:
            missing.append(inner.as_posix())
    assert missing == []


def test_no_module_is_listed_that_is_gone() -> None:
    assert set(TESTED_WITH) <= {name_of(path) for path in MODULES}


def test_import_is_light() -> None:
    code = f"import sys, discourse; print([name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_figures_read_no_file() -> None:
    readers = ("read_csv", "read_table", "read_text", "read_bytes", "open", "load")
    found = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        if path.is_relative_to(SOURCE / "figures")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in readers
    ]
    assert found == []
