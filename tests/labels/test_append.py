"""What was acknowledged is in the log, once, whatever happens to the writer."""

from __future__ import annotations

import errno
import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.io.append_log import Conflict
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_line
from discourse.labels.log import parse_log

HEADER = ",".join(COLUMNS) + "\n"


def test_codings_come_to_the_end(log, say, book) -> None:
    one, two = say("ani", "abad:01", "economic"), say("budi", "abad:01", "political education", note="dua\nbaris")
    assert log.append([one]) == [one]
    assert len(log.append([two])) == 1
    text = log._log.path.read_text(encoding="utf-8")
    assert text.startswith(HEADER)
    assert text.endswith(',"dua baris"\n')
    assert list(parse_log(text.encode(), book, {"abad:01"}, "log")["coding_id"]) == [one.coding_id, two.coding_id]


def test_a_repeat_is_left_out_and_a_clash_refused(log, say) -> None:
    coding = say("ani", "abad:01", "economic", coding_id="same")
    log.append([coding])
    size = log._log.path.stat().st_size
    assert log.append([say("ani", "abad:01", "economic", coding_id="same", when="2025-12-03T10:00:00Z")]) == []
    with pytest.raises(LabelError, match="an id that no other coding has"):
        log.append([say("ani", "abad:01", "political", coding_id="same")])
    assert log._log.path.stat().st_size == size


def test_all_or_none(log, say) -> None:
    with pytest.raises(LabelError):
        log.append([say("ani", "abad:01", "economic"), say("ani", "abad:99", "economic")])
    assert log.codings == {}


def test_a_check_writes_nothing_and_raises_what_appending_would(log, say, book) -> None:
    first = say("ani", "abad:01", book.pillar_ids[0])
    log.append([first])
    before = log._log.path.read_bytes()
    log.check([say("ani", "abad:02", book.pillar_ids[0])])
    with pytest.raises(LabelError, match="primary 'sports'"):
        log.check([say("ani", "abad:02", "sports")])
    with pytest.raises(Conflict, match="saved before"):
        log.check([replace(first, unsure=True)])
    assert log._log.path.read_bytes() == before
    assert list(log.codings) == [first.coding_id]


def test_writers_see_each_other(log, say, book) -> None:
    other = LabelLog(log._log.path, book, log._paragraphs)
    coding = say("ani", "abad:01", "economic", coding_id="same")
    log.append([coding])
    assert other.append([coding]) == []
    other.append([say("budi", "abad:02", "none")])
    log.refresh()
    assert [coding.coder for coding in log.codings.values()] == ["ani", "budi"]


def test_codings_that_are_gone_from_the_log_are_kept_beside_it(log, say, book) -> None:
    saved, path = [say("ani", "abad:01", "economic", note="satu, dua"), say("budi", "abad:02", "none")], log._log.path
    log.append(saved)
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(LabelError, match="2 lines that were in the log, found a log without 2 of them"):
        log.append([say("ani", "abad:03", "economic")])
    (kept,) = path.parent.glob("labels-missing-*.csv")
    assert list(parse_log(kept.read_bytes(), book, log._paragraphs, kept)["coding_id"]) == list(log.codings)
    assert path.read_text(encoding="utf-8") == HEADER


def test_together_is_one_write_or_none(log, say, monkeypatch) -> None:
    with log.together():
        log.append([say("ani", "abad:01", "economic")])
        log.append([say("ani", "abad:02", "economic")])
    assert len(log.codings) == 2
    before = log._log.path.read_bytes()

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def both() -> None:
        with log.together():
            assert len(log.append([say("ani", "abad:03", "economic")])) == 1
            log.append([say("ani", "abad:04", "economic")])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(LabelError, match="room on the disk"):
        both()
    log.refresh()
    assert len(log.codings) == 2
    assert log._log.path.read_bytes() == before


TEXTS = st.text(max_size=12) | st.sampled_from(["", "\ud800", "a\x00b", "x\ny", 'q"q', "2", "2025-12-03T10:00:00Z"])
NUMBERS = st.none() | st.floats() | st.integers() | st.just(10**400)


