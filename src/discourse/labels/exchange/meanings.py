"""What does a column of somebody's table mean, and which code does a cell name?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from discourse.codebook import Codebook
from discourse.errors import LabelError, shown
from discourse.labels.coding import COLUMNS

FINDING = ("text", "article", "position")
"""Columns by which a paragraph is found where its id is not given."""
USUAL_NAMES = {
    "paragraph_id": ("paragraphid", "par_id"),
    "article": ("article_id", "file", "filename", "file_name", "document", "document_id", "doc", "doc_id"),
    "position": ("paragraph_number", "paragraph_no", "paragraph_nr", "paragraph_position", "par", "no", "nr", "number"),
    "text": ("paragraph_text", "content", "body", "sentence", "excerpt"),
    "primary": ("code", "category", "label", "pillar", "primary_code", "main_code", "topic", "theme"),
    "also": ("also_mentioned", "other_codes", "secondary", "secondary_code", "secondary_codes"),
    "coder": ("annotator", "rater", "coded_by", "coder_name", "coder_id", "annotator_id"),
    "unsure": ("uncertain", "doubt"),
    "note": ("comment", "comments", "notes", "remark", "remarks", "memo"),
}
"""Names that people give to columns, by the name that the column has here."""
_BETWEEN_CODES = re.compile(r"\s*[;,|+/\n]\s*")


def column_meanings(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], given: Mapping[str, str], where: str
) -> dict[str, str]:
    """Say which column of a table holds what.

    Parameters
    ----------
    columns : sequence of str
        The table's columns.
    rows : sequence of mapping
        Its cells by column: a column ``paragraph`` may hold ids, numbers or texts.
    given : mapping of str to str
        Names here to the table's names, as the user says; they come before what is usual.
    where : str
        File and row of the columns, named in errors.

    Returns
    -------
    dict of str to str
        Column of the log, or of :data:`FINDING`, to the table's column.

    Raises
    ------
    LabelError
        If a column given is none, two columns mean the same, or none holds codes.

    Examples
    --------
    >>> rows = [{"File": "a.html", "Paragraph": "2", "Code": "Trade"}]
    >>> column_meanings(["File", "Paragraph", "Code"], rows, {}, "codings.csv, row 1")
    {'article': 'File', 'primary': 'Code', 'position': 'Paragraph'}
    """
    found = {**_checked(given, columns, where)}
    left = {_plain(column): column for column in columns if column not in found.values()}
    for ours in (*COLUMNS, *FINDING):
        if ours not in found and ours in left:
            found[ours] = left.pop(ours)
    for ours, usual in USUAL_NAMES.items():
        there = [left[name] for name in usual if name in left] if ours not in found else []
        if len(there) > 1 and ours != "note":
            hint = f"Choose one: --map {ours}={there[0]}."
            raise LabelError(f"one column that means {ours}", " and ".join(there), where, hint)
        if there:
            found[ours] = left.pop(_plain(there[0]))
    found |= _ambiguous(found, left, rows)
    if "primary" not in found:
        hint = "Name it: --map primary=COLUMN."
        found_there = ", ".join(columns) or "none"
        raise LabelError("a column of codes, such as primary, code or label", found_there, where, hint)
    return found


def _checked(given: Mapping[str, str], columns: Sequence[str], where: str) -> Mapping[str, str]:
    """Return what the user says of columns, or refuse what is no column here or there."""
    for ours, theirs in given.items():
        for name, known, place in ((ours, (*COLUMNS, *FINDING), "--map"), (theirs, columns, where)):
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"Did you mean {near[0]}?" if near else "Write a column's name here, =, its name in the file."
                raise LabelError(f"one of the columns {', '.join(known)}", shown(name), place, hint)
    return given


def _ambiguous(found: Mapping[str, str], left: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Say what columns called ``paragraph`` and ``id`` mean, which depends on what else there is."""
    more: dict[str, str] = {}
    column = left.get("paragraph")
    if column:
        is_text = any(" " in row.get(column, "").strip() for row in rows)
        meaning = "text" if is_text else "position" if "article" in found else "paragraph_id"
        more |= {meaning: column} if meaning not in found else {}
    placed = {"article", "position"} <= found.keys() | more.keys()
    if "id" in left and not placed and not {"paragraph_id", "text"} & (found.keys() | more.keys()):
        more["paragraph_id"] = left["id"]
    return more


class CodeNames:
    """Codes as people write them: in other case, with spaces, or by the name that is shown to readers.

    Parameters
    ----------
    codebook : Codebook
        The codes that may be used.

    Attributes
    ----------
    read : Counter
        How often another spelling was read as a code: (spelling, code) to a number.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> names = CodeNames(Codebook("1", (Pillar("road-rail", "Roads and rail", "-"),), "-"))
    >>> names.primary("ROAD RAIL", ""), names.also("Roads and rail; none", "")
    ('road-rail', ('road-rail', 'none'))
    """

    def __init__(self, codebook: Codebook) -> None:
        self._codes = codebook.codes
        by_name = Counter(_plain(codebook.names[code]) for code in codebook.codes)
        names = {_plain(codebook.names[code]): code for code in codebook.codes}
        self._known = {name: code for name, code in names.items() if by_name[name] == 1}
        self._known |= {_plain(code): code for code in codebook.codes}
        self.read: Counter[tuple[str, str]] = Counter()

    def primary(self, said: str, place: str) -> str:
        """Return the code that a cell names; "" for an empty cell.

        Raises
        ------
        LabelError
            Naming the codes there are, and the nearest.
        """
        said = " ".join(said.split())
        if not said:
            return ""
        code = self._known.get(_plain(said))
        if code is None:
            near = get_close_matches(_plain(said), self._known, 1)
            hint = f"Did you mean {self._known[near[0]]}?" if near else "Correct the code."
            raise LabelError(f"one of the codes {', '.join(self._codes)}", shown(said), place, hint)
        if said != code:
            self.read[said, code] += 1
        return code

    def also(self, said: str, place: str) -> tuple[str, ...]:
        """Return the codes that a cell lists, with spaces, commas, semicolons or bars between them; errors as above."""
        parts: Iterable[str] = filter(None, _BETWEEN_CODES.split(said.strip()))
        if _plain(said) in self._known:
            parts = [said]
        codes: list[str] = []
        for part in parts:
            words = [part] if _plain(part) in self._known else part.split()
            codes.extend(self.primary(word, place) for word in words)
        return tuple(dict.fromkeys(codes))

    def remarks(self) -> list[str]:
        """Say which spellings were read as which codes."""
        if not self.read:
            return []
        pairs = [f"{said} = {code} ({count})" for (said, code), count in self.read.most_common(5)]
        more = f" and {len(self.read) - 5} more" if len(self.read) > 5 else ""
        return [f"codes by their names or in other case: {', '.join(pairs)}{more}"]


def _plain(name: str) -> str:
    """Write a name in small letters, with underscores between its words."""
    return "_".join(re.findall(r"[^\W_]+", name.casefold()))
