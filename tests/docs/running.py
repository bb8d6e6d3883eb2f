"""What happens to somebody who types a page of the documentation from top to bottom?

All blocks of a page run in one folder, one after the other. A block of ``sh`` is a script that ends at the first
command that fails; where it leaves its reader, there the next block begins. A page may show a mistake: where its output
has a line that says what the program expected (``discourse: ... expected``), the script may end with 1 or 2. Blocks of
``python`` share their names, and a warning is an error.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import traceback
import warnings
from pathlib import Path
from typing import Any

from tests.docs.blocks import Block, Page

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1200
DOTS = re.compile(r"(?:^| )\.\.\.(?: |$)|\.\.\.")
NOWHERE = "http://127.0.0.1:9"
"""Where no proxy listens: what wants to go out of the machine fails at once."""
MISTAKE = re.compile(r"^discourse: (?:.*: )?expected |^discourse: \.\.\.", re.M)
STAND_INS = ("discourse", "make", "pip", "python", "python3", "dask", "git", "xdg-open")


class Typist:
    """Runs the blocks of pages in a folder of its own.

    Parameters
    ----------
    folder : Path
        An empty folder; the page's working folder and the reader's home are made in it.
    page : Page
        The page.
    """

    def __init__(self, folder: Path, page: Page) -> None:
        self.page = page
        self.work = folder / "work"
        self.at = self.work
        self._folder = folder
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._environment = _environment(folder)
        lay_out(page.start, self.work)

    def run(self) -> str:
        """Run every block; say what is wrong with the first that is not as the page says, nothing if none is."""
        for block in self.page.blocks:
            if wrong := self._wrong(block):
                return f"{self.page.path}:{block.line}: {wrong}"
        return ""

    def _wrong(self, block: Block) -> str:
        """Run a block, and say what is wrong with it."""
        if block.kind in ("toml", "csv"):
            return self._write(block)
        if block.kind not in ("sh", "python"):
            return ""
        ended, printed = self._shell(block.code) if block.kind == "sh" else self._python(block)
        allowed = (0, 1, 2) if MISTAKE.search(block.printed or "") else (0,)
        if ended not in allowed:
            return (
                f"expected a block that runs, found one that ends with {ended}:\n{block.code}\nIt printed:\n{printed}"
            )
        return difference(block, printed)

    def _shell(self, code: str) -> tuple[int, str]:
        """Run a script as ``bash -e`` does; return how it ended and what it printed, errors among it."""
        left_at = self._folder / "left-at"
        script = f"trap 'pwd > \"{left_at}\"' EXIT\n{code}"
        answer = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self.at,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        self.at = Path(left_at.read_text(encoding="utf-8").strip())
        return answer.returncode, answer.stdout.decode("utf-8", "replace")

    def _python(self, block: Block) -> tuple[int, str]:
        """Execute a block in the names that earlier ones left; return 0 or 1, and what it printed."""
        printed, ended = io.StringIO(), 0
        with contextlib.chdir(self.at), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                # Line numbers of a traceback are those of the page.
                exec(compile("\n" * (block.line - 1) + block.code, str(self.page.path), "exec"), self._names)
            except Exception:
                ended = 1
                printed.write(traceback.format_exc())
        return ended, printed.getvalue()

    def _write(self, block: Block) -> str:
        """Write a block to the file that it names; whether or not it names one, it must be what it says it is."""
        code = block.code
        if block.path:
            path = self.at / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if block.appended:
                code = path.read_text(encoding="utf-8") + code
            path.write_text(code, encoding="utf-8")
        return ill_formed(block.kind, code)


def ill_formed(kind: str, code: str) -> str:
    """Say why a text is no TOML, or no CSV whose rows are as long as its header."""
    if kind == "toml":
        try:
            tomllib.loads(code)
        except tomllib.TOMLDecodeError as error:
            return f"expected TOML, found an error: {error}"
        return ""
    lengths = {len(row) for row in csv.reader(io.StringIO(code), strict=True)}
    return "" if len(lengths) == 1 else f"expected rows of equal length, found {sorted(lengths)} cells"


def difference(block: Block, printed: str) -> str:
    """Say how what a block printed differs from what the page shows."""
    if block.printed is None or matches(block.printed, printed):
        return ""
    return (
        f"the output differs from the one shown at line {block.printed_line}.\n{block.code}\n"
        f"Expected:\n{block.printed}\nGot:\n{printed}"
    )


def matches(shown: str, printed: str) -> bool:
    """Say whether an output is the one shown: anything may stand where that has ``...``, white space is all alike.

    So it is in doctest, but dots between words may here also stand for nothing.
    """
    first, *others = DOTS.split(" ".join(shown.split()))
    got = " ".join(printed.split())
    if not others:
        return got == first
    if not got.startswith(first):
        return False
    at, last = len(first), others.pop()
    for piece in others:
        found = got.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return got.endswith(last) and len(got) - len(last) >= at


def lay_out(start: str, work: Path) -> None:
    """Put into the working folder what lies there when the reader of a page begins."""
    if start in ("english", "repository"):
        shutil.copytree(ROOT / "src" / "discourse" / "demo", work, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        work.mkdir()
    if start == "tutorial":
        shutil.copytree(ROOT / "docs" / "tutorial", work / "tutorial")
    if start == "repository":
        shutil.copytree(ROOT / "experiments", work / "experiments", ignore=shutil.ignore_patterns("__pycache__"))


def _environment(folder: Path) -> dict[str, str]:
    """What the shell knows: the programs that stand in come first, home is empty, and no way leads out."""
    programs, home = folder / "bin", folder / "home"
    programs.mkdir()
    home.mkdir()
    beside = Path(__file__).with_name("stand_ins.py")
    for name in STAND_INS:
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{beside}" {name} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    ways_out = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DISCOURSE_"))},
        **ways_out,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
        "HOME": str(home),
        "BROWSER": "true",
        "MPLBACKEND": "Agg",
        "COLUMNS": "120",
    }
