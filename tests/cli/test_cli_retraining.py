"""``discourse retrain`` says what changed since the last fit, or that nothing did."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding


def run(study, *arguments: str):
    return CliRunner().invoke(app, ["retrain", *arguments, "--study", str(study.root)])


def test_first_fit_nothing_new_and_second_fit(toy_study) -> None:
    assert run(toy_study, "--dry-run").output == "There is no fit yet to compare with.\n"
    first = run(toy_study)
    assert first.exit_code == 0, first.output
    assert "nothing to compare with" in first.output
    models = sorted(path.name for path in toy_study.models.iterdir())
    assert "classifier-0001.npz" in first.output
    assert "2025-2023" in first.output
    assert "2 paragraphs are coded 'none' and left out of every denominator." in first.output
    assert "labelled articles in 2025: " in first.output
    assert "nan%" not in first.output
    assert "(no interval)  3 articles" in first.output
    assert "No label has changed since classifier-0001.npz" in run(toy_study).output
    paragraph = toy_study.paragraphs["paragraph_id"][0]
    LabelLog.of(toy_study).append([Coding("ani-1", paragraph, "ani", "1", "education", why="coding")])
    dry = run(toy_study, "--dry-run")
    assert dry.output.startswith("Since classifier-0001.npz:\n1 labels differ: ")
    assert sorted(path.name for path in toy_study.models.iterdir()) == models
    second = run(toy_study)
    assert second.exit_code == 0, second.output
    assert "1 labels differ" in second.output
    assert "by ani" in second.output
    assert "against the fit before" in second.output
    assert "classifier-0002.npz" in second.output


def test_a_manifest_in_conflict_is_said_before_the_work(toy_study) -> None:
    toy_study.figures.mkdir()
    (toy_study.figures / "manifest.json").write_text("<<<<<<< ours\n", encoding="utf-8")
    answer = run(toy_study)
    assert answer.exit_code == 2
    assert "two versions of it in conflict" in answer.output
    assert not toy_study.models.exists()


@pytest.mark.parametrize("lines", [1, 4])
def test_too_little_to_fit_is_said(toy_study, lines) -> None:
    text = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    toy_study.labels_path.write_text("".join(text[:lines]), encoding="utf-8")
    answer = run(toy_study)
    assert answer.exit_code == 2
    assert "discourse relabel" in answer.output
    assert not toy_study.models.exists()
