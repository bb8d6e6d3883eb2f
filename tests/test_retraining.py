"""A fit says what the codings since the last fit changed, and writes over nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier import load_model
from discourse.errors import DataError
from discourse.features import study_file
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.consent.wording import standing_sentences
from discourse.labels.log import read_codings
from discourse.retraining import changes_since, latest_predictions, predictions_path, retrain
from discourse.study import Study

TOPICS = {"economic": "pasar ikan dan bea masuk", "political": "kunjungan wali kota", "education": "beasiswa guru"}


@pytest.fixture
def labelled(toy_study) -> Study:
    """The toy study with 80 paragraphs in as many articles as it has, all but the last six coded by their topic."""
    names, codes = list(toy_study.articles["article_id"]), list(TOPICS)
    rows = [
        (f"p:{number:02d}", names[number % len(names)], number + 1, "yes", 8, codes[number % 3]) for number in range(80)
    ]
    table = pd.DataFrame(rows, columns=["paragraph_id", "article_id", "position", "opening", "words", "text"])
    codings = [Coding(f"first-{name}", name, "reader", "1", code) for name, *_, code in rows]
    table["text"] = [f"Paragraf {row[2]} membahas {TOPICS[row[-1]]} secara ringkas." for row in rows]
    table.assign(source_line="", source_sha256="").to_csv(toy_study.data / "paragraphs.csv", index=False)
    (toy_study.data / "terms.csv.gz").unlink()
    toy_study.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    study = Study(toy_study.root)
    LabelLog.of(study).append(codings[:-6])
    return study


def test_a_fit_with_embeddings_computes_each_paragraph_once(labelled, stub_embeddings) -> None:
    done = retrain(labelled, embeddings=True)
    assert sorted(stub_embeddings.read) == sorted(labelled.paragraphs["text"])
    model = load_model(done.model, kept=study_file(labelled))
    assert model.embedder.name.startswith("multilingual-e5-small")
    assert sum(name.startswith("embedding:") for name in model.features) == 384
    assert set(latest_predictions(labelled)["paragraph_id"]) == set(labelled.paragraphs["paragraph_id"])
    model.predict_texts(labelled.paragraphs["text"].tolist())
    assert len(stub_embeddings.read) == len(labelled.paragraphs)


def test_two_fits(labelled) -> None:
    assert latest_predictions(labelled) is None
    assert changes_since(labelled)[0].fit is None
    steps: list[str] = []
    first = retrain(labelled, steps.append)
    assert steps
    assert (first.before.fit, first.before.name) == (None, "")
    assert first.differences.empty
    assert first.shares["value_before"].equals(first.shares["value_now"])
    kept = first.model.read_bytes(), predictions_path(first.model).read_bytes()
    probabilities = latest_predictions(labelled)
    book = labelled.codebook
    columns = [*(f"p_{code}" for code in book.codes), *(f"m_{pillar}" for pillar in book.pillar_ids)]
    assert list(probabilities.columns) == ["paragraph_id", *columns]
    assert set(probabilities["paragraph_id"]) == set(labelled.paragraphs["paragraph_id"])

    known = labelled.paragraphs["paragraph_id"][:3]
    LabelLog.of(labelled).append([Coding(f"ani-{each}", each, "ani", "1", "none", why="coding") for each in known])
    last, changes = changes_since(labelled)
    assert (last.fit, len(changes)) == (first.model, 0)
    append_decision(labelled, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    last, changes = changes_since(labelled)
    assert (last.fit, last.name) == (first.model, "classifier-0001.npz")
    assert set(changes["coder"]) == {"ani"}
    second = retrain(labelled)
    assert (second.before.fit, second.model.name) == (first.model, "classifier-0002.npz")
    assert (first.model.read_bytes(), predictions_path(first.model).read_bytes()) == kept
    assert second.changes.equals(changes)
    assert set(second.differences["score"]) == {"macro_f1", "accuracy"}
    assert (second.differences["low"] <= second.differences["difference"]).all()
    assert changes_since(labelled)[1].empty
    assert changes_since(labelled, "74")[1].equals(changes)
    assert load_model(first.model).about["log"] == {"lines": 74, "decisions": 0}
    assert load_model(second.model).about["log"] == {"lines": 77, "decisions": 1}


def test_the_first_fit_compares_with_the_labels_before_the_first_coding_by_a_person(labelled) -> None:
    study = labelled.with_settings(machine_coders=["reader"], label_precedence=["adjudication", "*"])
    assert changes_since(study)[0].name == "the state before the first coding by a person"
    codings = read_codings(study)
    codes = dict(zip(codings["paragraph_id"], codings["primary"], strict=True))
    names, uncoded = list(codes), "p:79"
    agreed = [Coding(f"ani-{each}", each, "ani", "1", codes[each], why="coding") for each in names[:40]]
    LabelLog.of(study).append(agreed[:29])
    assert changes_since(study)[1].empty
    assert "29 of 30" in " ".join(standing_sentences(read_codings(study), study.settings, study.codebook))
    LabelLog.of(study).append([*agreed[29:], Coding("ani-new", uncoded, "ani", "1", "none", why="coding")])
    done = retrain(study)
    assert (done.before.fit, done.differences.empty) == (None, True)
    assert done.changes[["paragraph_id", "kind", "coder"]].to_numpy().tolist() == [[uncoded, "new", "ani"]]
    moved = done.shares[done.shares["value_before"] != done.shares["value_now"]]
    assert moved.empty  # none of the three pillars was coded anew
    assert done.notes[0].startswith("41 of 75 labels were assigned by people")
    assert done.notes[1].startswith("A new coder's codings become labels once alpha")


def test_a_log_that_became_shorter_is_another_log(labelled) -> None:
    first = retrain(labelled)
    lines = labelled.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    labelled.labels_path.write_text("".join(lines[:-10]), encoding="utf-8")
    last, changes = changes_since(labelled)
    assert (last.fit, last.name, len(changes)) == (None, "", 0)
    assert first.model.is_file()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:-30], r"row 81: expected \d+ cells, found \d+|column m_\w+: expected a probability"),
        (lambda text: text.replace("0.", "zero.", 1), r"row 2, column p_\w+: expected a probability, found 'zero"),
        (lambda text: text.replace("0.", "\0", 1), "line 2: expected a CSV table in UTF-8, found a NUL"),
        (lambda text: "", "expected a line of column names, found an empty file"),
    ],
)
def test_a_table_of_predictions_that_was_damaged_is_named(labelled, change, said) -> None:
    path = predictions_path(labelled.models / "classifier-0001.npz")
    path.parent.mkdir()
    codes = [*(f"p_{code}" for code in labelled.codebook.codes), "m_economic"]
    whole = labelled.paragraphs[["paragraph_id"]].assign(**dict.fromkeys(codes, 0.25))
    whole.to_csv(path, index=False, float_format="%.20f")
    assert len(latest_predictions(labelled)) == len(whole)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=rf"classifier-0001\.predictions\.csv.*({said})"):
        latest_predictions(labelled)


def test_a_model_that_cannot_be_read_is_passed_over(labelled) -> None:
    labelled.models.mkdir()
    (labelled.models / "classifier-0001.npz").write_text("of an earlier version")
    assert changes_since(labelled)[0].fit is None


def test_the_newest_fit_that_knows_every_code_counts(toy_study) -> None:
    assert latest_predictions(toy_study) is None
    toy_study.models.mkdir()
    codes = toy_study.codebook.codes
    first = toy_study.paragraphs["paragraph_id"][0]
    header = ",".join(["paragraph_id", *(f"p_{code}" for code in codes)])
    numbers = ",".join(["0.25"] * len(codes))
    whole = toy_study.models / "classifier-0001.predictions.csv"
    whole.write_text(f"{header}\n{first},{numbers}\ngone:01,{numbers}\n", encoding="utf-8")
    (toy_study.models / "classifier-0002.predictions.csv").write_text("paragraph_id,p_other\n", encoding="utf-8")
    assert list(latest_predictions(toy_study)["paragraph_id"]) == [first]


def test_counting_the_lines_of_the_log_writes_nothing(labelled) -> None:
    first = retrain(labelled)
    torn = labelled.labels_path.read_bytes() + b"ani-9,melati-2023"
    labelled.labels_path.write_bytes(torn)
    labelled.labels_path.chmod(0o444)
    assert changes_since(labelled)[0].fit == first.model
    retrain(labelled)
    assert labelled.labels_path.read_bytes() == torn


def test_the_notes_say_what_is_missing_and_whether_predictions_help(labelled) -> None:
    done = retrain(labelled.with_settings(machine_coders=["reader"]))
    said = " ".join(done.notes)
    assert done.notes[0] == "All 74 labels were assigned by machine coders: reader. No person has coded."
    assert "not labelled and left out" in said
    assert "No record says how the labelled paragraphs were chosen" in said
    assert "labelled articles in 2023: " in said
    assert set(done.shares["quantity"]) == {"share", "shift", "mention_share", "mention_shift"}


def queued(study: Study, *, audit: bool) -> Study:
    """Code the study again as a coder does who follows the least-confidence queue, with or without its audit."""
    names = study.paragraphs["paragraph_id"].tolist()[:-6]
    topics = dict(zip(names, read_codings(study)["primary"], strict=True))
    study.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    rows = [
        Coding(f"ani-{name}", name, "ani", "1", topics[name], queue="least-sure", inclusion=1.0)
        if place % 4 or not audit
        else Coding(f"ani-{name}", name, "ani", "1", topics[name], queue="least-sure-audit", inclusion=0.8)
        for place, name in enumerate(names)
    ]
    LabelLog.of(study).append(rows)
    return study


def test_labels_of_the_least_confident_are_corrected_by_dsl(labelled) -> None:
    done = retrain(queued(labelled, audit=True))
    assert done.notes[-1] == "The shares here are those of DSL, from labels and predictions."
    assert set(done.shares["quantity"]) == {"share", "shift"}
    assert done.shares["value_now"].notna().all()


def test_without_an_audit_there_are_no_shares_and_the_reason_is_said(labelled) -> None:
    done = retrain(queued(labelled, audit=False))
    assert done.shares.empty
    assert "No shares: row" in done.notes[-1]
    assert "discourse relabel --queue audit" in done.notes[-1]
