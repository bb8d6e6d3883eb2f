"""``discourse figures``, ``report``, ``check``, ``table``: exit codes, plain lines, and what a mistake gets."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from typer.testing import CliRunner

from discourse.cli import app
from discourse.cli.common import ProgressBar
from discourse.pipeline import dependencies
from discourse.pipeline.dependencies import PACKAGE
from discourse.report import page

EXPERIMENT = '''"""One row a pillar and analysis, as the main figure has them."""

import pandas as pd

from discourse.emphasis import emphasis_table
from discourse.labels import coded_table, select
from discourse.pipeline import Description, Experiment
from discourse.figures.style import new_figure


def compute(study):
    parts = []
    for analysis in study.settings.analyses:
        rows = select(coded_table(study), analysis, study.settings.compared)
        found = emphasis_table(rows, study.codebook.pillar_ids, study.settings.compared)
        tests = found[found["quantity"] == "shift"].assign(low=None, high=None)
        kinds = ("shift_p", "shift_p_holm", "smallest_p", "detectable_shift", "verdict")
        parts.append(pd.concat([found, *(tests.assign(quantity=kind) for kind in kinds)]).assign(analysis=analysis.id))
    return pd.concat(parts).assign(count=1, verdict="open", reason="")


experiment = Experiment(__file__, "The shift", compute,
                        lambda numbers, study: new_figure([1], 1)[0],
                        lambda numbers, study: Description("The shift", ""))
'''


@pytest.fixture
def study(toy_study, own_figures_only):
    toy_study.experiments.mkdir(exist_ok=True)
    (toy_study.experiments / "emphasis.py").write_text(EXPERIMENT, encoding="utf-8")
    return toy_study


def run(*arguments, study):
    return CliRunner().invoke(app, [*arguments, "--study", str(study.root)])


def test_figures_are_made_once_and_summed_up(study):
    first = run("figures", study=study)
    assert first.exit_code == 0, first.output
    assert "1 of 1: emphasis: made in" in first.output
    assert "Shift of emphasis from 2023 to 2025" in first.output
    assert (study.figures / "report.html").is_file()
    second = run("figures", study=study)
    assert "All is up to date: 1 figure" in second.output
    assert "Shift of emphasis" in second.output


SLOW_TO_IMPORT = ("gensim", "jinja2", "matplotlib", "nltk", "scipy.stats", "sklearn")


def test_looking_at_figures_that_are_up_to_date_reads_no_heavy_library(study):
    run("figures", study=study)
    code = f"""
import sys
from pathlib import Path
import discourse.pipeline.run
from discourse.cli import app
discourse.pipeline.dependencies.SHIPPED = Path("no-scripts")
app(["figures", "--study", {str(study.root)!r}], standalone_mode=False)
print([name for name in {SLOW_TO_IMPORT!r} if name in sys.modules])
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "All is up to date: 1 figure" in answer.stdout
    assert "Shift of emphasis from 2023 to 2025" in answer.stdout
    assert answer.stdout.splitlines()[-1] == "[]"


def test_a_run_says_whether_the_numbers_are_those_that_stood_there(study):
    assert "New: emphasis" in run("figures", study=study).output.splitlines()
    *_, took, same, after = run("figures", "--force", study=study).output.splitlines()
    assert took.startswith("1 figure made in ")
    assert same == "All numbers are as before."
    assert after == f"Next: discourse table emphasis --study {study.root}"
    script = study.experiments / "emphasis.py"
    script.write_text(script.read_text(encoding="utf-8").replace("count=1", "count=2"), encoding="utf-8")
    changed = run("figures", study=study).output
    assert "Changed: emphasis: count, row 2: was 1, now 2, and " in changed
    assert "as before" not in changed


def test_what_is_out_of_date_is_said_with_the_reason(study):
    assert run("figures", "--dry-run", study=study).output == "emphasis: not made yet\n"
    assert not study.figures.exists()
    run("figures", study=study)
    assert run("figures", "--dry-run", study=study).output == "All is up to date.\n"
    settings = study.data / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert run("figures", "--dry-run", study=study).output == "emphasis: settings: seed was 7, is 8\n"


def test_a_changed_template_makes_the_report_out_of_date_and_no_figure(study, tmp_path, monkeypatch):
    run("figures", study=study)
    package = Path(shutil.copytree(PACKAGE, tmp_path / "discourse", ignore=shutil.ignore_patterns("__pycache__")))
    templates = package / "report" / "templates"
    monkeypatch.setattr(dependencies, "PACKAGE", package)
    monkeypatch.setattr(page, "PackageLoader", lambda package: FileSystemLoader(templates))
    template = templates / "report.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("</body>", "<p>More.</p></body>"), encoding="utf-8")
    said = run("figures", "--dry-run", study=study).output
    assert said.startswith("report: the page is not")
    assert len(said.splitlines()) == 1
    assert "All is up to date: 1 figure" in run("figures", study=study).output
    assert "<p>More.</p>" in (study.figures / "report.html").read_text(encoding="utf-8")
    assert run("figures", "--dry-run", study=study).output == "All is up to date.\n"


