"""``discourse relabel`` and ``intrusion`` open their pages, say what they cannot open, and score what was answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.annotation.answers.intrusion import Answer, answers_path, intrusion_log
from discourse.annotation.intrusion_items import IntrusionTests
from discourse.annotation.server import Server
from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.log import logged_codings
from discourse.topics import trained


@pytest.fixture
def served(monkeypatch):
    """Servers that end at once; addresses that a browser would have opened."""
    opened: list[str] = []
    run = Server.run
    monkeypatch.setattr(Server, "run", lambda self, lifetime=None: run(self, 0.05))
    monkeypatch.setattr("typer.launch", opened.append)
    return opened


def call(study, *arguments: str):
    return CliRunner().invoke(app, ["intrusion", *arguments, "--study", str(study.root)])


def answered(study, coder: str, kind: str = "words", model: str = "plain", digest: str = "") -> None:
    test = IntrusionTests(study, model).of(kind)
    for item, intruder in zip(test.items[:2], test.intrusion.key["intruder"][:2], strict=True):
        intrusion_log(answers_path(study)).append(
            Answer(
                f"{coder}-{model}-{item.name}{digest}",
                coder,
                model,
                kind,
                item.name,
                intruder,
                "",
                "",
                digest or test.digest,
            )
        )


def test_the_page_of_the_tests_is_opened_with_its_token(toy_study, served) -> None:
    answer = call(toy_study, "--coder", "ani", "--kind", "topics", "--items", "5")
    assert answer.exit_code == 0, answer.output
    assert len(served) == 1
    assert "token=" in served[0]
    assert served[0] in answer.output
    assert "discourse intrusion --score" in answer.output
    assert not answers_path(toy_study).exists()


def test_no_browser(toy_study, served) -> None:
    assert call(toy_study, "--no-browser", "--model", "seeded").exit_code == 0
    assert served == []


def test_kept_topics_are_shown_and_scored(toy_study, tmp_path, served, monkeypatch) -> None:
    monkeypatch.setattr(trained, "RUNS", 2)
    fitted, about = trained.train_topics(toy_study, "seeded")
    path = tmp_path / "topics.npz"
    trained.save_topics(fitted, path, about)
    shown = call(toy_study, "--no-browser", "--model", str(path))
    assert shown.exit_code == 0, shown.output
    assert "Answer some first" in call(toy_study, "--score", "--model", str(path)).output
    answered(toy_study, "ani", model="seeded")
    answer = call(toy_study, "--score", "--model", str(path))
    assert "words of the seeded model; answers: 2, coders: 1, items: 2" in answer.output


def test_scores_of_two_coders(toy_study) -> None:
    for coder in ("ani", "budi"):
        answered(toy_study, coder)
    answered(toy_study, "ani", "topics")
    answer = call(toy_study, "--score")
    assert answer.exit_code == 0, answer.output
    assert "words of the plain model; answers: 4, coders: 2, items: 2" in answer.output
    assert "topics of the plain model; answers: 2, coders: 1, items: 2" in answer.output
    assert "90% interval" in answer.output
    lines = [line.split() for line in answer.output.splitlines()]
    assert ["ani", "precision", "1.000", "0.224", "to", "1.000", "2", "0.167", ".028"] in lines
    assert any(line[:2] == ["all", "alpha"] for line in lines)
    assert any(line[:3] == ["ani", "log_odds", "0.000"] for line in lines)


def test_only_what_is_asked_for_is_scored(toy_study) -> None:
    answered(toy_study, "ani")
    answered(toy_study, "ani", model="seeded")
    answer = call(toy_study, "--score", "--model", "seeded", "--kind", "words")
    assert "seeded model" in answer.output
    assert "plain model" not in answer.output


def test_answers_of_an_earlier_model_are_counted_apart(toy_study) -> None:
    answered(toy_study, "ani")
    answered(toy_study, "ani", digest="0" * 16)
    answer = call(toy_study, "--score")
    assert "answers: 2, coders: 1, items: 2" in answer.output
    assert "earlier model: 2" in answer.output


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--score"], "Answer some first"),
        (["--score", "--kind", "topics", "--model", "seeded"], "seeded"),
        (["--coder", "first"], "Choose another name"),
        (["--kind", "x"], "Invalid value"),
        (["--model", "no.npz"], "discourse train --topics plain --out FILE"),
        (["--items", "0"], "Invalid value"),
    ],
)
def test_mistakes_about_tests(toy_study, served, arguments, part) -> None:
    answer = call(toy_study, *arguments)
    assert answer.exit_code == 2
    assert part in answer.output
    assert "Traceback" not in answer.output


def test_answers_to_nothing_that_is_there_are_refused(toy_study) -> None:
    answered(toy_study, "ani", digest="0" * 16)
    answer = call(toy_study, "--score")
    assert answer.exit_code == 2
    assert "only some to items of earlier models" in answer.output


def test_the_page_is_opened_with_its_token(toy_study, served) -> None:
    answer = CliRunner().invoke(app, ["relabel", "--coder", "ani", "--study", str(toy_study.root)])
    assert answer.exit_code == 0, answer.output
    assert len(served) == 1
    assert "token=" in served[0]
    assert served[0] in answer.output
    assert f"Next: discourse status --study {toy_study.root}" in answer.output  # nothing was coded


@pytest.mark.parametrize(("coder", "then"), [("ani", "status"), ("reader", "retrain")])
def test_codings_that_change_no_label_lead_to_no_fit(toy_study, monkeypatch, coder, then) -> None:
    def code(server, **told) -> None:
        server.run(0.01)
        names = toy_study.paragraphs["paragraph_id"]
        LabelLog.of(toy_study).append([Coding(name, name, coder, "1", "none", why="coding") for name in names])

    monkeypatch.setattr("discourse.cli.annotation.run_page", code)
    answer = CliRunner().invoke(app, ["relabel", "--coder", coder, "--study", str(toy_study.root)])
    assert answer.exit_code == 0, answer.output
    assert answer.output.endswith(f"Next: discourse {then} --study {toy_study.root}\n")


def test_where_machines_alone_have_coded_the_main_analysis_comes_first(toy_study, served) -> None:
    path = toy_study.data / "study.toml"
    machines = 'machine_coders = ["reader", "blind", "adjudicator"]'
    path.write_text(path.read_text("utf-8").replace("[[period]]", f"{machines}\n\n[[period]]", 1), encoding="utf-8")
    asked = ["relabel", "--coder", "ani", "--study", str(toy_study.root)]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    assert "Paragraphs left: 18, about " in answer.output
    assert "Then people have coded every paragraph behind the main figure." in answer.output
    other = CliRunner().invoke(app, [*asked, "--queue", "uncoded"])
    assert "Paragraphs left: 22, about " in other.output
    assert "main figure" not in other.output


def test_the_page_of_a_variable_says_which(towns, served) -> None:
    answer = CliRunner().invoke(app, ["relabel", "--variable", "tone", "--study", str(towns.root)])
    assert answer.exit_code == 0, answer.output
    assert "Tone: How does it speak of what is done?" in answer.output
    assert "Next: discourse status" in answer.output
    answer = CliRunner().invoke(app, ["relabel", "--variable", "tune", "--study", str(towns.root)])
    assert answer.exit_code == 2
    assert "found 'tune'. Did you mean 'tone'?" in answer.output
    assert len(served) == 1


def test_the_page_has_the_language_and_the_questions_that_were_asked_for(towns, served, monkeypatch) -> None:
    made = []
    init = Server.__init__
    monkeypatch.setattr(
        Server, "__init__", lambda self, *given, **more: (made.append((given, more)), init(self, *given, **more))[1]
    )
    for more, variables in (([], ["tone", "speaker"]), (["--alone"], []), (["--variable", "tone"], [])):
        answer = CliRunner().invoke(app, ["relabel", *more, "--language", "id", "--study", str(towns.root)])
        assert answer.exit_code == 0, answer.output
        [session, *_], options = made[-1]
        assert options["language"] == "id"
        assert [book.id for book in session.asked[1:]] == variables
    assert CliRunner().invoke(app, ["relabel", "--study", str(towns.root)]).exit_code == 0
    assert made[-1][1]["language"] == "en"


@pytest.mark.parametrize("command", ["relabel", "intrusion"])
def test_a_language_without_strings_is_refused(toy_study, served, command) -> None:
    answer = CliRunner().invoke(app, [command, "--language", "tlh", "--study", str(toy_study.root)])
    assert answer.exit_code == 2
    assert "expected strings of one of the languages en, id, found 'tlh'" in answer.output
    assert "data/strings.tlh.po" in answer.output
    assert served == []


def test_what_a_model_says_of_pillars_is_not_asked_of_a_variable(towns, served, monkeypatch) -> None:
    said = pd.DataFrame({"paragraph_id": towns.paragraphs["paragraph_id"], "p_housing": 0.5, "p_transport": 0.5})
    monkeypatch.setattr("discourse.retraining.latest_predictions", lambda study: said)
    active = ["relabel", "--queue", "active", "--study", str(towns.root)]
    assert CliRunner().invoke(app, active).exit_code == 0
    answer = CliRunner().invoke(app, [*active, "--variable", "tone"])
    assert answer.exit_code == 2
    assert "Models learn the pillars alone" in answer.output


def test_another_address_comes_with_a_warning(toy_study, served) -> None:
    answer = CliRunner().invoke(app, ["relabel", "--host", "0.0.0.0", "--no-browser", "--study", str(toy_study.root)])
    assert "not encrypted" in answer.output
    assert served == []


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--coder", "first"], "Choose another name"),
        (["--queue", "doubtful"], "discourse retrain"),
        (["--queue", "active"], "discourse retrain"),
        (["--queue", "all"], "Invalid value"),
        (["--queue", "uncoded", "--by-article"], "a queue that draws articles: active or audit"),
        (["--queue", "stale", "--analysis", "all"], "a queue of one analysis"),
        (["--queue", "answer", "--analysis", "alle"], "found 'alle'"),
    ],
)
def test_mistakes(toy_study, served, arguments, part) -> None:
    answer = CliRunner().invoke(app, ["relabel", *arguments, "--study", str(toy_study.root)])
    assert answer.exit_code == 2
    assert part in answer.output


def test_it_runs_until_interrupted(toy_study) -> None:
    code = "import sys; from discourse.cli import app; sys.argv[0] = 'discourse'; app()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "relabel", "--no-browser", "--coder", "ani", "--study", str(toy_study.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        address = process.stdout.readline().rsplit(" ", 1)[1].strip()
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=15)
    finally:
        process.kill()
        process.wait()
    assert "Ended" in out
    assert "Traceback" not in errors


def test_a_session_says_which_labels_a_second_coder_contradicts(towns, monkeypatch) -> None:
    first = logged_codings(towns)[0]
    code = next(code for code in towns.codebook.codes if code != first.primary)

    serve = Server.run

    def run(server: Server) -> None:
        LabelLog.of(towns).append([Coding("new-1", first.paragraph_id, "budi", "1", code, why="coding")])
        serve(server, 0.05)

    monkeypatch.setattr(Server, "run", run)
    append_decision(towns, Decision("1", "budi", "2026-01-01T00:00:00Z", "accepted"))
    answer = CliRunner().invoke(app, ["relabel", "--no-browser", "--coder", "budi", "--study", str(towns.root)])
    assert answer.exit_code == 0, answer.output
    said = f"1 label changes: the coding by budi counts in place of that by {first.coder}, for the last coding counts"
    assert said in answer.output
    assert "To keep new codings out of the labels: discourse coders refuse budi.\n" in answer.output
    assert "The codings by budi are labels: accepted by a decision.\nEnded.\n" in answer.output


def test_a_session_ends_with_the_footing_on_which_the_codings_stand(towns, monkeypatch) -> None:
    first, serve = logged_codings(towns)[0], Server.run

    def run(server: Server) -> None:
        LabelLog.of(towns).append([Coding("new-1", first.paragraph_id, "budi", "1", first.primary, why="coding")])
        serve(server, 0.05)

    monkeypatch.setattr(Server, "run", run)
    answer = CliRunner().invoke(app, ["relabel", "--no-browser", "--coder", "budi", "--study", str(towns.root)])
    said = (
        "The codings by budi are no labels: 1 of 30 common paragraphs. To accept them: discourse coders accept budi\n"
    )
    assert f"{said}Ended.\n" in answer.output
