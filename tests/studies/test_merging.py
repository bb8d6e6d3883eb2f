"""A study's folder from another machine comes in whole and once, whatever is merged first, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from discourse.annotation.answers.practice import PracticeAnswer, practice_log, practice_path, read_practice
from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision, read_decisions, standing_decisions
from discourse.labels.log import logged_codings
from discourse.labels.sampling.designs import kept_draws, write_design
from discourse.studies.merging import merge_machine
from discourse.study import Study

ONE, TWO = "melati-2023-02:01", "melati-2023-02:02"
DRAW = "audit:0a1b2c3d"


def answer(number: str, coder: str = "ani", undoes: str = "") -> PracticeAnswer:
    code = "" if undoes else "economic"
    return PracticeAnswer(number, coder, "", 1, code, (), True, 9.0, "2026-03-02T10:00:00Z", undoes, "0" * 16)


def work(study: Study, name: str, hour: int, decision: str, draw: str) -> None:
    """Code, decide, practise and draw something as ``name``."""
    index = pd.Index([ONE, TWO], name="paragraph_id")
    write_design(study, draw, pd.DataFrame({"inclusion": 0.5, "unit": [ONE, TWO], "place": [0.0, float("nan")]}, index))
    when = f"2026-03-02T{hour}:00:00Z"
    coding = Coding(f"c-{name}", ONE, name, "1", "none", when=when, why="coding", queue=draw, inclusion=0.5)
    LabelLog.of(study).append([coding])
    append_decision(study, Decision(f"d-{name}", "budi", when, decision))
    log = practice_log(practice_path(study))
    log.append(answer(f"p-{name}", name))
    log.append(answer(f"u-{name}", name, undoes=f"p-{name}"))


def state(study: Study) -> dict[str, object]:
    seen = Study(study.root)
    return {
        "codings": sorted(each.coding_id for each in logged_codings(seen)),
        "draws": kept_draws(seen),
        "decisions": sorted(each.decision_id for each in read_decisions(seen)),
        "standing": standing_decisions(read_decisions(seen)),
        "practice": sorted(each.answer_id for each in read_practice(practice_path(seen))),
    }


def files(study: Study) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(study.data.rglob("*")) if path.is_file()}


@pytest.fixture
def there(toy_study, tmp_path) -> Study:
    return Study(shutil.copytree(toy_study.root, tmp_path / "there"))


def test_everything_comes_in_once_and_both_machines_end_alike(toy_study, there) -> None:
    work(toy_study, "citra", 12, "accepted", "audit:11111111")
    work(there, "ani", 11, "refused", DRAW)
    before = files(toy_study)
    rehearsed = merge_machine(toy_study, there.root, dry_run=True)
    assert files(toy_study) == before
    done = merge_machine(toy_study, there.root)
    assert rehearsed == done
    assert (done.codings.added, done.draws, len(done.practice)) == (1, (DRAW,), 2)
    assert [each.decision_id for each in done.decisions] == ["d-ani"]
    assert len(read_decisions(toy_study)) == 2
    assert standing_decisions(read_decisions(toy_study)) == {"budi": "accepted"}
    assert done.remarks[0].startswith("budi: accepted here at 2026-03-02T12:00:00Z, refused there")
    after = files(toy_study)
    again = merge_machine(toy_study, there.data)
    assert files(toy_study) == after
    assert (again.codings.added, again.draws, again.decisions, again.practice, again.remarks) == (0, (), (), (), ())
    merge_machine(there, toy_study.labels_path)
    assert state(there) == state(toy_study)


def test_names_are_renamed_in_all_of_it(toy_study, there) -> None:
    work(there, "ani", 11, "refused", DRAW)
    done = merge_machine(toy_study, there.root, coders={"ani": "ani b.", "budi": "budi b."})
    assert done.codings.by_coder == {"ani b.": 1}
    assert {each.coder for each in done.practice} == {"ani b."}
    assert standing_decisions(read_decisions(toy_study)) == {"budi b.": "refused"}


def test_a_log_alone_brings_codings_and_says_so(toy_study, there, tmp_path) -> None:
    work(there, "ani", 11, "refused", DRAW)
    alone = shutil.copyfile(there.labels_path, tmp_path / "theirs.csv")
    done = merge_machine(toy_study, alone)
    assert (done.codings.added, done.draws, done.decisions, done.practice) == (1, (), (), ())
    assert done.remarks == (
        "theirs.csv lies in no study: draws, decisions on coders and practice were not looked for.",
    )


def test_a_machine_on_which_nobody_coded_has_practice(toy_study, there) -> None:
    there.labels_path.unlink()
    practice_log(practice_path(there)).append(answer("p1"))
    done = merge_machine(toy_study, there.root)
    assert (done.codings.added, len(done.practice)) == (0, 1)


def another_codebook(there: Study) -> None:
    path = there.data / "codebook.toml"
    path.write_text(path.read_text("utf-8").replace('version = "1"', 'version = "2"'), "utf-8")


def another_study(there: Study) -> None:
    for name in ("paragraphs", "labels"):
        path = there.data / f"{name}.csv"
        path.write_text(path.read_text("utf-8").replace(":0", ":9"), "utf-8")


def a_draw_from_elsewhere(there: Study) -> None:
    path = there.data / "draws" / "audit-0a1b2c3d.csv"
    path.write_text(path.read_text("utf-8").replace(ONE, "elsewhere:01"), "utf-8")


def a_broken_decision(there: Study) -> None:
    path = there.data / "coders.csv"
    path.write_text(path.read_text("utf-8").replace("refused", "perhaps"), "utf-8")


def a_broken_answer(there: Study) -> None:
    path = there.data / "practice.csv"
    path.write_text(path.read_text("utf-8").replace(",yes,", ",perhaps,"), "utf-8")


def a_coding_of_no_code(there: Study) -> None:
    there.labels_path.write_text(there.labels_path.read_text("utf-8").replace("ani,1,none", "ani,1,sport"), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (another_codebook, "version 1 of the codebook, as here, found version 2"),
        (another_study, "a study with paragraphs of this one, found another study"),
        (a_draw_from_elsewhere, "a draw of paragraphs in paragraphs.csv"),
        (a_broken_decision, "one of accepted, refused, withdrawn"),
        (a_broken_answer, "yes or no"),
        (a_coding_of_no_code, "primary 'sport'"),
    ],
)
def test_whatever_is_wrong_nothing_is_written(toy_study, there, spoil, said) -> None:
    work(there, "ani", 11, "refused", DRAW)
    spoil(there)
    before = files(toy_study)
    with pytest.raises(LabelError) as caught:
        merge_machine(toy_study, Study(there.root).root)
    assert said in str(caught.value)
    assert files(toy_study) == before


def test_a_folder_that_is_no_study_is_refused(toy_study, tmp_path) -> None:
    with pytest.raises(LabelError, match=r"the folder of a study, found no data/study\.toml in it"):
        merge_machine(toy_study, Path(tmp_path))
