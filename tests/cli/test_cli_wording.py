"""``discourse words keyness``, ``collocates``, ``kwic`` and ``formulae``, and the former name of ``kwic``."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.words import find_formulae, own_words, passages, study_keyness


def ask(study, *asked):
    return CliRunner().invoke(app, [*asked, "--study", str(study.root)])


def test_keyness_is_shown_and_written(toy_study, tmp_path) -> None:
    out = tmp_path / "keyness.csv"
    done = ask(toy_study, "words", "keyness", "--lines", "2", "--out", str(out))
    assert done.exit_code == 0, done.output
    table = study_keyness(toy_study)
    assert "More in 2025 (original articles: 1, counted words: " in done.stdout
    assert table["term"].iloc[0] in done.stdout
    assert done.stdout.endswith("No test (p): a period has under five original articles.\n")
    assert pd.read_csv(out, keep_default_na=False)["term"].tolist() == table["term"].tolist()
    assert ask(toy_study, "words", "keyness", "--out", str(out)).exit_code == 2


def test_collocates_are_shown_with_the_articles(toy_study, tmp_path) -> None:
    out = tmp_path / "near.csv"
    done = ask(toy_study, "words", "collocates", "beasiswa", "--min-count", "2", "--window", "9", "--out", str(out))
    assert done.exit_code == 0, done.output
    table = pd.read_csv(out)
    assert done.stdout.splitlines()[-1].startswith(f"{len(table)} words stand 2 times or more within 9 counted words")
    assert {"articles_2023", "articles_2025", "log_dice"} <= set(table.columns)


def test_nothing_near_a_word_is_said(toy_study) -> None:
    done = ask(toy_study, "words", "collocates", "beasiswa", "--min-count", "99")
    assert done.stdout == "0 words stand 99 times or more within 5 counted words of beasiswa\n"


def test_a_word_is_found_with_its_source(toy_study) -> None:
    done = ask(toy_study, "words", "kwic", "kota", "--sort", "r1,L1", "--lines", "3", "--width", "20")
    assert done.exit_code == 0, done.output
    *finds, last = done.stdout.splitlines()
    assert len(finds) == 3
    assert all(find.split("  ")[-2] in ("original", "paraphrase") for find in finds)
    assert last.endswith("in paraphrases, whose words are not the press's")
    done = ask(toy_study, "words", "kwic", "kota", "--originals", "--period", "2025")
    *finds, last = done.stdout.splitlines()
    assert all("  2025  " in find and "  original  " in find for find in finds)
    assert last == f"{len(finds)} finds in 1 article"


def test_the_former_name_of_kwic_works_and_names_the_new_one(toy_study) -> None:
    done = ask(toy_study, "concordance", "kota", "--lines", "2")
    assert done.exit_code == 0, done.output
    assert done.stderr == "discourse concordance is now: discourse words kwic\n"
    assert done.stdout == ask(toy_study, "words", "kwic", "kota", "--lines", "2").stdout
    assert "concordance" not in CliRunner().invoke(app, ["--help"]).output


def test_formulae_are_shown_in_groups_and_written_nowhere(toy_study) -> None:
    before = sorted(path for path in toy_study.root.rglob("*"))
    done = ask(toy_study, "words", "formulae", "--shortest", "2", "--lines", "1")
    assert done.exit_code == 0, done.output
    table = find_formulae(own_words(passages(toy_study)), shortest=2)
    first = table[table["group"] == 1]
    *lines, last = done.stdout.splitlines()
    assert [line.strip() for line in lines[::2]] == first["formula"].tolist()
    assert lines[1].strip().startswith("2 articles (2023: 1, 2025: 1), 1 outlet, ")
    assert last == f"{table['group'].max()} formulae, {len(table)} with their variants, in 2 or more of 2 articles"
    assert sorted(path for path in toy_study.root.rglob("*")) == before


def test_no_formula_is_said(toy_study) -> None:
    done = ask(toy_study, "words", "formulae", "--min-articles", "9")
    assert done.stdout == "No sequence of words, in 9 or more of 2 articles\n"


def test_lengths_the_wrong_way_round_are_refused(toy_study) -> None:
    done = ask(toy_study, "words", "formulae", "--shortest", "5", "--longest", "4")
    assert done.exit_code == 2
    assert "the shortest sequence has 5 words, the longest 4" in done.stderr


@pytest.mark.parametrize("asked", [["formulae"], ["collocates", "kota"], ["keyness"], ["kwic", "kota", "--originals"]])
def test_without_originals_the_command_that_attaches_them_is_named(toy_study, asked) -> None:
    shutil.rmtree(toy_study.originals)
    (toy_study.data / "terms.csv.gz").unlink()
    path = toy_study.data / "paragraphs.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.assign(source_sha256="").to_csv(path, index=False)
    done = ask(toy_study, "words", *asked)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "discourse attach FOLDER" in done.stderr
