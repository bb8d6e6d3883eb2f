from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.boilerplate import (
    _BANNER,
    caption,
    end_marker,
    is_caption_label,
    is_credit_alone,
    page_element,
)


@pytest.mark.parametrize(
    "line",
    [
        "Petani memanen padi. (Foto: VNA)",
        "Petani memanen padi - Foto: VNA",
        "Petani memanen padi (Foto : radio.example)) |",
        "Petani memanen padi di tepi sungai, Senin (3/2/2025). ANTARA FOTO/Budi Santoso/foc.",
        "Petani memanen padi. (ANTARA/HO-Kementerian)",
        "Petani memanen padi (ANTARA/Budi Santoso)",
        "Nông dân gặt lúa. Ảnh: Báo Ảnh",
        "Petani memanen padi (Sumber: Radio)",
        "Judul berita - ảnh 1Petani memanen padi",
        "Foto 2: Petani memanen padi.",
        "Gubernur (kiri) dan kepala desa di sawah.",
        "Gubernur (ketiga dari kanan) di sawah.",
        "Petani memanen padi di lereng bukit |",
    ],
)
def test_captions_are_known(line: str) -> None:
    assert caption(line, "id")


@pytest.mark.parametrize(
    "line",
    [
        "Warga diminta mengirim foto/video ke redaksi.",
        "Ia menyerahkan foto lama itu: hadiah dari kakeknya kepada museum desa.",
        "Kesepakatan itu ditandatangani di Semarang (Jawa Tengah) pada Senin (3/2).",
        "Panen raya berlangsung dua pekan (Ant/OL-4)",
        "Sumber air di lereng bukit itu mengering.",
    ],
)
def test_running_text_is_no_caption(line: str) -> None:
    assert not caption(line, "id")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Komentar (12)", "comments"),
        ("0 Komentar", "comments"),
        ("Bình luận", "comments"),
        ("Dalam topik yang sama", "related"),
        ("Tin liên quan:", "related"),
        ("Sumber: https://radio.example/berita", "source"),
        ("Nguồn: https://radio.example", "source"),
    ],
)
def test_closing_lines_are_known(line: str, kind: str) -> None:
    assert end_marker(line, "id")[0] == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Baca juga: Harga beras naik", "related"),
        (">>> Baca juga : Harga beras naik", "related"),
        ("Chia sẻ", "litter"),
        ("* * *", "litter"),
        ("https://radio.example", "litter"),
        ("Editor: Ani", "byline"),
        ("Budi Santoso/RADIO", "byline"),
        ("Senin, 3 Februari 2025", "byline"),
        ("Báo ContohBáo Contoh03/02/2025", "byline"),
        ("Radio.example - Suara desa", "litter"),
    ],
)
def test_boilerplate_is_known(line: str, kind: str) -> None:
    assert page_element(line, finished=False, language="id")[0] == kind


@pytest.mark.parametrize(
    "line",
    [
        "Sumber daya manusia menjadi perhatian kedua provinsi.",
        "Bagikan beras itu kepada warga, kata kepala desa.",
        "Hak cipta dan paten dibahas dalam pertemuan itu.",
        "Pertemuan itu berlangsung pada 3 Februari 2025.",
    ],
)
def test_running_text_is_no_boilerplate(line: str) -> None:
    assert page_element(line, finished=True, language="id") is None


def test_labels_and_credits_standing_alone() -> None:
    assert is_caption_label("Keterangan foto:", "id")
    assert not is_caption_label("Keterangan foto itu salah.", "id")
    assert is_credit_alone("(Foto: radio.example)", "id")
    assert not is_credit_alone("Petani memanen padi. (Foto: Radio)", "id")


def test_phrases_of_one_language_are_not_those_of_all() -> None:
    assert caption("Nông dân gặt lúa. Ảnh: Báo Ảnh", language="id")
    assert not caption("Nông dân gặt lúa. Ảnh: Báo Ảnh", language="fr")
    assert page_element("Chia sẻ", finished=False, language="fr") is None
    assert not caption("Le gouverneur a dit : Bonjour", language="fr")
    assert page_element("14.30 WIB", finished=False, language="id")[0] == "byline"
    assert page_element("Pukul 14.30 WIB", finished=False, language="en") is None


@given(st.text("a.-| –", max_size=14) | st.text(st.sampled_from("ab.-|"), max_size=14))
def test_a_banner_is_that_of_a_plain_search(line: str) -> None:
    # What the pattern says in the plainest way, in time that grows with the square of the length.
    plain = re.compile(r"^[\w-]+(?:\.[a-z]{2,})+ *[-–—|] |[-–—|] *[\w-]+(?:\.[a-z]{2,})+$", re.I)
    for text in (line, line.replace(".", ".ab"), f"{line}.id"):
        assert bool(_BANNER.search(text)) == bool(plain.search(text))


def test_a_line_of_hyphens_is_done_with() -> None:
    assert page_element("-" * 300_000 + "a", finished=False, language="id") is None
