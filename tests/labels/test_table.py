"""The label is the coding that precedence puts first; the table has a row a paragraph, an analysis keeps its own."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.labels.table import (
    TABLE_COLUMNS,
    coded_table,
    current_labels,
    mention_matrix,
    precedence,
    select,
    study_labels,
)
from discourse.settings import Analysis
from discourse.study import Study


@pytest.fixture
def settings(shipped_study):
    return shipped_study.settings.model_copy(
        update={
            "label_precedence": ("adjudication", "*", "adjudicator", "reader"),
            "agreement_only": ("blind",),
        }
    )


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ([("reader", "economic", "")], "economic"),
        ([("blind", "economic", "")], None),
        ([("reader", "economic", ""), ("adjudicator", "political", "decision")], "political"),
        ([("adjudicator", "political", "decision"), ("reader", "economic", "")], "political"),
        ([("ani", "education", "coding"), ("adjudicator", "political", "decision")], "education"),
        ([("ani", "education", "coding"), ("budi", "none", "coding")], "none"),
        ([("ani", "education", "adjudication"), ("budi", "none", "coding")], "education"),
        ([("reader", "economic", "adjudication"), ("ani", "none", "coding")], "economic"),
        ([("blind", "economic", "adjudication"), ("ani", "none", "coding")], "none"),
    ],
)
def test_who_counts(codings_of, say, settings, book, said, label) -> None:
    table = codings_of(*(say(coder, "abad:01", code, why=why) for coder, code, why in said))
    labels = current_labels(table, settings, book)
    assert list(labels["primary"]) == ([label] if label else [])


def test_an_undone_coding_gives_way_to_the_one_before(codings_of, say, settings, book) -> None:
    one, two = say("ani", "abad:01", "economic education"), say("ani", "abad:01", "political")
    table = codings_of(one, two, say("ani", "abad:01", "", undoes=two.coding_id, why="undo"))
    labels = current_labels(table, settings, book)
    assert [tuple(row) for row in labels[["primary", "also", "coding_id"]].to_numpy()] == [
        ("economic", ("education",), one.coding_id)
    ]


def test_without_anybody_only_those_named_count(codings_of, say, settings) -> None:
    strict = settings.model_copy(update={"label_precedence": ("reader",)})
    table = codings_of(say("ani", "abad:01", "economic", why="adjudication"), say("reader", "abad:01", "political"))
    assert precedence(table, strict).isna().tolist() == [True, False]


def test_shipped_labels(shipped_study) -> None:
    labels = study_labels(shipped_study)
    assert len(labels) == len(shipped_study.paragraphs)
    assert labels["paragraph_id"].is_monotonic_increasing
    assert set(labels["primary"]) <= set(shipped_study.codebook.codes)


def test_a_row_a_paragraph_in_order(toy_study) -> None:
    table = coded_table(toy_study)
    assert list(table["paragraph_id"]) == list(toy_study.paragraphs["paragraph_id"])
    assert tuple(table.columns[: len(TABLE_COLUMNS)]) == TABLE_COLUMNS
    assert table["opening"].dtype == bool
    assert all(isinstance(also, tuple) for also in table["also"])


def test_every_column_of_the_articles_comes_along(toy_study) -> None:
    path = toy_study.data / "articles.csv"
    articles = pd.read_csv(path, dtype=str, keep_default_na=False)
    articles["event"] = ["", "", "council-2023-09", "", "", "council-2025-11+fair-2025-11"]
    articles.assign(desk=["city", "sea"] * 3).to_csv(path, index=False)
    table = coded_table(Study(toy_study.root))
    assert set(table.columns) == {*TABLE_COLUMNS, "url", "published", "date_basis", "same_as", "desk"}
    last = table[table["article_id"] == "warta-2025-11"]
    assert set(last["event"]) == {"council-2025-11+fair-2025-11"}
    assert set(last["desk"]) == {"sea"}
    assert (table["event"] != "").sum() == 8  # the four paragraphs of warta-2023-09 and of warta-2025-11


def test_an_unlabelled_paragraph_has_no_code(toy_study) -> None:
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = toy_study.paragraphs["paragraph_id"][0]
    toy_study.labels_path.write_text("".join(line for line in lines if gone not in line), encoding="utf-8")
    row = coded_table(toy_study).iloc[0]
    assert (row["paragraph_id"], row["primary"], row["also"]) == (gone, "", ())


def test_nothing_is_labelled_yet(toy_study) -> None:
    header = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    toy_study.labels_path.write_text(header, encoding="utf-8")
    table = coded_table(toy_study)
    assert (table["primary"] == "").all()
    assert all(also == () for also in table["also"])


def test_an_analysis_keeps_its_rows(shipped_study) -> None:
    table = coded_table(shipped_study)
    settings = shipped_study.settings
    main = select(table, settings.analysis("laos-openings"), settings.period_ids)
    articles = main.groupby("period")["article_id"].nunique().to_dict()
    assert articles == {"2023": 20, "2025": 43}
    assert set(main["sampling"]) == {"general"}
    assert ((main["extent"] == "opening") | main["opening"]).all()
    every = select(table, Analysis(id="all", title="All"), settings.period_ids)
    assert (every["period"] != "").all()
    assert select(table, Analysis(id="lao", title="x", partner="Lao"), settings.period_ids).empty


@pytest.mark.parametrize("also", ["party", ("party",), ["party"], {"party"}, pd.array(["party"]).to_numpy()])
def test_a_mention_is_a_whole_code_whatever_holds_it(also):
    assert mention_matrix(["none"], [also], ["art", "part", "party"]).tolist() == [[False, False, True]]


@pytest.mark.parametrize("also", ["", (), None, float("nan"), pd.NA])
def test_an_empty_cell_mentions_nothing(also):
    assert mention_matrix(["art"], [also], ["art", "part"]).tolist() == [[True, False]]
