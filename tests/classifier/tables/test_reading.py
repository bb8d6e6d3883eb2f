from __future__ import annotations

import csv
import gzip
import io
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.classifier.tables.broken import LONGEST_TEXT
from discourse.classifier.tables.reading import open_rows
from discourse.errors import DataError

CSV_BROKEN = [
    b"9\n",
    b"9,kopi,teh\n",
    b'9,"kopi\nteh",susu\n',
    b'9,"kopi" teh\n',
    b'9,"kopi\n',
    b"9,\xff\n",
    b"9,ko\0pi\n",
    b"9," + b"kopi " * 30_000 + b"\n",
]
JSON_BROKEN = [
    b'["kopi"]\n',
    b'{"text": \n',
    b"kopi\n",
    b'{"id": "9", "text": 5, "more": "x"}\n',
    b'{"text": true}\n',
    b'{"text": ["kopi"]}\n',
    b'{"text": "\\u0000"}\n',
    b'{"text": "\\ud83d"}\n',
    b'{"text": "\xff"}\n',
    b'{"text": "' + b"kopi " * 30_000 + b'"}\n',
]
# A text that begins with a letter: a quote that nothing closes is then found where the next quoted field begins.
TEXT = st.builds(str.__add__, st.sampled_from("ab"), st.text('ab", é\n', max_size=8))


def read(path, content):
    """Rows that can be read, and the other records."""
    path.write_bytes(content)
    broken = []
    with open_rows(path, broken.append) as rows:
        return list(rows), broken


def csv_line(values):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue().encode()


def json_line(values):
    return json.dumps(dict(zip(("id", "text"), values, strict=True))).encode() + b"\n"


FORMS = {"csv": (b"id,text\n", csv_line, CSV_BROKEN), "jsonl": (b"", json_line, JSON_BROKEN)}


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_others_are_read_as_if_broken_records_were_not_there(tmp_path, form, data):
    header, line, broken_lines = FORMS[form]
    rows = data.draw(st.lists(st.tuples(st.sampled_from(["1", "2"]), TEXT), min_size=1, max_size=8))
    lines = [(line(row), False) for row in rows]
    for broken in data.draw(st.lists(st.sampled_from(broken_lines), max_size=6)):
        lines.insert(data.draw(st.integers(0, len(lines))), (broken, True))
    path = tmp_path / f"news.{form}"
    found, broken = read(path, header + b"".join(one for one, _ in lines))
    clean, none = read(tmp_path / f"clean.{form}", header + b"".join(one for one, is_broken in lines if not is_broken))
    assert found == clean == [dict(zip(("id", "text"), row, strict=True)) for row in rows]
    assert not none
    assert [one.content for one in broken] == [one for one, is_broken in lines if is_broken]
    assert [one.number for one in broken] == [place for place, (_, bad) in enumerate(lines, start=1) if bad]


def test_each_is_named_by_its_number_and_its_line(tmp_path):
    content = b'id,text\n1,"a\nb"\n\n2\n3,"c" d\n4,\xff\n5,x\n'
    rows, broken = read(tmp_path / "news.csv", content)
    assert [row["id"] for row in rows] == ["1", "5"]
    assert [(one.number, one.line, one.content) for one in broken] == [
        (2, 5, b"\n2\n"),
        (3, 6, b'3,"c" d\n'),
        (4, 7, b"4,\xff\n"),
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'text\nkopi\n"teh\nsusu\n', "a quotation mark that is never closed (the quotation opens in line 3)"),
        (b'text\nkopi\n"teh\n"susu"\n', "letters behind a closing quotation mark (the quotation opens in line 3)"),
        (
            b'id,text\n"1\n",kopi\n"2\n","teh\nsusu',
            "is never closed (the quotation opens in line 5)",
        ),
        (
            b'text\n"teh\n' + b"susu\n" * 30_000,
            "left open (the quotation opens in line 2)",
        ),
    ],
)
def test_a_quote_that_nothing_closes_is_named_by_the_line_in_which_it_opens(tmp_path, content, found):
    (tmp_path / "news.csv").write_bytes(content)
    with open_rows(tmp_path / "news.csv") as rows, pytest.raises(DataError) as caught:
        list(rows)
    assert caught.value.found.endswith(found)
    assert caught.value.hint.startswith("Close the quote, or double it inside the text.")