def test_the_report_is_written_from_the_figures_there_and_says_which_are_out_of_date(study, monkeypatch):
    lacking = run("report", study=study)
    assert lacking.exit_code == 2
    assert "discourse figures emphasis" in lacking.output
    run("figures", study=study)
    page = study.figures / "report.html"
    before = page.read_bytes()
    page.unlink()
    opened = []
    monkeypatch.setattr("typer.launch", opened.append)
    assert run("report", "--open", study=study).output == f"The report: {page}\n"
    assert opened == [str(page.resolve())]
    assert page.read_bytes() == before
    settings = study.data / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert "Out of date: emphasis. Make them anew: discourse figures\n" in run("report", study=study).output


def test_the_report_in_another_language_lies_beside_the_figures_in_it(study, tmp_path):
    run("figures", study=study)
    page, folder = study.figures / "report.html", tmp_path / "translated"
    before = page.read_bytes()
    (study.data / "strings.fr.po").write_text('msgid "The answer"\nmsgstr "La réponse"\n', encoding="utf-8")
    for wrong in (["--language", "fr"], ["--out", str(folder)]):
        assert "expected --language and --out together" in run("report", *wrong, study=study).output
    for place, told in (
        (folder, "discourse figures --language fr --out FOLDER"),
        (study.figures, "a folder of its own"),
    ):
        refused = run("report", "--language", "fr", "--out", str(place), study=study)
        assert refused.exit_code == 2
        assert told in refused.output
    shutil.copytree(study.figures, folder)
    made = run("report", "--language", "fr", "--out", str(folder), study=study)
    assert made.output == f"The report: {folder / 'report.html'}\n"
    assert ">La réponse</h2>" in (folder / "report.html").read_text(encoding="utf-8")
    assert page.read_bytes() == before


def test_who_is_waited_for_is_said(capsys):
    with ProgressBar("figures", 1) as bar:
        bar.figure("process 42, since 2026-05-01 09:30", "waiting", 0.0)
        bar.figure("emphasis", "made", 1.0)
    said = capsys.readouterr()
    waited = "Another run is at work on the figures (process 42, since 2026-05-01 09:30). Waiting until it is done"
    assert said.err == f"{waited} ...\n"
    assert said.out == "1 of 1: emphasis: made in 1.0 s\n"


def test_a_draft_leaves_the_figures_alone(study):
    assert run("figures", "--draft", study=study).exit_code == 0
    assert (study.cache / "draft" / "emphasis.png").is_file()
    assert not (study.figures / "emphasis.png").exists()


def test_a_check_passes_then_names_what_differs(study):
    run("figures", study=study)
    good = run("check", study=study)
    assert good.exit_code == 0, good.output
    assert "\n1 figure, " in good.output
    assert "the same. Rebuilt in " in good.output
    path = study.figures / "emphasis.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("political", "economic")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bad = run("check", study=study)
    assert bad.exit_code == 1
    assert "1 of 1 figures differ" in bad.output


def test_a_picture_and_a_report_changed_by_hand_are_named_with_the_cure(study):
    run("figures", study=study)
    for name, cure in (("emphasis.png", "discourse figures emphasis"), ("report.html", "discourse figures")):
        path = study.figures / name
        before = path.read_bytes()
        path.write_bytes(before + b" ")
        bad = run("check", study=study)
        assert bad.exit_code == 1
        (line,) = (line for line in bad.output.splitlines() if name in line)
        assert f"figures/{name} was changed by hand" in line
        assert line.endswith(f". Make it anew: {cure}")
        path.write_bytes(before)
    (study.figures / "report.html").unlink()
    assert "figures/report.html is not there" in run("check", study=study).output
    assert run("check", "emphasis", study=study).exit_code == 0


@pytest.mark.parametrize("command", [("figures",), ("figures", "--dry-run"), ("check",)])
def test_a_manifest_in_conflict_is_one_line_and_exit_code_2(study, command):
    study.figures.mkdir()
    (study.figures / "manifest.json").write_text("{\n<<<<<<< ours\n", encoding="utf-8")
    done = run(*command, study=study)
    assert done.exit_code == 2
    (line,) = done.output.strip().splitlines()
    assert "two versions of it in conflict" in line
    assert "discourse figures" in line


