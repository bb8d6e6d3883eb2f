"""What does each article contribute to a share, when the table comes in chunks?

Shares, shifts and their intervals need the sums of each article and nothing of its paragraphs
(``sums``), so a corpus of any size is read once, and what stays in memory is a row an article.
Predictions are added up as though they were labels: how often the classifier errs, and in favour of
which pillar, only labelled paragraphs can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, read_paragraphs
from discourse.emphasis.sums import ArticleSums, article_sums, sum_by
from discourse.errors import DataError
from discourse.io.formulas import unguard_table
from discourse.io.records import csv_fields, csv_header, open_csv
from discourse.io.text import parser_found

_ROWS = 50_000
_COLUMNS = ("article_id", "period", "pillar")
_FORM = "a classified table"
_HINT = "Make it with: discourse classify."


def stream_article_sums(
    chunks: Iterable[pd.DataFrame],
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> ArticleSums:
    """Add the paragraphs of a table up by article, the table coming in chunks.

    The result is that of ``article_sums`` on the whole table but for rounding, wherever the table is cut;
    an article may lie in several chunks.

    Parameters
    ----------
    chunks : iterable of DataFrame
        Rows of the table in order, such as ``classified_chunks`` gives.
    pillars, periods, quantity, weighting
        As for ``read_paragraphs`` and ``article_sums``.

    Raises
    ------
    DataError
        As these do; the place says in which rows.

    Examples
    --------
    >>> chunk = pd.DataFrame({"article_id": ["a", "b"], "period": ["2023", "2025"], "primary": ["trade", "none"]})
    >>> sums = stream_article_sums([chunk, chunk], ["trade", "school"], ["2023", "2025"])
    >>> sums.articles, sums.numerators.tolist()
    (('a',), [[2.0, 0.0]])
    """
    # The weight of a paragraph in its article is known only when all have passed; until then they are counted.
    while_passing: Weighting = "paragraph" if weighting == "article" else weighting
    nothing = pd.DataFrame({name: [] for name in ("article_id", "period", "primary", "also", "words")})
    parts = [article_sums(read_paragraphs(nothing, pillars, periods), quantity=quantity, weighting=while_passing)]
    period_of: dict[str, str] = {}
    row = 0
    for chunk in chunks:
        try:
            paragraphs = read_paragraphs(chunk, pillars, periods)
            parts.append(article_sums(paragraphs, quantity=quantity, weighting=while_passing))
        except DataError as error:
            raise DataError(error.expected, error.found, f"rows from {row}: {error.where}", error.hint) from None
        _check_periods(paragraphs, period_of)
        row += len(chunk)
    sums = _merged(parts)
    return _averaged(sums) if weighting == "article" else sums


def _check_periods(paragraphs: Paragraphs, period_of: dict[str, str]) -> None:
    """Refuse an article that had another period in an earlier chunk."""
    pairs = paragraphs.table[["article_id", "period"]].drop_duplicates("article_id")
    for article, period in zip(pairs["article_id"], pairs["period"], strict=True):
        if period_of.setdefault(article, period) != period:
            hint = "Correct its date, or split the article."
            raise DataError("one period an article", "several", f"article {article}", hint)


def _merged(parts: Sequence[ArticleSums]) -> ArticleSums:
    """Add the sums of the same article up."""
    names = np.array([article for part in parts for article in part.articles], dtype=object)
    articles, first, place = np.unique(names, return_index=True, return_inverse=True)
    numerators, denominators, squares, paragraphs = (
        sum_by(place, np.concatenate([getattr(part, name) for part in parts]), len(articles))
        for name in ("numerators", "denominators", "squares", "paragraphs")
    )
    return replace(
        parts[0],
        articles=tuple(articles),
        later=np.concatenate([part.later for part in parts])[first],
        numerators=numerators,
        denominators=denominators,
        squares=squares,
        paragraphs=paragraphs.astype(np.int64),
    )


def _averaged(sums: ArticleSums) -> ArticleSums:
    """Give every paragraph the weight 1 / paragraphs of its article."""
    return replace(
        sums,
        weighting="article",
        numerators=sums.numerators / sums.paragraphs[:, None],
        denominators=np.ones(len(sums)),
        squares=1.0 / sums.paragraphs,
    )


def classified_chunks(paths: Sequence[Path], rows: int = _ROWS) -> Iterator[pd.DataFrame]:
    """Read classified files, some thousand rows at a time, as tables that can be added up.

    Parameters
    ----------
    paths : sequence of Path
        CSV files that ``discourse classify`` wrote, with the columns ``article_id`` and ``period`` (and
        ``words`` for the weighting by words).
    rows : int
        Rows a chunk.

    Yields
    ------
    DataFrame
        ``article_id``, ``period``, ``primary`` (the predicted pillar), ``also`` (tuple) and ``words`` if there.

    Raises
    ------
    DataError
        If a file cannot be read or was not classified.
    """
    for path in paths:
        with open_csv(path) as lines:
            columns = csv_header(csv_fields(lines, path), path)
        wanted = [name for name in (*_COLUMNS, "also", "words") if name in columns]
        try:
            with pd.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                encoding="utf-8",
                chunksize=rows,
                usecols=list(dict.fromkeys([*wanted, columns[-1]])),
            ) as reader:
                for chunk in reader:
                    yield _as_labels(chunk, wanted, path)
        except OSError as error:
            raise DataError(_FORM, str(error.strerror), path, "Look at the rights of file and folder.") from None
        except ValueError as error:
            raise DataError(_FORM, parser_found(error), path, _HINT) from None


def _as_labels(chunk: pd.DataFrame, wanted: list[str], path: Path) -> pd.DataFrame:
    missing = [column for column in (*_COLUMNS, "also") if column not in wanted]
    if missing:
        found, hint = f"of those needed only {', '.join(wanted)}", "Add it to the input, and classify."
        raise DataError(f"a column {missing[0]}", found, path, hint)
    # A row with a prediction has its probabilities, too; pandas fills what is cut off.
    cut = chunk.index[(chunk.iloc[:, -1] == "") & (chunk["pillar"] != "")]
    if len(cut) and chunk.columns[-1] not in wanted:
        raise DataError("whole rows", "one that ends early", f"{path}, row {cut[0] + 2}", _HINT)
    table = unguard_table(chunk[wanted]).rename(columns={"pillar": "primary"})
    table["also"] = pd.Series([tuple(codes.split()) for codes in chunk["also"]], index=chunk.index, dtype=object)
    return table
