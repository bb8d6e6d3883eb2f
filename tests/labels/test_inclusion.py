"""The probability of a label follows from what was coded, not from what the finished queue would have coded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.labels.inclusion import inclusion_probabilities
from discourse.labels.queues import audit_queue, uncoded_queue
from discourse.labels.table import coded_table

NAMES = [f"p{number:02d}" for number in range(20)]
NOTHING = pd.DataFrame({"paragraph_id": [], "coder": [], "queue": [], "inclusion": []}, dtype=object)


def coded(queue: pd.DataFrame, coder: str = "ani") -> pd.DataFrame:
    """Return the codings of one who codes a queue, or the beginning of one."""
    return queue[["paragraph_id", "queue", "inclusion"]].assign(coder=coder)


def sureness(rng: np.random.Generator) -> pd.DataFrame:
    best = rng.uniform(0.5, 1, len(NAMES))
    return pd.DataFrame({"paragraph_id": NAMES, "p_economic": best, "p_political": 1 - best})


def least_confidence_queue(table: pd.DataFrame, size: int, seed: int, audit: int | None = None) -> pd.DataFrame:
    """Draw as earlier versions did: the least confident with certainty, and a random audit of the others."""
    rng, ranked = np.random.default_rng(seed), table.sort_values("p_economic")["paragraph_id"].tolist()
    picked, others = ranked[:size], ranked[size:]
    wanted = min(size // 5 if audit is None else audit, len(others))
    drawn = rng.permutation(others)[:wanted].tolist()
    chance = wanted / max(len(others), 1)
    rows = [(name, "least-sure", 1.0) for name in picked] + [(name, "least-sure-audit", chance) for name in drawn]
    return pd.DataFrame(rows, columns=["paragraph_id", "queue", "inclusion"]).iloc[rng.permutation(len(rows))]


@pytest.mark.parametrize("done", [3, 12])
def test_an_unfinished_audit_is_as_likely_as_what_was_coded_of_it(done) -> None:
    queue = audit_queue(NAMES, 12, seed=1)
    assert (queue["inclusion"] == 12 / 20).all()
    found = inclusion_probabilities(coded(queue[:done]), NAMES)
    assert found["inclusion"].tolist() == pytest.approx([done / 20] * 20)
    assert not found["targeted"].any()


def test_a_finished_queue_has_the_probabilities_of_its_design() -> None:
    queue = least_confidence_queue(sureness(np.random.default_rng(1)), 10, seed=1, audit=4)
    found = inclusion_probabilities(coded(queue), NAMES)
    picked = found.index.isin(queue.loc[queue["queue"] == "least-sure", "paragraph_id"])
    assert found.loc[picked, "inclusion"].tolist() == pytest.approx([1.0] * 10)
    assert found.loc[~picked, "inclusion"].tolist() == pytest.approx([4 / 10] * 10)
    assert found["targeted"].tolist() == picked.tolist()


def test_half_a_queue_worked_by_hand() -> None:
    # Five of ten picked and two of the audit (recorded: 4 of 10) are coded: 5 + 2 / .4 = 10 of 20, half the queue.
    rows = [(name, "least-sure", 1.0) for name in NAMES[:5]] + [
        (name, "least-sure-audit", 0.4) for name in NAMES[10:12]
    ]
    table = pd.DataFrame(rows, columns=["paragraph_id", "queue", "inclusion"])
    found = inclusion_probabilities(coded(table), NAMES)["inclusion"]
    assert found[:5].tolist() == pytest.approx([0.5] * 5)
    assert found[10:12].tolist() == pytest.approx([0.2] * 2)
    # What was not reached is taken to be one of those that only the audit could draw.
    assert found[12:].tolist() == pytest.approx([0.2] * 8)
    both = inclusion_probabilities(pd.concat([coded(table), coded(audit_queue(NAMES, 10, 2), "budi")]), NAMES)
    assert both["inclusion"].tolist() == pytest.approx((1 - (1 - found) * 0.5).tolist())


def test_a_queue_drawn_twice_counts_twice() -> None:
    rows = [(name, "least-sure", 1.0) for name in NAMES[:8]] + [
        (name, "least-sure-audit", 0.125) for name in NAMES[8:12]
    ]
    found = inclusion_probabilities(coded(pd.DataFrame(rows, columns=["paragraph_id", "queue", "inclusion"])), NAMES)
    assert found["inclusion"].tolist() == pytest.approx([1.0] * 8 + [1 - 0.875**2] * 12)


def test_all_that_a_coder_had_not_coded_is_a_census() -> None:
    audit = coded(audit_queue(NAMES, 5, seed=1))
    rest = coded(uncoded_queue(NAMES, audit, "ani", seed=2))
    assert inclusion_probabilities(pd.concat([audit, rest]), NAMES)["inclusion"].tolist() == [1.0] * 20
    some = inclusion_probabilities(pd.concat([audit, rest[:6]]), NAMES)["inclusion"]
    assert some.tolist() == pytest.approx([1 - (1 - 5 / 20) * (1 - 6 / 15)] * 20)


@pytest.mark.parametrize("queue", ["disagreements", "doubtful", "doubtful-audit", "stale", "adjudication"])
def test_relabelling_makes_no_label_more_likely(queue) -> None:
    audit = coded(audit_queue(NAMES, 5, seed=1))
    again = audit.assign(queue=queue, inclusion=1.0, coder="budi")
    found = inclusion_probabilities(pd.concat([audit, again]), NAMES)
    assert found["inclusion"].tolist() == pytest.approx([0.25] * 20)
    assert not found["targeted"].any()


def test_what_no_queue_could_draw_has_no_chance_and_what_no_queue_explains_is_unknown() -> None:
    by_hand = pd.DataFrame({"paragraph_id": NAMES[:3], "queue": "", "inclusion": np.nan, "coder": "reader"})
    found = inclusion_probabilities(by_hand, NAMES)["inclusion"]
    assert found[:3].tolist() == [1.0] * 3
    assert found[3:].isna().all()
    picked = pd.DataFrame({"paragraph_id": NAMES[3:6], "queue": "least-sure", "inclusion": 1.0, "coder": "ani"})
    found = inclusion_probabilities(pd.concat([by_hand, picked]), NAMES)
    assert found["inclusion"].tolist() == [1.0] * 6 + [0.0] * 14
    assert found["targeted"].tolist() == [False] * 3 + [True] * 3 + [False] * 14
    assert inclusion_probabilities(NOTHING, NAMES)["inclusion"].isna().all()


def test_a_paragraph_coded_twice_counts_once() -> None:
    audit = coded(audit_queue(NAMES, 5, seed=1))
    twice = pd.concat([audit, audit])
    assert inclusion_probabilities(twice, NAMES)["inclusion"].tolist() == pytest.approx([0.25] * 20)
    rows = [(name, "least-sure", 1.0) for name in NAMES[:5]] + [(NAMES[10], "least-sure-audit", 0.4)]
    mixed = coded(pd.DataFrame(rows, columns=["paragraph_id", "queue", "inclusion"]))
    once = inclusion_probabilities(mixed, NAMES)
    # Five picked and one of the audit: 5 + 1 / .4 = 7.5 of 20.
    assert once["inclusion"].tolist() == pytest.approx([0.375] * 5 + [0.15] * 15)
    assert once["targeted"].tolist() == [True] * 5 + [False] * 15
    pd.testing.assert_frame_equal(inclusion_probabilities(pd.concat([mixed, mixed]), NAMES), once)


def test_a_probability_cut_to_six_digits_makes_no_second_draw() -> None:
    rows = [(name, "least-sure", 1.0) for name in NAMES[:5]] + [
        (name, "least-sure-audit", 0.333333) for name in NAMES[5:10]
    ]
    found = inclusion_probabilities(coded(pd.DataFrame(rows, columns=["paragraph_id", "queue", "inclusion"])), NAMES)
    assert found["inclusion"].tolist() == pytest.approx([1.0] * 5 + [1 / 3] * 15, abs=1e-5)
    assert found["inclusion"].max() == 1


def test_the_only_paragraph_coded_by_hand_before_its_queue_came() -> None:
    log = pd.DataFrame({"paragraph_id": "p00", "coder": "ani", "queue": ["", "uncoded"], "inclusion": [np.nan, 1.0]})
    assert inclusion_probabilities(log, ["p00"])["inclusion"].tolist() == [1.0]
    other = log.assign(paragraph_id=["p00", "p01"])
    assert inclusion_probabilities(other, ["p00", "p01"])["inclusion"].tolist() == [1.0, 1.0]


def test_audits_count_what_is_coded_of_all_paragraphs() -> None:
    rows = pd.DataFrame({"paragraph_id": NAMES[:10], "queue": "audit", "inclusion": 0.25})
    assert inclusion_probabilities(coded(rows), NAMES)["inclusion"].tolist() == pytest.approx([0.5] * 20)
    by_hand = pd.DataFrame({"paragraph_id": NAMES[10:13], "queue": "", "inclusion": np.nan, "coder": "ani"})
    found = inclusion_probabilities(pd.concat([by_hand, coded(rows)]), NAMES)["inclusion"]
    assert found.tolist() == pytest.approx([0.5] * 10 + [1.0] * 3 + [0.5] * 7)


def test_a_queue_without_a_design_is_a_choice_on_purpose() -> None:
    for queue, inclusion in (("mine", np.nan), ("", 0.5)):
        log = pd.DataFrame({"paragraph_id": NAMES[:3], "queue": queue, "inclusion": inclusion, "coder": "ani"})
        found = inclusion_probabilities(log, NAMES)["inclusion"]
        assert found[:3].tolist() == [1.0] * 3
        assert found[3:].isna().all()


def test_doubt_alone_may_pick_a_label_that_nothing_explains() -> None:
    log = pd.DataFrame({"paragraph_id": NAMES[:3], "queue": "doubtful", "inclusion": 1.0, "coder": "ani"})
    found = inclusion_probabilities(log, NAMES)
    assert found["inclusion"][:3].tolist() == [1.0] * 3
    assert found["inclusion"][3:].isna().all()
    assert found["targeted"].tolist() == [True] * 3 + [False] * 17
    assert found.index.tolist() == NAMES


def test_at_every_stop_the_computed_probability_is_the_true_one() -> None:
    """Over many coders, a paragraph is labelled as often as the ratio of its recorded and the audit's says."""
    table, stop = sureness(np.random.default_rng(3)), 7
    times = np.zeros(20)
    for seed in range(2000):
        times += np.isin(NAMES, least_confidence_queue(table, 10, seed, audit=4)["paragraph_id"][:stop])
    picked = table["p_economic"].rank().to_numpy() <= 10
    np.testing.assert_allclose(times[picked] / 2000, stop / 14, atol=0.04)
    np.testing.assert_allclose(times[~picked] / 2000, 0.4 * stop / 14, atol=0.04)


