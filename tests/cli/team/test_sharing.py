"""``discourse labels merge`` and ``labels tasks`` say what they did, and refuse in one line."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.annotation.answers.practice import PracticeAnswer, practice_log, practice_path
from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_line
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.log import logged_codings
from discourse.labels.sampling.designs import kept_draws
from discourse.labels.sampling.drawing import analysis_paragraphs
from discourse.study import Study

ONE, TWO = "melati-2023-02:01", "melati-2023-02:02"


def run(study, *arguments: str):
    return CliRunner().invoke(app, [*arguments, "--study", str(study.root)])


def test_merge_says_what_came_in_and_what_next(toy_study, tmp_path) -> None:
    other = shutil.copyfile(toy_study.labels_path, tmp_path / "other.csv")
    coding = Coding("c1", ONE, "ani", "1", "education", when="2026-03-02T10:00:00Z", why="coding")
    with other.open("a", encoding="utf-8") as file:
        file.write(as_line(coding))
    known = len(logged_codings(toy_study))
    append_decision(toy_study, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    dry = run(toy_study, "labels", "merge", str(other), "--dry-run")
    assert dry.output.startswith(f"1 line would be added (ani 1), {known} were there already\n1 label changes: ")
    assert "Next:" not in dry.output
    done = run(toy_study, "labels", "merge", str(other))
    assert done.output.startswith(f"1 line added (ani 1), {known} were there already\n")
    assert "Next: discourse agreement" in done.output
    assert run(toy_study, "labels", "merge", str(other)).output.startswith(f"0 lines added, {known + 1} were there")


def test_a_folder_brings_decisions_draws_and_practice(toy_study, tmp_path) -> None:
    there = Study(shutil.copytree(toy_study.root, tmp_path / "there"))
    append_decision(there, Decision("1", "ani", "2026-03-02T10:00:00Z", "refused"))
    run(there, "labels", "tasks", "--coders", "ani", "--overlap", "0", "--queue", "audit", "--by-article")
    practised = PracticeAnswer("p1", "ani", "", 1, "economic", (), True, 9.0, "2026-03-02T10:00:00Z", "", "0" * 16)
    practice_log(practice_path(there)).append(practised)
    (name,) = kept_draws(there)
    dry = run(toy_study, "labels", "merge", str(there.root), "--dry-run")
    assert dry.exit_code == 0, dry.output
    expected = (
        f"Draws would be added: {name}",
        "Decisions would be added: ani refused at 2026-03-02T10:00:00Z",
        "Answers of practice would be added: 1 (ani)",
    )
    for said in expected:
        assert said in dry.output
    assert not (toy_study.data / "coders.csv").exists()
    done = run(toy_study, "labels", "merge", str(there.root))
    assert f"Draws added: {name}" in done.output
    assert "added: " not in run(toy_study, "labels", "merge", str(there.root)).output


def test_merge_refuses_in_lines_with_row_and_cure(toy_study, tmp_path) -> None:
    other = tmp_path / "other.csv"
    rows = [Coding("c1", "elsewhere:01", "ani", "1", "none"), Coding("c2", ONE, "ani", "1", "sports")]
    other.write_text(",".join(COLUMNS) + "\n" + "".join(map(as_line, rows)), "utf-8")
    before = toy_study.labels_path.read_bytes()
    answer = run(toy_study, "labels", "merge", str(other))
    assert answer.exit_code == 2
    assert "row 2, column paragraph_id" in answer.output
    assert "row 3" in answer.output
    assert "2 that cannot. Nothing was written." in answer.output
    assert toy_study.labels_path.read_bytes() == before


def test_people_of_one_name_are_renamed_on_the_way(toy_study, tmp_path) -> None:
    times = {"when": "2026-03-02T10:00:00Z"}
    other = shutil.copyfile(toy_study.labels_path, tmp_path / "other.csv")
    with other.open("a", encoding="utf-8") as file:
        file.write(as_line(Coding("c2", ONE, "ani", "1", "economic", **times)))
    LabelLog.of(toy_study).append([Coding("c1", ONE, "ani", "1", "education", **times)])
    refused = run(toy_study, "labels", "merge", str(other))
    assert refused.exit_code == 2
    assert "one person by the name of ani" in refused.output
    assert "(ani b. 1)" in run(toy_study, "labels", "merge", str(other), "--coders", "ani=ani b.").output


def test_tasks_are_written_where_status_looks_and_never_over_old_ones(toy_study) -> None:
    asked = ("labels", "tasks", "--coders", "ani, budi", "--overlap", "6")
    answer = run(toy_study, *asked)
    assert answer.exit_code == 0, answer.output
    lists = {name: pd.read_csv(toy_study.data / "tasks" / f"{name}.csv") for name in ("ani", "budi")}
    assert set(lists["ani"]["paragraph_id"]) | set(lists["budi"]["paragraph_id"]) == set(
        toy_study.paragraphs["paragraph_id"]
    )
    assert len(set(lists["ani"]["paragraph_id"]) & set(lists["budi"]["paragraph_id"])) == 6
    assert "ani and budi: 6 paragraphs of " in answer.output
    assert "an interval of agreement needs 10" in answer.output
    assert "Next: discourse relabel --tasks " in answer.output
    assert f"  {'ani':<24}{0:>6} of {len(lists['ani'])} of the task list" in run(toy_study, "status").output
    for more in ((), ("--force",)):
        again = run(toy_study, *asked, *more)
        assert again.exit_code == 2
        assert "Move the old lists away" in again.output


def test_what_one_of_the_team_has_coded_is_not_drawn_again(toy_study, tmp_path) -> None:
    LabelLog.of(toy_study).append([Coding("c1", ONE, "ani", "1", "none")])
    folder = tmp_path / "lists"
    asked = ("labels", "tasks", "--coders", "ani,budi", "--overlap", "0", "--out", str(folder))
    answer = run(toy_study, *asked)
    assert "agreement will not be known" in answer.output
    listed = [name for path in folder.glob("*.csv") for name in pd.read_csv(path)["paragraph_id"]]
    assert sorted([*listed, ONE]) == sorted(toy_study.paragraphs["paragraph_id"])
    assert run(toy_study, *asked).exit_code == 2
    assert run(toy_study, *asked, "--force").exit_code == 0


def test_tasks_refuse_names_queues_and_places(toy_study) -> None:
    for more, said in (
        (("--coders", "ani,first", "--overlap", "1"), "the name of a person"),
        (("--coders", "ani,budi", "--overlap", "99"), "an overlap of 0 to 22 paragraphs"),
        (("--coders", "ani,budi", "--overlap", "1", "--queue", "disagreements"), "a queue that can be parted"),
        (("--coders", "ani", "--overlap", "0", "--out", str(toy_study.data / "models")), "outside of a study's data"),
    ):
        answer = run(toy_study, "labels", "tasks", *more)
        assert answer.exit_code == 2, more
        assert said in answer.output
    assert not (toy_study.data / "tasks").exists()


def test_a_list_of_somebody_else_or_with_a_queue_is_refused(toy_study) -> None:
    run(toy_study, "labels", "tasks", "--coders", "ani,budi", "--overlap", "2")
    path = str(toy_study.data / "tasks" / "ani.csv")
    assert "that of ani" in run(toy_study, "relabel", "--coder", "budi", "--tasks", path).output
    assert "a queue or a task list" in run(toy_study, "relabel", "--queue", "audit", "--tasks", path).output


@pytest.mark.parametrize("options", [("--by-article",), ("--analysis", "kenanga-openings"), ("--size", "5")])
def test_what_is_asked_of_a_draw_is_refused_beside_a_list(toy_study, options) -> None:
    run(toy_study, "labels", "tasks", "--coders", "ani,budi", "--overlap", "2")
    answer = run(toy_study, "relabel", "--tasks", str(toy_study.data / "tasks" / "ani.csv"), *options)
    assert answer.exit_code == 2
    assert f"found {options[0]} beside --tasks" in answer.output
    assert f"Leave one of {options[0]} and --tasks out." in answer.output


def test_a_draw_of_articles_is_parted_among_coders(toy_study, tmp_path) -> None:
    asked = ("labels", "tasks", "--coders", "ani,budi", "--overlap", "0", "--queue", "audit", "--by-article", "--size")
    answer = run(toy_study, *asked, "4", "--out", str(tmp_path / "lists"))
    assert answer.exit_code == 0, answer.output
    lists = [pd.read_csv(path) for path in (tmp_path / "lists").glob("*.csv")]
    listed = pd.concat(lists)
    assert listed["queue"].str.fullmatch("audit:[0-9a-f]{8}-tasks").all()
    articles = toy_study.paragraphs.set_index("paragraph_id")["article_id"]
    assert listed["paragraph_id"].map(articles).nunique() == 4
    assert len(list((toy_study.data / "draws").glob("audit-*.csv"))) == 1


def test_the_main_analysis_is_parted_too(toy_study, tmp_path) -> None:
    within = analysis_paragraphs(toy_study)["paragraph_id"].tolist()
    LabelLog.of(toy_study).append([Coding("c1", within[0], "ani", "1", "none")])
    asked = ("labels", "tasks", "--coders", "ani,budi", "--overlap", "0", "--queue", "answer")
    answer = run(toy_study, *asked, "--out", str(tmp_path / "lists"))
    assert answer.exit_code == 0, answer.output
    listed = pd.concat([pd.read_csv(path) for path in (tmp_path / "lists").glob("*.csv")])
    assert set(listed["queue"]) == {"answer:kenanga-openings-tasks"}
    assert sorted(listed["paragraph_id"]) == sorted(within[1:])
