"""Which commands are there, and what can be said to each? The reference of commands, from the program itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from made import plain, titled, write_pages
from sphinx.application import Sphinx

from discourse.cli import app as program

Command = Any
"""A command or group of the program; typer brings its own click."""


def root_command() -> Command:
    """Return the program with all its commands."""
    return typer.main.get_command(program)


def shown_commands(command: Command) -> dict[str, Command]:
    """Name the commands of a group that ``--help`` lists; those of a command are none."""
    return {name: each for name, each in getattr(command, "commands", {}).items() if not each.hidden}


def command_pages() -> dict[str, str]:
    """Return the text of each page, by file name, and the table of them all."""
    commands = shown_commands(root_command())
    pages = {f"{name}.rst": "\n".join(_parts(f"discourse {name}", each, "=")) for name, each in commands.items()}
    return pages | {"table.txt": "\n".join(_table(commands))}


def anchor_of(path: str) -> str:
    """Name the place of a command in its page: that of ``discourse labels diff`` is ``discourse-labels-diff``."""
    return path.replace(" ", "-")


def _table(commands: dict[str, Command]) -> Iterator[str]:
    yield ".. list-table::\n   :widths: 35 65\n   :class: commands\n"
    for name, command in commands.items():
        inner = shown_commands(command)
        for path, each in [(f"{name} {part}", each) for part, each in inner.items()] or [(name, command)]:
            first = (each.help or "").split("\n\n")[0]
            yield f"   * - :ref:`discourse {path} <{anchor_of(f'discourse {path}')}>`\n     - {_prose(first)}"


def _parts(path: str, command: Command, sign: str) -> Iterator[str]:
    """Yield what a command's page has: usage, help, examples, arguments and options; then the commands of a group."""
    context = typer.Context(command, info_name=path)
    yield f".. _{anchor_of(path)}:\n\n{titled(path, sign)}"
    paragraphs = [each for each in (command.help or "").split("\n\n") if each.strip()]
    yield from (_prose(each) + "\n" for each in paragraphs if not each.startswith("Example: "))
    yield "Usage:\n"
    yield _block("text", [command.get_usage(context).removeprefix("Usage: ")])
    examples = [each.removeprefix("Example: ") for each in paragraphs if each.startswith("Example: ")]
    if examples:
        yield "Example:\n" if len(examples) == 1 else "Examples:\n"
        yield _block("sh", [" ".join(each.split()) for each in examples])
    records = [each.get_help_record(context) for each in command.params]
    yield from _options([each for each in records if each])
    for name, each in shown_commands(command).items():
        yield from _parts(f"{path} {name}", each, "-")


def _options(records: list[tuple[str, str]]) -> Iterator[str]:
    if not records:
        return
    yield ".. list-table::\n   :widths: 35 65\n   :class: options\n"
    for name, text in records:
        yield f"   * - ``{name}``\n     - {_prose(text) or ' '}"
    yield ""


def _block(language: str, lines: list[str]) -> str:
    return f".. code-block:: {language}\n\n" + "".join(f"   {line}\n" for line in lines)


def _prose(text: str) -> str:
    """Return plain text as reStructuredText: options as they are typed, every sign as itself."""
    return re.sub(r"(?<!\S)(\(?)(--[a-z-]+)", r"\1``\2``\\ ", plain(text))


def write_commands(app: Sphinx) -> None:
    """Write the pages before Sphinx looks for pages."""
    write_pages(Path(app.srcdir) / "reference" / "commands", command_pages())


def setup(app: Sphinx) -> dict[str, Any]:
    """Have the pages written."""
    app.connect("builder-inited", write_commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
