"""A shift made small by coders' errors is found again, and the interval knows how unsure the errors are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.coders import (
    coders_of,
    corrected_for_coders,
    not_told_apart,
    possible_shares,
    turned_labels,
    unknown_errors,
    variance_of_rates,
)
from discourse.emphasis.correction.confusion import drawn_rates, rates_of
from discourse.emphasis.correction.dsl import dsl_estimate, hajek_estimate
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.errors import EstimateError
from discourse.labels.consent.known_errors import DECIDED, KnownErrors, PeoplesErrors

PILLARS = ("political", "economic", "education")
CODES = (*PILLARS, "none")


def known(counts: np.ndarray) -> KnownErrors:
    """One paragraph an article, of each true code (row) and code given (column)."""
    size = len(counts)
    cells = np.repeat(np.arange(size**2), np.asarray(counts).ravel().astype(int))
    return KnownErrors(np.eye(size**2)[cells].reshape(-1, size, size), tuple(map(str, range(len(cells)))))


def errors_of(table: pd.DataFrame, **of: np.ndarray) -> PeoplesErrors:
    """Everything was labelled by the first coder, who errs as the counts say."""
    first = next(iter(of))
    return PeoplesErrors(
        CODES, {name: known(each) for name, each in of.items()}, dict.fromkeys(table["paragraph_id"], first)
    )


def ided(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(paragraph_id=[f"p{place}" for place in range(len(table))])


def test_without_errors_nothing_moves_and_the_interval_is_a_little_wider(draw_table) -> None:
    table = ided(draw_table((40, 40)))
    paragraphs = read_paragraphs(table, PILLARS, ("2023", "2025"))
    plain = estimate(paragraphs)
    found = corrected_for_coders(paragraphs, errors_of(table, ani=np.diag([30, 30, 30, 10])))
    np.testing.assert_allclose(found.value, plain.value)
    assert (found.variance > plain.variance).all()
    assert (found.variance < 1.3 * plain.variance).all()
    assert not found.exchangeable
    decided = PeoplesErrors(CODES, {}, dict.fromkeys(table["paragraph_id"], DECIDED))
    np.testing.assert_allclose(corrected_for_coders(paragraphs, decided).variance, plain.variance)


def test_a_shift_halved_by_errors_is_found_again() -> None:
    # True shares .8 and .2; of every code a quarter is taken for the other: .65 and .35, a shift of -.3 for -.6.
    table = pd.DataFrame({"article_id": [f"a{i // 4}" for i in range(400)], "period": ["2023"] * 200 + ["2025"] * 200})
    rng = np.random.default_rng(2)
    first, second = (rng.permutation(["political"] * k + ["economic"] * (200 - k)) for k in (130, 70))
    table = ided(table.assign(primary=[*first, *second]))
    counts = np.array([[75, 25], [25, 75]])
    errors = PeoplesErrors(PILLARS[:2], {"ani": known(counts)}, dict.fromkeys(table["paragraph_id"], "ani"))
    paragraphs = read_paragraphs(table, PILLARS[:2], ("2023", "2025"))
    found = corrected_for_coders(paragraphs, errors)
    np.testing.assert_allclose(found.value[:, 0], [0.8, 0.2, -0.6])
    # The articles' part: a share is stretched by 1 / (1 - 2 e) = 2, its variance by 4.
    plain = estimate(paragraphs)
    np.testing.assert_array_less(4 * plain.variance[2], found.variance[2])
    # The rates' part: e = .25 has a standard error of about .031 (200 paragraphs), and d shift / d e = -.3 * 2 / .5**2.
    spread = found.variance[2, 0] - 4 * plain.variance[2, 0]
    assert np.sqrt(spread) == pytest.approx(2.4 * 0.0306, rel=0.15)


def test_each_label_is_turned_back_by_its_own_coders_rates(draw_table) -> None:
    table = ided(draw_table((30, 30)))
    careless = np.full((4, 4), 2) + 20 * np.eye(4)
    paragraphs = read_paragraphs(table, PILLARS, ("2023", "2025"))
    names = table["paragraph_id"].tolist()
    half = {name: "budi" if place % 2 else "ani" for place, name in enumerate(names)} | {names[0]: DECIDED}
    errors = PeoplesErrors(CODES, {"ani": known(20 * np.eye(4)), "budi": known(careless)}, half)
    assert coders_of(paragraphs, errors) == ["ani", "budi"]
    inverse = np.linalg.inv(rates_of(careless))
    turned = [inverse[CODES.index(code)] if half[name] == "budi" else np.eye(4)[CODES.index(code)]
              for name, code in zip(names, table["primary"], strict=True)]  # fmt: skip
    later = (table["period"] == "2025").to_numpy()
    shares = np.array([np.sum([row for row, own in zip(turned, later == when, strict=True) if own], axis=0)
                       for when in (False, True)])  # fmt: skip
    expected = possible_shares(shares[:, :3])
    np.testing.assert_allclose(corrected_for_coders(paragraphs, errors).value[:2], expected)


@pytest.mark.parametrize("estimator", ["coded", "hajek", "dsl"])
def test_the_variance_of_rates_is_that_of_estimates_made_anew(draw_table, estimator) -> None:
    table = ided(draw_table((30, 30)))
    rng = np.random.default_rng(5)
    table["machine"] = table["primary"]
    table["by_person"] = True if estimator == "coded" else rng.random(len(table)) < 0.6
    table["inclusion"] = 1.0 if estimator == "coded" else 0.6
    paragraphs = read_paragraphs(table, PILLARS, ("2023", "2025"))
    perfect = errors_of(table, ani=100 * np.eye(4))
    plain = {"coded": estimate, "hajek": hajek_estimate, "dsl": dsl_estimate}[estimator](paragraphs)
    np.testing.assert_allclose(corrected_for_coders(paragraphs, perfect, estimator).value, plain.value, atol=1e-9)
    errors = errors_of(table, ani=np.full((4, 4), 1) + 25 * np.eye(4))
    found = corrected_for_coders(paragraphs, errors, estimator, draws=400)
    some = errors.known["ani"]
    draws = drawn_rates(some.pairs, some.articles, 400, np.random.default_rng([0, 11]))
    own = paragraphs.table["by_person"].to_numpy(dtype=bool)
    scale = np.array([own[paragraphs.period[paragraphs.article] == k].mean() for k in (0, 1)])
    code = [CODES.index(each) for each in paragraphs.primary]
    shares = []
    for rates in draws:
        turned = turned_labels(np.linalg.inv(rates) - np.linalg.inv(rates_of(some.pairs.sum(axis=0))), CODES, PILLARS)
        moved = [turned[np.array(code)[own & (paragraphs.period[paragraphs.article] == k)]].sum(axis=0) for k in (0, 1)]
        assert found.sums is not None
        totals = [np.append(part.numerators.sum(axis=0), part.denominators.sum()) for _, part in found.sums.by_period()]
        whole = np.array(totals) + np.array(moved) / scale[:, None]
        shares.append(possible_shares(whole[:, :-1] / whole[:, -1:]))
    shift = np.array(shares)[:, 1] - np.array(shares)[:, 0]
    low, high = np.quantile(shift, [0.16, 0.84], axis=0)
    without = corrected_for_coders(paragraphs, errors, estimator, draws=1).variance[2]
    np.testing.assert_allclose(found.variance[2] - without, ((high - low) / 2) ** 2, rtol=1e-6)


def test_whose_errors_are_unknown_or_too_many_is_refused(draw_table) -> None:
    table = ided(draw_table((20, 20)))
    paragraphs = read_paragraphs(table, PILLARS, ("2023", "2025"))
    few = errors_of(table, ani=np.diag([10, 10, 8, 1]))
    assert unknown_errors(["ani", "budi"], few) == ["ani", "budi"]
    with pytest.raises(EstimateError, match="at least 30 paragraphs that another person coded, too, found fewer for a"):
        corrected_for_coders(paragraphs, few)
    chance = errors_of(table, ani=np.full((4, 4), 10))
    assert not_told_apart(["ani"], chance) == ["ani"]
    with pytest.raises(EstimateError, match="codes can be told apart"):
        corrected_for_coders(paragraphs, chance)


def test_shares_of_a_period_without_labels_are_unknown() -> None:
    totals = np.array([[0.0, 0.0, 0.0], [3.0, 1.0, 4.0]])
    found = variance_of_rates(totals, np.zeros((2, 1, 2)), np.zeros((1, 5, 2, 3)))
    assert np.isnan(found[0]).all()
    assert (found[1] == 0).all()
