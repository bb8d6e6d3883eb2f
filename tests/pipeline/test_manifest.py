"""The manifest says what a figure was made from, and is left alone when nothing that matters changed."""

from __future__ import annotations

import json
import shutil

import pytest

from discourse.errors import DataError
from discourse.io.files import checksum
from discourse.pipeline.check import check_figures
from discourse.pipeline.manifest import NO_ENTRY, Manifest
from discourse.pipeline.run import out_of_date, run_experiments


def test_an_entry_names_inputs_settings_and_numbers(small_study):
    run_experiments(small_study)
    entries = json.loads((small_study.figures / "manifest.json").read_text(encoding="utf-8"))["figures"]
    entry = entries["rows"]
    assert set(entry["inputs"]) == {"articles.csv", "paragraphs.csv"}
    assert entry["inputs"]["articles.csv"] == checksum(small_study.data / "articles.csv")
    assert entry["outputs"] == {
        name: checksum(small_study.figures / name) for name in ("rows.csv", "rows.png", "rows.svg", "rows.md")
    }
    assert entry["settings"]["seed"] == small_study.settings.seed
    assert "numpy" in entry["libraries"]
    assert entry["processor"]


def test_the_same_work_leaves_it_as_it_is(small_study):
    run_experiments(small_study)
    path = small_study.figures / "manifest.json"
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["figures"]["rows"]["commit"] = "made elsewhere"
    path.write_text(json.dumps(changed), encoding="utf-8")
    run_experiments(small_study, force=True)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"]["rows"]["commit"] == "made elsewhere"


@pytest.mark.parametrize("suffix", ["csv", "png", "svg"])
def test_a_file_changed_by_hand_is_noticed(small_study, suffix):
    run_experiments(small_study)
    path = small_study.figures / f"rows.{suffix}"
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    assert out_of_date(small_study) == {"rows": f"figure: rows.{suffix} was changed by hand since it was made"}
    run_experiments(small_study)
    assert path.read_bytes() == before


def test_no_second_memory_is_kept(small_study):
    run_experiments(small_study)
    assert [path.name for path in small_study.cache.iterdir()] == ["modules.json"]
    shutil.rmtree(small_study.cache)
    assert out_of_date(small_study) == {}
    (small_study.figures / "manifest.json").unlink()
    assert out_of_date(small_study) == {"coded": NO_ENTRY, "rows": NO_ENTRY}


@pytest.mark.parametrize("entry", ['{"inputs": {}}', "[]", "3"])
def test_an_entry_that_says_too_little_is_made_anew(small_study, entry):
    run_experiments(small_study)
    (small_study.figures / "manifest.json").write_text(f'{{"figures": {{"rows": {entry}}}}}', encoding="utf-8")
    assert out_of_date(small_study) == {"coded": NO_ENTRY, "rows": NO_ENTRY}
    assert sorted(run_experiments(small_study).made) == ["coded", "rows"]
    assert out_of_date(small_study) == {}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "something else"),
        (b'{"figures": {"rows"', "something else"),
        (b"[]", "something else"),
        (b'{"figures": []}', "something else"),
        (b'{"rows": {"a": 1}}', "something else"),
        (b'{"figures": {}, "rows": {"\xff": ""}}', "something else"),
        (
            b'{"figures": {\n<<<<<<< HEAD\n"a": {}\n=======\n"b": {}\n>>>>>>> other\n}}',
            "two versions of it in conflict",
        ),
    ],
)
def test_a_file_that_is_no_manifest_is_refused_with_the_cure(small_study, content, found):
    run_experiments(small_study)
    path = small_study.figures / "manifest.json"
    path.write_bytes(content)
    for ask in (out_of_date, run_experiments, check_figures):
        with pytest.raises(
            DataError, match=rf"manifest\.json: expected the manifest .*, found {found}\. Restore"
        ) as raised:
            ask(small_study)
        assert "\n" not in str(raised.value)
    assert path.read_bytes() == content


def test_a_manifest_that_cannot_be_read_is_one_line(small_study):
    (small_study.figures / "manifest.json").mkdir(parents=True)
    with pytest.raises(DataError, match="found Is a directory"):
        Manifest(small_study)


def test_a_comment_in_the_settings_is_no_change_and_a_value_is(small_study):
    run_experiments(small_study)
    path = small_study.data / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# The study of two towns.\n{text}", encoding="utf-8")
    assert out_of_date(small_study) == {}
    path.write_text(text.replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert set(out_of_date(small_study).values()) == {"settings: seed was 7, is 8"}


def test_figures_that_read_a_file_are_known(small_study):
    assert Manifest(small_study).stems_reading("labels.csv") == []
    run_experiments(small_study)
    assert Manifest(small_study).stems_reading("labels.csv") == ["coded"]


@pytest.mark.parametrize("outputs", [{}, {"rows.csv": ""}])
def test_an_entry_without_the_files_of_a_figure_is_not_taken_for_current(small_study, outputs):
    run_experiments(small_study)
    manifest = Manifest(small_study)
    script = small_study.experiments / "rows.py"
    assert manifest.is_current(script)
    manifest.entries["rows"]["outputs"] = outputs
    assert not manifest.is_current(script)


def test_what_is_current_is_known_without_running_its_script(small_study):
    run_experiments(small_study)
    script = small_study.experiments / "rows.py"
    text = script.read_text(encoding="utf-8")
    assert Manifest(small_study).is_current(script)
    script.write_text(f"{text}\nraise AssertionError\n", encoding="utf-8")
    assert not Manifest(small_study).is_current(script)
