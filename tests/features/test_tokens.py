"""Into which terms is a text parted, and is no word of meaning lost?"""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.features.tokens import _ADDRESS, TOKENISER, part_hyphens, tokenize
from discourse.languages import word_list


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Kerja sama, KERJASAMA, kerja-sama dan Kerja\u00a0Sama", ["kerja_sama"] * 4),
        ("sumber daya manusia dan sumber daya", ["sumber_daya_manusia", "sumber_daya"]),
        ("jalan tol ke luar negeri", ["jalan_tol", "luar_negeri"]),
        ("di dalam negeri", ["dalam_negeri"]),
        ("tenaga kerja sama pentingnya", ["tenaga", "kerja_sama", "pentingnya"]),
        ("iptek", ["ilmu_pengetahuan", "teknologi"]),
        ("Mereka bekerja. Sama halnya di sini", ["bekerja", "sama", "halnya", "sini"]),
        ("kerja 2 sama", ["kerja", "sama"]),
        ("48 proyek senilai 2.300 dan 1,5 persen", ["proyek", "senilai", "persen"]),
        ("pertemuan ke-48, COVID-19, 1990-an, G20", ["pertemuan", "covid"]),
        ("kesepakatan-kesepakatan Vietnam-Laos", ["kesepakatan-kesepakatan", "vietnam", "laos"]),
        ("Perserikatan Bangsa-Bangsa", ["perserikatan_bangsa-bangsa"]),
        ("hari Jum’at, Jum'at, 'kutipan'", ["hari", "jum'at", "jum'at", "kutipan"]),
        ("Quốc hội Việt Nam", ["quốc", "hội", "việt", "nam"]),
        ("lihat https://contoh.id/kerja-sama atau tulis@contoh.id", ["lihat"]),
        ("pem\u00adbangunan\u200b 5 km²", ["pembangunan", "km"]),
        ("", []),
    ],
)
def test_terms_of_a_text(text: str, terms: list[str]) -> None:
    assert tokenize(text, "id") == terms


@pytest.mark.parametrize("word", ["kerja sama", "tidak", "bukan", "bersama", "antara", "luar"])
def test_words_that_must_not_be_lost(word: str) -> None:
    term = word.replace(" ", "_")
    assert tokenize(word, "id") == [term]
    assert term in tokenize(f"Para menteri itu {word} dengan mereka dan dari kedua pihak", "id")
    assert term in tokenize(word.upper(), "id")
    assert not set(word.split()) & set(word_list("id", "stopwords"))


@pytest.mark.parametrize("word", ["sama", "kedua", "belum", "tanpa", "jangan", "tak", "antar", "negeri", "kerja"])
def test_the_stop_list_holds_no_word_of_meaning(word: str) -> None:
    assert tokenize(word, "id") == [word]


def test_no_multiword_term_swallows_cooperation() -> None:
    for entry in word_list("id", "multiword"):
        written = entry.partition("=")[0].strip()
        if written.endswith("kerja"):
            assert "kerja_sama" in tokenize(f"{written} sama", "id")
        for word in ("tidak", "bukan", "bersama", "antara", "luar"):
            assert word not in written.split() or written in ("luar negeri", "pernyataan bersama", "komunike bersama")


def test_every_multiword_term_is_found_whole() -> None:
    for entry in word_list("id", "multiword"):
        written, _, meant = (side.strip() for side in entry.partition("="))
        expected = [term.strip().replace(" ", "_") for term in (meant or written).split(",")]
        assert tokenize(written, "id") == expected, entry
        assert [term for each in expected for term in tokenize(each, "id")] == expected, entry


def test_word_lists_name_each_entry_once() -> None:
    for name in ("stopwords", "multiword", "affixes"):
        entries = [entry.partition("=")[0].strip() for entry in word_list("id", name)]
        assert sorted(set(entries)) == sorted(entries)


def test_seed_words_are_single_terms(shipped_study) -> None:
    for seeds in shipped_study.codebook.seeds.values():
        for seed in seeds:
            assert len(tokenize(seed, shipped_study.settings.language)) == 1, seed


def test_a_language_without_lists_is_only_parted() -> None:
    assert tokenize("The co-operation of two towns", "tlh") == ["the", "co", "operation", "of", "two", "towns"]


@given(st.text(max_size=60))
def test_form_and_case_do_not_matter(text: str) -> None:
    terms = tokenize(text, "id")
    assert tokenize(unicodedata.normalize("NFD", text), "id") == terms
    assert tokenize(f"  {text}\n", "id") == terms
    assert all(term == term.casefold() and len(term) > 1 for term in terms)
    assert not any(char.isdigit() or char.isspace() for term in terms for char in term)


