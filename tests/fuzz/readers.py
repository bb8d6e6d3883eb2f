"""Which files and arguments does the package read, and how is each read?

A reader has the form of its files (see ``mutators.FORMS``), good files to begin with, and a function that reads a
changed one. The function does what the commands do with such a file, as far as the file has a say in it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from mutators import members_of, packed

from discourse.study import Study

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = (
    "Jembatan baru di tepi sungai dibuka pada hari Senin oleh gubernur dua provinsi, dan warga merayakannya bersama.",
    "Menurut kepala desa, anak-anak kini dapat berjalan ke sekolah dalam sepuluh menit, padahal dahulu menunggu rakit.",
    "Kedua kota sepakat menambah ekspor kopi dan beras, kata wali kota; pasar (lama) tetap dibuka sampai Oktober 2025.",
)


class Workshop:
    """Two studies, models and pages in a folder of their own, made when they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._good: dict[str, Sequence[bytes]] = {}

    def good_files(self, reader: str) -> Sequence[bytes]:
        """Files of a reader to begin with."""
        if reader not in self._good:
            self._good[reader] = READERS[reader].seeds(self)
        return self._good[reader]

    @cached_property
    def study(self) -> Study:
        """A copy of the toy study, with counts of words."""
        from discourse.features import term_table, terms_bytes

        study = Study(shutil.copytree(ROOT / "tests" / "toy", self.folder / "toy"))
        full = study.paragraphs[study.paragraphs["source_line"] != ""]
        texts = dict(zip(full["paragraph_id"], full["text"], strict=True))
        (study.data / "terms.csv.gz").write_bytes(terms_bytes(term_table(texts, study.language)))
        return study

    @cached_property
    def shipped(self) -> Study:
        """A copy of the study of the repository: data, scripts, numbers of figures."""
        folder = self.folder / "shipped"
        for part in ("data", "experiments"):
            shutil.copytree(
                ROOT / part, folder / part, ignore=shutil.ignore_patterns("originals", "models", "__pycache__")
            )
        (folder / "figures").mkdir()
        for file in (ROOT / "figures").iterdir():
            if file.suffix in (".csv", ".json"):
                shutil.copy(file, folder / "figures")
        return Study(folder)

    @cached_property
    def model(self) -> Path:
        """A small classifier."""
        from discourse.classifier import PillarClassifier, TrainedModel, save_model
        from discourse.features import blocks_of, dfm_of_texts, paragraph_features

        blocks, pillars = ("word", "chars", "dictionary", "seed"), ("trade", "road")
        seeds = {"trade": ("ekspor", "pasar"), "road": ("jembatan",)}
        features = paragraph_features(dfm_of_texts(list(SENTENCES) * 6, language="id"), "id", blocks, seeds)
        primary = ["road", "none", "trade"] * 6
        mentions = np.array([[code == pillar for pillar in pillars] for code in primary])
        classifier = PillarClassifier(blocks=blocks_of(features.features), penalty=1.0)
        classifier.fit(features.matrix, np.array(primary), mentions, pillars=pillars)
        path = self.folder / "classifier.npz"
        save_model(TrainedModel(classifier, features.features, "id", blocks, pillars, seeds), path)
        return path

    @cached_property
    def topics(self) -> Path:
        """A small topic model."""
        from discourse.features import dfm_of_texts
        from discourse.topics import TopicModel, save_topics

        counts = dfm_of_texts(list(SENTENCES) * 3, language="id")
        model = TopicModel(
            3, passes=2, max_share=1.0, seeds={"road": ("jembatan",)}, terms=counts.features, random_state=4
        )
        path = self.folder / "topics.npz"
        save_topics(model.fit(counts.matrix), path, {"codebook": "2"})
        return path

    @cached_property
    def trained(self) -> Any:
        """The small classifier, read."""
        from discourse.classifier import load_model

        return load_model(self.model)

    @cached_property
    def experiments(self) -> Any:
        """Scripts of two figures of the copied study."""
        from discourse.pipeline.run import load_experiments

        return load_experiments(self.shipped, ["agreement", "coverage"])

    def put(self, study: Study, name: str, content: bytes) -> Study:
        """Return the study with another file of ``data/``, read afresh."""
        folder = self.folder / "changed"
        if not folder.is_dir():
            shutil.copytree(study.root, folder)
        files = {file.name: file.read_bytes() for file in study.data.iterdir() if file.is_file()}
        for file in (folder / "data").iterdir():
            if file.is_file() and file.name not in files:
                file.unlink()
        for known, good in files.items():
            if (folder / "data" / known).read_bytes() != good:
                (folder / "data" / known).write_bytes(good)
        (folder / "data" / name).write_bytes(content)
        return Study(folder)

    def file(self, name: str, content: bytes) -> Path:
        """Write a file of that name."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@dataclass(frozen=True)
class Reader:
    """What reads one kind of file."""

    form: str
    seeds: Callable[[Workshop], Sequence[bytes]]
    read: Callable[[Workshop, bytes], object]


def data_file(form: str, name: str, read: Callable[[Study], object]) -> Reader:
    """Read a file of ``data/`` of the toy study."""

    def do(shop: Workshop, content: bytes) -> object:
        return read(shop.put(shop.study, name, content))

    return Reader(form, lambda shop: [(shop.study.data / name).read_bytes()], do)


def _settings(study: Study) -> object:
    return study.settings, study.articles


def _codebook(study: Study) -> object:
    from discourse.labels.formats import label_studio_config

    return study.codebook.codes, label_studio_config(study.codebook)


def _topic_names(shop: Workshop, content: bytes) -> object:
    return shop.put(shop.study, "topics.toml", content).topic_names


def _read_log(study: Study) -> object:
    from discourse.labels.append import LabelLog
    from discourse.labels.log import logged_codings, read_codings

    LabelLog.of(study).refresh()
    return read_codings(study), logged_codings(study)


def _append(study: Study) -> object:
    from discourse.labels.append import LabelLog
    from discourse.labels.coding import Coding

    before = study.labels_path.read_bytes()
    coding = Coding("new-1", "melati-2023-02:01", "ani", study.codebook.version, "economic", note="catatan – baru")
    LabelLog.of(study).append([coding])
    after = study.labels_path.read_bytes()
    assert after.startswith(before), "what stood in the log has changed"
    assert b"new-1," in after[len(before) :]
    return LabelLog.of(study).refresh()


def _intrusion(shop: Workshop, content: bytes) -> object:
    from discourse.annotation.intrusion_answers import Answer, append_answer, read_answers, without_undone

    path = shop.file("intrusion.csv", content)
    without_undone(read_answers(path))
    return append_answer(path, Answer("new-1", "ani", "plain", "words", "words-03", "pasar", "", "", "0" * 16))


def _intrusion_seeds(shop: Workshop) -> list[bytes]:
    from discourse.annotation.intrusion_answers import COLUMNS

    rows = [
        f"a{number},ani,plain,words,words-{number:02d},pasar,2025-03-0{number}T10:00:00Z,,{'0' * 16}"
        for number in range(1, 7)
    ]
    return ["\n".join([",".join(COLUMNS), *rows, ""]).encode()]


def exchange(form: str, kind: str, suffix: str) -> Reader:
    """Import codings from another tool's file."""

    def seeds(shop: Workshop) -> list[bytes]:
        from discourse.labels.exchange import write_codings
        from discourse.labels.log import logged_codings

        study = shop.study
        texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
        return [write_codings(logged_codings(study)[:6], texts, kind).encode()]

    def read(shop: Workshop, content: bytes) -> object:
        study = shop.put(shop.study, f"codings{suffix}", content)
        return command(
            shop, ["labels", "import", str(study.data / f"codings{suffix}"), "--form", kind, "--study", str(study.root)]
        )

    return Reader(form, seeds, read)


