from __future__ import annotations

import pytest

from discourse.counts import count_texts, study_counts
from discourse.errors import DataError


def test_mixed_counts_take_the_originals_where_there_are_any(toy_study) -> None:
    mixed, text = study_counts(toy_study), study_counts(toy_study, "text")
    originals = study_counts(toy_study, "originals")
    ids = tuple(toy_study.paragraphs["paragraph_id"])
    assert mixed.ids == text.ids == ids
    assert set(originals.ids) == set(toy_study.terms["paragraph_id"])
    assert list(mixed.terms) == sorted(mixed.terms)
    for row, paragraph_id in enumerate(ids):
        source = originals if paragraph_id in originals.ids else text
        expected = source.rows([source.ids.index(paragraph_id)]).aligned(mixed.terms)
        assert (mixed.rows([row]).matrix != expected.matrix).nnz == 0


def test_text_counts_are_those_of_the_texts(toy_study) -> None:
    counts = study_counts(toy_study, "text")
    expected = count_texts(toy_study.paragraphs["text"], counts.ids, language=toy_study.settings.language)
    assert counts.terms == expected.terms
    assert (counts.matrix != expected.matrix).nnz == 0


def test_originals_follow_the_order_of_the_study(shipped_study) -> None:
    order = list(shipped_study.paragraphs["paragraph_id"])
    places = [order.index(paragraph_id) for paragraph_id in study_counts(shipped_study, "originals").ids]
    assert places == sorted(places)
    assert len(places) == 90


def test_an_unknown_source_is_refused(toy_study) -> None:
    with pytest.raises(DataError, match="one of mixed, text, originals, found 'both'"):
        study_counts(toy_study, "both")


def test_a_study_without_originals_says_so(toy_study) -> None:
    (toy_study.data / "terms.csv.gz").unlink()
    vars(toy_study).pop("terms", None)
    with pytest.raises(DataError, match="counts of original paragraphs"):
        study_counts(toy_study, "originals")
    assert len(study_counts(toy_study).ids) == len(toy_study.paragraphs)
