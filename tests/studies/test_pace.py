"""The table of coders: pace, agreement with what had been decided before, and practice, each counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discourse.annotation.answers.practice import PracticeAnswer, practice_log, practice_path
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.studies.pace import PACE_COLUMNS, pace_table
from discourse.study import Study


def append(study: Study, *rows: tuple[str, str, str, str, float | None]) -> None:
    """Append codings of (coder, paragraph, primary, why, seconds)."""
    log = LabelLog.of(study)
    for coder, paragraph, primary, why, seconds in rows:
        number = len(study.labels_path.read_text(encoding="utf-8").splitlines())
        log.append([Coding(f"n{number}", paragraph, coder, "1", primary, why=why, seconds=seconds)])


@pytest.fixture
def empty(toy_study) -> Study:
    """The toy study without codings."""
    header = toy_study.labels_path.read_text(encoding="utf-8").partition("\n")[0]
    toy_study.labels_path.write_text(f"{header}\n", encoding="utf-8")
    return toy_study


def test_pace_and_agreement_are_counted(empty) -> None:
    names = empty.paragraphs["paragraph_id"].tolist()[:10]
    append(empty, ("budi", names[0], "political", "coding", 12.0))
    append(empty, *(("ani", name, "economic", "adjudication", None) for name in names))
    codes = ["economic"] * 6 + ["political"] * 3
    append(empty, *(("budi", name, code, "coding", 20.0) for name, code in zip(names[1:], codes, strict=True)))
    append(empty, ("budi", names[-1], "economic", "review", 0.5))
    found = pace_table(empty).set_index("coder")
    assert found.index.tolist() == ["ani", "budi"]
    assert found.loc["ani", ["codings", "timed", "too_fast", "gold"]].tolist() == [10, 0, 0, 0]
    own = found.loc["budi"]
    assert own[["codings", "timed", "too_fast", "median_seconds"]].tolist() == [10, 11, 0, 20.0]
    assert own[["gold", "gold_right"]].tolist() == [9, 6], "what was coded before the decision is left out"
    assert own["agreement"] == pytest.approx(6 / 9)
    assert own["articles"] == empty.paragraphs.set_index("paragraph_id").loc[names[1:], "article_id"].nunique()


def test_from_five_articles_on_there_is_an_interval_that_holds_the_share(empty) -> None:
    first = empty.paragraphs.drop_duplicates("article_id")["paragraph_id"].tolist()
    assert len(first) == 6
    append(empty, *(("ani", name, "economic", "adjudication", None) for name in first))
    append(empty, *(("budi", name, "economic", "coding", 9.0) for name in first[:4]))
    few = pace_table(empty).set_index("coder").loc["budi"]
    assert few[["gold_right", "gold"]].tolist() == [4, 4]
    assert few[["low", "high"]].isna().all()
    append(empty, *(("budi", name, "economic", "coding", 9.0) for name in first[4:]))
    own = pace_table(empty).set_index("coder").loc["budi"]
    assert own["agreement"] == 1
    assert 0.3 < own["low"] < 0.9 < own["high"] == 1


def test_whoever_practised_is_there_with_the_first_turn(empty) -> None:
    one = PracticeAnswer("p1", "citra", "", 1, "economic", (), True, 4.0, "", "", "a" * 16)
    for answer in (one, replace(one, answer_id="p2", digest="b" * 16, right=False)):
        practice_log(practice_path(empty)).append(answer)
    practice_log(practice_path(empty)).append(replace(one, answer_id="p3", turn=2, digest="b" * 16))
    (row,) = pace_table(empty).to_dict("records")
    assert tuple(row) == PACE_COLUMNS
    assert (row["coder"], row["codings"], row["practised"], row["practised_right"]) == ("citra", 0, 2, 1)


def test_machine_coders_are_no_people_and_a_study_without_a_log_has_none(shipped_study, empty) -> None:
    assert pace_table(shipped_study).empty
    empty.labels_path.unlink()
    assert pace_table(empty).empty
