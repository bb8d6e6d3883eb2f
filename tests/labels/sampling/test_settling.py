"""The pace is the coder's, else other people's, else the words'; only the queue of an analysis settles it."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.labels.sampling.settling import DECIDING, Pace, coding_pace, settles


def timed(coder: str, seconds: float, number: int = 10) -> pd.DataFrame:
    return pd.DataFrame({"coder": [coder] * number, "seconds": [seconds] * number})


def test_whose_pace() -> None:
    codings = pd.concat([timed("ani", 10), timed("budi", 30), timed("model", 0.1), timed("cici", 5, 9)])
    assert coding_pace(codings, "ani", ["model"], 40) == Pace(10, "coder")
    others = coding_pace(codings, "cici", ["model"], 40)
    assert (others.basis, others.seconds) == ("people", pytest.approx((100 + 300 + 45) / 29))
    assert coding_pace(timed("model", 0.1), "ani", ["model"], 40) == Pace(10 + DECIDING, "words")
    pauses = pd.concat([timed("ani", 10, 9), timed("ani", 5000, 1), timed("ani", float("nan"), 3)])
    assert coding_pace(pauses, "ani", [], 40).seconds == pytest.approx((90 + 120) / 10)


def test_what_is_said() -> None:
    assert settles(0, Pace(10, "coder"), "") == ""
    assert (
        settles(1234, Pace(30, "people"))
        == "Paragraphs left: 1,234, about 617 min at the pace of those who have coded."
    )
    assert settles(1, Pace(17, "words"), "Tea") == (
        "Paragraphs left: 1, about 1 min at 240 words a minute and 3 seconds to decide. "
        "Then people have coded every paragraph of the analysis “Tea”."
    )
    assert settles(2, Pace(30, "coder"), "").endswith("every paragraph behind the main figure.")
