"""Saved pages and documents as they are found on a disk, all of them invented."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

VOCABULARY = (
    "the a of in on and but with after before council valley mayor river bridge school market orchard winter storm "
    "budget money plan vote people family teacher farmer road house field summer evening morning letter promise answer"
)
COOKIES = (
    '<div id="cookie-banner" class="consent"><p>We use cookies, and so do 812 partners of ours, to store and read what '
    "is on your device, so that we can show you what fits you.</p><button>Accept all</button></div>"
)
LIST = '<script type="application/ld+json">{}</script>'
NEWS = (
    '{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{}","datePublished":"{}",'
    '"publisher":{{"@type":"Organization","name":"Northern Post"}}}}'
)
COMMENTS = (
    '<section id="comments"><h3>Comments (2)</h3><p>I have always said that this would never work in our valley.</p>'
    '</section><aside><h3>Related articles</h3><ul><li><a href="/x">Something else in the valley</a></li></ul></aside>'
)
FRENCH = (
    "Le conseil de la vallée a décidé lundi de reconstruire le moulin que la tempête avait abîmé pendant l'hiver.",
    "Les habitants sont contents, car personne ne croyait plus à ce projet après tant de promesses oubliées.",
    "Les adversaires trouvent que cela coûte trop cher et demandent un vote de tous les habitants avant l'été.",
)


def prose(topic: str, number: int = 3) -> list[str]:
    """Paragraphs that are in no other article."""
    drawn = random.Random(topic)
    return [
        f"The {topic} {' '.join(drawn.choices(VOCABULARY.split(), k=34))} was seen by the {topic}."
        for _ in range(number)
    ]


def page(topic: str, head: str = "", texts: list[str] | None = None, before: str = "", after: str = "") -> str:
    """A page as a paper's system makes it."""
    title = f"What becomes of the {topic}"
    text = "".join(f"<p>{one}</p>" for one in texts or prose(topic))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><nav>'
        f'<a href="/">Home</a> <a href="/sport">Sport</a></nav>{before}<article><h1>{title}</h1>{text}</article>{after}'
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


def meta(**named: str) -> str:
    """Meta elements; two underscores stand for a colon."""
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{said}">' for name, said in named.items())


def at(address: str) -> str:
    """The address that a page gives itself."""
    return f'<link rel="canonical" href="https://{address}">'


@pytest.fixture
def saved_pages() -> dict[str, bytes]:
    """Twenty pages, by the names of their files."""
    wire, day = prose("ferry"), "article__published_time"
    times, herald = meta(og__site_name="Valley Times"), meta(og__site_name="Herald")
    saved = "<!-- saved from url=(0042)https://herald.example/culture/theatre -->"
    single = "<!--\n Page saved with SingleFile\n url: https://valley.example/2019/10/05/quarry \n-->"
    made = {
        "bridge": page(
            "bridge", at("www.north.example/bridge") + LIST.format(NEWS.format("Bridge", "2019-03-11T23:00Z"))
        ),
        "harbour": page(
            "harbour",
            at("north.example/harbour")
            + LIST.format('[{"@type":"Thing"},' + NEWS.format("Harbour", "2019-03-12") + "]"),
        ),
        "school": page(
            "school",
            LIST.format('{"@context":"https://schema.org","@graph":[' + NEWS.format("School", "2019-04-02") + "]}"),
        ),
        "market": page(
            "market", herald + meta(**{day: "2019-05-03T10:00Z"}, article__modified_time="2020-01-01T00:00Z")
        ),
        "railway": page("railway", texts=['<time datetime="2019-06-04T07:30">4 June 2019</time>', *prose("railway")]),
        "library": page("library", at("herald.example/2019/05/17/library.html")),
        "orchard": page("orchard", times),
        "clinic": page("clinic", times + meta(**{day: "2019-07-01"}), before=COOKIES),
        "ferry-post": page("ferry", at("north.example/ferry") + meta(**{day: "2019-08-02"}), wire),
        "ferry-herald": page(
            "ferry",
            at("herald.example/ferry") + herald + meta(**{day: "2019-08-01"}),
            [*wire[:2], *prose("captain", 1)],
        ),
        "cafe": page("café", times + meta(**{day: "2019-09-01"})),
        "empty": "",
        "script": "<html><body><div></div><noscript>Please enable JavaScript to read on.</noscript></body></html>",
        "quarry": single + page("quarry"),
        "moulin": page("moulin", meta(og__site_name="La Vallée", **{day: "2019-10-01"}), list(FRENCH)),
        "museum": page("museum", at("portal.example/") + meta(**{day: "2019-11-01"})),
        "stadium": page("stadium", at("portal.example/") + meta(**{day: "2019-11-02"})),
        "bridge (1)": page("bridge", at("www.north.example/bridge?utm_source=mail") + meta(**{day: "2019-03-11"})),
        "theatre": f"{saved}<html><body><div><h2>What becomes of the theatre</h2><div>By Ann Lee, 12 November 2019"
        f"</div><div>{'<br><br>'.join(prose('theatre'))}</div></div></body></html>",
        "windmill": page(
            "windmill", LIST.format('{"datePublished":') + herald + meta(**{day: "2019-12-01"}), after=COMMENTS
        ),
    }
    # Its head says UTF-8, and its bytes are not.
    return {f"{name}.html": text.encode("cp1252" if name == "cafe" else "utf-8") for name, text in made.items()}


@pytest.fixture
def written_pdf() -> Callable[[list[str]], bytes]:
    """Write a PDF of one page with these lines, by hand."""
    return _written_pdf


def _written_pdf(rows: list[str]) -> bytes:
    """A PDF of one page with these lines, written by hand."""
    shown = " T* ".join(f"({row}) Tj" for row in rows)
    stream = f"BT /F1 12 Tf 14 TL 40 800 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n".encode()
    return content + f"xref\n0 {len(objects) + 1}\n".encode() + b"0000000000 65535 f \n" + table + start
