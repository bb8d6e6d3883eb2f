"""``discourse coders``: a careless person moves no figure, a careful one does, and what was decided can be undone."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.emphasis.table import emphasis_table
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding
from discourse.labels.consent.decisions import read_decisions
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows, coded_table, select
from discourse.pipeline.dependencies import record_files
from discourse.study import Study

CODES = ("political", "economic", "education")


def run(study: Study, *arguments: str, **options: object):
    return CliRunner().invoke(app, ["coders", *arguments, "--study", str(study.root)], **options)


@pytest.fixture
def coded(toy_study) -> Study:
    """The toy study with forty openings, coded by a machine: each pillar a third of each article."""
    articles = list(toy_study.articles["article_id"])
    rows = [
        (f"p:{number:02d}", articles[number % 6], number + 1, "yes", 8, f"Paragraf {number}.") for number in range(40)
    ]
    columns = ["paragraph_id", "article_id", "position", "opening", "words", "text"]
    table = pd.DataFrame(rows, columns=columns).assign(source_line="", source_sha256="")
    table.to_csv(toy_study.data / "paragraphs.csv", index=False)
    (toy_study.data / "terms.csv.gz").unlink()
    settings = toy_study.data / "study.toml"
    text = settings.read_text(encoding="utf-8").replace('agreement_only = ["blind"]', 'machine_coders = ["model"]')
    settings.write_text(text.replace('"*", "adjudicator", "reader"', '"*"'), encoding="utf-8")
    toy_study.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    study = Study(toy_study.root)
    add(study, "model", {name: code_of(place) for place, name in enumerate(table["paragraph_id"])})
    return study


def code_of(place: int) -> str:
    return CODES[(place + place // 6) % 3]


def add(study: Study, coder: str, codes: dict[str, str]) -> None:
    lines = [Coding(f"{coder}-{name}", name, coder, "1", code, why="coding") for name, code in codes.items()]
    LabelLog.of(study).append(lines)


def shifts(study: Study) -> list[float]:
    fresh = Study(study.root)
    rows = select(coded_table(fresh), fresh.settings.analyses[-1], fresh.settings.compared)
    found = emphasis_table(rows, fresh.codebook.pillar_ids, fresh.settings.compared, quantities=["share"])
    return found.loc[found["quantity"] == "shift", "value"].tolist()


def test_a_careless_person_moves_nothing_until_accepted_and_again_when_refused(coded) -> None:
    before = shifts(coded)
    main = set(coded.articles.loc[coded.articles["period"] == "2025", "article_id"])
    late = coded.paragraphs.loc[coded.paragraphs["article_id"].isin(main), "paragraph_id"]
    add(coded, "ani", dict.fromkeys(late[:6], "education"))
    assert shifts(coded) == before
    listed = run(coded)
    assert "no: 6 of 30 common paragraphs" in listed.output
    assert listed.output.endswith(f"Next: discourse coders accept ani --study {coded.root}\n")
    dry = run(coded, "accept", "ani", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "labels differ" in dry.output
    assert dry.output.endswith("Nothing was written.\n")
    assert run(coded, "accept", "ani", input="n\n").output.endswith("Nothing was written.\n")
    assert shifts(coded) == before
    done = run(coded, "accept", "ani", "--note", "after a talk", input="y\n")
    assert done.exit_code == 0, done.output
    assert "Accepted: ani. Written to" in done.output
    assert shifts(coded) != before
    again = run(coded, "accept", "ani", "--yes")
    assert "they are accepted already. Nothing was written." in again.output
    assert run(coded, "refuse", "ani", "--yes").exit_code == 0
    assert shifts(coded) == before
    assert run(coded, "withdraw", "ani", "--yes").exit_code == 0
    assert "nothing is decided on them. Nothing was written." in run(coded, "withdraw", "ani").output
    taken = read_decisions(coded)
    assert [each.decision for each in taken] == ["accepted", "refused", "withdrawn"]
    assert [(each.paragraphs, each.codebook, each.note) for each in taken[:2]] == [
        (6, "1", "after a talk"),
        (6, "1", ""),
    ]
    assert all(each.alpha is not None and each.alpha < 2 / 3 for each in taken)


def test_after_thirty_good_codings_a_person_moves_the_figure_and_refusing_undoes_it(coded) -> None:
    before, names = shifts(coded), coded.paragraphs["paragraph_id"].tolist()
    labels = dict(zip(names, read_codings(coded).set_index("paragraph_id").loc[names, "primary"], strict=True))
    good = {name: labels[name] for name in sorted(names)[:29]}
    add(coded, "ani", good)
    assert shifts(coded) == before
    last = [name for name in sorted(names) if name not in good][:3]
    add(coded, "ani", dict.fromkeys(last, "education"))
    assert "yes: alpha" in run(coded).output
    assert shifts(coded) != before
    assert run(coded, "refuse", "ani", "--yes").exit_code == 0
    assert shifts(coded) == before
    assert run(coded, "withdraw", "ani", "--yes").exit_code == 0
    assert shifts(coded) != before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("anni", "labels.csv: expected the name of a person who has coded, found 'anni'. Did you mean ani?"),
        ("zoe", "found 'zoe'. To see who has coded: discourse coders"),
        ("model", "study.toml: expected the name of a person, found 'model', a machine coder. A machine coder is not"),
        ("budi", "found 'budi' in agreement_only. Take the name out of agreement_only first."),
        ("citra", "found 'citra' in label_precedence. Take the name out of label_precedence first."),
    ],
)
@pytest.mark.parametrize("verb", ["accept", "refuse", "withdraw"])
def test_on_whom_nothing_can_be_decided_is_said(coded, name, said, verb) -> None:
    settings = coded.data / "study.toml"
    text = settings.read_text(encoding="utf-8").replace('"adjudication", "*"', '"adjudication", "*", "citra"')
    settings.write_text(f'agreement_only = ["budi"]\n{text}', encoding="utf-8")
    for coder in ("ani", "budi", "citra"):
        add(coded, coder, {"p:00": "economic"})
    answer = run(coded, verb, name, "--yes")
    assert answer.exit_code == 2
    assert said in answer.output
    assert not (coded.data / "coders.csv").exists()


def test_without_an_answer_nothing_is_written(coded) -> None:
    add(coded, "ani", {"p:00": "economic"})
    answer = run(coded, "accept", "ani")
    assert answer.exit_code == 2
    assert "expected yes or no, found no answer. Answer, or add --yes." in answer.output
    assert not (coded.data / "coders.csv").exists()


def test_a_file_that_cannot_be_written_and_a_log_that_is_not_there_are_said(coded) -> None:
    add(coded, "ani", {"p:00": "economic"})
    (coded.data / "coders.csv").mkdir()
    answer = run(coded, "accept", "ani", "--yes")
    assert answer.exit_code == 2
    assert "coders.csv: expected a log that can be" in answer.output
    coded.labels_path.unlink()
    assert "expected a label log, found no file" in run(coded).output
    coded.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    assert "expected codings, found none yet. Code some: discourse relabel --coder YOURNAME" in run(coded).output


def test_options_may_stand_before_the_verb(towns) -> None:
    before = CliRunner().invoke(
        app, ["coders", "--study", str(towns.root), "--variable", "tone", "refuse", "ines", "--yes"]
    )
    assert before.exit_code == 0, before.output
    assert [each.decision for each in read_decisions(towns.seen_by("tone"))] == ["accepted", "refused"]
    assert before.output.endswith(f"Next: discourse coders --study {towns.root}\n")
    assert "no: refused by a decision" in run(towns, "--variable", "tone").output
    assert "ines" not in run(towns).output


def test_the_decisions_are_among_what_a_figure_is_made_from(coded) -> None:
    found = record_files(analysed_rows, coded)
    assert found.inputs["coders.csv"] == ""
    add(coded, "ani", {"p:00": "economic"})
    run(coded, "accept", "ani", "--yes")
    assert record_files(analysed_rows, coded).inputs["coders.csv"] != ""


def test_a_decision_that_changes_no_label_asks_for_no_fit(coded) -> None:
    names = coded.paragraphs["paragraph_id"].tolist()
    add(coded, "ani", dict.fromkeys(names[:4], "education"))
    assert run(coded, "refuse", "ani", "--yes").output.endswith(f"Next: discourse status --study {coded.root}\n")
    assert run(coded, "accept", "ani", "--yes").output.endswith(f"Next: discourse retrain --study {coded.root}\n")
