"""``discourse labels list`` prints codings with their flags, and refuses in one line."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import read_codings

ONE, TWO = "melati-2023-02:01", "melati-2023-02:02"


@pytest.fixture
def flagged(toy_study):
    """The toy study, where two people have flagged what they coded."""
    LabelLog.of(toy_study).append(
        [
            Coding(
                "c1", ONE, "ani", "1", "economic", ("education",), when="2026-01-01T10:00:00Z", note="[unclear] who?"
            ),
            Coding("c2", TWO, "budi", "1", "none", unsure=True, when="2026-01-01T10:01:00Z"),
        ]
    )
    return toy_study


def run(study, *arguments: str):
    return CliRunner().invoke(app, ["labels", "list", *arguments, "--study", str(study.root)])


def test_those_with_an_unclear_text(flagged) -> None:
    answer = run(flagged, "--unclear")
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines() == [
        f"{ONE}  ani: economic (also education); text unclear; who?",
        "1 coding (text unclear) of 1 paragraph",
    ]


def test_those_in_doubt_of_one_coder(flagged) -> None:
    assert run(flagged, "--unsure", "--coder", "budi").output.splitlines()[0] == f"{TWO}  budi: none; unsure"
    assert run(flagged, "--unsure", "--coder", "ani").output == "0 codings (unsure) of 0 paragraphs\n"


def test_all_codings_are_listed_and_written(flagged, tmp_path) -> None:
    out = tmp_path / "list.csv"
    answer = run(flagged, "--out", str(out))
    latest = read_codings(flagged).drop_duplicates(["paragraph_id", "coder"], keep="last")
    assert answer.output.splitlines()[-1].startswith(f"{len(latest)} codings of ")
    table = pd.read_csv(out, keep_default_na=False).set_index(["paragraph_id", "coder"])
    assert len(table) == len(latest)
    row = table.loc[(ONE, "ani")]
    assert (str(row["unclear"]), row["note"], row["also"]) == ("True", "who?", "education")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [(["--coder", "nobody"], "expected one of the coders"), (["--variable", "tone"], "expected a further variable")],
)
def test_mistakes_are_one_line(flagged, arguments, part) -> None:
    answer = run(flagged, *arguments)
    assert answer.exit_code == 2
    assert part in answer.output
    assert "Traceback" not in answer.output
