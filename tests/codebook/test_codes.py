"""The digest is of what a codebook says of its pillars; a practice item says which coding is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discourse.codebook import Codebook, Pillar, PracticeItem, Rule
from discourse.errors import CodebookError
from discourse.study import Study

PILLARS = (Pillar("trade", "Trade", "buying and selling", ("pasar",)), Pillar("health", "Health", "care"))
BOOK = Codebook("1", PILLARS, "nothing", (Rule(2, "Tolls", "A toll is trade."),))
ITEM = PracticeItem("The towns lower the toll.", "trade", ("health",), 2, "A toll is trade.")
TONE = Codebook("1", (Pillar("warm", "Warm", "praise"), Pillar("cool", "Cool", "doubt")), None, id="tone")


def test_the_digest_is_of_what_the_codebook_says() -> None:
    assert BOOK.digest == replace(BOOK).digest
    other = replace(PILLARS[0], seeds=("kios",))
    assert BOOK.digest != replace(BOOK, pillars=(other, PILLARS[1])).digest
    assert BOOK.digest != replace(BOOK, rules=()).digest


def test_variables_and_practice_leave_the_digest_of_the_pillars_as_it_was() -> None:
    assert replace(BOOK, variables=(TONE,), practice=(ITEM,)).digest == BOOK.digest


def test_an_unknown_variable_is_named_with_the_nearest_one() -> None:
    with pytest.raises(CodebookError, match=r"one of the variables tone, found 'tine'\. Did you mean 'tone'\?"):
        replace(BOOK, variables=(TONE,)).variable("tine")
    with pytest.raises(CodebookError, match=r"a further variable, found 'tone'\. Define it there"):
        BOOK.variable("tone")


def test_a_rule_is_found_by_its_number() -> None:
    assert BOOK.rule(2) is BOOK.rules[0]
    assert BOOK.rule(1) is BOOK.rule(None) is None


def test_a_practice_answer_is_right_with_the_primary_and_all_others() -> None:
    assert ITEM.is_right("trade", ("health",))
    assert not ITEM.is_right("trade", ())
    assert not ITEM.is_right("health", ("health",))


def test_an_item_reworded_has_another_digest_and_one_explained_anew_has_not() -> None:
    assert ITEM.digest == replace(ITEM, explanation="Tolls are trade.").digest
    changed = [replace(ITEM, text="-"), replace(ITEM, primary="health"), replace(ITEM, also=()), replace(ITEM, rule=1)]
    assert len({ITEM.digest, *(each.digest for each in changed)}) == 5
    assert all(len(each.digest) == 16 for each in changed)


def test_the_shipped_codebook_has_seeds_that_belong_to_one_pillar(shipped_study) -> None:
    seeds = [seed for seeds in shipped_study.codebook.seeds.values() for seed in seeds]
    assert len(seeds) == len(set(seeds))
    assert all(15 <= len(seeds) <= 40 for seeds in shipped_study.codebook.seeds.values())


def test_seed_words_are_written_as_the_tokeniser_writes_them(shipped_study) -> None:
    from discourse.features.tokens import tokenize

    for pillar, seeds in shipped_study.codebook.seeds.items():
        for seed in seeds:
            assert seed in tokenize(seed.replace("_", " "), "id"), f"{pillar}: {seed}"


@pytest.mark.parametrize("place", [".", "src/discourse/demo"])
def test_the_shipped_codebooks_have_ten_practice_items_over_all_codes(root, place) -> None:
    study = Study(root / place)
    items = study.codebook.practice
    assert len(items) == 10
    assert {item.primary for item in items} == set(study.codebook.codes)
    assert all(item.rule for item in items)
    assert len({item.rule for item in items}) >= 8
    assert not {item.text for item in items} & set(study.paragraphs["text"])
