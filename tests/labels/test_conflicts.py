"""Whose coding counts where coders contradict one another is said, with the rule; nobody is overridden in silence."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.conflicts import (
    CONFLICT_COLUMNS,
    conflicts_among,
    contested_labels,
    label_conflicts,
    say_contested,
)
from discourse.labels.consent.decisions import with_decisions
from discourse.labels.log import codings_table, logged_codings
from discourse.labels.table import current_labels

BOOK = Codebook("2", tuple(Pillar(name, name.title(), "-") for name in ("political", "economic", "education")), "-")


def with_rule(settings, *precedence: str, only: tuple[str, ...] = ()):
    return settings.model_copy(update={"label_precedence": precedence, "agreement_only": only})


def all_accepted(codings: pd.DataFrame) -> pd.DataFrame:
    """Accept every coder, so that only precedence is left to decide."""
    return with_decisions(codings, dict.fromkeys(codings["coder"], "accepted"))


def contested(before: list[Coding], after: list[Coding], settings) -> list[str]:
    old, new = (all_accepted(codings_table(codings, BOOK)) for codings in (before, after))
    return contested_labels(old, new, settings, BOOK)


def conflicts(codings_of, settings, *said: Coding) -> list[tuple[str, ...]]:
    found = conflicts_among(all_accepted(codings_of(*said)), settings, BOOK)
    assert tuple(found.columns) == CONFLICT_COLUMNS
    return [tuple(row)[1:] for row in found.to_numpy()]


@pytest.mark.parametrize(
    ("precedence", "counts", "rule"),
    [
        (("adjudication", "*"), "budi", "last"),
        (("adjudication", "first"), "ani", "first"),
        (("ani", "*"), "ani", "order"),
        (("budi", "first"), "budi", "order"),
    ],
)
def test_of_two_coders_one_counts_by_a_rule(codings_of, say, shipped_study, precedence, counts, rule) -> None:
    settings = with_rule(shipped_study.settings, *precedence)
    codes = {"ani": "economic", "budi": "political"}
    other = "ani" if counts == "budi" else "budi"
    said = [say(coder, "abad:01", code) for coder, code in codes.items()]
    found = conflicts(
        codings_of, settings, *said, say("cici", "abad:02", "economic"), say("dodi", "abad:02", "economic")
    )
    assert found == [(counts, codes[counts], other, codes[other], rule)]


def test_a_machine_that_is_named_nowhere_counts_only_where_nobody_else_has_coded(
    codings_of, say, shipped_study
) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "*").model_copy(
        update={"machine_coders": ("m1", "m2")}
    )
    said = [say("ani", "abad:01", "economic"), say("m2", "abad:01", "political")]
    more = [say("m2", "abad:02", "economic"), say("m1", "abad:02", "political")]
    assert conflicts(codings_of, settings, *said, *more) == [
        ("ani", "economic", "m2", "political", "machine"),
        ("m1", "political", "m2", "economic", "machine"),
    ]


def test_a_decision_settles_a_conflict_and_says_so(codings_of, say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "first")
    said = [say("ani", "abad:01", "economic"), say("budi", "abad:01", "political")]
    decided = say("budi", "abad:01", "education", why="adjudication")
    found = conflicts(codings_of, settings, *said, decided)
    assert found == [("budi", "education", "ani", "economic", "adjudication")]
    agreed = conflicts(codings_of, settings, *said, say("budi", "abad:01", "economic", why="adjudication"))
    assert agreed == []


def test_who_measures_agreement_only_contradicts_nobody(codings_of, say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "first", only=("budi",))
    assert conflicts(codings_of, settings, say("budi", "abad:01", "none"), say("ani", "abad:01", "economic")) == []
    assert conflicts(codings_of, settings) == []


def test_the_first_coder_of_a_paragraph_keeps_its_label_and_may_think_again(say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "first")

    def label(*said: Coding) -> tuple[str, str]:
        found = current_labels(all_accepted(codings_table(said, BOOK)), settings, BOOK)
        return found.loc[0, "coder"], found.loc[0, "primary"]

    first, second = say("ani", "abad:01", "economic"), say("budi", "abad:01", "political")
    assert label(first, second) == ("ani", "economic")
    assert label(first, second, say("ani", "abad:01", "education")) == ("ani", "education")
    assert label(first, second, say("ani", "abad:01", "", undoes=first.coding_id, why="undo")) == ("budi", "political")
    assert label(first, second, say("budi", "abad:01", "none", why="adjudication")) == ("budi", "none")


def test_who_codes_again_contradicts_by_the_last_word(codings_of, say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "first")
    log = [say("ani", "abad:01", "economic"), say("budi", "abad:01", "political"), say("budi", "abad:01", "economic")]
    assert conflicts(codings_of, settings, *log) == []
    assert len(conflicts(codings_of, settings, *log[:2])) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(BOOK.codes)), min_size=1, max_size=12))
def test_by_the_default_no_new_coder_changes_a_label(shipped_study, said) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "first")
    log = [Coding(f"c{place}", "abad:01", coder, "2", code) for place, (coder, code) in enumerate(said)]
    owner = log[0].coder
    chosen = current_labels(all_accepted(codings_table(log, BOOK)), settings, BOOK).iloc[0]
    assert (chosen["coder"], chosen["primary"]) == (owner, [each.primary for each in log if each.coder == owner][-1])


def test_what_an_import_changes_is_said_by_coder_and_rule(say, shipped_study) -> None:
    before = [say("ani", f"abad:0{number}", "economic") for number in (1, 2, 3)]
    after = [
        *before,
        *(say("budi", f"abad:0{number}", "political") for number in (1, 2)),
        say("budi", "abad:03", "economic"),
    ]
    last, first = (contested(before, after, with_rule(shipped_study.settings, rule)) for rule in ("*", "first"))
    assert last[0] == (
        "2 labels change: the coding by budi counts in place of that by ani, for the last coding counts "
        '("*" in label_precedence).'
    )
    assert first[0] == (
        "On 2 paragraphs budi says otherwise than ani, whose coding counts, for the first coder's counts until a "
        'decision is taken ("first" in label_precedence).'
    )
    assert last[1] == first[1]
    assert last[1].startswith("To decide one by one: discourse relabel --queue disagreements. ")
    assert last[1].endswith("out of the labels: discourse coders refuse budi.")
    settings = with_rule(shipped_study.settings, "first")
    assert contested(after, after, settings) == contested([], before, settings) == []


def test_of_coders_who_are_all_new_one_is_left_whose_codings_are_labels(say, shipped_study) -> None:
    both = [say("ani", "abad:01", "economic"), say("budi", "abad:01", "political")]
    said = contested([], both, with_rule(shipped_study.settings, "first"))
    assert said[-1].endswith("out of the labels: discourse coders refuse budi.")


def test_who_had_no_label_to_lose_is_not_named(say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "*")
    before = [say("ani", "abad:01", "economic"), say("budi", "abad:01", "political")]
    said = contested(before, [*before, say("cici", "abad:01", "education")], settings)
    assert [sentence.partition(",")[0] for sentence in said[:-1]] == [
        "1 label changes: the coding by cici counts in place of that by budi"
    ]
    assert contested([], before, settings)[0].startswith(
        "On 1 paragraph ani says otherwise than budi, whose coding counts, for the last coding counts"
    )


def test_of_a_majority_the_minority_is_told_so(codings_of, say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "adjudication", "*").model_copy(update={"new_coders": "majority"})
    codes = {"ani": "economic", "budi": "political", "cici": "political"}
    said = [say(coder, "abad:01", code) for coder, code in codes.items()]
    assert conflicts(codings_of, settings, *said) == [("budi", "political", "ani", "economic", "majority")]


def test_a_program_is_kept_out_by_the_settings_and_a_person_by_a_decision(say, shipped_study) -> None:
    settings = with_rule(shipped_study.settings, "m1", "*").model_copy(update={"machine_coders": ("m1",)})
    before = [say("ani", "abad:01", "economic")]
    assert contested(before, [*before, say("m1", "abad:01", "political")], settings)[-1].endswith(
        'To keep new codings out of the labels: agreement_only = ["m1"] there.'
    )


def test_new_codings_are_said_with_the_footing_on_which_they_stand(toy_study) -> None:
    before = logged_codings(toy_study)
    first = toy_study.paragraphs["paragraph_id"][0]
    LabelLog.of(toy_study).append([Coding("new", first, "ani b", "1", "none", why="coding")])
    assert say_contested(before, logged_codings(toy_study), toy_study) == [
        "The codings by ani b are no labels: 1 of 30 common paragraphs. To accept them: discourse coders accept 'ani b'"
    ]
    assert say_contested(before, before, toy_study) == []
    assert say_contested(before, logged_codings(toy_study), toy_study, rehearsed=True)[0].startswith(
        "The codings by ani b would be no labels: 1 of 30"
    )


def test_conflicts_of_a_study(toy_study) -> None:
    found = label_conflicts(toy_study)
    assert set(found["rule"]) <= {"adjudication", "order", "first", "last"}
    assert (found["primary"] != found["other_primary"]).all()


def test_a_coder_who_codes_anew_changes_labels_and_is_no_first_coder_again(toy_study) -> None:
    toy_study.labels_path.unlink()
    study = toy_study.with_settings(label_precedence=["adjudication", "first"], machine_coders=[], agreement_only=[])
    names = toy_study.paragraphs["paragraph_id"][:3]
    first = [Coding(f"a{name}", name, "ani", "1", "economic", why="coding") for name in names]
    anew = [Coding(f"b{name}", name, "ani", "1", "political", why="coding") for name in names[:2]]
    other = [Coding("c", names[0], "budi", "1", "economic", why="coding")]
    assert "nobody had coded before" in say_contested([], first, study)[0]
    assert say_contested([*first, *other], [*first, *other, *anew], study) == [
        "2 labels change by later codings of ani: 2 economic -> political."
    ]
    assert say_contested([*first, *other], [*first, *other], study) == []
