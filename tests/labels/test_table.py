"""The analysis table has a row a paragraph, and an analysis keeps its own."""

from __future__ import annotations

from discourse.labels.table import TABLE_COLUMNS, coded_table, select
from discourse.settings import Analysis


def test_a_row_a_paragraph_in_order(toy_study) -> None:
    table = coded_table(toy_study)
    assert list(table["paragraph_id"]) == list(toy_study.paragraphs["paragraph_id"])
    assert tuple(table.columns) == TABLE_COLUMNS
    assert table["lead"].dtype == bool
    assert all(isinstance(also, tuple) for also in table["also"])


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
    main = select(table, settings.analysis("laos-leads"), settings.period_ids)
    articles = main.groupby("period")["article_id"].nunique().to_dict()
    assert articles == {"2023": 17, "2025": 29}
    assert set(main["sampling"]) == {"general"}
    assert ((main["extent"] == "lead") | main["lead"]).all()
    every = select(table, Analysis(id="all", title="All"), settings.period_ids)
    assert (every["period"] != "").all()
    assert select(table, Analysis(id="lao", title="x", partner="Lao"), settings.period_ids).empty
