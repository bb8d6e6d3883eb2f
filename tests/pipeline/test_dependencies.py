"""A change makes exactly what depends on it out of date: a module, a word list, a file of the study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from discourse import languages
from discourse.io.files import checksum
from discourse.labels.table import coded_table, study_labels
from discourse.pipeline import dependencies
from discourse.pipeline.dependencies import PACKAGE, module_dependencies, record_files
from discourse.pipeline.run import out_of_date, run_experiments
from discourse.study import Study


def names(script):
    return {path.relative_to(PACKAGE).as_posix() for path in module_dependencies(script)}


def written(folder, text):
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    return script


def add_line(path, line):
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


@pytest.fixture
def lists(tmp_path, monkeypatch):
    """A copy of the word lists that a test may change."""
    copy = Path(shutil.copytree(languages.FOLDER, tmp_path / "languages"))
    monkeypatch.setattr(languages, "FOLDER", copy)
    return copy


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package's text that a test may change."""
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "discourse", ignore=shutil.ignore_patterns("__pycache__")))
    monkeypatch.setattr(dependencies, "PACKAGE", copy)
    return copy


def test_imports_are_followed(tmp_path):
    found = names(written(tmp_path, "def later():\n    from discourse.pipeline import Experiment\n"))
    assert {
        "pipeline/experiment.py",
        "study.py",
        "settings/choices.py",
        "codebook/codes.py",
        "errors.py",
        "figures/style.py",
    } <= found
    assert not any(name.startswith(("emphasis/", "annotation/", "cli/")) for name in found)


def test_an_imported_name_leads_to_its_own_file(tmp_path):
    script = written(tmp_path, "from discourse.figures import draw_paragraph_counts as bars\n")
    assert names(script) == {"errors.py", "figures/paragraphs.py", "figures/style.py", "translations.py"}


def test_an_experiment_does_not_hang_on_the_room_that_runs_it(root):
    found = names(root / "experiments" / "paragraphs.py")
    assert {"pipeline/experiment.py", "figures/paragraphs.py"} <= found
    assert not found & {"pipeline/run.py", "pipeline/manifest.py", "pipeline/__init__.py", "figures/topics.py"}


@pytest.mark.parametrize("text", ["import discourse.figures\n", "from discourse import figures\n"])
def test_a_package_taken_whole_is_one_with_all_it_hands_on(tmp_path, text):
    assert {"figures/__init__.py", "figures/paragraphs.py", "figures/topics.py"} <= names(written(tmp_path, text))


def test_a_name_that_is_nowhere_in_the_text_may_come_from_all_of_the_folder(tmp_path):
    found = names(written(tmp_path, "from discourse.pipeline import *\n"))
    assert {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "pipeline").glob("*.py")} <= found


def test_a_module_and_what_a_package_defines_itself_are_files_of_their_own(tmp_path):
    assert names(written(tmp_path, "import discourse.resampling as drawn\n")) == {"resampling.py"}
    assert names(written(tmp_path, "from discourse import resampling\n")) == {"resampling.py"}
    assert names(written(tmp_path, "from discourse.languages import word_list\n")) == {
        "languages/__init__.py",
        "errors.py",
        "io/text.py",
    }


def test_a_name_that_the_package_loads_late_leads_to_its_own_file(tmp_path):
    assert names(written(tmp_path, "from discourse import Codebook\n")) == names(
        written(tmp_path, "from discourse.codebook import Codebook\n")
    )
    whole = names(written(tmp_path, "import discourse\ndiscourse.keyness\n"))
    assert {"__init__.py", "words/_keyness.py", "emphasis/table.py", "pipeline/experiment.py"} <= whole


def test_asking_for_the_version_depends_on_one_file(tmp_path):
    assert names(written(tmp_path, "from discourse import __version__\n")) == {"__init__.py"}


def test_other_packages_do_not_count(tmp_path):
    assert module_dependencies(written(tmp_path, "import json\nimport discourse_of_others\n")) == ()


def test_a_panel_that_a_figure_does_not_use_does_not_matter(small_study, package):
    run_experiments(small_study)
    add_line(package / "figures" / "topics.py", "# another line")
    add_line(package / "figures" / "__init__.py", "# another line")
    assert out_of_date(small_study) == {}
    add_line(package / "figures" / "paragraphs.py", "# another line")
    assert set(out_of_date(small_study).values()) == {"code: discourse/figures/paragraphs.py"}


def test_a_word_list_matters_to_the_figures_that_use_it(small_study, write_script, lists):
    write_script("hyphens", "tokenize('bersama-sama', 'id')")
    write_script("others", "tokenize('jalan tol', 'xx')")
    write_script("words", "tokenize('jalan tol', 'id')")
    run_experiments(small_study)
    assert out_of_date(small_study) == {}
    add_line(lists / "id" / "stopwords.txt", "jalan")
    reason = "word list: id/stopwords.txt"
    assert out_of_date(small_study) == {"hyphens": reason, "words": reason}
    assert sorted(run_experiments(small_study).made) == ["hyphens", "words"]
    assert out_of_date(small_study) == {}
    add_line(lists / "id" / "affixes.txt", "prefix xyz")
    assert out_of_date(small_study) == {"hyphens": "word list: id/affixes.txt"}


def test_a_changed_word_list_is_read_anew(small_study, write_script, lists):
    write_script("words", "tokenize('jalan tol', 'id')")
    run_experiments(small_study)
    before = (small_study.figures / "words.csv").read_bytes()
    add_line(lists / "id" / "stopwords.txt", "jalan_tol\njalan\ntol")
    run_experiments(small_study)
    assert (small_study.figures / "words.csv").read_bytes() != before


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("topics.toml", "study.topic_names"),
        ("codebook.toml", "study.codebook.pillars"),
        ("originals/article.txt", "list(study.originals.iterdir())"),
    ],
)
def test_a_file_of_the_study_matters_to_the_figures_that_ask_for_it(small_study, write_script, name, read):
    write_script("asking", read)
    path = small_study.data / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text("", encoding="utf-8")
    run_experiments(small_study)
    assert out_of_date(small_study) == {}
    add_line(path, "# one more line")
    assert list(out_of_date(small_study)) == ["asking"]


def test_what_was_read_before_is_recorded_too(toy_study):
    assert toy_study.paragraphs is not None
    read = record_files(lambda study: study.articles, toy_study)
    assert list(read.inputs) == ["articles.csv"]


def test_a_word_list_of_the_study_is_one_of_its_inputs(toy_study, monkeypatch):
    def make(study):
        with monkeypatch.context() as patched:
            patched.setattr(languages, "FOLDER", study.data.resolve() / "languages")
            languages.word_list("id", "stopwords")
        languages.word_list("id", "affixes")

    read = record_files(make, toy_study)
    assert dict(read.inputs) == {"languages/id/stopwords.txt": ""}
    assert read.word_lists == ("id/affixes.txt",)


def test_a_file_changed_while_a_figure_is_made_is_noticed(small_study, write_script):
    write_script("coded", "[study.labels_path.write_bytes(b'#')]")
    run_experiments(small_study)
    assert list(out_of_date(small_study)) == ["coded"]


def test_the_log_of_a_variable_is_recorded_by_whoever_reads_it(towns):
    found = record_files(coded_table, towns).inputs
    assert found["labels.tone.csv"] == checksum(towns.data / "labels.tone.csv")
    assert found["labels.speaker.csv"] == ""  # not there yet; it will make what was read out of date
    alone = record_files(lambda study: study_labels(study, "tone"), Study(towns.root)).inputs
    assert "labels.tone.csv" in alone
    assert "labels.csv" not in alone
