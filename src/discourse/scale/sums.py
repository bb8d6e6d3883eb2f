"""What does each article of a huge corpus contribute to a share? Paragraphs added up as they pass.

Shares, shifts and their intervals need the sums of each article and nothing of its paragraphs
(``discourse.emphasis.sums``), so a corpus of any size is read once, and what stays in memory is a row
an article. Predictions are added up as though they were labels: how often the classifier errs, and in
favour of which pillar, only labelled paragraphs can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.emphasis.checks import NO_PILLAR, Quantity, Weighting, check_table
from discourse.emphasis.sums import ArticleSums, Floats, Integers, membership, paragraph_weights
from discourse.errors import DataError

_PIECE = 50_000
_READ = ("article_id", "period", "pillar")


def stream_article_sums(
    pieces: Iterable[pd.DataFrame],
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> ArticleSums:
    """Add the paragraphs of a table up by article, the table coming in pieces.

    The result is that of :func:`discourse.emphasis.article_sums` on the whole table, to the last bit,
    wherever it is cut; an article may lie in several pieces.

    Parameters
    ----------
    pieces : iterable of DataFrame
        Rows of the table in order, such as :func:`classified_pieces` gives.
    pillars, periods, quantity, weighting
        As for ``article_sums``.

    Raises
    ------
    DataError
        As ``article_sums`` does; the place says in which rows.

    Examples
    --------
    >>> piece = pd.DataFrame({"article_id": ["a", "b"], "period": ["2023", "2025"], "primary": ["trade", "none"]})
    >>> sums = stream_article_sums([piece, piece], ["trade", "school"], ["2023", "2025"])
    >>> sums.articles, sums.numerators.tolist()
    (('a',), [[2.0, 0.0]])
    """
    place: dict[str, int] = {}
    period_of: dict[str, str] = {}
    added = _Added.nothing(len(pillars))
    row = 0
    for piece in pieces:
        _check(piece, pillars, periods, quantity, weighting, row, period_of)
        row += len(piece)
        kept = piece[piece["period"].isin(list(periods)) & ~piece["primary"].isin(["", NO_PILLAR])]
        index = np.array([place.setdefault(article, len(place)) for article in kept["article_id"]], dtype=np.int64)
        # The weight of a paragraph in its article is known only when all have passed; until then they are counted.
        weights = paragraph_weights(kept, index, "paragraph" if weighting == "article" else weighting)
        added = added.grown(len(place))
        added.add(index, weights, membership(kept, pillars, quantity))
    if weighting == "article":
        added = added.averaged()
    order = np.array(sorted(range(len(place)), key=list(place).__getitem__), dtype=np.int64)
    articles = tuple(sorted(place))
    return ArticleSums(
        pillars=tuple(pillars),
        periods=(periods[0], periods[1]),
        articles=articles,
        later=np.array([period_of[article] == periods[1] for article in articles], dtype=bool),
        numerators=added.numerators[order],
        denominators=added.denominators[order],
        squares=added.squares[order],
        paragraphs=added.paragraphs[order],
    )


def classified_pieces(paths: Sequence[Path], rows: int = _PIECE) -> Iterator[pd.DataFrame]:
    """Read classified files, some thousand rows at a time, as tables that can be added up.

    Parameters
    ----------
    paths : sequence of Path
        CSV files that ``discourse classify`` or :func:`discourse.scale.classify_files` wrote, with the
        columns ``article_id`` and ``period`` (and ``words`` for the weighting by words).
    rows : int
        Rows a piece.

    Yields
    ------
    DataFrame
        ``article_id``, ``period``, ``primary`` (the predicted pillar), ``also`` (tuple) and ``words`` if there.
    """
    for path in paths:
        try:
            with pd.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                encoding="utf-8",
                chunksize=rows,
                usecols=lambda name: name in (*_READ, "also", "words"),
            ) as reader:
                for piece in reader:
                    yield _as_labels(piece, path)
        except OSError as error:
            raise DataError("a classified table", str(error.strerror), path, "Check the name.") from None
        except ValueError as error:
            raise DataError(
                "a classified table", str(error).strip().splitlines()[0], path, "Make it with: discourse classify."
            ) from None


def _as_labels(piece: pd.DataFrame, path: Path) -> pd.DataFrame:
    missing = [column for column in (*_READ, "also") if column not in piece.columns]
    if missing:
        raise DataError(
            f"a column {missing[0]}",
            f"of those needed only {', '.join(piece.columns)}",
            path,
            "Add it to the input, and classify.",
        )
    table = piece.rename(columns={"pillar": "primary"})
    table["also"] = pd.Series([tuple(codes.split()) for codes in piece["also"]], index=piece.index, dtype=object)
    if "words" in table:
        table["words"] = pd.to_numeric(table["words"], errors="coerce")
    return table


class _Added:
    """Sums over the paragraphs seen so far; rows in the order in which articles were first seen."""

    def __init__(self, numerators: Floats, denominators: Floats, squares: Floats, paragraphs: Integers) -> None:
        self.numerators, self.denominators = numerators, denominators
        self.squares, self.paragraphs = squares, paragraphs

    @classmethod
    def nothing(cls, n_pillars: int) -> _Added:
        return cls(np.zeros((0, n_pillars)), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))

    def grown(self, n_articles: int) -> _Added:
        more = n_articles - len(self.paragraphs)
        return _Added(
            np.concatenate([self.numerators, np.zeros((more, self.numerators.shape[1]))]),
            np.concatenate([self.denominators, np.zeros(more)]),
            np.concatenate([self.squares, np.zeros(more)]),
            np.concatenate([self.paragraphs, np.zeros(more, dtype=np.int64)]),
        )

    def add(self, index: Integers, weights: Floats, belongs: Floats) -> None:
        """Add paragraphs one by one, in order: as one sum over the whole table would be formed."""
        np.add.at(self.numerators, index, weights[:, None] * belongs)
        np.add.at(self.denominators, index, weights)
        np.add.at(self.squares, index, weights**2)
        np.add.at(self.paragraphs, index, 1)

    def averaged(self) -> _Added:
        """Give every paragraph the weight 1 / paragraphs of its article."""
        weights = 1.0 / self.paragraphs
        return _Added(
            _repeated(weights[:, None], self.numerators),
            _repeated(weights, self.paragraphs),
            _repeated(weights**2, self.paragraphs),
            self.paragraphs,
        )


def _repeated(value: Floats, times: Floats | Integers) -> Floats:
    """Add a value to nothing so many times; unlike their product this rounds as a sum over paragraphs does."""
    total = np.zeros(times.shape)
    for step in range(int(times.max(initial=0))):
        total += np.where(times > step, value, 0.0)
    return total


def _check(
    piece: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    quantity: Quantity,
    weighting: Weighting,
    row: int,
    period_of: dict[str, str],
) -> None:
    """Check a piece by itself, and that its articles have the period that they had before."""
    try:
        check_table(piece, pillars, periods, quantity=quantity, weighting=weighting)
    except DataError as error:
        raise DataError(error.expected, error.found, f"rows from {row}: {error.where}", error.cure) from None
    pairs = piece[["article_id", "period"]].drop_duplicates("article_id")
    for article, period in zip(pairs["article_id"], pairs["period"], strict=True):
        if period_of.setdefault(article, period) != period:
            raise DataError(
                "one period an article", "several", f"article {article}", "Correct its date, or split the article."
            )
