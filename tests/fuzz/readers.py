"""Which files and arguments does the package read, and how is each read?

A reader has the form of its files (see ``mutators.FORMS``), good files to begin with, and a function that reads a
changed one. The function does what the commands do with such a file, as far as the file has a say in it.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import good_files
from workshop import ROOT, SENTENCES, Workshop, command

from discourse.pipeline.in_language import study_translation
from discourse.study import Study


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
    from discourse.labels.exchange import write_setup

    return study.codebook.codes, write_setup(study.codebook, "label-studio")


def _topic_names(shop: Workshop, content: bytes) -> object:
    return shop.put(shop.study, "topics.toml", content).topic_names


def _actors(shop: Workshop, content: bytes) -> object:
    from discourse.words import study_actors

    study = shop.put(shop.study, "actors.toml", content)
    return study_actors(study, study.paragraphs["paragraph_id"])


def _strings(shop: Workshop, content: bytes) -> object:
    study = shop.put(shop.study, "strings.id.po", content)
    return study_translation(study, "id").strings


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
    from discourse.annotation.answers.intrusion import Answer, intrusion_log, read_answers
    from discourse.annotation.answers.log import without_undone

    path = shop.file("intrusion.csv", content)
    without_undone(read_answers(path))
    return intrusion_log(path).append(Answer("new-1", "ani", "plain", "words", "words-03", "pasar", "", "", "0" * 16))


def _practice(shop: Workshop, content: bytes) -> object:
    from discourse.annotation.answers.practice import PracticeAnswer, first_answers, practice_log, read_practice

    path = shop.file("practice.csv", content)
    first_answers(read_practice(path))
    one = PracticeAnswer("new-1", "ani", "", 1, "economic", (), True, None, "", "", "0" * 16)
    return practice_log(path).append(one)


def _decisions(shop: Workshop, content: bytes) -> object:
    from discourse.labels.consent.decisions import Decision, append_decision, read_decisions
    from discourse.labels.log import read_codings

    study = shop.put(shop.study, "coders.csv", content)
    codings = read_codings(study)
    append_decision(study, Decision("new-1", "ani", "2026-03-01T10:00:00Z", "accepted", 0.8, 34, "1"))
    assert read_decisions(study)[-1].decision_id == "new-1"
    return codings


def exchange(form: str, kind: str, suffix: str) -> Reader:
    """Import codings from another tool's file."""

    def seeds(shop: Workshop) -> list[bytes]:
        from discourse.labels.exchange import write_codings
        from discourse.labels.log import logged_codings

        study = shop.study
        texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
        made = [write_codings(logged_codings(study)[:6], texts, kind).encode()]
        if kind == "csv":
            rows = study.paragraphs.head(6).itertuples(index=False)
            cells = [f"pages/{row.article_id}.html;{row.position};{row.text[:40]};None;Ani\n" for row in rows]
            made.append(("File;No;Text;Code;Annotator\n" + "".join(cells)).encode("cp1252", "replace"))
        return made

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


def article(suffix: str) -> Callable[[Workshop, bytes], object]:
    """Read an article file and find its paragraphs; in this process, which is bounded itself."""

    def read(shop: Workshop, content: bytes) -> object:
        from discourse.corpus import articles, paragraph_table
        from discourse.corpus.documents import read_document
        from discourse.corpus.importing import ImportedArticle
        from discourse.corpus.segmentation import segment_article

        path = shop.file(f"artikel{suffix}", content)
        is_text = suffix == ".txt"
        found = articles.read_article(path) if is_text else read_document(path)
        imported = ImportedArticle(found, segment_article(found, "id"))
        return paragraph_table([imported]).to_csv().encode()

    return read


def imported(suffix: str) -> Callable[[Workshop, bytes], object]:
    """Fill the study from a table; whatever came in, the study is one that can be read."""

    def read(shop: Workshop, content: bytes) -> object:
        study = shop.put(shop.study, f"berita{suffix}", content)
        answer = command(shop, ["import", str(study.data / f"berita{suffix}"), "--study", str(study.root)])
        filled = Study(study.root)
        return answer, filled.articles.to_csv(), filled.paragraphs.to_csv()

    return read


