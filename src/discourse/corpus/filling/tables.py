"""Which articles does a table from elsewhere hold: an article a row, or a paragraph a row?

Columns are known by the names that they usually have. A table is one of paragraphs if it numbers or names them,
or if several rows are of one article and none of their texts has a line break; their texts are then taken as they
are. Any other table has an article a row, whose text is parted as that of a file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import accumulate
from pathlib import Path

import pandas as pd

from discourse.columns import EXTENTS
from discourse.corpus.details import DateOrder, Details, date_of_cell, order_of
from discourse.corpus.importing import ImportedArticle, with_paragraphs
from discourse.corpus.segmentation import BODY, LabelledLine
from discourse.corpus.text import Article, collapse, digest, lines_of
from discourse.display import counted
from discourse.errors import ArticleError, DataError, shown
from discourse.io.spreadsheets import read_spreadsheet
from discourse.io.tables import is_count
from discourse.languages import language_code
from discourse.settings import FORMER_NAMES

USUAL_NAMES = {
    "article_id": "article_id articleid doc_id docid document_id documentid article doc document file filename "
    "file_name id key",
    "paragraph_id": "paragraph_id paragraphid para_id par_id unit_id id key",
    "text": "text body content full_text fulltext article_text article_body maintext paragraph_text paragraph",
    "position": "position paragraph_number paragraph_no para_no paragraph_nr paragraph",
    "published": "published date pub_date pubdate publication_date date_published publish_date published_at datetime",
    "outlet": "outlet source newspaper paper publication publisher media medium site site_name sitename",
    "title": "title headline heading",
    "url": "url link address web_address canonical uri",
    "partner": "partner",
    "genre": "genre",
    "extent": "extent",
    "sampling": "sampling",
}
"""What a column holds, to the names that it usually has, the likeliest first."""
_FURTHER = ("partner", "genre", "extent", "sampling")
_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li)\b[^<>]*>", re.I)
_BLOCK_END = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li)>", re.I)
_LONG = 1500


@dataclass(frozen=True)
class ArticleTable:
    """Articles of a table from elsewhere.

    Attributes
    ----------
    articles : tuple of ImportedArticle
        In the order of the table.
    remarks : tuple of str
        What had to be found out about the table.
    """

    articles: tuple[ImportedArticle, ...]
    remarks: tuple[str, ...]


def read_article_table(
    path: Path,
    language: str,
    names: Mapping[str, str] | None = None,
    order: DateOrder | None = None,
    failed: Callable[[ArticleError], object] | None = None,
) -> ArticleTable:
    """Read the articles of a table.

    Parameters
    ----------
    path : Path
        A table that :func:`discourse.io.spreadsheets.read_spreadsheet` reads.
    language : str
        Language of the articles (code, or folder of its lists).
    names : mapping of str to str, optional
        What a column holds (a key of :data:`USUAL_NAMES`, or one of the usual names) to the name that it has.
    order : DateOrder, optional
        Which number of a date is the day; left out, the dates of the column decide.
    failed : callable, optional
        Takes what is wrong with a single article; the others are read all the same.

    Raises
    ------
    DataError
        If the table cannot be read, has no text, or holds what cannot be; an article without a paragraph only
        where ``failed`` is left out.
    """
    table, remarks = read_spreadsheet(path)
    columns = _columns(list(table.columns), names or {}, path)
    cells = table[list(columns.values())].set_axis(list(columns), axis="columns")
    cells = cells.apply(lambda column: column if column.name == "text" else column.map(collapse))
    blank = cells["text"].str.strip() == ""
    cells, said = cells[~blank], [*remarks, *_aside(table, columns)]
    if blank.any():
        said.append(
            f"{counted(blank.sum(), 'row')} without a text left out, the first of them row {_first(table, blank)}"
        )
    if cells.empty:
        raise DataError(
            "rows with a text", "none", f"{path}, column {columns['text']}", "Name another: --map text=COLUMN"
        )
    _check_extents(cells, path)
    cells, unread = _with_dates(cells, language, order)
    said += unread
    keys = _keys(cells)
    if _is_of_paragraphs(cells, keys):
        return ArticleTable(tuple(_of_paragraphs(cells, keys, path, language)), tuple(said))
    if not cells["text"].str.contains("\n").any() and (cells["text"].str.len() > _LONG).mean() > 1 / 2:
        said.append("no text has a line break, so each article is a single paragraph: export the table with them")
    return ArticleTable(tuple(_of_articles(cells, path, language, failed)), tuple(said))


def field_named(name: str) -> str:
    """Say what a column of that name holds, as a key of :data:`USUAL_NAMES`; empty if that is not known.

    Examples
    --------
    >>> field_named("Pub. Date"), field_named("Full text"), field_named("Paper"), field_named("colour")
    ('published', 'text', 'outlet', '')
    """
    bare = _bare(name)
    return bare if bare in USUAL_NAMES else next((field for field, usual in _usual() if bare in usual), "")


def _usual() -> Iterator[tuple[str, list[str]]]:
    return ((field, names.split()) for field, names in USUAL_NAMES.items())


def _bare(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold().strip()).strip("_")


def _columns(there: list[str], names: Mapping[str, str], path: Path) -> dict[str, str]:
    """Find what each column holds: as it is told, or else by its name."""
    chosen: dict[str, str] = {}
    for said, column in names.items():
        if not (field := field_named(said)):
            known = ", ".join(USUAL_NAMES)
            raise DataError(f"one of {known}", shown(said), "--map", "Write it as --map text=COLUMN.")
        if column not in there:
            near = get_close_matches(column, there, 1)
            hint = f"Did you mean '{near[0]}'?" if near else "Name one of them."
            raise DataError(f"one of the columns {', '.join(there)}", shown(column), f"--map, for {path}", hint)
        chosen[field] = column
    by_bare = {_bare(column): column for column in reversed(there)} | {column: column for column in there}
    for field, usual in _usual():
        free = [by_bare[name] for name in usual if name in by_bare and by_bare[name] not in chosen.values()]
        if field not in chosen and free:
            chosen[field] = free[0]
    if "text" not in chosen:
        raise DataError("a column text", f"the columns {', '.join(there)}", path, "Name it: --map text=COLUMN")
    return {field: chosen[field] for field in USUAL_NAMES if field in chosen}


def _aside(table: pd.DataFrame, columns: Mapping[str, str]) -> Iterator[str]:
    """Say which columns were taken for what, where the names differ, and which were left aside."""
    taken = [f"{name} is {field}" for field, name in columns.items() if name != field]
    left = [name for name in table.columns if name not in columns.values()]
    if taken:
        yield f"columns: {', '.join(taken)}"
    if left:
        yield f"columns left aside: {', '.join(left)} (--map takes one in)"


def _check_extents(cells: pd.DataFrame, path: Path) -> None:
    for row, value in cells.get("extent", pd.Series(dtype=str)).items():
        if value and FORMER_NAMES.get(value, value) not in EXTENTS:
            raise DataError(
                f"one of {', '.join(EXTENTS)}", shown(value), f"{path}, row {row}, column extent", "Correct it."
            )


def _with_dates(cells: pd.DataFrame, language: str, order: DateOrder | None) -> tuple[pd.DataFrame, list[str]]:
    """Read the dates, and say which cannot be."""
    if "published" not in cells:
        return cells, []
    order = order or order_of(cells["published"])
    read = {value: date_of_cell(value, language, order) for value in cells["published"].unique()}
    days = cells["published"].map(read)
    unread = (days == "") & (cells["published"] != "")
    if not unread.any():
        return cells.assign(published=days), []
    row = _first(cells, unread)
    dates = "date was" if unread.sum() == 1 else "dates were"
    remark = f"{unread.sum()} {dates} not read, such as {shown(cells['published'][row])} in row {row}: "
    cure = "say which number is the day with --date-order dmy or mdy, or write 2019-05-17"
    return cells.assign(published=days), [remark + cure]


def _keys(cells: pd.DataFrame) -> pd.Series:
    """Say which article each row is of: by its id, its address, or by title, outlet and date together."""
    if "article_id" in cells:
        return cells["article_id"]
    if "url" in cells and (cells["url"] != "").all():
        return cells["url"]
    if "title" in cells and (cells["title"] != "").all():
        parts = [cells[name] for name in ("title", "outlet", "published") if name in cells]
        return pd.concat(parts, axis="columns").agg("\n".join, axis="columns")
    return pd.Series(map(str, cells.index), index=cells.index)


def _is_of_paragraphs(cells: pd.DataFrame, keys: pd.Series) -> bool:
    if "position" in cells or ("paragraph_id" in cells and "article_id" in cells):
        return True
    return bool(keys.duplicated().any()) and not bool(cells["text"].str.contains("\n").any())


def _of_paragraphs(cells: pd.DataFrame, keys: pd.Series, path: Path, language: str) -> Iterator[ImportedArticle]:
    """Make articles of a table with a paragraph a row."""
    _check_ids(cells, path)
    code = language_code(language)
    for _, rows in cells.groupby(keys, sort=False):
        ordered, positions = _in_order(rows)
        texts = [collapse(text) for text in ordered["text"]]
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        lines = tuple(
            LabelledLine(int(row), start, text, BODY, "a row of the table", code)
            for row, start, text in zip(ordered.index, starts, texts, strict=False)
        )
        ids = tuple(ordered["paragraph_id"]) if "paragraph_id" in ordered else ()
        article = _article(ordered.iloc[0], path, "\n".join(texts))
        yield ImportedArticle(article, lines, ids, positions, _further(ordered.iloc[0]))


def _in_order(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """Put the paragraphs of an article in order, with the numbers that the table gives them, if it gives each one."""
    numbers = rows.get("position", pd.Series(dtype=str))
    if numbers.empty or not numbers.map(is_count).all():
        return rows, ()
    ordered = numbers.astype(int).sort_values(kind="stable")
    return rows.loc[ordered.index], () if ordered.duplicated().any() else tuple(ordered.tolist())


def _check_ids(cells: pd.DataFrame, path: Path) -> None:
    """Refuse a paragraph without an article, and an id that is empty or stands twice."""
    for field in ("article_id", "paragraph_id"):
        if field in cells and (cells[field] == "").any():
            row = _first(cells, cells[field] == "")
            raise DataError("an id in every row", "none", f"{path}, row {row}, {field}", "Fill the cell.")
    if "paragraph_id" in cells and cells["paragraph_id"].duplicated().any():
        row = _first(cells, cells["paragraph_id"].duplicated())
        found = f"{shown(cells['paragraph_id'][row])} again"
        raise DataError("each paragraph once", found, f"{path}, row {row}", "Rename or delete one.")


def _of_articles(
    cells: pd.DataFrame, path: Path, language: str, failed: Callable[[ArticleError], object] | None
) -> Iterator[ImportedArticle]:
    """Make articles of a table with an article a row."""
    for row, cell in cells.iterrows():
        text = cell["text"]
        if _TAG.search(text):
            text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", text)))
        article = _article(cell, path, text)
        try:
            found = with_paragraphs(article, language, f"{path}, row {row}")
        except ArticleError as error:
            if failed is None:
                raise
            failed(error)
            continue
        yield ImportedArticle(article, found.lines, further=_further(cell))


def _article(cell: pd.Series, path: Path, text: str) -> Article:
    """Make an article of a row; one without an id is named by the table and its own text."""
    outlet, published, title, url = (cell.get(name, "") for name in ("outlet", "published", "title", "url"))
    details = Details(outlet, published, "table" if published else "", title, url)
    named = cell.get("article_id", "") or f"{path.stem}-{digest(text)[:8]}"
    return Article(path, lines_of(text), details, named)


def _further(cell: pd.Series) -> dict[str, str]:
    return {name: cell[name] for name in _FURTHER if cell.get(name, "")}


def _first(table: pd.DataFrame, chosen: pd.Series) -> int:
    """Return the number of the first row that is chosen."""
    return int(table.index[chosen.to_numpy()][0])
