"""Draws and decisions of another machine come in once; what says another thing here is refused."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from discourse.errors import LabelError
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.sampling.designs import design_path, write_design
from discourse.labels.team.beside_log import arriving_decisions, arriving_draws, contrary_decisions
from discourse.study import Study

NAME = "audit:0a1b2c3d"


def design(*paragraphs: str) -> pd.DataFrame:
    index = pd.Index(paragraphs, name="paragraph_id")
    return pd.DataFrame(
        {"inclusion": 0.5, "unit": paragraphs, "place": [0.0, *[float("nan")] * (len(index) - 1)]}, index
    )


def decision(number: str, coder: str, when: str, what: str) -> Decision:
    return Decision(number, coder, f"2026-03-0{when}T10:00:00Z", what)


@pytest.fixture
def there(toy_study, tmp_path) -> Study:
    return Study(shutil.copytree(toy_study.root, tmp_path / "there"))


def test_a_draw_comes_in_once_and_other_files_are_none(toy_study, there) -> None:
    one, two = toy_study.paragraphs["paragraph_id"][:2]
    write_design(there, NAME, design(one, two))
    (there.data / "draws" / "notes.csv").write_text("x\n", "utf-8")
    found = arriving_draws(toy_study, there)
    assert list(found) == [NAME]
    write_design(toy_study, NAME, found[NAME])
    assert design_path(toy_study, NAME).read_bytes() == design_path(there, NAME).read_bytes()
    assert arriving_draws(toy_study, there) == {}


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (None, ("elsewhere:01",), "a draw of paragraphs in paragraphs.csv, found 'elsewhere:01'"),
        ((0, 1), (1, 0), "the draw that has this name here, found another draw"),
    ],
)
def test_a_draw_that_cannot_be_this_studys_is_refused(toy_study, there, mine, theirs, said) -> None:
    names = toy_study.paragraphs["paragraph_id"].tolist()
    if mine:
        write_design(toy_study, NAME, design(*[names[place] for place in mine]))
    write_design(there, NAME, design(*[each if isinstance(each, str) else names[each] for each in theirs]))
    with pytest.raises(LabelError, match=said) as caught:
        arriving_draws(toy_study, there)
    assert "audit-0a1b2c3d.csv" in str(caught.value)


def test_decisions_come_in_once_and_renamed(toy_study, there) -> None:
    for each in (decision("a", "ani", "1", "accepted"), decision("b", "budi", "2", "refused")):
        append_decision(there, each)
    found = arriving_decisions(toy_study, there, {"budi": "budi b."})
    assert [(each.decision_id, each.coder) for each in found] == [("a", "ani"), ("b", "budi b.")]
    for each in found:
        append_decision(toy_study, each)
    assert arriving_decisions(toy_study, there, {"budi": "budi b."}) == []
    with pytest.raises(LabelError, match=r"has this id here, found budi refused, here budi b\. refused"):
        arriving_decisions(toy_study, there, {})


def test_of_two_decisions_the_later_counts_wherever_it_was_taken(toy_study, there) -> None:
    append_decision(toy_study, decision("a", "ani", "5", "refused"))
    append_decision(toy_study, decision("c", "citra", "5", "refused"))
    early = [decision("b", "ani", "1", "accepted"), decision("d", "citra", "6", "accepted")]
    assert contrary_decisions(toy_study, early) == [
        "ani: refused here at 2026-03-05T10:00:00Z, accepted there at 2026-03-01T10:00:00Z; the later counts: refused",
        "citra: refused here at 2026-03-05T10:00:00Z, accepted there at 2026-03-06T10:00:00Z; the later counts: "
        "accepted",
    ]
    assert contrary_decisions(toy_study, [decision("e", "ani", "1", "refused")]) == []
