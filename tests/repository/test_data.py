"""The shipped tables are those of the coverage they were made from: nothing lost, nothing added."""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from discourse.features import tokenize
from discourse.labels import coded_table, current_labels, read_codings, select, study_labels
from discourse.settings import FORMER_NAMES
from discourse.study import Study


@pytest.fixture(scope="module")
def demo_study():
    """The English study that comes with the package."""
    return Study(Path(str(files("discourse"))) / "demo")


@pytest.fixture(scope="module", params=["shipped", "demo"])
def either_study(request, shipped_study, demo_study):
    return {"shipped": shipped_study, "demo": demo_study}[request.param]


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def read_source(path):
    """Read a table of the coverage, where an opening still bears its former name."""
    table = read(path).rename(columns=FORMER_NAMES)
    return table.assign(extent=table["extent"].replace(FORMER_NAMES)) if "extent" in table else table


def test_every_article_is_there_with_all_its_columns(shipped_study, coverage):
    shipped = read(shipped_study.data / "articles.csv")
    source = read_source(coverage / "articles.csv")
    kept = [column for column in source.columns if column != "outlet"]
    pd.testing.assert_frame_equal(shipped[kept], source[kept])
    assert len(shipped) == 233
    assert (shipped["same_as"] != "").sum() == 4


def test_an_outlet_has_one_spelling(either_study):
    articles = read(either_study.data / "articles.csv")
    outlets = set(articles["outlet"])
    assert [(one, two) for one in outlets for two in outlets if two.startswith(f"{one}.")] == []
    assert [outlet for outlet in outlets if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", outlet)] == []
    hosts = articles["url"].str.extract(r"//(?:www\.|m\.|amp\.)?([^/]+?)\.?/", expand=False)
    assert articles.groupby(hosts)["outlet"].nunique().max() == 1


def test_every_event_is_in_the_card_and_the_card_names_no_other(either_study):
    card = (either_study.data / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| \S", card.split("## Events")[1].split("\n## ")[0], re.M)
    named = {event for events in either_study.articles["event"] for event in events.split("+") if event}
    assert len(listed) == len(set(listed))
    assert set(listed) == named


def test_a_copy_has_the_events_of_its_original(shipped_study):
    articles = shipped_study.articles
    assert (articles.groupby("story")["event"].nunique() == 1).all()


def test_every_paragraph_is_there_with_all_its_columns(shipped_study, coverage):
    shipped = read(shipped_study.data / "paragraphs.csv")
    pd.testing.assert_frame_equal(shipped.drop(columns="opening"), read(coverage / "paragraphs.csv"))
    assert len(shipped) == 1288


def test_every_coding_is_there(shipped_study, coverage):
    source = read(coverage / "codes.csv")
    log = read_codings(shipped_study)
    first = log[log["coder"].isin(set(source["coder"]))]
    assert len(source) == 2666 == len(first)
    for column in ("paragraph_id", "coder", "codebook", "primary"):
        assert first[column].tolist() == source[column].tolist()
    assert [" ".join(sorted(also)) for also in first["also"]] == [
        " ".join(sorted(also.split())) for also in source["also"]
    ]
    assert first["unsure"].tolist() == (source["unsure"] == "unsure").tolist()


def test_the_log_only_grows(shipped_study):
    lines = shipped_study.labels_path.read_bytes().splitlines(keepends=True)
    first_round = hashlib.sha256(b"".join(lines[: 1 + 2005])).hexdigest()
    assert first_round == "59e6519d8a0621a9a7e5dd856a47171d8684709b13cd2b34e471bb9cc6548576"


def test_the_main_analysis_has_the_articles_and_paragraphs_counted_by_hand(shipped_study):
    settings = shipped_study.settings
    rows = select(coded_table(shipped_study), settings.analyses[0], settings.compared)
    rows = rows[rows["primary"] != shipped_study.codebook.codes[-1]]
    assert rows.groupby("period")["article_id"].nunique().to_dict() == {"2023": 20, "2025": 43}
    assert rows["period"].value_counts().to_dict() == {"2025": 170, "2023": 83}


def test_the_adjudicator_decides_and_else_the_reader(shipped_study):
    codings = read_codings(shipped_study)
    passes = ["adjudicator", "blind", "reader", "second-reader"]  # people may have coded since
    first = codings[codings["coder"].isin(passes)]
    labels = current_labels(first, shipped_study.settings, shipped_study.codebook)
    assert labels["coder"].value_counts().to_dict() == {"reader": 1198, "adjudicator": 90}


def test_of_full_articles_only_the_beginning_is_opening(shipped_study):
    table = shipped_study.paragraphs.merge(shipped_study.articles[["article_id", "extent"]], on="article_id")
    assert table.loc[table["extent"] == "opening", "opening"].all()
    for _, part in table[table["extent"] == "full"].groupby("article_id"):
        assert part["opening"].is_monotonic_decreasing  # first the opening, then the rest
        assert part["opening"].any()
        assert not part["opening"].all()


def test_the_demo_is_the_english_coverage_whole(demo_study, coverage):
    source = coverage.parent / "coverage-en"
    for name, count, differing in (("articles.csv", 152, ["outlet"]), ("paragraphs.csv", 845, [])):
        theirs = read_source(source / name)
        ours = read(demo_study.data / name)
        kept = [column for column in theirs.columns if column not in differing]
        assert len(ours) == count
        pd.testing.assert_frame_equal(ours[kept], theirs[kept])
    codes, log = read(source / "codes.csv"), read_codings(demo_study)
    assert len(codes) == 1766 == len(log)
    for column in ("paragraph_id", "coder", "codebook", "primary"):
        assert log[column].tolist() == codes[column].tolist()
    assert [" ".join(sorted(also)) for also in log["also"]] == [
        " ".join(sorted(also.split())) for also in codes["also"]
    ]
    assert log["unsure"].tolist() == (codes["unsure"] == "unsure").tolist()


def test_the_demo_has_the_shares_counted_by_hand(demo_study):
    settings = demo_study.settings
    rows = select(coded_table(demo_study), settings.analyses[0], settings.compared)
    assert rows.groupby("period")["article_id"].nunique().to_dict() == {"2023": 32, "2025": 46}
    counts = rows.groupby(["primary", "period"]).size().unstack()
    assert {pillar: tuple(row) for pillar, row in zip(counts.index, counts.to_numpy(), strict=True)} == {
        "political": (156, 178),
        "defence-security": (3, 8),
        "economic": (16, 25),
        "education": (9, 7),
        "infrastructure": (5, 6),
        "none": (4, 8),
    }
    labels = study_labels(demo_study)
    assert labels["coder"].value_counts().to_dict() == {"reader": 769, "adjudicator": 76}


def test_both_studies_code_by_the_same_book(shipped_study, demo_study):
    one, other = shipped_study.codebook, demo_study.codebook
    assert (one.version, one.rules, one.pillar_ids) == (other.version, other.rules, other.pillar_ids)
    assert [pillar.definition for pillar in one.pillars] == [pillar.definition for pillar in other.pillars]
    seeds = [seed for pillar_seeds in other.seeds.values() for seed in pillar_seeds]
    assert len(seeds) == len(set(seeds))
    assert not set(seeds) & set(one.seeds["political"]) - {"bilateral", "multilateral"}
    assert [seed for seed in seeds if tokenize(seed, "en") != [seed]] == []


def test_the_wheel_carries_the_demo(demo_study, root):
    globs = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    carried = {path for pattern in globs["discourse"] for path in (root / "src" / "discourse").glob(pattern)}
    assert {path for path in demo_study.data.iterdir() if path.is_file()} <= carried
