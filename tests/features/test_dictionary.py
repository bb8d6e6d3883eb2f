from __future__ import annotations

import itertools

import pytest

from discourse.features import dfm_of_texts
from discourse.features.dictionary import dictionary_counts, lemma_counts, seed_word_counts
from discourse.languages import word_list


def of(counts, row=0):
    return {
        term: int(count) for term, count in zip(counts.features, counts.matrix.toarray()[row], strict=True) if count
    }


def test_a_word_speaks_of_its_field_whatever_its_affixes():
    counts = dictionary_counts(dfm_of_texts(["pelatihan melatih kereta api"], language="id"), "id")
    assert of(counts)["training"] == 2
    assert of(counts)["road-rail"] == 1


@pytest.mark.parametrize(("source", "least"), [("dictionary", 30), ("thesaurus", 150)])
def test_every_field_of_a_list_is_named_once_and_has_words(source, least):
    lines = word_list("id", source)
    names = [line for line in lines if line.startswith("[")]
    assert len(set(names)) == len(names) >= least
    assert lines[0].startswith("[")
    assert all(name.endswith("]") and " " not in name for name in names)
    followed = [after for before, after in itertools.pairwise([*lines, "["]) if before.startswith("[")]
    assert not any(after.startswith("[") for after in followed)


@pytest.mark.parametrize("source", ["dictionary", "thesaurus"])
def test_no_field_lists_a_word_twice_and_no_word_is_an_asterisk_alone(source):
    words = {}
    for line in word_list("id", source):
        if line.startswith("["):
            seen = words.setdefault(line, [])
        else:
            seen += line.split()
    for field, listed in words.items():
        assert len(set(listed)) == len(listed), field
        assert all(word.strip("*") for word in listed), field


def test_an_asterisk_stands_for_any_letters_at_either_end():
    counts = dictionary_counts(dfm_of_texts(["antikomunisme ideologis kaderisasi"], language="id"), "id")
    assert of(counts)["party"] == 3


def test_a_joined_term_counts_once_though_it_and_each_of_its_words_are_listed():
    words = dfm_of_texts(["bea cukai"], language="id")
    assert words.features == ("bea_cukai",)
    assert of(dictionary_counts(words, "id")) == {"trade": 1}


def test_the_thesaurus_knows_words_that_the_broad_fields_do_not():
    words = dfm_of_texts(["gamelan gerimis"], language="id")
    assert of(dictionary_counts(words, "id")) == {}
    assert of(dictionary_counts(words, "id", "thesaurus"))["music-songs"] == 1


def test_a_language_without_fields_has_none():
    assert dictionary_counts(dfm_of_texts(["bridge and road"], language="tlh"), "tlh").features == ()


def test_seed_words_by_pillar():
    seeds = {"trade": ("beras", "kerja sama"), "school": ("guru",)}
    counts = seed_word_counts(dfm_of_texts(["kerja sama beras, beras dan guru"], language="id"), seeds)
    assert of(counts) == {"trade": 3, "school": 1}


def test_stems_join_forms_and_leave_exceptions_alone():
    counts = lemma_counts(dfm_of_texts(["membaca dibaca pertahanan"], language="id"), "id")
    assert of(counts) == {"baca": 2, "pertahanan": 1}
    assert lemma_counts(dfm_of_texts(["abc"], language="tlh"), "tlh").features == ("abc",)
