"""Record exports of Label Studio and doccano for the tests that run without them: ``python tests/clients/record.py``.

The texts are those of the toy study; ani and budi are nobody. Each change that the two make is said where it is made.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import PEOPLE, Doccano, LabelStudio
from discourse.labels.exchange import write_codings, write_paragraphs, write_setup
from discourse.labels.log import logged_codings
from discourse.study import Study

TESTS = Path(__file__).resolve().parents[1]
TARGET = TESTS / "labels" / "exchange" / "recorded"
INTENT = {"project_type": "IntentDetectionAndSlotFilling", "resourcetype": "IntentDetectionAndSlotFillingProject"}
SEQUENCE = {"project_type": "Seq2seq", "resourcetype": "Seq2seqProject"}


def record_label_studio(study: Study, folder: Path) -> None:
    """Record a project with coded paragraphs, and one with paragraphs that nobody had coded, in each form of export."""
    texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    interface = write_setup(study.codebook, "label-studio")
    coded = write_codings(logged_codings(study)[:7], texts, "label-studio")
    bare = write_paragraphs(dict(list(texts.items())[:4]), "label-studio", blind=True)
    with LabelStudio.started(folder) as address:
        owner, ani, budi = (LabelStudio(address, name) for name in PEOPLE)
        assert (ani.id, budi.id) == (2, 3), "the tests know them by these numbers"
        project = owner.new_project(interface, coded)
        one, two, three = owner.tasks(project).values()
        budi.recode(owner.annotations(one)[0], "education")  # the reader's coding, in sight
        ani.code(two, "political", "political", "economic", note="dua\nbaris")  # the primary ticked once more
        coding = logged_codings(study)[5]
        changed = ani.recode(owner.annotations(three)[0], "none")
        ani.recode(changed, coding.primary, *coding.also)  # taken back
        owner.ask("DELETE", f"/api/annotations/{owner.annotations(three)[1]['id']}/")
        save("label-studio.json", owner.export(project))
        project = owner.new_project(interface, bare)
        one, two, three, _ = owner.tasks(project).values()
        made = ani.code(one, "economic", "education")
        budi.code(one, "economic")
        budi.recode(made, "political")
        budi.code(two, "", "economic")  # no primary code
        ani.code(three, "economic", was_cancelled=True)  # skipped
        save("label-studio-blind.json", owner.export(project))
        save("label-studio-snapshot.json", owner.snapshot(project))
        save("label-studio-min.json", owner.export(project, "JSON_MIN"))
        save("label-studio.csv", owner.export(project, "CSV"))


def record_doccano(study: Study, folder: Path) -> None:
    """Record a project of two annotators, one whose labels are shared, and two of other kinds."""
    texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    labels = write_setup(study.codebook, "doccano")
    coded = write_codings(logged_codings(study)[:4], texts, "doccano")
    first = next(iter(texts))
    with Doccano.started(folder, *PEOPLE) as address:
        owner, ani, budi = (Doccano(address, name) for name in PEOPLE)
        project = owner.new_project(labels, coded, PEOPLE[1:])
        one, two, *_ = [each["id"] for each in owner.ask("GET", f"/projects/{project}/examples")["results"]]
        ani.code(project, one, "primary:economic", "also:political", "unsure")
        ani.comment(project, one, "ragu")
        budi.code(project, two, "primary:political", "primary:education")  # two primary codes
        files = owner.export(project) | owner.export(project, "CSV") | owner.export(project, "JSON")
        for name in ("ani.jsonl", "ani.csv", "ani.json", "budi.jsonl"):
            save(f"doccano-{name}", files[name])
        project = owner.new_project(labels, coded, PEOPLE[1:], collaborative_annotation=True)
        one, *_ = [each["id"] for each in owner.ask("GET", f"/projects/{project}/examples")["results"]]
        owner.code(project, one)
        budi.code(project, one, "primary:none")
        save("all.jsonl", owner.export(project)["all.jsonl"])
        line = f'{{"text": "Pasar dibuka.", "paragraph_id": "{first}", "cats": ["economic"], "entities": []}}\n'
        project = owner.new_project("", line, **INTENT)
        save("doccano-intent.jsonl", owner.export(project)[f"{PEOPLE[0]}.jsonl"])
        line = f'{{"text": "Pasar dibuka.", "paragraph_id": "{first}", "label": ["economic"]}}\n'
        project = owner.new_project("", line, **SEQUENCE)
        save("doccano-seq2seq.jsonl", owner.export(project)[f"{PEOPLE[0]}.jsonl"])


def save(name: str, text: str) -> None:
    TARGET.mkdir(exist_ok=True)
    (TARGET / name).write_text(text, encoding="utf-8", newline="")


def main() -> None:
    study = Study(TESTS / "toy")
    for record in (record_label_studio, record_doccano):
        with TemporaryDirectory() as folder:
            record(study, Path(folder))
    sys.stdout.write(f"{len(list(TARGET.iterdir()))} files in {TARGET}\n")


if __name__ == "__main__":
    main()
