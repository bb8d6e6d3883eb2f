"""Is running text told from headings, comments and boilerplate, and is every line accounted for?"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus import read_article
from discourse.corpus.segmentation import LabelledLine, segment_article
from discourse.corpus.text import Article, digest, lines_of

PROSE = (
    "Pemerintah dua provinsi bersepakat membuka kembali pasar di tepi sungai mulai bulan depan, dan para pedagang "
    "dari kedua tepi akan mendapat tempat yang sama luas serta izin berjualan selama satu tahun penuh."
)


MORE = (
    "Gubernur menjelaskan bahwa jembatan gantung yang lama tidak lagi dipakai karena kabelnya berkarat, sehingga "
    "warga harus memutar sejauh dua belas kilometer untuk mengantar anak ke sekolah atau menjual hasil kebun."
)


THIRD = (
    "Menurut catatan dinas perdagangan, nilai jual beli di pasar itu pernah mencapai tiga miliar rupiah setiap "
    "bulan, sebagian besar berupa beras, ikan kering, kain tenun, dan alat pertanian buatan bengkel desa."
)


AGENCY = [
    ("heading", "Dua Provinsi Buka Kembali Pasar Tepi Sungai"),
    ("byline", "Senin, 3 Februari 2025 14:20 WIB"),
    ("caption", "Suasana pasar tepi sungai pada pagi hari, Minggu (2/2/2025). (ANTARA/Budi Santoso)"),
    ("body", "Kota Melati (ANTARA) - " + PROSE),
    ("body", '"Kami senang sekali," kata Siti.'),
    ("related", "Baca juga: Harga ikan kering naik menjelang musim hujan"),
    ("body", MORE),
    ("body", THIRD),
    ("byline", "Pewarta: Budi Santoso"),
    ("byline", "Editor: Ani Lestari"),
    ("litter", "Copyright © ANTARA 2025"),
]


TRANSLATED = [
    ("litter", "Contoh.vn - Nền tảng quảng bá"),
    ("heading", "Pasar tepi sungai menjadi jembatan persahabatan dua provinsi."),
    ("byline", "Báo ContohBáo Contoh03/02/2025"),
    ("caption", "Keterangan foto"),
    ("caption", "Gubernur kedua provinsi meninjau pasar."),
    ("body", PROSE),
    ("heading", "Hubungan dagang semakin hidup."),
    ("body", MORE),
    ("caption", "Para pedagang menata barang sebelum pasar dibuka."),
    ("caption", "Foto: Budi/VNA"),
    ("heading", "Jalan dan jembatan"),
    ("body", THIRD),
    ("source", "Sumber: https://contoh.vn/pasar-tepi-song-20250203.htm"),
    ("comments", "Komentar (0)"),
    ("comments", "Silakan tinggalkan komentar Anda!"),
    ("related", "Dalam topik yang sama"),
    ("related", "Kebun bunga di kaki bukit menanti pembeli setelah badai berlalu dan listrik kembali menyala."),
    ("related", "Warisan"),
]


RADIO = [
    ("heading", "Pasar Tepi Sungai, Lambang Persahabatan"),
    ("byline", "Ani Lestari -"),
    ("litter", "Chia sẻ"),
    ("body", "(RADIO MELATI) - " + PROSE),
    ("caption", "Pasar Tepi Sungai, Lambang Persahabatan - ảnh 1Gubernur (kiri) dan tamunya (Foto: Radio)"),
    ("caption", "Ảnh 2: Chợ bên sông buổi sáng. Ảnh: Báo Ảnh"),
    ("caption", "Para penenun memamerkan kain di lapangan balai kota pada pembukaan pekan raya |"),
    ("body", MORE),
    ("body", "Dua penenun menyampaikan perasaan mereka ketika ikut serta dalam pekan raya itu:"),
    ("body", THIRD),
    ("comments", "Komentar"),
    ("related", "Yang lain"),
]


INTERVIEW = [
    ("heading", "Gubernur: Pasar Itu Milik Bersama"),
    ("body", "Gubernur menjawab pertanyaan kami tentang pasar tepi sungai. Berikut isi wawancaranya:"),
    ("body", "Apa arti pasar itu?"),
    ("body", PROSE),
    ("body", "Wartawan: Apakah jembatan lama akan diganti, Pak?"),
    ("body", MORE),
    ("body", "Kapan pasar dibuka?"),
    ("body", "Bulan depan, kalau hujan berhenti."),
    ("body", THIRD),
    ("body", "Terima kasih banyak, Pak Gubernur!"),
]


BROKEN = [
    ("body", "Pada tanggal 3 Februari, untuk pertama kalinya,"),
    ("body", "kedua gubernur bertemu di tepi sungai dan menandatangani kesepakatan tentang pasar bersama."),
    ("body", "Mereka juga mengunjungi tiga desa (dua di tepi utara"),
    ("body", "dan satu di tepi selatan), lalu menanam pohon beringin di halaman balai desa."),
    ("heading", "Langkah berikutnya"),
    ("body", "- memperbaiki dermaga kayu di tepi utara;"),
    ("body", "- menambah penerangan di jalan menuju pasar"),
    ("body", MORE),
    ("other-language", "The two governors also agreed to repair the wooden pier before the rainy season begins."),
    ("other-language", "Hai tỉnh cũng nhất trí sửa chữa bến gỗ trước khi mùa mưa bắt đầu trong năm nay."),
    ("repeat", MORE),
    ("byline", "Budi Santoso/RADIO"),
]


def kinds(lines: list[str]) -> list[str]:
    """Kinds of the lines of an article with these lines."""
    article = Article(Path("contoh.txt"), lines_of("\n".join(lines)))
    return [line.kind for line in segment_article(article, "id")]


@pytest.mark.parametrize("spacing", [1, 2], ids=["no blank lines", "blank lines"])
@pytest.mark.parametrize("page", [AGENCY, TRANSLATED, RADIO, INTERVIEW, BROKEN])
def test_lines_are_told_apart(page: list[tuple[str, str]], spacing: int) -> None:
    lines = [line + "\n" * (spacing - 1) for _, line in page]
    found = list(zip(kinds(lines), (line for _, line in page), strict=True))
    assert found == page


def test_every_line_says_why_and_where() -> None:
    text = "\ufeffJudul pendek\r\n\r\n  " + PROSE + "\r\n"
    labelled = segment_article(Article(Path("a.txt"), lines_of(text.removeprefix("\ufeff"))), "id")
    assert [(line.number, line.start, line.language) for line in labelled] == [(1, 0, "id"), (3, 16, "id")]
    assert all(line.reason for line in labelled)


def test_malay_is_kept_and_marked() -> None:
    malay = (
        "Menteri Besar berkata lawatan kerja itu bertujuan mengukuhkan lagi kerjasama antara kedua-dua pihak, "
        "terutamanya dalam mencegah penyeludupan dan jenayah rentas sempadan."
    )
    line = segment_article(Article(Path("a.txt"), lines_of(f"{PROSE}\n{malay}\n")), "id")[1]
    assert (line.kind, line.language) == ("body", "ms")
    assert "please check" in line.reason


def test_a_comment_button_above_the_article_closes_nothing() -> None:
    assert kinds(["Judul", "Komentar (0)", PROSE, MORE, THIRD]) == ["heading", "comments", "body", "body", "body"]


def test_a_box_of_related_articles_in_the_midst_closes_nothing() -> None:
    found = kinds([PROSE, MORE, "Berita terkait", "Harga beras turun di pasar induk", THIRD])
    assert found == ["body", "body", "related", "heading", "body"]


def test_comments_of_readers_are_no_paragraphs() -> None:
    found = kinds([PROSE, MORE, "2 Komentar", "Budi", THIRD])
    assert found == ["body", "body", "comments", "comments", "comments"]


def test_a_file_of_many_lines_is_done_with() -> None:
    # Each line asked of all the others, this would be a thousand million questions.
    rows = [f"Baris {chr(97 + number % 26)}" for number in range(30_000)]
    lines = lines_of("\n".join([PROSE, *rows, "Komentar (0)", PROSE]))
    kinds = [line.kind for line in segment_article(Article(Path("a.txt"), lines), "id")]
    assert kinds[:2] == ["body", "heading"]


def test_marks_of_the_file_count() -> None:
    lines = lines_of(f"{PROSE}\n{MORE}\n{THIRD}")
    marked = (lines[0], type(lines[1])(2, lines[1].start, lines[1].text, "caption"), lines[2])
    assert [line.kind for line in segment_article(Article(Path("a.docx"), marked), "id")] == [
        "body",
        "caption",
        "body",
    ]


def test_every_paraphrased_paragraph_is_running_text(shipped_study) -> None:
    for article_id, rows in shipped_study.paragraphs.groupby("article_id"):
        labelled = segment_article(Article(Path(f"{article_id}.txt"), lines_of("\n".join(rows["text"]))), "id")
        assert {line.kind for line in labelled} == {"body"}, article_id


def rated(folder: Path, paragraphs: Path, change) -> tuple[float, float]:
    """Precision and recall of the body paragraphs of changed originals, by digest."""
    wanted, found = set(), set()
    with paragraphs.open(encoding="utf-8", newline="") as file:
        known = [(row["article_id"], row["source_sha256"]) for row in csv.DictReader(file) if row["source_sha256"]]
    for path in sorted(folder.glob("*.txt")):
        wanted |= {pair for pair in known if pair[0] == path.stem}
        labelled = segment_article(Article(path, lines_of(change(path.read_text(encoding="utf-8")))), "id")
        found |= {(path.stem, digest(line.text)) for line in labelled if line.kind == "body"}
    return len(wanted & found) / len(found), len(wanted & found) / len(wanted)


def in_the_middle(text: str, *lines: str) -> str:
    """Put lines into the middle of a text."""
    parts = [line for line in text.split("\n") if line.strip()]
    return "\n".join([*parts[: len(parts) // 2], *lines, *parts[len(parts) // 2 :]])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text, id="as saved"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(lambda text: "\n".join(line for line in text.split("\n") if line.strip()), id="no blank lines"),
        pytest.param(lambda text: text.replace("\n", "\n\n"), id="blank lines everywhere"),
        pytest.param(lambda text: "Judul berita\nKomentar (0)\nBagikan\n" + text, id="comment button on top"),
        pytest.param(lambda text: in_the_middle(text, "Berita terkait", "Harga beras naik"), id="box in the midst"),
    ],
)
def test_the_originals_are_read_right(originals: Path, root: Path, change) -> None:
    precision, recall = rated(originals, root / "data" / "paragraphs.csv", change)
    assert (precision, recall) == (1.0, 1.0)


def test_the_originals_lines_are_those_of_the_study(originals: Path, shipped_study) -> None:
    known = shipped_study.paragraphs[shipped_study.paragraphs["source_line"] != ""]
    for article_id, rows in known.groupby("article_id"):
        article = read_article(originals / f"{article_id}.txt")
        labelled = [line for line in segment_article(article, "id") if line.kind == "body"]
        assert [line.number for line in labelled] == rows["source_line"].astype(int).tolist()
        assert [line.start < 2000 for line in labelled] == rows["opening"].tolist()
        assert [line.words for line in labelled] == rows["words"].tolist()


def test_digest_is_that_of_composed_text_with_single_spaces() -> None:
    assert digest(" Quo\u0302\u0301c\u00a0 gia\n") == hashlib.sha256("Quốc gia".encode()).hexdigest()


@given(st.text())
def test_digest_does_not_see_white_space_around(text: str) -> None:
    assert digest(text) == digest(f" {text}\n")


def test_words_are_parted_at_white_space() -> None:
    assert LabelledLine(1, 0, "Kerja sama ke-48 itu", "body", "running text", "id").words == 4
