"""Prompts are written to a file, the same each time, and it is said what sending them would give away."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.cli.machine.prompting import what_would_leave
from discourse.corpus import original_texts
from discourse.study import Study


def run(study: Study, *arguments: str):
    return CliRunner().invoke(app, ["labels", "prompt", *arguments, "--study", str(study.root)])


def test_a_queue_is_written_line_by_line_the_same_each_time(toy_study, tmp_path: Path) -> None:
    out = tmp_path / "prompts.jsonl"
    answer = run(toy_study, "--queue", "audit", "--size", "5", "--out", str(out))
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith(f"5 prompts written to {out}; nothing has been sent.\n")
    first = out.read_bytes()
    assert run(toy_study, "--queue", "audit", "--size", "5", "--out", str(out)).exit_code == 2
    run(toy_study, "--queue", "audit", "--size", "5", "--out", str(out), "--force")
    assert out.read_bytes() == first
    lines = [json.loads(line) for line in first.decode().splitlines()]
    assert {(line["queue"], line["inclusion"]) for line in lines} == {("audit", 5 / len(toy_study.paragraphs))}


def test_the_text_is_the_studys_also_where_originals_are_attached(toy_study, tmp_path: Path) -> None:
    path = toy_study.data / "paragraphs.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    attached = table["source_line"] != ""
    table.loc[attached, "text"] = [f"Parafrasa nomor {number}." for number in range(attached.sum())]
    table.to_csv(path, index=False)
    study = Study(toy_study.root)
    assert original_texts(study)
    out = tmp_path / "prompts.jsonl"
    assert run(study, "--out", str(out)).exit_code == 0
    prompts = [json.loads(line)["prompt"] for line in out.read_text(encoding="utf-8").splitlines()]
    texts = study.paragraphs["text"]
    assert sorted(prompts) == sorted(f"The paragraph:\n\n{text}" for text in texts)


def test_what_would_leave_is_counted(toy_study) -> None:
    own = toy_study.paragraphs[toy_study.paragraphs["source_sha256"] != ""]["paragraph_id"].tolist()
    other = toy_study.paragraphs[toy_study.paragraphs["source_sha256"] == ""]["paragraph_id"].tolist()
    said = what_would_leave(toy_study, [*own[:2], *other[:3]])
    assert "text of 5 paragraphs: 2 in the article's own words, 3 in a paraphrase or of unknown source." in said


def test_prompts_come_before_any_coding_and_for_a_variable(towns, tmp_path: Path) -> None:
    towns.labels_path.unlink()
    for number, options in enumerate(((), ("--variable", "tone"))):
        out = tmp_path / f"{number}.jsonl"
        answer = run(Study(towns.root), "--out", str(out), *options)
        assert answer.exit_code == 0, answer.output
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert {line["variable"] for line in lines} == {options[-1] if options else ""}
        assert len(lines) == len(towns.paragraphs)


@pytest.mark.parametrize("options", [("--queue", "doubtful"), ("--machine", "gpt"), ("--variable", "colour")])
def test_what_cannot_be_asked_writes_nothing(toy_study, tmp_path: Path, options) -> None:
    out = tmp_path / "prompts.jsonl"
    assert run(toy_study, "--out", str(out), *options).exit_code == 2
    assert not out.exists()