@settings(max_examples=300)
@given(st.data())
def test_whatever_is_taken_can_be_read(tmp_path_factory, data) -> None:
    book = Codebook("2", (Pillar("political", "P", "-"), Pillar("economic", "E", "-")), "-")
    path = tmp_path_factory.mktemp("log") / "labels.csv"
    coding = Coding(
        data.draw(TEXTS.filter(bool) | st.just("c1")),
        "abad:01",
        data.draw(TEXTS | st.just("ani")),
        data.draw(TEXTS),
        data.draw(st.sampled_from(["political", "none", "sports"])),
        data.draw(st.sampled_from([(), ("economic",), ("x",)])),
        **{name: data.draw(TEXTS) for name in ("when", "why", "rule", "queue", "note")},
        **{name: data.draw(NUMBERS) for name in ("inclusion", "seconds")},
    )
    log = LabelLog(path, book, {"abad:01"})
    refusals, taken = [], []
    try:
        taken = log.append([coding])
    except LabelError as error:
        refusals = [str(error)]
    assert not any(character in "".join(refusals) for character in "\r\n\ud800")
    table = parse_log(path.read_bytes(), book, {"abad:01"}, path)
    assert list(table["coding_id"]) == [each.coding_id for each in taken]
    again = LabelLog(path, book, {"abad:01"})
    again.refresh()
    assert list(map(as_line, again.codings.values())) == list(map(as_line, taken))


def test_undo_names_a_coding_of_the_paragraph(log, say, book) -> None:
    coding = say("ani", "abad:01", "economic")
    log.append([coding])
    for target, paragraph, codes in (
        ("nothing", "abad:01", ""),
        (coding.coding_id, "abad:02", ""),
        (coding.coding_id, "abad:01", "economic"),
    ):
        with pytest.raises(LabelError, match="to take back"):
            log.append([say("ani", paragraph, codes, undoes=target)])
    log.append([say("ani", "abad:01", "", undoes=coding.coding_id, why="undo")])
    assert len(parse_log(log._log.path.read_bytes(), book, {"abad:01"}, "log")) == 0


def test_every_torn_end_is_closed_and_nothing_lost(tmp_path, book, say) -> None:
    first, torn, after = (
        say("ani", "abad:01", "economic", note="satu, dua"),
        say("ani", "abad:02", "economic", note='kata "utama" saja'),
        say("ani", "abad:03", "none"),
    )
    before, line = HEADER + as_line(first), as_line(torn)
    for length in range(len(before + line)):
        path = tmp_path / "labels.csv"
        path.write_text((before + line)[:length], encoding="utf-8")
        log = LabelLog(path, book, {"abad:01", "abad:02", "abad:03"})
        log.refresh()
        known = set(log.codings)
        log.append([first, torn, after])
        table = parse_log(path.read_bytes(), book, {"abad:01", "abad:02", "abad:03"}, path)
        latest = table.drop_duplicates("paragraph_id", keep="last").sort_values("paragraph_id")
        assert list(latest["note"]) == ["satu, dua", 'kata "utama" saja', ""], length
        assert {each.coding_id for each in (first, torn, after)} | known <= set(table["coding_id"])
        assert len(table) <= 4


def test_a_foreign_file_is_not_written_to(tmp_path, book, say) -> None:
    path = tmp_path / "labels.csv"
    for content in (b"something else", b"a,b\n1,2\n"):
        path.write_bytes(content)
        with pytest.raises(LabelError, match="the columns"):
            LabelLog(path, book, {"abad:01"}).append([say("ani", "abad:01", "economic")])
        assert path.read_bytes() == content


def test_a_line_torn_inside_a_character_blocks_nobody(tmp_path, book, say) -> None:
    path = tmp_path / "labels.csv"
    first, after = say("ani", "abad:01", "economic"), say("budi", "abad:02", "none")
    path.write_bytes((HEADER + as_line(first)).encode() + b'x,y,z,"\xc3')
    log = LabelLog(path, book, {"abad:01", "abad:02"})
    assert log.append([after]) == [after]
    assert b'x,y,z,"\xc3#torn\n' in path.read_bytes()
    assert list(parse_log(path.read_bytes(), book, {"abad:01", "abad:02"}, path)["coder"]) == ["ani", "budi"]
    again = LabelLog(path, book, {"abad:01", "abad:02"})
    again.refresh()
    assert list(again.codings) == [first.coding_id, after.coding_id]


