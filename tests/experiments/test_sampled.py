"""A machine codes all, a person a drawn sample: do figure and command say so, with the estimator's numbers?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.experiments.looks import faults_in_words
from typer.testing import CliRunner

from discourse.cli import app
from discourse.emphasis.correction.choice import TOO_FEW, add_predictions, choose_estimator
from discourse.emphasis.correction.dsl import dsl_estimate, hajek_estimate
from discourse.emphasis.findings.choices import MAIN
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import wilson_t
from discourse.evaluation.held_out import proxy_predictions
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import load_experiment, read_description, read_numbers
from discourse.report.answer import answer_in_words
from discourse.report.choices import describe_choices
from discourse.report.choices_table import shown_choices
from discourse.report.summary import summary_in_words
from discourse.study import Study

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "emphasis.py"
COPIES = 9


def copied(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Repeat the rows of the toy study, with ids of their own."""
    parts = []
    for number in range(COPIES):
        part = table.copy()
        for column in columns:
            part[column] = part[column].str.replace(r"^([a-z]+)", rf"\g<1>{number}", regex=True)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def grown(toy_study) -> Study:
    """The toy study nine times over, coded by a machine alone."""
    data = toy_study.data
    read = {
        name: pd.read_csv(data / f"{name}.csv", dtype=str, keep_default_na=False) for name in ("articles", "labels")
    }
    paragraphs = pd.read_csv(data / "paragraphs.csv", dtype=str, keep_default_na=False)
    paragraphs = paragraphs.assign(source_line="", source_sha256="")
    copied(read["articles"], ["article_id"]).to_csv(data / "articles.csv", index=False)
    copied(paragraphs, ["paragraph_id", "article_id"]).to_csv(data / "paragraphs.csv", index=False)
    machine = read["labels"][read["labels"]["coder"] == "reader"]
    machine = copied(machine, ["paragraph_id"])
    machine.assign(coding_id="reader:" + machine["paragraph_id"]).to_csv(data / "labels.csv", index=False)
    (data / "terms.csv.gz").unlink()
    settings = (data / "study.toml").read_text("utf-8")
    line = 'agreement_only = ["blind"]'
    (data / "study.toml").write_text(settings.replace(line, f'{line}\nmachine_coders = ["reader"]'), "utf-8")
    return Study(toy_study.root)


def code_by_hand(study: Study, part: float, queue: str = "uncoded", seed: int = 1) -> Study:
    """Let a person code a part of the paragraphs in random order; one in five otherwise than the machine."""
    path = study.data / "labels.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    rng = np.random.default_rng(seed)
    own = table.iloc[rng.permutation(len(table))[: round(part * len(table))]]
    codes = np.where(rng.random(len(own)) < 0.2, "economic", own["primary"])
    own = own.assign(coding_id="ani:" + own["paragraph_id"], coder="ani", primary=codes, also="", queue=queue)
    own = own.assign(inclusion="1" if queue else "", why="coding")
    pd.concat([table, own], ignore_index=True).to_csv(path, index=False)
    return Study(study.root)


def made(study: Study, folder: Path):
    """Make the main figure; return its rows of the main analysis and its words."""
    load_experiment(SCRIPT).make(study, folder)
    numbers = read_numbers(folder / "emphasis.csv")
    return numbers[numbers["analysis"] == study.settings.analyses[0].id], read_description(folder / "emphasis.md")


def test_while_only_the_machine_has_coded_labels_are_counted(grown, tmp_path):
    rows, said = made(grown, tmp_path)
    assert not (rows["quantity"] == "estimator").any()
    assert "Permutation test by article" in said.notes
    assert "labels were assigned by machine coders: reader. No person has coded." in said.notes


def test_a_drawn_sample_speaks_in_figure_command_and_report(grown):
    study = code_by_hand(grown, 0.6)
    rows, said = made(study, study.figures)
    paragraphs = read_paragraphs(analysed_rows(study), study.codebook.pillar_ids, study.settings.compared)
    paragraphs = add_predictions(paragraphs, proxy_predictions(study))
    choice = choose_estimator(paragraphs)
    assert choice.sampled
    by_hand = (dsl_estimate if choice.estimator == "dsl" else hajek_estimate)(paragraphs)
    bounds = wilson_t(by_hand, study.settings.level)
    shifts = rows[rows["quantity"] == "shift"]
    np.testing.assert_allclose(shifts["value"], by_hand.value[2], atol=1e-7)
    np.testing.assert_allclose(shifts["low"], bounds.low[2], atol=1e-7)
    assert rows.loc[rows["quantity"] == "shift_p", "value"].isna().all()
    counted = paragraphs.table[paragraphs.table["by_person"] & paragraphs.table["drawn"]]
    sentence = f"Shares are estimated from {len(counted)} paragraphs of {counted['article_id'].nunique()} articles that"
    assert sentence in said.caption
    assert faults_in_words(said) == []
    assert "No permutation test: shares estimated from a sample" in said.notes
    assert " nan" not in said.caption + said.notes
    answer = CliRunner().invoke(app, ["emphasis", "--study", str(study.root)])
    assert answer.exit_code == 0, answer.output
    assert sentence in answer.stdout
    found = shifts.set_index("pillar")
    for pillar in study.codebook.pillar_ids:
        assert f"{100 * found.loc[pillar, 'value']:+z.1f} [" in answer.stdout
    assert " nan" not in answer.stdout
    words = answer_in_words(study)
    assert words.found.startswith("In a sample that people coded from")
    assert sentence in words.found
    assert "no permutation test, because the shares are estimated from a sample" in words.certain
    assert sentence in summary_in_words(study)
    assert "no test (shares estimated from a sample)" in summary_in_words(study)


