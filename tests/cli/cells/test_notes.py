"""Marks and sentences beside cells say what is estimated and what is not."""

from __future__ import annotations

import pandas as pd

from discourse.cli.cells.notes import cell_notes, labelled_mark, rule_notes


def test_cells_that_go_by_the_labels_are_counted_and_marked() -> None:
    cells = pd.DataFrame({"estimator": ["dsl", "coded", "coded"], "reason": ["helps", "too few", ""]})
    assert rule_notes(cells) == [
        "",
        "Shares are estimated from what people coded, and counts are of that.",
        "~ people coded too little there (1 of 3 cells): the labels serve as they are, those of machine coders too.",
    ]
    assert [labelled_mark(row) for row in cells.to_dict("records")] == ["", " ~", ""]
    assert labelled_mark({"value": 0.5}) == ""
    assert len(rule_notes(cells[:1])) == 2


def test_what_is_few_undated_together_or_left_out_is_said() -> None:
    cells = pd.DataFrame({"month": ["2023-01", "undated"], "articles": [5, 1], "few": [False, True], "note": ["", "x"]})
    assert cell_notes(cells, ["month"], 1) == [
        "",
        "* fewer than five articles: no interval.",
        "undated: 1 article with a date coarser than the month.",
        "other: x.",
        "Left out: 1 article without a paragraph coded with a pillar.",
    ]
    assert cell_notes(cells[:1], ["month"], 0) == []
