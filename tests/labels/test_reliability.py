"""Alpha gives the numbers that are published, is undefined where it is, and its interval says how it was made."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from discourse.labels.reliability import (
    BOOTSTRAP,
    JACKKNIFE,
    Draws,
    ac1_interval,
    cohen_kappa,
    gwet_ac1,
    kappa_interval,
    krippendorff_alpha,
    krippendorff_interval,
    percent_agreement,
)
from discourse.resampling import resampled_articles

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


def alpha_of_nltk(units: str) -> float:
    """Alpha as nltk computes it, on the units that two coders coded."""
    shared = [
        (f"coder {place}", f"unit {number}", code)
        for number, unit in enumerate(units.split())
        for place, code in enumerate(unit)
        if code != "." and len(unit) - unit.count(".") > 1
    ]
    return AnnotationTask(shared).alpha() if len({code for _, _, code in shared}) > 1 else math.nan


@pytest.mark.parametrize(("units", "published"), CASES)
def test_alpha_as_published(units, published) -> None:
    assert krippendorff_alpha(counts(units)) == pytest.approx(published, abs=6e-5)
    assert krippendorff_alpha(counts(units)) == pytest.approx(alpha_of_nltk(units), abs=1e-12)


def test_percent_as_published() -> None:
    assert percent_agreement(counts(KRIPPENDORFF_C)) == pytest.approx(0.8182, abs=5e-5)
    assert math.isnan(percent_agreement(counts("1. .2")))


@pytest.mark.parametrize("units", ["11 11 11", "1. .2 3.", "11 2. .3"])
def test_undefined_is_undefined(units) -> None:
    assert math.isnan(krippendorff_alpha(counts(units)))
    for method in (BOOTSTRAP, JACKKNIFE):
        low, high = krippendorff_interval(counts(units), list("abc"), level=0.95, resamples=100, seed=1, method=method)
        assert math.isnan(low)
        assert math.isnan(high)


def test_nothing_coded_is_undefined() -> None:
    assert math.isnan(krippendorff_alpha(np.zeros((0, 2), dtype=int)))
    assert math.isnan(percent_agreement(np.zeros((0, 2), dtype=int)))


@given(st.lists(st.text("123.", min_size=3, max_size=3), min_size=1, max_size=12), st.randoms())
def test_order_does_not_matter_and_both_ways_agree(units, rng) -> None:
    one = alpha_of_nltk(" ".join(units))
    rng.shuffle(units)
    assert krippendorff_alpha(counts(" ".join(units) + " ... 1.. 2.. 3..")) == pytest.approx(one, nan_ok=True)


def test_bootstrap_of_units_as_published() -> None:
    # B = 20,000 on the same data, units resampled: .413 to 1.00; another program prints .417 to 1.00.
    units = [str(unit) for unit in range(12)]
    low, high = krippendorff_interval(counts(KRIPPENDORFF_C), units, level=0.95, resamples=20_000, seed=1)
    assert low == pytest.approx(0.415, abs=0.02)
    assert high == 1.0
    low, high = krippendorff_interval(
        counts(HAYES), [str(unit) for unit in range(40)], level=0.95, resamples=20_000, seed=1
    )
    assert (low, high) == pytest.approx((0.337, 0.599), abs=0.015)


def test_articles_are_what_is_resampled() -> None:
    units = counts(HAYES)
    whole = krippendorff_interval(
        np.vstack([units, units]), [str(unit % 40) for unit in range(80)], level=0.9, resamples=500, seed=1
    )
    once = krippendorff_interval(units, [str(unit) for unit in range(40)], level=0.9, resamples=500, seed=1)
    assert whole == pytest.approx(once, abs=0.01)


def test_jackknife_is_symmetric_and_ends_at_one() -> None:
    articles = [str(unit) for unit in range(40)]
    low, high = krippendorff_interval(counts(HAYES), articles, level=0.95, resamples=0, seed=0, method=JACKKNIFE)
    assert (low + high) / 2 == pytest.approx(0.47651, abs=1e-5)
    assert (low, high) == pytest.approx((0.337, 0.615), abs=0.02)
    low, high = krippendorff_interval(
        counts("11 11 22 22 12 11 22 22 11 22"), list("abcdefghij"), level=0.95, resamples=0, seed=0, method=JACKKNIFE
    )
    assert high <= 1.0


def interval(units: str, articles: list[str], method: str) -> tuple[float, float]:
    return krippendorff_interval(counts(units), articles, level=0.95, resamples=500, seed=1, method=method)


@pytest.mark.parametrize("method", [BOOTSTRAP, JACKKNIFE])
def test_few_articles_give_no_interval(method) -> None:
    ten = [str(unit % 10) for unit in range(40)]
    assert not any(math.isnan(bound) for bound in interval(HAYES, ten, method))
    for articles in (["a"] * 40, [str(unit % 9) for unit in range(40)]):
        assert all(math.isnan(bound) for bound in interval(HAYES, articles, method))
    # An article in which no paragraph was coded twice carries nothing.
    nine_and_one = "11 11 22 22 12 11 22 22 11 2."
    assert all(math.isnan(bound) for bound in interval(nine_and_one, list("abcdefghij"), method))


@pytest.mark.parametrize("method", [BOOTSTRAP, JACKKNIFE])
def test_no_disagreement_gives_no_interval(method) -> None:
    articles = [str(unit) for unit in range(20)]
    agreeing = " ".join(["11", "22"] * 10)
    assert krippendorff_alpha(counts(agreeing)) == 1
    assert all(math.isnan(bound) for bound in interval(agreeing, articles, method))
    assert interval(agreeing.replace("22", "12", 1), articles, method)[0] < 1


def test_percent_is_the_mean_of_the_units_by_hand() -> None:
    # Three coders: 1 of 3 pairs and 3 of 3; two coders: 0 of 1; one coder has no pair.
    assert percent_agreement(counts("112 333 12. 4..")) == pytest.approx((1 / 3 + 1 + 0) / 3)


def test_both_intervals_step_by_step() -> None:
    units, articles = counts(HAYES), np.array([f"{unit % 13:02d}" for unit in range(40)])
    names = sorted(set(articles))
    drawn = [
        krippendorff_alpha(np.vstack([units[articles == name] for name in names for _ in range(int(times[name]))]))
        for row in resampled_articles(13, 60, 5)
        for times in [dict(zip(names, row, strict=True))]
    ]
    low, high = krippendorff_interval(units, list(articles), level=0.8, resamples=60, seed=5)
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn, [0.1, 0.9])))
    without = np.array([krippendorff_alpha(units[articles != name]) for name in names])
    half = stats.t.ppf(0.9, 12) * math.sqrt(12 / 13 * np.square(without - without.mean()).sum())
    low, high = krippendorff_interval(units, list(articles), level=0.8, resamples=0, seed=0, method=JACKKNIFE)
    point = krippendorff_alpha(units)
    assert (low, high) == pytest.approx((point - half, point + half))


def test_resamples_with_one_value_are_left_out() -> None:
    # All but one of twelve articles say 1, and the coders of that one differ: many resamples have one value only.
    units = " ".join(["11"] * 11 + ["12"])
    articles = [f"{unit:02d}" for unit in range(12)]
    for method in (BOOTSTRAP, JACKKNIFE):
        low, high = interval(units, articles, method)
        assert not math.isnan(low)
        assert low <= krippendorff_alpha(counts(units)) <= high
    low, high = interval(units, articles, JACKKNIFE)
    # Without each of the eleven, alpha is -0.0; the jackknife knows them alone.
    without = [krippendorff_alpha(np.delete(counts(units), unit, axis=0)) for unit in range(11)]
    half = stats.t.ppf(0.975, 10) * math.sqrt(10 / 11 * np.square(np.array(without) - np.mean(without)).sum())
    assert (low, high) == pytest.approx((krippendorff_alpha(counts(units)) - half,) * 2, abs=2 * half + 1e-9)


def crossed(units: str) -> np.ndarray:
    """For each unit of two coders, the code of the first by that of the second."""
    values = sorted(set(units) - set(" \n."))
    pairs = np.zeros((len(units.split()), len(values), len(values)))
    for place, (one, other) in enumerate(units.split()):
        pairs[place, values.index(one), values.index(other)] = 1
    return pairs


def repeated(patterns: dict[str, int]) -> str:
    return " ".join(pattern for pattern, times in patterns.items() for _ in range(times))


# Cohen (1960), table 1: diagnoses of two judges on 200 patients; kappa is .492 there.
COHEN = repeated({"11": 88, "12": 14, "13": 18, "21": 10, "22": 40, "23": 10, "31": 2, "32": 6, "33": 12})
# The paradox of Feinstein and Cicchetti (1990), tables 1 and 2: the same 85 of 100, but yes is rare in one of them.
EVEN = repeated({"11": 40, "12": 9, "21": 6, "22": 45})
SKEWED = repeated({"11": 80, "12": 10, "21": 5, "22": 5})


@pytest.mark.parametrize(
    ("units", "published"), [(COHEN, 0.492), (EVEN, 0.70), (SKEWED, 0.32), (KRIPPENDORFF_310, None), (BINARY, None)]
)
def test_kappa_as_published_and_as_scikit_learn_has_it(units, published) -> None:
    kappa = cohen_kappa(crossed(units))
    one, other = zip(*units.split(), strict=True)
    assert kappa == pytest.approx(cohen_kappa_score(one, other), abs=1e-12)
    assert published is None or kappa == pytest.approx(published, abs=5e-3)


def test_ac1_as_published() -> None:
    # Krippendorff's units, one of which a single coder coded: the R package irrCAC prints .77544 (gwet.ac1.raw).
    assert gwet_ac1(counts(KRIPPENDORFF_C)) == pytest.approx(0.77544, abs=5e-6)


def test_ac1_of_two_coders_by_hand() -> None:
    # 85 of 100 agree; yes has the share (90 + 85)/200 = .875, so that pe = 2 x .875 x .125 = .21875.
    assert gwet_ac1(counts(SKEWED)) == pytest.approx((0.85 - 0.21875) / (1 - 0.21875))
    assert cohen_kappa(crossed(SKEWED)) < 0.33
    # A code that nobody gave counts: pe = .21875 / 2.
    unused = np.column_stack([counts(SKEWED), np.zeros(100, dtype=int)])
    assert gwet_ac1(unused) == pytest.approx((0.85 - 0.109375) / (1 - 0.109375))


def test_kappa_and_ac1_where_nothing_can_be_said() -> None:
    assert math.isnan(cohen_kappa(crossed("11 11 11")))
    assert math.isnan(cohen_kappa(np.zeros((0, 2, 2))))
    assert math.isnan(gwet_ac1(counts("1. .2")))
    assert math.isnan(gwet_ac1(np.zeros((0, 2), dtype=int)))
    assert gwet_ac1(np.array([[2, 0], [2, 0]])) == 1


@given(st.lists(st.text("123", min_size=2, max_size=2), min_size=1, max_size=15))
def test_who_is_first_does_not_matter_and_nothing_passes_one(units) -> None:
    one, other = (cohen_kappa(crossed(" ".join(each))) for each in (units, [unit[::-1] for unit in units]))
    assert one == pytest.approx(other, nan_ok=True)
    ac1 = gwet_ac1(counts(" ".join(units)))
    assert ac1 <= 1
    assert (ac1 == 1) == all(unit[0] == unit[1] for unit in units)


def test_intervals_of_kappa_and_ac1_step_by_step() -> None:
    units = repeated({"11": 14, "12": 3, "21": 2, "22": 7, "33": 2, "32": 1})
    pairs, values = crossed(units), counts(units)
    articles = np.array([f"{unit % 11:02d}" for unit in range(len(pairs))])
    names = sorted(set(articles))
    own = {name: np.flatnonzero(articles == name) for name in names}
    places = [
        np.concatenate([np.tile(own[name], int(times)) for name, times in zip(names, row, strict=True)])
        for row in resampled_articles(11, 40, 3)
    ]
    draws = Draws(level=0.8, resamples=40, seed=3)
    for interval_of, coefficient, data in ((kappa_interval, cohen_kappa, pairs), (ac1_interval, gwet_ac1, values)):
        found = [coefficient(data[chosen]) for chosen in places]
        assert interval_of(data, list(articles), draws) == pytest.approx(tuple(np.quantile(found, [0.1, 0.9])))
        jackknife = Draws(level=0.8, method=JACKKNIFE)
        without = np.array([coefficient(data[articles != name]) for name in names])
        half = stats.t.ppf(0.9, 10) * math.sqrt(10 / 11 * np.square(without - without.mean()).sum())
        point = coefficient(data)
        assert interval_of(data, list(articles), jackknife) == pytest.approx((point - half, min(point + half, 1)))
        assert all(math.isnan(bound) for bound in interval_of(data, ["a"] * len(data), draws))
