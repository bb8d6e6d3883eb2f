"""A coding is marked where its coder cannot have read the paragraph; thinking again is no haste."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import logged_codings, read_codings
from discourse.labels.team.pace import coding_pace, too_fast_codings

TEXTS = pd.DataFrame({"paragraph_id": ["a", "b"], "words": [80, 16], "text": ["kata " * 40, "kata " * 40]})


def made(*rows: tuple[str, str, float], undone: tuple[str, ...] = ()) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["coder", "paragraph_id", "seconds"])
    table["coding_id"] = [f"c{number}" for number in range(len(rows))]
    back = pd.DataFrame({"coder": "ani", "paragraph_id": "a", "undoes": list(undone), "coding_id": "u"})
    every = pd.concat([table.assign(undoes=""), back], ignore_index=True)
    return every.assign(when="", seconds=every["seconds"].astype(float))


def test_the_shorter_text_is_read_at_eight_words_a_second() -> None:
    found = coding_pace(made(("ani", "a", 4.9), ("ani", "b", 2.0), ("budi", "a", 5.0)), TEXTS)
    assert found["least"].tolist() == [5.0, 2.0, 5.0]
    assert found["too_fast"].tolist() == [True, False, False]


def test_time_on_a_paragraph_adds_up_over_all_codings_of_its_coder() -> None:
    found = coding_pace(made(("ani", "a", 4.0), ("budi", "a", 0.7), ("ani", "a", 1.5), undone=("c0",)), TEXTS)
    assert found[["coding_id", "spent", "too_fast"]].to_numpy().tolist() == [["c1", 0.7, True], ["c2", 5.5, False]]


def test_codings_without_a_time_are_not_judged() -> None:
    assert coding_pace(made(("ani", "a", float("nan"))), TEXTS).empty


def test_what_was_merged_late_counts_at_its_time() -> None:
    table = made(("ani", "a", 1.0), ("ani", "a", 6.0))
    table["when"] = ["2025-12-03T10:05:00Z", "2025-12-03T10:00:00Z"]
    found = coding_pace(table, TEXTS)
    assert found[["coding_id", "spent", "too_fast"]].to_numpy().tolist() == [["c1", 6.0, False], ["c0", 7.0, False]]


def test_of_a_study_people_are_marked_and_nothing_is_written(toy_study) -> None:
    paragraph = logged_codings(toy_study)[0].paragraph_id
    one = Coding("c1", paragraph, "ani", "1", "economic", why="coding", seconds=0.7)
    LabelLog.of(toy_study).append([one, replace(one, coding_id="c2", coder="budi", seconds=30.0)])
    before, codings = toy_study.labels_path.read_bytes(), read_codings(toy_study)
    found = too_fast_codings(toy_study)
    assert found[["coding_id", "coder", "seconds"]].to_numpy().tolist() == [["c1", "ani", 0.7]]
    words = toy_study.paragraphs.set_index("paragraph_id").loc[paragraph]
    assert found["least"].item() == pytest.approx(min(words["words"], len(words["text"].split())) / 8)
    assert toy_study.labels_path.read_bytes() == before
    assert read_codings(toy_study).equals(codings)
    toy_study.labels_path.unlink()
    assert too_fast_codings(toy_study).empty
