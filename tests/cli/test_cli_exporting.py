"""``discourse export`` writes an analysis for another program."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app


@pytest.fixture
def folder(tmp_path):
    """An empty folder beside the toy study."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def run(study, *words):
    return CliRunner().invoke(app, ["export", *map(str, words), "--study", str(study.root)])


@pytest.mark.parametrize(
    ("target", "ending", "files"), [("survey", ".R", 2), ("statsmodels", ".py", 2), ("quanteda", ".R", 3)]
)
def test_table_and_script_stand_side_by_side(toy_study, folder, target, ending, files):
    out = folder / "main.csv"
    done = run(toy_study, out, "--for", target)
    assert done.exit_code == 0, done.output
    assert len(list(folder.iterdir())) == files
    script = (folder / f"main-analysis{ending}").read_text(encoding="utf-8")
    assert '"main.csv"' in script
    assert script in done.output
    assert "article" in pd.read_csv(out).columns
    again = run(toy_study, out, "--for", target)
    assert (again.exit_code, len(again.output.splitlines())) == (2, 1)
    assert run(toy_study, out, "--for", target, "--force").exit_code == 0


def test_networks_by_their_ending(toy_study, folder):
    assert run(toy_study, folder / "ties.graphml", "--for", "linkage").exit_code == 0
    assert run(toy_study, folder / "ties.csv", "--for", "linkage").exit_code == 0
    assert pd.read_csv(folder / "ties.csv").columns.tolist()[:4] == ["Source", "Target", "Type", "Weight"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ties.xlsx", "--for", "linkage"], ".graphml"),
        (["x.csv", "--for", "survey", "--pillar", "sports"], "--pillar"),
        (["x.csv", "--for", "survey", "--analysis", "other"], "other"),
        (["x.csv", "--for", "actors"], "actors.toml"),
    ],
)
def test_what_cannot_be_written_is_one_line(toy_study, folder, words, told):
    (toy_study.data / "actors.toml").unlink()
    done = run(toy_study, folder / words[0], *words[1:])
    assert done.exit_code == 2
    assert told in done.output
    assert len(done.output.splitlines()) == 1
    assert list(folder.iterdir()) == []
