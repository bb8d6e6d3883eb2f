"""Are figures drawn in another language from their numbers, elsewhere, with nothing of the study touched?"""

from __future__ import annotations

import pytest

from discourse.errors import DataError
from discourse.pipeline.in_language import check_folder, draw_in_language, study_translation
from discourse.pipeline.manifest import Manifest
from discourse.pipeline.run import load_experiments, run_experiments
from discourse.study import Study

STRINGS = 'msgid "{count} article"\nmsgstr "{count} artikula"\n\nmsgid "Political"\nmsgstr "Politika"\n'


@pytest.fixture
def spoken_study(small_study):
    """The small study with strings of its own in a language that the package does not have, and its figures made."""
    (small_study.data / "strings.xx.po").write_text(STRINGS, encoding="utf-8")
    run_experiments(small_study)
    return small_study


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_figure_is_drawn_and_the_studys_own_stay(spoken_study, tmp_path, workers):
    before, told = contents(spoken_study.figures), []
    experiments = load_experiments(spoken_study)
    drawn = draw_in_language(
        spoken_study, experiments, "xx", tmp_path / "new" / "xx", lambda *event: told.append(event[:2]), workers
    )
    assert contents(spoken_study.figures) == before
    assert [one.stem for one in drawn] == ["coded", "rows"]
    assert sorted(told) == [("coded", "made"), ("rows", "made")]
    found = contents(tmp_path / "new" / "xx")
    assert sorted(found) == sorted(f"{stem}.{suffix}" for stem in ("coded", "rows") for suffix in drawn[0].suffixes)
    assert "1 artikula" in found["rows.svg"].decode()
    assert "1 article" in before["rows.svg"].decode()
    assert found["rows.csv"] == before["rows.csv"]
    assert found["rows.png"] != before["rows.png"]


def test_strings_are_no_input_of_a_figure(spoken_study, tmp_path):
    draw_in_language(spoken_study, load_experiments(spoken_study), "xx", tmp_path / "xx", lambda *event: None)
    (spoken_study.data / "strings.xx.po").unlink()
    manifest = Manifest(spoken_study)
    assert [manifest.reason(one) for one in load_experiments(spoken_study)] == ["", ""]


def test_english_is_drawn_as_it_stands(spoken_study, tmp_path):
    draw_in_language(spoken_study, load_experiments(spoken_study), "en", tmp_path / "en", lambda *event: None)
    ours = contents(spoken_study.figures)
    assert {name: ours[name] for name in contents(tmp_path / "en")} == contents(tmp_path / "en")


def test_a_figure_that_was_never_made_is_left_out(spoken_study, tmp_path):
    (spoken_study.figures / "rows.csv").unlink()
    drawn = draw_in_language(spoken_study, load_experiments(spoken_study), "xx", tmp_path / "xx", lambda *event: None)
    assert [one.stem for one in drawn] == ["coded"]


@pytest.mark.parametrize("name", ["figures", "figures/id", "data", "data/languages", "experiments"])
def test_a_folder_of_the_study_is_refused(toy_study, name):
    with pytest.raises(DataError, match=r"a folder of its own .* Name another"):
        check_folder(toy_study, toy_study.root / name)
    check_folder(toy_study, toy_study.root / "build" / name)


def test_a_language_that_nobody_wrote_is_refused_before_a_folder_is_made(small_study, tmp_path):
    with pytest.raises(DataError, match=r"strings.tlh.po"):
        draw_in_language(small_study, [], "tlh", tmp_path / "tlh", lambda *event: None)
    assert not (tmp_path / "tlh").exists()


def test_a_file_in_the_place_of_the_folder_is_named(spoken_study, tmp_path):
    (tmp_path / "xx").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"expected a folder to write to"):
        draw_in_language(spoken_study, [], "xx", tmp_path / "xx", lambda *event: None)


def test_the_studys_strings_stand_before_the_packages(spoken_study):
    assert study_translation(spoken_study, "xx").strings["Political"] == "Politika"
    assert study_translation(Study(spoken_study.root), "en").strings == {}
