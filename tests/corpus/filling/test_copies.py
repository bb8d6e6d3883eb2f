"""Copies are found whatever was cut from them, and nothing else is taken for one."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.filling.copies import stories_of


def words(seed: int, number: int = 200) -> list[str]:
    """Words of an article that no other has in that order."""
    return random.Random(seed).choices([f"w{number}" for number in range(500)], k=number)


def test_a_copy_is_known_by_half_of_the_shorter_text() -> None:
    own = words(1)
    # 100 of its words, 96 sequences, stand in the first; with 104 others of 200 sequences that is less than half.
    half, less = own[:104] + words(2, 96), own[:96] + words(3, 104)
    texts = [("a", " ".join(own)), ("half", " ".join(half)), ("less", " ".join(less))]
    assert stories_of(texts, {}) == {"half": "a"}


def test_case_and_punctuation_do_not_matter_and_a_copy_of_a_copy_is_of_the_first() -> None:
    own = words(1)
    middle = own[80:] + words(2, 100)
    last = middle[100:] + words(3, 60)
    texts = [("a", " ".join(own)), ("b", ", ".join(middle).upper()), ("c", " ".join(last))]
    assert stories_of(texts, {}) == {"b": "a", "c": "a"}


def test_short_articles_are_left_alone() -> None:
    text = " ".join(words(1, 28))
    assert stories_of([("a", text), ("b", text)], {}) == {}
    longer = " ".join(words(1, 29))
    assert stories_of([("a", longer), ("b", longer)], {}) == {"b": "a"}


def test_what_is_settled_stays() -> None:
    text = " ".join(words(1))
    known = {"a": "a", "b": "a", "c": "c"}
    # c is known to be none, though its text is that of a; the new one goes to the first.
    assert stories_of([("a", text), ("b", text), ("c", text), ("new", text)], known) == {"new": "a"}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), max_size=8))
def test_an_original_is_no_copy_itself(drawn: list[tuple[int, int]]) -> None:
    texts = [(f"a{at}", " ".join(words(seed)[cut:])) for at, (seed, cut) in enumerate(drawn)]
    found = stories_of(texts, {})
    assert not set(found) & set(found.values())
    seeds = {f"a{at}": seed for at, (seed, _) in enumerate(drawn)}
    # Of 200 words at most 60 are cut, so the same article is always known again, and no other.
    assert len(found) == len(drawn) - len(set(seeds.values()))
    assert all(seeds[copy] == seeds[original] for copy, original in found.items())


def test_many_articles_take_no_time_that_grows_with_their_pairs() -> None:
    """A bound against hanging alone: three thousand articles have four million pairs."""
    texts = [(f"a{seed}", " ".join(words(seed, 120))) for seed in range(3000)]
    assert stories_of([*texts, ("copy", texts[1500][1])], {}) == {"copy": "a1500"}


def test_an_article_is_compared_with_the_stories_that_most_of_its_sequences_lead_to() -> None:
    others = {f"a{number}": " ".join(f"own{number}x{place}" for place in range(40)) for number in range(4)}
    wire = " ".join(f"wire{place}" for place in range(60))
    quoting = " ".join([wire, *(" ".join(text.split()[:5]) for text in others.values())])
    assert stories_of([*others.items(), ("wire", wire), ("quoting", quoting)], {}) == {"quoting": "wire"}
