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
