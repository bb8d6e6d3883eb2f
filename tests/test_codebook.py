"""A codebook is read in order, and refused with the place and the hint."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from discourse import codebook
from discourse.codebook import NONE, read_codebook
from discourse.errors import CodebookError

GOOD = """
version = "1"
[[pillar]]
id = "trade"
name = "Trade"
definition = "buying and selling"
seeds = ["pasar"]
[[pillar]]
id = "health"
name = "Health"
definition = "care"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_pillars_keep_their_order_and_none_comes_last(tmp_path):
    book = read_codebook(write(tmp_path, GOOD))
    assert book.pillar_ids == ("trade", "health")
    assert book.codes[-1] == NONE
    assert book.seeds["trade"] == ("pasar",)


@pytest.mark.parametrize(
    ("entry", "place", "expected", "found"),
    [
        ('[[rule]]\nnumber = "one"\n', "rule 1, number", "a whole number", "'one'"),
        ("[[rule]]\nnumber = 1\n[[rule]]\nnumber = 1.5\n", "rule 2, number", "a whole number", "1.5"),
        ("[[rule]]\nnumber = -1\n", "rule 1, number", "a number of at least 0", "-1"),
        ("[[rule]]\nnumber = 1\npillars = true\n", "rule 1, pillars", "a list", "true"),
        ('[changes]\n2 = "trade"\n', "changes, 2", "a list", "'trade'"),
        ("seeds = 1\n", "pillar 2, seeds", "a list", "1"),
        ("seeds = ['pasar', 2019-05-17]\n", "pillar 2, seeds 2", "text", "2019-05-17"),
        ("[none]\ndefinition = [1]\n", "none, definition", "text", "[1]"),
    ],
)
def test_an_entry_of_another_kind_is_named(tmp_path, entry, place, expected, found):
    path = write(tmp_path, GOOD + entry)
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    assert str(caught.value) == f"{path}, {place}: expected {expected}, found {found}. Correct the entry."


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("none = true\n", "entries with names"),
        ("retired = 1\n", "a list"),
        ("pillar = [1]\n", "entries with names"),
        ("rule = 1\n", "a list"),
        ("changes = 1\n", "entries with names"),
    ],
)
def test_a_table_of_another_kind_is_named(tmp_path, entry, expected):
    pillars = "" if entry.startswith("pillar") else GOOD
    with pytest.raises(CodebookError, match=rf"{entry.split()[0]}( 1)?: expected {expected}, found"):
        read_codebook(write(tmp_path, entry + pillars))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seeds =", "seed =", "pillar 1: expected an entry that is known, found 'seed'. Did you mean 'seeds'?"),
        ("version", "verson", "codebook.toml: expected an entry that is known, found 'verson'. Did you mean 'version'"),
        ("seeds =", "colour =", "pillar 1: expected one of the entries id, name, definition, seeds, found 'colour'."),
    ],
)
def test_an_entry_of_another_name_is_named_with_the_nearest_one(tmp_path, old, new, said):
    with pytest.raises(CodebookError) as caught:
        read_codebook(write(tmp_path, GOOD.replace(old, new, 1)))
    assert said in str(caught.value)


def test_whatever_stands_in_an_entry_is_read_or_refused_in_one_line(tmp_path, monkeypatch, odd_variants):
    whole = tomllib.loads(GOOD + VARIABLE + "[[rule]]\nnumber = 1\npillars = ['trade']\n[changes]\n2 = ['health']\n")
    refused = []
    for changed in odd_variants(whole):
        monkeypatch.setattr(codebook, "read_toml", lambda *unused, changed=changed: changed)
        try:
            assert read_codebook(tmp_path).digest
        except CodebookError as error:
            refused.append(str(error))
    assert len(refused) > 200
    assert all(said.isprintable() and len(said) < 1000 for said in refused)


def test_the_digest_is_of_what_the_codebook_says(tmp_path):
    book = read_codebook(write(tmp_path, GOOD))
    assert book.digest == read_codebook(write(tmp_path, "# as it was" + GOOD)).digest
    assert book.digest != read_codebook(write(tmp_path, GOOD.replace("pasar", "kios"))).digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "1"', "", "a version"),
        ('version = "1"', 'version = "1', "TOML"),
        ('version = "1"', "version = " + "9" * 5000, "found a number of thousands of digits"),
        ('version = "1"', "version = " + "[" * 2000, "entries within entries"),
        ('id = "health"', 'id = "trade"', "each pillar once"),
        ('id = "health"', 'id = "none"', "other than 'none'"),
        ('id = "health"', 'id = "Public health"', "lower-case letters"),
        ('definition = "care"', "", "a definition"),
        (
            'definition = "care"',
            'definition = "care"\n[[rule]]\nnumber = 1\npillars = ["sport"]',
            "one of trade, health",
        ),
        ('definition = "care"', 'definition = "care"\n[changes]\n2 = ["sport"]', "one of trade, health"),
    ],
)
def test_a_contradiction_is_refused(tmp_path, old, new, said):
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(CodebookError, match=said) as caught:
        read_codebook(path)
    assert "codebook.toml" in str(caught.value)


def test_retired_codes_are_read_and_are_no_pillars(tmp_path):
    assert read_codebook(write(tmp_path, 'retired = ["sport"]' + GOOD)).retired == ("sport",)
    with pytest.raises(CodebookError, match="retired codes that are no pillars"):
        read_codebook(write(tmp_path, 'retired = ["trade"]' + GOOD))


