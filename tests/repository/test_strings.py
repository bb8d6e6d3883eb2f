"""Has every file of strings just the sentences that figures, report and pages say? None missing, none left over."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src/discourse", "experiments")
STRINGS = sorted((ROOT / "src" / "discourse" / "languages").glob("*/strings.po"))
NAMES_WITH_DIGITS = ("F1", "AC1")
"""What is written with a digit and is no number."""


def source_files() -> list[Path]:
    """Return the Python files that may say something."""
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def template_files() -> list[Path]:
    """Return the templates that may say something."""
    return sorted((ROOT / "src/discourse").rglob("templates/*.html"))


def said_in_code(source: str) -> Iterator[tuple[int, object]]:
    """Line and first argument of each ``say``; None where it is not written out."""
    for line, _, found, _ in extract_python(io.BytesIO(source.encode()), {"say": None}, [], {"encoding": "utf-8"}):
        yield line or 0, found[0] if isinstance(found, tuple) else found


def said_in_template(source: str) -> Iterator[tuple[int, object]]:
    """Line and first argument of each ``say`` of a Jinja template; None where it is not written out."""
    for line, _, found, _ in babel_extract(io.BytesIO(source.encode()), ["say"], [], {}):
        yield line, found[0] if isinstance(found, tuple) else found


def titles_in_code(source: str) -> list[str]:
    """Titles of experiments, which the report looks up when it shows them."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Experiment"]
    titles = [keyword.value for call in made for keyword in call.keywords if keyword.arg == "title"]
    return [str(title.value) for title in titles if isinstance(title, ast.Constant)]


def wrong_calls(source: str) -> list[int]:
    """Lines that call ``say`` with anything but one text written out, or while a module is imported."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_say(node.func)]
    written = [call for call in calls if call.args and is_text(call.args[0]) and len(call.args) == 1]
    later = {id(node) for function in ast.walk(tree) if is_function(function) for node in ast.walk(function)}
    return [call.lineno for call in calls if call not in written or id(call) not in later]


def is_say(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "say") or (isinstance(node, ast.Attribute) and node.attr == "say")


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Each text that is said, and where; titles of experiments are among them."""
    found: dict[str, str] = {}
    for path in source_files():
        source, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        found |= {str(text): f"{name}:{line}" for line, text in said_in_code(source) if text}
        found |= dict.fromkeys(titles_in_code(source), name)
    for path in template_files():
        found |= {
            str(text): f"{path.name}:{line}"
            for line, text in said_in_template(path.read_text(encoding="utf-8"))
            if text
        }
    return found


def fields(template: str) -> list[str]:
    """Fields of a template with how they are written, in alphabetical order."""
    parts = Formatter().parse(template)
    return sorted(f"{name}!{kind}:{form}" for _, name, form, kind in parts if name is not None)


def digits(template: str) -> list[str]:
    """Numbers typed into a template, where a field should stand."""
    text = "".join(part for part, *_ in Formatter().parse(template))
    for name in NAMES_WITH_DIGITS:
        text = text.replace(name, "")
    return re.findall(r"\d+", text)


def entries(path: Path) -> dict[str, str]:
    """Read a file of strings with nothing in between."""
    catalogue = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
    return {str(each.id): str(each.string) for each in catalogue if each.id}


def test_there_is_a_file_of_strings() -> None:
    assert "id" in [path.parent.name for path in STRINGS]


@pytest.mark.parametrize("path", source_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_said_is_written_out_where_it_is_said(path: Path) -> None:
    assert wrong_calls(path.read_text(encoding="utf-8")) == []


def test_what_a_template_says_is_written_out() -> None:
    for path in template_files():
        lines = said_in_template(path.read_text(encoding="utf-8"))
        assert [(path.name, line) for line, text in lines if not text] == []


def test_no_number_is_typed_into_what_is_said(said: dict[str, str]) -> None:
    assert {text: where for text, where in said.items() if digits(text)} == {}


@pytest.mark.parametrize("path", STRINGS, ids=lambda path: path.parent.name)
def test_no_string_is_missing_and_none_is_left_over(path: Path, said: dict[str, str]) -> None:
    found = entries(path)
    assert {text: where for text, where in said.items() if not found.get(text)} == {}
    assert [text for text in found if text not in said] == []


@pytest.mark.parametrize("path", STRINGS, ids=lambda path: path.parent.name)
def test_a_translation_has_the_fields_of_the_original_and_no_number_more(path: Path) -> None:
    found = entries(path)
    assert {text: other for text, other in found.items() if fields(text) != fields(other)} == {}
    assert {text: other for text, other in found.items() if digits(other)} == {}


@pytest.mark.parametrize("path", STRINGS, ids=lambda path: path.parent.name)
def test_a_file_of_strings_is_in_order_and_holds_no_places_and_nothing_obsolete(path: Path) -> None:
    names = list(entries(path))
    assert names == sorted(names)
    assert re.findall(r"^#(?!, python-).*", path.read_text(encoding="utf-8"), re.M) == []


def test_the_shipped_study_has_strings_for_all_that_is_its_own(shipped_study) -> None:
    settings, codebook = shipped_study.settings, shipped_study.codebook
    own = {settings.title, settings.sample_note, settings.coding_note}
    own |= {pillar.name for pillar in codebook.pillars} | {analysis.title for analysis in settings.analyses}
    for path in sorted(shipped_study.data.glob("strings.*.po")):
        found = entries(path)
        assert own <= set(found)
        assert all(found.values())


def test_calls_that_freeze_or_hide_a_text_are_found() -> None:
    source = (
        'A = say("a")\n\ndef f(x):\n    say("b {x}", x=1)\n    say(A)\n    say(f"{x}")\n    t.say("c", x)\n'
        'g = lambda: say("d")\n'
    )
    assert wrong_calls(source) == [1, 5, 6, 7]
    assert [text for _, text in said_in_code(source) if text] == ["a", "b {x}", "c", "d"]
    assert list(said_in_template('{{ say("a {x}", x=1) }}\n<p title="{{ say(b) }}">')) == [(1, "a {x}"), (2, None)]
    assert titles_in_code('experiment = Experiment(script=__file__, title="One", compute=f)') == ["One"]


def test_fields_and_digits_are_told_apart() -> None:
    assert fields("{a:.1f} of {b} {a:.1f}") == ["a!None:.1f", "a!None:.1f", "b!None:"]
    assert digits("macro-F1 {p:.3f} with 80% power") == ["80"]
