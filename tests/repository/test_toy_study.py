"""Is the toy study a study? What its tables say of each other and of its two full articles must be so."""

from __future__ import annotations

import hashlib

from discourse.labels.table import coded_table
from discourse.study import Study


def test_every_pillar_is_in_both_periods(toy_study: Study) -> None:
    table = coded_table(toy_study)
    assert len(table) == 22
    assert table["article_id"].nunique() == 6
    for period in toy_study.settings.compared:
        assert set(table.loc[table["period"] == period, "primary"]) == set(toy_study.codebook.codes)


def test_words_are_counted(toy_study: Study) -> None:
    paragraphs = toy_study.paragraphs
    assert paragraphs["text"].str.split().str.len().tolist() == paragraphs["words"].tolist()


def test_full_articles_are_tied_to_their_files(toy_study: Study) -> None:
    full = toy_study.paragraphs[toy_study.paragraphs["source_line"] != ""]
    assert len(full) == 8
    for paragraph in full.itertuples():
        path = toy_study.originals / f"{paragraph.article_id}.txt"
        line = path.read_text(encoding="utf-8").splitlines()[int(paragraph.source_line) - 1]
        assert hashlib.sha256(line.encode()).hexdigest() == paragraph.source_sha256
        assert line == paragraph.text


def test_terms_are_those_of_the_full_articles(toy_study: Study) -> None:
    terms = toy_study.terms
    assert terms["paragraph_id"].nunique() == 8
    assert {"bea_masuk", "kerja_sama"} <= set(terms["term"])
