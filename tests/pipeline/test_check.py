"""A check says the same, or what differs and the cause that can be proved."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from discourse.errors import DiscourseError
from discourse.io.files import checksum
from discourse.pipeline.check import check_figures, compare_numbers
from discourse.pipeline.manifest import NO_CAUSE
from discourse.pipeline.run import load_experiments, run_experiments
from discourse.study import Study


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
    assert one.causes == (f"data: articles.csv, 1 rows new or changed ({len(lines) + 1})",)


def test_changed_code_and_settings_are_named(made):
    script = made.experiments / "rows.py"
    script.write_text(
        script.read_text(encoding="utf-8").replace("len(study.articles)", "1 + len(study.articles)"), encoding="utf-8"
    )
    settings = made.data / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert set(check(made)["rows"].causes) == {"settings: seed was 7, is 8", "code: experiments/rows.py"}


def test_another_library_is_named_and_an_unexplained_difference_is_called_so(made):
    path = made.figures / "rows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("22", "23"), encoding="utf-8")
    assert check(made)["rows"].causes == ("figure: rows.csv is not as it was made",)
    manifest = made.figures / "manifest.json"
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    whole["figures"]["rows"]["outputs"]["rows.csv"] = checksum(path)
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    assert check(made)["rows"].causes == (NO_CAUSE,)
    whole["figures"]["rows"]["libraries"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    (cause,) = check(made)["rows"].causes
    assert cause.startswith("library: numpy was 1.0, is ")


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
