"""What is shown of a coding, and what a model would say."""

from __future__ import annotations

import pandas as pd

from discourse.annotation.parts.codings import coding_content, shown_coding, suggested_codes
from discourse.labels.coding import Coding

CODING = Coding(
    "c1", "a:01", "ani", "1", "economic", ("education",), True, note="[unclear] who?", rule="2", why="coding"
)


def test_all_but_the_circumstances_is_shown() -> None:
    assert shown_coding(CODING) == {
        "coding_id": "c1",
        "coder": "ani",
        "why": "coding",
        "rule": "2",
        "primary": "economic",
        "also": ["education"],
        "unsure": True,
        "unclear": True,
        "note": "who?",
    }


def test_the_content_tells_nobody() -> None:
    assert set(shown_coding(CODING)) - set(coding_content(CODING)) == {"coding_id", "coder", "why", "rule"}


def test_a_model_suggests_its_likeliest_codes() -> None:
    table = pd.DataFrame({"paragraph_id": ["a:01"], "p_x": [0.1], "p_y": [0.5], "p_z": [0.12345], "m_x": [0.9]})
    assert suggested_codes(table, "a:01", ["x", "y", "z", "w"], 2) == [("y", 0.5), ("z", 0.123)]
    assert suggested_codes(table, "a:02", ["x", "y", "z"]) == []
    assert suggested_codes(None, "a:01", ["x"]) == []