def test_every_probability_lies_between_0_and_1() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        queues = [
            least_confidence_queue(sureness(rng), int(rng.integers(1, 20)), int(rng.integers(99))),
            audit_queue(NAMES, int(rng.integers(1, 20)), int(rng.integers(99))),
        ]
        parts = [coded(queue[: rng.integers(0, len(queue) + 1)], str(rng.integers(2))) for queue in queues]
        found = inclusion_probabilities(pd.concat(parts), NAMES)["inclusion"]
        labelled = found.index.isin(pd.concat(parts)["paragraph_id"])
        assert found.dropna().between(0, 1).all()
        assert (found[labelled] > 0).all()


def test_a_study_that_is_coded_whole_is_a_census(shipped_study, toy_study) -> None:
    for study in (shipped_study, toy_study):
        table = coded_table(study)
        assert (table["inclusion"] == 1).all()
        assert not table["targeted"].any()


def test_task_lists_are_one_draw_of_all_their_coders() -> None:
    # Ten paragraphs; ani has coded three of her list, budi two of his, one of them the same.
    names = [f"a:{number}" for number in range(10)]
    log = pd.DataFrame(
        {
            "paragraph_id": ["a:0", "a:1", "a:2", "a:2", "a:3"],
            "coder": ["ani", "ani", "ani", "budi", "budi"],
            "queue": "uncoded-tasks",
            "inclusion": 1.0,
        }
    )
    assert inclusion_probabilities(log, names)["inclusion"].tolist() == pytest.approx([0.4] * 10)
    apart = inclusion_probabilities(log.assign(queue="uncoded"), names)["inclusion"]
    assert apart.tolist() == pytest.approx([1 - 0.7 * 0.8] * 10)
    audit = log.assign(queue="audit-tasks", inclusion=0.5)
    assert inclusion_probabilities(audit, names)["inclusion"].tolist() == pytest.approx([0.4] * 10)


