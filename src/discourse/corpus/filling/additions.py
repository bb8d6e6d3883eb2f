"""Which of these articles are new to the study, and what comes in with each?

An article that is there already, by its paragraphs or its address, does not come in again. One that another outlet
prints as well comes in as its copy: both are one story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from discourse.corpus.details import DateOrder, Details, date_in, date_of_name
from discourse.corpus.filling.addresses import address_of, host_of
from discourse.corpus.filling.copies import stories_of
from discourse.corpus.filling.study_tables import StudyTables
from discourse.corpus.importing import ImportedArticle, paragraph_table
from discourse.corpus.segmentation import BODY
from discourse.corpus.text import digest
from discourse.errors import ArticleError, shown
from discourse.io.spreadsheets import is_spreadsheet

_ABOVE = 12
_MOSTLY = 0.75


@dataclass(frozen=True)
class NewArticle:
    """An article that comes in.

    Attributes
    ----------
    imported : ImportedArticle
        The article and its lines.
    details : Details
        What is known of it.
    copy_of : str
        Id of the article of which it is a copy; empty if it is none.
    has_row : bool
        Whether ``articles.csv`` has it already, without paragraphs.
    """

    imported: ImportedArticle
    details: Details
    copy_of: str = ""
    has_row: bool = False

    @property
    def row(self) -> dict[str, str]:
        """Row of ``articles.csv``."""
        known = self.details
        return {
            "article_id": self.imported.article.article_id,
            "outlet": known.outlet,
            "published": known.published,
            "title": known.title,
            "url": known.url if address_of(known.url) else "",
            "date_basis": known.date_basis,
            "same_as": self.copy_of,
            **self.imported.further,
        }


@dataclass(frozen=True)
class Additions:
    """What would come into a study.

    Attributes
    ----------
    new : tuple of NewArticle
        Articles that come in, in the order given.
    there : dict of str to str
        Id of each article that does not, to the reason.
    failed : tuple of ArticleError
        What is wrong with articles that cannot.
    differing : dict of (str, str, str) to int
        Of those that are there: a column, what it says, and what was given for it, to the number of articles.
    """

    new: tuple[NewArticle, ...]
    there: dict[str, str]
    failed: tuple[ArticleError, ...]
    differing: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def write(self, tables: StudyTables) -> None:
        """Add the rows to the two tables of the study.

        Raises
        ------
        DataError
            As :meth:`StudyTables.add` does.
        """
        if self.new:
            rows = [article.row for article in self.new if not article.has_row]
            tables.add(rows, paragraph_table([article.imported for article in self.new]))


def find_additions(
    articles: Sequence[ImportedArticle],
    tables: StudyTables,
    language: str,
    outlet: str = "",
    order: DateOrder | None = None,
) -> Additions:
    """Tell new articles from those that a study has, and complete what is known of them.

    Parameters
    ----------
    articles : sequence of ImportedArticle
        Articles that were read.
    tables : StudyTables
        The study's tables.
    language : str
        Language of the articles (code, or folder of its lists).
    outlet : str
        Outlet of the articles of which none is known.
    order : DateOrder, optional
        Which number of a date is the day.

    Returns
    -------
    Additions
    """
    known = [(imported, details_of(imported, language, order)) for imported in articles]
    outlets = _Outlets(tables, known, outlet)
    seen = _Seen(tables)
    new: list[NewArticle] = []
    there: dict[str, str] = {}
    failed: list[ArticleError] = []
    differing: Counter[tuple[str, str, str]] = Counter()
    for imported, found in known:
        name = imported.article.article_id
        given = replace(found, outlet=outlets.of(imported, found))
        article = NewArticle(imported, seen.rows.get(name) or given)
        if reason := seen.reason(article):
            there[name] = reason
            if name in seen.rows:
                differing.update(_differences(imported, given, seen.rows[name], outlet))
        elif clash := seen.clash(article):
            failed.append(clash)
        else:
            new.append(replace(article, has_row=name in seen.rows))
            seen.take(article)
    return Additions(tuple(_with_copies(new, tables)), there, tuple(failed), dict(differing))


def _differences(
    imported: ImportedArticle, given: Details, there: Details, outlet: str
) -> Iterator[tuple[str, str, str]]:
    """Compare what a table, or ``--outlet``, says of an article with its row; what was only guessed is left aside."""
    by_table = is_spreadsheet(imported.article.path)
    fields = ("outlet", "published", "title") if by_table else ("outlet",) if outlet == given.outlet else ()
    for name in fields:
        says, said = getattr(given, name), getattr(there, name)
        if says and says != said:
            yield name, said, says


def details_of(imported: ImportedArticle, language: str, order: DateOrder | None = None) -> Details:
    """Complete what is known of an article: by the name of its file, the lines above its text, its properties.

    Parameters
    ----------
    imported : ImportedArticle
        The article and its lines.
    language : str
        Its language (code, or folder of its lists).
    order : DateOrder, optional
        Which number of a date is the day.

    Returns
    -------
    Details
        The date of the first of these that has one: the page or table, the file's name, a line above the first
        paragraph that is no heading, the properties of the document.
    """
    found = imported.article.details
    above = []
    for line in imported.lines[:_ABOVE]:
        if line.kind == BODY:
            break
        above.append(line)
    heading = next((line.text for line in above if line.kind == "heading"), "")
    of_document = found.date_basis == "properties"
    title = (heading or found.title) if of_document or not found.title else found.title
    if found.published and not of_document:
        return replace(found, title=title)
    path = imported.article.path
    if not is_spreadsheet(path) and (day := date_of_name(path.stem, language, order)):
        return replace(found, title=title, published=day, date_basis="file")
    # The day in a heading is that of an event.
    bylines = (line.text for line in above if line.kind != "heading")
    if day := next(filter(None, (date_in(text, language, order) for text in bylines)), ""):
        return replace(found, title=title, published=day, date_basis="text")
    return replace(found, title=title)


class _Seen:
    """What the study has, and what has come in so far: ids, addresses, paragraphs."""

    def __init__(self, tables: StudyTables) -> None:
        articles, paragraphs = tables.known_articles, tables.known_paragraphs
        self.rows = {
            row["article_id"]: Details(
                row["outlet"], row["published"], row["date_basis"], row.get("title", ""), row["url"]
            )
            for row in articles.to_dict("records")
        }
        self._filled = set(paragraphs["article_id"])
        self._addresses = {address_of(known.url): name for name, known in self.rows.items()}
        self._known = {name: (known.outlet, address_of(known.url)) for name, known in self.rows.items()}
        self._paragraph_ids = set(paragraphs["paragraph_id"])
        self._articles_with: dict[str, set[str]] = {}
        for row in paragraphs.to_dict("records"):
            self._articles_with.setdefault(row["source_sha256"] or digest(row["text"]), set()).add(row["article_id"])

    def reason(self, article: NewArticle) -> str:
        """Say by what an article is known; empty if it is new."""
        address = address_of(article.details.url)
        other = self._addresses.get(address, "") if address else ""
        if other and (other in self._filled or other != article.imported.article.article_id):
            return f"the address of {other}"
        holders = [self._articles_with.get(value, set()) for value in _digests(article)]
        for name in sorted(set.intersection(*holders)):
            outlet, other_address = self._known[name]
            elsewhere = address and other_address and address != other_address
            other_outlet = outlet and article.details.outlet and outlet != article.details.outlet
            if name == article.imported.article.article_id or not (elsewhere or other_outlet):
                return f"the paragraphs of {name}"
        return ""

    def clash(self, article: NewArticle) -> ArticleError | None:
        """Say what is wrong with an article whose id, or the id of a paragraph, is taken by another."""
        imported = article.imported
        name, where = imported.article.article_id, imported.article.path
        if name in self._filled:
            hint = "Rename the file, or the id in the table."
            return ArticleError("the id of a new article", f"{shown(name)}, which has another text", where, hint)
        taken = [each for each, _, _ in imported.named_paragraphs() if each in self._paragraph_ids]
        if taken:
            return ArticleError("ids of new paragraphs", f"{shown(taken[0])}, which is taken", where, "Rename it.")
        return None

    def take(self, article: NewArticle) -> None:
        """Count an article among those that are there."""
        name, address = article.imported.article.article_id, address_of(article.details.url)
        self._filled.add(name)
        self._known[name] = (article.details.outlet, address)
        self._addresses.setdefault(address, name)
        self._paragraph_ids |= {each for each, _, _ in article.imported.named_paragraphs()}
        for value in _digests(article):
            self._articles_with.setdefault(value, set()).add(name)


class _Outlets:
    """One name for each outlet: that which the study has for its site, or nearly all pages of the site say."""

    def __init__(self, tables: StudyTables, known: Sequence[tuple[ImportedArticle, Details]], given: str) -> None:
        self._given = given
        names: dict[str, Counter[str]] = {}
        for imported, found in known:
            if found.outlet != host_of(found.url) and not is_spreadsheet(imported.article.path):
                names.setdefault(host_of(found.url), Counter())[found.outlet] += 1
        first = {host: counted.most_common(1)[0] for host, counted in names.items()}
        self._of_host = {host: name for host, (name, n) in first.items() if n > _MOSTLY * names[host].total()}
        articles = tables.known_articles
        for host, rows in articles.groupby(articles["url"].map(host_of)):
            if rows["outlet"].nunique() == 1:
                self._of_host[host] = rows["outlet"].iloc[0]
        self._of_host.pop("", None)

    def of(self, imported: ImportedArticle, details: Details) -> str:
        """Name the outlet of an article; what a table says of it stays."""
        named = details.outlet or self._given
        return named if is_spreadsheet(imported.article.path) else self._of_host.get(host_of(details.url), "") or named


def _with_copies(new: Sequence[NewArticle], tables: StudyTables) -> Iterator[NewArticle]:
    """Give each copy the id of its original: an article of the study, or else the one that came out first."""
    articles, paragraphs = tables.known_articles, tables.known_paragraphs
    story = articles["same_as"].where(articles["same_as"] != "", articles["article_id"])
    filled = paragraphs.groupby("article_id", sort=False)["text"].agg("\n".join)
    known = dict(zip(articles["article_id"], story, strict=True))
    in_order = sorted(new, key=lambda one: (one.details.published == "", one.details.published))
    texts = [
        *((name, filled[name]) for name in sorted(filled.index, key=lambda name: known.get(name) != name)),
        *((one.imported.article.article_id, "\n".join(line.text for line in one.imported.body)) for one in in_order),
    ]
    copies = stories_of(texts, known)
    for article in new:
        yield replace(article, copy_of=copies.get(article.imported.article.article_id, ""))


def _digests(article: NewArticle) -> list[str]:
    return [digest(line.text) for line in article.imported.body]
