"""``discourse pace``, ``relabel --practice`` and ``--gold``: what is said, and what a mistake gets."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.annotation.server import Server
from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding

ITEM = '\n[[practice]]\ntext = "Terima kasih."\nprimary = "none"\nexplanation = "Tidak ada isi."\n'


def run(study, *arguments: str):
    return CliRunner().invoke(app, [*arguments, "--study", str(study.root)])


@pytest.fixture
def pages(monkeypatch) -> list[str]:
    """Open no page; note the address."""
    opened: list[str] = []
    serve = Server.run

    def run_shortly(server: Server) -> None:
        opened.append(server.address)
        serve(server, 0.05)

    monkeypatch.setattr(Server, "run", run_shortly)
    return opened


@pytest.fixture
def practised(toy_study):
    path = toy_study.data / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + ITEM, encoding="utf-8")
    return toy_study


def test_practice_opens_at_its_own_page(practised, pages) -> None:
    done = run(practised, "relabel", "--practice", "--coder", "ani", "--no-browser")
    assert done.exit_code == 0, done.output
    assert "/practice/?token=" in pages[0]
    assert "coded nothing yet" not in done.output


def test_a_new_coder_is_told_of_practice_and_one_who_has_coded_is_not(practised, pages) -> None:
    said = "ani has coded nothing yet. The page offers 1 practice item first, and you may pass on."
    assert said in run(practised, "relabel", "--coder", "ani", "--no-browser").output
    paragraph = practised.paragraphs["paragraph_id"].iloc[0]
    LabelLog.of(practised).append([Coding("c1", paragraph, "ani", "1", "economic", why="coding")])
    assert "coded nothing yet" not in run(practised, "relabel", "--coder", "ani", "--no-browser").output
    assert "/?token=" in pages[0]


def test_practice_without_items_is_refused_with_the_cure(toy_study, pages) -> None:
    done = run(toy_study, "relabel", "--practice", "--no-browser")
    assert (done.exit_code, pages) == (2, [])
    assert "expected practice items, found none. Write some as [[practice]]" in done.output


def test_gold_says_what_it_is_drawn_from(toy_study, pages) -> None:
    done = run(toy_study, "relabel", "--gold", "10", "--no-browser")
    assert done.exit_code == 0, done.output
    assert "Gold: drawn from 3 paragraphs that were decided on; fewer than the 10 asked for." in done.output
    settings = toy_study.data / "study.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[[period]]", 'machine_coders = ["adjudicator"]\n\n[[period]]', 1), "utf-8")
    done = run(toy_study, "relabel", "--gold", "2", "--no-browser")
    assert "from 3 paragraphs that were decided on, 3 of them by machine coders." in done.output


def test_gold_of_a_retired_code_is_left_out_and_said(towns, pages) -> None:
    paragraph = towns.paragraphs["paragraph_id"].iloc[0]
    code = towns.codebook.pillar_ids[0]
    assert "expected paragraphs that were decided on, found none" in run(towns, "relabel", "--gold", "3").output
    with towns.labels_path.open("a", encoding="utf-8") as log:
        log.write(f'd1,{paragraph},ani,1,sport,,no,,adjudication,,,,,,""\n')
    path = towns.data / "codebook.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("version =", 'retired = ["sport"]\nversion =', 1), encoding="utf-8")
    done = run(towns, "relabel", "--gold", "3", "--no-browser")
    assert done.exit_code == 2
    assert "Left out of the gold: 1 decided with a code that the codebook has retired." in done.output
    other = towns.paragraphs["paragraph_id"].iloc[1]
    LabelLog.of(towns).append([Coding("d2", other, "ani", "1", code, why="adjudication")])
    assert "drawn from 1 paragraph that was decided on" in run(towns, "relabel", "--gold", "1", "--no-browser").output


def test_pace_names_who_is_too_fast_and_changes_nothing(toy_study, tmp_path) -> None:
    names = toy_study.paragraphs["paragraph_id"].tolist()[:4]
    codings = [
        Coding(f"c{number}", name, "ani", "1", "economic", why="coding", seconds=0.7 if number < 3 else 30.0)
        for number, name in enumerate(names)
    ]
    LabelLog.of(toy_study).append(codings)
    before = toy_study.labels_path.read_bytes()
    out = tmp_path / "pace.csv"
    done = run(toy_study, "pace", "--list", "--out", str(out))
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith("ani")]
    assert line.split()[1:7] == ["4", "0.7", "s", "3", "of", "4"]
    assert next(line for line in done.output.splitlines() if f" {names[0]} " in line).startswith("  ani")
    assert f"  {names[3]}" not in done.output
    table = pd.read_csv(out).set_index("coder")
    assert table.loc["ani", ["codings", "timed", "too_fast"]].tolist() == [4, 4, 3]
    assert toy_study.labels_path.read_bytes() == before
    assert run(toy_study, "pace", "--out", str(out)).exit_code == 2
    said = " ".join(run(toy_study, "status").output.split())
    assert "ani 3 coded faster than anybody reads (discourse pace --list)" in said


def test_a_study_in_which_nobody_coded_is_said(toy_study) -> None:
    toy_study.labels_path.unlink()
    assert run(toy_study, "pace", "--list").output == "No person has coded or practised yet.\n"
