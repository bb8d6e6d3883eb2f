"""What is known of one analysis? Every share, shift, test and verdict, a number a row.

The figure ``emphasis`` draws and describes these rows, and the report reads them again.
"""

from __future__ import annotations

import math

import pandas as pd

from discourse.emphasis.correction.choice import Choice, behind_people, choose_estimator
from discourse.emphasis.correction.proxies import people_alone
from discourse.emphasis.estimators import estimate
from discourse.emphasis.findings.basis import basis_rows
from discourse.emphasis.findings.coder_errors import coder_error_rows
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, Paragraphs
from discourse.emphasis.left_out import deciding_shifts
from discourse.emphasis.measures.agenda import AGENDA, agenda_test
from discourse.emphasis.power import width_by_articles
from discourse.emphasis.shares import Estimate
from discourse.emphasis.shifts import shift_test_rows
from discourse.emphasis.specifications import compare_weightings
from discourse.emphasis.verdict import verdicts
from discourse.labels.consent.known_errors import PeoplesErrors
from discourse.settings import Settings

COLUMNS = (
    "pillar", "quantity", "period", "value", "low", "high",
    "count", "articles", "paragraphs", "verdict", "reason",
)  # fmt: skip
TESTS = {
    "p": "shift_p",
    "monte_carlo_error": "shift_p_error",
    "p_holm": "shift_p_holm",
    "smallest_p": "smallest_p",
    "lengths_differ": "lengths_differ",
    "detectable": "detectable_shift",
    "exaggeration": "exaggeration",
}
"""Columns of the tests, and the quantity under which each stands here."""
MORE_ARTICLES = (50, 100, 200)
"""Articles a period for which the width of the interval is projected."""


def analysis_rows(paragraphs: Paragraphs, settings: Settings, errors: PeoplesErrors | None = None) -> pd.DataFrame:
    """Estimate shares and shifts under every weighting, test the shifts, and apply the rule of the verdict.

    Which estimator speaks is the choice of ``choose_estimator``. Where people have coded a drawn sample, counts,
    articles and paragraphs are of what they coded, and there is no test: the joint interval decides.

    Parameters
    ----------
    paragraphs : Paragraphs
        Those of the analysis, of two periods; with ``p_<pillar>`` if the classifier is to help.
    settings : Settings
        Level, seed, permutations and resamples.
    errors : PeoplesErrors, optional
        What is known of how the people of the study err (``study_errors``).

    Returns
    -------
    DataFrame
        :data:`COLUMNS`, a number a row. ``share`` and ``mention_share`` of each pillar and period with the
        pillar's paragraphs (``count``), ``shift`` and ``mention_shift``, and the same ``by article`` and
        ``by word``; the rows of ``agenda_test``; the quantities of :data:`TESTS`; ``verdict`` with its reason
        and no value; ``shift_joint``; ``median_length`` of the articles; and ``half_width``, half the width
        of the shift's interval with :data:`MORE_ARTICLES` a period. Where people have coded a part of what machines
        coded, the rows of ``basis_rows`` say which estimator speaks and why; where people coded all that counts,
        those of ``coder_error_rows`` what their errors do to the shifts.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("aabb"), "period": ["2023"] * 2 + ["2025"] * 2, "also": [()] * 4,
    ...                       "primary": ["economic", "political"] + ["political"] * 2, "words": [10] * 4,
    ...                       "outlet": "x.vn"})
    >>> paragraphs = read_paragraphs(table, ["political", "economic"], ["2023", "2025"])
    >>> rows = analysis_rows(paragraphs, Settings.model_validate({"title": "Two articles", "language": "en", "seed": 1,
    ...     "period": [{"id": "2023", "start": "2023-01-01", "end": "2023-12-31"},
    ...                {"id": "2025", "start": "2025-01-01", "end": "2025-12-31"}],
    ...     "analysis": [{"id": "all", "title": "All"}]}))
    >>> rows.loc[:2, ["pillar", "quantity", "period", "value", "count"]].values.tolist()
    [['political', 'share', '2023', 0.5, 1.0], ['political', 'share', '2025', 1.0, 2.0], \
['political', 'shift', '2025-2023', 0.5, nan]]
    """
    choice = choose_estimator(paragraphs)
    estimates = [
        estimate(paragraphs, estimator=choice.estimator, quantity=quantity, weighting=weighting)
        for weighting in WEIGHTINGS
        for quantity in QUANTITIES
    ]
    shares = _shares(estimates, settings.level)
    if choice.sampled:
        estimates = [behind_people(found, paragraphs) for found in estimates]
        shares = people_counts(_shares(estimates, settings.level), paragraphs)
    main = estimates[0]
    agenda = [_agenda(main, settings)] if min(main.articles) and main.exchangeable else []
    tests = _tests(main, paragraphs, settings, choice)
    found = [shares, *agenda, tests, _projections(main, settings), basis_rows(choice)]
    found.append(coder_error_rows(paragraphs, choice, errors, settings))
    rows = pd.concat([part for part in found if len(part)], ignore_index=True)
    return rows.reindex(columns=list(COLUMNS))


