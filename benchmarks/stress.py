"""Does the log keep what it acknowledged, once, when writers are killed, disks fill up and many code at once?

    python benchmarks/stress.py kills 40         # kill -9 of one of four writers at a random moment, 40 times
    python benchmarks/stress.py disks 60         # a disk that is full in the middle of a line, 60 times
    python benchmarks/stress.py coders 10 20     # minutes, and coders who save as fast as they are answered

Writers write in pieces of a few bytes, so that what stops them can stop them within a line and within a
character, and note each coding beside the log when it is acknowledged. The disk is a small file system in
memory where the system lets the program mount one, and else a limit on the size of the file; in every second
event the line cannot even be cut off again. The page is the real one, on loopback, in a process of its own,
over a copy of the shipped study. Prints a row; the exit code is 1 if something was lost, doubled or unreadable.
"""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from discourse.annotation.server import Server
from discourse.annotation.session import LabellingSession
from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import logged_codings, parse_log
from discourse.study import Study

ROOT = Path(__file__).resolve().parents[1]
BOOK = Codebook("1", (Pillar("political", "P", "-"), Pillar("economic", "E", "-")), "-")
PARAGRAPH = "abad:01"
WORDS = ("điều", "kiện", "thương", "mại", "giữa", "hai", "nước", "được", "người", "dân", "ủng", "hộ")
FORK = multiprocessing.get_context("fork")
PAGE = 4096


class Outcome(NamedTuple):
    """What came of a run: how often it was disturbed, milliseconds of each coding acknowledged, what the log says."""

    events: str
    acknowledged: dict[str, float]
    logged: Counter[str]
    readable: bool

    @property
    def lost(self) -> int:
        """How many were acknowledged and are not in the log."""
        return len(self.acknowledged.keys() - self.logged.keys())

    @property
    def twice(self) -> int:
        """How many are in the log more than once."""
        return sum(count > 1 for count in self.logged.values())

    def __str__(self) -> str:
        """Write a row of a table."""
        times = sorted(self.acknowledged.values()) or [0.0]
        middle, late = times[len(times) // 2], times[int(0.99 * len(times))]
        return (
            f"| {self.events} | {len(self.acknowledged)} | {self.lost} | {self.twice} | "
            f"{'yes' if self.readable else 'NO'} | {middle:.1f} | {late:.1f} | {times[-1]:.1f} |"
        )


def log_of(folder: Path) -> Path:
    """Return the log of a folder; it lies on a disk of its own, what was acknowledged beside it."""
    (folder / "disk").mkdir(exist_ok=True)
    return folder / "disk" / "labels.csv"


def write_codings(folder: Path, name: str, seed: int, most: int) -> None:
    """Append codings one after another, from the first that was not acknowledged on; stop where the disk is full."""
    rng, real, noted = random.Random(seed), os.write, folder / f"{name}.saved"
    number = len(noted.read_bytes().splitlines()) if noted.exists() else 0
    log = LabelLog(log_of(folder), BOOK, {PARAGRAPH})
    with noted.open("ab", buffering=0) as acknowledged:
        os.write = lambda descriptor, data: real(descriptor, bytes(data[: rng.randint(1, 30)]))
        for each in range(number, number + most):
            note = " ".join(random.Random(each).choices(WORDS, k=20))
            coding = Coding(f"{name}-{each}", PARAGRAPH, name, "1", "economic", note=note)
            start = time.perf_counter()
            try:
                log.append([coding])
            except LabelError as error:
                if error.expected != "room on the disk":
                    raise
                return
            acknowledged.write(f"{coding.coding_id} {1000 * (time.perf_counter() - start):.3f}\n".encode())


def started(act: Callable[..., None], *arguments: Any) -> multiprocessing.Process:
    """Start a process that ends with this one."""
    process = FORK.Process(target=act, args=arguments, daemon=True)
    process.start()
    return process


def is_readable(folder: Path) -> bool:
    """Say whether the log can be read."""
    path = log_of(folder)
    try:
        return parse_log(path.read_bytes(), BOOK, {PARAGRAPH}, path) is not None
    except LabelError as error:
        print(error, file=sys.stderr)
        return False


def outcome(events: str, folder: Path, readable: bool) -> Outcome:
    """Compare what the writers of a folder were told with what the log says."""
    lines = [line.split() for file in folder.glob("*.saved") for line in file.read_text(encoding="utf-8").splitlines()]
    path = log_of(folder)
    table = parse_log(path.read_bytes(), BOOK, {PARAGRAPH}, path)
    return Outcome(events, {name: float(ms) for name, ms in lines}, Counter(table["coding_id"].tolist()), readable)


def kills(folder: Path, events: int, writers: int = 4, seed: int = 1) -> Outcome:
    """Kill a writer at a random moment and start it again, so many times."""
    rng, readable = random.Random(seed), True
    running = {
        name: started(write_codings, folder, name, seed, 10**6) for name in (f"w{each}" for each in range(writers))
    }
    for _ in range(events):
        time.sleep(rng.uniform(0.02, 0.2))
        name = rng.choice(sorted(running))
        assert running[name].is_alive(), "a writer stopped by itself"
        running[name].kill()
        running[name].join()
        readable &= is_readable(folder)
        running[name] = started(write_codings, folder, name, rng.randrange(10**6), 10**6)
    for process in running.values():
        process.kill()
        process.join()
    return outcome(f"{events} kills of {writers} writers", folder, readable and is_readable(folder))


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a file system of 2.5 MB on a folder; whether the system let us."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={640 * PAGE}", "tmpfs", str(folder)]
    if os.geteuid() or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, mounted: bool, rng: random.Random) -> None:
    """Leave a little room on the disk, or, where there is none of its own, allow the log to grow a little."""
    if not mounted:
        path = log_of(folder)
        size = path.stat().st_size if path.exists() else 0
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + rng.randrange(200, 4000), resource.RLIM_INFINITY))
        return
    path = folder / "disk" / "ballast"
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as ballast:
        while ballast.write(b"\0" * PAGE):
            pass
    os.truncate(path, path.stat().st_size - rng.randint(1, 3) * PAGE)