@given(st.lists(st.sampled_from([*"aB.@ -/\n'é1_,", "www.", "https://"]), max_size=25))
def test_addresses_are_those_of_a_plain_search(signs: list[str]) -> None:
    # What the pattern says in the plainest way, in time that grows with the cube of the length.
    plain = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
    text = "".join(signs)
    assert _ADDRESS.sub(" . ", text) == plain.sub(" . ", text)


def test_a_long_word_is_cut() -> None:
    assert tokenize("a" * 101, "id") == tokenize("a" * 100_000, "id") == ["a" * 100]
    assert tokenize("a" * 99 + "-b", "id") == ["a" * 99]
    assert tokenize("jalan " + "@" * 100_000 + " baru", "id") == ["jalan", "baru"]


@pytest.mark.parametrize("sign", ["a", "@", "a@", "ab-", "www.", "a\u0323\u0302", "-", "\u0302\u0323"])
def test_a_text_of_one_sign_is_done_with(sign: str) -> None:
    # In linear time: a moment; in the square of the length: minutes; in its cube: years.
    assert len(tokenize(sign * (300_000 // len(sign)), "id")) <= 150_000


@given(st.text("abikmstu -'", max_size=40))
def test_terms_are_terms_of_themselves(text: str) -> None:
    terms = tokenize(text, "id")
    assert [again for term in terms for again in tokenize(term, "id")] == terms


def test_other_terms_need_another_version_of_the_tokeniser() -> None:
    # If this fails because the tokeniser was changed on purpose, raise TOKENISER and put the new terms here.
    text = (
        "Kerjasama ke-48: sub-kawasan, kesepakatan-kesepakatan & tarik-menarik; desa-kota (jum\u2019at), "
        "m\u00b2 48 2.300 1,5 covid-19 https://contoh.example/a luar negeri. CAF\u00c9 cafe\u0301 a\u00addu dan yang "
        "\u0926\u093f\u0932"
    )
    terms = [
        "kerja_sama",
        "sub-kawasan",
        "kesepakatan-kesepakatan",
        "tarik-menarik",
        "desa",
        "kota",
        "jum'at",
        "covid",
        "luar_negeri",
        "caf\u00e9",
        "caf\u00e9",
        "adu",
        "\u0926\u093f\u0932",
    ]
    assert (TOKENISER, tokenize(text, "id")) == (3, terms)


@pytest.mark.parametrize(
    "word",
    [
        "kesepakatan-kesepakatan",
        "undang-undang",
        "bersama-sama",
        "sebaik-baiknya",
        "setinggi-tingginya",
        "besar-besaran",
        "tarik-menarik",
        "tukar-menukar",
        "surat-menyurat",
        "bahu-membahu",
        "turun-temurun",
        "gilang-gemilang",
        "terus-menerus",
        "sayur-mayur",
        "bolak-balik",
        "warna-warni",
        "mitra-mitranya",
        "perundang-undangan",
        "tertatih-tatih",
        "memukul-mukul",
        "sub-kawasan",
        "non-tradisional",
        "antar-parlemen",
    ],
)
def test_one_word_stays_one(word: str) -> None:
    assert part_hyphens(word, "id") == (word,)


@pytest.mark.parametrize(
    "word",
    [
        "vietnam-laos",
        "ekonomi-politik",
        "politik-diplomatik",
        "indonesia-rusia",
        "indonesia-india",
        "asia-malaysia",
        "kerja-sama",
        "iran-irak",
        "sains-teknologi",
    ],
)
def test_two_words_are_parted(word: str) -> None:
    assert part_hyphens(word, "id") == tuple(word.split("-"))


def test_longer_chains() -> None:
    assert part_hyphens("laos-vietnam-kamboja", "id") == ("laos", "vietnam", "kamboja")
    assert part_hyphens("negara-negara-laut", "id") == ("negara-negara", "laut")
    assert part_hyphens("asean-nya", "id") == ("asean", "nya")


def test_a_language_without_affixes_keeps_plain_repetition_only() -> None:
    assert part_hyphens("bye-bye", "tlh") == ("bye-bye",)
    assert part_hyphens("sub-region", "tlh") == ("sub", "region")


@given(st.lists(st.text("abdeiknrstu", min_size=1, max_size=9), min_size=2, max_size=4))
def test_no_letter_is_lost(parts: list[str]) -> None:
    word = "-".join(parts)
    assert "-".join(part_hyphens(word, "id")) == word
