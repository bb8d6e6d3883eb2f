"""What are the shares of an analysis by whichever estimator speaks for it, and on what do they rest?"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.correction.choice import behind_people, choose_estimator
from discourse.emphasis.estimators import estimate
from discourse.emphasis.findings.basis import basis_rows, basis_sentence
from discourse.emphasis.inputs import QUANTITIES, Paragraphs
from discourse.emphasis.table import emphasis_rows, table_notes


def emphasis_by_rule(paragraphs: Paragraphs, level: float = 0.95) -> pd.DataFrame:
    """Estimate shares, mention shares and shifts as the main figure does.

    Labels that a model's doubt picked, of which no person's are a drawn sample, are corrected with predictions by
    DSL: shares alone.

    Parameters
    ----------
    paragraphs : Paragraphs
        Those of the analysis, with ``p_<pillar>`` where the classifier is to help.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        As ``emphasis_rows``.

    Raises
    ------
    EstimateError
        If the labels carry no estimate.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("ab"), "period": ["2023", "2025"], "primary": "trade", "also": ""})
    >>> emphasis_by_rule(read_paragraphs(table, ["trade"], ["2023", "2025"]))["quantity"].unique().tolist()
    ['share', 'shift', 'mention_share', 'mention_shift']
    """
    choice = choose_estimator(paragraphs)
    if rests_on_dsl(paragraphs):
        return emphasis_rows([estimate(paragraphs, estimator="dsl")], level)
    found = [estimate(paragraphs, estimator=choice.estimator, quantity=quantity) for quantity in QUANTITIES]
    return emphasis_rows([behind_people(each, paragraphs) if choice.sampled else each for each in found], level)


def rests_on_dsl(paragraphs: Paragraphs) -> bool:
    """Say whether labels that are no random sample have to be corrected, for no drawn sample speaks in their place."""
    return not paragraphs.fairly_labelled and not choose_estimator(paragraphs).sampled


def rule_notes(paragraphs: Paragraphs, level: float = 0.95) -> tuple[str, ...]:
    """Say on whose codings the shares rest, and what they leave out; arguments as :func:`emphasis_by_rule`."""
    choice = choose_estimator(paragraphs)
    sentence = basis_sentence(basis_rows(choice))
    left_out = () if choice.sampled else table_notes(paragraphs, level=level)
    return (*([sentence] if sentence else []), *left_out)
