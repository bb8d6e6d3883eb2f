"""A plan rests on the labels at hand, and on people's where there are enough to see how predictions follow them."""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.planning.study_plan import plan_basis
from discourse.errors import EstimateError, LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows
from discourse.study import Study


@pytest.fixture
def machine_study(shipped_study, tmp_path) -> Study:
    """The shipped study, in a place where codings can be added."""
    (tmp_path / "data").mkdir()
    for name in ("study.toml", "codebook.toml", "articles.csv", "paragraphs.csv", "labels.csv"):
        (tmp_path / "data" / name).write_bytes((shipped_study.data / name).read_bytes())
    return Study(tmp_path)


def test_without_people_the_labels_at_hand_serve(machine_study) -> None:
    basis = plan_basis(machine_study)
    assert (basis.by_people, basis.correlations, basis.proxies) == (0, None, ())
    assert basis.labels == round(np.dot(basis.found.articles, basis.paragraphs))
    rows = analysed_rows(machine_study)
    said = {f"p_{code}": (rows["primary"] == code).astype(float) for code in machine_study.codebook.codes}
    sure = plan_basis(machine_study, predictions=rows[["paragraph_id"]].assign(**said))
    assert sure.proxies == ("the classifier",)
    present = sure.found.value[:2] > 0
    assert sure.correlations[present].tolist() == pytest.approx([1] * int(present.sum()))


def test_people_tell_how_closely_machines_follow(machine_study) -> None:
    machine = read_codings(machine_study).query("coder == 'reader'").drop_duplicates("paragraph_id")
    rows = [Coding(f"ani-{n}", row.paragraph_id, "ani", "1", row.primary, row.also, queue="uncoded", inclusion=1.0)
            for n, row in enumerate(machine.itertuples())]  # fmt: skip
    LabelLog.of(machine_study).append(rows)
    basis = plan_basis(machine_study)
    assert basis.by_people == basis.labels
    assert basis.proxies == ("machine coders",)
    assert basis.correlations.min() > 0.7  # the label by machines is mostly the reader's


def test_nothing_to_plan_with(machine_study) -> None:
    none = machine_study.with_settings(analyses=[{"id": "none", "title": "None", "partner": "Atlantis"}])
    with pytest.raises(LabelError, match="analysis none: expected paragraphs"):
        plan_basis(none)
    machine_study.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(EstimateError, match="labelled paragraphs in the analysis, found none"):
        plan_basis(machine_study)
