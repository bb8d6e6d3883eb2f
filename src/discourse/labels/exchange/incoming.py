"""Which codings does a file bring, whose are they, and which of them are new?

A record that says what it said when it left the study is that coding. Any other state of a record is a new coding, by
whoever brought it about: its id is the record's name and the time or number of the state, so that a state comes in
once, however often the file is read, and comes in again when a coder returns to it after another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.coding import Coding, check_coder, check_coding, code_problem, one_line
from discourse.labels.exchange.finding import ParagraphFinder
from discourse.labels.exchange.records import OLDER, Record, Sheet, in_order, refuse, same

_UNNAMED = "unnamed"
"""Stands for a coder until all that is wrong with a file is known; the file is refused then."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class People:
    """What coders are called.

    Attributes
    ----------
    coder : str
        Who coded, where the file does not say, or says it of one annotator.
    names : mapping
        What the program calls people (a number or an address) to the names of coders.
    """

    coder: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def arriving_codings(
    sheet: Sheet,
    log: Sequence[Coding],
    texts: Mapping[str, str],
    codebook: Codebook,
    people: People,
    where: str = "import",
    *,
    places: Mapping[str, tuple[str, int]] | None = None,
    in_file_order: bool = False,
) -> list[Coding]:
    """Say which codings a file holds, those that the log has already among them.

    Parameters
    ----------
    sheet : Sheet
        What the file says. Records that turn out to be out of date are added to its ``left_out``.
    log : sequence of Coding
        Every line of the log.
    texts : mapping
        Paragraph id to text: a record without a paragraph id is matched by its text.
    codebook : Codebook
        The codes that may be used; its version is written into new codings.
    people : People
        What coders are called.
    where : str
        The file, named in errors.
    places : mapping, optional
        Paragraph id to the id of its article and its position there, by which a record may be matched as well.
    in_file_order : bool
        The file is in the order in which codings were made. Else those that left the study come first, and the
        others follow by time.

    Returns
    -------
    list of Coding
        To be appended to the log in this order.

    Raises
    ------
    LabelError
        If a coding cannot be, or its coder or paragraph is not known. All such records are named, see
        :func:`refuse`.
    """
    history = _History(log)
    arrived, changed = _sorted_out(sheet, history)
    if not in_file_order:
        changed.sort(key=lambda record: _time(record.now.when, record.place))
    coders = _Coders(people, sheet.addresses, changed, where)
    paragraphs, wrong = ParagraphFinder(texts, places, sheet.columns), list(sheet.wrong)
    for record in changed:
        try:
            arrived.append((record, _arriving(record, history, coders, paragraphs, codebook)))
        except LabelError as error:
            wrong.append(error)
    wrong += coders.wrong
    if in_file_order:
        order = {id(record): place for place, record in enumerate(sheet.records)}
        arrived.sort(key=lambda pair: order[id(pair[0])])
    held, checked = set(log), []  # a code that is retired now may stay there
    for record, coding in arrived:
        try:
            checked.append(coding if coding in held else _checked(coding, record.place, codebook, texts))
        except LabelError as error:
            wrong.append(error)
    refuse(wrong, where)
    if paragraphs.differing:
        sheet.remarks.append(f"{paragraphs.differing} found by article and position have another text in the study")
    return checked


def _arriving(
    record: Record, history: _History, coders: _Coders, paragraphs: ParagraphFinder, codebook: Codebook
) -> Coding:
    """Make a coding of a record that says something new."""
    coder, last = coders.name(record), history.states.get(record.source)
    return replace(
        record.now,
        coding_id=f"{record.source}@{record.state or history.numbers[record.source] + 1}",
        paragraph_id=paragraphs.find(record),
        coder=coder,
        codebook=record.now.codebook or codebook.version,
        also=in_order(set(record.now.also) - {record.now.primary}, codebook),
        why=record.now.why or ("review" if coders.in_sight(record, last) - {coder} else "import"),
    )


class _History:
    """What the log knows of records that came in before: the last state of each, and how many there were."""

    def __init__(self, log: Sequence[Coding]) -> None:
        sources = [coding.coding_id.rpartition("@")[0] for coding in log]
        self.states = {source: coding for source, coding in zip(sources, log, strict=True) if source}
        self.numbers = Counter(sources)