@pytest.mark.parametrize("content", [b"", b"analysis,pillar\n\xff\n", b"a,b\nc,d\ne,f,g\n", b"<<<<<<< ours\n"])
def test_torn_numbers_are_one_line_in_a_table_and_in_a_check(study, content):
    run("figures", study=study)
    (study.figures / "emphasis.csv").write_bytes(content)
    done = run("table", "emphasis", study=study)
    assert done.exit_code == 2
    (line,) = done.output.strip().splitlines()
    assert "emphasis.csv: expected" in line
    assert "discourse figures emphasis" in line
    checked = run("check", study=study)
    assert checked.exit_code == 1
    assert "figures/emphasis.csv was changed by hand" in checked.output
    assert run("figures", study=study).exit_code == 0
    assert run("check", study=study).exit_code == 0


def test_a_table_of_half_the_rows_is_one_line(study):
    run("figures", study=study)
    path = study.figures / "emphasis.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    for kept in (lines[:-1], [*lines, lines[-1]], lines[:1]):
        path.write_bytes(b"".join(kept))
        done = run("table", "emphasis", study=study)
        assert done.exit_code == 2
        assert "expected one row for" in done.output
        assert len(done.output.strip().splitlines()) == 1
        assert "expected one row for" in run("check", study=study).output


def test_a_table_is_guarded_unless_it_is_to_be_raw(study):
    study.figures.mkdir()
    (study.figures / "words.csv").write_text("term,value\n'@rt,-0.5\nkopi,1\n", encoding="utf-8")
    assert run("table", "words", "--format", "csv", study=study).output == "term,value\n'@rt,-0.5\nkopi,1.0\n"
    assert run("table", "words", "--format", "csv", "--raw", study=study).output == "term,value\n@rt,-0.5\nkopi,1.0\n"
    assert "| @rt | -0.5 |" in run("table", "words", study=study).output


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


def test_what_the_data_cannot_carry_is_said_at_the_end_and_stops_no_other_figure(study):
    first = "def compute(study):\n"
    for stem in ("folds", "topics"):
        script = EXPERIMENT.replace(first, f"{first}    raise EstimateError('much', 'little', '{stem}')\n")
        text = f"from discourse.errors import EstimateError\n{script}"
        (study.experiments / f"{stem}.py").write_text(text, encoding="utf-8")
    done = run("figures", study=study)
    assert done.exit_code == 2
    assert (study.figures / "emphasis.png").is_file()
    assert (study.figures / "report.html").is_file()
    lines = done.output.splitlines()
    assert "  folds: folds: expected much, found little." in lines
    assert (
        lines[-1] == "discourse: figures: expected data and libraries for all figures, found too little for 2 of them."
    )


def test_figures_and_report_are_written_in_another_language(study, tmp_path):
    (study.data / "strings.xx.po").write_text('msgid "Political"\nmsgstr "Politika"\n', encoding="utf-8")
    answer = run("figures", "--language", "xx", "--out", str(tmp_path / "xx"), study=study)
    assert answer.exit_code == 0, answer.output
    page = tmp_path / "xx" / "report.html"
    assert f"1 figure drawn in language xx; the report is {page}" in answer.output
    assert "Politika" in page.read_text(encoding="utf-8")
    assert "Politika" not in (study.figures / "report.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "xx").iterdir()) == [
        "emphasis.csv",
        "emphasis.md",
        "emphasis.png",
        "emphasis.svg",
        "report.html",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--language", "id"], "expected --language and --out together, found --language without --out"),
        (["--out", "id"], "found --out without --language"),
        (["--language", "id", "--out", "id", "--draft"], "expected --language alone"),
        (["--language", "id", "--out", "id", "--dry-run"], "expected --language alone"),
        (["--language", "tlh", "--out", "id"], "strings.tlh.po"),
        (["--language", "en", "--out", "FIGURES"], "a folder of its own"),
    ],
)
def test_what_cannot_be_drawn_in_a_language_is_refused_before_a_figure_is_made(study, options, said):
    options = [str(study.figures) if option == "FIGURES" else option for option in options]
    answer = run("figures", *options, study=study)
    assert answer.exit_code == 2
    assert said in answer.output
    assert len(answer.output.splitlines()) == 1
    assert not study.figures.exists()


def test_a_figure_alone_is_made_where_the_report_is_not_yet_possible(study):
    script = study.experiments / "emphasis.py"
    (study.experiments / "other.py").write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("figures", "other", study=study)
    assert done.exit_code == 0, done.output
    assert "The report needs the figure emphasis: discourse figures emphasis\n" in done.output
    assert "the report is" not in done.output
    assert not (study.figures / "report.html").exists()
    assert "the report is" in run("figures", "emphasis", study=study).output
    assert (study.figures / "report.html").exists()
