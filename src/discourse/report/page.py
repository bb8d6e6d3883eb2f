"""What does a reader get? One page with what was found, every figure, and the paragraphs behind them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from discourse.io.files import write_atomic
from discourse.pipeline.experiment import Description, Experiment, read_description, read_numbers
from discourse.report.choices_table import shown_choices
from discourse.report.paragraphs import link_titles, paragraph_parts, paragraph_table, shown_rows
from discourse.report.pictures import inline_picture
from discourse.report.summary import summary_in_words
from discourse.report.tables import figure_table
from discourse.study import Study
from discourse.translations import say, translated

INDEX = "paragraphs"
"""The figure whose tiles lead to the paragraphs."""

FIRST = ("emphasis", INDEX, "robustness", "sources", "prominence", "linkage", "timeline", "actors")
"""The answer, what it rests on, how sure it is, and what the coverage talks about; then the others."""


def write_report(study: Study, experiments: Sequence[Experiment]) -> Path:
    """Write ``figures/report.html`` from the figures' files, the paragraphs and their codings.

    Parameters
    ----------
    study : Study
        The study.
    experiments : sequence of Experiment
        The main figure comes first, every paragraph second; the others follow in their order, those about the
        coverage before those about codings and models. What has not been made is left out.

    Returns
    -------
    Path
        The page. It shows the SVG files beside it and needs nothing else.
    """
    path, page = study.figures / "report.html", _page(study, experiments)
    if not _holds(path, page):
        write_atomic(path, page)
    return path


def report_is_current(study: Study, experiments: Sequence[Experiment]) -> bool:
    """Say whether the page is what :func:`write_report` would write, from files, tables and template as they are."""
    return _holds(study.figures / "report.html", _page(study, experiments))


def _holds(path: Path, page: str) -> bool:
    return path.is_file() and path.read_bytes() == page.encode()


def _page(study: Study, experiments: Sequence[Experiment]) -> str:
    environment = Environment(
        loader=PackageLoader("discourse.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "translated": translated}
    style, script = (environment.get_template(f"report.{suffix}").render() for suffix in ("css", "js"))
    table = shown_rows(paragraph_table(study))
    parts, titles = paragraph_parts(study, table), link_titles(table, study.codebook.names)
    shown = [one for one in experiments if (study.figures / f"{one.stem}.csv").is_file()]
    shown.sort(key=lambda one: FIRST.index(one.stem) if one.stem in FIRST else len(FIRST))
    return environment.get_template("report.html").render(
        policy=_policy(style, script),
        style=style,
        script=script,
        study=study,
        settings=study.settings,
        codebook=study.codebook,
        answer=[_line(line) for line in summary_in_words(study).splitlines()],
        coverage=[_figure(study, one, titles) for one in shown if one.about == "coverage"],
        instrument=[_figure(study, one, titles) for one in shown if one.about == "instrument"],
        choices=shown_choices(study, table),
        parts=parts,
        left_out=len(study.paragraphs) - len(table),
    )


def _line(line: str) -> tuple[str, str]:
    """Part a line on a pillar, which is indented, into the pillar's name and what is said of it.

    Examples
    --------
    >>> _line("  Trade      2 of 4"), _line("Four paragraphs.")
    (('Trade', '2 of 4'), ('', 'Four paragraphs.'))
    """
    name, _, said = line.strip().partition("  ") if line.startswith(" ") else ("", "", line)
    return name, said.strip()


def _policy(style: str, script: str) -> str:
    """Allow the page its own style sheet and script and the pictures beside it, and nothing else: no address."""
    style, script = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; img-src 'self'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _figure(study: Study, experiment: Experiment, titles: Mapping[str, str]) -> dict[str, object]:
    numbers = read_numbers(study.figures / f"{experiment.stem}.csv")
    words, picture = (study.figures / f"{experiment.stem}.{suffix}" for suffix in ("md", "svg"))
    said = read_description(words) if words.is_file() else Description(experiment.title, "")
    drawn = experiment.draw is not None
    inline = inline_picture(picture, said.title, titles) if drawn and experiment.stem == INDEX else ""
    return {
        "stem": experiment.stem,
        "topic": experiment.title,
        "said": said,
        "drawn": drawn,
        "inline": inline,
        "table": figure_table(numbers, study),
    }
