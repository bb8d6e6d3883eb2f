"""A table of keyness by hand; the measures are tested on their own."""

from __future__ import annotations

import numpy as np
import pytest

from discourse.errors import EstimateError
from discourse.features import dfm_of_texts
from discourse.words import keyness

TEXTS = ["desa desa desa jalan", "jalan kapal", "jalan jalan", "kapal kapal kapal kapal"]


def test_a_table_by_hand():
    dfm = dfm_of_texts(TEXTS, language="xx")
    found = keyness(dfm, [True, True, True, False], articles=["a", "b", "b", "c"]).set_index("feature")
    assert found.index.tolist() == ["jalan", "desa", "kapal"]
    assert found[["target_count", "reference_count"]].to_numpy().tolist() == [[4, 0], [3, 0], [1, 4]]
    assert found[["target_texts", "reference_texts"]].to_numpy().tolist() == [[2, 0], [1, 0], [1, 1]]
    # 8 tokens against 4: kapal 1/8 against 4/4; jalan 4/8 against half a count of 4
    assert found.loc["kapal", "log_ratio"] == pytest.approx(-3)
    assert found.loc["jalan", "log_ratio"] == pytest.approx(2)
    # of 12 tokens 4 are jalan, 2.67 of them expected in the target: G2 = 2 (4 ln 1.5 + 4 ln .75 + 4 ln 1.5)
    by_hand = 2 * (4 * np.log(1.5) + 4 * np.log(0.75) + 4 * np.log(1.5))
    assert found.loc["jalan", "log_likelihood"] == pytest.approx(by_hand)
    # 2 of 2 texts against 0 of 1: all that is to know, 2 (2 ln 1.5 + ln 3)
    assert found.loc["jalan", "text_dispersion"] == pytest.approx(2 * (2 * np.log(1.5) + np.log(3)))
    assert found.loc["desa", "text_dispersion"] < found.loc["jalan", "text_dispersion"]
    # a, b and c have a third of the tokens each; desa stands in a alone: (2/3 + 1/3 + 1/3) / 2, at most 2/3
    assert found.loc["desa", ["dp", "dp_norm"]].tolist() == pytest.approx([2 / 3, 1])
    # both texts of the target have a higher rate of jalan than c, none of kapal
    assert found.loc[["jalan", "kapal"], "u"].tolist() == [2, 0]
    assert found["p"].isna().all(), "three texts are not tested"


@pytest.mark.parametrize("measure", ["log_likelihood", "chi_squared"])
def test_the_other_group_has_the_opposite_signs(measure):
    dfm = dfm_of_texts(TEXTS, language="xx")
    target = np.array([True, False, True, False])
    one = keyness(dfm, target, measure=measure).set_index("feature")
    other = keyness(dfm, ~target, measure=measure).set_index("feature").loc[one.index]
    columns = [measure, "log_ratio", "text_dispersion"]
    np.testing.assert_allclose(one[columns], -other[columns], atol=1e-12)
    assert (one["target_texts"] == other["reference_texts"]).all()


@pytest.mark.parametrize(
    ("in_target", "more", "message"),
    [
        ([True] * 4, {}, "expected words in the reference group, found none"),
        ([True, False], {}, r"in_target: expected one entry a paragraph, 4, found shape \(2,\)"),
        ([True, True, False, False], {"articles": ["a"]}, "articles: expected one entry a paragraph"),
        ([True, True, False, False], {"measure": "z"}, "measure: expected log_likelihood or chi_squared, found 'z'"),
    ],
)
def test_what_cannot_be_compared_is_refused(in_target, more, message):
    with pytest.raises(EstimateError, match=message):
        keyness(dfm_of_texts(TEXTS, language="xx"), in_target, **more)
