"""What stands behind the shares? Every paragraph in its article, with its label and who coded it how."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from discourse.corpus.text import digest
from discourse.figures.paragraphs import date_text, paragraph_link
from discourse.labels import coded_table, read_codings, select, study_labels
from discourse.pipeline.experiment import read_numbers
from discourse.report.tables import need_columns
from discourse.settings import days_of
from discourse.study import Study
from discourse.translations import say

PARTS = ("main", "other", "training")
"""What a paragraph is there for: the main analysis, other analyses only, training only; the first that fits."""

COLUMNS = [
    "part", "period", "article", "outlet", "published", "paragraph", "position", "primary", "also", "story", "event",
]  # fmt: skip

MOST_PARAGRAPHS = 10_000
"""Paragraphs that the page holds; whole articles beyond them are left out."""

MOST_OWN_WORDS = 11
"""Words of an article's own text or address that the page shows; the page is made to be given to others."""


def paragraph_table(study: Study) -> pd.DataFrame:
    """List every paragraph with its label: those of the main analysis by period and date, then all others.

    Within a period articles stand by the last day that their date may mean, so that one dated to a month stands at its
    end.

    Returns
    -------
    DataFrame
        One row a paragraph, columns ``COLUMNS``: ``part`` is one of ``PARTS``, ``primary`` is empty where nobody
        has coded, ``also`` is ids with spaces between, ``story`` is the id of another article for a copy.
    """
    table = coded_table(study).rename(columns={"article_id": "article", "paragraph_id": "paragraph"})
    periods, analyses = study.settings.period_ids, study.settings.analyses
    table["part"] = "training"
    for place, analysis in reversed(list(enumerate(analyses))):
        inside = table["paragraph"].isin(select(table, analysis, periods)["paragraph"])
        table.loc[inside, "part"] = "other" if place else "main"
    table["also"] = table["also"].map(" ".join)
    order = table.assign(
        part=table["part"].map(PARTS.index),
        period=table["period"].map([*periods, ""].index),
        day=table["published"].map(lambda date: str(days_of(date)[1]) if date else "9999"),
        vague=-table["published"].str.len(),
    ).sort_values(["part", "period", "day", "vague", "event", "article", "position"])
    return table.loc[order.index, COLUMNS].reset_index(drop=True)


def shown_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the first articles of a :func:`paragraph_table`, as many as the page has room for, each of them whole."""
    whole = table.groupby("article", sort=False)["paragraph"].size().cumsum() <= MOST_PARAGRAPHS
    return table[table["article"].map(whole)]


def paragraph_parts(study: Study, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Gather the articles of every part and period, with their paragraphs and codings, as the page shows them.

    Parameters
    ----------
    study : Study
        The study.
    table : DataFrame
        Rows of its :func:`paragraph_table`.

    Returns
    -------
    list of dict
        A dict for each part and period: ``title`` and ``articles``. An article has ``where`` (outlet and date),
        ``counts`` of its pillars, ``url`` and ``address`` (see :func:`shown_address`), ``copy_of`` and ``paragraphs``.
        A paragraph has ``id, position, text, label, also, codings`` and ``guess``: what the classifier says that has
        not seen its story, if the figure ``predictions`` has been made.
    """
    columns = study.paragraphs[["paragraph_id", "text", "source_sha256"]].itertuples(index=False)
    texts = {paragraph: shown_text(text, source) for paragraph, text, source in columns}
    addresses = study.articles.set_index("article_id")["url"].to_dict()
    codings, guesses = _codings(study), _guesses(study)
    names = {**study.codebook.names, "": uncoded_name()}
    parts = []
    records = table.to_dict("records")
    for (part, period), rows in groupby(records, itemgetter("part", "period")):
        articles = []
        for _, one in groupby(rows, itemgetter("article")):
            own = list(one)
            body = _body(own, addresses, names)
            for each in body["paragraphs"]:
                place = each["id"]
                each |= {"text": texts[place], "codings": codings.get(place, []), "guess": guesses.get(place, {})}
            articles.append(body | {"counts": _counts(own, names)})
        title = say(
            "{part}, {period}: {articles}, {paragraphs}",
            part=part_name(part),
            period=period or say("outside the periods"),
            articles=articles_text(len(articles)),
            paragraphs=paragraphs_text(sum(len(article["paragraphs"]) for article in articles)),
        )
        parts.append({"title": title, "articles": articles})
    return parts


def json_chunk(value: Any) -> str:
    r"""Write a value as JSON that may stand in a ``script`` element; what is empty is left out of its objects.

    Examples
    --------
    >>> json_chunk({"text": "</script>", "note": "", "codings": [{"unsure": False, "coder": "ani"}]})
    '{"text":"\\u003c/script>","codings":[{"coder":"ani"}]}'
    """
    return json.dumps(_filled(value), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each) for key, each in value.items() if each or (each == 0 and each is not False)}
    return [_filled(each) for each in value] if isinstance(value, list) else value


def part_name(part: str) -> str:
    """Say what a paragraph is there for, one of ``PARTS``, at the beginning of a line."""
    names = {
        "main": say("In the main analysis"),
        "other": say("In other analyses only"),
        "training": say("For training only"),
    }
    return names[part]


