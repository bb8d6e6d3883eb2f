"""What the page says of coding, limits and data is counted, and changes with the files."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.corpus.text import digest
from discourse.errors import DataError
from discourse.labels import read_codings, study_labels
from discourse.report.background import coding_in_words, data_in_words, limits_in_words
from discourse.study import Study


def agreement(study, **changes):
    """Write ``agreement.csv`` with one row for all coders, and one for a pair."""
    row = {
        "coders": "all",
        "quantity": "primary",
        "value": 0.81,
        "low": 0.7,
        "high": 0.9,
        "paragraphs": 9,
        "articles": 4,
    }
    rows = [row | changes, row | {"coders": "ani, budi", "value": 0.5}]
    pd.DataFrame(rows).to_csv(study.figures / "agreement.csv", index=False)
    return " ".join(coding_in_words(study).sentences)


def test_coders_are_counted_and_so_are_the_labels_of_each(reported):
    coding, codings = coding_in_words(reported), read_codings(reported)
    assert sum(row["codings"] for row in coding.coders) == len(codings)
    assert sum(row["labels"] for row in coding.coders) == len(study_labels(reported))
    assert [row["coder"] for row in coding.coders] == sorted(set(codings["coder"]))
    first = coding.coders[0]
    assert first["unsure"] == int(codings.loc[codings["coder"] == first["coder"], "unsure"].sum())


def test_days_of_coding_are_the_first_and_the_last(reported):
    line = 'x{},melati-2023-02:01,tari,1,economic,,yes,{},coding,,,,,,""\n'
    with reported.labels_path.open("a", encoding="utf-8") as log:
        log.write(line.format(1, "2026-03-02T08:00:00Z") + line.format(2, "2026-03-01T08:00:00Z"))
    (tari,) = (row for row in coding_in_words(Study(reported.root)).coders if row["coder"] == "tari")
    assert (tari["codings"], tari["unsure"], tari["days"]) == (2, 2, "2026-03-01 – 2026-03-02")


def test_whose_coding_counts_is_said_in_the_order_of_the_rule(reported):
    study = reported.with_settings(label_precedence=("adjudication", "ani", "*"), agreement_only=("blind",))
    said = " ".join(coding_in_words(study).sentences)
    assert "a decision taken in adjudication; the coding by ani; the last coding by anybody not named here." in said
    assert "Codings by blind measure agreement" in said
    most = reported.with_settings(label_precedence=("adjudication", "*"), new_coders="majority")
    assert "adjudication; the code that most of those gave who are not named here." in " ".join(
        coding_in_words(most).sentences
    )
    said = " ".join(coding_in_words(reported.with_settings(label_precedence=("first",), agreement_only=())).sentences)
    assert "the coding by the first coder." in said
    assert "never become labels" not in said


def test_agreement_is_that_of_all_coders_and_of_the_pair_where_there_are_two(reported):
    assert "alpha" not in " ".join(coding_in_words(reported).sentences)
    assert "On the 9 paragraphs coded more than once" in agreement(reported)
    assert "is 0.81 [0.70, 0.90]." in agreement(reported)
    assert "is 0.81." in agreement(reported, low=None, high=None)
    path = reported.figures / "agreement.csv"
    pd.read_csv(path).tail(1).to_csv(path, index=False)
    assert "is 0.50 [0.70, 0.90]." in " ".join(coding_in_words(reported).sentences)


def test_machine_coders_are_marked_and_said_and_come_last_where_the_rule_names_them_not(reported):
    study = reported.with_settings(machine_coders=["reader", "blind", "gpt"])
    coding, said = coding_in_words(study), "labels were assigned by"
    assert [row["coder"] for row in coding.coders] == ["adjudicator", "blind (machine)", "reader (machine)"]
    assert said in coding.notes[0]
    assert said in coding.sentences[0]
    assert any(said in one for one in limits_in_words(study))
    assert any("the coding by reader; the coding by gpt." in one for one in coding.sentences)
    assert not any(said in one for one in coding_in_words(reported).sentences)


def test_where_no_paragraph_was_coded_twice_the_page_says_so(reported):
    empty = pd.DataFrame(
        {"coders": ["all"], "quantity": ["primary"], "value": [None], "low": [None], "paragraphs": [0]}
    )
    empty.to_csv(reported.figures / "agreement.csv", index=False)
    assert "No two coders have coded the same paragraph" in " ".join(coding_in_words(reported).sentences)


def test_a_missing_number_of_agreement_is_named(reported):
    with pytest.raises(DataError, match=r"agreement\.csv.*a number in column value of primary of all"):
        agreement(reported, value=None)
    with pytest.raises(DataError, match=r"agreement\.csv.*one row for primary of all"):
        agreement(reported, coders="ani, cici")


def test_limits_are_those_of_the_articles_compared(reported):
    path = reported.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["date_basis"] = "page"
    table.to_csv(path, index=False)
    said = limits_in_words(Study(reported.root))
    assert not any("inferred" in one for one in said)
    table["date_basis"] = "inferred"
    table.to_csv(path, index=False)
    study = Study(reported.root).with_settings(sample_note="Found in a box.", coding_note="")
    said = limits_in_words(study)
    assert said[0] == "Found in a box."
    assert any("inferred" in one for one in said)
    assert any("shifts of less than 20 points are often missed" in one for one in said)
    assert "" not in said


def test_copies_and_openings_are_said_where_there_are_any(reported):
    path = reported.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["same_as"] = ""
    table.to_csv(path, index=False)
    main = reported.settings.analyses[0]
    whole = main.model_copy(update={"openings": False})
    study = Study(reported.root).with_settings(analyses=[whole.model_dump()])
    said = " ".join(limits_in_words(study))
    assert "Copies among" not in said
    assert "Only the openings" not in said
    assert ("Only the openings" in " ".join(limits_in_words(Study(reported.root)))) == main.openings


def test_the_citation_changes_with_the_log(reported):
    before = data_in_words(reported)
    codings = len(read_codings(reported))
    assert (
        f"{len(reported.articles)} articles, {len(reported.paragraphs)} paragraphs, {codings} codings"
        in before.citation
    )
    line = 'x1,melati-2023-02:01,tari,1,economic,,no,,coding,,,,,,""\n'
    reported.labels_path.write_text(reported.labels_path.read_text("utf-8") + line, encoding="utf-8")
    after = data_in_words(Study(reported.root)).citation
    assert f"{codings + 1} codings" in after
    assert before.citation.partition("checksum")[2] != after.partition("checksum")[2]


def test_paraphrases_are_told_from_an_articles_own_text(reported):
    own = (reported.paragraphs["text"].map(digest) == reported.paragraphs["source_sha256"]).sum()
    data = data_in_words(reported)
    assert data.paraphrased == len(reported.paragraphs) - own
    assert data.counted == reported.terms["paragraph_id"].nunique()
