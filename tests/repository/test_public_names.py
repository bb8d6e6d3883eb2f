"""Is each public name what it says, whatever was imported before, and no room's name?"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

import discourse

PUBLIC = (
    "Study",
    "Codebook",
    "Experiment",
    "tokenize",
    "TextFeatures",
    "PillarClassifier",
    "make_classifier",
    "train",
    "train_study",
    "load_model",
    "save_model",
    "explain_text",
    "TopicModel",
    "agreement_table",
    "cross_predict",
    "scores",
    "emphasis_table",
    "emphasis_by",
    "shift_tests",
    "linkage",
    "prominence",
    "keyness",
    "kwic",
    "plot_shift",
    "plot_shares",
    "DiscourseError",
    "__version__",
)
MODULES = tuple(each.name for each in pkgutil.walk_packages(discourse.__path__, "discourse."))
BUDGET = 0.05
"""Seconds that ``import discourse`` may take."""


def test_the_public_names_are_these() -> None:
    assert sorted(PUBLIC) == discourse.__all__
    assert set(PUBLIC) <= set(dir(discourse))


def test_names_stay_what_they_are_when_everything_is_imported() -> None:
    code = "\n".join(
        [
            "import importlib, discourse",
            f"before = {{name: getattr(discourse, name) for name in {PUBLIC!r}}}",
            f"[importlib.import_module(name) for name in {MODULES!r}]",
            "print([name for name, found in before.items() if getattr(discourse, name) is not found])",
        ]
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_no_public_name_is_the_name_of_a_room() -> None:
    rooms = {name.split(".")[1] for name in MODULES}
    assert rooms & set(PUBLIC) == set()
    assert [name for name in PUBLIC if isinstance(getattr(discourse, name), types.ModuleType)] == []


@pytest.mark.parametrize("name", MODULES)
def test_importing_a_module_gives_the_module(name: str) -> None:
    module = importlib.import_module(name)
    found = discourse
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    assert found is module
    assert not hasattr(module, name.rpartition(".")[2]), f"{name} defines or imports something of its own name"


def test_the_type_checker_and_the_reader_are_told_the_same() -> None:
    tree = ast.parse(Path(discourse.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {
        alias.asname or alias.name: getattr(importlib.import_module(str(node.module)), alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == {name: getattr(discourse, name) for name in PUBLIC if name != "__version__"}


def test_every_public_name_is_documented() -> None:
    assert [name for name in PUBLIC if name != "__version__" and not getattr(discourse, name).__doc__] == []


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'discourse' has no attribute 'emphasise'"):
        _ = discourse.emphasise


def test_importing_takes_no_time() -> None:
    code = "import time; start = time.perf_counter(); import discourse; print(time.perf_counter() - start)"
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(runs) < BUDGET
