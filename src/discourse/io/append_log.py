"""How does a line get to the end of a log so that it is neither lost nor doubled?

A log is a CSV file with a header to which lines are only ever added: one write to the end, by one process
at a time, on the disk before anybody is told that it is saved. What was saved and is gone from the log,
because another program put an older file in its place, is noticed, and kept in a file beside it.
"""

from __future__ import annotations

import logging
import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from discourse.errors import DataError, LabelError
from discourse.io.files import write_atomic
from discourse.io.locked_files import append_durably, file_state, locked_for_append, read_all
from discourse.io.log_lines import LogFormat, Place, parse_log_lines

Record = TypeVar("Record")

_LOGGER = logging.getLogger(__name__)


class Conflict(LabelError):
    """What was sent does not go with what the log says by now."""


class RecordForm(NamedTuple, Generic[Record]):
    """What the lines of one kind of log stand for.

    Attributes
    ----------
    lines : LogFormat
        What they look like.
    read : callable
        Makes a record of the cells of a line; its second argument is the place to name in an error.
    write : callable
        Makes a line of a record, line end included.
    key : callable
        The id of a record; no two lines have the same.
    """

    lines: LogFormat
    read: Callable[[list[str], str], Record]
    write: Callable[[Record], str]
    key: Callable[[Record], str]


class _Read(NamedTuple):
    """How far a log was read: the file and its state, the place, and a checksum of what stands before it."""

    state: tuple[int, ...] = ()
    place: Place = Place()
    checksum: int = 0


class AppendLog(Generic[Record]):
    r"""A log that several processes append to; each sees what the others wrote. Several threads may share one.

    Parameters
    ----------
    path : Path
        The log; made, with its header, when it is first held.
    form : RecordForm
        What its lines stand for.
    notice : callable, optional
        Called with records, oldest first, as they are read or written; and whether they are all there are,
        because the log is read for the first time, or was rewritten.

    Attributes
    ----------
    records : dict
        Every line seen so far, by its id, oldest first.

    Examples
    --------
    >>> import tempfile
    >>> lines = LogFormat(("id", "code"), lambda line: False)
    >>> form = RecordForm(lines, lambda cells, where: cells, "{0[0]},{0[1]}\n".format, lambda cells: cells[0])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = AppendLog(Path(folder) / "codes.csv", form)
    ...     with log.held():
    ...         log.append([["a", "trade"]])
    ...     other = AppendLog(log.path, form)
    ...     with other.held():
    ...         other.records
    {'a': ['a', 'trade']}
    """

    def __init__(
        self,
        path: Path,
        form: RecordForm[Record],
        notice: Callable[[list[Record], bool], None] = lambda records, anew: None,
    ) -> None:
        self.path = path
        self.records: dict[str, Record] = {}
        self._form = form
        self._notice = notice
        self._read = _Read()
        self._lock = threading.RLock()
        self._pending: list[Record] | None = None
        self._dropped: set[str] = set()
        self._held = False

    def refresh(self) -> None:
        """Read what others wrote; where another thread holds the log, it has just done so.

        Raises
        ------
        LabelError
            As :meth:`held`.
        """
        if self._lock.acquire(blocking=False):
            try:
                with self.held():
                    pass
            finally:
                self._lock.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the log alone until the block ends; read first what others wrote, and close its last line.

        What is appended within the block is on the disk when it ends, and not in the log at all if it
        raises. A block within a block is part of the outer one.

        Raises
        ------
        LabelError
            If the log cannot be written or read, a line of it is none, lines that were in it are gone, or
            the disk is full.
        """
        with self._lock:
            if self._held:
                yield
                return
            self._held = True
            try:
                if not os.path.exists(self.path):  # which, unlike Path.exists, never raises
                    self._check_kept({}, "no file")
                with locked_for_append(self.path) as descriptor:
                    self._read_on(descriptor)
                    yield
                    self._write_pending(descriptor)
            finally:
                self._held = False
                self._forget_pending()

    def append(self, records: Iterable[Record]) -> None:
        """Put records behind the last one, within ``held``.

        With none the log goes to the disk all the same: what another process wrote, and was stopped before
        it said so, may be acknowledged then.
        """
        added = list(records)
        self._pending = [*(self._pending or ()), *added]
        self.records |= {self._form.key(record): record for record in added}
        self._notice(added, False)

    def _read_on(self, descriptor: int) -> None:
        """Read what came since the log was last held; all of it where what was read before has changed."""
        state = file_state(descriptor)
        if state == self._read.state:
            return
        data, place = read_all(descriptor, self.path), self._read.place
        anew = not place.byte or zlib.crc32(memoryview(data)[: place.byte]) != self._read.checksum
        before = _Read() if anew else self._read
        data = data[before.place.byte :]
        lines = parse_log_lines(data, self._form.lines, self.path, before.place)
        came = [self._form.read(cells, f"{self.path}, row {row}") for row, cells in lines.rows]
        found = {self._form.key(record): record for record in came}
        if anew:
            self._check_kept(found, "a log without {} of them")
        if lines.closing:
            append_durably(descriptor, lines.closing, self.path)
        if anew and place.byte:
            _LOGGER.warning("%s was rewritten by another program; it is read again from the beginning.", self.path)
        if anew:
            self.records, self._dropped = {}, set()
        self.records |= found
        self._note_read(descriptor, data + lines.closing, lines.end.row + lines.closing.count(b"\n"), before)
        self._notice(came, anew)

    def _write_pending(self, descriptor: int) -> None:
        if self._pending is None:
            return
        data = "".join(map(self._form.write, self._pending)).encode()
        append_durably(descriptor, data, self.path)
        self._note_read(descriptor, data, self._read.place.row + len(self._pending), self._read)
        self._pending = None

    def _note_read(self, descriptor: int, data: bytes, row: int, before: _Read) -> None:
        """Note that ``data`` was read or written behind what was read before; ``row`` is that of the next line."""
        place = Place(before.place.byte + len(data), row, headed=True)
        self._read = _Read(file_state(descriptor), place, zlib.crc32(data, before.checksum))

    def _forget_pending(self) -> None:
        """Have the next reading begin anew where something did not get to the disk; until then others may read on."""
        if self._pending:
            self._dropped |= {self._form.key(record) for record in self._pending}
            self._read = _Read()
        self._pending = None

    def _check_kept(self, found: dict[str, Record], what: str) -> None:
        """Refuse the log where lines have gone from it, and keep these in a file beside it."""
        known = {key: record for key, record in self.records.items() if key not in self._dropped}
        gone = [record for key, record in known.items() if key not in found]
        if not gone:
            return
        text = self._form.lines.header + "".join(map(self._form.write, gone)).encode()
        kept = self.path.with_name(f"{self.path.stem}-missing-{zlib.crc32(text):08x}{self.path.suffix}")
        hint = f"Put the log back, or add the lines of {kept.name} to its end; they are kept there."
        try:
            if not kept.exists():
                write_atomic(kept, text)
        except DataError:
            hint = "Put the log back."
        raise LabelError(f"the {len(known)} lines that were in the log", what.format(len(gone)), self.path, hint)
