from __future__ import annotations

from discourse.classifier.fields import field_counts, seed_counts, stem_counts
from discourse.counts import count_texts
from discourse.languages import word_list


def of(counts, row=0):
    return {term: int(count) for term, count in zip(counts.terms, counts.matrix.toarray()[row], strict=True) if count}


def test_a_word_speaks_of_its_field_whatever_its_affixes():
    counts = field_counts(count_texts(["pelatihan melatih kereta api"]), "id")
    assert of(counts)["training"] == 2
    assert of(counts)["road-rail"] == 1


def test_every_line_of_the_list_is_a_field_with_words():
    lines = word_list("id", "fields")
    assert len(lines) > 20
    assert all(" = " in line for line in lines)
    names = [line.split(" = ")[0] for line in lines]
    assert len(set(names)) == len(names)


def test_a_language_without_fields_has_none():
    assert field_counts(count_texts(["bridge and road"], language="tlh"), "tlh").terms == ()


def test_seed_words_by_pillar():
    seeds = {"trade": ("beras", "kerja sama"), "school": ("guru",)}
    counts = seed_counts(count_texts(["kerja sama beras, beras dan guru"]), seeds)
    assert of(counts) == {"trade": 3, "school": 1}


def test_stems_join_forms_and_leave_exceptions_alone():
    counts = stem_counts(count_texts(["membaca dibaca pertahanan"]), "id")
    assert of(counts) == {"baca": 2, "pertahanan": 1}
    assert stem_counts(count_texts(["abc"], language="tlh"), "tlh").terms == ("abc",)