def articles_text(number: int) -> str:
    """Write a number of articles."""
    return say("one article") if number == 1 else say("{count} articles", count=number)


def paragraphs_text(number: int) -> str:
    """Write a number of paragraphs."""
    return say("one paragraph") if number == 1 else say("{count} paragraphs", count=number)


def uncoded_name() -> str:
    """Say what stands in the place of a pillar's name where nobody has coded."""
    return say("not coded")


def shown_address(address: str, article_id: str) -> tuple[str, str]:
    """Return the address to lead to, empty unless of http or https, and the one to show.

    One of many words spells out the headline, which may be in copyright as the text may: it leads nowhere, and what
    is shown says where it stands.

    Examples
    --------
    >>> shown_address("https://post.example/2019/ferry", "ferry")
    ('https://post.example/2019/ferry', 'https://post.example/2019/ferry')
    >>> shown_address("https://post.example/a-ferry-runs-again-between-the-two-towns-on-the-river", "ferry")
    ('', 'post.example; the address spells out the headline and stands in articles.csv at ferry')
    """
    if len(re.findall(r"\w+", address)) > MOST_OWN_WORDS:
        site = address.partition("//")[2].partition("/")[0] or say("An address")
        return "", say(
            "{site}; the address spells out the headline and stands in articles.csv at {article}",
            site=site,
            article=article_id,
        )
    return address if address.lower().startswith(("http://", "https://")) else "", address


def shown_text(text: str, source: str) -> str:
    """Return a paraphrase whole, and of an article's own text, which may be in copyright, the first words alone.

    Parameters
    ----------
    text, source : str
        A paragraph, and the digest of the paragraph in the article; that of the text itself where it is no paraphrase.

    Examples
    --------
    >>> from discourse.corpus.text import digest
    >>> own = "Both towns will build a bridge over the river before the end of next year."
    >>> shown_text(own, digest(own))
    'Both towns will build a bridge over the river before the …'
    """
    words = text.split()
    own = len(words) > MOST_OWN_WORDS and digest(text) == source
    return f"{' '.join(words[:MOST_OWN_WORDS])} …" if own else text


def link_titles(table: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """Say of each paragraph's place on the page which article, position and pillar a reader finds there."""
    names = {**names, "": uncoded_name()}
    titles = {}
    for row in table.to_dict("records"):
        titles[paragraph_link(row["paragraph"]).partition("#")[2]] = say(
            "{where}, paragraph {position}: {label}",
            where=_where(row),
            position=row["position"],
            label=names[row["primary"]],
        )
    return titles


def _where(row: Mapping[Any, Any]) -> str:
    """Name outlet and date of an article."""
    date = date_text(row["published"]) or say("no date")
    return f"{row['outlet']}, {date}"


def _counts(rows: Sequence[Mapping[Any, Any]], names: Mapping[str, str]) -> str:
    counts = Counter(row["primary"] for row in rows)
    return ", ".join(f"{name} {counts[code]}" for code, name in names.items() if code in counts)


def _body(rows: Sequence[Mapping[Any, Any]], addresses: Mapping[Any, str], names: Mapping[str, str]) -> dict[str, Any]:
    """Gather what the page shows of one article when it is opened, but for texts and codings."""
    paragraphs = [
        {
            "id": row["paragraph"],
            "position": row["position"],
            "label": names[row["primary"]],
            "also": ", ".join(names[code] for code in row["also"].split()),
        }
        for row in rows
    ]
    first = rows[0]
    url, address = shown_address(addresses[first["article"]], first["article"])
    copy_of = first["story"] if first["story"] != first["article"] else ""
    return {"where": _where(first), "url": url, "address": address, "copy_of": copy_of, "paragraphs": paragraphs}


def _codings(study: Study) -> dict[str, list[dict[str, Any]]]:
    """Gather the codings of each paragraph, in the order of the log; the one that is the label is marked."""
    labels = set(study_labels(study)["coding_id"])
    names = study.codebook.names
    found: dict[str, list[dict[str, Any]]] = {}
    for row in read_codings(study).to_dict("records"):
        found.setdefault(row["paragraph_id"], []).append(
            {
                "coder": row["coder"],
                "primary": names.get(row["primary"], row["primary"]),
                "also": ", ".join(names.get(code, code) for code in row["also"]),
                "why": row["why"],
                "when": row["when"],
                "note": row["note"],
                "unsure": bool(row["unsure"]),
                "is_label": row["coding_id"] in labels,
            }
        )
    return found


def _guesses(study: Study) -> dict[str, dict[str, str]]:
    """Read what the classifier says of each paragraph from the figure ``predictions``; nothing where it is not made."""
    path = study.figures / "predictions.csv"
    if not path.is_file():
        return {}
    rows = need_columns(read_numbers(path), ("paragraph", "predicted", "p", "from_article", "words"), path)
    names = study.codebook.names
    return {
        row["paragraph"]: {
            "code": names.get(row["predicted"], row["predicted"]),
            "p": f"{row['p']:.0%}",
            "article": f"{row['from_article']:+z.1f}",
            "words": row["words"],
        }
        for row in rows.fillna({"words": ""}).to_dict("records")
    }
