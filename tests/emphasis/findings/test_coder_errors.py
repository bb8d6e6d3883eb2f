"""Corrected shifts stand beside those coded where people's errors are known, and else it is said why not."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.choice import choose_estimator
from discourse.emphasis.correction.coders import corrected_for_coders
from discourse.emphasis.findings.analysis import analysis_rows
from discourse.emphasis.findings.coder_errors import (
    BY_CHANCE,
    CODED_TWICE,
    CORRECTED,
    UNKNOWN,
    coder_error_rows,
    coder_notes,
)
from discourse.emphasis.intervals import wilson_t
from discourse.labels.consent.known_errors import KnownErrors, PeoplesErrors
from discourse.pipeline.experiment import read_numbers

CODES = ("political", "economic", "education", "none")
NAMES = {"political": "Politics", "economic": "Economy", "education": "Education"}


def errors_of(table: pd.DataFrame, counts: np.ndarray) -> PeoplesErrors:
    cells = np.repeat(np.arange(16), np.asarray(counts).ravel().astype(int))
    known = KnownErrors(np.eye(16)[cells].reshape(-1, 4, 4), tuple(map(str, range(len(cells)))))
    return PeoplesErrors(CODES, {"ani": known}, dict.fromkeys(table["paragraph_id"], "ani"))


@pytest.fixture
def table(draw_table) -> pd.DataFrame:
    return draw_table((20, 20)).assign(by_person=True, outlet="x.vn")


def found(table: pd.DataFrame, read, settings, counts: np.ndarray) -> pd.DataFrame:
    paragraphs = read(table)
    return coder_error_rows(paragraphs, choose_estimator(paragraphs), errors_of(table, counts), settings)


def test_numbers_are_those_of_the_correction(table, read, toy_study) -> None:
    careless = 18 * np.eye(4) + np.full((4, 4), 1)
    settings = toy_study.settings
    rows = found(table, read, settings, careless)
    assert rows["quantity"].tolist() == [CODED_TWICE, *[CORRECTED] * 3]
    assert rows.loc[0, ["verdict", "paragraphs", "value", "reason"]].tolist() == ["ani", 88, 12 / 88, ""]
    by_hand = corrected_for_coders(read(table), errors_of(table, careless), seed=settings.seed)
    np.testing.assert_allclose(rows["value"][1:].astype(float), by_hand.value[2])
    np.testing.assert_allclose(rows["low"][1:].astype(float), wilson_t(by_hand, settings.level).low[2])
    (note,) = coder_notes(rows, NAMES)
    assert f"Politics {100 * by_hand.value[2, 0]:+.1f} [" in note
    assert note.endswith("these were wrong: ani 13.6% of 88.")
    written = read_numbers(io.StringIO(rows.to_csv(index=False)))
    assert coder_notes(written, NAMES) == [note]


def test_the_table_of_an_analysis_has_the_same_rows(table, read, toy_study) -> None:
    careless = 18 * np.eye(4) + np.full((4, 4), 1)
    alone = analysis_rows(read(table), toy_study.settings)
    rows = analysis_rows(read(table), toy_study.settings, errors_of(table, careless))
    pd.testing.assert_frame_equal(rows[: len(alone)], alone, check_dtype=False)
    assert rows["quantity"][len(alone) :].tolist() == [CODED_TWICE, *[CORRECTED] * 3]


@pytest.mark.parametrize(
    ("counts", "reason", "said"),
    [
        (np.diag([10, 10, 5, 0]), UNKNOWN, "each coder needs 30 paragraphs that another person coded, too. So far: "
         "ani 25."),
        (np.full((4, 4), 10), BY_CHANCE, "errors, which are too many. Of paragraphs that another person coded, too, "
         "these were wrong: ani 75.0% of 160."),
    ],
)  # fmt: skip
def test_where_nothing_can_be_corrected_it_is_said_why(table, read, toy_study, counts, reason, said) -> None:
    rows = found(table, read, toy_study.settings, counts)
    assert rows["quantity"].tolist() == [CODED_TWICE]
    assert rows["reason"].tolist() == [reason]
    assert said in coder_notes(rows, NAMES)[0]


def test_labels_of_machines_are_left_alone(table, read, toy_study) -> None:
    good = 20 * np.eye(4)
    mixed = table.assign(by_person=[True, False] * (len(table) // 2) + [True] * (len(table) % 2))
    assert found(mixed, read, toy_study.settings, good).empty
    paragraphs = read(table)
    assert coder_error_rows(paragraphs, choose_estimator(paragraphs), None, toy_study.settings).empty
    assert coder_notes(found(mixed, read, toy_study.settings, good), NAMES) == []
    decided = PeoplesErrors(CODES, {}, {})
    assert coder_error_rows(paragraphs, choose_estimator(paragraphs), decided, toy_study.settings).empty