def machine(names: list[str] = NAMES, **fields: object) -> pd.DataFrame:
    """Return what a program has coded of these paragraphs, from no queue where none is named."""
    told = {"queue": "", "inclusion": np.nan, "coder": "model", **fields}
    return pd.DataFrame({"paragraph_id": names, **told})


def test_a_machine_says_nothing_of_what_people_have_drawn() -> None:
    # A machine has coded all 20 paragraphs; ani has coded 5 of an audit of 8.
    log = pd.concat([machine(), coded(audit_queue(NAMES, 8, seed=1)[:5])])
    found = inclusion_probabilities(log, NAMES, ["model"])
    assert found["inclusion"].tolist() == pytest.approx([0.25] * 20)
    assert found["drawn"].sum() == 5
    assert not found["targeted"].any()
    people = inclusion_probabilities(log[log["coder"] == "ani"], NAMES)
    pd.testing.assert_frame_equal(found[["inclusion", "drawn"]], people[["inclusion", "drawn"]])


@pytest.mark.parametrize("queue", ["audit", "uncoded", "least-sure", "doubtful", ""])
def test_while_no_person_has_coded_a_machine_counts_as_people_would(queue) -> None:
    rows = machine(NAMES[:8], queue=queue, inclusion=0.5 if queue else np.nan)
    found = inclusion_probabilities(rows, NAMES, ["model"])
    pd.testing.assert_frame_equal(found, inclusion_probabilities(rows, NAMES))
    assert (found.loc[NAMES[:8], "inclusion"] > 0).all()


