"""What is the answer, in three sentences? What was counted, how certain that is, and why it might be wrong.

Every number stands in ``figures/emphasis.csv`` or is counted in the study's tables; the verdict is that of the file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from discourse.emphasis.findings.basis import basis_sentence, is_sampled
from discourse.emphasis.table import main_paragraphs
from discourse.emphasis.verdict import VERDICTS, p_text, verdict_text
from discourse.errors import DataError
from discourse.report.summary import main_numbers
from discourse.study import Study
from discourse.translations import say, translated


@dataclass(frozen=True)
class Answer:
    """The question, and the three sentences that answer it.

    Attributes
    ----------
    question : str
        What was asked.
    found : str
        On how many articles, and the counts of the pillar of which most can be said.
    certain : str
        Its shift with interval and test, its verdict, and the verdicts on the other pillars.
    doubt : str
        What most of the articles hang on, and which shifts would be missed.
    """

    question: str
    found: str
    certain: str
    doubt: str


def answer_in_words(study: Study) -> Answer:
    """Answer the question of a study from ``figures/emphasis.csv``.

    Parameters
    ----------
    study : Study
        A study whose main figure has been made.

    Raises
    ------
    DataError
        If the file, a row or a number that a sentence needs is missing; file and row are named.
    """
    numbers, main = main_numbers(study), study.settings.analyses[0]
    rows = numbers[numbers["analysis"] == main.id]
    earlier, later = study.settings.compared
    pillar, basis = _most_said(rows, study), basis_sentence(rows)
    return Answer(
        say(
            "How does the emphasis of the coverage differ between {earlier} and {later}?", earlier=earlier, later=later
        ),
        " ".join(filter(None, [_found(rows[rows["pillar"] == pillar], pillar, study, is_sampled(rows)), basis])),
        _certain(rows, pillar, study),
        _doubt(study),
    )


def number_in(row: Any, column: str, where: str, study: Study) -> float:
    """Read a number that a sentence states from a row of ``emphasis.csv``.

    Raises
    ------
    DataError
        If the cell is empty; ``where`` says which row it is.
    """
    value = float(row[column])
    if math.isnan(value):
        path = study.figures / "emphasis.csv"
        raise DataError(f"a number in column {column} of {where}", "none", path, "Run: discourse figures emphasis")
    return value


def articles_in_words(count: float) -> str:
    """Count articles.

    Examples
    --------
    >>> articles_in_words(1), articles_in_words(20)
    ('1 article', '20 articles')
    """
    if count == 1:
        return say("{count} article", count=1)
    return say("{count} articles", count=f"{count:.0f}")


def detectable_in_words(study: Study) -> str:
    """Say the smallest shifts that the articles at hand can show, in points; "" where there are too few for any.

    Raises
    ------
    DataError
        As ``main_numbers``.
    """
    rows = main_numbers(study)
    rows = rows[(rows["analysis"] == study.settings.analyses[0].id) & (rows["quantity"] == "detectable_shift")]
    known = sorted({f"{100 * value:.0f}" for value in rows["value"].dropna()}, key=float)
    if not known:
        return ""
    return say("{least} to {most}", least=known[0], most=known[-1]) if len(known) > 1 else known[0]


def most_articles(study: Study, column: str) -> tuple[str, str, int, int] | None:
    """Find the outlet or event that most articles of one period of the main analysis have.

    Parameters
    ----------
    study : Study
        The study.
    column : {"outlet", "event"}
        Column of articles; an article may have several events, joined by ``+``.

    Returns
    -------
    tuple or None
        Its name, the period, its articles there, and all articles there; None where none has two articles.
    """
    paragraphs = main_paragraphs(study)
    coded = paragraphs.table[paragraphs.coded].drop_duplicates("article_id")
    found = []
    for period in study.settings.compared:
        values = coded.loc[coded["period"] == period, column].tolist()
        for name, count in Counter(part for value in values for part in value.split("+") if part).items():
            if count > 1:
                found.append((count / len(values), count, name, period, len(values)))
    if not found:
        return None
    _, count, name, period, articles = max(found, key=lambda each: each[:2])
    return name, period, count, articles


def _most_said(rows: pd.DataFrame, study: Study) -> str:
    """Name the pillar of which most can be said: by its verdict, then by its shift."""
    verdicts = rows[rows["quantity"] == "verdict"].set_index("pillar")["verdict"]
    for pillar, verdict in verdicts.items():
        if verdict not in VERDICTS:
            path, expected = study.figures / "emphasis.csv", f"a verdict on {pillar}, one of {', '.join(VERDICTS)}"
            raise DataError(expected, repr(verdict), path, "Run: discourse figures emphasis")
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")["value"].abs()
    rank = verdicts.map(VERDICTS.index) - shifts.reindex(verdicts.index).fillna(0)
    return str(rank.sort_values(kind="stable").index[0])


def _found(rows: pd.DataFrame, pillar: str, study: Study, sampled: bool) -> str:
    """Say what was compared, and how often the pillar comes first in a paragraph."""
    shares = {row["period"]: row for row in rows[rows["quantity"] == "share"].to_dict("records")}
    earlier, later = study.settings.compared
    columns = ("count", "paragraphs", "articles")
    first, last = (
        {column: number_in(shares[period], column, f"the share of {pillar} in {period}", study) for column in columns}
        for period in (earlier, later)
    )
    fields = {
        "earlier_articles": articles_in_words(first["articles"]),
        "later_articles": articles_in_words(last["articles"]),
        "earlier": earlier,
        "later": later,
        "analysis": translated(study.settings.analyses[0].title),
        "pillar": study.codebook.names[pillar],
        "first": f"{first['count']:.0f}",
        "first_of": f"{first['paragraphs']:.0f}",
        "last": f"{last['count']:.0f}",
        "last_of": f"{last['paragraphs']:.0f}",
    }
    if sampled:
        return say(
            "In a sample that people coded from {earlier_articles} of {earlier} and {later_articles} of {later} "
            "({analysis}), {pillar} is the main subject of {first} of {first_of} paragraphs in {earlier} and of {last} "
            "of {last_of} in {later}.",
            **fields,
        )
    return say(
        "In {earlier_articles} of {earlier} and {later_articles} of {later} ({analysis}), {pillar} is the main subject "
        "of {first} of {first_of} paragraphs in {earlier} and of {last} of {last_of} in {later}.",
        **fields,
    )


def _certain(rows: pd.DataFrame, pillar: str, study: Study) -> str:
    """Say shift, interval, test and verdict of the pillar, and the verdicts on the others."""
    of: Any = rows[rows["pillar"] == pillar].drop_duplicates("quantity").set_index("quantity")
    fields = {
        "shift": points(number_in(of.loc["shift"], "value", f"the shift of {pillar}", study)),
        "interval": _interval(of.loc["shift"], pillar, study),
        "test": _test(of, is_sampled(rows)),
        "verdict": _verdict(of.loc["verdict"]),
    }
    others = _others(rows, pillar, study)
    if not others:
        return say(
            "Its share changes by {shift} percentage points ({interval}; {test}); the verdict is “{verdict}”.", **fields
        )
    return say(
        "Its share changes by {shift} percentage points ({interval}; {test}); the verdict is “{verdict}”, and on the "
        "other pillars {others}.",
        others=others,
        **fields,
    )


def _interval(shift: Any, pillar: str, study: Study) -> str:
    if pd.isna(shift["low"]):
        return say("no interval, because there are too few articles")
    low, high = (points(number_in(shift, end, f"the shift of {pillar}", study)) for end in ("low", "high"))
    level = f"{100 * study.settings.level:g}"
    return say("{level}% confidence interval, clustered by article: {low} to {high}", level=level, low=low, high=high)


def points(part: float) -> str:
    """Write a difference of shares, given as parts of one, in points.

    Examples
    --------
    >>> points(-0.1266), points(0.05), points(0.0)
    ('−12.7', '+5.0', '0.0')
    """
    return f"{100 * part:+z.1f}".replace("+0.0", "0.0").replace("-", "−")


def _test(of: Any, sampled: bool) -> str:
    if sampled:
        return say("no permutation test, because the shares are estimated from a sample")
    if "lengths_differ" in of.index and of.loc["lengths_differ", "value"] > 0:
        return say("no permutation test, because the lengths of the articles differ between the periods")
    return say("permutation test by article, Holm-adjusted p {p}", p=p_text(of.loc["shift_p_holm", "value"]))


def _verdict(row: Any) -> str:
    return verdict_text(row["verdict"], "" if pd.isna(row["reason"]) else row["reason"])


def _others(rows: pd.DataFrame, pillar: str, study: Study) -> str:
    """Gather the other pillars by their verdict."""
    said = rows[(rows["quantity"] == "verdict") & (rows["pillar"] != pillar)].to_dict("records")
    if not said:
        return ""
    names, texts = study.codebook.names, {row["pillar"]: _verdict(row) for row in said}
    order = sorted(texts, key=lambda each: list(dict.fromkeys(texts.values())).index(texts[each]))
    parts = [
        say("“{verdict}” ({pillars})", verdict=text, pillars=", ".join(names[each] for each in pillars))
        for text, pillars in groupby(order, key=lambda each: texts[each])
    ]
    return "; ".join(parts)


def _doubt(study: Study) -> str:
    """Say what most articles have in common, and what so few of them cannot show."""
    reasons = [say("one outlet, {outlet}, has {part}", outlet=name, part=part) for name, part in _most(study, "outlet")]
    reasons += [say("one event, {event}, has {part}", event=name, part=part) for name, part in _most(study, "event")]
    reach = detectable_in_words(study)
    if reach:
        reasons.append(say("so few articles often miss shifts of less than {reach} points", reach=reach))
    else:
        reasons.append(say("there are too few articles to say which shifts they miss"))
    said = "; ".join(reasons)
    return f"{said[0].upper()}{said[1:]}."


def _most(study: Study, column: str) -> Iterator[tuple[str, str]]:
    """Yield the outlet or event that most articles of a period have, if any has one, and the count in words."""
    found = most_articles(study, column)
    if found:
        name, period, count, articles = found
        fields = {"count": count, "articles": articles_in_words(articles), "period": period}
        yield name, say("{count} of the {articles} of {period}", **fields)
