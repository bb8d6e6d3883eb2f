"""The log is read line by line; what cannot be is refused by row and column; a torn end is passed over."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from discourse.errors import LabelError
from discourse.io.log_lines import parse_log_lines
from discourse.labels.coding import COLUMNS
from discourse.labels.log import (
    LOG_FORMAT,
    codings_table,
    logged_codings,
    parse_log,
    read_codings,
    salvage_codings,
    valid_codings,
)
from discourse.study import Study

HEADER = ",".join(COLUMNS) + "\n"
GOOD = (
    'c1,abad:01,ani,2,economic,education political,yes,2025-12-03T14:05:00Z,coding,2,audit,0.25,7.5,,"dua ""pilar"""\n'
)


def parsed(book, text: str, **options):
    return parse_log(text.encode(), book, {"abad:01", "abad:02"}, "labels.csv", **options)


def test_one_line_is_read(book) -> None:
    row = parsed(book, HEADER + GOOD).iloc[0]
    assert (row["also"], row["unsure"]) == (("political", "education"), True)
    assert (row["inclusion"], row["seconds"]) == (0.25, 7.5)
    assert (row["note"], row["rule"]) == ('dua "pilar"', "2")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "row 1", "no coding_id"),
        (HEADER.replace("coder,", "") + GOOD, "row 1", "no coder"),
        (HEADER.replace("note", "remark") + GOOD, "row 1", "no note"),
        (HEADER + GOOD.replace("economic", "sports"), "row 2, column primary", "'sports'"),
        (HEADER + GOOD.replace("political,", "trade,"), "row 2, column also", "'trade'"),
        (HEADER + GOOD.replace("education political", "economic"), "row 2, column also", "among also"),
        (HEADER + GOOD + GOOD.replace("c1", "c2").replace("abad:01", "x:9"), "row 3, column paragraph_id", "'x:9'"),
        (HEADER + GOOD + GOOD, "row 3, column coding_id", "'c1' again"),
        (HEADER + GOOD.replace("ani", ""), "row 2, column coder", "''"),
        (HEADER + GOOD.replace(",2,economic", ",,economic"), "row 2, column codebook", "''"),
        (HEADER + GOOD.replace("yes", "maybe"), "row 2, column unsure", "'maybe'"),
        (HEADER + GOOD.replace("2025-12-03T14:05:00Z", "kemarin"), "row 2, column when", "'kemarin'"),
        (HEADER + GOOD.replace("0.25", "25"), "row 2, column inclusion", "'25'"),
        (HEADER + GOOD.replace("0.25", "nan"), "row 2, column inclusion", "'nan'"),
        (HEADER + GOOD.replace("7.5", "-1"), "row 2, column seconds", "'-1'"),
        (HEADER + GOOD.replace("7.5,,", "7.5,c0,"), "row 2, column undoes", "'c0'"),
        (HEADER + GOOD + GOOD.replace("c1", "c2").replace("7.5,,", "7.5,c1,"), "row 3, column primary", "'economic'"),
        (HEADER + "c1,abad:01\n", "row 2", "2"),
        (HEADER + GOOD.replace('"""\n', "\n") + GOOD, "row 2", "left open"),
        ((HEADER + GOOD).replace("\n", "\r"), "row 1", "carriage returns alone"),
        (HEADER + GOOD.replace("2025-12-03", "2025\0"), "row 2, column when", "'2025\\x00T14:05:00Z'"),
    ],
)
def test_the_first_wrong_row_is_named(book, text, where, what) -> None:
    with pytest.raises(LabelError, match="expected") as refusal:
        parsed(book, text)
    assert f"labels.csv, {where}" in str(refusal.value)
    assert what in refusal.value.found


def test_other_bytes_are_refused_by_row(book) -> None:
    byte = len(HEADER) + 1
    with pytest.raises(
        LabelError, match=rf"labels\.csv, row 2: expected UTF-8, found other bytes \(byte {byte} .* --salvage"
    ):
        parse_log(HEADER.encode() + b"\xff\xfe\n", book, {"abad:01"}, "labels.csv")


@pytest.mark.parametrize("length", range(1, len(GOOD) - 1))
def test_an_unfinished_end_is_reported_and_passed_over(book, length, caplog) -> None:
    tail = GOOD.replace("c1", "c2")[:length]
    if tail.endswith('"') and tail.count('"') % 2 == 0:
        return
    with caplog.at_level(logging.WARNING):
        table = parsed(book, HEADER + GOOD + tail)
    assert list(table["coding_id"]) == ["c1"]
    assert "row 3" in caplog.text


def test_a_whole_line_without_line_end_counts(book) -> None:
    assert len(parsed(book, HEADER + GOOD.rstrip("\n"))) == 1
    assert len(parsed(book, HEADER.rstrip("\n"))) == 0


def test_a_marked_line_is_passed_over_anywhere(book) -> None:
    lines = parse_log_lines((HEADER + "c0,abad#torn\n" + GOOD).encode(), LOG_FORMAT, "labels.csv")
    assert [row for row, _ in lines.rows] == [3]
    assert lines.torn == [2]


def test_a_header_that_comes_again_is_passed_over(book) -> None:
    assert len(parsed(book, HEADER + GOOD + HEADER + GOOD.replace("c1", "c2"))) == 2


