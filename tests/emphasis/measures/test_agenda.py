"""Does one test of all shares give the published distances, and the chance that goes with them?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import distance

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.measures.agenda import (
    AGENDA,
    agenda_sentence,
    agenda_test,
    entropy,
    jensen_shannon,
    normalised_entropy,
    total_variation,
)
from discourse.emphasis.shares import ratio
from discourse.errors import EstimateError
from discourse.labels.table import coded_table, select
from discourse.study import Study

P, Q = np.array([0.71, 0.08, 0.15, 0.03, 0.03]), np.array([0.85, 0.04, 0.01, 0.06, 0.04])


def test_the_published_distances():
    assert total_variation(P, Q) == pytest.approx(0.18)
    assert jensen_shannon(P, Q) == pytest.approx(0.0666503919, abs=1e-10)
    assert np.sqrt(jensen_shannon(P, Q)) == pytest.approx(distance.jensenshannon(P, Q, base=2))
    eighths = np.array([0.5, 0.25, 0.125, 0.125])
    assert entropy(eighths) == pytest.approx(1.75)
    assert entropy(eighths) * np.log(2) == pytest.approx(1.2130075660)
    assert normalised_entropy(eighths) == pytest.approx(0.875)


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_distances_are_symmetric_and_lie_between_nought_and_one(counts):
    p, q = (np.array(part) + 1e-12 for part in (counts[:3], counts[3:]))
    p, q = p / p.sum(), q / q.sum()
    for measure in (jensen_shannon, total_variation):
        assert measure(p, q) == pytest.approx(measure(q, p))
        assert measure(p, p) == pytest.approx(0, abs=1e-12)
        assert -1e-12 <= measure(p, q) <= 1 + 1e-12


def values(rows):
    return rows.drop_duplicates("quantity").set_index("quantity")["value"]


def test_the_chance_is_that_of_every_permutation(draw_table, read):
    found = estimate(read(draw_table((4, 4))))
    sums, later = found.sums, set(np.flatnonzero(found.sums.later))
    distances = {}
    for chosen in combinations(range(8), 4):
        marked = np.isin(np.arange(8), chosen)
        shares = [ratio(sums.numerators[mask], sums.denominators[mask]) for mask in (~marked, marked)]
        distances[frozenset(chosen)] = total_variation(*shares)
    every = np.array(list(distances.values()))
    by = values(agenda_test(found))
    assert by["agenda_tv"] == pytest.approx(distances[frozenset(later)])
    assert by["agenda_tv_expected"] == pytest.approx(every.mean())
    assert by["agenda_tv_p"] == pytest.approx((every >= by["agenda_tv"] - 1e-9).mean())
    assert by["agenda_permutations"] == 70
    assert by["agenda_p_error"] == 0


def test_few_articles_give_the_entropy_no_interval(draw_table, read):
    rows = agenda_test(estimate(read(draw_table((4, 8)))))
    spread = rows[rows["quantity"].str.startswith("agenda_entropy")].dropna(subset="low")
    assert spread["period"].tolist() == ["2025"]
    assert (spread["low"] <= spread["value"]).all()
    assert "[" not in agenda_sentence(rows, ["2023", "2025"])


def test_drawn_permutations_follow_the_seed_and_say_their_error(draw_table, read):
    found = estimate(read(draw_table((12, 12))))
    one, again, other = (agenda_test(found, permutations=400, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    assert values(one)["agenda_p_error"] > 0
    assert values(one)["agenda_jsd_expected"] != values(other)["agenda_jsd_expected"]
    assert "Monte-Carlo error" in agenda_sentence(one, ["2023", "2025"])


def test_the_sentence_holds_the_numbers_and_needs_its_rows(draw_table, read):
    rows = agenda_test(estimate(read(draw_table((6, 6)))))
    said, by = agenda_sentence(rows, ["2023", "2025"]), values(rows)
    assert f"{by['agenda_jsd']:.3f} bits" in said
    assert f"{by['agenda_tv']:.3f} against {by['agenda_tv_expected']:.3f}" in said
    assert agenda_sentence(rows.assign(pillar="political"), ["2023", "2025"]) == ""


def test_mentions_other_estimators_and_one_period_are_refused(draw_table, add_predictions, read):
    table = draw_table((6, 6))
    with pytest.raises(EstimateError, match="add up to one"):
        agenda_test(estimate(read(table), quantity="mention_share"))
    with pytest.raises(EstimateError, match="sums over articles"):
        agenda_test(estimate(read(add_predictions(table)), estimator="ppi"))
    with pytest.raises(EstimateError, match="both periods"):
        agenda_test(estimate(read(table[table["period"] == "2023"])))


def test_the_shipped_study_gives_the_published_numbers(root):
    """On the first 164 articles; the other 69 were added after these were computed with other code."""
    articles = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)[:164]
    study = Study.find(root)
    tables = []
    for analysis in study.settings.analyses[:2]:
        rows = select(coded_table(study), analysis, study.settings.compared)
        rows = rows[rows["article_id"].isin(articles["article_id"])]
        found = estimate(read_paragraphs(rows, study.codebook.pillar_ids, study.settings.compared))
        tables.append(agenda_test(found, permutations=20_000))
    main, every = map(values, tables)
    assert (round(main["agenda_jsd"], 4), round(every["agenda_jsd"], 4)) == (0.0718, 0.0301)
    assert (round(main["agenda_tv"], 3), round(every["agenda_tv"], 3)) == (0.185, 0.101)
    assert main["agenda_jsd_expected"] == pytest.approx(0.0487, abs=0.0006)
    assert every["agenda_jsd_expected"] == pytest.approx(0.0237, abs=0.0005)
    assert main["agenda_jsd_p"] == pytest.approx(0.19, abs=0.01)
    assert every["agenda_jsd_p"] == pytest.approx(0.27, abs=0.015)
    spread = tables[0][tables[0]["quantity"] == "agenda_entropy"]["value"]
    assert spread.round(3).tolist() == [0.577, 0.382]
    assert main["agenda_entropy_shift"] == pytest.approx(-0.196, abs=0.0006)
    assert main["agenda_entropy_p"] == pytest.approx(0.27, abs=0.015)


def test_lengths_alone_are_no_test_of_the_agenda():
    lengths = pd.DataFrame(
        {"pillar": [AGENDA] * 2, "quantity": "median_length", "period": ["2023", "2025"], "value": 4}
    )
    assert agenda_sentence(lengths, ["2023", "2025"]) == ""
