"""Counts, time and doubts of what a coder has coded, worked out by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discourse.annotation.parts.sitting import LISTED, excerpt, sitting_summary
from discourse.labels.coding import Coding


def coded(number: int, primary: str, when: str, **fields) -> Coding:
    return Coding(f"c{number}", f"a:{number:02d}", "ani", "1", primary, when=when, **fields)


def key(name: str) -> tuple[str, str]:
    return f"key of {name}", f"text of {name}"


def test_counts_time_and_doubts() -> None:
    codings = [
        coded(1, "economic", "2026-01-01T09:00:00Z", seconds=90.0, unsure=True),
        coded(2, "economic", "2026-01-01T17:30:00+07:00", seconds=4000.0),  # 10:30 UTC; counts five minutes
        coded(3, "none", "2026-01-01T10:31:00Z", note="[unclear] who?"),
    ]
    found = sitting_summary(codings, "2026-01-01T10:00:00Z", {"a:01", "a:03"}, key)
    assert found["sitting"] == {"count": 2, "minutes": 5, "codes": {"economic": 1, "none": 1}}
    assert found["queue"] == {"count": 2, "minutes": 2, "codes": {"economic": 1, "none": 1}}
    assert [row["paragraph"] for row in found["recent"]] == ["key of a:03", "key of a:02", "key of a:01"]
    assert [(row["text"], row["unsure"], row["unclear"]) for row in found["doubts"]] == [
        ("text of a:01", True, False),
        ("text of a:03", False, True),
    ]
    assert found["longest"] == 5


def test_the_last_ones_are_listed() -> None:
    codings = [coded(number, "none", "2026-01-01T09:00:00Z") for number in range(60)]
    found = sitting_summary(codings, "2026-01-01T10:00:00Z", set(), key)
    assert [row["coding_id"] for row in found["recent"]] == [f"c{number}" for number in range(59, 59 - LISTED, -1)]
    assert found["sitting"] == found["queue"] == {"count": 0, "minutes": 0, "codes": {}}


@given(st.text(max_size=300))
def test_an_excerpt_is_the_beginning_and_short(text: str) -> None:
    found = excerpt(text)
    assert len(found) <= 91
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))
