"""How does long work show that it goes on? A bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys

import typer


class FigureProgress:
    """Progress over figures; call it with (stem, event, seconds) as the pipeline reports."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self.bar = tqdm(total=total, unit="figure", file=sys.stderr, disable=not sys.stderr.isatty())
        self.total, self.done = total, 0

    def __enter__(self) -> FigureProgress:
        return self

    def __exit__(self, *unused: object) -> None:
        self.bar.close()

    def __call__(self, stem: str, event: str, seconds: float) -> None:
        """Show one event."""
        if event == "waiting":
            typer.echo(f"Waiting: {stem} is making figures of this study.", err=True)
            return
        if event == "start":
            self.bar.set_description(stem)
            return
        self.done += 1
        self.bar.update()
        if self.bar.disable:
            words = {"made": f"made in {seconds:.1f} s", "current": "up to date", "failed": "failed"}
            typer.echo(f"{self.done} of {self.total}: {stem}: {words.get(event, event)}")
