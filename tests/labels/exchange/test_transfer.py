"""What leaves comes back: every field, in order, through each tool's form."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.io.spreadsheets import read_spreadsheet
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_line, one_line
from discourse.labels.exchange.transfer import FORMS, import_codings, write_codings, write_paragraphs, write_setup
from discourse.labels.log import logged_codings
from discourse.labels.table import study_labels
from discourse.study import Study

PILLARS = ("political", "economic", "education")
PARAGRAPHS = ("melati-2023-02:01", "melati-2023-02:02", "kabar-2023-05:01")
HEADER = ",".join(COLUMNS) + "\n"
RECORDED = Path(__file__).parent / "recorded"
"""Exports of Label Studio 1.23 and doccano 1.8, made by ``tests/clients/record.py``, which says who did what."""
PEOPLE = {"2": "ani", "3": "budi"}
ONE, TWO, THREE = (f"melati-2023-02:0{number}" for number in (1, 2, 3))
NOTES = st.text(st.characters(codec="utf-8"), max_size=20).map(one_line)


@st.composite
def codings(draw) -> Coding:
    primary = draw(st.sampled_from((*PILLARS, "none")))
    others = [pillar for pillar in PILLARS if primary not in (pillar, "none")]
    also = draw(st.sets(st.sampled_from(others))) if others else set()
    number = st.none() | st.integers(1, 1000).map(lambda value: value / 1000)
    return Coding(
        draw(st.uuids()).hex,
        draw(st.sampled_from(PARAGRAPHS)),
        draw(st.sampled_from(["ani", "budi b.", "cc@d.e"])),
        draw(st.sampled_from(["1", "2"])),
        primary,
        tuple(pillar for pillar in others if pillar in also),
        unsure=draw(st.booleans()),
        when=draw(st.sampled_from(["", "2025-12-03T10:00:00Z"])),
        why=draw(st.sampled_from(["coding", "review", ""])),
        rule=draw(st.sampled_from(["", "7"])),
        queue=draw(st.sampled_from(["", "audit"])),
        inclusion=draw(number),
        seconds=draw(number),
        note=draw(NOTES),
    )


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(made=st.lists(codings(), max_size=6, unique_by=lambda coding: coding.coding_id))
def test_both_ways_without_loss(form, toy_study, made) -> None:
    for coding in made[:1]:
        undone = Coding(f"{coding.coding_id}-undo", coding.paragraph_id, coding.coder, "2", "", undoes=coding.coding_id)
        made = [*made, replace(undone, why="undo", note="keliru")]
    toy_study.labels_path.write_text(HEADER, encoding="utf-8")
    done = import_codings(toy_study, write_codings(made, {}, form), form)
    assert (done.added, done.known, done.left_out) == (len(made), 0, {})
    assert logged_codings(toy_study) == made


@pytest.mark.parametrize("form", FORMS)
def test_the_shipped_log_goes_both_ways(form, shipped_study, tmp_path) -> None:
    table = shipped_study.paragraphs
    texts = dict(zip(table["paragraph_id"], table["text"], strict=True))
    text = write_codings(logged_codings(shipped_study), texts, form)
    before = shipped_study.labels_path.read_bytes()
    done = import_codings(shipped_study, text, form, dry_run=True)
    assert (done.added, done.known, done.left_out) == (0, len(logged_codings(shipped_study)), {})
    copy = shutil.copytree(shipped_study.data, tmp_path / "study" / "data")
    (copy / "labels.csv").unlink()
    import_codings(Study(tmp_path / "study"), text, form)
    assert (copy / "labels.csv").read_bytes() == before


def test_a_table_that_is_corrected_and_corrected_back_comes_in_each_time(toy_study) -> None:
    paragraph = toy_study.paragraphs["paragraph_id"][0]
    for code, added in (("economic", 1), ("economic", 0), ("none", 1), ("economic", 1), ("economic", 0)):
        done = import_codings(toy_study, f"paragraph_id,primary\n{paragraph},{code}\n", "csv", coder="ani")
        assert (done.added, done.by_coder) == (added, {"ani": added} if added else {})
    codes = [coding.primary for coding in logged_codings(toy_study) if coding.coder == "ani"]
    assert codes == ["economic", "none", "economic"]


@pytest.mark.parametrize("form", FORMS)
def test_a_dry_run_writes_nothing_and_says_the_same(form, toy_study, tmp_path) -> None:
    text = write_codings(logged_codings(toy_study), {}, form)
    for log in (None, HEADER):
        if log is None:
            toy_study.labels_path.unlink()
        else:
            toy_study.labels_path.write_text(log, encoding="utf-8")
        said = import_codings(toy_study, text, form, dry_run=True)
        assert toy_study.labels_path.is_file() == (log is not None)
        assert log is None or toy_study.labels_path.read_text(encoding="utf-8") == log
        assert import_codings(toy_study, text, form) == said
        assert said.added == sum(said.by_coder.values()) > 0


@pytest.mark.parametrize("form", FORMS)
def test_what_the_log_has_comes_back_though_its_code_is_retired(form, toy_study) -> None:
    book, old = toy_study.data / "codebook.toml", Coding("old", ONE, "ani", "0", "weather", note="dulu")
    book.write_text('retired = ["weather"]\n' + book.read_text(encoding="utf-8"), encoding="utf-8")
    with toy_study.labels_path.open("a", encoding="utf-8") as log:
        log.write(as_line(old))
    text, study = write_codings([old], {}, form), Study(toy_study.root)
    assert import_codings(study, text, form) == import_codings(study, text, form, dry_run=True)
    assert import_codings(study, text, form).known == 1
    toy_study.labels_path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(LabelError, match="weather"):
        import_codings(study, text, form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("blind", [False, True])
def test_paragraphs_leave_without_codings_and_blind_ones_without_their_names(form, blind, toy_study) -> None:
    texts = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["text"], strict=True))
    sheet = write_paragraphs(texts, form, blind=blind, codings=47)
    places = [sheet.index(text.partition(",")[0]) for text in texts.values()]
    assert (places == sorted(places)) != blind
    assert any(paragraph in sheet for paragraph in texts) != blind
    assert "reader" not in sheet
    if form != "label-studio":  # which has no list of annotations before it has handed the tasks back
        assert import_codings(toy_study, sheet, form).left_out == {"not coded": len(texts)}


def test_a_blind_sheet_that_somebody_fills_in_finds_its_paragraphs(toy_study) -> None:
    texts = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["text"], strict=True))
    rows = list(csv.DictReader(write_paragraphs(texts, "csv", blind=True).splitlines()))
    for row in rows[:3]:
        row["primary"] = "none"
    filled = "".join(json.dumps(row) + "\n" for row in rows)
    assert import_codings(toy_study, filled, "jsonl", coder="ani").added == 3
    coded = logged_codings(toy_study)[-3:]
    assert [texts[coding.paragraph_id] for coding in coded] == [row["text"] for row in rows[:3]]


def test_a_project_is_told_of_the_codebook_and_a_table_is_not(toy_study) -> None:
    assert "<View>" in write_setup(toy_study.codebook, "label-studio")
    assert "primary:economic" in write_setup(toy_study.codebook, "doccano")
    with pytest.raises(LabelError, match="expected label-studio or doccano, found 'csv'"):
        write_setup(toy_study.codebook, "csv")
    for write in (lambda: write_setup(toy_study.codebook, "xml"), lambda: import_codings(toy_study, "", "xml")):
        with pytest.raises(LabelError, match="expected one of csv, jsonl, label-studio, doccano, found 'xml'"):
            write()


def test_a_plain_table_comes_in_once(toy_study) -> None:
    paragraph, text = toy_study.paragraphs.loc[0, ["paragraph_id", "text"]]
    table = f'text,primary,also\n"{text}",economic,political\n'
    assert import_codings(toy_study, table, "csv", coder="ani").added == 1
    assert import_codings(toy_study, table, "csv", coder="ani").known == 1
    log = LabelLog.of(toy_study)
    log.refresh()
    coding = list(log.codings.values())[-1]
    assert (coding.paragraph_id, coding.also, coding.why) == (paragraph, ("political",), "import")
    assert coding.codebook == toy_study.codebook.version


def test_nothing_is_written_when_one_record_is_wrong(toy_study) -> None:
    before = toy_study.labels_path.read_bytes()
    paragraph = toy_study.paragraphs["paragraph_id"][0]
    table = f"paragraph_id,coder,primary\n{paragraph},ani,economic\n{paragraph},ani,sports\n"
    with pytest.raises(LabelError, match="sports"):
        import_codings(toy_study, table, "csv")
    assert toy_study.labels_path.read_bytes() == before


def bring(study, name: str, form: str = "", **people) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """Import a recorded export twice; return what came in the first time, and what was left out."""
    text, count = (RECORDED / name).read_text(encoding="utf-8"), len(logged_codings(study))
    form = form or ("label-studio" if name.startswith("label-studio") else "doccano")
    done = import_codings(study, text, form, where=name, **people)
    assert import_codings(study, text, form, where=name, **people).added == 0
    gained = logged_codings(study)[count:]
    assert len(gained) == done.added
    said = [(each.coder, each.paragraph_id, " ".join([each.primary, *each.also]), each.why) for each in gained]
    return said, done.left_out


def test_recorded_edits_of_label_studio_are_by_whoever_made_them(toy_study) -> None:
    said, left_out = bring(toy_study, "label-studio.json", coders=PEOPLE)
    assert said == [("budi", ONE, "education", "review"), ("ani", TWO, "political economic", "review")]
    assert left_out == {"deleted there (the log keeps them)": 1}
    edited, added = logged_codings(toy_study)[-2:]
    assert (edited.when, edited.seconds) == ("2026-11-30T20:57:39.827567Z", None)
    assert (added.when, added.seconds, added.note) == ("2026-11-30T20:57:40.870594Z", 4.5, "dua baris")


def test_recorded_codings_of_paragraphs_without_codings_are_independent(toy_study) -> None:
    said, left_out = bring(toy_study, "label-studio-blind.json", coders=PEOPLE)
    (first, paragraph, *_), *_ = said
    assert said == [("budi", paragraph, "economic", "import"), ("budi", paragraph, "political", "review")]
    assert first == "budi"
    assert left_out == {"without a primary code": 1, "skipped": 1}
    assert bring(toy_study, "label-studio-snapshot.json")[0] == []


def test_a_recorded_snapshot_brings_addresses_which_may_be_names(toy_study) -> None:
    renamed = {"budi@example.org": "budi"}
    assert {coder for coder, *_ in bring(toy_study, "label-studio-snapshot.json", coders=renamed)[0]} == {"budi"}


def test_recorded_labels_of_doccano_are_by_the_coder_named_whatever_the_format(toy_study) -> None:
    said, left_out = bring(toy_study, "doccano-ani.jsonl", coder="ani")
    assert said == [("ani", ONE, "economic political", "review")]
    assert (logged_codings(toy_study)[-1].unsure, logged_codings(toy_study)[-1].note) == (True, "ragu")
    assert left_out == {"not coded": 3}
    for name in ("doccano-ani.csv", "doccano-ani.json"):
        assert bring(toy_study, name, coder="ani")[0] == []
    assert bring(toy_study, "all.jsonl", coder="budi")[0] == [("budi", ONE, "none", "review")]


def test_recorded_projects_of_other_kinds_are_read(toy_study) -> None:
    for name in ("doccano-intent.jsonl", "doccano-seq2seq.jsonl"):
        said, _ = bring(toy_study, name, coder=name[8:11])
        assert [(codes, why) for _, _, codes, why in said] == [("economic", "import")]


@pytest.mark.parametrize(
    ("name", "form", "people", "part"),
    [
        (
            "label-studio.json",
            "",
            {},
            "expected names of annotators, found the numbers 2, 3 alone. Add --coders 2=NAME,3=",
        ),
        ("label-studio.json", "", {"coder": "ani"}, "expected the work of one annotator, found that of 2, 3."),
        ("label-studio-min.json", "", {}, "label-studio-min.json, task 4: expected an entry 'annotations'"),
        ("label-studio.csv", "csv", {}, "row 1: expected a table of codings, found an export of Label Studio."),
        ("doccano-ani.csv", "csv", {}, "row 1: expected a table of codings, found an export of doccano."),
        ("doccano-ani.jsonl", "jsonl", {}, "line 1: expected a table of codings, found an export of doccano."),
        ("doccano-ani.jsonl", "", {}, "line 1, paragraph melati-2023-02:01: expected the name of a coder, found none."),
        (
            "doccano-budi.jsonl",
            "",
            {"coder": "budi"},
            "labels of budi: expected one primary code, found education and ",
        ),
    ],
)
def test_a_recorded_export_that_does_not_say_enough_is_refused(toy_study, name, form, people, part) -> None:
    before = toy_study.labels_path.read_bytes()
    with pytest.raises(LabelError) as refusal:
        bring(toy_study, name, form, **people)
    assert part in str(refusal.value)
    assert toy_study.labels_path.read_bytes() == before


WORDS = ["river", "boat", "tower", "flour", "garden", "mill", "stone", "wheel", "lantern", "cellar", "orchard", "café"]


@pytest.fixture
def large_study(towns: Study) -> Study:
    """Five thousand paragraphs of 500 articles, and nobody's codings."""
    articles, numbers = [f"post-{number:03}" for number in range(500)], range(1, 11)
    path = towns.data / "articles.csv"
    known = pd.read_csv(path, dtype=str, keep_default_na=False).assign(same_as="", event="")
    many = pd.concat([known] * (500 // len(known) + 1)).head(500)
    many.assign(article_id=articles).to_csv(path, index=False)
    rows = [
        {
            "paragraph_id": f"{article}:{number:02}",
            "article_id": article,
            "position": number,
            "opening": "yes",
            "words": 9,
        }
        | {"text": f"The {' '.join(WORDS[(number + place) % 12] for place in range(6))} of {article}, part {number}."}
        | {"source_line": "", "source_sha256": ""}
        for article in articles
        for number in numbers
    ]
    pd.DataFrame(rows).to_csv(towns.data / "paragraphs.csv", index=False)
    for path in towns.data.glob("labels*.csv"):
        path.unlink()
    settings = towns.data / "study.toml"
    kept = [line for line in settings.read_text(encoding="utf-8").splitlines() if "label_precedence" not in line]
    settings.write_text("\n".join(kept), encoding="utf-8")
    return Study(towns.root)


def test_a_spreadsheet_of_two_coders_is_matched_by_text(large_study, tmp_path) -> None:
    """Semicolons, Windows-1252, the pillars' names, text in capitals; the second coder changes no label."""
    path, names = tmp_path / "codings.csv", ["Housing", "Transport"]
    texts = large_study.paragraphs["text"].tolist()
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["Annotator", "Paragraph", "Category"])
        writer.writerows(["Ann", text.upper(), names[place % 2]] for place, text in enumerate(texts))
        writer.writerows(["Ben", text, names[place % 4 // 2]] for place, text in enumerate(texts))
    rehearsed = import_codings(large_study, read_spreadsheet(path), "csv", where=path.name, dry_run=True)
    assert not large_study.labels_path.exists()
    done = import_codings(large_study, read_spreadsheet(path), "csv", where=path.name)
    assert done == replace(rehearsed, contested=done.contested)
    assert all(" would be " in sentence for sentence in rehearsed.contested)
    assert (done.added, done.by_coder) == (10_000, {"Ann": 5_000, "Ben": 5_000})
    assert done.remarks == (
        "text in Windows-1252",
        "cells separated by semicolons",
        "columns: Category = primary, Annotator = coder, Paragraph = text",
        "codes by their names or in other case: Housing = housing (5000), Transport = transport (5000)",
    )
    # They agree on half of the paragraphs, as two would who toss a coin.
    assert done.contested == (
        "The codings by Ann are labels: nobody had coded before, so that there is nothing to compare with.",
        "The codings by Ben are no labels: alpha 0.000 on 5000 common paragraphs, below 0.667. "
        "To accept them: discourse coders accept Ben",
    )
    assert set(study_labels(large_study)["coder"]) == {"Ann"}
    assert import_codings(large_study, read_spreadsheet(path), "csv").added == 0


def test_a_table_with_a_column_for_each_coder_comes_in_once_a_coder(large_study, tmp_path) -> None:
    path = tmp_path / "wide.csv"
    rows = [f"{paragraph},housing,transport" for paragraph in large_study.paragraphs["paragraph_id"][:20]]
    path.write_text("\n".join(["paragraph_id,Ann,Ben", *rows]), encoding="utf-8")
    for coder in ("Ann", "Ben"):
        done = import_codings(large_study, read_spreadsheet(path), "csv", coder=coder, columns={"primary": coder})
        assert (done.added, done.by_coder) == (20, {coder: 20})
    assert done.contested[0].startswith("The codings by Ben are no labels: 20 of 30 common paragraphs. To accept")
    assert set(study_labels(large_study)["primary"]) == {"housing"}


def test_a_workbook_is_matched_by_file_name_and_number(large_study, tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    path, book = tmp_path / "codings.xlsx", openpyxl.Workbook()
    sheet = book.active
    sheet.append(["File", "Par.", "Code", "Also", "Comment"])
    for place in large_study.paragraphs[["article_id", "position"]].itertuples(index=False):
        sheet.append([f"pages/{place.article_id}.html", int(place.position), "TRANSPORT", "housing", None])
    book.save(path)
    done = import_codings(large_study, read_spreadsheet(path), "csv", coder="Cy", where=path.name)
    assert done.added == 5_000
    labels = study_labels(large_study)
    assert (labels["paragraph_id"] == sorted(large_study.paragraphs["paragraph_id"])).all()
    assert {*zip(labels["primary"], labels["also"], strict=True)} == {("transport", ("housing",))}


def test_all_rows_that_are_wrong_are_named_and_nothing_is_written(large_study, tmp_path) -> None:
    path = tmp_path / "codings.tsv"
    rows = ["post-000\t1\ttransport", "post-000\t2\ttrnsport", "post-000\t3\ttrnsport", "post-000\t99\thousing"]
    rows += [f"nowhere-{number}\t1\thousing" for number in range(12)]
    path.write_text("article\tposition\tcode\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(LabelError) as refusal:
        import_codings(large_study, read_spreadsheet(path), "csv", coder="Cy", where="codings.tsv")
    assert str(refusal.value) == (
        "codings.tsv: expected records that can be codings, found 15 that cannot. Nothing was written."
    )
    notes = refusal.value.__notes__
    assert notes[0] == (
        "codings.tsv, row 3, column code: expected one of the codes housing, transport, none, found 'trnsport'. "
        "Did you mean transport? (also row 4)"
    )
    assert notes[1].startswith(
        "codings.tsv, row 5, column position: expected the number of a paragraph of post-000, 1 to 10"
    )
    assert (len(notes), notes[-1]) == (11, "and 4 more records")
    assert not large_study.labels_path.exists()