@pytest.mark.parametrize("queue", ["disagreements", "doubtful", "stale", "adjudication"])
def test_a_person_who_looked_at_a_label_of_a_machine_has_drawn_nothing(queue) -> None:
    looked = pd.DataFrame({"paragraph_id": NAMES[15:], "queue": queue, "inclusion": 1.0, "coder": "ani"})
    audit = coded(audit_queue(NAMES, 4, seed=1), "budi")
    found = inclusion_probabilities(pd.concat([machine(), looked, audit]), NAMES, ["model"])
    assert found["inclusion"].tolist() == pytest.approx([0.2] * 20)
    assert found["drawn"].tolist() == np.isin(NAMES, audit["paragraph_id"]).tolist()
    alone = inclusion_probabilities(pd.concat([machine(), looked]), NAMES, ["model"])
    assert alone["inclusion"][:15].isna().all()
    assert not alone["drawn"].any()
    assert alone["targeted"].sum() == 0


def test_what_people_chose_on_purpose_is_sure_and_drawn() -> None:
    by_hand = pd.DataFrame({"paragraph_id": NAMES[:3], "queue": "", "inclusion": np.nan, "coder": "ani"})
    audit = coded(audit_queue(NAMES, 4, seed=1), "budi")
    found = inclusion_probabilities(pd.concat([machine(), by_hand, audit]), NAMES, ["model"])
    assert found["inclusion"].tolist() == pytest.approx([1.0] * 3 + [0.2] * 17)
    assert found.loc[NAMES[:3], "drawn"].all()
