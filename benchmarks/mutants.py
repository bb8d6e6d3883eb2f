"""Do the tests notice a fault? Run the tests of a module against every mutant of it.

Each module of ``ROOMS`` is tested by its own test file and the examples in its docstrings alone, as they are what says
what the module must do. A mutant is killed when a test fails, or when it takes too much time or memory. Those that
survive stand in ``mutants.csv``, each with the reason why it may; the run says which are new there and which are
gone.

    make mutants                                                # 25 mutants of each module, drawn at random
    make mutants ARGS="--all"                                   # every mutant
    make mutants ARGS="--all src/discourse/emphasis/sums.py"    # every mutant of one module
    make mutants ARGS="--all --write"                           # fit mutants.csv to what was found; reasons stay

The libraries are imported once; each mutant then has a process of its own, in which the loader gives its code in the
place of the module's. No file is changed.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gc
import importlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "discourse"
SURVIVORS = Path(__file__).with_suffix(".csv")
COLUMNS = ("module", "function", "line", "change", "reason")
ROOMS = {
    "emphasis": "estimators inputs intervals left_out permutation shares shifts sums table verdict",
    "emphasis/correction": "adjusted dsl ppi predictions usefulness",
    "labels": "agreement coding inclusion reliability table",
    "evaluation": "folds",
}
LIBRARIES = ("hypothesis.strategies", "nltk.metrics.agreement", "scipy.stats", "sklearn.model_selection")
LIBRARIES += ("discourse.study",)  # and what stands below the rooms
SEED, KILLED_AT_LEAST = 1, 0.85
MEMORY = 6 * 2**30
Key = tuple[str, str, str, str]


class Order:
    """Run the quickest tests first, by the seconds that each took; without them, note them."""

    def __init__(self, seconds: dict[str, float] | None = None) -> None:
        self.known, self.seconds = seconds or {}, {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort the tests."""
        items.sort(key=lambda item: self.known.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what a test and its fixtures took."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


def tests_of(module: Path) -> list[str]:
    """Return the module, for its examples, and its test file."""
    room = ROOT / "tests" / module.parent.relative_to(SOURCE)
    names = (f"test_{module.stem}.py", f"test_{module.parent.name}_{module.stem}.py")
    return [str(module), *(str(room / name) for name in names if (room / name).is_file())]


def run_tests(module: Path, code: object, order: Order) -> int:
    """Run the tests of a module with code of its own in its place; the exit code of pytest."""
    plain = SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda self, name: code if self.path == str(module) else plain(self, name)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        options = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider"]
        return int(pytest.main([*options, *tests_of(module)], plugins=[order]))


def in_a_process(module: Path, code: object, order: Order, seconds: float) -> tuple[bool, dict[str, float]]:
    """Say whether all tests passed in a process of their own, within so much computing time, and what each took."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.setitimer(signal.ITIMER_PROF, seconds)  # computing time: others may be at work on the machine
            signal.alarm(int(20 * seconds))
            status = run_tests(module, code, order)
            with os.fdopen(write, "w") as pipe:
                json.dump({"status": status, "seconds": order.seconds}, pipe)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(said) if said else {"status": 1, "seconds": {}}
    return answer["status"] == 0, answer["seconds"]


def survivors_of(module: Path, chosen: list[Mutant]) -> list[Mutant]:
    """Return the mutants of a module that its tests do not notice."""
    started = os.times().children_user
    plain = compile(module.read_text("utf-8"), str(module), "exec", dont_inherit=True)
    passed, seconds = in_a_process(module, plain, Order(), 600)
    if not passed:
        raise SystemExit(f"{module.relative_to(ROOT)}: its tests fail without any fault.")
    limit = 3 + 5 * (os.times().children_user - started)
    found = []
    for mutant in chosen:
        code = compile(mutant.tree, str(module), "exec", dont_inherit=True)
        if in_a_process(module, code, Order(seconds), limit)[0]:
            found.append(mutant)
    return found


def key_of(module: Path, mutant: Mutant) -> Key:
    """Name a mutant by what it is, not by the number of its line."""
    return module.relative_to(SOURCE).as_posix(), mutant.function, mutant.line, mutant.change


def warm_up() -> None:
    """Load what every mutant needs, so that its process has it from the start."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        os.environ[variable] = "1"  # a process with threads cannot be forked safely
    sys.path.insert(0, str(SOURCE.parent))  # the code beside this file, whatever is installed
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()


def known_survivors() -> dict[Key, str]:
    """Return the survivors in the file, each with its reason."""
    with SURVIVORS.open(encoding="utf-8", newline="") as lines:
        return {tuple(row[:-1]): row[-1] for row in list(csv.reader(lines))[1:]}


def write_survivors(survivors: dict[Key, str]) -> None:
    """Write the file of survivors anew."""
    with SURVIVORS.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *((*key, survivors[key]) for key in survivors)])


def report(tried: list[Key], survived: list[Key], known: dict[Key, str]) -> bool:
    """Print what was killed in each room and which survivors are new; whether both are as they must be."""
    enough = True
    for room in dict.fromkeys(key[0].rpartition("/")[0] for key in tried):
        total, left = (sum(key[0].rpartition("/")[0] == room for key in keys) for keys in (tried, survived))
        enough &= total - left >= KILLED_AT_LEAST * total
        print(f"{room}: {total - left} of {total} mutants killed ({(total - left) / total:.1%})")
    new = [key for key in survived if not known.get(key)]
    for key in new:
        print("survives, and no reason is given: " + " | ".join(key))
    for key in known:
        if key in tried and key not in survived:
            print("is killed now: " + " | ".join(key))
    return enough and not new


def asked_for(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.partition("\n")[0])
    modules = [SOURCE / room / f"{name}.py" for room, names in ROOMS.items() for name in names.split()]
    parser.add_argument("modules", nargs="*", type=Path, default=modules, help="files of src/discourse; default: all")
    parser.add_argument("--sample", type=int, default=25, help="so many mutants of each module, drawn at random")
    parser.add_argument("--all", action="store_true", help="every mutant, no sample")
    parser.add_argument("--write", action="store_true", help="fit mutants.csv to what was found; needs --all")
    asked = parser.parse_args(arguments)
    if asked.write and not asked.all:
        parser.error("--write needs --all")
    for module in asked.modules:
        if not (module.is_file() and module.resolve().is_relative_to(SOURCE)):
            parser.error(f"{module}: expected a file of src/discourse")
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that were asked for; 1 where too many survive, or one for which no reason is given."""
    asked = asked_for(arguments)
    warm_up()
    known, tried, survived = known_survivors(), [], []
    for module in map(Path.resolve, asked.modules):
        started, name = time.monotonic(), module.relative_to(SOURCE).as_posix()
        chosen = list(mutants(module.read_text("utf-8")))
        if not asked.all:
            chosen = random.Random(SEED).sample(chosen, min(asked.sample, len(chosen)))
        left = [key_of(module, mutant) for mutant in survivors_of(module, chosen)]
        number = len(chosen)
        print(f"{name}: {number - len(left)} of {number} killed, {time.monotonic() - started:.0f} s", flush=True)
        tried += [key_of(module, mutant) for mutant in chosen]
        survived += left
    if asked.write:
        kept = {key: reason for key, reason in known.items() if key[0] not in {key[0] for key in tried}}
        write_survivors(dict(sorted((kept | {key: known.get(key, "") for key in survived}).items())))
    return 0 if report(tried, survived, known) else 1


if __name__ == "__main__":
    sys.exit(main())
