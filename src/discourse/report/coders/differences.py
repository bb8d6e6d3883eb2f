"""On which paragraphs do coders differ, what did each say, and which rule would settle it? A page to talk about."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from pathlib import Path
from typing import Any, cast

import pandas as pd

from discourse.codebook import NONE, Codebook, Rule
from discourse.corpus.text import digest
from discourse.io.files import write_atomic
from discourse.labels import disagreements, read_codings
from discourse.labels.agreement import ALL, PRIMARY
from discourse.labels.reliability import RELIABLE, TENTATIVE
from discourse.report.page import content_policy, page_environment
from discourse.study import Study
from discourse.translations import say

_COEFFICIENTS = (("alpha", "low", "high"), ("kappa", "kappa_low", "kappa_high"), ("ac1", "ac1_low", "ac1_high"))


def write_disagreements(study: Study, agreement: pd.DataFrame, path: Path, *, overwrite: bool = False) -> int:
    """Write the page of disagreements, in the language spoken: one file that fetches nothing.

    Parameters
    ----------
    study : Study
        Whose codings; seen by a variable, that variable's.
    agreement : DataFrame
        As :func:`discourse.labels.agreement_table` returns it.
    path : Path
        The file to write.
    overwrite : bool
        Whether a file that is there may be overwritten.

    Returns
    -------
    int
        How many paragraphs it shows.
    """
    environment = page_environment()
    style = "".join(environment.get_template(name).render() for name in ("report.css", "disagreements.css"))
    groups = _groups(study)
    shown = {one["id"]: one["own_words"] for group in groups for one in group["paragraphs"]}
    page = environment.get_template("disagreements.html").render(
        policy=content_policy(style),
        style=style,
        study=study,
        groups=groups,
        paragraphs=len(shown),
        own_words=sum(shown.values()),
        agreement=_agreement_rows(agreement, study.codebook),
        thresholds={"reliable": f"{RELIABLE:.2f}", "tentative": f"{TENTATIVE:.3f}"},
    )
    write_atomic(path, page, overwrite=overwrite)
    return len(shown)


def settling_rules(codebook: Codebook, one: str, other: str) -> list[Rule]:
    """List the rules that would settle which of two codes a paragraph gets.

    Returns
    -------
    list of Rule
        Those that name both codes, then those that name one; where no rule names either, those that name none.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> rules = (Rule(1, "Most", "-"), Rule(2, "Ports", "-", ("trade",)), Rule(3, "Fairs", "-", ("arts", "trade")))
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-", rules)
    >>> [rule.number for rule in settling_rules(book, "trade", "arts")]
    [3, 2]
    >>> [rule.number for rule in settling_rules(book, "arts", "none")]
    [3]
    """
    named = [(len({one, other} & set(rule.pillars)), rule) for rule in codebook.rules]
    found = [rule for count, rule in sorted(named, key=lambda pair: (-pair[0], pair[1].number)) if count]
    return found or [rule for rule in codebook.rules if not rule.pillars]


def _groups(study: Study) -> list[dict[str, Any]]:
    """Gather the paragraphs of each pair of codes confused, most often confused first."""
    codings, book = read_codings(study), study.codebook
    said, texts = _said(codings, book), _texts(study)
    names = book.names
    definitions = {**{pillar.id: pillar.definition for pillar in book.pillars}, NONE: book.none_definition or ""}
    groups = []
    for pair, rows in disagreements(codings, study.settings, book).groupby(["one", "other"], sort=False):
        one, other = map(str, cast(tuple[str, str], pair))
        rules = settling_rules(book, one, other)
        paragraphs = [
            {"id": name, **texts[str(name)], "decided": bool(part["decided"].any()), "codings": said[str(name)]}
            for name, part in rows.groupby("paragraph_id", sort=False)
        ]
        groups.append(
            {
                "id": f"{one}-or-{other}",
                "title": say("{one} or {other}", one=names[one], other=names[other]),
                "codes": [(names[code], definitions[code]) for code in (one, other)],
                "rules": {
                    "both": [rule for rule in rules if {one, other} <= set(rule.pillars)],
                    "others": [rule for rule in rules if not {one, other} <= set(rule.pillars)],
                },
                "differences": len(rows),
                "decided": sum(each["decided"] for each in paragraphs),
                "paragraphs": paragraphs,
            }
        )
    return groups


def _said(codings: pd.DataFrame, book: Codebook) -> dict[str, list[dict[str, Any]]]:
    """Gather the codings of each paragraph, in the order in which they were made."""
    names, found = book.names, dict[str, list[dict[str, Any]]]()
    for row in codings.to_dict("records"):
        also = ", ".join(names[code] for code in row["also"])
        shown = {key: row[key] for key in ("coder", "unsure", "why", "when", "rule", "note")}
        found.setdefault(row["paragraph_id"], []).append({"code": names[row["primary"]], "also": also, **shown})
    return found


def _texts(study: Study) -> dict[str, dict[str, Any]]:
    columns = study.paragraphs[["paragraph_id", "text", "source_sha256"]].itertuples(index=False, name=None)
    return {name: {"text": text, "own_words": digest(text) == source} for name, text, source in columns}


def _agreement_rows(table: pd.DataFrame, book: Codebook) -> list[dict[str, Any]]:
    """Write the table of agreement in words and numbers."""
    names = {PRIMARY: say("Primary code"), **book.names}
    return [
        {
            "coders": say("all") if row["coders"] == ALL else row["coders"],
            "quantity": names[row["quantity"]],
            "values": [_coefficient(row, *columns) for columns in _COEFFICIENTS],
            "percent": "–" if isnan(row["percent"]) else f"{row['percent']:.0%}",
            "judged": _judged(row["alpha"]),
            "paragraphs": row["paragraphs"],
            "articles": row["articles"],
        }
        for row in table.to_dict("records")
    ]


def _coefficient(row: Mapping[Any, Any], value: str, low: str, high: str) -> str:
    if isnan(row[value]):
        return "–"
    return f"{row[value]:.2f}" + ("" if isnan(row[low]) else f" [{row[low]:.2f}, {row[high]:.2f}]")


def _judged(alpha: float) -> str:
    """Name what alpha is customarily good for; nothing where it is undefined."""
    if isnan(alpha):
        return ""
    return say("reliable") if alpha >= RELIABLE else say("tentative") if alpha >= TENTATIVE else say("too low")
