"""Codings of two machines become one log: each line once, whatever is merged first, or nothing at all."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_line
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.log import logged_codings
from discourse.labels.table import study_labels
from discourse.labels.team.merging import RETIRED, merge_codings
from discourse.study import Study

ONE, TWO, THREE = (f"melati-2023-02:0{number}" for number in (1, 2, 3))
HEADER = ",".join(COLUMNS) + "\n"


def coded(number: str, paragraph: str, coder: str, primary: str, minute: int, **fields: object) -> Coding:
    when = f"2026-03-02T{10 + minute // 60:02d}:{minute % 60:02d}:00Z"
    return Coding(number, paragraph, coder, "1", primary, **{"when": when, "why": "coding", **fields})


@pytest.fixture
def other(toy_study: Study, tmp_path: Path) -> Callable[..., Path]:
    """Write the log of another machine, which began as a copy of this one."""
    begun = toy_study.labels_path.read_bytes()

    def write(*codings: Coding, name: str = "other.csv") -> Path:
        path = tmp_path / name
        lines = "".join(map(as_line, codings)).encode()
        path.write_bytes(begun + lines)
        return path

    return write


def test_lines_of_the_other_machine_come_in_by_time_and_once(toy_study, other) -> None:
    before = toy_study.labels_path.read_bytes()
    known = len(logged_codings(toy_study))
    late, early = coded("c2", ONE, "ani", "economic", 20), coded("c1", TWO, "budi", "none", 5)
    path = other(late, early)
    rehearsed = merge_codings(toy_study, path, dry_run=True)
    assert toy_study.labels_path.read_bytes() == before
    done = merge_codings(toy_study, path)
    assert rehearsed == done
    assert (done.added, done.known, done.by_coder) == (2, known, {"ani": 1, "budi": 1})
    assert toy_study.labels_path.read_bytes() == before + (as_line(early) + as_line(late)).encode()
    twice = merge_codings(toy_study, path)
    assert (twice.added, twice.known) == (0, known + 2)
    assert toy_study.labels_path.read_bytes() == before + (as_line(early) + as_line(late)).encode()


def test_a_later_coding_stands_though_an_earlier_one_is_merged_after_it(toy_study, other) -> None:
    LabelLog.of(toy_study).append([coded("here", ONE, "ani", "education", 300)])
    done = merge_codings(toy_study, other(coded("there", ONE, "ani", "economic", 10)))
    assert logged_codings(toy_study)[-1].coding_id == "there"
    append_decision(toy_study, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    assert study_labels(toy_study).set_index("paragraph_id").loc[ONE, "primary"] == "education"
    assert done.contested == (
        "The codings by ani are no labels: 1 of 30 common paragraphs. To accept them: discourse coders accept ani",
    )
    assert done.remarks == ("ani coded 1 paragraph on both machines; the later coding stands",)


MACHINES = ("ani", "budi", "citra")


@st.composite
def work(draw) -> dict[str, list[Coding]]:
    """Codings of three coders on three machines, no two at the same minute."""
    minutes = itertools.count(1)
    logs: dict[str, list[Coding]] = {name: [] for name in MACHINES}
    for number in range(draw(st.integers(1, 9))):
        name = draw(st.sampled_from(MACHINES))
        minute = next(minutes)
        made = [coding for coding in logs[name] if not coding.undoes]
        if made and draw(st.booleans()):
            target = draw(st.sampled_from(made))
            undo = coded(f"c{number}", target.paragraph_id, name, "", minute, undoes=target.coding_id, why="undo")
            logs[name].append(undo)
        else:
            code = draw(st.sampled_from(["political", "economic", "education", "none"]))
            logs[name].append(coded(f"c{number}", draw(st.sampled_from([ONE, TWO, THREE])), name, code, minute))
    return logs


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(logs=work(), order=st.permutations(MACHINES))
def test_whatever_is_merged_first_all_machines_have_the_same_lines_and_labels(toy_study, other, logs, order) -> None:
    begun = toy_study.labels_path.read_bytes()
    files = {name: other(*codings, name=f"{name}.csv") for name, codings in logs.items()}
    found = []
    for names in (MACHINES, order, (*order, *MACHINES)):
        toy_study.labels_path.write_bytes(begun)
        for name in names:
            merge_codings(toy_study, files[name])
        study = Study(toy_study.root)
        found.append((sorted(map(as_line, logged_codings(study))), study_labels(study).to_dict("list")))
    toy_study.labels_path.write_bytes(begun)
    assert found[0] == found[1] == found[2]


def refused(study: Study, path: Path, **options: object) -> str:
    before = study.labels_path.read_bytes()
    with pytest.raises(LabelError) as caught:
        merge_codings(study, path, **options)
    assert study.labels_path.read_bytes() == before
    return "\n".join([*getattr(caught.value, "__notes__", ()), str(caught.value)])


def test_a_log_of_another_study_is_refused_with_its_rows(toy_study, other) -> None:
    rows = len(logged_codings(toy_study)) + 1
    good, bad = coded("c1", ONE, "ani", "none", 1), coded("c2", "elsewhere:01", "ani", "none", 2)
    said = refused(toy_study, other(good, bad))
    assert f"other.csv, row {rows + 2}, column paragraph_id" in said
    assert "another study" in said
    assert "(also row" in refused(toy_study, other(good, bad, replace(bad, coding_id="c3")))


def test_a_text_that_differs_there_is_refused(toy_study, tmp_path) -> None:
    home = shutil.copytree(toy_study.root, tmp_path / "copy")
    log = home / "data" / "labels.csv"
    log.write_text(log.read_text("utf-8") + as_line(coded("c1", ONE, "ani", "none", 1)), "utf-8")
    assert merge_codings(toy_study, log, dry_run=True).added == 1
    table = home / "data" / "paragraphs.csv"
    table.write_text(table.read_text("utf-8").replace("balai kota", "pasar", 1), "utf-8")
    assert f"expected the text that {ONE} has here" in refused(toy_study, log)


def test_a_codebook_of_the_same_version_that_says_otherwise_is_refused(toy_study, tmp_path) -> None:
    home = shutil.copytree(toy_study.root, tmp_path / "copy")
    book = home / "data" / "codebook.toml"
    book.write_text(book.read_text("utf-8").replace("trade, investment", "trade, fishing"), "utf-8")
    assert "Give the changed codebook another version" in refused(toy_study, home / "data" / "labels.csv")


def test_unknown_codes_and_newer_codebooks_are_refused(toy_study, other) -> None:
    assert "primary 'sports'" in refused(toy_study, other(coded("c1", ONE, "ani", "sports", 1)))
    newer = replace(coded("c1", ONE, "ani", "sports", 1), codebook="2")
    said = refused(toy_study, other(newer))
    assert "found version '2'" in said
    assert "column codebook" in said


def test_an_older_version_is_taken_and_said_and_retired_codes_are_left_out(toy_study, other) -> None:
    path = other(
        coded("c1", ONE, "ani", "education", 1),
        coded("c2", TWO, "ani", "political", 2),
        coded("c3", THREE, "ani", "sports", 3),
        coded("c4", THREE, "ani", "", 4, undoes="c3"),
    )
    book = toy_study.data / "codebook.toml"
    text = book.read_text("utf-8").replace('version = "1"', 'version = "2"\nretired = ["sports"]')
    book.write_text(text + '\n[changes]\n"2" = ["education"]\n', "utf-8")
    done = merge_codings(Study(toy_study.root), path)
    assert (done.added, done.left_out) == (2, {RETIRED: 2})
    assert done.remarks == (
        "Coded under version 1 of the codebook: 2; with codes whose rules changed since: 1 "
        "(discourse relabel --queue stale)",
    )


def test_two_people_of_one_name_are_told_by_the_same_paragraph_in_one_spell(toy_study, other) -> None:
    here = [coded("h1", ONE, "ani", "political", 10), coded("h2", TWO, "ani", "economic", 30)]
    LabelLog.of(toy_study).append(here)
    there = other(coded("t1", THREE, "ani", "none", 5), coded("t2", ONE, "ani", "education", 31))
    said = refused(toy_study, there)
    assert "expected one person by the name of ani" in said
    assert "--coders 'ani=NAME'" in said
    renamed = merge_codings(toy_study, there, coders={"ani": "ani b."}, dry_run=True)
    assert renamed.by_coder == {"ani b.": 2}
    assert merge_codings(toy_study, there, coders={"ani": "ani"}, dry_run=True).by_coder == {"ani": 2}


def test_who_is_renamed_keeps_the_name_in_lines_that_both_logs_have(toy_study, other) -> None:
    common = coded("c1", ONE, "ani", "political", 1)
    LabelLog.of(toy_study).append([common])
    path = other(common, coded("c2", TWO, "ani", "economic", 2))
    for added in (1, 0):
        assert merge_codings(toy_study, path, coders={"ani": "ani b."}).added == added
    assert [coding.coder for coding in logged_codings(toy_study)][-2:] == ["ani", "ani b."]
    assert "add it again" in refused(toy_study, path)


def test_a_cut_last_line_is_refused_and_nothing_is_taken(toy_study, other) -> None:
    path = other(coded("c1", ONE, "ani", "none", 1), coded("c2", TWO, "ani", "none", 2, note="a note"))
    rows = len(logged_codings(toy_study)) + 1
    path.write_bytes(path.read_bytes()[:-8])
    said = refused(toy_study, path)
    assert f"row {rows + 2}" in said
    assert "--salvage" in said


def test_an_id_that_says_another_thing_here_is_refused(toy_study, other) -> None:
    LabelLog.of(toy_study).append([coded("c1", ONE, "ani", "none", 1)])
    assert "here ani: none, there ani: economic" in refused(toy_study, other(coded("c1", ONE, "ani", "economic", 1)))
    assert "each id once" in refused(toy_study, other(*[coded("c2", ONE, "ani", "none", 1)] * 2))


def test_what_is_no_log_is_refused(toy_study, tmp_path) -> None:
    assert "No such file" in refused(toy_study, tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "expected the columns coding_id" in refused(toy_study, tmp_path / "empty.csv")
    (tmp_path / "table.csv").write_text("paragraph_id,code\na,b\n", "utf-8")
    assert "discourse labels import" in refused(toy_study, tmp_path / "table.csv")
    undo = coded("u1", ONE, "ani", "", 2, undoes="gone")
    (tmp_path / "part.csv").write_text(HEADER + as_line(undo), "utf-8")
    assert "Merge the whole log" in refused(toy_study, tmp_path / "part.csv")


def test_a_line_that_takes_back_stays_behind_whatever_the_clock_said(toy_study, other) -> None:
    path = other(coded("c1", ONE, "ani", "none", 50), coded("u1", ONE, "ani", "", 40, undoes="c1"))
    assert merge_codings(toy_study, path).added == 2
    assert [coding.coding_id for coding in logged_codings(toy_study)][-2:] == ["c1", "u1"]


def test_a_variable_has_a_log_of_its_own(towns, tmp_path) -> None:
    seen = towns.seen_by("tone")
    path = shutil.copyfile(seen.labels_path, tmp_path / "tone.csv")
    text = path.read_text("utf-8")
    log = logged_codings(seen)
    path.write_text(text + as_line(replace(log[0], coding_id="new", coder="ani")), "utf-8")
    assert merge_codings(seen, path).added == 1
    assert "primary" in refused(towns, path)
