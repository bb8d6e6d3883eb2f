"""What stands behind the shares? Every paragraph in its article, with its label and who coded it how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from discourse.corpus.text import digest
from discourse.figures.paragraphs import UNCODED, counted, date_text, paragraph_link
from discourse.labels import coded_table, read_codings, select, study_labels
from discourse.settings import days_of
from discourse.study import Study

PARTS = {"main": "in the main analysis", "other": "in other analyses only", "training": "for training only"}
"""What a paragraph is there for; the first that fits."""

NO_DATE = "no date"

COLUMNS = [
    "part", "period", "article", "outlet", "published", "paragraph", "position", "primary", "also", "story", "event",
]  # fmt: skip

MOST_PARAGRAPHS = 1500
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
        One row a paragraph, columns ``COLUMNS``: ``part`` is a key of ``PARTS``, ``primary`` is empty where nobody
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
        part=table["part"].map(list(PARTS).index),
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
        A dict for each part and period: ``title``, ``main`` (of the main analysis) and ``articles``. An article has
        ``outlet, published``, ``url`` and ``address`` (see :func:`shown_address`) and ``paragraphs``; a paragraph has
        ``id, position, text, label, also, codings``.
    """
    columns = study.paragraphs[["paragraph_id", "text", "source_sha256"]].itertuples(index=False)
    texts = {paragraph: shown_text(text, source) for paragraph, text, source in columns}
    addresses = study.articles.set_index("article_id")["url"].to_dict()
    codings = _codings(study)
    names = study.codebook.names
    parts = []
    for (part, period), rows in table.groupby(["part", "period"], sort=False):
        articles = [_article(one, addresses, texts, codings, names) for _, one in rows.groupby("article", sort=False)]
        where = f"{PARTS[str(part)].capitalize()}, {period or 'outside the periods'}"
        title = f"{where}: {counted(len(articles), 'article')}, {counted(len(rows), 'paragraph')}"
        parts.append({"title": title, "main": part == "main", "articles": articles})
    return parts


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
        site = address.partition("//")[2].partition("/")[0] or "An address"
        return "", f"{site}; the address spells out the headline and stands in articles.csv at {article_id}"
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
    names = {**names, "": UNCODED}
    titles = {}
    for row in table.to_dict("records"):
        where = f"{row['outlet']}, {date_text(row['published']) or NO_DATE}, paragraph {row['position']}"
        titles[paragraph_link(row["paragraph"]).partition("#")[2]] = f"{where}: {names[row['primary']]}"
    return titles


def _article(
    rows: pd.DataFrame,
    addresses: Mapping[Any, str],
    texts: Mapping[Any, str],
    codings: Mapping[str, list[dict[str, Any]]],
    names: Mapping[str, str],
) -> dict[str, Any]:
    paragraphs = [
        {
            "id": row["paragraph"],
            "position": row["position"],
            "text": texts[row["paragraph"]],
            "label": names.get(row["primary"], UNCODED),
            "also": ", ".join(names[code] for code in row["also"].split()),
            "codings": codings.get(row["paragraph"], []),
        }
        for row in rows.to_dict("records")
    ]
    first = rows.iloc[0]
    url, address = shown_address(addresses[first["article"]], first["article"])
    counts = [(name, int((rows["primary"] == code).sum())) for code, name in {**names, "": UNCODED}.items()]
    return {
        "outlet": first["outlet"],
        "published": date_text(first["published"]) or NO_DATE,
        "url": url,
        "address": address,
        "copy_of": first["story"] if first["story"] != first["article"] else "",
        "counts": ", ".join(f"{name} {count}" for name, count in counts if count),
        "paragraphs": paragraphs,
    }


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
                "unsure": row["unsure"],
                "is_label": row["coding_id"] in labels,
            }
        )
    return found
