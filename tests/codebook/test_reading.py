"""A codebook is read in order, and refused with the place and the hint."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from discourse.codebook import NONE, read_codebook, reading
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

PRACTICE = """
[[practice]]
text = "The towns lower the toll  on fish."
primary = "trade"
also = ["health"]
rule = 1
explanation = "A toll is trade."
[[practice]]
text = "Nothing to see."
primary = "none"
explanation = "No pillar fits."
"""
RULE = "[[rule]]\nnumber = 1\n"


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
    whole = tomllib.loads(
        GOOD + VARIABLE + "[[rule]]\nnumber = 1\npillars = ['trade']\n[changes]\n2 = ['health']\n" + PRACTICE
    )
    refused = []
    for changed in odd_variants(whole):
        monkeypatch.setattr(reading, "read_toml", lambda *unused, changed=changed: changed)
        try:
            assert read_codebook(tmp_path).digest
        except CodebookError as error:
            refused.append(str(error))
    assert len(refused) > 200
    assert all(said.isprintable() and len(said) < 1000 for said in refused)


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


def test_practice_items_are_read_in_order(tmp_path):
    first, second = read_codebook(write(tmp_path, GOOD + RULE + PRACTICE)).practice
    assert (first.text, first.primary, first.also, first.rule) == (
        "The towns lower the toll on fish.",
        "trade",
        ("health",),
        1,
    )
    assert (second.primary, second.also, second.rule, second.explanation) == ("none", (), None, "No pillar fits.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Nothing to see."', '" "', "practice item 2: expected a text, found none"),
        ('explanation = "A toll is trade."', "", "practice item 1: expected an explanation, found none"),
        ('primary = "none"', "", "practice item 2: expected a primary, found none"),
        (
            '"Nothing to see."',
            '"The towns lower the toll on fish."',
            "practice item 2: expected each text once, found the text of item 1 again. Write another paragraph",
        ),
        ('primary = "trade"', 'primary = "trad"', "practice item 1, primary: expected one of trade, health, none"),
        ('also = ["health"]', 'also = ["care"]', "practice item 1, also: expected one of trade, health, found 'care'"),
        ('also = ["health"]', 'also = ["none"]', "practice item 1, also: expected one of trade, health, found 'none'"),
        ('also = ["health"]', 'also = ["sport"]', "practice item 1, also: .*found 'sport', which is retired. Code the"),
        ('primary = "none"', 'primary = "sport"', "practice item 2, primary: .*found 'sport', which is retired"),
        ('also = ["health"]', 'also = ["trade"]', "practice item 1, also: expected other codes than the primary"),
        ('primary = "none"', 'primary = "none"\nalso = ["trade"]', "practice item 2, also: expected no code, found"),
        ("rule = 1\nex", "rule = 7\nex", r"practice item 1, rule: expected the number of a rule \(1\), found 7"),
        ("rule = 1\nex", "rule = -1\nex", "practice 1, rule: expected a number of at least 0"),
        ("explanation", "reason", "practice 1: expected .* found 'reason'"),
        ("also =", "alsa =", "practice 1: expected .* Did you mean 'also'"),
    ],
)
def test_what_is_wrong_with_a_practice_item_is_named(tmp_path, old, new, said):
    path = write(tmp_path, 'retired = ["sport"]\n' + GOOD + RULE + PRACTICE.replace(old, new, 1))
    with pytest.raises(CodebookError, match=said) as caught:
        read_codebook(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_rule_of_a_codebook_without_rules_is_refused(tmp_path):
    with pytest.raises(CodebookError, match="item 1, rule: expected no rule, for the codebook has none, found 1"):
        read_codebook(write(tmp_path, GOOD + PRACTICE))


def test_a_variable_has_practice_items_of_its_own(tmp_path):
    item = '[[variable.practice]]\ntext = "Splendid."\nprimary = "warm"\nrule = 3\nexplanation = "Praise."\n'
    (tone,) = read_codebook(write(tmp_path, GOOD + VARIABLE + item)).variables
    assert [each.primary for each in tone.practice] == ["warm"]
    wrong = item.replace('"warm"', '"trade"')
    with pytest.raises(CodebookError, match="variable tone, practice item 1, primary: expected one of warm, cool"):
        read_codebook(write(tmp_path, GOOD + VARIABLE + wrong))
    with pytest.raises(CodebookError, match="item 1, also: expected no code, found 'cool'"):
        read_codebook(write(tmp_path, GOOD + VARIABLE + item + 'also = ["cool"]\n'))
