"""What does a record of another program's file say, and where does it stand in that file?"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.coding import Coding, one_line

UNCODED = "not coded"
NO_PRIMARY = "without a primary code"
SKIPPED = "skipped"
DELETED = "deleted there (the log keeps them)"
DRAFT = "saved as a draft only"
OLDER = "older than what the log holds"
_MOST_FAULTS = 10


@dataclass(frozen=True)
class Record:
    """One paragraph as somebody coded it in another program.

    Attributes
    ----------
    place : str
        File, record, and what else helps to find it there; named in errors.
    now : Coding
        What the record says today. Its id is empty; its coder is empty where the file does not say.
    text : str
        The paragraph's text, by which it is found where no id of a paragraph is given.
    origin : Coding or None
        The coding of the log that the record left the study as.
    source : str
        Names the record for good: the same for each state that people bring it into.
    state : str
        When the record came to be as it is, where the program exports that.
    annotator : str
        Who made it what it is, by the name or number that the program has for people.
    in_sight : frozenset of str
        Coders whose codings of the paragraph could be seen, annotators among them.
    article, position : str
        Id or file name of the article, and the paragraph's number in it, by which it is found as well.
    """

    place: str
    now: Coding
    text: str = ""
    origin: Coding | None = None
    source: str = ""
    state: str = ""
    annotator: str = ""
    in_sight: frozenset[str] = frozenset()
    article: str = ""
    position: str = ""

    @property
    def is_as_it_left(self) -> bool:
        """Whether the record says what it said when it left the study."""
        return self.origin is not None and same(self.origin, self.now)


@dataclass
class Sheet:
    """What a file holds.

    Attributes
    ----------
    records : list of Record
        In order.
    left_out : Counter
        How many entries are no codings, by reason.
    addresses : dict of str to str
        People's numbers to their addresses.
    columns : dict of str to str
        What the file calls the columns of the log, and those by which paragraphs are found.
    wrong : list of LabelError
        What is wrong with single records.
    remarks : list of str
        What had to be found out about the file.
    """

    records: list[Record] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    addresses: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    wrong: list[LabelError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def refuse(wrong: Sequence[LabelError], where: str) -> None:
    """Refuse a file for all that is wrong with its records: ten of them as notes of the error, the others counted.

    Records with the same fault are one.

    Raises
    ------
    LabelError
        If anything is wrong; the error of a single record as it is.
    """
    if len(wrong) == 1:
        raise wrong[0]
    faults: dict[tuple[str, str, str], list[LabelError]] = {}
    for error in wrong:
        faults.setdefault((error.expected, error.found, error.hint), []).append(error)
    if faults:
        records = len({error.where.partition(", column")[0] for error in wrong})
        found = f"{records} that cannot"
        refusal = LabelError("records that can be codings", found, where, "Nothing was written.")
        for same_fault in list(faults.values())[:_MOST_FAULTS]:
            refusal.add_note(f"{same_fault[0]}{_others(same_fault, where)}")
        if len(faults) > _MOST_FAULTS:
            others = sum(map(len, list(faults.values())[_MOST_FAULTS:]))
            refusal.add_note(f"and {others} more records")
        raise refusal


def _others(same_fault: Sequence[LabelError], where: str) -> str:
    """Name the other records with a fault, ten of them."""
    places = [error.where.removeprefix(f"{where}, ").partition(", column")[0] for error in same_fault[1:]]
    rest = f" and {len(places) - _MOST_FAULTS} more" if len(places) > _MOST_FAULTS else ""
    return f" (also {', '.join(places[:_MOST_FAULTS])}{rest})" if places else ""


def same(one: Coding, other: Coding) -> bool:
    """Say whether two codings say the same: codes, doubt and note.

    Examples
    --------
    >>> one = Coding("7f3a", "a:01", "ani", "2", "trade", ("arts",))
    >>> same(one, Coding("", "a:01", "", "", "trade", ("arts",))), same(one, Coding("", "a:01", "", "", "trade"))
    (True, False)
    """
    said = [(each.primary, set(each.also) - {each.primary}, each.unsure, one_line(each.note)) for each in (one, other)]
    return said[0] == said[1]


def digest_of(*parts: Any) -> str:
    """Make a short name that follows from what it names: 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def blind_key(paragraph_id: str) -> str:
    """Name a paragraph without saying where it is from; the same name each time.

    Examples
    --------
    >>> blind_key("gazette-2019-05-02:03")
    'p-d3b97bf01334c800'
    """
    return f"p-{digest_of(paragraph_id)}"


def read_json(text: str, where: str) -> Any:
    """Read JSON, or refuse it in one line.

    Raises
    ------
    LabelError
        If it is none.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise LabelError("JSON", str(error), where, "Export the file anew, or choose its form with --form.") from None


def csv_rows(text: str, where: str) -> tuple[tuple[str, ...], list[tuple[str, dict[str, str]]]]:
    """Read the columns of a CSV table, and its rows, each with the place to name in errors.

    Raises
    ------
    LabelError
        If the quoting is broken, or a row has more fields than there are columns.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            rows.append((f"{where}, row {reader.line_num}", {key: value or "" for key, value in row.items() if key}))
            if None in row:
                found = f"{len(row[None])} more"
                raise LabelError(
                    "a field for each column", found, rows[-1][0], "Quote fields that have commas in them."
                )
    except csv.Error as error:
        place = f"{where}, row {reader.line_num}"
        raise LabelError("a CSV table", str(error), place, "Save it as CSV, UTF-8.") from None
    return tuple(reader.fieldnames or ()), rows


def json_lines(text: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    """Read one JSON object a line, each with the place to name in errors; blank lines are passed over.

    Raises
    ------
    LabelError
        If a line holds something else.
    """
    places = [
        (f"{where}, line {number}", line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip("\ufeff \r\t")
    ]
    return [(place, json_object(read_json(line, place), place)) for place, line in places]


def json_object(value: Any, place: str) -> dict[str, Any]:
    """Return a JSON object, or refuse what is none.

    Raises
    ------
    LabelError
        If it is a list, a number or a text.
    """
    if not isinstance(value, dict):
        raise LabelError("one JSON object a line", f"a {type(value).__name__}", place, "Export as JSONL.")
    return value


def in_order(pillars: Iterable[str], codebook: Codebook) -> tuple[str, ...]:
    """Put pillars into codebook order, unknown ones last, each once."""
    found = set(pillars)
    return (*(pillar for pillar in codebook.pillar_ids if pillar in found), *sorted(found - set(codebook.pillar_ids)))