def _shares(estimates: list[Estimate], level: float) -> pd.DataFrame:
    """Return shares, with the pillar's paragraphs, and shifts; weighted otherwise their quantity says so.

    By article it is "share by article"; such shares have no count.
    """
    found = compare_weightings(estimates, level=level)
    other = found["weighting"] != found["weighting"].iloc[0]
    found.loc[other, "quantity"] += " by " + found.loc[other, "weighting"]
    counted = found["quantity"].isin(QUANTITIES)
    return found.assign(count=(found["value"] * found["paragraphs"]).round().where(counted))


def _agenda(main: Estimate, settings: Settings) -> pd.DataFrame:
    """Test all shares together."""
    choices = {"permutations": settings.permutations, "resamples": settings.resamples}
    return agenda_test(main, level=settings.level, seed=settings.seed, **choices)


def _tests(main: Estimate, paragraphs: Paragraphs, settings: Settings, choice: Choice) -> pd.DataFrame:
    """Return the tests of the shifts, a row each, and the verdict on each pillar (as text, without a value)."""
    tests = shift_test_rows(main, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    shared = tests[["pillar", "period", "articles", "paragraphs"]]
    parts = [shared.assign(quantity=quantity, value=tests[column].astype(float)) for column, quantity in TESTS.items()]
    sums = None if choice.sampled else main.sums
    said = verdicts(tests, deciding_shifts(paragraphs, settings.level, sums, choice.estimator), settings.level)
    parts.append(shared.merge(said, on="pillar").assign(quantity="verdict"))
    joint = {"value": tests["shift"], "low": tests["low_joint"], "high": tests["high_joint"]}
    lengths = pd.DataFrame(
        {
            "pillar": AGENDA,
            "quantity": "median_length",
            "period": main.periods,
            "value": tests.loc[0, ["median_earlier", "median_later"]].to_numpy(dtype=float),
            "articles": main.articles,
            "paragraphs": main.paragraphs,
        }
    )
    return pd.concat([*parts, shared.assign(quantity="shift_joint", **joint), lengths], ignore_index=True)


def _projections(main: Estimate, settings: Settings) -> pd.DataFrame:
    """Return half the width that the shift's interval would have with more articles a period."""
    found = width_by_articles(main, articles=MORE_ARTICLES, level=settings.level)
    later = "-".join(reversed(main.periods))
    return found.assign(quantity="half_width", value=found["half_width"], period=later, articles=2 * found["articles"])


def people_counts(shares: pd.DataFrame, paragraphs: Paragraphs) -> pd.DataFrame:
    """Count each pillar's paragraphs among those that people coded.

    Parameters
    ----------
    shares : DataFrame
        ``pillar``, ``quantity`` and ``period``.
    paragraphs : Paragraphs
        Those of the analysis.

    Returns
    -------
    DataFrame
        The same rows with ``count``; NaN where the quantity is neither share nor mention share.
    """
    coded = people_alone(paragraphs)
    counts: dict[tuple[str, str, str], float] = {}
    for quantity in QUANTITIES:
        belongs = coded.belongs(quantity)
        for number, period in enumerate(coded.periods):
            own = belongs[(coded.period == number)[coded.article]].sum(axis=0)
            counts |= {(pillar, quantity, period): float(n) for pillar, n in zip(coded.pillars, own, strict=True)}
    keys = zip(shares["pillar"], shares["quantity"], shares["period"], strict=True)
    return shares.assign(count=[counts.get(key, math.nan) for key in keys])