@pytest.mark.parametrize(
    ("part", "queue", "why"), [(0.03, "uncoded", "fewer than 5 articles"), (0.6, "", "known chance")]
)
def test_too_few_or_chosen_otherwise_the_labels_serve_and_it_is_said_why(grown, tmp_path, part, queue, why):
    append_decision(grown, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    rows, said = made(code_by_hand(grown, part, queue), tmp_path)
    assert rows.loc[rows["quantity"] == "estimator", "verdict"].tolist() == ["coded"]
    assert why in said.notes
    assert "the labels serve as they are, those of machine coders too" in said.notes
    assert "Permutation test by article" in said.notes


def test_when_people_have_coded_all_their_labels_are_counted(grown, tmp_path):
    rows, said = made(code_by_hand(grown, 1.0), tmp_path)
    assert not (rows["quantity"] == "estimator").any()
    assert "labels were assigned by people" in said.notes


def test_every_choice_and_the_report_go_by_the_sample(grown):
    study = code_by_hand(grown, 0.6)
    rows, _ = made(study, study.figures)
    load_experiment(SCRIPT.with_name("robustness.py")).make(study, study.figures)
    choices = read_numbers(study.figures / "robustness.csv").fillna({"kind": "", "reason": ""})
    main = choices[choices["choice"] == MAIN].set_index("pillar")
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")
    np.testing.assert_allclose(main["value"], shifts.loc[main.index, "value"], atol=1e-7)
    np.testing.assert_allclose(main["low"], shifts.loc[main.index, "low"], atol=1e-7)
    verdicts = rows[rows["quantity"] == "verdict"].set_index("pillar")["verdict"]
    assert main["verdict"].to_dict() == verdicts.to_dict()
    estimator = rows.loc[rows["quantity"] == "estimator", "verdict"].item()
    paragraphs = read_paragraphs(analysed_rows(study), study.codebook.pillar_ids, study.settings.compared)
    paragraphs = add_predictions(paragraphs, proxy_predictions(study))
    make = dsl_estimate if estimator == "dsl" else hajek_estimate
    by_article = choices[choices["choice"] == "weighted by article"]
    np.testing.assert_allclose(by_article["value"], make(paragraphs, "article").value[2], atol=1e-7)
    people = paragraphs.table["by_person"] & paragraphs.table["drawn"]
    assert int(main["earlier_paragraphs"].iloc[0] + main["later_paragraphs"].iloc[0]) == int(
        (people & (paragraphs.table["primary"] != "none")).sum()
    )
    shown = shown_choices(study, pd.DataFrame({"paragraph": study.paragraphs["paragraph_id"]}))
    counted = shown["lists"]["main"]["political"]["2023"]["shown"]
    assert len(counted) == int(main.loc["political", "earlier_count"])


def test_a_choice_of_which_people_coded_too_little_says_so(grown):
    study = code_by_hand(grown, 0.6)
    made(study, study.figures)
    load_experiment(SCRIPT.with_name("robustness.py")).make(study, study.figures)
    path = study.figures / "robustness.csv"
    table = pd.read_csv(path)
    title = study.settings.analyses[1].title
    table.loc[table["choice"] == title, "reason"] = TOO_FEW
    table.to_csv(path, index=False)
    said = describe_choices(read_numbers(path).fillna({"kind": "", "verdict": "", "reason": ""}), study)
    assert f"Too little is coded by people for an estimate from a sample: {title}." in said.notes
    (other,) = [
        each
        for each in shown_choices(study, pd.DataFrame({"paragraph": study.paragraphs["paragraph_id"]}))["choices"]
        if each["id"] == "next-analysis"
    ]
    assert "The labels serve as they are there" in other["said"]


def test_two_people_on_the_same_paragraphs_let_shifts_be_corrected_for_their_errors(grown):
    study = code_by_hand(grown, 1.0)
    rows, said = made(study, study.figures)
    assert "each coder needs 30 paragraphs that another person coded, too. So far: ani 0." in said.notes
    path = study.data / "labels.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    own = table[table["coder"] == "ani"][:120]
    second = own.assign(coder="budi", coding_id="budi:" + own["paragraph_id"])
    second.loc[second.index[::12], "primary"] = "education"
    pd.concat([table, second], ignore_index=True).to_csv(path, index=False)
    rows, said = made(Study(study.root), study.figures)
    corrected = rows[rows["quantity"] == "shift_without_coder_errors"]
    assert len(corrected) == len(study.codebook.pillar_ids)
    assert "Corrected for coders' errors, the shifts are, in points: " in said.notes
    assert faults_in_words(said) == []
    answer = CliRunner().invoke(app, ["emphasis", "--study", str(study.root)])
    assert "Corrected for coders' errors, the shifts are, in points: " in answer.stdout
    assert "Corrected for coders' errors" in summary_in_words(Study(study.root))
