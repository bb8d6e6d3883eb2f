"""``discourse words actors`` says who is named."""

from __future__ import annotations

import re

import pandas as pd
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels import coded_table, select


def test_actors_are_counted_by_article_and_by_pillar(toy_study, tmp_path) -> None:
    (toy_study.data / "actors.toml").write_text('[[actor]]\nid = "city"\nname = "Kota"\nvariants = ["kota"]\n', "utf-8")
    out = tmp_path / "actors.csv"
    asked = ["words", "actors", "--study", str(toy_study.root), "--out", str(out)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    named = [row for row in toy_study.paragraphs.itertuples() if re.search(r"\b[Kk]ota\b", row.text)]
    table = pd.read_csv(out, dtype={"period": str})
    rows = select(coded_table(toy_study), toy_study.settings.analyses[0], toy_study.settings.compared)
    inside = rows[rows["paragraph_id"].isin([row.paragraph_id for row in named])]
    assert table["numerator"].sum() == inside["article_id"].nunique()
    assert CliRunner().invoke(app, asked).exit_code == 2
    done = CliRunner().invoke(app, [*asked, "--force", "--by-pillar", "--unit", "paragraph"])
    assert done.exit_code == 0, done.output
    table = pd.read_csv(out, dtype={"period": str})
    assert set(table["pillar"]) == set(toy_study.codebook.pillar_ids)
    assert table["numerator"].sum() == inside["primary"].isin(toy_study.codebook.pillar_ids).sum()


def test_without_a_list_of_actors_the_cure_is_named_and_names_are_proposed(toy_study) -> None:
    (toy_study.data / "actors.toml").unlink()
    done = CliRunner().invoke(app, ["words", "actors", "--study", str(toy_study.root)])
    assert done.exit_code == 2
    assert "actors.toml" in done.output
    assert "--propose" in done.output
    done = CliRunner().invoke(app, ["words", "actors", "--propose", "--study", str(toy_study.root)])
    assert done.exit_code == 0, done.output
    assert done.output.split()[:3] == ["name", "articles", "paragraphs"]
