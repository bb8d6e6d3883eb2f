"""The label is the coding that precedence puts first; the table has a row a paragraph, an analysis keeps its own."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.labels.consent.decisions import with_decisions
from discourse.labels.log import read_codings
from discourse.labels.table import (
    LABEL_COLUMNS,
    TABLE_COLUMNS,
    coded_table,
    current_labels,
    labelled_rows,
    mention_matrix,
    ranked_codings,
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
            "machine_coders": (),
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
    table = with_decisions(table, {"ani": "accepted", "budi": "accepted"})
    labels = current_labels(table, settings, book)
    assert list(labels["primary"]) == ([label] if label else [])


@pytest.mark.parametrize(
    ("precedence", "said", "coder"),
    [
        (("adjudication", "*"), "ani m1", "ani"),
        (("adjudication", "first"), "m1 ani", "ani"),
        (("adjudication", "first"), "m2 m1 m2", "m1"),
        (("m2", "*"), "m2 ani", "m2"),
        (("adjudication",), "m1 ani", "m1"),
        (("*",), "blind m2", "m2"),
    ],
)
def test_a_machine_that_is_named_nowhere_comes_last(codings_of, say, settings, book, precedence, said, coder) -> None:
    settings = settings.model_copy(update={"label_precedence": precedence, "machine_coders": ("m1", "m2", "blind")})
    table = with_decisions(
        codings_of(*(say(name, "abad:01", "economic") for name in said.split())), {"ani": "accepted"}
    )
    assert list(current_labels(table, settings, book)["coder"]) == [coder]


def test_an_undone_coding_gives_way_to_the_one_before(codings_of, say, settings, book) -> None:
    one, two = say("ani", "abad:01", "economic education"), say("ani", "abad:01", "political")
    table = codings_of(one, two, say("ani", "abad:01", "", undoes=two.coding_id, why="undo"))
    labels = current_labels(table, settings, book)
    assert [tuple(row) for row in labels[["primary", "also", "coding_id"]].to_numpy()] == [
        ("economic", ("education",), one.coding_id)
    ]


def test_who_is_not_accepted_changes_no_label_but_in_adjudication(codings_of, say, settings, book) -> None:
    said = [say("reader", "abad:01", "economic"), say("ani", "abad:01", "political"), say("ani", "bena:01", "none")]
    labels = current_labels(codings_of(*said), settings, book)
    assert labels[["paragraph_id", "coder"]].to_numpy().tolist() == [["abad:01", "reader"]]
    table = codings_of(*said, say("ani", "abad:01", "education", why="adjudication"))
    assert list(current_labels(table, settings, book)["primary"]) == ["education"]
    assert list(current_labels(with_decisions(table, {"ani": "refused"}), settings, book)["primary"]) == ["economic"]
    # What can be no label gives no paragraph a chance of one.
    drawn = [say("ani", "bena:02", "none", queue="audit", inclusion=0.5)]
    assert set(ranked_codings(codings_of(*said, *drawn), settings, book)["coder"]) == {"reader"}


def test_what_is_no_code_of_the_codebook_is_no_label(codings_of, say, settings, book) -> None:
    table = codings_of(say("ani", "bena:01", "economic"), say("ani", "abad:01", "political", unsure=True))
    table = pd.concat([table, table.tail(1).assign(primary="sports")], ignore_index=True)
    labels = current_labels(table, settings, book)
    assert tuple(labels.columns) == LABEL_COLUMNS
    assert labels[["paragraph_id", "primary", "unsure"]].to_numpy().tolist() == [
        ["abad:01", "political", True],
        ["bena:01", "economic", False],
    ]
    assert labels.index.tolist() == [0, 1]


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
    main = select(table, settings.analysis("laos-openings"), settings.compared)
    articles = main.groupby("period")["article_id"].nunique().to_dict()
    assert articles == {"2023": 20, "2025": 43}
    assert set(main["sampling"]) == {"general"}
    assert ((main["extent"] == "opening") | main["opening"]).all()
    every = select(table, Analysis(id="all", title="All"), settings.compared)
    assert (every["period"] != "").all()
    assert select(table, Analysis(id="lao", title="x", partner="Lao"), settings.compared).empty


@pytest.mark.parametrize("also", ["party", ("party",), ["party"], {"party"}, pd.array(["party"]).to_numpy()])
def test_a_mention_is_a_whole_code_whatever_holds_it(also):
    assert mention_matrix(["none"], [also], ["art", "part", "party"]).tolist() == [[False, False, True]]


@pytest.mark.parametrize("also", ["", (), None, float("nan"), pd.NA])
def test_an_empty_cell_mentions_nothing(also):
    assert mention_matrix(["art"], [also], ["art", "part"]).tolist() == [[True, False]]


def test_another_state_of_the_log_gives_another_table(toy_study) -> None:
    codings = read_codings(toy_study).query("coder == 'reader'")
    assert (coded_table(toy_study, codings.iloc[:0])["primary"] == "").all()
    half = codings.iloc[:11]
    table = coded_table(toy_study, half.assign(queue="audit", inclusion=0.5))
    assert table["inclusion"].tolist() == [0.5] * 22
    assert not table["targeted"].any()
    table = coded_table(toy_study, half.assign(queue="least-sure", inclusion=1.0))
    assert table["targeted"].tolist() == table["paragraph_id"].isin(half["paragraph_id"]).tolist()
    # Codings that never count draw no label.
    table = coded_table(toy_study, half.assign(queue="audit", inclusion=0.5, coder="blind"))
    assert table["inclusion"].isna().all()


ROWS = pd.DataFrame(
    [
        ("2023", "general", "a.vn", "Laos", "opening", False, "political"),
        ("2023", "targeted", "a.vn", "Laos+Cambodia", "full", True, ""),
        ("2025", "general", "b.vn", "Cambodia", "full", False, "economic"),
        ("2030", "general", "b.vn", "Laos", "opening", False, "none"),
        ("", "general", "b.vn", "Laos", "full", True, "political"),
    ],
    columns=["period", "sampling", "outlet", "partner", "extent", "opening", "primary"],
)


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({}, [0, 1, 2]),
        ({"sampling": "general"}, [0, 2]),
        ({"outlet": "a.vn"}, [0, 1]),
        ({"extent": "full"}, [1, 2]),
        ({"partner": "Cambodia"}, [1, 2]),
        ({"partner": "Laos"}, [0, 1]),
        ({"openings": True}, [0, 1]),
        ({"openings": True, "sampling": "targeted"}, [1]),
    ],
)
def test_rows_are_chosen_by_each_field(chosen, kept) -> None:
    rows = ROWS.assign(row=range(5))
    found = select(rows, Analysis(id="one", title="One", **chosen), ("2023", "2025"))
    assert found["row"].tolist() == kept
    assert found.index.tolist() == list(range(len(kept)))
    assert found.columns.tolist() == rows.columns.tolist()


def test_labelled_rows_have_an_index_of_their_own() -> None:
    found = labelled_rows(ROWS.iloc[1:])
    assert found["primary"].tolist() == ["economic", "none", "political"]
    assert found.index.tolist() == [0, 1, 2]
    assert found.columns.tolist() == ROWS.columns.tolist()


def test_mentions_of_no_paragraph_have_a_column_a_pillar() -> None:
    nothing = mention_matrix([], [], ["trade", "school"])
    assert (nothing.shape, nothing.dtype) == ((0, 2), bool)
    assert mention_matrix(["trade"], [("school", "arts")], ["arts", "trade", "aid"]).tolist() == [[True, True, False]]
