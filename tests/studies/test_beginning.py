"""A new study is whole and valid at once; a slip in a period, a code, a language or a folder is one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import read_codebook
from discourse.errors import CodebookError, DataError, NothingYetError, SettingsError
from discourse.settings import read_settings
from discourse.studies import copy_demo, new_study, read_codes, read_periods
from discourse.studies.beginning import DEMO
from discourse.study import Study


def made(folder: Path, periods: str = "2019,2024", codes: str = "climate,migration", title: str = "Fuel", **more: str):
    """Make a study in a folder."""
    return new_study(folder, more.get("language", "en"), read_periods(periods), read_codes(codes), title)


def files(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_study_reads_as_what_was_asked_for(tmp_path: Path) -> None:
    study = made(tmp_path / "a" / "fuel", codes="climate,Free trade", title='Fuel, "cheap" or not')
    settings = study.settings
    assert (settings.title, settings.language) == ('Fuel, "cheap" or not', "en")
    assert [(each.id, str(each.start), str(each.end)) for each in settings.periods] == [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
    ]
    assert settings.compared == ("2019", "2024")
    assert [(pillar.id, pillar.name) for pillar in study.codebook.pillars] == [
        ("climate", "Climate"),
        ("free-trade", "Free trade"),
    ]
    tables = {f"data/{name}.csv" for name in ("articles", "labels", "paragraphs")}
    assert files(study.root) == {"README.md", "data/codebook.toml", "data/study.toml", *tables}
    for name in tables:
        assert len((study.root / name).read_text(encoding="utf-8").splitlines()) == 1


def test_what_stands_in_comments_is_valid_once_the_sign_is_taken_away(tmp_path: Path) -> None:
    study = made(tmp_path)
    for name in ("study.toml", "codebook.toml"):
        path = study.data / name
        lines = path.read_text(encoding="utf-8").splitlines()
        entry = re.compile(r"# (\w+ = |\[\[?\w+(\.\w+)?\]\]?$)")
        shown = [line[2:] if entry.match(line) else line for line in lines]
        assert shown != lines
        path.write_text("\n".join(shown), encoding="utf-8")
    (tone,) = read_codebook(study.data / "codebook.toml").variables
    assert tone.pillar_ids == ("hopeful", "worried")
    (analysis,) = read_settings(study.data / "study.toml").analyses
    assert analysis.openings


def test_of_three_periods_the_first_and_the_last_are_compared(tmp_path: Path) -> None:
    study = made(tmp_path, periods="boom:2015..2017,bust:2018-01-01..2019-06,after:2019-07..2021")
    assert study.settings.compare == study.settings.compared == ("boom", "after")
    assert [str(period.end) for period in study.settings.periods] == ["2017-12-31", "2019-06-30", "2021-12-31"]


def test_nothing_of_another_study_stands_in_a_new_one(tmp_path: Path) -> None:
    made(tmp_path)
    said = "".join((tmp_path / name).read_text(encoding="utf-8") for name in files(tmp_path))
    assert not re.search(r"laos|vietnam|indones|\b20(?:23|25)\b|partner = |political|defence", said, re.I)


def test_an_empty_study_says_which_command_comes_next(tmp_path: Path) -> None:
    study = made(tmp_path)
    for read in (lambda: study.articles, lambda: study.paragraphs):
        with pytest.raises(NothingYetError, match=r"found none yet\. Bring some in: discourse import PATH"):
            read()


def test_a_folder_that_holds_something_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for make in (made, copy_demo):
        with pytest.raises(DataError, match=r"expected an empty folder, found 'notes\.txt' in it"):
            make(tmp_path)
        with pytest.raises(DataError, match="found something other than a folder"):
            make(tmp_path / "notes.txt")
    assert files(tmp_path) == {"notes.txt"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2019", "two periods or more"),
        ("2024,2019", "an earlier period and then a later one"),
        ("2019,2019", "an earlier period and then a later one"),
        ("a:2018,a:2019", "a name of its own for each period"),
        ("2019,then", "expected a year, or a name and a span such as before:2015..2016, found 'then'"),
        ("2019,", "found ''"),
        ("2019,b:2024..2021", "found 'b:2024..2021'"),
        ("2019,b\nc:2024", "found 'b\\nc:2024'"),
        ("2019-02-30,2024", "found '2019-02-30'"),
    ],
)
def test_a_slip_in_the_periods_is_named_and_nothing_is_made(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        made(tmp_path / "new", periods=text)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("climate", "two codes or more"),
        ("climate,climate", "each code once"),
        ("climate,none", "codes other than 'none'"),
        ("climate,", "found ''"),
        ("climate,1st", "letters a to z"),
        ("climate,köder", "Write names and definitions into codebook.toml"),
    ],
)
def test_a_slip_in_the_codes_is_named(text: str, said: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(said)):
        read_codes(text)


@pytest.mark.parametrize("language", ["english", "EN", "", "e"])
def test_a_language_is_a_code(tmp_path: Path, language: str) -> None:
    with pytest.raises(SettingsError, match="language: expected a language code such as id or en"):
        made(tmp_path / "new", language=language)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "\udce9"])
def test_a_title_can_be_printed(tmp_path: Path, title: str) -> None:
    with pytest.raises(DataError, match="a title of letters that can be printed"):
        made(tmp_path / "new", title=title)


@given(st.text(min_size=1))
def test_any_title_comes_back_as_it_was_or_is_refused(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("titles")
    try:
        study = made(folder, title=title)
    except DataError:
        assert not title.isprintable() or not title.strip()
    else:
        assert Study(study.root).settings.title == title


def test_the_demonstration_is_the_study_of_the_package_without_figures(tmp_path: Path) -> None:
    study = copy_demo(tmp_path / "look")
    assert files(study.root) == {name for name in files(DEMO) if "__pycache__" not in name}
    assert list(study.figures.iterdir()) == []
    assert study.articles.equals(Study(DEMO).articles)


def test_who_begins_a_study_twice_is_told_how_to_change_it(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(DataError) as refusal:
        made(tmp_path, title="Another")
    assert str(refusal.value).endswith(
        f"Or, to change the study that is there, edit {tmp_path / 'data' / 'study.toml'}."
    )


def test_of_two_periods_the_comparison_stands_in_a_comment_where_it_belongs(tmp_path: Path) -> None:
    text = (made(tmp_path).data / "study.toml").read_text(encoding="utf-8")
    assert text.index('\n# compare = ["2019", "2024"]\n') < text.index("\n[[period]]\n")
