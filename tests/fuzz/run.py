"""How does the package bear many thousand changed files? ``make fuzz ARGS="--inputs 5000 --workers 2"``.

Each reader gets so many inputs, numbered from 0: a number makes the same input whenever it is run. What is done is
kept in ``build/fuzz/<digest of the code>``; after an interruption, or with more inputs, a run goes on from there.
A finding lies there as a file, with its traceback; ``make fuzz ARGS="--case html:17"`` runs one again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from cases import Outcome, content_of, run_case
from readers import READERS
from tqdm import tqdm
from workshop import ROOT, Workshop

CHUNK = 100
SILENCE = 60
ADDRESS_SPACE = 3_000_000_000
KEPT = 3
"""Files kept of each place where something goes wrong."""

Span = tuple[str, int, int]
"""Reader, first number, number after the last."""


def work(asked: Connection) -> None:
    """Run the cases that are asked for, one span after the other, and send each outcome."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    os.fsync = lambda _: None  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Path(folder))
        with suppress(EOFError):
            while True:
                reader, start, stop = asked.recv()
                for number in range(start, stop):
                    asked.send(run_case(reader, number, shop))


@dataclass
class Worker:
    """A process, and what it is at."""

    process: BaseProcess
    line: Connection
    span: Span
    heard: float
    outcomes: list[Outcome] = field(default_factory=list)

    @classmethod
    def start(cls, span: Span) -> Worker:
        """Start a process and give it a span."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        ours.send(span)
        # To start, and to make models and studies, takes as long again.
        return cls(process, ours, span, time.monotonic() + SILENCE)

    def next_number(self) -> int:
        """Return the number of the case that it is at."""
        return self.span[1] + len(self.outcomes)

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.line.close()


def outcomes(spans: Iterable[Span], workers: int) -> Iterator[tuple[Span, list[Outcome]]]:
    """Run spans in several processes; a process that dies or falls silent is a finding, and another takes over."""
    waiting = list(reversed(list(spans)))
    busy = [Worker.start(waiting.pop()) for _ in range(min(workers, len(waiting)))]
    while busy:
        ready = wait([worker.line for worker in busy], timeout=1)
        for worker in list(busy):
            lost = ""
            if worker.line in ready:
                try:
                    worker.outcomes.append(worker.line.recv())
                    worker.heard = time.monotonic()
                except (EOFError, ConnectionError):
                    lost = "the process died"
            elif time.monotonic() - worker.heard > SILENCE:
                lost = f"no answer for {SILENCE} s"
            if lost:
                worker.end()
                worker.outcomes.append(Outcome(worker.span[0], worker.next_number(), "finding", lost))
            if worker.next_number() == worker.span[2]:
                yield worker.span, worker.outcomes
                worker.outcomes = []
                if not waiting:
                    busy.remove(worker)
                    worker.end()
                    continue
                worker.span = waiting.pop()
                if not lost:
                    worker.line.send(worker.span)
            if lost:
                reader, _, stop = worker.span
                other = Worker.start((reader, worker.next_number(), stop))
                other.span, other.outcomes = worker.span, worker.outcomes
                busy[busy.index(worker)] = other


def source_digest() -> str:
    """Digest of the package and of the harness: results of other code are not gone on with."""
    digest = hashlib.sha256()
    for folder in (ROOT / "src", Path(__file__).parent):
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_done(path: Path) -> dict[Span, list[dict]]:
    """Read what earlier runs have done; a line that was cut off counts as not done."""
    done = {}
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        with suppress(ValueError):
            record = json.loads(line)
            done[tuple(record["span"])] = record["outcomes"]
    return done


def keep(outcome: Outcome, folder: Path, shop: Workshop) -> None:
    """Keep the file of a finding and its traceback."""
    path = folder / f"{outcome.reader}-{outcome.number}"
    path.with_name(f"{path.name}.input").write_bytes(content_of(outcome.reader, outcome.number, shop))
    again = f'make fuzz ARGS="--case {outcome.reader}:{outcome.number}"'
    path.with_name(f"{path.name}.txt").write_text(f"{again}\n{outcome.place}\n{outcome.trace}", encoding="utf-8")


def run(readers: list[str], inputs: int, workers: int, folder: Path) -> list[dict]:
    """Run what has not been run yet; return all outcomes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "done.jsonl"
    done = read_done(path)
    spans = [(reader, start, min(start + CHUNK, inputs)) for start in range(0, inputs, CHUNK) for reader in readers]
    missing = [span for span in spans if span not in done]
    kept: dict[str, int] = defaultdict(int)
    with (
        tempfile.TemporaryDirectory() as scratch,
        path.open("a", encoding="utf-8") as stream,
        tqdm(total=sum(stop - start for _, start, stop in missing), unit=" inputs", smoothing=0) as bar,
    ):
        shop = Workshop(Path(scratch))
        stream.write("\n")  # after a line that was cut off
        for span, found in outcomes(missing, workers):
            for outcome in found:
                if outcome.kind == "finding":
                    kept[outcome.reader + outcome.place] += 1
                    if kept[outcome.reader + outcome.place] <= KEPT:
                        keep(outcome, folder, shop)
            done[span] = [{key: value for key, value in vars(one).items() if key != "trace"} for one in found]
            stream.write(json.dumps({"span": span, "outcomes": done[span]}) + "\n")
            stream.flush()
            bar.update(len(found))
    return [one for span in spans for one in done[span]]


