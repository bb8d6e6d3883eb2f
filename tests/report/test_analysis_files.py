"""Does the table hold what the shares count, and do the scripts reproduce the numbers that other programs gave?"""

from __future__ import annotations

import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import estimate, read_paragraphs
from discourse.errors import EstimateError
from discourse.features import study_dfm
from discourse.labels import analysed_rows
from discourse.report.analysis_files import ENDINGS, analysis_script, analysis_table, column_name, term_table
from discourse.study import Study

SHIFT, LINEARISED = -0.0421917808219, 0.0412714585598
"""Of the economic pillar, main analysis of the first 164 articles: R 4.2.2, survey 4.1-1, by svyby and svycontrast."""
JACKKNIFE = 0.0418701291691
"""The same with as.svrepdesign(type = "JKn", mse = TRUE)."""


@pytest.fixture(scope="module")
def first_rows(root):
    """The main analysis of the first 164 articles; the other 69 were added after R's numbers were computed."""
    first = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)["article_id"][:164]
    rows = analysed_rows(Study.find(root))
    return rows[rows["article_id"].isin(first)]


def table_of(rows, shipped_study):
    return analysis_table(rows, shipped_study.codebook.pillar_ids, shipped_study.settings.compared)


def test_a_table_worked_by_hand():
    rows = pd.DataFrame(
        {
            "paragraph_id": list("12345"),
            "article_id": list("aabbc"),
            "period": ["before", "before", "after", "after", "after"],
            "outlet": "x",
            "words": 10,
            "primary": ["road-rail", "trade", "none", "trade", ""],
            "also": [("trade",), (), (), ("road-rail",), ()],
        }
    )
    table = analysis_table(rows, ["road-rail", "trade"], ["before", "after"])
    assert table.columns.tolist()[4:6] == ["outlet", "words"]
    assert table.drop(columns=["outlet", "words"]).to_csv(index=False).splitlines() == [
        "paragraph,article,period,weight,road_rail,trade,road_rail_mentioned,trade_mentioned",
        "1,a,before,1,1,0,1,1",
        "2,a,before,1,0,1,0,1",
        "4,b,after,1,0,1,1,1",
    ]
    with pytest.raises(EstimateError, match="labelled paragraphs"):
        analysis_table(rows.assign(primary=""), ["trade"], ["before", "after"])


def test_r_reaches_the_same_share_and_variance_from_the_table(first_rows, shipped_study):
    table = table_of(first_rows, shipped_study)
    assert table.groupby("period")[["article"]].nunique()["article"].tolist() == [17, 29]
    linearised = jackknife = 0.0
    means = []
    for _, part in table.groupby("period"):
        sums, sizes = (part.groupby("article")["economic"].agg(how).to_numpy() for how in ("sum", "size"))
        count, share = len(sums), sums.sum() / sizes.sum()
        means.append(share)
        linearised += count / (count - 1) * (((sums - share * sizes) / sizes.sum()) ** 2).sum()
        without = (sums.sum() - sums) / (sizes.sum() - sizes)
        jackknife += (count - 1) / count * ((without - share) ** 2).sum()
    assert means[1] - means[0] == pytest.approx(SHIFT, abs=1e-12)
    assert np.sqrt(linearised) == pytest.approx(LINEARISED, abs=1e-12)
    assert np.sqrt(jackknife) == pytest.approx(JACKKNIFE, abs=1e-12)


def test_the_estimate_is_that_of_the_jackknife(first_rows, shipped_study):
    pillars, periods = shipped_study.codebook.pillar_ids, shipped_study.settings.compared
    found = estimate(read_paragraphs(first_rows, pillars, periods))
    place = pillars.index("economic")
    assert found.value[2, place] == pytest.approx(SHIFT, abs=1e-12)
    assert np.sqrt(found.variance[2, place]) == pytest.approx(JACKKNIFE, abs=1e-12)


@pytest.mark.parametrize("target", ENDINGS)
def test_a_script_names_its_files_and_the_pillar(target):
    script = analysis_script(target, 'my "table".csv', "road-rail", ["before", "after"], "terms.csv")
    assert r'"my \"table\".csv"' in script
    assert "{{" not in script
    assert target in script
    if target == "quanteda":
        assert '"terms.csv"' in script
    else:
        assert column_name("road-rail") in script
        assert '"before"' in script


def test_terms_are_those_of_the_paragraphs_and_no_text(shipped_study):
    ids = shipped_study.paragraphs["paragraph_id"].tolist()[3:6]
    terms = term_table(shipped_study, ids)
    assert terms.columns.tolist() == ["paragraph", "term", "count"]
    assert list(dict.fromkeys(terms["paragraph"])) == ids
    words = study_dfm(shipped_study).rows_of(ids)
    assert terms["count"].sum() == words.matrix.sum()
    assert set(terms["term"]) <= set(words.features)


@pytest.mark.clients
@pytest.mark.parametrize(("target", "program"), [("survey", "Rscript"), ("statsmodels", sys.executable)])
def test_the_programs_print_these_numbers(target, program, first_rows, shipped_study, tmp_path):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    if target == "statsmodels":
        pytest.importorskip("statsmodels")
    table_of(first_rows, shipped_study).to_csv(tmp_path / "main.csv", index=False)
    script = tmp_path / f"main-analysis{ENDINGS[target]}"
    periods = shipped_study.settings.compared
    script.write_text(analysis_script(target, "main.csv", "economic", periods), encoding="utf-8")
    done = subprocess.run(
        [program, script.name], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    for number in (SHIFT, LINEARISED, JACKKNIFE):
        assert str(number)[:14] in done.stdout
