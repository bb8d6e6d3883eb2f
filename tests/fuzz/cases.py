"""What becomes of one changed file?

A case is a reader and a number: ``html:17``. It is accepted, or refused with a ``DiscourseError`` of one line.
Anything else is a finding: another error, more than five seconds, more than a gigabyte.
"""

from __future__ import annotations

import contextlib
import logging
import random
import resource
import signal
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutators import mutate
from readers import READERS
from workshop import Workshop

from discourse.errors import DiscourseError

SECONDS, MEGABYTES = 5, 1000


class TooSlow(BaseException):
    """A case has taken too long; no ``except Exception`` may hold it up."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case: ``kind`` is "accepted", "refused" or "finding", ``place`` where it went wrong."""

    reader: str
    number: int
    kind: str
    place: str = ""
    trace: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


def good_files(reader: str, shop: Workshop) -> Sequence[bytes]:
    """Return the files of a reader to begin with, made once."""
    if reader not in shop.good:
        shop.good[reader] = READERS[reader].seeds(shop)
    return shop.good[reader]


def content_of(reader: str, number: int, shop: Workshop) -> bytes:
    """Make the file of a case."""
    rng = random.Random(f"{reader}:{number}")
    return mutate(rng, rng.choice(good_files(reader, shop)), READERS[reader].form)


def run_case(reader: str, number: int, shop: Workshop) -> Outcome:
    """Read the file of a case and say what became of it."""
    content = content_of(reader, number, shop)
    _forget_peak()
    start = time.process_time()
    kind, place, trace = "accepted", "", ""
    try:
        with _bounded(), _silence():
            READERS[reader].read(shop, content)
    except DiscourseError as error:
        kind = "refused"
        if len(str(error).splitlines()) != 1:
            kind, place, trace = "finding", f"a message of several lines at {_place(error)}", traceback.format_exc()
    except (Exception, TooSlow) as error:
        kind, place, trace = "finding", f"{type(error).__name__} at {_place(error)}", traceback.format_exc()
    seconds, megabytes = time.process_time() - start, _peak()
    if kind != "finding" and (seconds > SECONDS or megabytes > MEGABYTES):
        kind, place = "finding", f"{seconds:.1f} s, {megabytes:.0f} MB"
    return Outcome(reader, number, kind, place, trace, seconds, megabytes)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Let libraries warn and log unheard: that is not refused by anybody who uses the package."""
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _place(error: BaseException) -> str:
    """Name the last line of the package on the way to an error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "discourse" in Path(frame.filename).parts] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Raise ``TooSlow`` after so much time of the processor: other work on the machine does not count."""

    def stop(*unused: object) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Largest resident memory since :func:`_forget_peak`, in MB; where it cannot be reset, since the start."""
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
