"""Flags stand at the head of a note, come off it again, and say which codings to look at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.labels.coding import Coding, as_line
from discourse.labels.log import codings_table, read_codings
from discourse.labels.team.flags import UNCLEAR, flagged_codings, split_flag, with_flag


@given(st.text(max_size=40).map(lambda text: " ".join(text.split())), st.booleans())
def test_a_flag_comes_off_as_it_was_put_on(words: str, unclear: bool) -> None:
    if words.startswith(UNCLEAR):
        return
    note = with_flag(words, unclear)
    assert split_flag(note) == (unclear, words)
    assert with_flag(note, unclear) == note


def made(study) -> list[Coding]:
    one, other = study.paragraphs["paragraph_id"][:2]
    return [
        Coding("c1", other, "budi", "1", "economic", when="2026-01-01T10:00:00Z", note="[unclear] who signed?"),
        Coding("c2", one, "ani", "1", "economic", ("education",), unsure=True, when="2026-01-01T10:01:00Z"),
        Coding("c3", one, "budi", "1", "education", when="2026-01-01T10:02:00Z", note="who is [unclear]?"),
    ]


def test_the_flagged_are_those_of_either_flag(toy_study) -> None:
    one, other = toy_study.paragraphs["paragraph_id"][:2]
    table = codings_table(made(toy_study), toy_study.codebook)
    unclear = flagged_codings(table, unclear=True)
    assert unclear[["paragraph_id", "coder", "note", "unclear"]].to_numpy().tolist() == [
        [other, "budi", "who signed?", True]
    ]
    assert flagged_codings(table, unsure=True)["coding_id"].tolist() == ["c2"]
    assert flagged_codings(table, unsure=True, unclear=True)["coding_id"].tolist() == ["c2", "c1"]
    assert flagged_codings(table)["paragraph_id"].tolist() == [one, one, other]


def test_who_codes_again_without_the_flag_takes_it_off(toy_study) -> None:
    codings = made(toy_study)
    codings.append(Coding("c4", codings[0].paragraph_id, "budi", "1", "economic", when="2026-01-01T10:03:00Z"))
    table = codings_table(codings, toy_study.codebook)
    assert flagged_codings(table, unclear=True).empty
    assert flagged_codings(table.iloc[:0], unclear=True).empty


@pytest.mark.parametrize("unclear", [True, False])
def test_the_log_keeps_its_columns(toy_study, unclear) -> None:
    name = toy_study.paragraphs["paragraph_id"][0]
    line = as_line(Coding("c1", name, "ani", "1", "economic", note=with_flag("who?", unclear)))
    with toy_study.labels_path.open("a", encoding="utf-8") as file:
        file.write(line)
    assert split_flag(read_codings(toy_study).set_index("coding_id").loc["c1", "note"]) == (unclear, "who?")
