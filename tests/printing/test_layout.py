"""Does each column find room, with no number cut and no line longer than the terminal?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.printing.cells import Column, width_of
from discourse.printing.layout import GAPS, laid_out, lines_of

NUMBERS = ("0.825 [0.731, 0.892]",)


def numbers(name: str, *cells: str, same: bool = False) -> Column:
    return Column(name, cells, number=True, same=same)


def test_what_fits_stands_side_by_side() -> None:
    columns = [Column("pillar", ("trade", "roads")), numbers("articles", "9", "12")]
    assert list(lines_of(laid_out(columns, 40), 40)) == ["pillar  articles", "trade          9", "roads         12"]


def test_names_are_broken_and_texts_shortened_first() -> None:
    columns = [
        Column("note", ("a note that is much longer than thirty characters",)),
        numbers("monte_carlo_error", "0.1"),
    ]
    layout = laid_out(columns, 30)
    assert (layout.wrapped, layout.same, layout.headings) == (True, (), ())
    assert list(lines_of(layout, 30)) == [
        "                        monte_",
        "                        carlo_",
        "note                     error",
        "a note that is much...     0.1",
    ]


def test_the_context_before_a_word_keeps_its_end() -> None:
    columns = [Column("left", ("words far away from the very word that was sought",)), Column("word", ("road",))]
    assert list(lines_of(laid_out(columns, 26), 26))[1] == "...d that was sought  road"


def test_then_what_is_the_same_is_said_once() -> None:
    columns = [
        Column("pillar", ("trade", "roads")),
        Column("quantity", ("shift",) * 2, same=True),
        numbers("p", "1", "2"),
    ]
    layout = laid_out(columns, 16)
    assert [column.name for column in layout.same] == ["quantity"]
    assert [column.name for column in layout.blocks[0]] == ["pillar", "p"]


def test_then_the_first_columns_become_headings() -> None:
    columns = [Column("pillar", ("trade",) * 2 + ("roads",) * 2), Column("period", ("2019", "2024") * 2)]
    columns.append(numbers("value", "0.1", "0.2", "0.3", "0.4"))
    assert list(lines_of(laid_out(columns, 18), 18)) == [
        "pillar", "  period  value",
        "trade", "  2019      0.1", "  2024      0.2",
        "roads", "  2019      0.3", "  2024      0.4",
    ]  # fmt: skip


def test_dots_stand_where_rows_are_left_out_within_a_group_and_between_groups() -> None:
    columns = [Column("pillar", ("trade",) * 2 + ("roads",) * 2), Column("period", ("2019", "2024") * 2)]
    columns.append(numbers("value", "0.1", "0.2", "0.3", "0.4"))
    between = list(lines_of(laid_out(columns, 18), 18, 2))
    assert between[4:7] == ["  2024      0.2", "...", "roads"]
    within = list(lines_of(laid_out(columns, 18), 18, 3))
    assert within[5:] == ["roads", "  2019      0.3", "...", "roads", "  2024      0.4"]
    assert list(lines_of(laid_out(columns, 80), 80, 1))[1:3] == ["trade   2019      0.1", "..."]


def test_last_come_blocks_that_name_their_rows() -> None:
    columns = [Column("pillar", ("trade", "roads")), *(numbers(f"number{place}", "1.5", "2.5") for place in range(3))]
    assert list(lines_of(laid_out(columns, 20), 20)) == [
        "pillar  number0", "trade       1.5", "roads       2.5", "",
        "pillar  number1", "trade       1.5", "roads       2.5", "",
        "pillar  number2", "trade       1.5", "roads       2.5",
    ]  # fmt: skip


def test_a_number_in_front_names_the_rows_of_each_block_too() -> None:
    columns = [numbers("year", "2019", "2024"), Column("pillar", ("trade", "roads"))]
    columns += [numbers(f"number{place}", "1.5", "2.5") for place in range(2)]
    assert [[column.name for column in block] for block in laid_out(columns, 26).blocks] == [
        ["year", "pillar", "number0"],
        ["year", "pillar", "number1"],
    ]


def test_an_adjusted_p_stands_beside_p_though_it_is_the_same_in_all_rows() -> None:
    columns = [
        Column("pillar", ("trade", "roads")),
        Column("quantity", ("shift",) * 2, same=True),
        numbers("p", "0.651", "0.474"),
        numbers("p_holm", "1", "1", same=True),
    ]
    layout = laid_out(columns, 24)
    assert [column.name for column in layout.same] == ["quantity"]
    assert [column.name for column in layout.blocks[0]] == ["pillar", "p", "p_holm"]
    # Of a table of probabilities, without p, it is said once as before.
    others = [columns[0], columns[1], numbers("p_roads", "0.3", "0.7"), numbers("p_none", "0", "0", same=True)]
    assert [column.name for column in laid_out(others, 24).same] == ["quantity", "p_none"]


names = st.text("abc_ ", min_size=1, max_size=12)
texts = st.text("ab \N{CJK UNIFIED IDEOGRAPH-8D38}", max_size=50)


@settings(max_examples=60)
@given(st.lists(st.tuples(names, texts, texts, st.booleans()), min_size=1, max_size=9), st.integers(60, 120))
def test_no_line_is_too_long_no_column_is_lost_and_no_number_is_cut(drawn: list, width: int) -> None:
    columns = [
        Column(name, ("0.125", "-0.250") if number else (one, other), number, same=not number and one == other)
        for name, one, other, number in drawn
    ]
    layout = laid_out(columns, width)
    placed = [*layout.headings, *layout.same, *(column for block in layout.blocks for column in block)]
    assert {id(column) for column in columns} == {id(column) for column in placed}
    lines = list(lines_of(layout, width))
    assert max(map(width_of, lines)) <= width
    assert layout.gap in GAPS
    text = "\n".join(lines)
    assert text.count("-0.250") >= sum(column.number for column in columns)
