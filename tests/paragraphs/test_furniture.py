from __future__ import annotations

import pytest

from discourse.paragraphs.furniture import caption, closing, furniture, is_caption_label, is_credit_alone


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
    assert caption(line)


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
    assert not caption(line)


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
    assert closing(line)[0] == kind


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
def test_furniture_is_known(line: str, kind: str) -> None:
    assert furniture(line, finished=False)[0] == kind


@pytest.mark.parametrize(
    "line",
    [
        "Sumber daya manusia menjadi perhatian kedua provinsi.",
        "Bagikan beras itu kepada warga, kata kepala desa.",
        "Hak cipta dan paten dibahas dalam pertemuan itu.",
        "Pertemuan itu berlangsung pada 3 Februari 2025.",
    ],
)
def test_running_text_is_no_furniture(line: str) -> None:
    assert furniture(line, finished=True) is None


def test_labels_and_credits_standing_alone() -> None:
    assert is_caption_label("Keterangan foto:")
    assert not is_caption_label("Keterangan foto itu salah.")
    assert is_credit_alone("(Foto: radio.example)")
    assert not is_credit_alone("Petani memanen padi. (Foto: Radio)")
