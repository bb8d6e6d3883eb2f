"""What does a reader get? One page that argues: what was asked and found, how sure that is, and on what it rests."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from discourse.io.files import write_atomic
from discourse.pipeline.experiment import Description, Experiment, read_description, read_numbers
from discourse.report.answer import answer_in_words
from discourse.report.background import coding_in_words, data_in_words, limits_in_words
from discourse.report.choices_table import shown_choices
from discourse.report.paragraphs import json_chunk, link_titles, paragraph_parts, paragraph_table, shown_rows
from discourse.report.pictures import inline_picture
from discourse.report.tables import figure_table
from discourse.study import Study
from discourse.translations import say, spoken_language, translated

INDEX = "paragraphs"
"""The figure whose tiles lead to the paragraphs."""

SECTIONS = {
    "answer": ("emphasis",),
    "every-paragraph": (INDEX,),
    "how-sure": ("robustness", "sources"),
    "talks-about": ("prominence", "linkage", "timeline", "keyness", "actors"),
    "coding": ("agreement",),
    "methods": ("classifier", "predictions", "comparison"),
}
"""Figures of each section, in the order of the argument; one named nowhere comes last, by what it is about."""


def write_report(study: Study, experiments: Sequence[Experiment], folder: Path | None = None) -> Path:
    """Write ``report.html`` from the figures' files, the paragraphs and their codings, in the language spoken.

    Parameters
    ----------
    study : Study
        The study.
    experiments : sequence of Experiment
        Those whose figures have been made are shown, in the order of :data:`SECTIONS`.
    folder : Path, optional
        Where the figures' files are and the page goes; the study's ``figures/`` where it is left out.

    Returns
    -------
    Path
        The page: one file that needs no other, and that links to the CSV files beside it.

    Raises
    ------
    DataError
        If a number that the page states is missing from its file, or a file cannot be read.
    """
    folder = folder or study.figures
    path, page = folder / "report.html", _page(study, experiments, folder)
    if not _holds(path, page):
        write_atomic(path, page)
    return path


def report_is_current(study: Study, experiments: Sequence[Experiment]) -> bool:
    """Say whether the page is what :func:`write_report` would write, from files, tables and template as they are."""
    return _holds(study.figures / "report.html", _page(study, experiments, study.figures))


def _holds(path: Path, page: str) -> bool:
    return path.is_file() and path.read_bytes() == page.encode()


def _page(study: Study, experiments: Sequence[Experiment], folder: Path) -> str:
    environment = page_environment()
    style, script = (environment.get_template(f"report.{suffix}").render() for suffix in ("css", "js"))
    table = shown_rows(paragraph_table(study))
    titles = link_titles(table, study.codebook.names)
    made = [one for one in experiments if (folder / f"{one.stem}.csv").is_file()]
    return environment.get_template("report.html").render(
        policy=content_policy(style, script),
        style=style,
        script=script,
        study=study,
        settings=study.settings,
        codebook=study.codebook,
        answer=answer_in_words(study),
        coding=coding_in_words(study),
        limits=limits_in_words(study),
        data=data_in_words(study),
        figures={one.stem: _figure(study, folder, one, titles) for one in made},
        sections=figures_by_section(made),
        choices=shown_choices(study, table),
        parts=paragraph_parts(study, table),
        left_out=len(study.paragraphs) - len(table),
    )


def page_environment() -> Environment:
    """Make what renders the templates of the report; it says things in the language spoken at the moment."""
    environment = Environment(
        loader=PackageLoader("discourse.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "translated": translated, "language": spoken_language()}
    environment.filters |= {"with_code": with_code, "chunk": lambda value: Markup(json_chunk(value))}
    return environment


def figures_by_section(experiments: Sequence[Experiment]) -> dict[str, list[str]]:
    """Put figures into the sections of the page.

    Parameters
    ----------
    experiments : sequence of Experiment
        Those whose figures have been made.

    Returns
    -------
    dict of str to list of str
        For each section of :data:`SECTIONS` the stems that it shows. A figure that no section names is shown with the
        coverage or with the methods, by what it is about.
    """
    about = {one.stem: one.about for one in experiments}
    placed = {section: [stem for stem in stems if stem in about] for section, stems in SECTIONS.items()}
    named = {stem for stems in SECTIONS.values() for stem in stems}
    for stem, kind in about.items():
        if stem not in named:
            placed["talks-about" if kind == "coverage" else "methods"].append(stem)
    return placed


def with_code(text: str) -> Markup:
    """Mark what stands between backticks as code; all else is text, whatever it holds.

    Examples
    --------
    >>> with_code("Type `discourse check` if 1 < 2.")
    Markup('Type <code>discourse check</code> if 1 &lt; 2.')
    """
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def content_policy(style: str, script: str = "") -> str:
    """Allow a page its own style sheet, and a script if it has one, and nothing else: no file and no address."""
    own = (("script", script), ("style", style))
    allowed = "; ".join(
        f"{kind}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for kind, text in own
        if text
    )
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _figure(study: Study, folder: Path, experiment: Experiment, titles: Mapping[str, str]) -> dict[str, object]:
    numbers = read_numbers(folder / f"{experiment.stem}.csv")
    words, picture = (folder / f"{experiment.stem}.{suffix}" for suffix in ("md", "svg"))
    said = read_description(words) if words.is_file() else Description(experiment.title, "")
    drawn = experiment.draw is not None
    return {
        "stem": experiment.stem,
        "topic": translated(experiment.title),
        "said": replace(said, notes=_own_notes(said.notes, study)),
        "drawn": drawn,
        "inline": inline_picture(picture, said.title, titles) if drawn else "",
        "table": figure_table(numbers, study),
    }


def _own_notes(notes: str, study: Study) -> str:
    """Leave out of a figure's notes what is true of the whole study: the page says it in the answer and the limits."""
    for said in filter(None, (study.settings.sample_note, study.settings.coding_note)):
        notes = notes.replace(translated(said), "")
    return " ".join(notes.split())
