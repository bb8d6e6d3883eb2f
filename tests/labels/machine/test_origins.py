"""Labels are counted by people and by machines from the log, and every reader is told."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision, with_decisions
from discourse.labels.log import codings_table, read_codings
from discourse.labels.machine.origins import (
    LabelOrigins,
    coding_notes,
    label_origins,
    origins_note,
    unknown_machines,
)
from discourse.labels.table import analysed_rows, current_labels
from discourse.settings import check_settings
from discourse.study import Study
from discourse.translations import read_translation, speaking

BOOK = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")
SETTINGS = check_settings(
    {
        "title": "T",
        "language": "en",
        "seed": 1,
        "periods": [{"id": str(y), "start": date(y, 1, 1), "end": date(y, 12, 31)} for y in (2019, 2024)],
        "analyses": [{"id": "all", "title": "All"}],
    },
    "settings of a test",
)
ANI = Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted")
MACHINES = ("reader", "blind", "adjudicator")


def by_machine(study: Study, *more: str, **changes: object) -> Study:
    return study.with_settings(machine_coders=[*MACHINES, *more], **changes)


def add(study: Study, coder: str, *paragraphs: str, code: str = "none", why: str = "coding") -> None:
    lines = [Coding(f"{coder}-{place}", each, coder, "1", code, why=why) for place, each in enumerate(paragraphs)]
    LabelLog.of(study).append(lines)


def test_labels_are_counted_by_hand(shipped_study) -> None:
    settings = shipped_study.settings.model_copy(
        update={"label_precedence": ("*", "model"), "agreement_only": ("other",), "machine_coders": ("model", "other")}
    )
    log = [
        Coding("1", "a:01", "model", "1", "trade"),
        Coding("2", "a:02", "model", "1", "trade"),
        Coding("3", "a:02", "ani", "1", "arts"),
        Coding("4", "a:03", "other", "1", "arts"),
        Coding("5", "a:04", "ani", "1", "arts"),
    ]
    table = with_decisions(codings_table(log, BOOK), {"ani": "accepted"})
    assert label_origins(table, settings, BOOK) == LabelOrigins(3, 2, ("model",), True)
    assert label_origins(table, settings, BOOK, ["a:01", "a:02"]) == LabelOrigins(2, 1, ("model",), True)
    assert label_origins(table[:2], settings, BOOK) == LabelOrigins(2, 0, ("model",), False)
    assert label_origins(table[:0], settings, BOOK) == LabelOrigins(0, 0, (), False)


@given(
    st.lists(st.tuples(st.sampled_from(["ani", "budi", "m1", "m2", "m3"]), st.integers(0, 5)), max_size=20),
    st.sampled_from([("adjudication", "*"), ("first",), ("m1", "*"), ("*", "m1", "m2")]),
)
def test_a_label_is_a_persons_or_a_machines_and_no_unnamed_machine_comes_before_a_person(said, precedence) -> None:
    settings = SETTINGS.model_copy(update={"label_precedence": precedence, "machine_coders": ("m1", "m2", "m3")})
    log = [Coding(str(place), f"a:{where}", who, "1", "trade") for place, (who, where) in enumerate(said)]
    table = with_decisions(codings_table(log, BOOK), {"ani": "accepted", "budi": "accepted"})
    found = label_origins(table, settings, BOOK)
    labels = current_labels(table, settings, BOOK)
    assert found.labels == len({where for _, where in said})
    assert found.by_people + int(labels["coder"].isin(found.machines).sum()) == found.labels
    assert not set(found.machines) & {"ani", "budi"}
    coded = set(table.loc[table["coder"].isin(["ani", "budi"]), "paragraph_id"])
    for paragraph, coder in labels[["paragraph_id", "coder"]].itertuples(index=False):
        assert coder not in {"m2", "m3"} or paragraph not in coded


def test_while_no_person_has_coded_the_note_says_so(toy_study) -> None:
    study = by_machine(toy_study)
    labels = len(study.paragraphs)
    said = f"All {labels} labels were assigned by machine coders: reader, adjudicator. No person has coded."
    assert origins_note(study) == said
    assert coding_notes(by_machine(toy_study, coding_note="One model.")) == (said, "One model.")


def test_people_who_have_coded_are_counted_in_all_and_in_the_main_analysis(toy_study) -> None:
    rows = analysed_rows(toy_study)
    main = rows["paragraph_id"].tolist()
    other = next(each for each in toy_study.paragraphs["paragraph_id"] if each not in main)
    add(toy_study, "ani", main[0], other)
    assert origins_note(by_machine(Study(toy_study.root))).endswith(
        "People have coded, too, but none of their codings is a label."
    )
    append_decision(toy_study, ANI)
    said = origins_note(by_machine(Study(toy_study.root)))
    labels = len(toy_study.paragraphs)
    assert said == (
        f"2 of {labels} labels were assigned by people (in the main analysis 1 of {len(main)}), "
        "the others by machine coders: reader, adjudicator."
    )


def test_people_whose_codings_do_not_count_are_said(toy_study) -> None:
    add(toy_study, "ani", toy_study.paragraphs["paragraph_id"][0])
    study = by_machine(Study(toy_study.root), agreement_only=["blind", "ani"])
    assert "People have coded, too, but none of their codings is a label." in origins_note(study)


def test_where_people_have_coded_all_no_machine_is_named(toy_study) -> None:
    add(toy_study, "ani", *toy_study.paragraphs["paragraph_id"])
    append_decision(toy_study, ANI)
    assert origins_note(by_machine(Study(toy_study.root))) == (
        f"All {len(toy_study.paragraphs)} labels were assigned by people."
    )


def test_who_is_not_accepted_is_said_with_the_rule(toy_study) -> None:
    add(toy_study, "ani", *toy_study.paragraphs["paragraph_id"][:2])
    note = coding_notes(by_machine(Study(toy_study.root), coding_note="One model."))[1]
    assert note == (
        "Codings by ani are no labels, for they are not accepted. A new coder's codings become labels once alpha with "
        "the labels is at least 0.667 on at least 30 common paragraphs, or once they are accepted by a decision."
    )


def test_what_was_made_without_codings_does_not_hang_on_coders(toy_study) -> None:
    add(toy_study, "ani", toy_study.paragraphs["paragraph_id"][0])
    study = Study(toy_study.root)
    assert coding_notes(study) == ()
    assert "labels.csv" not in study.inputs
    analysed_rows(study)
    assert [note.partition(",")[0] for note in coding_notes(study)] == ["Codings by ani are no labels"]


def test_nothing_is_said_where_nothing_is_known(toy_study) -> None:
    assert coding_notes(toy_study.with_settings(machine_coders=[])) == ()
    toy_study.labels_path.unlink()
    assert coding_notes(by_machine(Study(toy_study.root))) == ()


def test_it_is_said_in_the_language_spoken(toy_study) -> None:
    with speaking(read_translation("id")):
        assert origins_note(by_machine(toy_study)).endswith("Belum ada orang yang mengode.")


def test_a_machine_coder_who_has_coded_nothing_is_named_with_the_nearest_coder(toy_study) -> None:
    settings = toy_study.with_settings(machine_coders=["readers", "blind", "gpt"]).settings
    codings = read_codings(toy_study)
    assert unknown_machines(codings, settings) == (
        "machine_coders in study.toml names readers, who has coded nothing. Did you mean reader?",
        "machine_coders in study.toml names gpt, who has coded nothing.",
    )
    assert unknown_machines(codings, by_machine(toy_study).settings) == ()


def test_the_shipped_studies_name_their_machine_coders(shipped_study, root) -> None:
    for study in (shipped_study, Study(root / "src" / "discourse" / "demo")):
        codings = read_codings(study)
        assert unknown_machines(codings, study.settings) == ()
        assert not label_origins(codings, study.settings, study.codebook).people_coded
        assert origins_note(study).endswith("No person has coded.")
