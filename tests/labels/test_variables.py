"""A further variable is coded, counted and analysed as the pillars are."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest

from discourse.codebook import Codebook
from discourse.emphasis.table import emphasis_table
from discourse.errors import CodebookError, LabelError
from discourse.labels.agreement import agreement_table
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import read_codings
from discourse.labels.table import TABLE_COLUMNS, coded_table, labelled_rows, select, study_labels
from discourse.labels.variables import as_primary, check_logs
from discourse.study import Study


def as_variable(book: Codebook) -> str:
    """Write the pillars of a codebook once more, as a variable."""
    codes = (
        f'[[variable.code]]\nid = "{pillar.id}"\nname = "{pillar.name}"\ndefinition = "-"\n' for pillar in book.pillars
    )
    head = '[[variable]]\nid = "again"\nname = "Again"\nquestion = "And again?"\nseveral = true\n'
    return "\n" + head + "".join(codes) + '[variable.none]\ndefinition = "-"\n'


@pytest.fixture
def twice(shipped_study, tmp_path) -> Study:
    """The shipped study, whose pillars are coded once more as a variable, by the same codings."""
    data = tmp_path / "twice" / "data"
    data.mkdir(parents=True)
    for name in ("articles.csv", "paragraphs.csv", "labels.csv", "study.toml"):
        shutil.copyfile(shipped_study.data / name, data / name)
    shutil.copyfile(data / "labels.csv", data / "labels.again.csv")
    text = (shipped_study.data / "codebook.toml").read_text(encoding="utf-8")
    (data / "codebook.toml").write_text(text + as_variable(shipped_study.codebook), encoding="utf-8")
    return Study(tmp_path / "twice")


def test_the_same_values_as_a_variable_give_the_same_shares_intervals_and_agreement(twice) -> None:
    table, pillars, periods = coded_table(twice), twice.codebook.pillar_ids, twice.settings.compared
    assert (table["again"] == table["primary"]).all()
    assert (table["again_also"] == table["also"]).all()
    rows = select(table, twice.settings.analyses[0], periods)
    first, again = emphasis_table(rows, pillars, periods), emphasis_table(rows, pillars, periods, variable="again")
    assert first["low"].notna().any()
    pd.testing.assert_frame_equal(first, again)
    articles = dict(zip(twice.paragraphs["paragraph_id"], twice.paragraphs["article_id"], strict=True))
    of_pillars, of_variable = (
        agreement_table(read_codings(study), articles, study.codebook, resamples=50)
        for study in (twice, twice.seen_by("again"))
    )
    assert of_pillars["low"].notna().any()
    pd.testing.assert_frame_equal(of_pillars, of_variable)


def test_a_study_seen_by_a_variable_has_its_codes_for_pillars(twice) -> None:
    seen = twice.seen_by("again")
    columns = list(TABLE_COLUMNS)
    pd.testing.assert_frame_equal(coded_table(seen)[columns], coded_table(twice)[columns])
    assert seen.seen_by("").codebook.digest == twice.codebook.digest


def test_each_variable_has_a_column(towns) -> None:
    table = coded_table(towns)
    assert list(table.columns[-3:]) == ["tone", "speaker", "speaker_also"]
    assert table["tone"].value_counts().to_dict() == {"hopeful": 14, "none": 8, "critical": 5, "": 1}
    assert (table["speaker"] == "").all()
    assert set(table["speaker_also"]) == {()}
    assert {"labels.csv", "labels.tone.csv", "labels.speaker.csv"} <= set(towns.inputs)


def test_shares_of_a_variable_worked_out_by_hand(towns) -> None:
    # Hopeful are 6 of 10 paragraphs before the flood and 8 of 9 after it; none and the uncoded one do not count.
    codes, periods = towns.codebook.variable("tone").pillar_ids, towns.settings.compared
    found = emphasis_table(coded_table(towns), codes, periods, quantities=["share"], variable="tone")
    np.testing.assert_allclose(found["value"][:3], [6 / 10, 8 / 9, 8 / 9 - 6 / 10])
    assert found["paragraphs"][:3].tolist() == [10, 9, 19]
    assert found["low"].isna().all()  # three articles a period


def test_agreement_on_a_variable_worked_out_by_hand(towns) -> None:
    # Both have coded six paragraphs: hopeful twice and critical twice together, critical and none twice.
    # Do = 4 / 12; the values are 4 hopeful, 6 critical, 2 none: De = (144 - 16 - 36 - 4) / (12 * 11) = 2 / 3.
    seen = towns.seen_by("tone")
    articles = dict(zip(towns.paragraphs["paragraph_id"], towns.paragraphs["article_id"], strict=True))
    found = agreement_table(read_codings(seen), articles, seen.codebook, resamples=10)
    assert found["quantity"].tolist() == ["primary", "hopeful", "critical"]
    assert found["alpha"][0] == pytest.approx(1 / 2)


def test_labels_of_a_variable_by_its_name(towns) -> None:
    labels = study_labels(towns, "tone")
    assert len(labels) == 27
    pd.testing.assert_frame_equal(labels, study_labels(towns.seen_by("tone")))
    assert "housing" in set(study_labels(towns)["primary"])


def test_a_log_without_a_coding_is_an_empty_column(towns) -> None:
    LabelLog.of(towns.seen_by("speaker")).refresh()
    assert (towns.data / "labels.speaker.csv").is_file()
    assert (coded_table(towns)["speaker"] == "").all()
    assert study_labels(towns, "speaker").empty


def test_a_coding_of_a_variable_goes_to_its_own_log(towns) -> None:
    before = towns.labels_path.read_bytes()
    coding = Coding("x1", "ash-1:01", "ani", "2", "council", ("residents",))
    assert len(LabelLog.of(towns.seen_by("speaker")).append([coding])) == 1
    assert towns.labels_path.read_bytes() == before
    rows = labelled_rows(as_primary(coded_table(towns), "speaker"))
    assert rows[["paragraph_id", "primary", "also"]].to_numpy().tolist() == [["ash-1:01", "council", ("residents",)]]


@pytest.mark.parametrize(
    ("variable", "primary", "also", "said"),
    [
        ("tone", "housing", (), "codes of the codebook, found primary 'housing'"),
        ("tone", "hopeful", ("critical",), "also 'critical' where tone takes one code"),
        ("speaker", "none", (), "primary 'none'"),
        ("speaker", "council", ("council",), "the primary 'council' among also"),
    ],
)
def test_a_code_that_the_variable_has_not_is_not_written(towns, variable, primary, also, said) -> None:
    seen = towns.seen_by(variable)
    before = seen.labels_path.read_bytes() if seen.labels_path.is_file() else b""
    with pytest.raises(LabelError, match=said):
        LabelLog.of(seen).append([Coding("x1", "ash-1:01", "ani", "2", primary, also)])
    assert not before or seen.labels_path.read_bytes() == before


def test_a_code_in_the_log_that_the_variable_has_not_is_named_with_its_row(towns) -> None:
    path = towns.data / "labels.tone.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2,critical,", ",2,gloomy,", 1), encoding="utf-8")
    with pytest.raises(
        LabelError, match=r"labels\.tone\.csv, row 8, column primary: expected one of hopeful, critical"
    ):
        coded_table(towns)


def test_the_log_of_no_variable_is_refused_but_not_what_lies_beside_a_log(towns) -> None:
    log = towns.data / "labels.tone.csv"
    shutil.copyfile(log, towns.data / "labels.tone-missing-0a1b2c3d.csv")
    check_logs(towns)
    log.rename(towns.data / "labels.mood.csv")
    with pytest.raises(LabelError, match=r"labels\.mood\.csv: expected the log of a variable.* found 'mood'"):
        coded_table(towns)
    with pytest.raises(CodebookError, match="one of the variables tone, speaker, found 'mood'"):
        study_labels(towns, "mood")


def test_a_log_that_is_not_there_is_named_with_the_command_that_starts_it(towns) -> None:
    with pytest.raises(LabelError, match="discourse relabel --variable speaker"):
        read_codings(towns.seen_by("speaker"))


def test_a_variable_may_not_bear_the_name_of_a_column(towns) -> None:
    path = towns.data / "codebook.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "tone"', 'id = "primary"'), encoding="utf-8")
    with pytest.raises(CodebookError, match="a name that no column has, found 'primary'"):
        Study(towns.root).seen_by("tone")
    path.write_text(text, encoding="utf-8")
    articles = towns.data / "articles.csv"
    pd.read_csv(articles, dtype=str, keep_default_na=False).assign(tone="").to_csv(articles, index=False)
    with pytest.raises(CodebookError, match=r"found .tone., a column of articles\.csv"):
        coded_table(Study(towns.root))
