"""How do the codings of another machine come into the log, so that both say the same?

Both logs are of one study and only ever grow, so those lines are added that are not here yet, by time; the coding that
counts is found by time as well (:func:`discourse.labels.log.valid_codings`). What would make a log that cannot be
is refused, with every row at fault, before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from discourse.codebook import Codebook
from discourse.errors import DataError, LabelError
from discourse.io.log_lines import check_header, parse_log_lines
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, check_coding, coding_of
from discourse.labels.conflicts import say_contested
from discourse.labels.exchange.records import refuse, same
from discourse.labels.exchange.transfer import Imported
from discourse.labels.log import LOG_FORMAT, logged_codings, moments_of
from discourse.labels.queues import changed_since
from discourse.labels.team.namesakes import find_namesakes
from discourse.study import Study

RETIRED = "with a code that is retired"


def merge_codings(
    study: Study, other: Path, *, coders: Mapping[str, str] | None = None, dry_run: bool = False
) -> Imported:
    """Add the lines of another machine's log that the study's log does not have; all or none.

    Parameters
    ----------
    study : Study
        Whose log is added to.
    other : Path
        Label log of the same study. If it lies in the ``data`` folder of a study, its paragraphs and codebook are
        compared, too.
    coders : mapping, optional
        Names in that log to names in this one. A name given as itself says that it is one person on both machines.
    dry_run : bool
        Say what would be added, and write nothing.

    Raises
    ------
    LabelError
        With file, row and cure, if the file is no label log or its last line was cut off; if a paragraph is unknown
        or reads otherwise there; if a code, or the version of the codebook, is unknown; if an id stands for another
        coding here; if a line takes back what is in neither log; or if two people seem to bear one name (see
        :func:`discourse.labels.team.namesakes.find_namesakes`).
    """
    rows, coders = _read(other), coders or {}
    log = logged_codings(study) if study.labels_path.is_file() else []
    arrival = _Arrival(study.codebook, log, coders, _paragraph_check(study, other))
    wrong = []
    for place, coding in rows:
        try:
            arrival.take(place, coding)
        except LabelError as error:
            wrong.append(error)
    refuse(wrong, str(other))
    there = {coding.coding_id for _, coding in rows}
    own = [coding for coding in log if coding.coding_id not in there]
    again = find_namesakes(own, arrival.new, one_person={name for old, name in coders.items() if old == name})
    new = _by_time([coding for _, coding in arrival.new])
    added = new if dry_run else LabelLog.of(study).append(new)
    return Imported(
        len(added),
        len(rows) - len(new) - arrival.left_out.total(),
        dict(Counter(coding.coder for coding in added)),
        dict(arrival.left_out),
        (*_say_versions(new, study.codebook), *again),
        tuple(say_contested(log, [*log, *added], study)),
    )


def _read(path: Path) -> list[tuple[str, Coding]]:
    """Read each line with its place; a file that was cut off is refused, because what is missing is not known."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LabelError("a label log", str(error.strerror), path, "Look at its name.") from None
    lines = parse_log_lines(data, LOG_FORMAT, path)
    if not lines.headed:
        check_header([], LOG_FORMAT, path)
    if lines.torn_end:
        hint = "Copy the file again, when nobody is coding there; or take its whole lines: discourse labels export "
        raise LabelError(
            "a last line with its end", "one that was cut off", f"{path}, row {lines.torn[-1]}", f"{hint}--salvage FILE"
        )
    found = []
    for row, cells in lines.rows:
        place = f"{path}, row {row}"
        found.append((place, coding_of(dict(zip(COLUMNS, cells, strict=True)), place)))
    return found


class _Arrival:
    """The lines of another log as they come, each held against this one."""

    def __init__(
        self,
        codebook: Codebook,
        log: Sequence[Coding],
        coders: Mapping[str, str],
        check_paragraph: Callable[[str, str], None],
    ) -> None:
        self.new: list[tuple[str, Coding]] = []
        self.left_out = Counter[str]()
        self._codebook = codebook
        self._coders = coders
        self._check_paragraph = check_paragraph
        self._held = {coding.coding_id: coding for coding in log}
        self._versions = {codebook.version, *(codebook.changes or {}), *(coding.codebook for coding in log)}
        self._seen: set[str] = set()
        self._passed_over: set[str] = set()

    def take(self, place: str, coding: Coding) -> None:
        """Put a line among the new ones unless it is known or retired, or say why it cannot be."""
        if coding.coding_id in self._seen:
            raise LabelError("each id once", repr(coding.coding_id), f"{place}, column coding_id", "Delete one line.")
        self._seen.add(coding.coding_id)
        self._check_paragraph(coding.paragraph_id, place)
        held = self._held.get(coding.coding_id)
        if held is None or held.coder != coding.coder:  # what both had before anybody was renamed keeps its name
            coding = replace(coding, coder=self._coders.get(coding.coder, coding.coder))
        if held:
            _check_same(held, coding, place)
            return
        retired = {coding.primary, *coding.also} & set(self._codebook.retired)
        if retired or coding.undoes in self._passed_over:
            self._passed_over.add(coding.coding_id)
            self.left_out[RETIRED] += 1
            return
        self._check_version(coding, place)
        self._check_undo(coding, place)
        checked = check_coding(coding, self._codebook, (coding.paragraph_id,), f"{place}, coding")
        self.new.append((place, checked))
        self._held[coding.coding_id] = checked

    def _check_version(self, coding: Coding, place: str) -> None:
        version, current = coding.codebook, self._codebook.version
        older = version.isdecimal() and current.isdecimal() and int(version) < int(current)
        if version not in self._versions and not older:
            found, hint = f"version {version!r:.60}", "Bring codebook.toml to the same version on both machines first."
            expected = f"a coding under version {current} of the codebook or an earlier one"
            raise LabelError(expected, found, f"{place}, column codebook", hint)

    def _check_undo(self, coding: Coding, place: str) -> None:
        target = self._held.get(coding.undoes)
        if coding.undoes and (target is None or target.undoes or target.paragraph_id != coding.paragraph_id):
            hint = "Merge the whole log of that machine."
            raise LabelError("a coding of this paragraph to take back", repr(coding.undoes), place, hint)


