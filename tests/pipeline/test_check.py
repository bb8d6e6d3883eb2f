"""A check says the same, or what differs and the cause that can be proved."""

from __future__ import annotations

import json
import os
import threading

import pandas as pd
import pytest

from discourse.errors import DiscourseError
from discourse.io.files import checksum
from discourse.pipeline.check import check_figures, compare_numbers
from discourse.pipeline.lock import LOCK, figures_held
from discourse.pipeline.manifest import BY_HAND, NO_CAUSE
from discourse.pipeline.run import load_experiments, run_experiments
from discourse.study import Study

CURE = "Make it anew: discourse figures rows"


@pytest.fixture
def made(small_study):
    run_experiments(small_study)
    return small_study


def check(study):
    return {one.stem: one for one in check_figures(Study(study.root))}


def test_untouched_figures_are_the_same(made):
    checks = check(made)
    assert all(one.same and one.numbers == 2 and one.largest == 0 for one in checks.values())


def test_a_changed_row_is_named(made):
    path = made.data / "articles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([*lines, lines[-1].replace(lines[-1].split(",")[0], "new-2025-09")]) + "\n", encoding="utf-8"
    )
    one = check(made)["rows"]
    assert one.differences == ("articles, row 2: was 6, now 7",)
    assert one.causes == (f"data: articles.csv, 1 row new or changed ({len(lines) + 1})",)


def test_changed_code_and_settings_are_named(made):
    script = made.experiments / "rows.py"
    script.write_text(
        script.read_text(encoding="utf-8").replace("len(study.articles)", "1 + len(study.articles)"), encoding="utf-8"
    )
    settings = made.data / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert set(check(made)["rows"].causes) == {"settings: seed was 7, is 8", "code: experiments/rows.py"}


def test_a_number_changed_by_hand_is_no_matter_of_the_processor(made):
    manifest = made.figures / "manifest.json"
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    whole["figures"]["rows"] |= {"processor": "another", "python": "3.0"}
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    assert check(made)["rows"].same
    path = made.figures / "rows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("22", "23"), encoding="utf-8")
    one = check(made)["rows"]
    assert one.differences == (f"figures/rows.csv {BY_HAND}. {CURE}", "paragraphs, row 2: was 23, now 22")
    assert one.causes == (f"figure: rows.csv {BY_HAND}",)
    whole["figures"]["rows"]["outputs"]["rows.csv"] = checksum(path)
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    one = check(made)["rows"]
    assert one.differences == ("paragraphs, row 2: was 23, now 22",)
    assert [cause.partition(":")[0] for cause in one.causes] == ["python", "processor"]


def test_another_library_is_named_and_an_unexplained_difference_is_called_so(made):
    path, manifest = made.figures / "rows.csv", made.figures / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("22", "23"), encoding="utf-8")
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    whole["figures"]["rows"]["outputs"]["rows.csv"] = checksum(path)
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    assert check(made)["rows"].causes == (NO_CAUSE,)
    whole["figures"]["rows"]["libraries"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    (cause,) = check(made)["rows"].causes
    assert cause.startswith("library: numpy was 1.0, is ")


@pytest.mark.parametrize("suffix", ["csv", "png", "svg"])
def test_a_file_that_is_not_as_it_was_written_is_a_difference(made, suffix):
    path = made.figures / f"rows.{suffix}"
    path.write_bytes(path.read_bytes() + b"\n")
    checks = check(made)
    assert checks["rows"].differences == (f"figures/rows.{suffix} {BY_HAND}. {CURE}",)
    assert checks["coded"].same


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture_that_is_gone_is_a_difference(made, suffix):
    (made.figures / f"rows.{suffix}").unlink()
    assert check(made)["rows"].differences == (f"figures/rows.{suffix} is not there. {CURE}",)


def test_pictures_of_another_machine_are_the_same(made):
    path, manifest = made.figures / "rows.png", made.figures / "manifest.json"
    path.write_bytes(path.read_bytes() + b"drawn elsewhere")
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    whole["figures"]["rows"]["outputs"]["rows.png"] = checksum(path)
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    assert check(made)["rows"].same


def test_without_an_entry_pictures_cannot_be_compared(made):
    (made.figures / "manifest.json").unlink()
    (line,) = check(made)["rows"].differences
    assert line.startswith("figures/manifest.json has no entry for it")
    assert line.endswith(CURE)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b'row,articles,paragraphs\n"all,6', b"row\n\xff\n", b"a,b\nc,d\ne,f,g\n"]
)
def test_numbers_that_cannot_be_read_are_one_line(made, content):
    (made.figures / "rows.csv").write_bytes(content)
    checks = check(made)
    reading, changed = checks["rows"].differences
    assert f"{made.figures / 'rows.csv'}: expected the numbers of a figure" in reading
    assert "\n" not in reading
    assert BY_HAND in changed
    assert checks["coded"].same


def test_a_check_waits_for_a_run_and_leaves_nothing(made):
    before = {path.name: path.read_bytes() for path in made.figures.iterdir()}
    events, waits = [], threading.Event()

    def told(stem, event, seconds):
        events.append(event)
        waits.set()

    with figures_held(made.figures, pytest.fail):
        second = threading.Thread(target=check_figures, args=(made, ["rows"], told), daemon=True)
        second.start()
        assert waits.wait(60)
        assert events == ["waiting"]
    second.join(60)
    assert events == ["waiting", "start", "made"]
    assert {path.name: path.read_bytes() for path in made.figures.iterdir()} == before


def test_figures_that_nobody_may_write_are_checked(made, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: path != made.figures)
    (made.figures / LOCK).unlink()
    assert all(one.same for one in check(made).values())
    assert not (made.figures / LOCK).exists()


def test_a_figure_that_was_never_made_is_different(small_study):
    checks = check(small_study)
    assert not checks["rows"].same
    assert checks["rows"].differences == ("no committed numbers",)


def test_a_draft_is_never_checked(made):
    for experiment in load_experiments(made):
        experiment.make(made, made.cache / "draft", draft=True)
    assert all(one.same for one in check(made).values())


def test_tolerances_hold_for_their_column_only():
    old = pd.DataFrame({"value": [0.1], "p": [0.1], "articles": [3]})
    new = pd.DataFrame({"value": [0.1 + 1e-7], "p": [0.1 + 1e-7], "articles": [3]})
    found = compare_numbers(old, new, {"value": 1e-6})
    assert [line.split(",")[0] for line in found.differences] == ["p"]
    assert found.numbers == 3
    assert found.largest == pytest.approx(1e-7)


def test_a_number_that_went_missing_is_a_difference():
    old, new = pd.DataFrame({"low": [0.1, None]}), pd.DataFrame({"low": [float("nan"), None]})
    assert len(compare_numbers(old, new, {}).differences) == 1


def test_rows_and_columns_that_come_or_go_are_differences():
    old = pd.DataFrame({"a": [1, 2]})
    assert compare_numbers(old, old.head(1), {}).differences == ("2 rows were, 1 now",)
    assert "columns were a" in compare_numbers(old, old.rename(columns={"a": "b"}), {}).differences[0]


def test_an_unknown_stem_is_refused(made):
    with pytest.raises(DiscourseError, match="one of coded, rows"):
        check_figures(made, ["none"])