@pytest.mark.parametrize(
    "fields",
    [{"note": "lain"}, {"note": ""}, {"unsure": True}, {"rule": "7"}, {"also": ("education",)}, {"coder": "budi"}],
)
def test_one_id_with_other_content_is_refused(log, say, fields) -> None:
    coding = say("ani", "abad:01", "economic", coding_id="same", note="ragu")
    log.append([coding])
    before = log._log.path.read_bytes()
    with pytest.raises(Conflict, match="an id that no other coding has, found 'same', saved before"):
        log.append([replace(coding, **fields)])
    assert log._log.path.read_bytes() == before


def test_a_repeat_may_differ_in_its_circumstances(log, say) -> None:
    coding = say("ani", "abad:01", "economic", coding_id="same", queue="audit", inclusion=0.25, seconds=3.0)
    log.append([coding])
    again = replace(coding, when="2025-12-03T10:00:00Z", queue="", inclusion=None, seconds=9.5, why="review")
    assert log.append([again]) == []


def test_a_note_that_goes_on_is_kept_under_an_id_of_its_own(log, say) -> None:
    coding = say("ani", "abad:01", "economic", coding_id="same", note='kata "utama')
    log.append([coding])
    for note in ('kata "utama" saja', 'kata "utama" saja, lagi'):
        assert len(log.append([replace(coding, note=note)])) == 1
        assert log.append([replace(coding, note=note)]) == []
    assert [each.note for each in log.codings.values()][1:] == ['kata "utama" saja', 'kata "utama" saja, lagi']


def test_a_log_that_cannot_be_read_is_refused_in_one_line(tmp_path, book, say) -> None:
    path, line = tmp_path / "labels.csv", as_line(say("ani", "abad:01", "economic"))
    for text, part in (
        ((HEADER + line).replace("\n", "\r"), "carriage returns alone"),
        (HEADER.replace("coder,", "coder\r,") + line, "carriage returns alone"),
        (HEADER + line.replace(",,,,,", ",,,,lama,"), "row 2, column seconds: expected a number"),
        (HEADER + line.replace(",,,,,", ",,,sering,,"), "row 2, column inclusion: expected a number"),
        (HEADER + "c1,abad:01\n", "row 2: expected 15 cells, found 2 in the line that begins at byte"),
    ):
        path.write_bytes(text.encode())
        with pytest.raises(LabelError) as refusal:
            LabelLog(path, book, {"abad:01"}).append([say("ani", "abad:01", "economic")])
        assert part in str(refusal.value)
        assert "\n" not in str(refusal.value)
        assert path.read_bytes() == text.encode()


def test_two_logs_put_together_are_read(tmp_path, book, say) -> None:
    path, lines = tmp_path / "labels.csv", [as_line(say("ani", "abad:01", code)) for code in ("economic", "none")]
    path.write_text(HEADER + lines[0] + HEADER + lines[1], encoding="utf-8")
    log = LabelLog(path, book, {"abad:01"})
    log.append([say("ani", "abad:01", "political")])
    table = parse_log(path.read_bytes(), book, {"abad:01"}, path)
    assert list(table["primary"]) == ["economic", "none", "political"]


def test_a_full_disk_is_said_and_the_coding_can_come_again(log, say, book, monkeypatch) -> None:
    log.append([say("ani", "abad:01", "economic")])
    coding, write = say("ani", "abad:02", "economic"), os.write

    def half(descriptor: int, data: bytes) -> int:
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, bytes(data)[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    before = log._log.path.read_bytes()
    with pytest.raises(LabelError, match="room on the disk"):
        log.append([coding])
    assert log._log.path.read_bytes() == before
    monkeypatch.setattr(os, "write", write)
    assert log.append([coding]) == [coding]
    assert len(parse_log(log._log.path.read_bytes(), book, log._paragraphs, "log")) == 2