def test_one_pillar_is_no_codebook(tmp_path):
    with pytest.raises(CodebookError, match="at least two"):
        read_codebook(write(tmp_path, GOOD.split('[[pillar]]\nid = "health"', maxsplit=1)[0]))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CodebookError, match=r"codebook\.toml"):
        read_codebook(tmp_path / "codebook.toml")


def test_the_shipped_codebook_has_seeds_that_belong_to_one_pillar(shipped_study):
    seeds = [seed for seeds in shipped_study.codebook.seeds.values() for seed in seeds]
    assert len(seeds) == len(set(seeds))
    assert all(15 <= len(seeds) <= 40 for seeds in shipped_study.codebook.seeds.values())


def test_seed_words_are_written_as_the_tokeniser_writes_them(shipped_study):
    from discourse.features.tokens import tokenize

    for pillar, seeds in shipped_study.codebook.seeds.items():
        for seed in seeds:
            assert seed in tokenize(seed.replace("_", " "), "id"), f"{pillar}: {seed}"


VARIABLE = """
[[variable]]
id = "tone"
name = "Tone"
question = "How does it speak?"
[[variable.code]]
id = "warm"
name = "Warm"
definition = "praise"
[[variable.code]]
id = "cool"
name = "Cool"
definition = "doubt"
[[variable.rule]]
number = 3
title = "Irony"
text = "Praise that is meant otherwise is cool."
codes = ["cool"]
"""


def test_a_variable_is_a_codebook_of_its_own(tmp_path):
    book = read_codebook(write(tmp_path, GOOD + VARIABLE + '[variable.none]\ndefinition = "no stance"\n'))
    tone = book.variable("tone")
    assert (tone.codes, tone.version, tone.none_definition) == (("warm", "cool", NONE), "1", "no stance")
    assert (tone.name, tone.question, tone.several) == ("Tone", "How does it speak?", False)
    assert tone.rules[0].pillars == ("cool",)
    assert book.variable("") is book


def test_a_variable_without_none_has_its_codes_alone(tmp_path):
    tone = read_codebook(write(tmp_path, GOOD + VARIABLE)).variable("tone")
    assert tone.codes == tone.pillar_ids == ("warm", "cool")
    with_none = read_codebook(write(tmp_path, GOOD + VARIABLE + "[variable.none]\n")).variable("tone")
    assert with_none.none_definition == "none of these codes"


def test_variables_leave_the_digest_of_the_pillars_as_it_was(tmp_path):
    book = read_codebook(write(tmp_path, GOOD))
    assert read_codebook(write(tmp_path, GOOD + VARIABLE)).digest == book.digest


def test_an_unknown_variable_is_named_with_the_nearest_one(tmp_path):
    book = read_codebook(write(tmp_path, GOOD + VARIABLE))
    with pytest.raises(CodebookError, match=r"one of the variables tone, found 'tine'\. Did you mean 'tone'\?"):
        book.variable("tine")
    with pytest.raises(CodebookError, match=r"a further variable, found 'tone'\. Define it there"):
        read_codebook(write(tmp_path, GOOD)).variable("tone")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "tone"', 'id = "words"', "a name that no column has, found 'words'"),
        ('id = "tone"', 'id = "none"', "a variable id other than 'none'"),
        ('id = "tone"', 'id = "../tone"', "a variable id of lower-case letters"),
        ('question = "How does it speak?"', "", "variable tone: expected a question, found none"),
        ('name = "Tone"', 'name = " "', "variable tone: expected a name, found none"),
        ('id = "cool"', 'id = "warm"', "variable tone: expected each code once, found 'warm' 2 times"),
        ('id = "cool"', 'id = "none"', "variable tone: expected a code id other than 'none'"),
        ('definition = "doubt"', "", "variable tone, code cool: expected a definition"),
        ('definition = "doubt"', 'definition = "doubt"\nseeds = ["kios"]', "variable 1, code 2: .*found 'seeds'"),
        ('codes = ["cool"]', 'codes = ["cold"]', "variable tone, rule 3: expected one of warm, cool, found 'cold'"),
        ('codes = ["cool"]', "codes = true", "variable 1, rule 1, codes: expected a list, found true"),
        ('codes = ["cool"]', 'code = ["cool"]', "Did you mean 'codes'"),
        ("number = 3", "[variable.changes]\n2 = ['cold']", "variable tone, changes.2: expected one of warm, cool"),
        (
            'name = "Tone"',
            'name = "Tone"\nretired = ["warm"]',
            "variable tone: expected retired codes that are no codes",
        ),
        ('name = "Tone"', 'name = "Tone"\nseveral = "often"', "variable 1, several: expected"),
    ],
)
def test_what_is_wrong_with_a_variable_is_named(tmp_path, old, new, said):
    variable = VARIABLE.replace(old, new, 1)
    if new.startswith("[variable.changes]"):
        variable = variable.partition("[[variable.rule]]")[0] + new
    path = write(tmp_path, GOOD + variable)
    with pytest.raises(CodebookError, match=said) as caught:
        read_codebook(path, taken=("words",))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_variables_of_one_id_are_refused(tmp_path):
    with pytest.raises(CodebookError, match="each variable once, found 'tone' 2 times"):
        read_codebook(write(tmp_path, GOOD + VARIABLE + VARIABLE))


def test_one_code_is_no_variable(tmp_path):
    alone = VARIABLE.replace('[[variable.code]]\nid = "cool"\nname = "Cool"\ndefinition = "doubt"\n', "")
    with pytest.raises(CodebookError, match="variable tone: expected at least two codes, found 1"):
        read_codebook(write(tmp_path, GOOD + alone))
