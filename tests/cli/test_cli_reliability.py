"""``discourse agreement``: alpha for all and for pairs, and what they differ on."""

from __future__ import annotations

from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding


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
