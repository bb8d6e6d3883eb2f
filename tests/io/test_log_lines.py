"""Lines of a log are told apart as bytes: whole, torn, foreign; what cannot be is refused by row and byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.io.log_lines import LogFormat, parse_log_lines, salvage_lines

FORMAT = LogFormat(("id", "note"), lambda line: line.endswith(b'"') and line.count(b'"') % 2 == 0)
HEADER = b"id,note\n"


def parsed(data: bytes):
    return parse_log_lines(data, FORMAT, "log.csv")


def refused(data: bytes) -> str:
    with pytest.raises(LabelError) as refusal:
        parsed(data)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_rows_keep_their_numbers_and_blank_lines_are_none() -> None:
    lines = parsed(b"\xef\xbb\xbf" + HEADER + b'\na,"x"\r\n  \nb,"y ""z"""\n')
    assert lines.rows == [(3, ["a", "x"]), (5, ["b", 'y "z"'])]
    assert (lines.torn, lines.closing, lines.headed) == ([], b"", True)


def test_a_line_torn_inside_a_character_is_dropped_before_decoding() -> None:
    open_end = parsed(HEADER + b'a,"x"\nb,"\xc3')
    assert (open_end.rows, open_end.torn, open_end.closing) == ([(2, ["a", "x"])], [3], b"#torn\n")
    assert open_end.torn_end
    closed = parsed(HEADER + b'a,"x"\nb,"\xc3#torn\nc,"y"\n')
    assert closed.rows == [(2, ["a", "x"]), (4, ["c", "y"])]
    assert (closed.torn, closed.torn_end) == ([3], False)


def test_other_bytes_are_named_by_their_place_in_the_file() -> None:
    # 8 bytes of header, then 'a', ',', '"' and the byte: the twelfth
    assert "log.csv, row 2: expected UTF-8, found other bytes (byte 12 of the file: b'\\xff\"')" in refused(
        HEADER + b'a,"\xff"\n'
    )
    with_mark = b"\xef\xbb\xbf" + HEADER + b'a,"\xff"\n'
    assert "byte 15 of the file" in refused(with_mark)
    assert with_mark[15 - 1] == 0xFF


def test_a_line_of_too_few_cells_or_with_an_open_quote_is_named_by_its_beginning() -> None:
    data = HEADER + b'a,"x"\nb\n'
    assert "row 3: expected 2 cells, found 1 in the line that begins at byte 15" in refused(data)
    assert data[15 - 1 :] == b"b\n"
    assert "found a quotation mark left open in the line that begins at byte 9" in refused(HEADER + b'a,"x\nb,"y"\n')


@pytest.mark.parametrize("data", [HEADER + b'a,"x"\nb,"y"\n', b'id,note\na,"x"\r\nb,"y"'])
def test_carriage_returns_alone_are_refused_in_one_line(data: bytes) -> None:
    message = refused(data.replace(b"\r", b"").replace(b"\n", b"\r"))
    assert "expected line feeds, found carriage returns alone" in message
    assert "Save the file with the line ends of Unix or Windows." in message
    assert "carriage returns alone" in refused(b"id\r,note\n" + b'a,"x"\n')


def test_a_header_that_comes_again_is_passed_over() -> None:
    assert parsed(HEADER + b'a,"x"\n' + HEADER + b'b,"y"\n').rows == [(2, ["a", "x"]), (4, ["b", "y"])]
    assert parsed(HEADER + HEADER.rstrip()).closing == b"\n"


def test_an_empty_log_and_a_torn_header_get_one() -> None:
    for data, closing in ((b"", HEADER), (b"\n", HEADER), (b"id,no", b"#torn\n" + HEADER), (b"#torn\n", HEADER)):
        lines = parsed(data)
        assert (lines.rows, lines.headed, lines.closing) == ([], False, closing)
    assert parsed(b"id,no#torn\n" + HEADER + b'a,"x"\n').rows == [(3, ["a", "x"])]


