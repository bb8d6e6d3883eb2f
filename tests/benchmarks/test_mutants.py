"""Are the faults those that are described, is nothing else mutated, and is what survives said?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest


def changes(source: str) -> list[str]:
    from mutations import mutants

    return [mutant.change for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("c = a <= b", ["a <= b -> a < b", "a <= b -> a > b"]),
        ("c = a in b", ["a in b -> a not in b"]),
        ("c = a @ -b", ["a @ -b -> a * -b", "-b -> b"]),
        ("c = a and not b", ["a and (not b) -> a or not b", "not b -> b"]),
        ("a += 2", ["a += 2 -> a -= 2", "a += 2 -> pass", "2 -> 3"]),
        ("f(a, key='x')", ["f(a, key='x') -> pass", "key='x' -> left out", "'x' -> 'x~'"]),
        ("b = np.minimum(a, True)", ["np.minimum -> np.maximum", "True -> False"]),
        ("b = [i for i in a if i]", ["for i in a if i -> for i in a"]),
        ("b = 1 if a else c", ["if a -> if True", "if a -> if False", "1 -> 2"]),
        ("raise ValueError(1)", ["raise ValueError(1) -> pass"]),
        ("if a:\n    break", ["if a -> if True", "if a -> if False", "break -> pass"]),
    ],
)
def test_faults_of_one_line(line: str, expected: list[str]) -> None:
    assert changes(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "'a docstring'",
        "a: Literal['x', 'y']",
        "A = Literal['x', 'y']",
        "__all__ = ['x']",
        "if TYPE_CHECKING:\n    a = 1",
        "@f(1)\ndef g(a: 'int') -> 'int': ...",
        "a = f'to be read{b:.2f}'",
        "a = 'words for people'",
        "a = zip(b, c, strict=True)",
        "from a import b",
    ],
)
def test_what_no_test_should_hold_is_left_alone(line: str) -> None:
    assert changes(line) == []


def test_each_mutant_has_its_own_fault_and_says_where() -> None:
    from mutations import mutants

    source = "class A:\n    def f(self):\n        return 1 + 2\n"
    found = [(mutant.function, mutant.line, _value(mutant.tree)) for mutant in mutants(source)]
    assert found == [("A.f", "return 1 + 2", -1), ("A.f", "return 1 + 2", 4), ("A.f", "return 1 + 2", 4)]
    assert changes("a = [1, 1, 2]") == ["1 -> 2", "1 -> 2 (2)", "2 -> 3"]


def _value(tree: object) -> int:
    names: dict[str, type] = {}
    exec(compile(tree, "<a mutant>", "exec"), names)
    return names["A"]().f()


def test_what_survives_is_known_new_or_gone(capsys: pytest.CaptureFixture[str]) -> None:
    from mutants import report

    tried = [("room/file.py", "f", f"line {number}", "1 -> 2") for number in range(20)]
    reasons = {tried[0]: "the same number", tried[1]: "", ("room/other.py", "g", "line", "1 -> 2"): "speed"}
    assert report(tried, tried[:1], reasons)
    said = capsys.readouterr().out
    assert "room: 19 of 20 mutants killed (95.0%)" in said
    assert "is killed now: room/file.py | f | line 1 | 1 -> 2" in said
    assert "other.py" not in said
    assert not report(tried, tried[:2], reasons)
    assert "no reason is given: room/file.py | f | line 1 | 1 -> 2" in capsys.readouterr().out
    assert not report(tried, tried[:4], dict.fromkeys(tried, "the same number"))


def test_every_survivor_in_the_file_has_a_reason() -> None:
    from mutants import SOURCE, known_survivors

    known = known_survivors()
    assert {key: reason for key, reason in known.items() if not reason} == {}
    assert {key[0] for key in known if not (SOURCE / key[0]).is_file()} == set()


def test_what_the_tests_notice_is_killed_and_so_is_what_never_ends(root: Path) -> None:
    code = """
import ast, mutants
module = mutants.SOURCE / "emphasis" / "sums.py"
mutants.warm_up()
plain = module.read_text("utf-8")
sources = {"the same": plain, "other": plain.replace("weights**2", "weights"), "broken": "1 / 0"}
chosen = [mutants.Mutant("", "", name, ast.parse(source)) for name, source in sources.items()]
print([mutant.change for mutant in mutants.survivors_of(module, chosen)])
print(mutants.in_a_process(module, compile("while True: pass", str(module), "exec"), mutants.Order(), 1))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root / "benchmarks",
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert answer.stdout.splitlines() == ["['the same']", "(False, {})"]


def test_a_sample_is_run_from_the_command_line(root: Path) -> None:
    module = root / "src" / "discourse" / "emphasis" / "sums.py"
    answer = subprocess.run(
        [sys.executable, root / "benchmarks" / "mutants.py", "--sample", "2", module],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert re.match(r"emphasis/sums.py: [012] of 2 killed, \d+ s\nemphasis: [012] of 2 mutants killed", answer.stdout)
