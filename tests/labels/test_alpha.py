"""Alpha gives the numbers that are published, is undefined where it is, and its interval says how it was made."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from discourse.labels.alpha import BOOTSTRAP, JACKKNIFE, alpha_interval, nominal_alpha, percent

# Krippendorff (2018, p. 290): 4 coders, 12 units; a dot where nobody coded.
KRIPPENDORFF_C = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
# The computational example of Wikipedia's article on the coefficient: 3 coders, 15 units.
WIKIPEDIA = ".1. ... .22 .11 .33 334 444 13. 2.2 1.1 1.1 3.3 3.3 ... 3.4"
# Hayes and Krippendorff (2007), table 1: 5 observers, 40 articles.
HAYES = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101.
000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12
2222. 111.1
"""
# Krippendorff (2018), p. 306 (3 coders, 12 units) and p. 310 (2 coders, 12 units).
KRIPPENDORFF_306 = "000 111 001 110 100 001 000 000 111 110 100 110"
KRIPPENDORFF_310 = "aa ac cc cc cc cc cb bb bb bb bb dd"
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: binary and nominal examples.
BINARY = "01 11 01 00 00 01 00 00 10 00"
NOMINAL = "ab aa bb bb db cc cc cc ee dd dd ad"
# Freelon (2010), tables 9 and 10: sets by how often each pattern of codes occurs.
FREELON = {
    0.1929: {"11": 1, "01": 5, "10": 1, "00": 43},
    0.9023: {"11": 9, "00": 10, "01": 1},
    0.8628: {"111": 15, "211": 1, "131": 1, "222": 14, "221": 1, "333": 5, "122": 1, "313": 1},
    -0.0068: {"000": 47, "0x0": 1, "0y0": 1, "0z0": 1},
}


def nltk_alpha(units: list[str]) -> float:
    """Alpha as nltk computes it from who said what of units that two coders share; NaN where one value occurs."""
    shared = [unit for unit in units if len(unit) - unit.count(".") > 1]
    said = [
        (f"coder {place}", f"unit {number}", code)
        for number, unit in enumerate(shared)
        for place, code in enumerate(unit)
        if code != "."
    ]
    return float(AnnotationTask(said).alpha()) if len({code for _, _, code in said}) > 1 else math.nan


def counts(units: str) -> np.ndarray:
    """Coders per value (columns) in each unit (rows)."""
    values = sorted(set(units) - set(" \n."))
    return np.array([[unit.count(value) for value in values] for unit in units.split()])


CASES = [
    (KRIPPENDORFF_C, 0.743421),
    (WIKIPEDIA, 0.691358),
    (HAYES, 0.476510),
    (KRIPPENDORFF_306, 0.234375),
    (KRIPPENDORFF_310, 0.759162),
    (BINARY, 0.095238),
    (NOMINAL, 0.691964),
    *(
        (" ".join(pattern for pattern, times in patterns.items() for _ in range(times)), value)
        for value, patterns in FREELON.items()
    ),
]


@pytest.mark.parametrize(("units", "published"), CASES)
def test_nominal_alpha_as_published(units, published) -> None:
    assert nominal_alpha(counts(units)) == pytest.approx(published, abs=6e-5)


def test_percent_as_published() -> None:
    assert percent(counts(KRIPPENDORFF_C)) == pytest.approx(0.8182, abs=5e-5)
    assert math.isnan(percent(counts("1. .2")))


@pytest.mark.parametrize("units", ["11 11 11", "1. .2 3.", "11 2. .3"])
def test_undefined_is_undefined(units) -> None:
    assert math.isnan(nominal_alpha(counts(units)))
    for method in (BOOTSTRAP, JACKKNIFE):
        low, high = alpha_interval(counts(units), list("abc"), level=0.95, resamples=100, seed=1, method=method)
        assert math.isnan(low)
        assert math.isnan(high)


def test_no_unit_at_all_is_undefined() -> None:
    assert math.isnan(nominal_alpha(np.zeros((0, 0), dtype=int)))


@given(st.lists(st.text("123.", min_size=3, max_size=3), min_size=1, max_size=12), st.randoms())
def test_order_does_not_matter_and_nltk_agrees(units, rng) -> None:
    one = nltk_alpha(units)
    rng.shuffle(units)
    assert nominal_alpha(counts(" ".join(units) + " ... 1.. 2.. 3..")) == pytest.approx(one, nan_ok=True)


def test_bootstrap_of_units_as_published() -> None:
    # B = 20,000 on the same data, units resampled: .413 to 1.00; another program prints .417 to 1.00.
    units = [str(unit) for unit in range(12)]
    low, high = alpha_interval(counts(KRIPPENDORFF_C), units, level=0.95, resamples=20_000, seed=1)
    assert low == pytest.approx(0.415, abs=0.02)
    assert high == 1.0
    low, high = alpha_interval(counts(HAYES), [str(unit) for unit in range(40)], level=0.95, resamples=20_000, seed=1)
    assert (low, high) == pytest.approx((0.337, 0.599), abs=0.015)


def test_articles_are_what_is_resampled() -> None:
    units = counts(HAYES)
    whole = alpha_interval(
        np.vstack([units, units]), [str(unit % 40) for unit in range(80)], level=0.9, resamples=500, seed=1
    )
    once = alpha_interval(units, [str(unit) for unit in range(40)], level=0.9, resamples=500, seed=1)
    assert whole == pytest.approx(once, abs=0.01)


def test_jackknife_is_symmetric_and_ends_at_one() -> None:
    articles = [str(unit) for unit in range(40)]
    low, high = alpha_interval(counts(HAYES), articles, level=0.95, resamples=0, seed=0, method=JACKKNIFE)
    assert (low + high) / 2 == pytest.approx(0.47651, abs=1e-5)
    assert (low, high) == pytest.approx((0.337, 0.615), abs=0.02)
    low, high = alpha_interval(
        counts("11 11 22 22 12 11 22 22 11 22"), list("abcdefghij"), level=0.95, resamples=0, seed=0, method=JACKKNIFE
    )
    assert high <= 1.0


def test_one_article_has_no_interval() -> None:
    low, high = alpha_interval(counts(HAYES), ["a"] * 40, level=0.95, resamples=100, seed=1)
    assert math.isnan(low)
    assert math.isnan(high)