def _sorted_out(sheet: Sheet, history: _History) -> tuple[list[tuple[Record, Coding]], list[Record]]:
    """Part the codings that exist already, each with its record, from the records that say something new."""
    arrived, changed = list[tuple[Record, Coding]](), list[Record]()
    for record in sheet.records:
        last = history.states.get(record.source)
        if record.origin:
            arrived.append((record, record.origin))
        if last and same(record.now, last):
            arrived.append((record, last))
        elif last and record.state and _time(record.state, record.place) <= _time(last.when, record.place):
            sheet.left_out[OLDER] += 1
        elif last or not record.is_as_it_left:
            changed.append(record)
    return arrived, changed


class _Coders:
    """Names of the people who changed records."""

    def __init__(self, people: People, addresses: Mapping[str, str], changed: Iterable[Record], where: str) -> None:
        self._people = people
        self._addresses = addresses
        self.wrong: list[LabelError] = []
        unnamed = sorted({each.annotator for each in changed if each.annotator and not self._given(each.annotator)})
        numbers = [each for each in unnamed if each.isdecimal() and not addresses.get(each)]
        if people.coder and len(unnamed) > 1:
            hint = f"Name them with --coders {','.join(f'{each}=NAME' for each in unnamed)} in place of --coder."
            raise LabelError("the work of one annotator", f"that of {', '.join(unnamed)}", where, hint)
        if numbers and not people.coder:
            hint = f"Add --coders {','.join(f'{each}=NAME' for each in numbers)}."
            raise LabelError("names of annotators", f"the numbers {', '.join(numbers)} alone", where, hint)

    def name(self, record: Record) -> str:
        """Name who made a record what it is; where nobody is named, note it, so that the rest is looked at as well."""
        if record.annotator:
            name = self._given(record.annotator) or self._people.coder or self._called(record.annotator)
        else:
            name = self._given(record.now.coder) or record.now.coder or self._people.coder
        if not name:
            self.wrong.append(LabelError("the name of a coder", "none", record.place, "Name the coder with --coder."))
            return _UNNAMED
        return check_coder(name, record.place)

    def in_sight(self, record: Record, last: Coding | None) -> set[str]:
        """Name those whose codings of the paragraph could be seen; who made the last state of the record is one."""
        others = {self._given(each) or self._called(each) for each in record.in_sight - {record.annotator} if each}
        return others | {last.coder} if last else others

    def _given(self, annotator: str) -> str:
        """Look a person up in what the user said of number, address or name."""
        return self._people.names.get(annotator) or self._people.names.get(self._addresses.get(annotator, ""), "")

    def _called(self, annotator: str) -> str:
        return self._addresses.get(annotator) or annotator


def _time(text: str, place: str) -> datetime:
    """Read a time; none is long ago."""
    try:
        found = datetime.fromisoformat(text) if text else _LONG_AGO
    except ValueError:
        expected = "a date and time such as 2024-12-03T14:05:00Z, or nothing"
        raise LabelError(expected, repr(text), place, "Correct the time.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _checked(coding: Coding, place: str, codebook: Codebook, texts: Mapping[str, str]) -> Coding:
    """Return a coding that the log can hold, or name the record that holds another."""
    problem = "" if coding.undoes else code_problem(coding.primary, coding.also, codebook)
    if problem:
        raise LabelError(f"codes among {', '.join(codebook.codes)}", problem, place, _advice(coding, codebook))
    _time(coding.when, place)
    for name in ("coding_id", "codebook", "undoes"):
        value = getattr(coding, name)
        if value != one_line(value):
            raise LabelError(f"a {name} on one line", repr(value), place, "Correct it.")
    if coding.seconds is not None and not 0 <= coding.seconds < float("inf"):
        raise LabelError("a number of seconds from 0", str(coding.seconds), place, "Correct the value.")
    try:
        return check_coding(replace(coding, note=one_line(coding.note)), codebook, texts)
    except LabelError as error:
        raise LabelError(error.expected, error.found, place, error.hint) from None


def _advice(coding: Coding, codebook: Codebook) -> str:
    """Say which code was probably meant."""
    unknown = [code for code in (coding.primary, *coding.also) if code not in codebook.codes]
    near = get_close_matches(unknown[0].casefold(), codebook.codes, 1) if unknown else []
    return f"Did you mean {near[0]}?" if near else "Correct the codes."
