"""Settings are checked as a whole; a date lies in a period only when every day it may mean does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, SettingsError
from discourse.settings import days_of, read_settings

GOOD = """
title = "Two towns"
language = "id"
seed = 1
[[period]]
id = "early"
start = 2023-01-01
end = 2023-06-30
[[period]]
id = "late"
start = 2025-01-01
end = 2025-12-31
[[analysis]]
id = "all"
title = "All"
"""


def read(folder, text=GOOD):
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_a_date_belongs_to_the_period_that_holds_it_whole(tmp_path):
    settings = read(tmp_path)
    assert settings.period_of("2023-06") == "early"
    assert settings.period_of("2025") == "late"
    assert settings.period_of("2023") == ""  # may mean a day after June
    assert settings.period_of("") == ""


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_within_its_month_and_its_year(day):
    assert days_of(day.isoformat()) == (day, day)
    for width in (7, 4):
        first, last = days_of(day.isoformat()[:width])
        assert first <= day <= last


@pytest.mark.parametrize("text", ["yesterday", "2023-13", "2023-02-30", "23-01-01", "2023/01/01", "2023-1"])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(DataError, match="a date such as"):
        days_of(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed = 1", "seed = -1", "seed"),
        ("seed = 1", "", "seed"),
        ("seed = 1", "seed = 1\ncolour = 3", "colour"),
        ("end = 2023-06-30", "end = 2022-06-30", "ends before"),
        ("start = 2025-01-01", "start = 2023-01-01", "must end before"),
        ('title = "Two towns"', 'title = "Two towns', "TOML"),
        ('[[analysis]]\nid = "all"\ntitle = "All"', "", "analyses"),
        ('[[period]]\nid = "early"\nstart = 2023-01-01\nend = 2023-06-30', "", "two periods, this one has 1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path, old, new, said):
    with pytest.raises(SettingsError, match=said):
        read(tmp_path, GOOD.replace(old, new, 1))


def test_a_missing_file_and_an_unknown_analysis_are_named(tmp_path):
    with pytest.raises(SettingsError, match=r"study\.toml"):
        read_settings(tmp_path / "study.toml")
    with pytest.raises(SettingsError, match="one of all"):
        read(tmp_path).analysis("half")


def test_an_analysis_by_its_former_name_means_the_same(tmp_path):
    former = read(tmp_path, GOOD + 'extent = "lead"\nleads = true\n').analyses[0]
    assert former == read(tmp_path, GOOD + 'extent = "opening"\nopenings = true\n').analyses[0]
    assert (former.extent, former.openings) == ("opening", True)
    with pytest.raises(SettingsError, match="leads"):
        read(tmp_path, GOOD + "openings = true\nleads = true\n")