def _classifier(shop: Workshop, content: bytes) -> object:
    from discourse.classifier import explain_text, load_model
    from discourse.classifier.tables import classify_texts

    model = load_model(shop.file("changed.npz", content))
    return classify_texts(model, SENTENCES), explain_text(model, SENTENCES[0])


def _topics(shop: Workshop, content: bytes) -> object:
    from discourse.features import dfm_of_texts
    from discourse.topics import load_topics

    model, about = load_topics(shop.file("changed-topics.npz", content))
    return (
        model.transform(dfm_of_texts(list(SENTENCES), language="id").aligned(model.terms).matrix),
        about,
        model.topic_names_,
    )


def classify(suffix: str) -> Callable[[Workshop, bytes], object]:
    """Classify a table."""

    def read(shop: Workshop, content: bytes) -> object:
        from discourse.classifier import classify_table

        return classify_table(shop.trained, shop.file(f"given{suffix}", content), shop.folder / "classified.csv")

    return read


def _csv_table(_: Workshop) -> list[bytes]:
    rows = [f'p{number},"{text}",{number}.5' for number, text in enumerate(SENTENCES)]
    return ["\n".join(["id,text,weight", *rows, ""]).encode()]


def _json_table(_: Workshop) -> list[bytes]:
    return ["\n".join(json.dumps({"id": n, "text": text, "tags": ["a"]}) for n, text in enumerate(SENTENCES)).encode()]


