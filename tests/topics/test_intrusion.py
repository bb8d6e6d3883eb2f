"""Are intruders intruders, are the items the same for one seed, and is a score what it says?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from discourse.errors import EstimateError, LabelError
from discourse.topics import score_intrusion, topic_intrusion, word_intrusion

TERMS = tuple(f"kata{number:02d}" for number in range(30))
NAMES = ("dagang", "sekolah", "jalan", "patroli")


def topics(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    words = rng.uniform(0.0, 0.1, size=(4, 30))
    for topic in range(4):
        words[topic, 7 * topic : 7 * topic + 7] += 1.0
    return words / words.sum(axis=1, keepdims=True)


def shares() -> np.ndarray:
    return np.random.default_rng(1).dirichlet(np.full(4, 0.3), size=25)


IDS = [f"a:{row:02d}" for row in range(25)]


def answered(test, answers: list[str], coder: str = "ani") -> pd.DataFrame:
    return pd.DataFrame({"item": test.items["item"], "coder": coder, "answer": answers})


def test_word_items_hold_the_top_words_and_one_stranger() -> None:
    words = topics()
    test = word_intrusion(words, TERMS, NAMES, seed=3)
    assert test.items["topic"].tolist() == list(NAMES)
    for topic, (options, intruder) in enumerate(zip(test.items["options"], test.key["intruder"], strict=True)):
        column = TERMS.index(intruder)
        assert len(set(options)) == 6
        assert intruder in options
        assert words[topic, column] <= np.median(words[topic])
        assert words[:, column].argmax() != topic


def test_items_follow_from_the_seed() -> None:
    first, again, other = (word_intrusion(topics(), TERMS, NAMES, seed=seed).items for seed in (3, 3, 4))
    assert first.equals(again)
    assert not first.equals(other)


def test_items_tell_no_answer() -> None:
    assert "intruder" not in word_intrusion(topics(), TERMS, NAMES, seed=3).items
    assert "intruder" not in topic_intrusion(shares(), IDS, NAMES, seed=3, n_topics=2).items


def test_topics_of_the_same_words_have_no_intruder() -> None:
    same = np.tile(topics()[0], (2, 1))
    with pytest.raises(EstimateError, match="a word of another topic that is rare in this one"):
        word_intrusion(same, TERMS, NAMES[:2], seed=3, n_words=8)


def test_topic_items_hold_the_main_topics_and_a_small_one() -> None:
    mix = shares()
    test = topic_intrusion(mix, IDS, NAMES, seed=3, n_items=10, n_topics=2)
    assert test.items["paragraph_id"].is_unique
    for (_, paragraph, options), intruder in zip(test.items.itertuples(index=False), test.key["intruder"], strict=True):
        ranked = [NAMES[topic] for topic in np.argsort(-mix[IDS.index(paragraph)])]
        assert set(ranked[:2]) < set(options)
        assert intruder in ranked[2:]


def test_topic_items_do_not_depend_on_the_order_of_rows() -> None:
    mix, order = shares(), np.random.default_rng(5).permutation(25)
    plain = topic_intrusion(mix, IDS, NAMES, seed=3, n_topics=2)
    shuffled = topic_intrusion(mix[order], [IDS[row] for row in order], NAMES, seed=3, n_topics=2)
    assert plain.items.equals(shuffled.items)


@pytest.mark.parametrize(
    ("choice", "expected"), [({"n_topics": 4}, "more than 4 topics"), ({"n_items": 26}, "26 paragraphs")]
)
def test_topic_items_that_cannot_be(choice, expected) -> None:
    with pytest.raises(EstimateError, match=expected):
        topic_intrusion(shares(), IDS, NAMES, seed=3, **{"n_topics": 2, **choice})


def test_all_intruders_found() -> None:
    test = word_intrusion(topics(), TERMS, NAMES, seed=3)
    scores = score_intrusion(test, answered(test, test.key["intruder"].tolist()))
    assert scores["coder"].tolist() == ["ani", "all"]
    assert scores["value"].tolist() == [1.0, 1.0]
    assert scores["high"].tolist() == [1.0, 1.0]
    assert scores["low"].iloc[0] == pytest.approx(0.025 ** (1 / 4))
    assert scores["p_value"].iloc[0] == pytest.approx((1 / 6) ** 4)


def test_coders_who_agree_on_the_wrong_word_still_agree() -> None:
    test = word_intrusion(topics(), TERMS, NAMES, seed=3)
    first = [options[0] for options in test.items["options"]]
    scores = score_intrusion(test, pd.concat([answered(test, first), answered(test, first, "budi")]))
    assert scores.set_index(["coder", "quantity"]).loc[("all", "alpha"), "value"] == pytest.approx(1)
    assert "alpha" not in set(score_intrusion(test, answered(test, first))["quantity"])


def test_last_answer_counts() -> None:
    test = word_intrusion(topics(), TERMS, NAMES, seed=3)
    right = answered(test, test.key["intruder"].tolist())
    intruders = set(test.key["intruder"])
    wrong = answered(test, [next(word for word in shown if word not in intruders) for shown in test.items["options"]])
    assert score_intrusion(test, pd.concat([wrong, right]))["value"].tolist() == [1.0, 1.0]
    assert score_intrusion(test, pd.concat([right, wrong]))["value"].tolist() == [0.0, 0.0]


def test_log_odds_by_hand() -> None:
    test = topic_intrusion(shares(), IDS, NAMES, seed=3, n_items=3, n_topics=2)
    answers, expected = [], []
    for options, share, intruder in zip(test.items["options"], test.key["shares"], test.key["intruder"], strict=True):
        answers.append(options[0])
        expected.append(math.log(share[options.index(intruder)] / share[0]))
    scores = score_intrusion(test, answered(test, answers)).set_index(["coder", "quantity"])
    assert scores.loc[("ani", "log_odds"), "value"] == pytest.approx(np.mean(expected))


@pytest.mark.parametrize(("item", "answer"), [("word-01", "tiada"), ("word-99", "kata00")])
def test_answers_to_nothing_are_refused(item: str, answer: str) -> None:
    test = word_intrusion(topics(), TERMS, NAMES, seed=3)
    with pytest.raises(LabelError, match=f"'{answer}' for '{item}'"):
        score_intrusion(test, pd.DataFrame({"item": [item], "coder": ["ani"], "answer": [answer]}))


def test_no_answers_no_score() -> None:
    test = word_intrusion(topics(), TERMS, NAMES, seed=3)
    with pytest.raises(LabelError, match="expected answers, found none"):
        score_intrusion(test, answered(test, list(test.key["intruder"])).iloc[:0])
