"""A new coder counts by a decision or by the rule, whoever came first; careless ones cannot vouch for each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import with_decisions
from discourse.labels.consent.standing import (
    COMMON,
    COUNTING,
    coder_reasons,
    coder_standings,
    counting_coders,
    may_be_labels,
)
from discourse.labels.log import codings_table
from discourse.labels.table import current_labels

HALVES = ["trade", "arts"] * 30


def reason(log: pd.DataFrame, settings, book, coder: str = "ani") -> str:
    return coder_reasons(log, settings, book)[coder]


@pytest.mark.parametrize(
    ("errors", "size", "wanted", "alpha"),
    [
        # Of 60 values 31 are of one code: De = (3600 - 961 - 841) / 3540, Do = 5 / 30.
        ([0, 1, 2, 3, 4], 30, "agreed", 1 - (5 / 30) * 3540 / 1798),
        # 30 of each: De = 1800 / 3540, Do = 6 / 30.
        ([0, 1, 2, 3, 4, 5], 30, "low", 1 - (6 / 30) * 3540 / 1800),
        ([], 29, "few", 1.0),
        # The first 30 alike, then 20 errors of 50: of 100 values 50 of each, De = 5000 / 9900.
        (range(30, 50), 50, "fell", 1 - (20 / 50) * 9900 / 5000),
    ],
)
def test_alpha_on_thirty_common_paragraphs_decides(two, chosen, log_of, wrong_on, errors, size, wanted, alpha) -> None:
    log = log_of(("m", HALVES), ("ani", wrong_on(errors, size)))
    standing = coder_standings(log, chosen(), two)[1]
    assert (standing.reason, standing.counts) == (wanted, wanted == "agreed")
    assert standing.common.alpha == pytest.approx(alpha)
    assert standing.common.percent == pytest.approx(1 - len(errors) / size)
    assert (len(standing.common.table), standing.codings) == (size, size)
    labels = current_labels(log, chosen(), two)
    assert set(labels["coder"]) == ({"ani", "m"} if wanted == "agreed" else {"m"})


def test_who_falls_below_again_is_told_from_who_never_agreed_and_lately_is_known(two, chosen, log_of, wrong_on) -> None:
    late = coder_standings(log_of(("m", HALVES), ("ani", wrong_on(range(40, 50), 60))), chosen(), two)[1]
    assert late.reason == "agreed"
    assert late.common.latest_alpha < 2 / 3 < late.common.alpha


def test_where_one_code_alone_occurs_alpha_says_nothing(two, chosen, log_of) -> None:
    log = log_of(("m", ["trade"] * 40), ("ani", ["trade"] * 40))
    assert reason(log, chosen(), two) == "undefined"
    assert np.isnan(coder_standings(log, chosen(), two)[1].common.kappa)


def test_codings_with_others_in_sight_are_no_agreement(two, chosen, log_of) -> None:
    review = log_of(("m", HALVES), ("ani", HALVES)).assign(why="review")
    assert reason(review, chosen(), two) == "few"


def test_two_careless_coders_cannot_vouch_for_one_another(two, chosen, log_of, wrong_on) -> None:
    careless = wrong_on(range(0, 60, 2), 60)
    log = log_of(("m", HALVES), ("ani", careless), ("budi", careless))
    assert coder_reasons(log, chosen(), two) == {"m": "machine", "ani": "low", "budi": "low"}


def test_who_is_accepted_is_among_the_labels_that_others_are_compared_with(two, chosen, log_of, wrong_on) -> None:
    own = wrong_on(range(0, 60, 3), 60)
    log = log_of(("m", HALVES), ("ani", own), ("budi", own), decided={"ani": "accepted"})
    assert coder_reasons(log, chosen(), two) == {"m": "machine", "ani": "accepted", "budi": "agreed"}


def test_the_first_coder_of_a_study_counts_at_once_and_still_when_others_come(two, chosen, log_of) -> None:
    assert reason(log_of(("ani", ["trade"])), chosen(), two) == "founder"
    log = log_of(("ani", HALVES), ("budi", HALVES[1:]), ("m", HALVES[1:]))
    assert coder_reasons(log, chosen(), two) == {"ani": "founder", "budi": "low", "m": "machine"}
    # Who is refused, or measures agreement only, was no first coder.
    refused = log_of(("cici", ["arts"]), ("ani", ["arts"]), ("budi", ["arts"]), decided={"ani": "refused"})
    found = coder_reasons(refused, chosen(agreement_only=["cici"]), two)
    assert found == {"cici": "only", "ani": "refused", "budi": "founder"}


def test_after_a_machine_or_a_named_person_nobody_is_the_first(two, chosen, log_of) -> None:
    assert reason(log_of(("m", ["arts"]), ("ani", ["arts"])), chosen(), two) == "few"
    settings = chosen(label_precedence=["budi", "*"])
    found = coder_reasons(log_of(("budi", ["arts"]), ("ani", ["arts"])), settings, two)
    assert found == {"budi": "named", "ani": "few"}


@pytest.mark.parametrize(
    ("changes", "decided", "wanted"),
    [
        ({}, "accepted", "accepted"),
        ({}, "refused", "refused"),
        ({"new_coders": "accepted"}, "", "waiting"),
        ({"new_coders": "accepted"}, "accepted", "accepted"),
        ({"new_coders": "majority"}, "", "rule"),
        ({"new_coders": "first"}, "", "rule"),
        ({"new_coders": "first"}, "refused", "refused"),
        ({"label_precedence": ["ani"]}, "refused", "named"),
        ({"agreement_only": ["ani"]}, "accepted", "only"),
        ({"label_precedence": ["adjudication"]}, "accepted", "nobody"),
    ],
)
def test_study_and_decision_come_before_the_rule(two, chosen, log_of, changes, decided, wanted) -> None:
    log = log_of(("m", HALVES), ("ani", HALVES[1:]), decided={"ani": decided} if decided else {})
    assert reason(log, chosen(**changes), two) == wanted
    assert counting_coders({"ani": wanted}) == ({"ani"} if wanted in COUNTING else set())


def test_in_adjudication_everybody_counts_but_who_is_refused(two, chosen, log_of) -> None:
    log = log_of(("m", ["arts"]), ("ani", ["trade"]), why="adjudication")
    assert may_be_labels(log, chosen(), two).tolist() == [True, True]
    assert may_be_labels(with_decisions(log, {"ani": "refused"}), chosen(), two).tolist() == [True, False]


def test_a_decision_of_ones_own_is_not_what_one_is_compared_with(two, chosen, log_of) -> None:
    own = log_of(("m", ["arts"] * 2), ("ani", ["trade"] * 2))
    decided = pd.concat([own, own.iloc[[2]].assign(why="adjudication", coding_id="again")], ignore_index=True)
    common = coder_standings(decided, chosen(), two)[1].common
    assert common.table["label"].tolist() == ["arts", "arts"]


def test_another_version_of_the_codebook_is_counted(two, chosen, log_of) -> None:
    log = log_of(("m", HALVES), ("ani", HALVES[:5]))
    log.loc[log["paragraph_id"].isin(["p00", "p01"]) & (log["coder"] == "m"), "codebook"] = "1"
    assert coder_standings(log, chosen(), two)[1].common.versions_differ == 2


@given(
    st.lists(st.tuples(st.sampled_from(["ani", "budi"]), st.integers(0, 59), st.booleans()), max_size=150), st.data()
)
def test_the_order_in_which_new_coders_came_does_not_matter(two, chosen, said, data) -> None:
    first = [Coding(f"m-{place}", f"p{place:02d}", "m", "2", code) for place, code in enumerate(HALVES)]
    lines = [
        Coding(f"c{turn}", f"p{place:02d}", coder, "2", HALVES[place + wrong - 60])
        for turn, (coder, place, wrong) in enumerate(said)
    ]
    turns = data.draw(st.permutations(["ani", "budi"]))
    ordered = [line for coder in turns for line in lines if line.coder == coder]
    found, again = (coder_reasons(codings_table([*first, *each], two), chosen(), two) for each in (lines, ordered))
    assert found == again
    assert "agreed" not in [found[coder] for coder in found if sum(line.coder == coder for line in lines) < COMMON]