def test_a_quote_too_many_costs_one_row(tmp_path):
    rows, [broken] = read(tmp_path / "news.csv", b'id,text\n1,kopi\n2,"teh\n3,susu\n4,gula\n')
    assert [row["text"] for row in rows] == ["kopi", "susu", "gula"]
    assert (broken.number, broken.line, broken.content) == (2, 3, b'2,"teh\n')


def test_what_is_wrong_is_said_with_what_to_do(tmp_path):
    _, broken = read(tmp_path / "a.jsonl", b'{"text": "kopi"}\n{"text": 1.50}\n{"text": "a\\u0000"}\n')
    assert [str(one.error).removeprefix(str(tmp_path / "a.jsonl")) for one in broken] == [
        ", record 2, key text: expected a text in quotes, or null, found 1.50. Write it as a JSON string. "
        "To leave out what cannot be read: --on-error skip.",
        ", record 3: expected text, found a NUL character in column 'text'. Remove it. "
        "To leave out what cannot be read: --on-error skip.",
    ]


def test_a_text_may_be_as_long_as_the_limit(tmp_path):
    for text, good in (("a" * LONGEST_TEXT, True), ("é" * (LONGEST_TEXT // 2 + 1), False)):
        rows, _ = read(tmp_path / "a.jsonl", json.dumps({"text": text}).encode() + b'\n{"text": "kopi"}')
        assert len(rows) == 1 + good


@pytest.mark.parametrize(("name", "content"), [("a.csv", b"id,text\n1\n2\n"), ("a.jsonl", b"[1]\n\n[2]\n")])
def test_a_table_of_broken_records_alone_is_refused(tmp_path, name, content):
    with pytest.raises(DataError, match="expected at least one row that can be read, found none of 2"):
        read(tmp_path / name, content)


def test_of_a_packed_file_that_was_cut_off_the_beginning_is_read(tmp_path):
    rng = random.Random(0)
    content = b"id,text\n" + b"".join(b'%d,"kopi %d"\n' % (row, rng.getrandbits(64)) for row in range(5_000))
    whole, path = gzip.compress(content), tmp_path / "news.csv.gz"
    assert len(read(path, whole)[0]) == 5_000
    rows, [broken] = read(path, whole[: len(whole) // 2])
    assert [row["id"] for row in rows] == [str(row) for row in range(len(rows))]
    assert 1_000 < len(rows) < 4_000
    assert (broken.number, broken.what) == (len(rows) + 1, "end of a packed file")
    assert str(broken.error) == (
        f"{path}, record {len(rows) + 1}: expected a whole file packed by gzip, found one that was cut off. "
        "Copy or make it anew. To leave out what cannot be read: --on-error skip."
    )
    with open_rows(path) as opened, pytest.raises(DataError, match=r"record \d+: expected a whole file packed by gzip"):
        list(opened)


@pytest.mark.parametrize("name", ["news.csv.gz", "news.jsonl.gz"])
@pytest.mark.parametrize("size", [0, 5, 20])
def test_what_is_no_packed_file_is_named(tmp_path, name, size):
    content = gzip.compress(b'{"text": "kopi"}\n' if "json" in name else b"text\nkopi\n")
    for damaged in (content[:size], b"text\nkopi\n"):
        with pytest.raises(DataError) as caught:
            read(tmp_path / name, damaged)
        assert str(caught.value).startswith(f"{tmp_path / name}: expected ")


def test_how_far_the_reading_is_can_be_told(tmp_path):
    path = tmp_path / "news.csv"
    path.write_bytes(b"text\n" + b"kopi\n" * 100_000)
    with open_rows(path) as rows:
        shares = [rows.share() for _ in rows]
    assert shares == sorted(shares)
    assert shares[49_999] == pytest.approx(0.5, abs=0.1)
    assert shares[-1] == 1
