from __future__ import annotations

import ast
from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.features import tokenize
from discourse.languages import (
    FOLDER,
    UNSPACED,
    check_spaced,
    glosses,
    known_languages,
    language_code,
    list_digest,
    recorded_lists,
    what_is_lost,
    word_list,
)
from discourse.study import Study

FORMS = {
    "is": 2,
    "begins": 2,
    "ends": 2,
    "credit": 1,
    "source": 1,
    "photo": 1,
    "position": 1,
    "sentence": 1,
    "from": 1,
    "zone": 1,
}


def test_entries_are_folded_and_free_of_comments() -> None:
    entries = word_list("id", "stopwords")
    assert "yang" in entries
    assert all(entry == entry.casefold() and "#" not in entry for entry in entries)


def test_a_language_or_list_that_is_not_there_is_empty() -> None:
    assert word_list("tlh", "stopwords") == ()
    assert word_list("vi", "thesaurus") == ()
    assert word_list("../id", "stopwords") == ()


@pytest.mark.parametrize("language", known_languages())
def test_boilerplate_lists_are_well_formed(language: str) -> None:
    from discourse.corpus import LINE_KINDS

    for entry in word_list(language, "boilerplate"):
        how, rest = entry.split(" ", 1)
        assert how in FORMS, entry
        assert FORMS[how] == 1 or rest.split(" ", 1)[0] in LINE_KINDS, entry


def test_affixes_are_well_formed() -> None:
    assert {entry.split()[0] for entry in word_list("id", "affixes")} == {"infix", "joined", "prefix", "suffix"}
    assert all(len(entry.split()) == 2 for entry in word_list("id", "affixes"))


@pytest.mark.parametrize("language", known_languages())
def test_neighbours_are_well_formed(language: str) -> None:
    for entry in word_list(language, "neighbours"):
        how, code = entry.split()
        assert how in {"close", "page"}
        assert code in known_languages()
        assert code != language


def test_a_folder_of_its_own_comes_before_the_lists_of_the_package(tmp_path) -> None:
    folder = tmp_path / "id"
    folder.mkdir()
    (folder / "stopwords.txt").write_text("Dengan  # with\n", encoding="utf-8")
    assert word_list(str(folder), "stopwords") == ("dengan",)
    assert word_list(str(folder), "affixes") == word_list("id", "affixes")
    assert language_code(str(folder)) == "id"


def test_a_digest_follows_the_entries_and_not_the_comments(tmp_path) -> None:
    for name, text in (("one", "# a list\nkerja\n"), ("two", "kerja\n\n"), ("three", "kerja\nsama\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stopwords.txt").write_text(text, encoding="utf-8")
    one, two, three = (list_digest(str(tmp_path / name), "stopwords") for name in ("one", "two", "three"))
    assert one == two != three
    assert list_digest("id", "stopwords") != list_digest("tlh", "stopwords")


def test_a_recording_names_what_is_used_again_and_what_is_not_there() -> None:
    for _ in range(2):
        with recorded_lists() as lists:
            word_list("id", "stopwords")
            word_list("vi", "stopwords")
            assert lists == {FOLDER / "id" / "stopwords.txt", FOLDER / "vi" / "stopwords.txt"}


def test_what_is_made_of_word_lists_is_forgotten_when_lists_are_recorded(root: Path) -> None:
    kept_for_ever = [
        f"{path.name}: {node.name}"
        for path in (root / "src").rglob("*.py")
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        if any(isinstance(each, ast.Name) and each.id == "word_list" for each in ast.walk(tree))
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(each) for each in node.decorator_list)
    ]
    assert kept_for_ever == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("affixes", "ber"),
        ("affixes", "circumfix ke"),
        ("gloss", "jalan road"),
        ("gloss", "kerja sama = cooperation"),
        ("gloss", "jalan ="),
        ("gloss", "jalan = road = way"),
        ("boilerplate", "is comments"),
        ("boilerplate", "komentar"),
        ("lemmas", "perbankan bank"),
        ("lemmas", "= bank"),
        ("multiword", "= kerja sama"),
        ("multiword", "a = b = c"),
        ("neighbours", "page"),
        ("neighbours", "page en vi"),
    ],
)
def test_an_entry_of_another_form_is_named_with_its_line(tmp_path, name: str, line: str) -> None:
    own = tmp_path / "id"
    own.mkdir()
    (own / f"{name}.txt").write_text(f"# mine\n\n{line} # so\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=rf"{name}\.txt, line 3: expected a line such as '.+', found '{line}'\. Correct"
    ):
        (glosses(str(own)) if name == "gloss" else word_list(str(own), name))


@pytest.mark.parametrize("language", known_languages())
def test_glosses_are_short_and_of_terms_as_they_are_counted(language: str) -> None:
    for term, gloss in glosses(language).items():
        assert term == term.casefold(), term
        assert 1 <= len(gloss.split()) <= 4, (term, gloss)
        assert gloss.casefold() != term.replace("_", " "), "a gloss that says nothing"
        assert tokenize(term.replace("_", " "), language) == [term], "a term that is never counted"


