"""Does the source keep the house's habits? Docstrings, length, a test for every file, quick imports."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import re
import subprocess
import sys
import tokenize
import types
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "discourse"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 300
HEAVY = ("sklearn", "gensim", "nltk", "matplotlib", "pandas", "numpy", "scipy", "dask", "duckdb", "starlette")

MOST_FILES = 14
WITHOUT_MODULE = ("docs/", "repository/", "experiments/", "benchmarks/", "clients/", "fuzz/")
"""Folders whose tests are of something other than a module of the package."""


def name_of(path: Path) -> str:
    """Dotted name of a module."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = [path for path in MODULES if path.name != "__init__.py"]
NAMES = {name_of(path) for path in MODULES}


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


def test_no_comment_swallows_an_argument(root: Path) -> None:
    folders = ("src", "experiments", "benchmarks", "tests")
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    assert [
        f"{path.relative_to(root)}:{line}" for path in paths for line in swallowing_comments(path.read_bytes())
    ] == []


def test_a_swallowed_argument_is_found() -> None:
    text = b"f(\n    a=1,  # enough here b=2,\n    c=3,  # a comment\n)\nd = 4  # where d=4\n"
    assert swallowing_comments(text) == [2]


def swallowing_comments(source: bytes) -> list[int]:
    """Lines whose comment, inside brackets, holds what reads like a keyword argument."""
    depth, found = 0, []
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        elif token.type == tokenize.COMMENT and depth and re.search(r"\b[a-z_]\w*=[^\s=]", token.string):
            found.append(token.start[0])
    return found


def rooms() -> list:
    """Every folder of the package as a parameter with its dotted name."""
    return [pytest.param(path.parent, id=name_of(path)) for path in MODULES if path.name == "__init__.py"]


@pytest.mark.parametrize("room", rooms())
def test_no_room_is_crowded(room: Path) -> None:
    files = sorted(path.name for path in room.glob("*.py"))
    assert len(files) <= MOST_FILES, f"{len(files)} files; give those that belong together a folder of their own"


def namesakes(path: Path, text: str) -> list[str]:
    """Public functions and classes of a module that bear its name, so that an import may give one or the other."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in ast.parse(text).body if isinstance(node, kinds) and node.name == path.stem]


@pytest.mark.parametrize("path", source_modules())
def test_no_public_name_is_that_of_its_file(path: Path) -> None:
    assert namesakes(path, path.read_text(encoding="utf-8")) == []


def test_a_namesake_is_found_and_a_private_file_may_have_one() -> None:
    text = "def scores(): ...\n\nclass Other:\n    def scores(self): ...\n"
    assert namesakes(Path("scores.py"), text) == ["scores"]
    assert namesakes(Path("_scores.py"), text) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_import_of_a_module_gives_the_module(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    room = importlib.import_module(name_of(path.parent / "__init__.py"))
    assert getattr(room, path.stem) is module


def own_tests(path: Path, tests: Iterable[str]) -> list[str]:
    """Test files named for a module: ``<room>/test_<file>.py`` or, where a name is taken, ``test_<room>_<file>.py``."""
    folder, stem = path.parent.relative_to(SOURCE), path.stem.lstrip("_")
    names = (stem, f"{folder.name}_{stem}") if folder.name else (stem,)
    possible = {(folder / f"test_{name}.py").as_posix() for name in names}
    return [test for test in tests if test in possible]


def untested(tests: Iterable[str]) -> list[str]:
    """Name the modules that have no test file."""
    return [name_of(path) for path in FILES if not own_tests(path, tests)]


def strays(tests: Mapping[str, str]) -> list[str]:
    """Test files that are named for no module or room, and drive no page in a browser."""
    named = {test for path in FILES for test in own_tests(path, tests)}
    named |= {f"{room.name}/test_{room.name}.py" for room in SOURCE.iterdir() if room.is_dir()}
    loose = [test for test in tests if test not in named and not test.startswith(WITHOUT_MODULE)]
    return [test for test in loose if "pytest.mark.browser" not in tests[test]]


@pytest.fixture(scope="module")
def tests(root: Path) -> dict[str, str]:
    """Each test file below ``tests``, and its text."""
    folder = root / "tests"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("test_*.py"))}


def test_every_module_has_a_test_file(tests: dict[str, str]) -> None:
    assert untested(tests) == []


def test_every_test_file_has_a_module(tests: dict[str, str]) -> None:
    assert strays(tests) == []


def test_no_module_has_two_test_files(tests: dict[str, str]) -> None:
    found = {name_of(path): own_tests(path, tests) for path in FILES}
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


def test_a_test_file_that_goes_is_missed(tests: dict[str, str]) -> None:
    named = {test for path in FILES for test in own_tests(path, tests)}
    unnoticed = [test for test in sorted(named) if not untested([name for name in tests if name != test])]
    assert unnoticed == []


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


SHIPPED = re.compile(r"laos|vietnam|indones|vovworld|pillar-targeted|\b20(?:23|25)\b", re.I)
"""What belongs to the shipped study: its countries, language, outlets, sampling and periods."""


@pytest.mark.parametrize("path", source_modules())
def test_code_knows_nothing_of_the_shipped_study(path: Path) -> None:
    assert SHIPPED.findall(code_of(path)) == []


@pytest.mark.parametrize("path", source_modules())
def test_no_function_has_a_language_of_its_own(path: Path) -> None:
    from discourse.languages import known_languages

    signs = [node.args for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if hasattr(node, "args")]
    given = [each for args in signs if isinstance(args, ast.arguments) for each in (*args.defaults, *args.kw_defaults)]
    values = [each.value for each in given if isinstance(each, ast.Constant)]
    assert [value for value in values if value in known_languages()] == []


def test_nobody_is_told_to_install_the_package_by_its_name(root: Path) -> None:
    """An index may know another package by that name; ``errors.install_hint`` says what to install."""
    told = re.compile(r"pip install[^\n]*\bdiscourse\b|\bdiscourse\[")
    texts = [root / "README.md", root / "CONTRIBUTING.md", *(root / "src").rglob("*.py"), *root.glob("data/*.md")]
    assert [path.name for path in texts if told.search(path.read_text(encoding="utf-8"))] == []


def code_of(path: Path) -> str:
    """Code of a module without comments and docstrings, nor what stands in their place below a constant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for name, statements in ast.iter_fields(node):
            if isinstance(statements, list) and any(isinstance(each, ast.stmt) for each in statements):
                kept = [each for each in statements if not (isinstance(each, ast.Expr) and is_text(each.value))]
                setattr(node, name, kept or [ast.Pass()])
    return ast.unparse(tree)


def is_text(node: ast.expr) -> bool:
    """Say whether an expression is nothing but a text."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
