"""Do a study's counts come from the source that was asked for, and are they written the same each time?"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pandas as pd
import pytest

from discourse.corpus import article_files, article_paragraphs, paragraph_table
from discourse.errors import DataError
from discourse.features import dfm_of_texts, study_dfm, term_table, terms_bytes


def test_mixed_counts_take_the_originals_where_there_are_any(toy_study) -> None:
    mixed, text = study_dfm(toy_study), study_dfm(toy_study, "text")
    originals = study_dfm(toy_study, "originals")
    ids = tuple(toy_study.paragraphs["paragraph_id"])
    assert mixed.ids == text.ids == ids
    assert set(originals.ids) == set(toy_study.terms["paragraph_id"])
    assert list(mixed.features) == sorted(mixed.features)
    for row, paragraph_id in enumerate(ids):
        source = originals if paragraph_id in originals.ids else text
        expected = source.rows([source.ids.index(paragraph_id)]).aligned(mixed.features)
        assert (mixed.rows([row]).matrix != expected.matrix).nnz == 0


def test_text_counts_are_those_of_the_texts(toy_study) -> None:
    counts = study_dfm(toy_study, "text")
    expected = dfm_of_texts(toy_study.paragraphs["text"], counts.ids, language=toy_study.settings.language)
    assert counts.features == expected.features
    assert (counts.matrix != expected.matrix).nnz == 0


def test_originals_follow_the_order_of_the_study(shipped_study) -> None:
    order = list(shipped_study.paragraphs["paragraph_id"])
    places = [order.index(paragraph_id) for paragraph_id in study_dfm(shipped_study, "originals").ids]
    assert places == sorted(places)
    assert len(places) == 90


def test_an_unknown_source_is_refused(toy_study) -> None:
    with pytest.raises(DataError, match="one of mixed, text, originals, found 'both'"):
        study_dfm(toy_study, "both")


def test_a_study_without_originals_says_so(toy_study) -> None:
    (toy_study.data / "terms.csv.gz").unlink()
    vars(toy_study).pop("terms", None)
    with pytest.raises(DataError, match="counts of original paragraphs"):
        study_dfm(toy_study, "originals")
    assert len(study_dfm(toy_study).ids) == len(toy_study.paragraphs)


TEXTS = {"b:01": "Kerja sama itu, kerja sama ini", "a:02": "jalan tol", "a:01": "Việt Nam dan desa"}


def test_rows_are_sorted_and_counted() -> None:
    assert term_table(TEXTS, "id").to_numpy().tolist() == [
        ["a:01", "desa", 1],
        ["a:01", "nam", 1],
        ["a:01", "việt", 1],
        ["a:02", "jalan_tol", 1],
        ["b:01", "kerja_sama", 2],
    ]


def test_equal_counts_give_equal_bytes() -> None:
    first = terms_bytes(term_table(TEXTS, "id"))
    assert terms_bytes(term_table(dict(sorted(TEXTS.items())), "id")) == first
    assert first[4:8] == bytes(4)
    assert gzip.decompress(first).startswith(b"paragraph_id,term,count\na:01,desa,1\n")


def test_no_text_gives_a_header() -> None:
    assert gzip.decompress(terms_bytes(term_table({}, "id"))) == b"paragraph_id,term,count\n"


def test_the_committed_counts_are_found_again(originals: Path, root: Path) -> None:
    """Import, tokenize and count the originals, and find the committed file, byte for byte."""
    table = paragraph_table([article_paragraphs(path, "id") for path in article_files([originals])])
    found = terms_bytes(term_table(dict(zip(table["paragraph_id"], table["text"], strict=True)), "id"))
    committed = (root / "data" / "terms.csv.gz").read_bytes()
    assert gzip.decompress(found) == gzip.decompress(committed)
    # zlib-ng compresses the same bytes otherwise; every other zlib must give the very file.
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:
        assert found == committed


def test_the_committed_counts_hold_no_pair_of_free_words(shipped_study) -> None:
    from discourse.languages import word_list

    listed = {entry.partition("=")[0].strip().replace(" ", "_") for entry in word_list("id", "multiword")}
    joined = {term for term in shipped_study.terms["term"] if "_" in term}
    assert joined <= listed
    assert len(shipped_study.terms) == len(shipped_study.terms.drop_duplicates(["paragraph_id", "term"]))
    assert isinstance(shipped_study.terms, pd.DataFrame)