def test_every_coding_is_read_as_it_stands_and_nothing_written(toy_study) -> None:
    undo = 'u1,melati:01,ani,1,,,no,,undo,,,,,x,""\n'
    torn = toy_study.labels_path.read_bytes() + undo.encode() + b"ani-9,melati"
    toy_study.labels_path.write_bytes(torn)
    codings = logged_codings(toy_study)
    assert (codings[-1].coding_id, codings[-1].undoes) == ("u1", "x")
    assert len(codings) == torn.count(b"\n") - 1
    assert toy_study.labels_path.read_bytes() == torn


def test_codings_in_memory_make_the_table_that_is_read(toy_study) -> None:
    from pandas.testing import assert_frame_equal

    with toy_study.labels_path.open("a", encoding="utf-8") as file:
        file.write('u1,melati-2023-02:01,ani,1,,,no,,undo,,,,,reader:melati-2023-02:01,""\n')
        file.write(GOOD.replace("abad:01", "melati-2023-02:01"))
    codings = logged_codings(toy_study)
    read = read_codings(toy_study).drop(columns="decision")  # which is no column of the log
    assert_frame_equal(codings_table(codings, toy_study.codebook), read)
    assert_frame_equal(codings_table([], toy_study.codebook), read.head(0))
    unknown = replace(codings[0], coding_id="x", primary="sports")
    assert "x" not in set(codings_table([*codings, unknown], toy_study.codebook)["coding_id"])


def test_what_was_taken_back_or_retired_is_not_valid(book) -> None:
    undo = 'c2,abad:01,ani,2,,,no,,undo,,,,,c1,""\n'
    table = parsed(book, HEADER + GOOD + undo + GOOD.replace("c1", "c3"), undone=True)
    assert list(valid_codings(table, ())["coding_id"]) == ["c3"]
    assert valid_codings(table, ("economic",)).empty


def test_lines_of_an_office_program_are_read(book) -> None:
    text = "\ufeff" + (HEADER + GOOD).replace("\n", "\r\n")
    assert len(parsed(book, text)) == 1


def test_an_undone_coding_is_gone_unless_asked_for(book) -> None:
    undo = 'c2,abad:01,ani,2,,,no,,undo,,,,,c1,""\n'
    assert len(parsed(book, HEADER + GOOD + undo)) == 0
    assert list(parsed(book, HEADER + GOOD + undo, undone=True)["coding_id"]) == ["c1", "c2"]


def test_a_retired_code_is_passed_over_and_stays_in_the_log(toy_study) -> None:
    path = toy_study.data / "codebook.toml"
    kept = [part for part in path.read_text(encoding="utf-8").split("[[pillar]]") if 'id = "economic"' not in part]
    lines = [line for line in "[[pillar]]".join(kept).splitlines() if not line.startswith("pillars = ")]
    path.write_text('retired = ["economic"]\n' + "\n".join(lines) + "\n", encoding="utf-8")
    study = Study(toy_study.root)
    codings = read_codings(study)
    assert "economic" not in set(codings["primary"])
    assert not any("economic" in also for also in codings["also"])
    everything = read_codings(study, undone=True)
    assert "economic" in set(everything["primary"])
    assert len(everything) > len(codings)


def test_the_shipped_log_holds_every_coding(shipped_study) -> None:
    codings = read_codings(shipped_study)
    first = codings[codings["when"] == ""]
    assert len(first) == 2666
    assert first["coder"].value_counts().to_dict() == {
        "reader": 1288,
        "blind": 1198,
        "second-reader": 90,
        "adjudicator": 90,
    }


def test_the_shipped_log_repeats_the_codings_it_was_made_from(shipped_study, coverage) -> None:
    import pandas as pd

    source = pd.read_csv(coverage / "codes.csv", dtype=str, keep_default_na=False)
    codings = read_codings(shipped_study).head(len(source))
    for column in ("paragraph_id", "coder", "codebook", "primary"):
        assert list(codings[column]) == list(source[column])
    assert [set(also) for also in codings["also"]] == [set(also.split()) for also in source["also"]]
    assert list(codings["unsure"]) == list(source["unsure"] == "unsure")


def test_a_damaged_log_is_salvaged_and_left_as_it_is(toy_study) -> None:
    whole = toy_study.labels_path.read_bytes()
    count = len(read_codings(toy_study, undone=True))
    third = whole.splitlines(keepends=True)[2]
    damaged = whole.replace(third, b"\xff\xfe" + third[2:]) + third.replace(b",,,,,", b",,,x,,") + b"ani-9,mela"
    toy_study.labels_path.write_bytes(damaged)
    with pytest.raises(LabelError, match="--salvage"):
        read_codings(toy_study)
    found = salvage_codings(toy_study)
    assert (found.rows, found.lost, found.torn) == (count - 1, [3, count + 2], [count + 3])
    assert found.log == whole.replace(third, b"")
    assert toy_study.labels_path.read_bytes() == damaged


def test_a_missing_log_says_how_to_start_one(toy_study) -> None:
    toy_study.labels_path.unlink()
    with pytest.raises(LabelError, match="discourse relabel"):
        read_codings(toy_study)


def test_codings_come_in_the_order_in_which_they_were_made(codings_of, say) -> None:
    times = ["", "2026-03-02T10:00:00Z", "", "2026-03-02T11:30:00+07:00", "2026-03-02T09:00:00"]
    made = [say(f"c{place}", "abad:01", "economic", when=when) for place, when in enumerate(times)]
    # 11:30 in Jakarta is 4:30 in UTC; a line without a time stays behind the one before it.
    assert codings_of(*made)["coder"].tolist() == ["c0", "c3", "c4", "c1", "c2"]
    assert codings_of(*made, undone=True)["coder"].tolist() == ["c0", "c1", "c2", "c3", "c4"]