def _check_same(held: Coding, coding: Coding, place: str) -> None:
    """Refuse an id that says another thing here."""
    whose = [(each.paragraph_id, each.coder, each.undoes) for each in (held, coding)]
    if whose[0] != whose[1] or not same(held, coding):
        here = f"{held.coder}: {held.primary or 'taken back'}, there {coding.coder}: {coding.primary or 'taken back'}"
        hint = "A line was edited on one machine; put it back. If coders were renamed by --coders, add it again."
        raise LabelError(
            "the coding that has this id here", f"here {here}", f"{place}, coding {coding.coding_id:.60}", hint
        )


def _paragraph_check(study: Study, other: Path) -> Callable[[str, str], None]:
    """Make a check of paragraphs; texts and codebook can be compared where the file lies among a study's data."""
    here, there = _texts(study), dict[str, str]()
    if (other.parent / "study.toml").is_file() and other.parent.name == "data":
        found = _study_of(other, study.variable)
        there = _texts(found)
        if found.codebook.version == study.codebook.version and found.codebook.digest != study.codebook.digest:
            hint = "Give the changed codebook another version, or copy it to both machines."
            raise LabelError(
                f"the codebook of version {study.codebook.version} as it is here",
                "other codes or rules under the same version",
                other.parent / "codebook.toml",
                hint,
            )

    def check(paragraph: str, place: str) -> None:
        if paragraph not in here:
            hint = "The file is of another study, or paragraphs.csv differs; bring both to the same state."
            found = f"{paragraph!r:.60}"
            raise LabelError("the id of a paragraph in paragraphs.csv", found, f"{place}, column paragraph_id", hint)
        if paragraph in there and there[paragraph] != here[paragraph]:
            hint = "Codings hold for the text that was read; copy paragraphs.csv to both machines first."
            raise LabelError(f"the text that {paragraph} has here", "another text beside that log", place, hint)

    return check


def _study_of(other: Path, variable: str) -> Study:
    found = Study(other.parent.parent)
    known: Collection[str] = [book.id for book in found.codebook.variables]
    if variable and variable not in known:
        hint = "Copy codebook.toml to both machines first."
        raise DataError(f"a codebook with the variable {variable}", "none", other.parent / "codebook.toml", hint)
    return found.seen_by(variable) if variable else found


def _texts(study: Study) -> dict[str, str]:
    texts = study.paragraphs["text"].map(lambda text: " ".join(text.split()))
    return dict(zip(study.paragraphs["paragraph_id"], texts, strict=True))


def _by_time(codings: Sequence[Coding]) -> list[Coding]:
    """Order new lines by time; a line that takes another back stays behind it, whatever a clock said."""
    times = moments_of([coding.when for coding in codings])
    moments = {coding.coding_id: moment for coding, moment in zip(codings, times, strict=True)}
    for coding in codings:
        if coding.undoes in moments:
            moments[coding.coding_id] = max(moments[coding.coding_id], moments[coding.undoes])
    return sorted(codings, key=lambda coding: moments[coding.coding_id])


def _say_versions(codings: Sequence[Coding], codebook: Codebook) -> list[str]:
    """Say which lines were coded under an earlier version of the codebook, and how many its changes touch."""
    said = []
    for version in dict.fromkeys(coding.codebook for coding in codings if coding.codebook != codebook.version):
        under = [coding for coding in codings if coding.codebook == version]
        changed = changed_since(codebook, version)
        touched = sum(bool(changed & {coding.primary, *coding.also}) for coding in under)
        later = f"; with codes whose rules changed since: {touched} (discourse relabel --queue stale)"
        said.append(f"Coded under version {version} of the codebook: {len(under)}{later if touched else ''}")
    return said
