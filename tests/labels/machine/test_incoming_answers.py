"""A model's answers come into the log whole, once, and as a machine's; or what is wrong is listed."""

from __future__ import annotations

import json

import pytest

from discourse.errors import LabelError
from discourse.labels.log import read_codings
from discourse.labels.machine import Drawn, check_machine, import_answers, label_origins, write_prompts
from discourse.labels.table import study_labels
from discourse.study import Study

HEADING = "label_precedence ="


@pytest.fixture
def study(toy_study) -> Study:
    """The toy study, with a machine coder whose codings are no labels before anybody else's."""
    path = toy_study.data / "study.toml"
    text = path.read_text(encoding="utf-8")
    machines = 'machine_coders = ["reader", "blind", "adjudicator", "gpt"]\n'
    path.write_text(text.replace(HEADING, machines + HEADING, 1), encoding="utf-8")
    return Study(toy_study.root)


def asked(study: Study, number: int = 0) -> list[dict]:
    rows = study.paragraphs[["paragraph_id", "text"]].itertuples(index=False)
    drawn = [Drawn(*row) for row in rows][: number or None]
    return [json.loads(line) for line in write_prompts(drawn, study.codebook).splitlines()]


def answers(prompts: list[dict], said: str = '{"primary": "political"}') -> str:
    return "".join(json.dumps({"id": each["id"], "answer": said}) + "\n" for each in prompts)


def test_answers_of_all_paragraphs_come_in_once(study) -> None:
    content = answers(asked(study))
    before = study.labels_path.read_bytes()
    rehearsed = import_answers(study, content, "gpt", "2026-05", dry_run=True)
    assert study.labels_path.read_bytes() == before
    done = import_answers(study, content, " gpt ", "2026-05")
    again = import_answers(study, content, "gpt", "2026-05")
    number = len(study.paragraphs)
    assert (rehearsed.added, done.added, done.by_coder) == (number, number, {"gpt": number})
    assert (again.added, again.known) == (0, number)
    assert study.labels_path.read_bytes().startswith(before)
    codings = read_codings(study)
    own = codings[codings["coder"] == "gpt"]
    assert (len(own), set(own["note"]), set(own["why"])) == (number, {"version 2026-05"}, {"machine"})


def test_a_machine_named_last_changes_no_label_and_the_import_says_so(study) -> None:
    before = study_labels(study)
    done = import_answers(study, answers(asked(study)), "gpt", "1")
    assert study_labels(study).equals(before)
    assert any("machine coders that label_precedence does not name come last" in said for said in done.contested)


def test_where_nobody_else_has_coded_a_machines_answers_are_labels(study) -> None:
    study.labels_path.unlink()
    done = import_answers(study, answers(asked(study, 3)), "gpt", "1")
    found = label_origins(read_codings(study), study.settings, study.codebook)
    assert (done.added, found.labels, found.by_people, found.machines) == (3, 3, 0, ("gpt",))


def test_a_new_version_is_another_coding_and_the_same_version_may_not_differ(study) -> None:
    prompts = asked(study, 2)
    import_answers(study, answers(prompts), "gpt", "1")
    other = answers(prompts, '{"primary": "economic"}')
    with pytest.raises(LabelError, match="records that can be codings") as error:
        import_answers(study, other, "gpt", "1")
    (note,) = error.value.__notes__
    assert "line 1" in note
    assert "expected political, as the log has it of this machine and version, found economic" in note
    assert "--version" in note
    assert import_answers(study, other, "gpt", "2").added == 2


def bad(study: Study) -> str:
    """Seven answers that can be no codings, and one that can."""
    one, two, *rest = asked(study, 7)
    lines = [
        {"id": one["id"], "answer": {"primary": "political"}},
        {"id": one["id"], "answer": {"primary": "political"}},
        {"id": two["id"], "answer": "I would rather not."},
        {"id": rest[0]["id"], "answer": {"primary": "sport"}},
        {"id": "p-0000000000000000.00000000.00000000", "answer": {"primary": "none"}},
        {"id": rest[1]["id"], "answer": 'Either {"primary": "none"} or {"primary": "political"}.'},
        [1],
    ]
    return "".join(json.dumps(line) + "\n" for line in lines) + '{"id": "p-'


def test_everything_that_is_wrong_is_listed_and_nothing_is_written(study) -> None:
    before = study.labels_path.read_bytes()
    with pytest.raises(
        LabelError, match=r"a\.jsonl: expected records that can be codings, found 7 that cannot"
    ) as error:
        import_answers(study, bad(study), "gpt", "1", where="a.jsonl")
    notes = error.value.__notes__
    assert study.labels_path.read_bytes() == before
    assert [int(note.split("line ")[1].split(",")[0].split(":")[0]) for note in notes] == [2, 3, 4, 5, 6, 7, 8]
    for note, words in zip(
        notes,
        [
            "the first is in line 1",
            "a refusal",
            "found 'sport'",
            "another study",
            "found 2",
            "a list",
            "Write one object",
        ],
        strict=True,
    ):
        assert words in note


def test_what_can_be_a_coding_comes_in_where_that_is_asked_for(study) -> None:
    done = import_answers(study, bad(study), "gpt", "1", where="a.jsonl", skip=True)
    assert (done.added, done.left_out) == (1, {"answers that can be no codings": 7})
    assert sum("a.jsonl, line" in remark for remark in done.remarks) == 7


def test_a_single_fault_is_left_out_with_its_line(study) -> None:
    content = answers(asked(study, 1)) + "no json\n"
    done = import_answers(study, content, "gpt", "1", where="a.jsonl", skip=True)
    assert done.added == 1
    assert done.remarks[0].startswith("a.jsonl, line 2: expected one JSON object a line")


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_answers_is_refused(study, content) -> None:
    with pytest.raises(LabelError, match="expected answers of a model, found none"):
        import_answers(study, content, "gpt", "1")


def test_a_version_is_asked_for(study) -> None:
    with pytest.raises(LabelError, match="which version of the model"):
        import_answers(study, answers(asked(study)), "gpt", " \n")


@pytest.mark.parametrize("name", ["ani", "GPT", "", "a,b"])
def test_a_name_that_is_no_machine_coder_is_refused(study, name) -> None:
    with pytest.raises(LabelError, match="--machine"):
        check_machine(study.settings, name)


def test_the_line_to_write_is_named(study) -> None:
    line = 'machine_coders = ["reader", "blind", "adjudicator", "gpt", "model 2"]'
    with pytest.raises(LabelError) as error:
        check_machine(study.settings, "model  2")
    assert line in str(error.value)
    path = study.data / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('machine_coders = ["reader", "blind", "adjudicator", "gpt"]', line), encoding="utf-8")
    assert check_machine(Study(study.root).settings, "model  2") == "model 2"


def test_a_variable_has_codings_of_its_own(towns) -> None:
    study = towns.with_settings(machine_coders=["gpt"]).seen_by("tone")
    prompts = asked(study, 2)
    code = study.codebook.codes[0]
    before = len(read_codings(study))
    assert import_answers(study, answers(prompts, f'{{"primary": "{code}"}}'), "gpt", "1").added == 2
    assert len(read_codings(study)) == before + 2
    with pytest.raises(LabelError, match="name the variable with --variable"):
        import_answers(study.seen_by(""), answers(prompts[:1]), "gpt", "1")
