"""Which blocks of code does a page of the documentation hold, and what should each of them print?

A block stands between fences of three or more backticks, and has a kind. ``sh`` and ``python`` are run; ``text``
directly below one of them is what it prints. ``toml`` and ``csv`` are shown, or written to a file where their first
line is ``# file: PATH`` (``# append: PATH`` adds to it). Other kinds in ``SHOWN`` are only shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

RUN = ("sh", "python")
WRITTEN = ("toml", "csv")
SHOWN = ("text", "r", "json", "jsonl", "po", "bibtex", "markdown")
STARTS = ("english", "empty", "tutorial", "repository")

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<kind>.*)$")
_START = re.compile(r"^% start: *(\S+)")
_FILE = re.compile(r"^# (file|append): *(\S+)\n")


@dataclass(frozen=True)
class Block:
    """A block of code.

    Attributes
    ----------
    kind : str
        What stands behind the backticks.
    code : str
        Its lines, without the one that names a file.
    line : int
        Number of its first line in the page.
    path, appended : str, bool
        The file that it is written to, if any, and whether it is added to what is there.
    printed, printed_line : str, int
        What it should print, and where that stands; None where the page does not say.
    """

    kind: str
    code: str
    line: int
    path: str = ""
    appended: bool = False
    printed: str | None = None
    printed_line: int = 0


@dataclass(frozen=True)
class Page:
    """A page: what lies in the working folder when its reader begins, and its blocks from top to bottom."""

    path: Path
    start: str
    blocks: tuple[Block, ...]


class PageError(ValueError):
    """What is wrong with the form of a page."""


def read_page(path: Path) -> Page:
    """Find the blocks of a page.

    Raises
    ------
    PageError
        If a fence is never closed, a kind is unknown, or the page begins with something else than there is.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    named = _START.match(lines[0]) if lines else None
    start = named[1] if named else "english"
    if start not in STARTS:
        raise PageError(f"{path}:1: expected a start of {', '.join(STARTS)}, found {start!r}")
    return Page(path, start, _with_outputs(_fenced(lines, path), lines))


def _fenced(lines: list[str], path: Path) -> list[Block]:
    """Every fenced block; the fence of a directive, such as ``{note}``, is looked through."""
    found: list[Block] = []
    directives: list[str] = []
    number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        number += 1
        if not fence:
            continue
        kind, ticks = fence["kind"].strip(), fence["ticks"]
        if kind.startswith("{") and not kind.startswith("{code"):
            directives.append(ticks)
        elif not kind and directives and ticks == directives[-1]:
            directives.pop()
        else:
            end = _end(lines, number, ticks, path)
            found.append(_block(kind, lines[number:end], len(fence["indent"]), number + 1, path))
            number = end + 1
    return found


def _end(lines: list[str], first: int, ticks: str, path: Path) -> int:
    """Index of the line that closes a block."""
    closing = (at for at in range(first, len(lines)) if lines[at].strip() == ticks)
    end = next(closing, None)
    if end is None:
        raise PageError(f"{path}:{first}: expected a line {ticks} that closes the block, found none")
    return end


def _block(kind: str, lines: list[str], indent: int, number: int, path: Path) -> Block:
    if kind not in (*RUN, *WRITTEN, *SHOWN):
        known = ", ".join((*RUN, *WRITTEN, *SHOWN))
        raise PageError(f"{path}:{number - 1}: expected a block of {known}, found {kind or 'no kind'!r}")
    code = "".join(f"{line[indent:]}\n" for line in lines)
    named = _FILE.match(code) if kind in WRITTEN else None
    if not named:
        return Block(kind, code, number)
    return Block(kind, code[named.end() :], number + 1, path=named[2], appended=named[1] == "append")


def _with_outputs(blocks: list[Block], lines: list[str]) -> tuple[Block, ...]:
    """Give each block that is run the ``text`` that stands directly below it."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if block.kind == "text" and before and before.kind in RUN and before.printed is None:
            # Between the blocks lie the two fences and nothing else.
            between = lines[before.line - 1 + before.code.count("\n") : block.line - 1]
            if all(not line.strip("` ") or line.strip() == "```text" for line in between):
                found[-1] = replace(before, printed=block.code, printed_line=block.line)
                continue
        found.append(block)
    return tuple(found)
