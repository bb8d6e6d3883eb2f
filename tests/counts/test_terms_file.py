from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pandas as pd

from discourse.articles import article_files
from discourse.counts import term_table, terms_bytes
from discourse.paragraphs import article_paragraphs, paragraph_table

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
    """Import, tokenise and count the originals, and find the committed file, byte for byte."""
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
