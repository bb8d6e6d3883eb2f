"""``discourse agreement``: alpha, and on what coders differ; ``retrain``: what changed since the last fit."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding


def run(study, *arguments: str):
    return CliRunner().invoke(app, ["retrain", *arguments, "--study", str(study.root)])


def test_first_fit_nothing_new_and_second_fit(toy_study) -> None:
    assert run(toy_study, "--dry-run").output == "Nothing to compare with yet.\n"
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
    waiting = (
        "The codings by ani are no labels: 1 of 30 common paragraphs. To accept them: discourse coders accept ani\n"
    )
    assert run(toy_study, "--dry-run").output == f"Since classifier-0001.npz:\nNo label differs.\n{waiting}"
    assert run(toy_study).output.endswith(f"To fit all the same: discourse retrain --again\n{waiting}")
    decided = ["coders", "accept", "ani", "--yes", "--study", str(toy_study.root)]
    assert CliRunner().invoke(app, decided).exit_code == 0
    dry = run(toy_study, "--dry-run")
    assert dry.output.startswith("Since classifier-0001.npz:\n1 label differs: ")
    assert sorted(path.name for path in toy_study.models.iterdir()) == models
    second = run(toy_study)
    assert second.exit_code == 0, second.output
    assert "1 label differs" in second.output
    assert "by ani" in second.output
    assert "against the fit before" in second.output
    assert "classifier-0002.npz" in second.output


def test_a_state_to_compare_with_may_be_named(toy_study) -> None:
    assert run(toy_study, "--dry-run", "--since", "3").output.startswith("Since the state 3:\n")
    answer = run(toy_study, "--since", "yesterday")
    assert answer.exit_code == 2
    assert "expected 'now', a number of codings, a date, or the path of a log, found 'yesterday'" in answer.output
    assert not toy_study.models.exists()


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


def test_agreement_of_all_and_each_pair_with_what_they_confuse(toy_study, tmp_path) -> None:
    names = list(toy_study.paragraphs["paragraph_id"])
    LabelLog.of(toy_study).append([Coding("ani-1", names[0], "ani", "1", "education", why="coding")])
    out = tmp_path / "agreement.csv"
    answer = CliRunner().invoke(app, ["agreement", "--list", "--out", str(out), "--study", str(toy_study.root)])
    assert answer.exit_code == 0, answer.output
    assert "percentile bootstrap of articles" in answer.output
    assert "blind, reader" in answer.output
    assert f"{names[0]}  reader / ani" in answer.output or f"{names[0]}  ani / reader" in answer.output
    assert "undefined" in answer.output
    assert out.read_text(encoding="utf-8").startswith("coders,quantity,alpha")
    again = ["agreement", "--out", str(out), "--study", str(toy_study.root)]
    assert CliRunner().invoke(app, again).exit_code == 2
    assert CliRunner().invoke(app, [*again, "--force"]).exit_code == 0


def test_the_jackknife_of_agreement_is_named(toy_study) -> None:
    answer = CliRunner().invoke(app, ["agreement", "--jackknife", "--study", str(toy_study.root)])
    assert "jackknife over articles" in answer.output
    assert "(no interval)" in answer.output
    assert "No interval: fewer than 10 articles, or no two codings differ." in answer.output


def test_agreement_with_nothing_to_differ_on(toy_study) -> None:
    header, first = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    toy_study.labels_path.write_text(header + first, encoding="utf-8")
    answer = CliRunner().invoke(app, ["agreement", "--study", str(toy_study.root)])
    assert "No two coders differ" in answer.output
    assert "undefined" in answer.output


def test_agreement_on_a_variable(towns) -> None:
    answer = CliRunner().invoke(app, ["agreement", "--variable", "tone", "--list", "--study", str(towns.root)])
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("Tone: Krippendorff's alpha")
    assert "primary            0.500 (no interval)" in answer.output  # worked out in tests/labels/test_variables.py
    assert "ash-2:01  mara / ines" in answer.output


def test_the_page_of_disagreements_is_written_and_kept(toy_study, tmp_path) -> None:
    page = tmp_path / "page.html"
    asked = ["agreement", "--html", str(page), "--study", str(toy_study.root)]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    assert f"3 paragraphs on which coders differ: {page}" in answer.output
    assert "On what coders differ" in page.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, asked).exit_code == 2
    again = CliRunner().invoke(app, [*asked, "--force", "--language", "id"])
    assert again.exit_code == 0, again.output
    assert "Perbedaan antarpengode" in page.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, [*asked, "--force", "--language", "xx"]).exit_code == 2


def test_kappa_and_ac1_stand_beside_alpha(toy_study) -> None:
    output = CliRunner().invoke(app, ["agreement", "--study", str(toy_study.root)]).output
    assert "Krippendorff's thresholds of alpha: 0.80 reliable, 0.667 tentative" in output
    row = next(line for line in output.splitlines() if line.startswith("  primary"))
    assert " ".join(row.split()[1:]) == "0.813 (no interval) 0.809 (no interval) 0.821 (no interval) 86.4%"
