"""The status counts what is there, and names one command: the first that is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from discourse.errors import NothingYetError
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.studies import check_coded, new_study, next_step, read_codes, read_periods, study_status
from discourse.study import Study


def without_codings(study: Study, kept: int = 0) -> Study:
    """Leave so many codings in the log."""
    lines = study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    study.labels_path.write_text("".join(lines[: 1 + kept]), encoding="utf-8")
    return Study(study.root)


def test_a_study_without_articles_is_to_be_filled(tmp_path: Path) -> None:
    study = new_study(tmp_path, "en", read_periods("2019,2024"), read_codes("a,b"), "Empty")
    stands = study_status(study)
    assert "expected articles, found none yet" in stands.missing
    assert stands.next == "import PATH"
    with pytest.raises(NothingYetError, match="expected articles"):
        check_coded(study)


def test_a_period_without_article_is_named(towns: Study) -> None:
    path = towns.data / "articles.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    last = towns.settings.periods[-1]
    path.write_text("".join(row for row in rows if f",{last.start.year}" not in row), encoding="utf-8")
    stands = study_status(Study(towns.root))
    assert f"(period {last.id})" in stands.missing
    assert stands.next == "import PATH"


def test_articles_are_counted_by_period_with_their_outlets(towns: Study) -> None:
    stands = study_status(towns)
    assert stands.articles.to_dict("list") == {
        "period": list(towns.settings.period_ids),
        "articles": [3, 3],
        "outlets": [2, 3],
    }
    assert (stands.outlets, stands.paragraphs) == (3, 28)


def test_shares_are_told_apart_by_columns_with_several_values_of_several_articles(toy_three: Study) -> None:
    # Six articles of three outlets and two genres, all of one extent, each with an address or none of its own.
    assert study_status(toy_three).groups == ("outlet", "genre")


def test_an_article_of_no_period_has_a_row_of_its_own(toy_study: Study) -> None:
    path = toy_study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[0, "published"] = "1999"
    table.to_csv(path, index=False)
    rows = study_status(Study(toy_study.root)).articles
    assert rows["period"].tolist() == [*toy_study.settings.period_ids, ""]
    assert rows["articles"].sum() == len(toy_study.articles)


@pytest.mark.parametrize("gone", [False, True], ids=["a log of a header alone", "no log"])
def test_a_study_without_codings_is_to_be_coded(towns: Study, gone: bool) -> None:
    study = without_codings(towns)
    if gone:
        study.labels_path.unlink()
    stands = study_status(study)
    assert (stands.labelled, stands.coders, stands.out_of_date) == (0, {}, {})
    assert stands.next == next_step(study) == "relabel --coder YOURNAME"
    with pytest.raises(NothingYetError, match=r"discourse relabel --coder YOURNAME.*discourse labels import FILE"):
        check_coded(study)


def test_coders_who_differ_are_counted_by_the_rule_that_decides(towns: Study) -> None:
    first = towns.labels_path.read_text(encoding="utf-8").splitlines()[1].split(",")
    other = next(code for code in towns.codebook.pillar_ids if code != first[4])
    for coder, code in (("budi", other), ("citra", first[4])):
        line = [f"{coder}-1", first[1], coder, first[3], code, "", "no", "", "first coding", "", "", "", "", "", '""']
        with towns.labels_path.open("a", encoding="utf-8") as log:
            log.write(",".join(line) + "\n")
    waiting = study_status(Study(towns.root))
    assert (waiting.conflicts, waiting.contested) == ({}, 1)
    assert [said.partition(". ")[0] for said in waiting.consent] == [
        "The codings by mara are labels: nobody had coded before, so that there is nothing to compare with.",
        "The codings by budi are no labels: 1 of 30 common paragraphs",
        "The codings by citra are no labels: 1 of 30 common paragraphs",
    ]
    append_decision(towns, Decision("1", "budi", "2026-01-01T00:00:00Z", "accepted"))
    stands = study_status(Study(towns.root))
    assert sum(stands.conflicts.values()) == 1
    assert set(stands.conflicts) <= {"order", "first", "last"}
    assert stands.contested == 1
    assert stands.coders == {first[2]: 28, "budi": 1, "citra": 1}


def test_machine_coders_are_said_and_those_who_have_coded_nothing(toy_study: Study) -> None:
    assert (study_status(toy_study).origins, study_status(toy_study).unknown_machines) == ("", ())
    stands = study_status(toy_study.with_settings(machine_coders=["reader", "adjudicator", "blind", "gpt"]))
    assert stands.origins == (
        f"All {stands.labelled} labels were assigned by machine coders: reader, adjudicator. No person has coded."
    )
    assert stands.unknown_machines == ("machine_coders in study.toml names gpt, who has coded nothing.",)


def test_then_the_figures_and_then_what_is_not_coded_yet(towns: Study, own_figures_only: None) -> None:
    study = without_codings(towns, kept=3)
    towns.experiments.mkdir()
    (towns.experiments / "none.py").write_text(SCRIPT, encoding="utf-8")
    stands = study_status(study)
    assert (stands.figures, stands.out_of_date) == (1, {"none": "not made yet"})
    assert stands.next == "figures"
    (towns.experiments / "none.py").unlink()
    assert study_status(study).next == "relabel --coder YOURNAME"


def test_where_all_is_done_the_numbers_are_shown_or_differences_decided(towns: Study, own_figures_only: None) -> None:
    stands = study_status(towns)
    assert stands.labelled == stands.paragraphs
    assert stands.next == ("relabel --coder YOURNAME --queue disagreements" if stands.contested else "table emphasis")
    assert sum((stands.coders or {}).values()) >= stands.labelled
    check_coded(towns)


SCRIPT = '''"""Draws nothing."""

from discourse.pipeline import Experiment

experiment = Experiment(__file__, "nothing", lambda study: None, None, lambda numbers, study: None)
'''


def test_progress_of_task_lists_is_known_where_they_lie(toy_study: Study) -> None:
    assert study_status(toy_study).tasks == {}
    first, second = toy_study.paragraphs["paragraph_id"][:2]
    folder = toy_study.data / "tasks"
    folder.mkdir()
    rows = "".join(f"ani,{name},audit-tasks,,0.5\n" for name in (first, second))
    (folder / "ani.csv").write_text(f"coder,paragraph_id,queue,reason,inclusion\n{rows}", encoding="utf-8")
    assert study_status(toy_study).tasks == {"ani": (0, 2)}
    with toy_study.labels_path.open("a", encoding="utf-8") as log:
        log.write(f'c1,{first},ani,1,none,,no,,coding,,audit-tasks,0.5,,,""\n')
    assert study_status(toy_study).tasks == {"ani": (1, 2)}