def meet_full_disk(folder: Path, mounted: bool, seed: int, cut: bool) -> None:
    """Write until the disk is full, and go on trying for a while, as a page does."""

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    fill(folder, mounted, random.Random(seed))
    if not cut:
        os.ftruncate = fails
    for each in range(3):
        write_codings(folder, "w0", seed + each, 1000)


def disks(folder: Path, events: int, seed: int = 1) -> Outcome:
    """Fill the disk under a writer, and make room again, so many times."""
    readable = True
    with small_disk(log_of(folder).parent) as mounted:
        for event in range(events):
            process = started(meet_full_disk, folder, mounted, seed + 10 * event, event % 2 == 0)
            process.join()
            assert process.exitcode == 0
            (folder / "disk" / "ballast").unlink(missing_ok=True)
            readable &= is_readable(folder)
            started(write_codings, folder, "w0", seed + event, 2).join()
        where = "in memory" if mounted else "limit of the file's size"
        return outcome(f"{events} full disks ({where})", folder, readable and is_readable(folder))


def serve(root: Path, seconds: float, told: Connection) -> None:
    """Run the page over a study."""
    server = Server(LabellingSession(Study(root)), port=0)
    told.send((server.port, server.token))
    server.run(seconds + 60)


class Client:
    """A coder at the page: as quick as the answers come."""

    def __init__(self, name: str, port: int, token: str) -> None:
        self.times: dict[str, float] = {}
        self._name = name
        self._headers = {"X-Discourse-Token": token, "Content-Type": "application/json"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def _ask(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        found = json.loads(answer.read())
        assert answer.status == 200, found
        return found

    def code(self, end: float) -> None:
        """Code one paragraph after another, from the first again after the last, until the time has come."""
        card = self._ask("GET", f"/card?coder={self._name}")
        while time.monotonic() < end:
            if card["position"] >= card["total"]:
                card = self._ask("GET", f"/card?coder={self._name}&position=0")
            coding_id, mine = f"{self._name}-{len(self.times)}", card["mine"]
            sent = {"coder": self._name, "coding_id": coding_id, "paragraph": card["paragraph"], "primary": "economic"}
            sent |= {"next": card["position"] + 1, "replaces": mine["coding_id"] if mine else "", "seconds": 1.5}
            start = time.perf_counter()
            card = self._ask("POST", "/codings", json.dumps(sent))["card"]
            self.times[coding_id] = 1000 * (time.perf_counter() - start)


def coders(folder: Path, minutes: float, count: int = 20) -> Outcome:
    """Let so many code at the page for so long."""
    root = shutil.copytree(ROOT / "data", folder / "study" / "data").parent
    here, there = FORK.Pipe()
    server = started(serve, root, 60 * minutes, there)
    port, token = here.recv()
    clients = [Client(f"coder{number}", port, token) for number in range(count)]
    end = time.monotonic() + 60 * minutes
    threads = [threading.Thread(target=client.code, args=(end,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.kill()
    server.join()
    times = {name: ms for client in clients for name, ms in client.times.items()}
    logged = Counter(coding.coding_id for coding in logged_codings(Study(root)))
    return Outcome(f"{count} coders, {minutes:g} minutes", times, logged, readable=True)


def main(what: str, *numbers: str) -> int:
    """Run one of the three; say what came of it."""
    run = {"kills": kills, "disks": disks, "coders": coders}[what]
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), *(float(each) if "." in each else int(each) for each in numbers))
    print("| events | acknowledged | lost | twice | readable | p50 ms | p99 ms | max ms |")
    print(found)
    return int(bool(found.lost or found.twice or not found.readable))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
