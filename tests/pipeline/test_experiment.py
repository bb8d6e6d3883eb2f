"""A figure is drawn from the CSV just written; a draft cannot be mistaken for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from io import StringIO

import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.figures import new_figure
from discourse.pipeline.dependencies import record_files
from discourse.pipeline.experiment import (
    CAPTION_WIDTH,
    DRAFT_RESAMPLES,
    Description,
    Experiment,
    read_description,
    read_numbers,
)
from discourse.translations import Translation, say, speaking


@pytest.fixture
def experiment(tmp_path):
    seen = {}

    def compute(study):
        seen["resamples"] = study.settings.resamples
        return pd.DataFrame({"period": ["2023", "2025"], "pillar": ["none", "political"], "value": [1 / 3, None]})

    def draw(numbers, study):
        seen["drawn"] = numbers
        return new_figure([1], 1)[0]

    def describe(numbers, study):
        return Description("Shares of two periods", "A dot is a share.")

    made = Experiment(str(tmp_path / "shares.py"), "Shares", compute, draw, describe)
    made.__dict__["seen"] = seen
    return made


def test_what_is_drawn_is_what_the_file_holds(experiment, toy_study, tmp_path):
    folder = tmp_path / "out"
    numbers = experiment.make(toy_study, folder)
    pd.testing.assert_frame_equal(numbers, read_numbers(folder / "shares.csv"))
    pd.testing.assert_frame_equal(numbers, experiment.seen["drawn"])
    assert numbers["period"].tolist() == ["2023", "2025"]  # text, not years as numbers
    assert numbers["pillar"].tolist() == ["none", "political"]  # a code, not a missing value
    assert numbers["value"].isna().tolist() == [False, True]
    assert sorted(path.name for path in folder.iterdir()) == ["shares.csv", "shares.md", "shares.png", "shares.svg"]


def test_a_table_is_in_english_whatever_is_spoken(toy_study, tmp_path):
    made = Experiment(
        str(tmp_path / "said.py"),
        "Said",
        compute=lambda study: pd.DataFrame({"verdict": [say("open")]}),
        draw=None,
        describe=lambda numbers, study: Description(say("open"), numbers["verdict"].iloc[0]),
    )
    with speaking(Translation("xx", {"open": "terbuka"})):
        made.make(toy_study, tmp_path)
    assert read_numbers(tmp_path / "said.csv")["verdict"].tolist() == ["open"]
    found = read_description(tmp_path / "said.md")
    assert (found.title, found.caption) == ("terbuka", "open")


def test_text_that_is_empty_throughout_stays_text():
    numbers = read_numbers(StringIO("part,rules,value\n2023,,1\n,,2\n"))
    assert numbers.fillna({"part": "", "rules": ""}).to_numpy().tolist() == [["2023", "", 1], ["", "", 2]]


def test_a_draft_takes_few_resamples_and_looks_different(experiment, toy_study, tmp_path):
    experiment.make(toy_study, tmp_path / "real")
    real = experiment.seen["resamples"]
    experiment.make(toy_study, tmp_path / "draft", draft=True)
    assert experiment.seen["resamples"] == DRAFT_RESAMPLES < real == toy_study.settings.resamples
    assert (tmp_path / "real" / "shares.png").read_bytes() != (tmp_path / "draft" / "shares.png").read_bytes()


def test_a_script_runs_alone(root, tmp_path):
    script = root / "experiments" / "paragraphs.py"
    command = [sys.executable, str(script), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "paragraphs.csv").is_file()


def test_a_script_of_the_package_takes_the_study_that_one_is_in(root, towns, tmp_path):
    (tmp_path / "package" / "experiments").mkdir(parents=True)
    script = shutil.copy(root / "experiments" / "paragraphs.py", tmp_path / "package" / "experiments")
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=towns.data, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (towns.figures / "paragraphs.csv").is_file()
    assert sorted(path.name for path in (tmp_path / "package").iterdir()) == ["experiments"]


def test_a_script_names_a_missing_study(root, tmp_path):
    script = root / "experiments" / "paragraphs.py"
    command = [sys.executable, str(script), "--study", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(str(tmp_path))
    assert "Traceback" not in done.stderr


def test_text_that_begins_as_a_formula_is_guarded_in_the_file_and_nowhere_else(toy_study, tmp_path):
    drawn = []
    table = pd.DataFrame({"outlet": ["@warta", "-1.5", "=1+1", None], "value": [-1.5, 2, 0.25, 1]})
    made = Experiment(
        str(tmp_path / "outlets.py"),
        "Outlets",
        lambda study: table,
        lambda numbers, study: (drawn.append(numbers), new_figure([1], 1)[0])[1],
        lambda numbers, study: Description("Outlets", ""),
    )
    made.make(toy_study, tmp_path)
    text = (tmp_path / "outlets.csv").read_text(encoding="utf-8")
    assert text == "outlet,value\n'@warta,-1.5\n-1.5,2\n'=1+1,0.25\n,1\n"
    assert drawn[0]["outlet"].fillna("").tolist() == ["@warta", "-1.5", "=1+1", ""]


def test_numbers_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(DataError, match="the numbers: expected the numbers of a figure"):
        read_numbers(StringIO(""))
    with pytest.raises(DataError, match=r"rows\.csv: .* found .*No such file.* Make them anew: discourse figures rows"):
        read_numbers(tmp_path / "rows.csv")


@pytest.mark.parametrize(
    ("out", "found"),
    [("study/data", "one that the study is made of"), ("file", "File exists"), ("a" * 300, "too long")],
)
def test_a_script_refuses_a_folder_that_is_none_or_the_study_s(
    experiment, toy_study, tmp_path, monkeypatch, capsys, out, found
):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(sys, "argv", ["shares.py", "--study", str(toy_study.root), "--out", str(tmp_path / out)])
    with pytest.raises(SystemExit, match="2"):
        experiment.main()
    (line,) = capsys.readouterr().err.splitlines()
    assert "expected a folder" in line
    assert found in line
    assert sorted(tmp_path.rglob("*")) == before


def test_numbers_with_a_cell_too_many_are_refused(tmp_path):
    path = tmp_path / "shares.csv"
    path.write_text("analysis,value\na,1,2\nb,3,4\n", encoding="utf-8")
    with pytest.raises(DataError, match="found more cells in a row than columns"):
        read_numbers(path)


NOTED = Description("Fewer: 11 of 83", "A dot is a share. " * 12, "Tests: none.\n\nLimits: many.")


@pytest.mark.parametrize("said", [NOTED, Description("Fewer", "", "Notes."), Description("Fewer", "A dot.")])
def test_what_a_figure_says_reads_back(said, tmp_path):
    path = tmp_path / "shares.md"
    path.write_text(str(said), encoding="utf-8")
    again = read_description(path)
    assert (again.title, again.caption, again.notes) == (said.title, said.caption.strip(), said.notes)
    assert max(map(len, str(said).splitlines())) <= CAPTION_WIDTH


@pytest.mark.parametrize("content", [None, b"", b"no title", b"# \xff"])
def test_words_that_cannot_be_read_are_one_line(content, tmp_path):
    path = tmp_path / "shares.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match="discourse figures shares"):
        read_description(path)


def test_words_are_made_from_the_numbers_and_carry_the_notes_of_the_study(experiment, toy_study, tmp_path):
    said = replace(experiment, describe=lambda numbers, study: Description(f"{len(numbers)} rows", "", "Own."))
    study = toy_study.with_settings(sample_note="A sample.", coding_note="Coded.")
    said.make(study, tmp_path)
    assert read_description(tmp_path / "shares.md") == Description("2 rows", "", "Own. A sample. Coded.")


def test_words_say_whose_the_labels_are_and_follow_the_log(experiment, toy_study, tmp_path):
    said = replace(experiment, describe=lambda numbers, study: Description("Rows", "", "Own."))
    study = toy_study.with_settings(machine_coders=["reader", "blind", "adjudicator"], coding_note="One model.")
    read = record_files(lambda fresh: said.make(fresh, tmp_path), study)
    notes = read_description(tmp_path / "shares.md").notes
    labels = len(study.paragraphs)
    rule = f"All {labels} labels were assigned by machine coders: reader, adjudicator. No person has coded."
    assert notes == f"Own. {rule} One model."
    assert "labels.csv" in read.inputs


def test_a_table_has_no_picture(experiment, toy_study, tmp_path):
    replace(experiment, draw=None).make(toy_study, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["shares.csv", "shares.md"]
