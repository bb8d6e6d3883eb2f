"""``discourse figures``, ``check``, ``table``: exit codes, plain lines, and what a mistake gets."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app

EXPERIMENT = '''"""One row a pillar and analysis, as the main figure has them."""

import pandas as pd

from discourse.emphasis import emphasis_table
from discourse.experiment import Experiment
from discourse.labels import coded_table, select
from discourse.style import new_figure


def compute(study):
    parts = []
    for analysis in study.settings.analyses:
        rows = select(coded_table(study), analysis, study.settings.period_ids)
        found = emphasis_table(rows, study.codebook.pillar_ids, study.settings.period_ids)
        tests = found[found["quantity"] == "shift"].assign(low=None, high=None)
        kinds = ("shift_p", "shift_p_holm", "smallest_p", "detectable_shift")
        parts.append(pd.concat([found, *(tests.assign(quantity=kind) for kind in kinds)]).assign(analysis=analysis.id))
    return pd.concat(parts)


experiment = Experiment(__file__, "The shift", ("articles.csv", "paragraphs.csv", "labels.csv"), compute,
                        lambda numbers, study: new_figure([1], 1)[0])
'''


@pytest.fixture
def study(toy_study):
    toy_study.experiments.mkdir(exist_ok=True)
    (toy_study.experiments / "emphasis.py").write_text(EXPERIMENT, encoding="utf-8")
    return toy_study


def run(*arguments, study):
    return CliRunner().invoke(app, [*arguments, "--study", str(study.root)])


def test_figures_are_made_once_and_summed_up(study):
    first = run("figures", study=study)
    assert first.exit_code == 0, first.output
    assert "emphasis: made in" in first.output
    assert "Shift of emphasis from 2023 to 2025" in first.output
    assert (study.figures / "report.html").is_file()
    second = run("figures", study=study)
    assert "All is up to date: 1 figures" in second.output
    assert "Shift of emphasis" in second.output


def test_a_draft_leaves_the_figures_alone(study):
    assert run("figures", "--draft", study=study).exit_code == 0
    assert (study.cache / "draft" / "emphasis.png").is_file()
    assert not (study.figures / "emphasis.png").exists()


def test_a_check_passes_then_names_what_differs(study):
    run("figures", study=study)
    good = run("check", study=study)
    assert good.exit_code == 0, good.output
    assert "All 1 figures" in good.output
    path = study.figures / "emphasis.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("political", "economic")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bad = run("check", study=study)
    assert bad.exit_code == 1
    assert "1 of 1 figures differ" in bad.output


@pytest.mark.parametrize("form", ["markdown", "latex", "csv"])
def test_tables_come_in_three_forms(study, form):
    run("figures", study=study)
    done = run("table", "emphasis", "--format", form, study=study)
    assert done.exit_code == 0, done.output
    assert "Shift (points)" in done.output


@pytest.mark.parametrize("command", [("figures", "nothing"), ("check", "nothing"), ("table", "nothing")])
def test_an_unknown_figure_is_one_line_and_exit_code_2(study, command):
    done = run(*command, study=study)
    assert done.exit_code == 2
    assert "'nothing'" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_folder_without_study_is_one_line_and_exit_code_2(tmp_path):
    done = CliRunner().invoke(app, ["figures", "--study", str(tmp_path)])
    assert done.exit_code == 2
    assert "expected a study" in done.output


def test_a_word_is_found_in_context(study):
    done = run("concordance", "kota", "--lines", "2", study=study)
    assert done.exit_code == 0, done.output
    assert done.output.strip().splitlines()[-1] == "2 finds"
