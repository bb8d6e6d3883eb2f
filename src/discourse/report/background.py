"""Who coded, what limits the answer, and where do the data stand? What the page says in words beside the figures.

Counts are of the study's tables and log; what is estimated stands in the figures' files.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse import __version__
from discourse.corpus.text import digest
from discourse.emphasis.table import study_notes
from discourse.errors import DataError
from discourse.io.files import checksum
from discourse.labels import ADJUDICATION, analysed_rows, read_codings, study_labels
from discourse.labels.agreement import ALL, PRIMARY
from discourse.labels.consent.order import ANYBODY, FIRST, LAST, MAJORITY, among_equals
from discourse.labels.machine import coding_notes
from discourse.pipeline.experiment import read_numbers
from discourse.report.answer import articles_in_words, detectable_in_words, most_articles
from discourse.study import Study
from discourse.translations import say, translated

DIGEST_SHOWN = 12
"""Characters of a checksum that are enough to tell two states of a log apart."""


@dataclass(frozen=True)
class Coding:
    """How the paragraphs were coded.

    Attributes
    ----------
    notes : tuple of str
        Whose the labels are, and what the study says of its coding.
    sentences : tuple of str
        The notes, who coded what, which coding counts, and how far coders agree.
    coders : tuple of dict
        A row a coder: ``coder`` (a machine is marked), ``codings`` (as many), ``labels`` (how many of them count),
        ``unsure``, ``days`` (first and last, "" where the log has no times).
    """

    notes: tuple[str, ...]
    sentences: tuple[str, ...]
    coders: tuple[dict[str, Any], ...]


def coding_in_words(study: Study) -> Coding:
    """Say who coded the paragraphs, which coding counts, and how far the coders agree.

    Raises
    ------
    DataError
        If ``figures/agreement.csv`` is there and lacks a number that is said.
    """
    codings, labels, notes = read_codings(study), study_labels(study), coding_notes(study)
    counted = say(
        "{labelled} of {paragraphs} paragraphs have a label, under version {version} of the codebook.",
        labelled=f"{len(labels):,}",
        paragraphs=f"{len(study.paragraphs):,}",
        version=study.codebook.version,
    )
    said = [*notes, counted, _precedence(study), _agreement(study)]
    machines = study.settings.machine_coders
    coders = tuple(_coder(name, rows, labels, machines) for name, rows in codings.groupby("coder", sort=True))
    return Coding(notes, tuple(filter(None, said)), coders)


def _coder(name: Any, rows: pd.DataFrame, labels: pd.DataFrame, machines: Collection[str]) -> dict[str, Any]:
    days = sorted({when[:10] for when in rows["when"] if when})
    return {
        "coder": say("{coder} (machine)", coder=name) if name in machines else name,
        "codings": len(rows),
        "labels": int(rows["coding_id"].isin(labels["coding_id"]).sum()),
        "unsure": int(rows["unsure"].sum()),
        "days": " – ".join(dict.fromkeys([days[0], days[-1]])) if days else "",
    }


def _precedence(study: Study) -> str:
    """Say whose coding is the label, the first that there is."""
    equals = {
        LAST: say("the last coding by anybody not named here"),
        FIRST: say("the coding by the first coder"),
        MAJORITY: say("the code that most of those gave who are not named here"),
    }[among_equals(study.settings)]
    names = {ADJUDICATION: say("a decision taken in adjudication"), ANYBODY: equals, FIRST: equals}
    order = [names.get(one) or say("the coding by {coder}", coder=one) for one in study.settings.label_precedence]
    named = {*study.settings.label_precedence, *study.settings.agreement_only}
    last = [name for name in study.settings.machine_coders if name not in named]
    order += [say("the coding by {coder}", coder=one) for one in last]
    only = ", ".join(study.settings.agreement_only)
    said = say("The label of a paragraph is the first of these that there is: {order}.", order="; ".join(order))
    more = say("Codings by {coders} measure agreement and never become labels.", coders=only) if only else ""
    return " ".join(filter(None, [said, more]))


def _agreement(study: Study) -> str:
    """Say how far all coders agree on the primary code; nothing where the figure has not been made."""
    path = study.figures / "agreement.csv"
    if not path.is_file():
        return ""
    numbers = read_numbers(path)
    rows = numbers[numbers["quantity"] == PRIMARY] if "quantity" in numbers else numbers
    if rows.empty or not (rows["paragraphs"] > 0).any():
        return say("No two coders have coded the same paragraph, so there is no agreement to report.")
    row = rows[rows["coders"] == ALL] if len(rows) > 1 else rows
    hint = "Run: discourse figures agreement"
    if len(row) != 1:
        raise DataError(f"one row for {PRIMARY} of {ALL}", str(len(row)), path, hint)
    of = row.iloc[0]
    for column in ("value", "paragraphs"):
        if math.isnan(of[column]):
            raise DataError(f"a number in column {column} of {PRIMARY} of {ALL}", "none", path, hint)
    between = "" if math.isnan(of["low"]) else f" [{of['low']:.2f}, {of['high']:.2f}]"
    return say(
        "On the {paragraphs} paragraphs coded more than once, Krippendorff's alpha of the primary code is {alpha}.",
        paragraphs=f"{of['paragraphs']:,.0f}",
        alpha=f"{of['value']:.2f}{between}",
    )


def limits_in_words(study: Study) -> tuple[str, ...]:
    """List what the answer cannot show: how articles were found, what they hang on, what was left out.

    Raises
    ------
    DataError
        If a number of the main figure is missing.
    """
    return tuple(filter(None, map(str, _limits(study))))


def _limits(study: Study) -> Iterator[str]:
    settings, rows = study.settings, analysed_rows(study)
    yield translated(settings.sample_note)
    yield from coding_notes(study)
    reach = detectable_in_words(study)
    if reach:
        yield say(
            "“No detectable shift” does not mean no shift: shifts of less than {reach} points are often missed.",
            reach=reach,
        )
    yield from _concentration(study)
    articles = study.articles[study.articles["article_id"].isin(rows["article_id"])]
    inferred = int((articles["date_basis"] == "inferred").sum())
    if inferred:
        fields = {"inferred": inferred, "articles": articles_in_words(len(articles))}
        yield say("The dates of {inferred} of the {articles} compared are inferred.", **fields)
    if settings.analyses[0].openings:
        yield say("Only the openings of articles are compared; what stands further down may have another emphasis.")
    copies = int((articles["story"] != articles["article_id"]).sum())
    if copies:
        fields = {"copies": copies, "articles": articles_in_words(len(articles))}
        yield say("Copies among the {articles} compared: {copies}. They count, because outlets printed them.", **fields)
    yield from study_notes(study)


def _concentration(study: Study) -> Iterator[str]:
    """Say which outlet and which event most articles of a period have."""
    outlet, event = most_articles(study, "outlet"), most_articles(study, "event")
    if outlet:
        name, period, count, articles = outlet
        fields = {"outlet": name, "period": period, "count": count, "articles": articles_in_words(articles)}
        yield say(
            "{outlet} has {count} of the {articles} of {period}: a change of outlets can look like one of emphasis.",
            **fields,
        )
    if event:
        name, period, count, articles = event
        fields = {"event": name, "period": period, "count": count, "articles": articles_in_words(articles)}
        yield say(
            "{count} of the {articles} of {period} are about {event}: events and periods cannot be told apart.",
            **fields,
        )


@dataclass(frozen=True)
class Data:
    """What a reader needs to look things up and to cite them.

    Attributes
    ----------
    citation : str
        How to cite exactly this state of the study.
    paraphrased : int
        Paragraphs whose text is a paraphrase.
    counted : int
        Paragraphs whose original words are counted in ``terms.csv.gz``.
    """

    citation: str
    paraphrased: int
    counted: int


def data_in_words(study: Study) -> Data:
    """Say what the data are and how to cite them: by title, counts, and the checksum of the label log."""
    own = study.paragraphs["text"].map(digest) == study.paragraphs["source_sha256"]
    citation = say(
        "{title}. {articles}, {paragraphs} paragraphs, {codings} codings; codebook version {version}, checksum of the "
        "label log {digest}. Made with discourse {program}.",
        title=translated(study.settings.title),
        articles=articles_in_words(len(study.articles)),
        paragraphs=f"{len(study.paragraphs):,}",
        codings=f"{len(read_codings(study)):,}",
        version=study.codebook.version,
        digest=checksum(study.labels_path)[:DIGEST_SHOWN],
        program=__version__,
    )
    return Data(citation, int((~own).sum()), study.terms["paragraph_id"].nunique())
