from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.counts.hyphens import part_hyphens


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
