"""What does a good file of each kind look like? What the changes begin with."""

from __future__ import annotations

import io
import json

from containers import members_of, packed
from workshop import ROOT, SENTENCES, Workshop


def intrusion_answers(shop: Workshop) -> list[bytes]:
    """Answers to an intrusion test."""
    from discourse.annotation.answers.intrusion import COLUMNS

    rows = [
        f"a{number},ani,plain,words,words-{number:02d},pasar,2025-03-0{number}T10:00:00Z,,{'0' * 16}"
        for number in range(1, 7)
    ]
    return ["\n".join([",".join(COLUMNS), *rows, ""]).encode()]


def practice_answers(shop: Workshop) -> list[bytes]:
    """Answers to practice items."""
    from discourse.annotation.answers.practice import COLUMNS

    rows = [f"p{n},ani,,1,economic,education,yes,{n}.5,2025-03-0{n}T10:00:00Z,,{'0' * 16}" for n in range(1, 7)]
    return ["\n".join([",".join(COLUMNS), *rows, ""]).encode()]


def decisions(_: Workshop) -> list[bytes]:
    """Decisions on coders."""
    from discourse.labels.consent.decisions import COLUMNS, DECISIONS

    decided = [f"2026-03-0{number}T10:00:00Z,{DECISIONS[number % 3]}" for number in range(1, 7)]
    rows = [
        f'd{number},ani {number},{one},0.8{number},3{number},1,"note, {number}"' for number, one in enumerate(decided)
    ]
    return ["\n".join([",".join(COLUMNS), *rows, ""]).encode()]


def csv_table(_: Workshop) -> list[bytes]:
    """A table to classify."""
    rows = [f'p{number},"{text}",{number}.5' for number, text in enumerate(SENTENCES)]
    return ["\n".join(["id,text,weight", *rows, ""]).encode()]


def json_table(_: Workshop) -> list[bytes]:
    """A table of JSON lines to classify."""
    return ["\n".join(json.dumps({"id": n, "text": text, "tags": ["a"]}) for n, text in enumerate(SENTENCES)).encode()]


def json_list(shop: Workshop) -> list[bytes]:
    """A table as one list of JSON objects."""
    return [b"[" + b",".join(json_table(shop)[0].splitlines()) + b"]"]


def article_tables(_: Workshop) -> list[bytes]:
    """Tables of paragraphs and of articles, from programs that like commas, and from others."""
    columns = ["id", "position", "date", "outlet", "headline", "link", "text"]
    rows = [
        [
            f"a{number // 3}",
            str(number % 3 + 1),
            "13/05/2024",
            "Warta",
            "Pasar",
            f"https://w.example/{number // 3}",
            text,
        ]
        for number, text in enumerate(SENTENCES)
    ]
    whole = ["id,date,text", *(f'b{n},2024-05-0{n + 1},"Judul\n\n{text}"' for n, text in enumerate(SENTENCES[:5]))]
    parted = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in [columns, *rows])
    return [parted.encode("cp1252", "replace"), "\n".join(whole).encode()]


def text(_: Workshop) -> list[bytes]:
    """An article as text."""
    return ["\n".join(["Jembatan baru", *SENTENCES, "Foto: Ani", "Komentar (0)"]).encode()]


def web_page(_: Workshop) -> list[bytes]:
    """An article as a web page, one that says nothing of itself and one that says much."""
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    known = (
        '<meta property="og:site_name" content="Warta"><meta property="article:published_time" content="2024-05-06">'
        '<link rel="canonical" href="https://www.warta.example/a/jembatan?id=7"><script type="application/ld+json">'
        '[{"@context":"https://schema.org","@type":"NewsArticle","headline":"Jembatan","datePublished":"2024-05-06",'
        '"publisher":{"@type":"Organization","name":"Warta"}}]</script>'
    )
    return [
        f'{saved}<!DOCTYPE html><html lang="id"><head><title>Jembatan baru</title><meta charset="utf-8">{head}</head>'
        f'<body><nav><a href="/">Awal</a></nav><article><h1>Jembatan baru</h1>{text}<ul><li>satu</li><li>dua</li></ul>'
        f"<blockquote>{SENTENCES[1]}<br>Ani</blockquote></article><footer>Hak cipta</footer></body></html>".encode()
        for saved, head in (("", ""), ("<!-- saved from url=(0027)https://warta.example/a/b -->", known))
    ]


def word_file(_: Workshop) -> list[bytes]:
    """An article as a Word file."""
    import docx

    stream = io.BytesIO()
    document = docx.Document()
    document.add_heading("Jembatan baru", level=1)
    for sentence in SENTENCES:
        document.add_paragraph(sentence)
    document.add_paragraph("Foto: Ani", style="Caption")
    document.save(stream)
    return [packed(members_of(stream.getvalue()))]


def pdf_files(_: Workshop) -> list[bytes]:
    """An article as a PDF, plain and compressed."""
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    rows = " T* ".join(f"({sentence[start : start + 60]}) Tj" for sentence in SENTENCES for start in (0, 60))
    stream.set_data(f"BT /F1 12 Tf 14 TL 40 800 Td {rows} ET".encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    face = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): face})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    plain, packed = io.BytesIO(), io.BytesIO()
    writer.write(plain)
    writer.pages[0].compress_content_streams()
    writer.write(packed)
    return [plain.getvalue(), packed.getvalue()]


def manifest(shop: Workshop) -> list[bytes]:
    """What two figures were made from."""
    whole = json.loads((ROOT / "figures" / "manifest.json").read_text("utf-8"))
    whole["figures"] = {one.stem: whole["figures"][one.stem] for one in shop.experiments}
    return [json.dumps(whole).encode()]


def page_request(shop: Workshop) -> list[bytes]:
    """A coding that the page sends."""
    from discourse.annotation.coders import opaque_key

    sent = {
        "coder": "ani",
        "position": 0,
        "next": 1,
        "queue": "uncoded",
        "mode": "code",
        "coding_id": "c1",
        "rule": "1",
    }
    sent |= {"paragraph": opaque_key("melati-2023-02:01"), "primary": "economic", "also": ["education"], "unsure": True}
    sent |= {"unclear": True, "further": []}
    return [json.dumps({**sent, "note": "catatan", "seconds": 3.5, "undoes": "c0", "replaces": ""}).encode()]


def arguments(shop: Workshop) -> list[bytes]:
    """Command lines."""
    data = shop.put(shop.study, "unused", b"").data
    study, model = ["--study", str(data.parent)], ["--model", str(shop.model)]
    lists = (
        ["labels", "diff", "5", "now", *study],
        ["labels", "diff", "2024-12-03", "2025-01-01T10:00Z", "--out", "diff.csv", "--force", *study],
        ["labels", "export", "codings.jsonl", "--form", "doccano", "--force", "--config", "studio.xml", *study],
        ["labels", "import", "codings.jsonl", "--coders", "reader=ani", *study],
        ["table", "emphasis", "--format", "latex", "--study", str(shop.shipped.root)],
        ["words", "kwic", "sekolah", *study],
        ["explain", SENTENCES[0], "--words", "3", *model],
        ["import", "artikel-baik.txt", "--language", "id", "--out", "paragraphs.csv", "--force"],
        ["classify", "tabel.csv", "--out", "coded.csv", "--abstain-below", "0.5", "--force", *model],
        ["attach", str(data / "originals" / "melati-2023-02.txt"), "--dry-run", *study],
    )
    return [json.dumps(one).encode() for one in lists]
