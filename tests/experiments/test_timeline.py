"""Does the figure over time draw what can be dated, and say the rest?"""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from tests.experiments.looks import faults, faults_in_words

from discourse.emphasis import emphasis_by
from discourse.emphasis.measures.spans import Span
from discourse.figures import house_style
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import read_numbers
from discourse.settings import Period
from discourse.study import Study

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "experiments" / "timeline.py"))
EXPERIMENT = SCRIPT["experiment"]
YEAR = [Period(id="x", start="2019-01-01", end="2019-12-31"), Period(id="y", start="2021-01-01", end="2021-12-31")]


def rows(days, event=""):
    return pd.DataFrame({"article_id": range(len(days)), "published": days, "event": event})


@pytest.mark.parametrize(
    ("days", "span"),
    [
        (["2019-03-02"] * 4 + ["2021-03"] * 5, None),
        (["2019-03-02"] * 5 + ["2021-03"] * 5, Span("year")),
        (["2019-03-02"] * 10 + ["2021-03"] * 10, Span("month", 6)),
        (["2019-03-02"] * 40 + ["2021"] * 41, Span("year")),
        (["2019-03-02"] * 60 + ["2021-03"] * 60, Span("month")),
        (["2019-03-02"] * 800, Span("month")),  # 106 weeks would be too many
    ],
)
def test_the_finest_span_with_five_articles_is_chosen(days, span):
    assert SCRIPT["chosen_span"](rows(days), YEAR) == span


def test_events_stand_at_the_middle_day_of_their_articles():
    table = rows(
        ["2019-03-02", "2019-03", "2019-04-30", "2019", "2019-05-01"], ["fair", "fair+vote", "fair", "fair", "vote"]
    )
    found = SCRIPT["events"](table)
    assert found[["group", "start", "articles"]].values.tolist() == [["fair", "2019-03-02", 3]]


def test_spans_are_cut_to_their_period_and_what_is_undated_is_said(shipped_study, tmp_path):
    numbers = EXPERIMENT.make(shipped_study, tmp_path)
    cells = SCRIPT["spans"](numbers)
    for period in shipped_study.settings.periods:
        own = cells[cells["period"] == period.id]
        assert own["start"].min() >= period.start.isoformat()
        assert own["end"].max() <= period.end.isoformat()
    by_period = numbers[numbers["part"] == "period"]
    pillars = shipped_study.codebook.pillar_ids
    expected = emphasis_by(analysed_rows(shipped_study), pillars, ["period"])
    assert by_period["numerator"].tolist() == expected["numerator"].tolist()
    undated = numbers[numbers["group"] == "undated"]
    whole = by_period.groupby("pillar")["articles"].sum()
    dated = cells.groupby("pillar")["articles"].sum()
    assert (dated + undated.groupby("pillar")["articles"].sum() == whole).all()
    said = EXPERIMENT.words(numbers, shipped_study)
    assert f"Not drawn: {undated.groupby('pillar')['articles'].sum().iloc[0]:.0f} articles" in said.caption


@pytest.mark.parametrize("name", ["tests/toy", "tests/toy_english", "tests/toy_three", "src/discourse/demo", "."])
def test_the_figure_can_be_read_in_a_column(root, name, tmp_path):
    study = Study(root / name)
    numbers = EXPERIMENT.make(study, tmp_path)
    with house_style():
        figure = EXPERIMENT.picture(numbers, study)
        assert faults(figure) == []
    plt.close(figure)
    assert faults_in_words(EXPERIMENT.words(numbers, study)) == []


def test_three_periods_have_three_counts_each(toy_three, tmp_path):
    numbers = EXPERIMENT.make(toy_three, tmp_path)
    assert (
        EXPERIMENT.words(numbers, toy_three).title
        == "School: 1 of 7 in quiet-years, 3 of 8 in boom, 5 of 8 in aftermath"
    )
    with house_style():
        figure = EXPERIMENT.draw(numbers, toy_three)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["", "Harvest: 4 of 7 → 2 of 8 → 1 of 8", "Harbour and boats: 2 of 7 → 3 of 8 → 2 of 8",
                      "School: 1 of 7 → 3 of 8 → 5 of 8", "Articles: 2 → 2 → 2"]  # fmt: skip
    plt.close(figure)


def test_a_period_without_a_coded_paragraph_is_left_out(toy_three, tmp_path):
    path = toy_three.labels_path
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "moor-2" not in line and "quay-2" not in line), encoding="utf-8")
    study = Study(toy_three.root)
    numbers = EXPERIMENT.make(study, tmp_path)
    assert [period.id for period in SCRIPT["periods"](numbers, study)] == ["quiet-years", "aftermath"]


def test_a_column_with_the_name_of_a_span_and_articles_without_a_label_change_nothing(root, tmp_path):
    study = Study(shutil.copytree(root / "src" / "discourse" / "demo", tmp_path / "demo"))
    expected = EXPERIMENT.compute(study)
    articles = pd.read_csv(study.data / "articles.csv", dtype=str, keep_default_na=False).assign(quarter="mine")
    more = articles.iloc[[0] * 50].assign(article_id=[f"more-{n}" for n in range(50)], sampling="general")
    pd.concat([articles, more]).to_csv(study.data / "articles.csv", index=False)
    paragraphs = pd.read_csv(study.data / "paragraphs.csv", dtype=str, keep_default_na=False)
    more = paragraphs.iloc[[0] * 50].assign(article_id=more["article_id"].to_numpy())
    more["paragraph_id"] = more["article_id"] + ":1"
    pd.concat([paragraphs, more]).to_csv(study.data / "paragraphs.csv", index=False)
    pd.testing.assert_frame_equal(EXPERIMENT.compute(Study(study.root)), expected)


@pytest.mark.parametrize(("articles", "said"), [(1, "Not drawn: 1 article with"), (2, "Not drawn: 2 articles with")])
def test_articles_that_cannot_be_dated_are_counted(shipped_study, articles, said):
    numbers = read_numbers(shipped_study.figures / "timeline.csv")
    dated = numbers[numbers["group"] != "undated"]
    undated = dated[dated["part"] != "period"].iloc[[0]].assign(group="undated", start=None, articles=articles)
    found = EXPERIMENT.words(pd.concat([dated, undated]), shipped_study)
    assert said in found.caption
    assert "Not drawn" not in EXPERIMENT.words(dated, shipped_study).caption
