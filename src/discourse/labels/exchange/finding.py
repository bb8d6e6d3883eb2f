"""Which paragraph of the study is a record about? By its id, by its text, or by article and position."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from discourse.errors import LabelError, shown
from discourse.labels.exchange.records import Record, blind_key

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00ad": ""})


class ParagraphFinder:
    """The paragraphs of a study by id, by blind key, by text, and by article and position.

    Parameters
    ----------
    texts : mapping of str to str
        Paragraph id to text.
    places : mapping of str to (str, int)
        Paragraph id to the id of its article and its position there.
    columns : mapping of str to str
        What the file calls the columns, named in errors.

    Attributes
    ----------
    differing : int
        How many records were found by article and position and have another text than the study.

    Examples
    --------
    >>> from discourse.labels.coding import Coding
    >>> finder = ParagraphFinder({"gazette:03": "A bridge  opens."}, {"gazette:03": ("gazette", 3)})
    >>> empty = Coding("", "", "", "", "trade")
    >>> finder.find(Record("row 2", empty, "a bridge opens.")), finder.find(
    ...     Record("row 3", empty, article="Gazette.html", position="3"))
    ('gazette:03', 'gazette:03')
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        places: Mapping[str, tuple[str, int]] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self._texts, self._places, self._columns = texts, places or {}, columns or {}
        self._by_key = {blind_key(paragraph): paragraph for paragraph in texts}
        self._by_place = {place: paragraph for paragraph, place in self._places.items()}
        self._articles = {article.casefold(): article for article, _ in self._places.values()}
        self._by_text: dict[str, list[str]] = {}
        for paragraph, text in texts.items():
            self._by_text.setdefault(_plain(text), []).append(paragraph)
        self._nearest: dict[str, list[str]] = {}
        self.differing = 0

    def find(self, record: Record) -> str:
        """Return the id of the paragraph that a record is about; one that is not the study's as it stands.

        Raises
        ------
        LabelError
            If the record names none, or its text is that of several.
        """
        named = record.now.paragraph_id
        known = self._by_key.get(named, named)
        if known in self._texts or (named and not self._columns):  # the check of codings names an unknown one
            return known
        if named and not record.text.strip() and not record.article.strip():
            hint = "Correct the id, or leave it empty and give text, or article and position."
            place = self._at(record, "paragraph_id")
            raise LabelError("the id of a paragraph in paragraphs.csv", shown(named), place, hint)
        article = self._article(record) if record.article.strip() else ""
        found = self._of_text(record, article)
        if len(found) == 1:
            return found[0]
        if article and record.position:
            placed = self._of_place(record, article)
            self.differing += bool(record.text.strip()) and placed not in found
            return placed
        if found:
            hint = "Add the column paragraph_id, or article and position."
            raise LabelError("a text of one paragraph", f"that of {' and '.join(found[:3])}", record.place, hint)
        expected = "a paragraph_id, the text of a paragraph of the study, or its article and position"
        found_there = "another text" if record.text.strip() else "none of these"
        hint = "Add a column, or export the paragraphs anew."
        raise LabelError(expected, found_there, self._at(record, "text"), hint)

    def _of_text(self, record: Record, article: str) -> list[str]:
        found = self._by_text.get(_plain(record.text), []) if record.text.strip() else []
        return [each for each in found if not article or self._places[each][0] == article]

    def _article(self, record: Record) -> str:
        """Return the article named by its id, or by the name of its file, whatever the folder."""
        said = record.article.strip()
        name = PurePosixPath(said.replace("\\", "/")).name
        for written in (said, name, PurePosixPath(name).stem):
            if written.casefold() in self._articles:
                return self._articles[written.casefold()]
        near = self._near(PurePosixPath(name).stem.casefold())
        hint = f"Did you mean {self._articles[near[0]]}?" if near else "Correct the name, or import the article first."
        expected = "the id or file name of an article of the study"
        raise LabelError(expected, shown(said), self._at(record, "article"), hint)

    def _near(self, name: str) -> list[str]:
        """Find the article with the nearest name; kept, for a table has a row a paragraph."""
        if name not in self._nearest:
            self._nearest[name] = get_close_matches(name, self._articles, 1)
        return self._nearest[name]

    def _of_place(self, record: Record, article: str) -> str:
        said = record.position.strip()
        number = int(said.partition(".")[0]) if re.fullmatch(r"[0-9]{1,9}(\.0*)?", said) else -1
        if (article, number) in self._by_place:
            return self._by_place[article, number]
        numbers = sorted(position for there, position in self._by_place if there == article)
        expected = f"the number of a paragraph of {article}, {numbers[0]} to {numbers[-1]}"
        raise LabelError(expected, shown(said), self._at(record, "position"), "Correct it.")

    def _at(self, record: Record, column: str) -> str:
        theirs = self._columns.get(column)
        return f"{record.place}, column {theirs}" if theirs else record.place


def _plain(text: str) -> str:
    """Write a text so that case, white space and the shapes of quotation marks and dashes make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).casefold().split())
