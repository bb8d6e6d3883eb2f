"""Errors are known from paragraphs that several people coded: decided, agreed on, or shared out between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.codebook import Codebook, Pillar
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import with_decisions
from discourse.labels.consent.known_errors import DECIDED, find_errors, study_errors
from discourse.settings import Settings

BOOK = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "neither")
SETTINGS = Settings.model_construct(machine_coders=("model",))
ARTICLES = {name: name.upper() for name in "abcdefgh"}


def log_of(*rows: tuple[str, str, str], **columns: object) -> pd.DataFrame:
    """Codings of (paragraph, coder, code)."""
    table = pd.DataFrame(rows, columns=["paragraph_id", "coder", "primary"])
    table = table.assign(why="coding", queue="uncoded", coding_id=[str(place) for place in range(len(rows))])
    return with_decisions(table, {}).assign(**columns)


def found(log: pd.DataFrame):
    return find_errors(log, log.drop_duplicates("paragraph_id"), ARTICLES, SETTINGS, BOOK)


def test_pairs_are_worked_out_by_hand() -> None:
    shared = (("a", "ani", "trade"), ("a", "budi", "trade"), ("b", "ani", "trade"), ("b", "budi", "arts"))
    log = log_of(*shared, ("c", "ani", "arts"), ("c", "budi", "trade"), ("c", "citra", "none"), ("d", "ani", "arts"))
    log.loc[6, "why"] = "adjudication"
    errors = found(log)
    # a agreed: trade. b open: half trade, half arts. c decided: none. d is ani's alone.
    np.testing.assert_allclose(errors.known["ani"].pairs.sum(axis=0), [[1.5, 0, 0], [0.5, 0, 0], [0, 1, 0]])
    np.testing.assert_allclose(errors.known["budi"].pairs.sum(axis=0), [[1, 0.5, 0], [0, 0.5, 0], [1, 0, 0]])
    assert errors.known["ani"].articles == ("A", "B", "C")
    assert set(errors.known) == {"ani", "budi"}
    assert errors.codes == ("trade", "arts", "none")


def test_of_three_the_codes_count_by_how_many_gave_them() -> None:
    errors = found(log_of(("a", "ani", "trade"), ("a", "budi", "trade"), ("a", "citra", "arts")))
    np.testing.assert_allclose(errors.known["citra"].pairs[0], [[0, 2 / 3, 0], [0, 1 / 3, 0], [0, 0, 0]])


@pytest.mark.parametrize(
    "change",
    [
        {"coder": "model"},
        {"why": "review"},
        {"queue": "audit-gold"},
        {"queue": "doubtful"},
        {"queue": "disagreements"},
        {"decision": "refused"},
        {"primary": "sport"},
    ],
)
def test_what_picks_or_sees_or_is_no_person_tells_nothing(change) -> None:
    log = log_of(("a", "ani", "trade"), ("a", "budi", "arts"))
    assert set(found(log).known) == {"ani", "budi"}
    for column, value in change.items():
        log.loc[1, column] = value
    assert found(log).known == {}


def test_the_last_coding_of_a_person_counts() -> None:
    log = log_of(("a", "ani", "trade"), ("a", "budi", "arts"), ("a", "ani", "arts"))
    assert found(log).known["ani"].pairs[0].tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_a_label_is_its_coders_or_decided(toy_study) -> None:
    assert study_errors(toy_study) is not None
    machines = toy_study.with_settings(machine_coders=["reader", "blind", "adjudicator"])
    assert study_errors(machines) is None
    one, two = toy_study.paragraphs["paragraph_id"][:2]
    LabelLog.of(machines).append(
        [
            Coding("c1", one, "ani", "1", "none", when="2026-03-02T10:00:00Z", why="adjudication"),
            Coding("c2", two, "ani", "1", "none", when="2026-03-02T10:01:00Z", why="coding", queue="uncoded"),
        ]
    )
    errors = study_errors(machines.with_settings(label_precedence=["adjudication", "ani", "*"]))
    assert errors is not None
    assert (errors.labelled_by[one], errors.labelled_by[two]) == (DECIDED, "ani")
    assert errors.known == {}
    machines.labels_path.unlink()
    assert study_errors(machines) is None