def article(suffix: str) -> Callable[[Workshop, bytes], object]:
    """Read an article file and find its paragraphs; in this process, which is bounded itself."""

    def read(shop: Workshop, content: bytes) -> object:
        from discourse.corpus import articles, paragraph_table
        from discourse.corpus.documents import read_document
        from discourse.corpus.importing import ImportedArticle
        from discourse.corpus.segmentation import segment_article

        path = shop.file(f"artikel{suffix}", content)
        is_text = suffix == ".txt"
        found = articles.read_article(path) if is_text else articles.Article(path, read_document(path))
        imported = ImportedArticle(found, segment_article(found, "id"))
        return paragraph_table([imported]).to_csv().encode()

    return read


def _text(_: Workshop) -> list[bytes]:
    return ["\n".join(["Jembatan baru", *SENTENCES, "Foto: Ani", "Komentar (0)"]).encode()]


def _html(_: Workshop) -> list[bytes]:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return [
        f'<!DOCTYPE html><html lang="id"><head><title>Jembatan baru</title><meta charset="utf-8"></head><body><nav>'
        f'<a href="/">Beranda</a></nav><article><h1>Jembatan baru</h1>{text}<ul><li>satu</li><li>dua</li></ul>'
        f"<blockquote>{SENTENCES[1]}<br>Ani</blockquote></article><footer>Hak cipta</footer></body></html>".encode()
    ]


def _docx(_: Workshop) -> list[bytes]:
    import docx

    stream = io.BytesIO()
    document = docx.Document()
    document.add_heading("Jembatan baru", level=1)
    for sentence in SENTENCES:
        document.add_paragraph(sentence)
    document.add_paragraph("Foto: Ani", style="Caption")
    document.save(stream)
    return [packed(members_of(stream.getvalue()))]


def _pdf(_: Workshop) -> list[bytes]:
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


def _manifest(shop: Workshop, content: bytes) -> object:
    from discourse.pipeline.dependencies import FilesRead
    from discourse.pipeline.manifest import Manifest

    (shop.shipped.figures / "manifest.json").write_bytes(content)
    manifest = Manifest(shop.shipped)
    reasons = [(manifest.reason(one), manifest.causes(one, FilesRead({}, ()))) for one in shop.experiments]
    return reasons, manifest.stems_reading("labels.csv")


def _manifest_seeds(shop: Workshop) -> list[bytes]:
    whole = json.loads((ROOT / "figures" / "manifest.json").read_text("utf-8"))
    whole["figures"] = {one.stem: whole["figures"][one.stem] for one in shop.experiments}
    return [json.dumps(whole).encode()]


def _figure(shop: Workshop, content: bytes) -> object:
    """Read numbers of a figure for ``check``, ``table`` and the summary; the name of the figure is the first line."""
    from discourse.pipeline.check import compare_numbers
    from discourse.pipeline.experiment import read_numbers
    from discourse.report import paper_table, summary_in_words

    stem = "emphasis" if b"shift" in content else "agreement"
    path = shop.shipped.figures / f"{stem}.csv"
    path.write_bytes(content)
    done = [paper_table(shop.shipped, stem, form) for form in ("latex", "csv")]
    done.append(str(compare_numbers(read_numbers(path), read_numbers(ROOT / "figures" / f"{stem}.csv"), {})))
    return [*done, summary_in_words(shop.shipped)] if stem == "emphasis" else done


def _page(shop: Workshop, content: bytes) -> object:
    from discourse.annotation.app import LabellingPage
    from discourse.annotation.requests import IntrusionRequest, LabellingRequest, read_request
    from discourse.annotation.session import LabellingSession
    from discourse.errors import DiscourseError

    page = LabellingPage(LabellingSession(shop.put(shop.study, "unused", b"")), "token", "ani", "uncoded")
    answers = [page.card(read_request(LabellingRequest, b'{"coder": "ani"}'))]
    read_request(IntrusionRequest, content)
    asked = read_request(LabellingRequest, content)
    refused = []
    for act in (page.card, page.save, page.context, page.undo):
        try:
            answers.append(act(asked))
        except DiscourseError as error:
            refused.append(error)
    json.dumps(answers, allow_nan=False).encode()
    if len(refused) > 1:  # only the last is refused where there is nothing to undo
        raise refused[0]
    return answers


def _page_seeds(shop: Workshop) -> list[bytes]:
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
    return [json.dumps({**sent, "note": "catatan", "seconds": 3.5, "undoes": "c0", "replaces": ""}).encode()]


@cache
def _command_line() -> Any:
    """Return the command line, made once: that takes longer than most commands."""
    from typer.main import get_command

    from discourse.cli import app

    return get_command(app)


