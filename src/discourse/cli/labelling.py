"""``discourse relabel``: open the labelling page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.context import StudyOption, open_study

if TYPE_CHECKING:
    from discourse.relabel import Server


class Queue(StrEnum):
    """Which paragraphs come up."""

    uncoded = "uncoded"
    disagreements = "disagreements"
    doubtful = "doubtful"
    least_sure = "least-sure"
    audit = "audit"
    stale = "stale"


def relabel(
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who codes. Default: the page asks.")] = "",
    queue: Annotated[
        Queue,
        typer.Option(
            help=(
                "Which paragraphs: uncoded (not yet by you), disagreements (coders differ), doubtful (the model "
                "doubts the label), least-sure (the model doubts itself), audit (a random sample), stale (the codebook "
                "changed since)."
            )
        ),
    ] = Queue.uncoded,
    size: Annotated[int, typer.Option(min=1, help="Paragraphs in the queues doubtful, least-sure and audit.")] = 100,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. Default: 8765, or the next free.")] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; only this machine by default.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the page's address.")] = False,
    study: StudyOption = None,
) -> None:
    """Code paragraphs in the browser, one at a time, by keyboard.

    Every coding is on the disk before the page says "saved". Stop with Ctrl-C; start again to go on.

    Example: discourse relabel --coder ani --queue audit
    """
    from discourse.relabel import Desk, Server, latest_probabilities

    found = open_study(study)
    desk = Desk(found, latest_probabilities(found), size)
    name = desk.check_coder(coder) if coder else ""
    desk.check_queue(queue.value)
    server = Server(desk, name, queue.value, host, port)
    if host not in ("127.0.0.1", "localhost"):
        typer.echo(
            f"Warning: listening on {host}. Whoever can reach this machine and has the address can read and "
            "code, and what passes between is not encrypted.",
            err=True,
        )
    run_page(server, no_browser=no_browser, saved="codings")
    typer.echo("Ended. To see what your codings changed: discourse retrain")


def run_page(server: Server, *, no_browser: bool, saved: str) -> None:
    """Say where a page is, open it, and serve until it is stopped; ``saved`` says what goes to its log."""
    typer.echo(f"The page is at {server.address}")
    typer.echo(f"Ctrl-C ends it; {saved} are in the log as soon as the page says saved.")
    if not no_browser:
        typer.launch(server.address)
    try:
        server.run()
    except KeyboardInterrupt:
        typer.echo("")
