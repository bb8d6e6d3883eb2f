"""``discourse labels``: differences of two states, files out and in."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.exchange import FORMS


def run(study, *arguments: str):
    return CliRunner().invoke(app, ["labels", *arguments, "--study", str(study.root)])


def test_diff(toy_study, tmp_path) -> None:
    log = LabelLog.of(toy_study)
    log.refresh()
    count = str(len(log.codings))
    assert "No label differs." in run(toy_study, "diff", count, "now").output
    log.append([Coding("ani-1", toy_study.paragraphs["paragraph_id"][0], "ani", "1", "none", why="coding")])
    assert "No label differs." in run(toy_study, "diff", count, "now").output  # nobody has accepted ani
    append_decision(toy_study, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    out = tmp_path / "changes.csv"
    answer = run(toy_study, "diff", count, "--out", str(out))
    assert "1 label differs: 1 with another primary code." in answer.output
    assert "-> none  (changed, by ani)" in answer.output
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    assert run(toy_study, "diff", "99999").exit_code == 2


@pytest.mark.parametrize("form", FORMS)
def test_out_and_in(toy_study, tmp_path, form) -> None:
    out = tmp_path / "codings.txt"
    before = toy_study.labels_path.read_bytes()
    assert run(toy_study, "export", str(out), "--form", form).exit_code == 0
    assert run(toy_study, "export", str(out), "--form", form).exit_code == 2
    answer = run(toy_study, "import", str(out), "--form", form)
    assert answer.output.startswith("0 codings added")
    header = before.split(b"\n")[0] + b"\n"
    toy_study.labels_path.write_bytes(header)
    answer = run(toy_study, "import", str(out), "--form", form)
    assert answer.exit_code == 0, answer.output
    assert toy_study.labels_path.read_bytes() == before


@pytest.mark.parametrize(("form", "sign"), [("label-studio", "<Choices"), ("doccano", '"primary:economic"')])
def test_what_a_project_is_told_first(toy_study, tmp_path, form, sign) -> None:
    config = tmp_path / "project.txt"
    answer = run(toy_study, "export", str(tmp_path / "x"), "--form", form, "--config", str(config))
    assert answer.exit_code == 0, answer.output
    assert sign in config.read_text(encoding="utf-8")
    refused = run(toy_study, "export", str(tmp_path / "x.csv"), "--config", str(tmp_path / "y"))
    assert (refused.exit_code, (tmp_path / "x.csv").exists()) == (2, False)
    assert "expected label-studio or doccano, found 'csv'" in refused.output


def test_paragraphs_leave_before_anybody_has_coded(toy_study, tmp_path) -> None:
    paragraphs = len(toy_study.paragraphs)
    out, labels = tmp_path / "out.csv", toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    answer = run(toy_study, "export", str(out), "--blind")
    assert answer.output == f"{paragraphs} paragraphs written to {out}\n"
    assert "melati-2" not in out.read_text(encoding="utf-8")
    toy_study.labels_path.write_text("".join(labels[:3]), encoding="utf-8")  # one paragraph has a label
    for left, options in ((1, ("--uncoded",)), (1, ("--uncoded", "--blind")), (0, ("--blind",))):
        answer = run(toy_study, "export", str(out), *options, "--force")
        assert answer.output.startswith(f"{paragraphs - left} paragraphs")
    toy_study.labels_path.unlink()
    for option in ("--uncoded", "--blind"):
        assert run(toy_study, "export", str(out), option, "--force").output.startswith(f"{paragraphs} paragraphs")
    assert not toy_study.labels_path.exists()


def test_an_import_says_who_and_what_was_left_out_and_a_dry_run_only_says_it(toy_study, tmp_path) -> None:
    one, two, three = toy_study.paragraphs["paragraph_id"][:3]
    table = tmp_path / "in.csv"
    rows = f"{one},4,none,\n{two},b@c,none,\n{one},4,economic,\n{three},4,,political\n"
    table.write_text(f"paragraph_id,coder,primary,also\n{rows}", encoding="utf-8")
    before = toy_study.labels_path.read_bytes()
    append_decision(toy_study, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    arguments = ("import", str(table), "--coders", "4=ani, b@c = budi")
    left = "Left out: 1 without a primary code\n"
    expected = "Read: several rows of one coder on 1 paragraph; the last counts (also holds further codes)\n"
    expected += f"3 codings would be added (ani 2, budi 1), 0 were there already\n{left}"
    expected += (
        "1 label changes: the coding by ani counts in place of that by reader, for label_precedence in "
        "study.toml puts it first.\nTo decide one by one: discourse relabel --queue disagreements. To choose another "
        "rule: label_precedence in study.toml. To keep new codings out of the labels: "
        "discourse coders refuse ani.\nThe codings by ani are labels: accepted by a decision.\n"
        "The codings by budi are no labels: 1 of 30 common paragraphs. To accept them: discourse coders accept budi\n"
    )
    would = (
        expected.replace("label changes", "label would change")
        .replace("by ani counts", "by ani would count")
        .replace("by ani are", "by ani would be")
        .replace("by budi are", "by budi would be")
    )
    assert run(toy_study, *arguments, "--dry-run").output == f"{would}Nothing was written.\n"
    assert toy_study.labels_path.read_bytes() == before
    after = f"Next: discourse figures --study {toy_study.root}\n"
    number = len(before.splitlines()) - 1
    changed = f"What this changed in the labels: discourse labels diff {number} now\n"
    assert run(toy_study, *arguments).output == expected.replace("would be added", "added") + changed + after
    assert "1 with another primary code" in run(toy_study, "diff", str(number), "now").output
    assert run(toy_study, *arguments).output.endswith(f"\n0 codings added, 3 were there already\n{left}{after}")


def test_rows_that_are_wrong_are_listed_before_the_line_that_refuses_them(toy_study, tmp_path) -> None:
    one, two = toy_study.paragraphs["paragraph_id"][:2]
    table = tmp_path / "in.csv"
    table.write_text(f"paragraph_id;Code;coder\n{one};econmic;ani\n{two};Economic;ani\nx;none;ani\n", encoding="utf-8")
    before = toy_study.labels_path.read_bytes()
    answer = run(toy_study, "import", str(table))
    codes = "political, economic, education, none"
    assert answer.exit_code == 2
    assert answer.stderr.splitlines() == [
        f"  {table}, row 2, column Code: expected one of the codes {codes}, found 'econmic'. Did you mean economic?",
        f"  {table}, row 4, column paragraph_id: expected the id of a paragraph in paragraphs.csv, found 'x'. Correct "
        "the id, or leave it empty and give text, or article and position.",
        f"discourse: {table}: expected records that can be codings, found 2 that cannot. Nothing was written.",
    ]
    assert toy_study.labels_path.read_bytes() == before


def test_salvage(toy_study, tmp_path) -> None:
    out, whole = tmp_path / "kept.csv", toy_study.labels_path.read_bytes()
    lines = whole.count(b"\n") - 1
    damaged = whole + b"\xff,x\n" + b"half a li"
    toy_study.labels_path.write_bytes(damaged)
    refused = run(toy_study, "export", str(out))
    assert refused.exit_code == 2
    assert "discourse labels export --salvage FILE" in refused.output
    answer = run(toy_study, "export", "--salvage", str(out))
    assert answer.exit_code == 0, answer.output
    assert f"{lines} lines of the log written to {out}; 1 could not be read ({lines + 2}); 1 had never" in answer.output
    assert out.read_bytes() == whole
    assert run(toy_study, "export", "--salvage", str(out)).exit_code == 2
    assert run(toy_study, "export", "--salvage", str(toy_study.labels_path), "--force").exit_code == 2
    assert toy_study.labels_path.read_bytes() == damaged


def test_mistakes(toy_study, tmp_path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"\xff\xfe")
    foreign = tmp_path / "wrong.jsonl"
    foreign.write_bytes(b"\xff")
    packed = tmp_path / "export.zip"
    packed.write_bytes(b"PK\x03\x04")
    for arguments, part in (
        (("export", str(tmp_path / "x.txt")), "Add --form"),
        (("import", str(tmp_path / "none.csv")), "expected a table, found no file"),
        (("import", str(tmp_path / "none.jsonl")), "a file of codings"),
        (("import", str(wrong)), "expected a line of column names, found an empty file"),
        (("import", str(foreign)), "expected UTF-8"),
        (("import", str(packed), "--form", "doccano"), "Unpack it"),
        (("import", str(packed)), "expected a name ending in .csv, .tsv, .xlsx, .parquet, .jsonl, or --form"),
        (("import", str(wrong), "--coders", "4"), "--coders: expected pairs such as 4=ani,5=budi, found '4'"),
        (("import", str(wrong), "--map", "code"), "--map: expected pairs such as primary=Kategorie,coder=Wer, found"),
    ):
        answer = run(toy_study, *arguments)
        assert answer.exit_code == 2
        assert part in answer.output


def test_one_file_cannot_take_codings_and_configuration(toy_study, tmp_path) -> None:
    answer = run(toy_study, "export", str(tmp_path / "x.csv"), "--config", str(tmp_path / "." / "x.csv"))
    assert answer.exit_code == 2
    assert "expected two files, found one for both" in answer.output
    assert not (tmp_path / "x.csv").exists()


def test_an_export_is_not_guarded_and_tables_for_people_are(toy_study, tmp_path) -> None:
    log = toy_study.labels_path
    log.write_text(log.read_text(encoding="utf-8").replace(",reader,", ",=reader,"), encoding="utf-8")
    exported, changed, raw = (tmp_path / name for name in ("codings.csv", "changed.csv", "raw.csv"))
    assert run(toy_study, "export", str(exported)).exit_code == 0
    assert exported.read_bytes() == log.read_bytes()
    assert run(toy_study, "diff", "0", "--out", str(changed)).exit_code == 0
    assert run(toy_study, "diff", "0", "--out", str(raw), "--raw").exit_code == 0
    assert ",'=reader" in changed.read_text(encoding="utf-8")
    assert raw.read_text(encoding="utf-8") == changed.read_text(encoding="utf-8").replace("'=", "=")


def test_a_number_of_lines_that_no_log_has_is_one_line(toy_study) -> None:
    assert "at most" in run(toy_study, "diff", "9" * 5000).output


def test_export_only_reads(toy_study, tmp_path) -> None:
    torn = toy_study.labels_path.read_bytes() + b"ani-9,melati-2023"
    toy_study.labels_path.write_bytes(torn)
    answer = run(toy_study, "export", str(tmp_path / "out.csv"))
    assert answer.exit_code == 0, answer.output
    assert toy_study.labels_path.read_bytes() == torn
    toy_study.labels_path.unlink()
    assert run(toy_study, "export", str(tmp_path / "other.csv")).exit_code == 2
    assert not toy_study.labels_path.exists()


@pytest.mark.parametrize("form", FORMS)
def test_codings_of_a_variable_go_out_and_come_in(towns, tmp_path, form) -> None:
    out, log, pillars = tmp_path / "codings.txt", towns.data / "labels.tone.csv", towns.labels_path.read_bytes()
    answer = run(towns, "export", str(out), "--form", form, "--variable", "tone")
    assert answer.output.startswith("33 codings written")
    before = log.read_bytes()
    log.unlink()
    names = ["--coder", "mara"] if form == "doccano" else []
    answer = run(towns, "import", str(out), "--form", form, "--variable", "tone", *names)
    assert answer.output.startswith("33 codings added"), answer.output
    assert set(log.read_bytes().splitlines()) == set(before.splitlines())
    assert towns.labels_path.read_bytes() == pillars
    answer = run(towns, "import", str(out), "--form", form, *names)
    assert answer.exit_code == 2
    assert "expected codes among housing, transport, none, found primary" in answer.output


def test_states_of_a_variable_are_compared(towns) -> None:
    answer = run(towns, "diff", "27", "now", "--variable", "tone")
    assert "critical -> none  (changed, by ines)" in answer.output
    answer = run(towns, "diff", "1", "now", "--variable", "speaker")
    assert answer.exit_code == 2
    assert "discourse relabel --variable speaker" in answer.output
