"""``discourse labels`` and ``discourse agreement``: differences of two states, files out and in, alpha and pairs."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.exchange import FORMS


def run(study, *arguments: str):
    return CliRunner().invoke(app, ["labels", *arguments, "--study", str(study.root)])


def test_diff(toy_study, tmp_path) -> None:
    log = LabelLog.of(toy_study)
    log.refresh()
    count = str(len(log.codings))
    assert "No label differs." in run(toy_study, "diff", count, "now").output
    log.append([Coding("ani-1", toy_study.paragraphs["paragraph_id"][0], "ani", "1", "none", why="coding")])
    out = tmp_path / "changes.csv"
    answer = run(toy_study, "diff", count, "--out", str(out))
    assert "1 labels differ: 1 with another primary code." in answer.output
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


def test_config_for_label_studio(toy_study, tmp_path) -> None:
    config = tmp_path / "view.xml"
    run(toy_study, "export", str(tmp_path / "x.json"), "--form", "label-studio", "--config", str(config))
    assert "<Choices" in config.read_text(encoding="utf-8")


def test_mistakes(toy_study, tmp_path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"\xff\xfe")
    for arguments, part in (
        (("export", str(tmp_path / "x.txt")), "Add --form"),
        (("import", str(tmp_path / "none.csv")), "a file of codings"),
        (("import", str(wrong)), "expected UTF-8"),
    ):
        answer = run(toy_study, *arguments)
        assert answer.exit_code == 2
        assert part in answer.output


def test_nothing_is_written_over_unasked_and_the_log_never(toy_study, tmp_path) -> None:
    before, there = toy_study.labels_path.read_bytes(), tmp_path / "there.csv"
    link = tmp_path / "link.csv"
    link.symlink_to(toy_study.labels_path)
    for command in (("diff", "1", "--out"), ("export", "--form", "csv")):
        there.write_text("mine", encoding="utf-8")
        assert run(toy_study, *command, str(there)).exit_code == 2
        assert there.read_text(encoding="utf-8") == "mine"
        for log in (toy_study.labels_path, link):
            answer = run(toy_study, *command, str(log), "--force")
            assert (answer.exit_code, toy_study.labels_path.read_bytes()) == (2, before)
            assert "a file other than the label log" in answer.output
        assert run(toy_study, *command, str(there), "--force").exit_code == 0
    assert there.read_bytes() == before


def test_a_place_that_cannot_be_written_is_one_line(toy_study, tmp_path) -> None:
    nowhere = str(tmp_path / "nowhere" / "x.csv")
    for command in (("diff", "1", "--out", nowhere), ("export", nowhere), ("export", str(tmp_path), "--form", "csv")):
        answer = run(toy_study, *command)
        assert answer.exit_code == 2, command
        assert len(answer.output.splitlines()) == 1


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


def test_agreement_of_all_and_each_pair_with_what_they_confuse(toy_study, tmp_path) -> None:
    names = list(toy_study.paragraphs["paragraph_id"])
    LabelLog.of(toy_study).append([Coding("ani-1", names[0], "ani", "1", "education", why="coding")])
    out = tmp_path / "agreement.csv"
    answer = CliRunner().invoke(app, ["agreement", "--list", "--out", str(out), "--study", str(toy_study.root)])
    assert answer.exit_code == 0, answer.output
    assert "percentile bootstrap of articles" in answer.output
    assert "blind, reader" in answer.output
    assert f"{names[0]}  reader / ani" in answer.output or f"{names[0]}  ani / reader" in answer.output
    assert "undefined" in answer.output
    assert out.read_text(encoding="utf-8").startswith("coders,quantity,alpha")
    again = ["agreement", "--out", str(out), "--study", str(toy_study.root)]
    assert CliRunner().invoke(app, again).exit_code == 2
    assert CliRunner().invoke(app, [*again, "--force"]).exit_code == 0


def test_the_jackknife_of_agreement_is_named(toy_study) -> None:
    answer = CliRunner().invoke(app, ["agreement", "--jackknife", "--study", str(toy_study.root)])
    assert "jackknife over articles" in answer.output
    assert "(no interval)" in answer.output
    assert "No interval: fewer than 10 articles, or no two codings differ." in answer.output


def test_agreement_with_nothing_to_differ_on(toy_study) -> None:
    header, first = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    toy_study.labels_path.write_text(header + first, encoding="utf-8")
    answer = CliRunner().invoke(app, ["agreement", "--study", str(toy_study.root)])
    assert "No two coders differ" in answer.output
    assert "undefined" in answer.output
