"""After an import the command that lists its changes is named, and what people coded is said to be a sample or none."""

from __future__ import annotations

import pytest

from discourse.cli.team.after_import import import_lines
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.exchange import Imported
from discourse.labels.log import logged_codings
from discourse.study import Study


@pytest.mark.parametrize(("machines", "inclusion", "warned"), [((), None, False), (("reader",), None, True)])
def test_codings_of_no_sample_are_said_to_be_none_where_machines_coded(toy_study, machines, inclusion, warned) -> None:
    before, paragraph = len(logged_codings(toy_study)), toy_study.paragraphs["paragraph_id"][0]
    LabelLog.of(toy_study).append([Coding("new", paragraph, "ani", "1", "none", why="import", inclusion=inclusion)])
    study = Study(toy_study.root).with_settings(
        machine_coders=[*machines, "blind", "adjudicator"] if machines else [],
        label_precedence=["adjudication", "*", "adjudicator", "reader"],
        new_coders="first",
    )
    said = import_lines(study, Imported(1, 0, {"ani": 1}))
    assert said[0] == f"What this changed in the labels: discourse labels diff {before} now"
    assert [line.endswith("To draw one: discourse relabel --queue answer") for line in said[1:]] == [True] * warned
    assert len(import_lines(study, Imported(1, 0, {"blind": 1}))) == (1 if machines else len(said))
    assert import_lines(study, Imported(0, 1)) == []


def test_a_drawn_sample_is_not_warned_of(toy_study) -> None:
    paragraphs = toy_study.paragraphs["paragraph_id"]
    made = [Coding(f"n{p}", p, "ani", "1", "none", why="import", queue="audit", inclusion=0.5) for p in paragraphs[::2]]
    LabelLog.of(toy_study).append(made)
    study = Study(toy_study.root).with_settings(
        machine_coders=["reader", "blind", "adjudicator"],
        label_precedence=["adjudication", "*", "adjudicator", "reader"],
        new_coders="first",
    )
    assert len(import_lines(study, Imported(len(made), 0, {"ani": len(made)}))) == 1