def _manifest(shop: Workshop, content: bytes) -> object:
    from discourse.pipeline.dependencies import FilesRead
    from discourse.pipeline.manifest import Manifest

    (shop.shipped.figures / "manifest.json").write_bytes(content)
    manifest = Manifest(shop.shipped)
    reasons = [(manifest.reason(one), manifest.causes(one, FilesRead({}, ()))) for one in shop.experiments]
    return reasons, manifest.stems_reading("labels.csv")


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
    for act in (page.save, page.card, page.context, page.neighbours, page.sitting, page.undo):
        try:
            answers.append(act(asked))
        except DiscourseError as error:
            refused.append(error)
    json.dumps(answers, allow_nan=False).encode()
    if len(refused) > 1:  # only the last is refused where there is nothing to undo
        raise refused[0]
    return answers


def _arguments(shop: Workshop, content: bytes) -> object:
    try:
        given = json.loads(content)
    except ValueError:
        # The list itself was torn, not an argument.
        return None
    if not isinstance(given, list):
        return None
    # The system hands over bytes without NUL; those that are no UTF-8 come as halves of surrogates.
    arguments = [os.fsdecode(str(one).encode("utf-8", "surrogatepass")) for one in given if "\0" not in str(one)]
    # Neither pages that are served nor what takes minutes, and nothing outside of the folder.
    if not arguments or arguments[0] in ("relabel", "intrusion", "figures", "check", "train", "retrain"):
        return None
    shop.put(shop.study, "unused", b"")
    shop.file("artikel-baik.txt", good_files.text(shop)[0])
    shop.file("tabel.csv", good_files.csv_table(shop)[0])
    return command(shop, arguments)


READERS: dict[str, Reader] = {
    "study.toml": data_file("toml", "study.toml", _settings),
    "codebook.toml": data_file("toml", "codebook.toml", _codebook),
    "topics.toml": Reader("toml", lambda _: [b'"dagang, pasar" = "Trade"\n"guru" = "Schools"\n'], _topic_names),
    "actors.toml": Reader("toml", lambda _: [(ROOT / "data" / "actors.toml").read_bytes()], _actors),
    "strings.po": Reader("text", lambda _: [(ROOT / "data" / "strings.id.po").read_bytes()], _strings),
    "articles.csv": data_file("csv", "articles.csv", lambda study: study.articles),
    "paragraphs.csv": data_file("csv", "paragraphs.csv", lambda study: study.paragraphs),
    "terms.csv.gz": data_file("gzip", "terms.csv.gz", lambda study: study.terms),
    "labels.csv": data_file("csv", "labels.csv", _read_log),
    "append": data_file("csv", "labels.csv", _append),
    "intrusion.csv": Reader("csv", good_files.intrusion_answers, _intrusion),
    "practice.csv": Reader("csv", good_files.practice_answers, _practice),
    "coders.csv": Reader("csv", good_files.decisions, _decisions),
    "exchange-csv": exchange("csv", "csv", ".csv"),
    "exchange-jsonl": exchange("jsonl", "jsonl", ".jsonl"),
    "label-studio": exchange("json", "label-studio", ".json"),
    "doccano": exchange("jsonl", "doccano", ".jsonl"),
    "classifier": Reader("model", lambda shop: [shop.model.read_bytes()], _classifier),
    "topics": Reader("model", lambda shop: [shop.topics.read_bytes()], _topics),
    "classify-csv": Reader("csv", good_files.csv_table, classify(".csv")),
    "classify-csv-gz": Reader(
        "gzip", lambda shop: [gzip.compress(one) for one in good_files.csv_table(shop)], classify(".csv.gz")
    ),
    "classify-jsonl": Reader("jsonl", good_files.json_table, classify(".jsonl")),
    "import-csv": Reader("csv", good_files.article_tables, imported(".csv")),
    "import-jsonl": Reader("jsonl", good_files.json_table, imported(".jsonl")),
    "import-json": Reader("json", good_files.json_list, imported(".json")),
    "txt": Reader("text", good_files.text, article(".txt")),
    "html": Reader("markup", good_files.web_page, article(".html")),
    "docx": Reader("zip", good_files.word_file, article(".docx")),
    "pdf": Reader("markup", good_files.pdf_files, article(".pdf")),
    "manifest.json": Reader("json", good_files.manifest, _manifest),
    "figures.csv": Reader(
        "csv",
        lambda _: [(ROOT / "figures" / f"{stem}.csv").read_bytes() for stem in ("emphasis", "agreement")],
        _figure,
    ),
    "page": Reader("json", good_files.page_request, _page),
    "arguments": Reader("args", good_files.arguments, _arguments),
}