def test_a_language_without_glosses_has_none() -> None:
    assert glosses("tlh") == glosses("../id") == {}


def test_glosses_of_its_own_are_added_and_go_before(tmp_path) -> None:
    own = tmp_path / "id"
    own.mkdir()
    (own / "gloss.txt").write_text("Desa = Hamlet\nkapal_api = steamer  # old\n", encoding="utf-8")
    with recorded_lists() as lists:
        found = glosses(str(own))
        assert lists == {own / "gloss.txt", FOLDER / "id" / "gloss.txt"}
    assert (found["desa"], found["kapal_api"]) == ("Hamlet", "steamer")
    assert found == glosses("id") | {"desa": "Hamlet", "kapal_api": "steamer"}


def test_a_term_that_is_glossed_twice_is_named_with_both_lines(tmp_path) -> None:
    own = tmp_path / "id"
    own.mkdir()
    (own / "gloss.txt").write_text("desa = village\n\nDesa = hamlet\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gloss\.txt, line 3: .* found 'desa' in line 1, too\. Take one"):
        glosses(str(own))


def test_a_list_that_is_no_text_is_refused(tmp_path) -> None:
    own = tmp_path / "id"
    own.mkdir()
    (own / "stopwords.txt").write_bytes("caf\u00e9".encode("latin-1"))
    with pytest.raises(DataError, match=r"stopwords\.txt, line 1: expected a word list in UTF-8, found the byte 0xE9"):
        word_list(str(own), "stopwords")
    (own / "lemmas.txt").mkdir()
    with pytest.raises(DataError, match="expected a word list, found a folder"):
        word_list(str(own), "lemmas")


NEGATIONS = {
    "en": "no not never without against don't isn't",
    "id": "tidak bukan belum tanpa",
    "ms": "tidak bukan belum tanpa",
    "vi": "không chưa chẳng",
}
"""What a list of stop words must leave in: a word that turns a sentence round."""
CONTENT = {
    "en": "together between joint people million research new first",
    "id": "sama bersama antara",
    "ms": "sama bersama antara dagangan pelaburan kerajaan",
    "vi": "chính công quốc hợp tác",
}


@pytest.mark.parametrize("language", NEGATIONS)
def test_stop_words_are_function_words(language: str) -> None:
    entries = word_list(language, "stopwords")
    assert len(set(entries)) == len(entries) > 50
    assert set(entries).isdisjoint(f"{NEGATIONS[language]} {CONTENT[language]}".split())


@pytest.mark.parametrize(
    ("language", "sentence", "left"),
    [
        ("en", "She said that they'd talked before the 5th of May, and didn't agree.", "talked didn't agree"),
        ("ms", "Beliau berkata kerajaan akan membina jambatan di sini.", "kerajaan membina jambatan"),
        ("vi", "Hai bên đã ký thỏa thuận và sẽ xây cầu ở biên giới.", "hai bên ký thỏa thuận xây cầu biên giới"),
    ],
)
def test_a_sentence_keeps_its_content(language: str, sentence: str, left: str) -> None:
    assert tokenize(sentence, language) == left.split()


@pytest.mark.parametrize("study", ["demo", "toy_english"])
def test_stop_words_take_no_seed_word(root: Path, study: str) -> None:
    found = Study(root / ("src/discourse/demo" if study == "demo" else f"tests/{study}"))
    seeds = {seed for words in found.codebook.seeds.values() for seed in words}
    assert seeds.isdisjoint(word_list(found.language, "stopwords"))


@pytest.mark.parametrize("language", UNSPACED)
def test_a_language_without_spaces_is_refused_and_not_guessed(language: str) -> None:
    with pytest.raises(DataError) as refusal:
        tokenize("abc", language)
    assert str(refusal.value) == (
        f"language: expected a language with spaces between its words, found '{language}', which has none. Codings and "
        'shares work. For words, part them with spaces by a segmenter, and set language = "und".'
    )
    assert "its words cannot be counted" in what_is_lost(language)[0]
    check_spaced("und")


def test_words_that_a_segmenter_parted_are_counted() -> None:
    assert tokenize("ที่ ประชุม ผู้นำ", "und") == ["ที่", "ประชุม", "ผู้นำ"]
    assert tokenize("नई दिल्ली में", "hi") == ["नई", "दिल्ली", "में"]


def test_what_a_language_without_lists_loses_is_said(tmp_path) -> None:
    stopwords, boilerplate = what_is_lost("und")
    assert stopwords.startswith("No list of stop words for the language 'und': words such as")
    assert boilerplate.endswith("Write one: data/languages/und/boilerplate.txt")
    assert all(what_is_lost(language, ["stopwords"]) == () for language in NEGATIONS)
    own = tmp_path / "und"
    own.mkdir()
    (own / "stopwords.txt").write_text("of\n", encoding="utf-8")
    assert what_is_lost(str(own)) == (boilerplate,)
