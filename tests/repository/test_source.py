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
HEAVY = ("sklearn", "gensim", "nltk", "matplotlib", "pandas", "numpy", "scipy", "dask", "starlette")

TESTED_WITH = {}
"""Modules without a test file of their own that a neighbour's tests reach; a module that has one may not stand here."""


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


def own_tests(path: Path, tests: Iterable[str]) -> set[str]:
    """Test files named for a module: ``test_<file>.py`` in the folder of its room, or anywhere if it has no room."""
    *rooms, _ = path.relative_to(SOURCE).parts
    stem = path.stem.lstrip("_")
    if not rooms:
        return {test for test in tests if test.endswith(f"/test_{stem}.py")}
    folders, names = (rooms[0], "/".join(rooms)), (stem, f"{rooms[0]}_{stem}")
    return {f"{folder}/test_{name}.py" for folder in folders for name in names} & set(tests)


def shared_tests(path: Path, tests: Mapping[str, set[str]]) -> set[str]:
    """Test files named for a module's room (``test_<room>.py``, ``test_<room>_...py``) that import something of it."""
    room = path.relative_to(SOURCE).parts[0]
    named = {test for module in FILES for test in own_tests(module, tests)}
    of_room = [test for test in tests if re.fullmatch(rf"{room}/test_{room}(_\w+)?\.py", test) and test not in named]
    return {test for test in of_room if name_of(path) in tests[test]}


def untested(tests: Mapping[str, set[str]]) -> list[str]:
    """Name the modules that have neither a test file of their own nor a shared one, and are no exception."""
    return [
        name_of(path)
        for path in FILES
        if not own_tests(path, tests) and not shared_tests(path, tests) and TESTED_WITH.get(name_of(path)) not in tests
    ]


def modules_imported(test: Path) -> set[str]:
    """Name the modules of the package that define what a test imports, through whichever room it does so."""
    found = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "discourse":
            found |= {source_of(str(node.module), each.name) for each in node.names}
    return found


def source_of(module: str, name: str) -> str:
    """Name the module that defines what another hands on."""
    if f"{module}.{name}" in NAMES:
        return f"{module}.{name}"
    return getattr(getattr(importlib.import_module(module), name, None), "__module__", module)


@pytest.fixture(scope="module")
def tests(root: Path) -> dict[str, set[str]]:
    """Each test file below ``tests``, and the modules that it imports from."""
    folder = root / "tests"
    return {path.relative_to(folder).as_posix(): modules_imported(path) for path in sorted(folder.rglob("test_*.py"))}


def test_every_module_has_a_test_file(tests: dict[str, set[str]]) -> None:
    assert untested(tests) == []


def test_a_test_file_that_goes_is_missed(tests: dict[str, set[str]]) -> None:
    named = {test for path in FILES for test in own_tests(path, tests)}
    unnoticed = [test for test in sorted(named) if not untested({name: tests[name] for name in tests if name != test})]
    assert unnoticed == []


def test_exceptions_are_needed(tests: dict[str, set[str]]) -> None:
    paths = {name_of(path): path for path in FILES}
    gone = [name for name in TESTED_WITH if name not in paths]
    needless = [name for name, path in paths.items() if name in TESTED_WITH and own_tests(path, tests)]
    needless += [name for name, path in paths.items() if name in TESTED_WITH and shared_tests(path, tests)]
    assert (gone, needless) == ([], [])


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
