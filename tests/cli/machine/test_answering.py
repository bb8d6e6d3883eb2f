"""From prompts to labels by the command line, with a model that is simulated; and what is refused on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.log import read_codings
from discourse.study import Study


def run(study: Study, *arguments: str):
    return CliRunner().invoke(app, [*arguments, "--study", str(study.root)])


@pytest.fixture
def study(toy_study) -> Study:
    """The toy study, with a machine coder gpt."""
    path = toy_study.data / "study.toml"
    machines = 'machine_coders = ["reader", "blind", "adjudicator", "gpt"]\n'
    path.write_text(machines + path.read_text(encoding="utf-8"), encoding="utf-8")
    return Study(toy_study.root)


def simulated(prompts: str) -> str:
    """Answer prompts as a model might that looks for two words, in prose now and then."""
    lines = []
    for number, line in enumerate(prompts.splitlines()):
        asked = json.loads(line)
        code = (
            "economic" if "dagang" in asked["prompt"] else "education" if "sekolah" in asked["prompt"] else "political"
        )
        said = json.dumps({"primary": code, "also": []})
        answer = f"Here it is:\n```json\n{said}\n```" if number % 2 else said
        lines.append(json.dumps({**asked, "answer": answer}))
    return "\n".join(lines) + "\n"


def test_from_prompts_to_labels(study, tmp_path: Path) -> None:
    study.labels_path.unlink()
    prompts, answers = tmp_path / "prompts.jsonl", tmp_path / "answers.jsonl"
    assert run(study, "labels", "prompt", "--machine", "gpt", "--out", str(prompts)).exit_code == 0
    answers.write_text(simulated(prompts.read_text(encoding="utf-8")), encoding="utf-8")
    given = ("labels", "import", str(answers), "--machine", "gpt", "--version", "2026-05")
    number = len(study.paragraphs)
    rehearsed = run(study, *given, "--dry-run")
    assert rehearsed.output.startswith(f"{number} codings would be added (gpt {number}), 0 were there already")
    assert not study.labels_path.is_file()
    assert run(study, *given).output.startswith(f"{number} codings added (gpt {number}), 0 were there already")
    assert run(study, *given).output.startswith(f"0 codings added, {number} were there already")
    codings = read_codings(Study(study.root))
    assert set(codings["queue"]) == {"uncoded"}
    assert (codings["inclusion"] == 1).all()
    said = run(study, "status").output
    assert f"All {number} labels were assigned by machine coders: gpt. No person has coded." in said
    assert "coded by machine" in said
    assert "names reader, who has coded nothing." in said
    again = run(study, "labels", "prompt", "--machine", "gpt", "--out", str(prompts), "--force")
    assert again.output.startswith("0 prompts")


def test_refusals_are_listed_or_left_out(study, tmp_path: Path) -> None:
    prompts, answers = tmp_path / "prompts.jsonl", tmp_path / "answers.jsonl"
    run(study, "labels", "prompt", "--out", str(prompts))
    lines = simulated(prompts.read_text(encoding="utf-8")).splitlines()
    for place in (2, 5):
        lines[place] = json.dumps(json.loads(lines[place]) | {"answer": "I would rather not."})
    answers.write_text("\n".join(lines), encoding="utf-8")
    before = study.labels_path.read_bytes()
    given = ("labels", "import", str(answers), "--machine", "gpt", "--version", "1")
    refused = run(study, *given)
    assert refused.exit_code == 2
    assert "line 3, paragraph" in refused.output
    assert "(also line 6" in refused.output
    assert study.labels_path.read_bytes() == before
    done = run(study, *given, "--skip")
    assert done.exit_code == 0, done.output
    assert "Left out: 2 answers that can be no codings" in done.output
    assert "line 3, paragraph" in done.output


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--machine", "ani", "--version", "1"), "a machine coder of study.toml"),
        (("--machine", "gpt"), "which version of the model"),
        (("--version", "1"), "--machine NAME beside --version and --skip"),
        (("--skip",), "--machine NAME beside --version and --skip"),
        (("--machine", "gpt", "--version", "1", "--coder", "ani", "--map", "a=b"), "found --coder, --map"),
    ],
)
def test_options_that_do_not_go_together_are_refused(study, tmp_path: Path, options, found) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text("{}\n", encoding="utf-8")
    refused = run(study, "labels", "import", str(answers), *options)
    assert refused.exit_code == 2
    assert found in refused.output


def test_a_file_that_cannot_be_read_is_one_line(study, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    given = ("labels", "import", str(answers), "--machine", "gpt", "--version", "1")
    assert "expected a file of codings" in run(study, *given).output
    answers.write_bytes(b'{"id": "\xff"}')
    assert "expected UTF-8" in run(study, *given).output
