"""Settings are checked as a whole, and what makes no sense is refused by its place."""

from __future__ import annotations

import pytest

from discourse.errors import SettingsError
from discourse.settings import NEW_CODERS, check_settings, read_settings

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


def test_machine_coders_are_coders_and_each_is_named_once(tmp_path):
    assert read(tmp_path).machine_coders == ()
    assert read(tmp_path, 'machine_coders = ["m1", "m2"]\n' + GOOD).machine_coders == ("m1", "m2")
    for names, found in (('["*"]', r"'\*'"), ('["first"]', "'first'"), ('[" "]', "' '"), ('["a", "a"]', "'a' 2 times")):
        with pytest.raises(SettingsError, match=found):
            read(tmp_path, f"machine_coders = {names}\n{GOOD}")


def test_the_rule_for_new_coders_is_one_of_four(tmp_path):
    assert read(tmp_path).new_coders == "agreement"
    for rule in NEW_CODERS:
        assert read(tmp_path, f'new_coders = "{rule}"\n' + GOOD).new_coders == rule
    with pytest.raises(SettingsError, match=r"new_coders: expected 'agreement', .* or 'accepted', found 'everybody'"):
        read(tmp_path, 'new_coders = "everybody"\n' + GOOD)


def test_a_date_belongs_to_the_period_that_holds_it_whole(tmp_path):
    settings = read(tmp_path)
    assert settings.period_of("2023-06") == "early"
    assert settings.period_of("2025") == "late"
    assert settings.period_of("2023") == ""  # may mean a day after June
    assert settings.period_of("") == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed = 1", "seed = -1", "seed"),
        ("seed = 1", "", "seed"),
        ("seed = 1", "seed = 1\ncolour = 3", "expected one of the entries title, .*, found 'colour'. Correct its name"),
        ('language = "id"', 'lang = "id"', "found 'lang'. Did you mean 'language'?"),
        ('language = "id"', 'language = "Indonesian"', "expected a language code such as id or en, found 'Indonesian'"),
        ('id = "all"', 'id = "All"', "analysis 1, id: expected an id of lower-case letters"),
        ('title = "All"', 'genre = "news"', "analysis 1: expected one of the entries .*, found 'genre'"),
        ("start = 2023-01-01", "start = 2023", "period 1, start: expected a date such as 2019-05-17, found 2023"),
        ("start = 2023-01-01", "start = 'May'", "period 1, start: expected a date such as 2019-05-17, found 'May'"),
        ("seed = 1", "seed = 0x" + "f" * 9000, "seed: expected a number below 9223372036854775808, found a number of"),
        ("seed = 1", "seed = 1\nlevel = nan", "level: expected a number below 1.0, found nan"),
        ("seed = 1", "seed = 1\nresamples = 10_000_001", "resamples: expected a number of at most 10000000"),
        ("seed = 1", 'seed = 1\nblocks = ["dictionary"]', """blocks: expected "word" and any others, each once"""),
        ("seed = 1", 'seed = 1\nblocks = ["words"]', "blocks 1: expected 'word', 'chars'.* found 'words'"),
        ("end = 2023-06-30", "end = 2022-06-30", "ends before"),
        (
            "start = 2025-01-01",
            "start = 2023-01-01",
            "an earlier period and then a later one, found one that ends on 2023-06-30, and one",
        ),
        ('title = "Two towns"', 'title = "Two towns', "TOML"),
        ('[[analysis]]\nid = "all"\ntitle = "All"', "", "an entry 'analysis', found none. Add it."),
        (
            '[[period]]\nid = "early"\nstart = 2023-01-01\nend = 2023-06-30',
            "",
            "period: expected two periods or more, for a study compares two, found 1. Add the other",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path, old, new, said):
    with pytest.raises(SettingsError, match=said):
        read(tmp_path, GOOD.replace(old, new, 1))


THIRD = """
[[period]]
id = "last"
start = 2026-01-01
end = 2026-12-31
"""


def compared(line):
    return f"{line}\n{GOOD}{THIRD}"


def test_of_three_periods_two_are_compared(tmp_path):
    settings = read(tmp_path, compared('compare = ["early", "last"]'))
    assert settings.period_ids == ("early", "late", "last")
    assert settings.compared == ("early", "last")
    assert [settings.period_of(day) for day in ("2023-05", "2024", "2025-07-01", "2026")] == [
        "early",
        "",
        "late",
        "last",
    ]
    assert read(tmp_path).compared == ("early", "late")
    assert read(tmp_path, 'compare = ["early", "late"]\n' + GOOD).compared == ("early", "late")


WRITE = r'Write compare = \["early", "last"\] above the first \[\[period\]\]\.'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", f"expected an entry compare, the two periods of the main shift, found none, and 3 periods. {WRITE}"),
        ("compare = []", f"found none, and 3 periods. {WRITE}"),
        ('compare = ["early"]', rf"expected two of the periods early, late, last, found \['early'\]. {WRITE}"),
        ('compare = ["early", "later"]', rf"two of the periods early, late, last, found \['early', 'later'\]. {WRITE}"),
        ('compare = ["early", "late", "last"]', "expected two of the periods early, late, last, found"),
        ('compare = ["late", "late"]', rf"an earlier period and then a later one, found \['late', 'late'\]. {WRITE}"),
        ('compare = ["last", "early"]', rf"an earlier period and then a later one, found \['last', 'early'\]. {WRITE}"),
    ],
)
def test_two_periods_to_compare_that_are_none_are_refused(tmp_path, line, said):
    with pytest.raises(SettingsError, match=said):
        read(tmp_path, compared(line))


def test_periods_that_overlap_or_share_a_name_are_refused(tmp_path):
    line = 'compare = ["early", "last"]'
    with pytest.raises(SettingsError, match="found one that ends on 2025-12-31, and one that starts on 2025-06-01"):
        read(tmp_path, compared(line).replace("2026-01-01", "2025-06-01"))
    with pytest.raises(SettingsError, match="a name of its own for each period, found 'early' 2 times"):
        read(tmp_path, compared(line).replace('id = "last"', 'id = "early"'))


def test_whatever_stands_in_an_entry_is_read_or_refused_in_one_line(tmp_path, odd_variants):
    whole = read(tmp_path).model_dump(mode="json")
    refused = []
    for changed in odd_variants(whole):
        try:
            assert check_settings(changed, "settings").model_dump_json()
        except SettingsError as error:
            refused.append(str(error))
    assert len(refused) > 200
    assert all(said.isprintable() and len(said) < 1000 for said in refused)


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
