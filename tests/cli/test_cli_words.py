"""``discourse concordance`` shows where a word stands."""

from __future__ import annotations

from typer.testing import CliRunner

from discourse.cli import app


def test_a_word_is_found_in_context(toy_study) -> None:
    done = CliRunner().invoke(app, ["concordance", "kota", "--lines", "2", "--study", str(toy_study.root)])
    assert done.exit_code == 0, done.output
    assert done.output.strip().splitlines()[-1] == "2 finds"
