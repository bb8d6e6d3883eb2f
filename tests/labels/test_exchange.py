"""What leaves comes back: every field, in order, through each tool's form."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding, check_coding, one_line
from discourse.labels.exchange import FORMS, import_codings, parse_codings, write_codings

BOOK = Codebook("2", tuple(Pillar(name, name, "-") for name in ("political", "economic", "education")), "-")
TEXTS = {"abad:01": "Pasar dibuka.", "abad:02": 'Sekolah "baru", dua lantai.', "bena:01": "Wali kota datang."}
NOTES = st.text(st.characters(codec="utf-8"), max_size=20).map(one_line)


@st.composite
def codings(draw) -> Coding:
    primary = draw(st.sampled_from(BOOK.codes))
    others = [pillar for pillar in BOOK.pillar_ids if primary not in (pillar, "none")]
    also = draw(st.sets(st.sampled_from(others))) if others else set()
    number = st.none() | st.integers(1, 1000).map(lambda value: value / 1000)
    return Coding(
        draw(st.uuids()).hex,
        draw(st.sampled_from(sorted(TEXTS))),
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
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(codings(), max_size=6, unique_by=lambda coding: coding.coding_id))
def test_both_ways_without_loss(form, made) -> None:
    for coding in made[:1]:
        undo = Coding(
            f"{coding.coding_id}-undo",
            coding.paragraph_id,
            coding.coder,
            "2",
            "",
            undoes=coding.coding_id,
            why="undo",
            note="keliru",
        )
        made = [*made, undo]
    text = write_codings(made, TEXTS, form)
    assert parse_codings(text, form, TEXTS, BOOK) == made
    assert [check_coding(coding, BOOK, TEXTS) for coding in made] == made


@pytest.mark.parametrize("form", FORMS)
def test_the_shipped_log_goes_both_ways(form, shipped_study) -> None:
    log = LabelLog.of(shipped_study)
    log.refresh()
    table = shipped_study.paragraphs
    texts = dict(zip(table["paragraph_id"], table["text"], strict=True))
    made = list(log.codings.values())
    assert parse_codings(write_codings(made, texts, form), form, texts, shipped_study.codebook) == made


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


@pytest.mark.parametrize(
    ("text", "form", "part"),
    [
        ("a,b\n1,2\n", "csv", "the column primary"),
        ('paragraph_id,primary\n"abad:01,economic\n', "csv", "a CSV table"),
        ("primary,coder\neconomic,ani\n", "csv", "record 1: expected a paragraph_id"),
        ("paragraph_id,primary\nabad:01,economic\n", "csv", "--coder"),
        ("paragraph_id,coder,primary,seconds\nabad:01,ani,economic,lama\n", "csv", "a number"),
        ("{", "jsonl", "line 1: expected JSON"),
        ("[1]\n", "jsonl", "one JSON object a line"),
        ("{}", "label-studio", "a list of tasks"),
        ("[{}]", "label-studio", "entry 1: expected an entry 'annotations', found none"),
        ("", "xml", "one of csv"),
        ('{"paragraph_id": "abad:01", "also": [null]}', "jsonl", "record 1, also: expected text"),
        ('{"paragraph_id": {"id": "abad:01"}}', "jsonl", "record 1, paragraph_id: expected text"),
        ('{"paragraph_id": "abad:01", "coder": "ani", "seconds": "lama"}', "jsonl", "record 1, column seconds"),
    ],
)
def test_a_file_of_another_form_is_refused(text, form, part) -> None:
    with pytest.raises(LabelError) as refusal:
        parse_codings(text, form, TEXTS, BOOK, where="file")
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_nothing_is_written_when_one_record_is_wrong(toy_study) -> None:
    before = toy_study.labels_path.read_bytes()
    paragraph = toy_study.paragraphs["paragraph_id"][0]
    table = f"paragraph_id,coder,primary\n{paragraph},ani,economic\n{paragraph},ani,sports\n"
    with pytest.raises(LabelError, match="sports"):
        import_codings(toy_study, table, "csv")
    assert toy_study.labels_path.read_bytes() == before


def test_lists_and_booleans_of_json_are_understood() -> None:
    line = json.dumps(
        {
            "paragraph_id": "abad:01",
            "coder": "ani",
            "primary": "economic",
            "also": ["political"],
            "unsure": True,
            "note": None,
            "seconds": 3,
        }
    )
    coding = parse_codings(line, "jsonl", TEXTS, BOOK)[0]
    assert (coding.also, coding.unsure, coding.note, coding.seconds) == (("political",), True, "", 3.0)
