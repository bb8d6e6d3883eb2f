"""Gold is what was decided on, a person's decision before a machine's; a coder meets it early, once, and blind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.labels.inclusion import GOLD
from discourse.labels.team.gold import Gold, draw_gold, gold_codes, mix_gold
from discourse.settings import Settings

BOOK = Codebook("2", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-", retired=("sport",))
SETTINGS = Settings.model_construct(machine_coders=("model",), agreement_only=("blind",))
NOTHING = pd.DataFrame({"paragraph_id": [], "coder": [], "queue": []}, dtype=str)


def log(*rows: tuple[str, str, str, str], undone: tuple[str, ...] = ()) -> pd.DataFrame:
    """Make codings of (paragraph, coder, primary, why), in the order of time; lines that take some back at the end."""
    table = pd.DataFrame(rows, columns=["paragraph_id", "coder", "primary", "why"])
    table["coding_id"] = [f"c{number}" for number in range(len(rows))]
    back = pd.DataFrame({"paragraph_id": "a", "coder": "ani", "primary": "", "why": "undo", "undoes": list(undone)})
    back["coding_id"] = [f"u{number}" for number in range(len(undone))]
    every = pd.concat([table.assign(undoes=""), back], ignore_index=True)
    return every.assign(when="", queue="", also=[()] * len(every))


def decided(*names: str) -> Gold:
    return gold_codes(log(*((name, "ani", "trade", "adjudication") for name in names)), SETTINGS, BOOK)


def test_the_decision_that_counts_is_a_person_s_and_the_latest() -> None:
    codings = log(
        ("a", "ani", "trade", "adjudication"),
        ("a", "budi", "arts", "adjudication"),
        ("a", "model", "trade", "decision"),
        ("b", "model", "arts", "decision"),
        ("b", "ani", "trade", "coding"),
        ("c", "ani", "arts", "coding"),
        ("d", "blind", "arts", "decision"),
        ("e", "ani", "trade", "adjudication"),
        undone=("c7",),
    )
    found = gold_codes(codings, SETTINGS, BOOK)
    assert found.codes[["paragraph_id", "primary", "coder", "machine", "coding_id"]].to_numpy().tolist() == [
        ["a", "arts", "budi", False, "c1"],
        ["b", "arts", "model", True, "c3"],
    ]
    assert found.retired == 0


def test_a_decision_for_a_retired_code_is_left_out_and_counted() -> None:
    codings = log(
        ("a", "ani", "sport", "adjudication"), ("b", "ani", "arts", "decision"), ("b", "ani", "sport", "decision")
    )
    found = gold_codes(codings, SETTINGS, BOOK)
    assert (len(found.codes), found.retired) == (0, 2)


def test_a_coder_gets_none_that_they_have_coded_and_so_many_in_all() -> None:
    gold = decided(*"abcdefgh")
    first = draw_gold(gold, NOTHING, "ani", 3, seed=1)
    assert len(first) == 3
    own = pd.DataFrame({"paragraph_id": first[:2], "coder": "ani", "queue": f"uncoded{GOLD}"})
    assert draw_gold(gold, own, "ani", 3, seed=1) == first[2:]
    assert draw_gold(gold, own.assign(queue="uncoded"), "ani", 3, seed=1)[0] == first[2]
    assert draw_gold(gold, own, "budi", 3, seed=1) == first
    assert draw_gold(gold, NOTHING, "ani", 3, seed=1, passed_over=first)[0] not in first
    assert len(draw_gold(gold, NOTHING, "ani", 20, seed=1)) == 8


@given(st.integers(0, 60), st.integers(0, 12), st.integers(0, 99))
def test_mixing_keeps_all_in_their_order_and_gold_in_the_beginning(others, number, seed) -> None:
    gold = [f"gold {place}" for place in range(number)]
    mixed = mix_gold(list(range(others)), gold, seed)
    assert [each for each in mixed if isinstance(each, int)] == list(range(others))
    assert [each for each in mixed if isinstance(each, str)] == gold
    assert mixed == mix_gold(list(range(others)), gold, seed)
    stretch = min(5, others // max(number, 1)) + 1
    assert all(mixed.index(each) // stretch == place for place, each in enumerate(gold))


def test_gold_stands_at_every_place_of_its_stretch() -> None:
    places = [mix_gold(list(range(5)), ["gold"], seed).index("gold") for seed in range(300)]
    counts = np.bincount(places, minlength=6)
    assert counts.sum() == 300
    assert counts.min() > 25


@pytest.mark.parametrize("number", [0, 1])
def test_without_gold_a_queue_stays_as_it_is(number) -> None:
    assert mix_gold([1, 2], [], number) == [1, 2]
    assert draw_gold(decided("a"), NOTHING, "ani", 0, seed=number) == []
