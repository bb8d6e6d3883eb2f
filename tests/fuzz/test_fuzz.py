"""Whatever is read is accepted, or refused in one line: a small part of what ``make fuzz`` runs.

``DISCOURSE_FUZZ="html:17 page:3"`` runs these cases instead.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import cases
import pytest
import run
from cases import content_of, good_files, run_case
from readers import READERS, Reader
from workshop import Workshop

from discourse.errors import DataError

INPUTS = 40
CHOSEN = os.environ.get("DISCOURSE_FUZZ", "").split()
CASES = {reader: range(INPUTS) for reader in READERS}
if CHOSEN:
    CASES = {one.rpartition(":")[0]: [int(one.rpartition(":")[2])] for one in CHOSEN}


@pytest.mark.parametrize("reader", READERS)
def test_good_files_are_accepted(reader: str, shop: Workshop) -> None:
    for content in good_files(reader, shop):
        READERS[reader].read(shop, content)


@pytest.mark.parametrize("reader", CASES)
def test_changed_files_are_accepted_or_refused_in_one_line(reader: str, shop: Workshop) -> None:
    outcomes = [run_case(reader, number, shop) for number in CASES[reader]]
    assert [f"{reader}:{one.number}: {one.place}" for one in outcomes if one.kind == "finding"] == []
    if not CHOSEN:
        assert "refused" in {one.kind for one in outcomes}


@pytest.mark.parametrize("reader", ["study.toml", "docx", "classifier", "pdf"])
def test_a_number_makes_the_same_file(reader: str, shop: Workshop) -> None:
    made = [content_of(reader, number, shop) for number in range(10)]
    assert [content_of(reader, number, shop) for number in range(10)] == made
    assert len(set(made)) > 5


def raising(error: Exception):
    """Make a reader of one text that fails in some way."""

    def read(shop: Workshop, content: bytes) -> None:
        raise error

    return Reader("text", lambda shop: [b"isi"], read)


def several_lines() -> DataError:
    """An error whose message is more than one line, as no error of the package should be."""
    error = DataError("a", "b")
    error.args = ("a\nb",)
    return error


@pytest.mark.parametrize(
    ("error", "kind", "place"),
    [
        (DataError("a", "b"), "refused", ""),
        (several_lines(), "finding", "a message of several lines at"),
        (KeyError("a"), "finding", "KeyError at test_fuzz.py:"),
        (MemoryError(), "finding", "MemoryError at"),
    ],
)
def test_what_counts_as_a_finding(shop: Workshop, monkeypatch, error: Exception, kind: str, place: str) -> None:
    monkeypatch.setitem(READERS, "txt", raising(error))
    outcome = run_case("txt", 0, shop)
    assert outcome.kind == kind
    assert outcome.place.startswith(place)


def test_what_takes_too_long_is_stopped(shop: Workshop, monkeypatch) -> None:
    def read(shop: Workshop, content: bytes) -> None:
        while True:
            try:
                time.perf_counter()
            except Exception:
                continue

    monkeypatch.setattr(cases, "SECONDS", 0.2)
    monkeypatch.setitem(READERS, "txt", Reader("text", lambda shop: [b"isi"], read))
    assert run_case("txt", 0, shop).place.startswith("TooSlow at")


def test_a_run_goes_on_where_it_was_stopped(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    arguments = ["--readers", "topics.toml", "--workers", "1", "--inputs"]
    run.main([*arguments, "4"], tmp_path)
    [done] = tmp_path.rglob("done.jsonl")
    first = done.read_text("utf-8")
    assert "topics.toml           4" in capsys.readouterr().out
    done.write_text(first[:-20], encoding="utf-8")  # killed while it wrote
    run.main([*arguments, "6"], tmp_path)
    assert "topics.toml           6" in capsys.readouterr().out
    spans = [span[1:] for span in run.read_done(done)]
    assert sorted(spans) == [(0, 2), (2, 4), (4, 6)]