def table(found: list[dict], readers: list[str]) -> str:
    """Sum up: a reader a row, then each place where something went wrong with the first case that shows it."""
    rows = [
        f"{'reader':15} {'inputs':>7} {'refused':>8} {'accepted':>9} {'findings':>9} {'slowest s':>10} {'peak MB':>8}"
    ]
    for reader in [*readers, "all"]:
        own = [one for one in found if reader in (one["reader"], "all")]
        counts = [sum(one["kind"] == kind for one in own) for kind in ("refused", "accepted", "finding")]
        slowest, peak = (max((one[name] for one in own), default=0) for name in ("seconds", "megabytes"))
        rows.append(
            f"{reader:15} {len(own):7,} {counts[0]:8,} {counts[1]:9,} {counts[2]:9,} {slowest:10.2f} {peak:8.0f}"
        )
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in found:
        if one["kind"] == "finding":
            places[one["reader"], one["place"]].append(one["number"])
    for (reader, place), numbers in sorted(places.items()):
        rows.append(f"{reader}:{numbers[0]}  {place}  ({len(numbers):,})")
    return "\n".join(rows) + "\n"


def run_one(case: str) -> int:
    """Run one case and show what became of it."""
    reader, _, number = case.rpartition(":")
    with tempfile.TemporaryDirectory() as folder:
        outcome = run_case(reader, int(number), Workshop(Path(folder)))
    sys.stdout.write(f"{outcome.kind} {outcome.place} {outcome.seconds:.2f} s\n{outcome.trace}")
    return int(outcome.kind == "finding")


def main(arguments: list[str] | None = None, folder: Path = ROOT / "build" / "fuzz") -> int:
    """Run from the command line; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1000, help="inputs a reader")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--readers", nargs="+", choices=list(READERS), default=list(READERS), metavar="READER")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs have done")
    parser.add_argument("--case", metavar="READER:NUMBER", help="run this one only")
    chosen = parser.parse_args(arguments)
    if chosen.case:
        return run_one(chosen.case)
    own = folder / source_digest()
    if chosen.anew:
        shutil.rmtree(own, ignore_errors=True)
    start = time.monotonic()
    found = run(chosen.readers, chosen.inputs, chosen.workers, own)
    sys.stdout.write(table(found, chosen.readers))
    sys.stdout.write(f"{time.monotonic() - start:.0f} s; findings and what is done: {own}\n")
    return int(any(one["kind"] == "finding" for one in found))


if __name__ == "__main__":
    sys.exit(main())