@pytest.mark.parametrize("data", [b"something else", b"a,b\n1,2\n", b"\n\nid,remark\n", b"id\n"])
def test_a_foreign_file_is_refused(data: bytes) -> None:
    assert "expected the columns id, note" in refused(data)


def test_a_last_line_without_line_end_counts_if_it_is_whole() -> None:
    lines = parsed(HEADER + b'a,"x"')
    assert (lines.rows, lines.closing) == ([(2, ["a", "x"])], b"\n")
    assert (lines.end.byte, lines.end.row) == (len(HEADER), 2)
    assert parsed(HEADER.rstrip()).headed


def test_the_first_bytes_of_a_line_are_shown_and_no_more() -> None:
    message = refused(HEADER + b'a,"' + b"x" * 1_000 + b"\n")
    assert "a quotation mark left open in the line that begins at byte 9: b'a,\"xxxxxxxxxxxxxxxxxxxxx'..." in message
    assert len(message) < 300


def test_a_way_out_is_named_where_there_is_one() -> None:
    form = LogFormat(FORMAT.columns, FORMAT.is_whole, rescue=", or take what is left")
    for line, hint in ((b'"a', "Correct the line"), (b"a", "Compare the line with the header"), (b"\xff", "UTF-8")):
        with pytest.raises(LabelError, match=f"{hint}, or take what is left\\.$"):
            parse_log_lines(HEADER + line + b"\n", form, "log.csv")


def test_what_can_be_read_of_a_damaged_log_is_kept_as_it_stands() -> None:
    def check(cells: list[str]) -> None:
        if cells[0] == "z":
            raise LabelError("another id", "z")

    good = [b'a,"x"', 'b,"é ""q"""'.encode(), b'c,""']
    bad = [b'd,"\xff"', b'e,"open', b"f", b'z,"x"']
    lines = [
        HEADER[:-1],
        good[0],
        bad[0],
        bad[1],
        good[1],
        HEADER[:-1],
        b'g,"\xc3#torn',
        bad[2],
        good[2],
        bad[3],
        b'h,"',
    ]
    for end in (b"\n", b"\r\n", b"\r"):
        found = salvage_lines(b"\xef\xbb\xbf" + end.join(lines), FORMAT, check)
        assert found.log == HEADER + b"".join(line + b"\n" for line in good)
        assert (found.rows, found.torn, found.lost) == (3, [7, 11], [3, 4, 8, 10])


@given(st.lists(st.binary(max_size=12) | st.just(b'a,"x"\n'), max_size=8).map(b"".join))
def test_what_is_salvaged_is_a_log(data: bytes) -> None:
    found = salvage_lines(data, FORMAT, len)
    lines = parsed(found.log)
    assert (len(lines.rows), lines.torn, lines.closing) == (found.rows, [], b"")
    assert salvage_lines(found.log, FORMAT, len) == (found.log, found.rows, [], [])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    try:
        lines = parsed(HEADER + b'a,"x"\n' + tail)
    except LabelError:
        refused(HEADER + b'a,"x"\n' + tail)
        return
    assert lines.rows[0] == (2, ["a", "x"])
    again = parsed(HEADER + b'a,"x"\n' + tail + lines.closing + b'z,"w"\n')
    assert again.rows == [*lines.rows, (again.end.row - 1, ["z", "w"])]


@given(st.lists(st.sampled_from([b'a,"x"', 'b,"é"'.encode(), b'c,"\xc3#torn', b"", b"id,note"]), max_size=8), st.data())
def test_reading_on_from_any_line_end_is_reading_at_once(lines: list[bytes], data) -> None:
    whole = HEADER + b"".join(line + b"\n" for line in lines)
    ends = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
    cut = data.draw(st.sampled_from(ends))
    first = parsed(whole[:cut])
    rest = parse_log_lines(whole[cut:], FORMAT, "log.csv", first.end)
    at_once = parsed(whole)
    assert (first.rows + rest.rows, first.torn + rest.torn, rest.end) == (at_once.rows, at_once.torn, at_once.end)
