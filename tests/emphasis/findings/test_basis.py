"""Do the sentences say on whose codings the shares rest, from the rows alone?"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.choice import HELPFUL, NOT_DRAWN, TOO_FEW, UNHELPFUL, Choice
from discourse.emphasis.findings.basis import BASIS, basis_notes, basis_rows, basis_sentence, is_sampled
from discourse.pipeline.experiment import read_numbers


def choice(estimator: str, reason: str, correlation: float = 0.8, sources: tuple[str, ...] = ()) -> Choice:
    people = pd.DataFrame(
        {
            "period": ["2023", "2025"],
            "articles": [30, 31],
            "paragraphs": [40, 50],
            "all_articles": [300, 310],
            "all_paragraphs": [1000, 1500],
            "correlation": correlation,
            "useful": 0.2,
        }
    )
    return Choice(estimator, reason, people, sources)


def test_where_nobody_would_ask_nothing_is_said():
    rows = basis_rows(choice("coded", ""))
    assert rows.empty
    assert (is_sampled(rows), basis_sentence(rows), basis_notes(rows)) == (False, "", [])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            choice("dsl", HELPFUL, sources=("machine", "classifier")),
            "Shares are estimated from 90 paragraphs of 61 articles that people coded, corrected with what machine "
            "coders and the classifier say of all 2,500 (DSL).",
        ),
        (
            choice("dsl", HELPFUL, sources=("machine",)),
            "Shares are estimated from 90 paragraphs of 61 articles that people coded, corrected with the codes that "
            "machine coders gave to all 2,500 (DSL).",
        ),
        (
            choice("hajek", UNHELPFUL, 0.1),
            "Shares are estimated from 90 paragraphs of 61 articles that people coded, drawn from 2,500, each weighted "
            "by one over its probability of being drawn.",
        ),
        (
            choice("coded", TOO_FEW, np.nan),
            "People coded 90 of 2,500 paragraphs, in fewer than 5 articles of a period: the labels serve as they are, "
            "those of machine coders too.",
        ),
        (
            choice("coded", NOT_DRAWN, np.nan),
            "People coded 90 of 2,500 paragraphs, but no sample in which every paragraph had a known chance: the "
            "labels serve as they are, those of machine coders too.",
        ),
    ],
)
def test_each_estimator_has_its_sentence_and_keeps_it_in_a_file(made, said):
    rows = basis_rows(made)
    assert set(rows["quantity"]) <= set(BASIS)
    assert is_sampled(rows) == made.sampled
    written = read_numbers(io.StringIO(rows.to_csv(index=False)))
    for table in (rows, written):
        assert basis_sentence(table) == basis_notes(table)[0] == said
        assert len(basis_notes(table)) == (5 if made.sampled else 1)


@pytest.mark.parametrize(
    ("correlation", "said"),
    [
        (0.8, "a multiple correlation of 0.80; above 0.20 machines make shares surer."),
        (0.1, "a multiple correlation of 0.10; only above 0.20 would machines make shares surer."),
        (np.nan, "which are too much alike to say whether machines help."),
    ],
)
def test_the_gate_is_printed_for_each_period(correlation, said):
    notes = basis_notes(basis_rows(choice("hajek", UNHELPFUL, correlation)))
    assert notes[1].startswith("2023: people coded paragraphs of 30 of 300 articles")
    assert notes[2].startswith("2025: people coded paragraphs of 31 of 310 articles")
    assert notes[1].endswith(said)
