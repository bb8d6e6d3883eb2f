"""Does the command say of an archive what was counted, corrected and left out?"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.classifier import ErrorCounts, save_model, train_study
from discourse.cli import app
from discourse.emphasis import emphasis_table

pytestmark = pytest.mark.skipif(find_spec("duckdb") is None, reason="needs the extra scale")


def run(*words, study=None):
    named = ["--study", str(study.root)] if study else []
    return CliRunner().invoke(app, ["emphasis", *map(str, words), *named])


@pytest.fixture
def archive(tmp_path):
    """Twelve articles of two years, two outlets and two pillars."""
    rows = [
        (f"a{number}", f"20{19 + 2 * (number % 2)}-0{1 + number % 3}", f"outlet {number % 4 // 2}", pillar)
        for number in range(12)
        for pillar in ("trade", "road", "trade" if number % 2 else "road", "none", "")
    ]
    table = pd.DataFrame(rows, columns=["article_id", "published", "outlet", "pillar"])
    table = table.assign(p_trade=0.5, p_road=0.3, p_none=0.2)
    table.to_csv(tmp_path / "done.csv", index=False)
    return tmp_path / "done.csv"


def test_an_archive_needs_no_study(archive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = run(archive, "--periods", "2019,2021", "--out", tmp_path / "shares.csv")
    assert answer.exit_code == 0, answer.output
    first, second, *_ = answer.stdout.splitlines()
    assert first.startswith(f"{archive}: 12 articles, 36 paragraphs. Paragraphs predicted as mainly the pillar, of all")
    assert second.startswith("As predicted: not corrected for the errors of the classifier")
    written = pd.read_csv(tmp_path / "shares.csv")
    assert set(written["estimator"]) == {"as predicted"}
    table = pd.read_csv(archive, keep_default_na=False).rename(columns={"pillar": "primary"})
    table = table.assign(period=table["published"].str[:4])
    expected = emphasis_table(table, ("trade", "road"), ("2019", "2021"), quantities=["share"])
    pd.testing.assert_frame_equal(written[list(expected)], expected, rtol=1e-12, check_dtype=False)
    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("  trade ")]
    assert "6 of 18, 33.3 [" in line
    assert "12 of 18, 66.7 [" in line
    assert "+33.3 [" in line
    assert "12 paragraphs are predicted as 'none' and left out of every denominator." in answer.stdout
    assert "12 rows have no prediction and count for nothing." in answer.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["done.csv", "shares.csv"]


def test_cells_are_said_and_written(archive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = run(archive, "--by", "year,outlet", "--pillar", "road", "--out", tmp_path / "cells.csv", "--threads", "1")
    assert answer.exit_code == 0, answer.output
    assert "  2019  outlet 0  3         6 of 9, 66.7 *" in answer.stdout
    assert "* fewer than five articles: no interval." in answer.stdout
    written = pd.read_csv(tmp_path / "cells.csv")
    assert written[["year", "outlet", "pillar"]].drop_duplicates().shape == (4, 3)
    assert set(written["pillar"]) == {"road"}


def test_what_a_model_classified_is_corrected_by_its_errors(toy_study, tmp_path):
    model, done = tmp_path / "model.npz", tmp_path / "done.csv"
    codes = (*toy_study.codebook.pillar_ids, "none")
    crossed = np.tile(np.diag([4] * len(codes)), (10, 1, 1))
    crossed[0, 0, 1] = 10  # of 50 paragraphs of the second pillar 10 are taken for the first
    trained = replace(train_study(toy_study), errors=ErrorCounts(codes, crossed))
    save_model(trained, model)
    rows = [
        (f"a{n}", f"{year}-0{n % 9 + 1}", code) for year in ("2023", "2025") for n in range(9) for code in codes[:2]
    ]
    table = pd.DataFrame(rows, columns=["article_id", "published", "pillar"])
    table.assign(article_id=table["article_id"] + table["published"]).to_csv(done, index=False)
    answer = run(done, "--model", model, "--out", tmp_path / "shares.csv", study=toy_study)
    assert answer.exit_code == 0, answer.output
    assert "Corrected by error rates of 10 labelled stories that the model had not seen, on the" in answer.stdout
    written = pd.read_csv(tmp_path / "shares.csv")
    assert written["estimator"].drop_duplicates().tolist() == ["as predicted", "adjusted"]
    shares = written[(written["estimator"] == "adjusted") & (written["quantity"] == "share")]
    # As predicted one half each. Of the second pillar's 40 + 10 a fifth goes to the first: 1/2 = 4/5 p, p = 5/8.
    assert shares.loc[shares["pillar"] == codes[1], "value"].round(9).tolist() == [0.625, 0.625]
    assert shares.groupby("period")["value"].sum().round(9).tolist() == [1, 1]
    (line,) = [line for line in answer.stdout.splitlines() if "62.5 [" in line]
    assert line.endswith("as predicted 50.0, 50.0, +0.0")


def test_a_model_of_another_codebook_is_refused(toy_study, toy_three, archive, tmp_path):
    save_model(train_study(toy_study), tmp_path / "model.npz")
    answer = run(archive, "--periods", "2019,2021", "--model", tmp_path / "model.npz")
    assert answer.exit_code == 2
    assert "expected a table of the pillars" in answer.stderr or "of another wording" in answer.stderr
    answer = run(archive, "--model", tmp_path / "model.npz", study=toy_three)
    assert answer.exit_code == 2
    assert "model.npz: expected a model of codebook" in answer.stderr


def test_rows_that_cannot_be_counted_are_named_or_counted(archive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = archive.read_text(encoding="utf-8").splitlines()
    text[3] = text[3].replace("2019-01", "May")
    text[9:9] = ["a1,2021-02"]
    archive.write_text("\n".join(text) + "\n", encoding="utf-8")
    answer = run(archive, "--by", "month")
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.strip().splitlines()
    assert "done.csv, record 9: expected 7 columns, found 2" in line
    answer = run(archive, "--by", "month", "--on-error", "skip")
    assert answer.exit_code == 0, answer.output
    assert "2 rows that cannot be counted were left out:" in answer.stderr
    assert "record 3, column published: expected a date such as" in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["INPUT", "--analysis", "all"], "--analysis: expected no INPUT beside it"),
        (["INPUT", "--by", "month", "--pillar", "law"], "pillar: expected one of trade, road, found 'law'"),
        (["INPUT", "--by", "outlt"], "by: expected a column, or a span of time, found 'outlt'"),
        (["INPUT"], "periods: expected two different periods"),
        (["INPUT", "--periods", "1999,2000"], "expected a paragraph predicted as a pillar in 1999 or 2000"),
        (["INPUT", "--by", "month", "--memory", "lots"], "memory: expected a size such as 500MB or 2GB"),
        (["INPUT", "--by", "month", "--temp", "nowhere"], "nowhere: expected a folder to write to"),
        (["INPUT", "--by", "month", "--fewest", "-1"], "Invalid value for '--fewest'"),
        (["INPUT", "--periods", "2019,2021", "--model", "none.npz"], "none.npz: expected"),
        (["--periods", "2019,2021"], "--periods: expected INPUT beside it, found '2019,2021'"),
        (["--weighting", "word"], "--weighting: expected INPUT beside it"),
        (["--model", "m.npz"], "--model: expected INPUT beside it"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(archive, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    answer = run(*(archive if word == "INPUT" else word for word in words))
    assert answer.exit_code == 2, answer.output
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
