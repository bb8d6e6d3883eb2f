"""Which programs does somebody call who types a page, and what happens here in place of each?

``discourse`` is the one of this interpreter; a page that it serves is asked for once and interrupted. What would set
up, install or reach another machine is checked and not done: a target of make, an extra of the package.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from discourse.cli import app; sys.argv[0] = 'discourse'; app()"
SERVING = ("relabel", "intrusion")
NOT_SERVING = {"--help", "--score"}
SECONDS = 60
FORMS = {
    # A cluster of machines.
    "dask": re.compile(r"(?:scheduler|worker) .*"),
    # The repository is fetched from wherever its reader has it.
    "git": re.compile(r"clone \S+(?: \S+)?|pull|status|diff|add .*|commit .*"),
}
"""What is called and neither run nor looked into, with the reason: the words that may follow."""


def discourse(words: Sequence[str]) -> int:
    """Run the package's own command."""
    if "--dask" in words:
        return 0  # there is no cluster here; tests/repository/test_documents.py looks at command and options
    command = [sys.executable, "-c", PROGRAM, *words]
    if words and words[0] in SERVING and not NOT_SERVING.intersection(words):
        return look_once(command)
    return subprocess.run(command, check=False).returncode


def look_once(command: Sequence[str]) -> int:
    """Start a program that serves a page, ask for the page, interrupt the program, and say how it ended."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = _address(process)
        if address is None:
            return process.wait(SECONDS) or _complain("expected the address of a page, found none")
        ways = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with ways.open(address, timeout=SECONDS) as answer:
            content = answer.read()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=SECONDS)
        print(rest, end="")  # noqa: T201 -- it is what the program printed
        return process.returncode if content else _complain(f"expected a page, found nothing at {address}")
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[str]) -> str | None:
    """Pass on what a program prints, up to the line with the address of its page."""
    for line in process.stdout or ():
        print(line, end="", flush=True)  # noqa: T201
        if found := re.search(r"http://127\.0\.0\.1:\d+\S*", line):
            return found[0]
    return None


def make(words: Sequence[str]) -> int:
    """See whether make knows the targets, without making them."""
    return subprocess.run(
        ["make", "-n", "-C", str(ROOT), *words],
        env={**os.environ, "PATH": os.environ["PATH"].partition(os.pathsep)[2]},
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


def pip(words: Sequence[str]) -> int:
    """See whether what is to be installed exists: the extras of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {extra for word in words for group in re.findall(r"\[(.+)\]", word) for extra in group.split(",")}
    if unknown := asked - set(project["optional-dependencies"]):
        return _complain(f"pip: the package has no extras {', '.join(sorted(unknown))}")
    return (
        0 if words and words[0] in ("install", "--version", "download") else _complain(f"pip: {words} is not expected")
    )


def python(words: Sequence[str]) -> int:
    """Run this interpreter; an environment is only made so far that it can be entered."""
    if words[:2] == ["-m", "venv"]:
        entered = Path(words[-1], "bin", "activate")
        entered.parent.mkdir(parents=True, exist_ok=True)
        entered.write_text("", encoding="utf-8")
        return 0
    if words[:2] == ["-m", "pip"]:
        return pip(words[2:])
    return subprocess.run([sys.executable, *words], check=False).returncode


def open_nothing(words: Sequence[str]) -> int:
    """Take the place of a browser."""
    return 0 if words else _complain("expected a page to open")


def formed(name: str) -> Callable[[Sequence[str]], int]:
    """Check the words of a program that is not run."""

    def check(words: Sequence[str]) -> int:
        said = " ".join(words)
        return 0 if FORMS[name].fullmatch(said) else _complain(f"{name}: {said!r} is not of the form that it takes")

    return check


def _complain(what: str) -> int:
    print(what, file=sys.stderr)  # noqa: T201
    return 3


PROGRAMS: dict[str, Callable[[Sequence[str]], int]] = {
    "discourse": discourse,
    "make": make,
    "pip": pip,
    "python": python,
    "python3": python,
    "xdg-open": open_nothing,
    **{name: formed(name) for name in FORMS},
}

if __name__ == "__main__":
    sys.exit(PROGRAMS[sys.argv[1]](sys.argv[2:]))
