"""What does a reader get? One page with every figure, what it shows, and the numbers behind it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from discourse.io.files import write_atomic
from discourse.pipeline.experiment import Experiment, read_numbers
from discourse.report.summary import summary_in_words
from discourse.report.tables import cell
from discourse.study import Study

MAIN = "emphasis"
"""The figure that answers the question."""

ROWS_SHOWN = 400
"""Rows of a figure's table on the page; longer ones are cut there, and the CSV holds them all."""


def write_report(study: Study, experiments: Sequence[Experiment]) -> Path:
    """Write ``figures/report.html`` from the figures' files.

    Parameters
    ----------
    study : Study
        The study.
    experiments : sequence of Experiment
        The main figure comes first, the others follow in their order; those whose figure is missing
        are left out.

    Returns
    -------
    Path
        The page. It shows the SVG files beside it and needs nothing else.
    """
    path = study.figures / "report.html"
    if not report_is_current(study, experiments):
        write_atomic(path, _page(study, experiments))
    return path


def report_is_current(study: Study, experiments: Sequence[Experiment]) -> bool:
    """Say whether the page is what :func:`write_report` would write: figures, codebook, settings and template."""
    path = study.figures / "report.html"
    return path.is_file() and path.read_bytes() == _page(study, experiments).encode()


def _page(study: Study, experiments: Sequence[Experiment]) -> str:
    environment = Environment(
        loader=PackageLoader("discourse.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("report.css").render()
    shown = [one for one in experiments if (study.figures / f"{one.stem}.csv").is_file()]
    shown.sort(key=lambda one: one.stem != MAIN)
    return environment.get_template("report.html").render(
        policy=_policy(style),
        style=style,
        study=study,
        settings=study.settings,
        codebook=study.codebook,
        summary=summary_in_words(study),
        figures=[_figure(study, one) for one in shown],
    )


def _policy(style: str) -> str:
    """Allow the page its own style sheet and the pictures beside it, and nothing else: no script and no address."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _figure(study: Study, experiment: Experiment) -> dict[str, object]:
    numbers = read_numbers(study.figures / f"{experiment.stem}.csv")
    return {
        "stem": experiment.stem,
        "title": experiment.title,
        "columns": list(numbers.columns),
        "rows": [[cell(value) for value in row] for row in numbers.head(ROWS_SHOWN).itertuples(index=False)],
        "cut": max(0, len(numbers) - ROWS_SHOWN),
    }