def command(shop: Workshop, arguments: list[str]) -> str:
    """Run a command as a shell would, in the folder of the workshop."""
    from discourse.errors import DiscourseError

    os.chdir(shop.folder)
    said, complained, code = io.StringIO(), io.StringIO(), 0
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        mock.patch("sys.stdin", io.StringIO()),
    ):
        try:
            _command_line().main(arguments, prog_name="discourse")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    lines = [line for line in complained.getvalue().splitlines() if line.strip()]
    places = [number for number, line in enumerate(lines) if line.startswith("discourse: ")]
    if places and places[-1] != len(lines) - 1:
        raise AssertionError("a message of more than one line: " + " | ".join(lines[places[-1] :])[:300])
    if code == 2:
        raise DiscourseError("", " ".join(lines)[:300])
    return said.getvalue()


def _arguments(shop: Workshop, content: bytes) -> object:
    given = json.loads(content)
    if not isinstance(given, list):
        return None
    # The system hands over bytes without NUL; those that are no UTF-8 come as halves of surrogates.
    arguments = [os.fsdecode(str(one).encode("utf-8", "surrogatepass")) for one in given if "\0" not in str(one)]
    # Neither pages that are served nor what takes minutes, and nothing outside of the folder.
    if not arguments or arguments[0] in ("relabel", "intrusion", "figures", "check", "train", "retrain"):
        return None
    shop.put(shop.study, "unused", b"")
    shop.file("artikel-baik.txt", _text(shop)[0])
    shop.file("tabel.csv", _csv_table(shop)[0])
    return command(shop, arguments)


def _argument_seeds(shop: Workshop) -> list[bytes]:
    data = shop.put(shop.study, "unused", b"").data
    study, model = ["--study", str(data.parent)], ["--model", str(shop.model)]
    lists = (
        ["labels", "diff", "5", "now", *study],
        ["labels", "diff", "2024-12-03", "2025-01-01T10:00Z", "--out", "diff.csv", "--force", *study],
        ["labels", "export", "codings.jsonl", "--form", "doccano", "--force", "--config", "studio.xml", *study],
        ["labels", "import", "codings.jsonl", "--coder", "ani", *study],
        ["table", "emphasis", "--format", "latex", "--study", str(shop.shipped.root)],
        ["concordance", "sekolah", *study],
        ["explain", SENTENCES[0], "--words", "3", *model],
        ["import", "artikel-baik.txt", "--language", "id", "--out", "paragraphs.csv", "--force"],
        ["classify", "tabel.csv", "--out", "coded.csv", "--abstain-below", "0.5", "--force", *model],
        ["attach", str(data / "originals" / "melati-2023-02.txt"), "--dry-run", *study],
    )
    return [json.dumps(one).encode() for one in lists]


READERS: dict[str, Reader] = {
    "study.toml": data_file("toml", "study.toml", _settings),
    "codebook.toml": data_file("toml", "codebook.toml", _codebook),
    "topics.toml": Reader("toml", lambda _: [b'"dagang, pasar" = "Trade"\n"guru" = "Schools"\n'], _topic_names),
    "articles.csv": data_file("csv", "articles.csv", lambda study: study.articles),
    "paragraphs.csv": data_file("csv", "paragraphs.csv", lambda study: study.paragraphs),
    "terms.csv.gz": data_file("gzip", "terms.csv.gz", lambda study: study.terms),
    "labels.csv": data_file("csv", "labels.csv", _read_log),
    "append": data_file("csv", "labels.csv", _append),
    "intrusion.csv": Reader("csv", _intrusion_seeds, _intrusion),
    "exchange-csv": exchange("csv", "csv", ".csv"),
    "exchange-jsonl": exchange("jsonl", "jsonl", ".jsonl"),
    "label-studio": exchange("json", "label-studio", ".json"),
    "doccano": exchange("jsonl", "doccano", ".jsonl"),
    "classifier": Reader("model", lambda shop: [shop.model.read_bytes()], _classifier),
    "topics": Reader("model", lambda shop: [shop.topics.read_bytes()], _topics),
    "classify-csv": Reader("csv", _csv_table, classify(".csv")),
    "classify-jsonl": Reader("jsonl", _json_table, classify(".jsonl")),
    "txt": Reader("text", _text, article(".txt")),
    "html": Reader("markup", _html, article(".html")),
    "docx": Reader("zip", _docx, article(".docx")),
    "pdf": Reader("markup", _pdf, article(".pdf")),
    "manifest.json": Reader("json", _manifest_seeds, _manifest),
    "figures.csv": Reader(
        "csv",
        lambda _: [(ROOT / "figures" / f"{stem}.csv").read_bytes() for stem in ("emphasis", "agreement")],
        _figure,
    ),
    "page": Reader("json", _page_seeds, _page),
    "arguments": Reader("args", _argument_seeds, _arguments),
}
