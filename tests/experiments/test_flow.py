"""The whole flow on toy studies, one of them of another language and design: every shipped script makes its figure;
neither the order of rows nor the names of the periods matter.
"""

from __future__ import annotations

import random
import re
import runpy
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from discourse.errors import DataError
from discourse.figures import house_style
from discourse.io.files import checksum
from discourse.labels.table import coded_table, select
from discourse.pipeline.dependencies import record_files
from discourse.pipeline.experiment import Experiment, read_numbers
from discourse.studies.beginning import DEMO
from discourse.study import Study

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "experiments").glob("*.py"))
RENAMED = {"2023": "before", "2025": "after"}
"""Names of the toy's periods that the alphabet puts the wrong way round: the later first."""
PERIOD = re.compile(r"(?<![\w.-])(?:2025-2023|2023|2025)(?![\w-]|\.\d)")
"""A period, or a shift between the two; not the year in a date, an id or a number."""
OF_THE_SHIPPED_STUDY = re.compile("laos|vietnam|indones|vovworld|pillar-targeted|five full|searching", re.I)
"""What a figure must not say of another study: countries, language, outlets, and how the articles were found."""
EMPHASIS = [
    "analysis", "pillar", "quantity", "period", "value", "low", "high",
    "count", "articles", "paragraphs", "verdict", "reason",
]  # fmt: skip


def experiment(script: Path) -> Experiment:
    return runpy.run_path(str(script))["experiment"]


def assert_complete(script: Path, folder: Path) -> None:
    """Every file of a figure, or of a table without a picture, is there and holds something."""
    for suffix in experiment(script).suffixes:
        assert (folder / f"{script.stem}.{suffix}").stat().st_size > 0


def shuffled(study: Study) -> Study:
    """Shuffle the rows of every table of a study."""
    for name in ("articles.csv", "paragraphs.csv", "terms.csv.gz"):
        path = study.data / name
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table.sample(frac=1, random_state=random.Random(name).randint(0, 999)).to_csv(path, index=False)
    return Study(study.root)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_script_makes_its_figure_whatever_the_order_of_rows(script, toy_study, tmp_path):
    numbers = experiment(script).make(toy_study, tmp_path / "one")
    assert len(numbers) > 0
    assert_complete(script, tmp_path / "one")
    again = experiment(script).make(shuffled(toy_study), tmp_path / "two")
    pd.testing.assert_frame_equal(numbers, again)


def renamed(text: str) -> str:
    """Put the new names of the periods into a text."""
    return PERIOD.sub(lambda match: "-".join(RENAMED[period] for period in match[0].split("-")), text)


def with_renamed_periods(study: Study, root: Path) -> Study:
    """Copy a study and change the names of its periods, and nothing else."""
    shutil.copytree(study.root, root)
    path = root / "data" / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(?<=^id = ")20\d\d(?="$)', lambda match: RENAMED[match[0]], text, flags=re.M), "utf-8")
    assert Study(root).settings.compared == ("before", "after")
    return Study(root)


def out_of_periods(study: Study, article: str) -> Study:
    """Take an article out of both periods, so that they differ in their numbers of articles."""
    path = study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["article_id"] == article, "published"] = "1999"
    table.to_csv(path, index=False)
    return Study(study.root)


def drawn(script: Path, numbers: pd.DataFrame, study: Study) -> list[object]:
    """Every text, mark, line and bar of a figure, with its place, in the order in which they are drawn."""
    found: list[object] = []
    draw = experiment(script).draw
    if draw is None:
        return found
    with house_style():
        figure = draw(numbers, study)
        for ax in figure.axes:
            ax.get_xticklabels(), ax.get_yticklabels()  # fill in the texts of the ticks
        for artist in figure.findobj():
            if isinstance(artist, Text):
                found.append(" ".join(artist.get_text().split()))  # captions break where the names let them
            elif isinstance(artist, Line2D):
                found.append((artist.get_marker(), artist.get_markerfacecolor(), repr(artist.get_xydata().tolist())))
            elif isinstance(artist, Rectangle):
                found.append((artist.get_facecolor(), artist.get_bbox().bounds))
    plt.close(figure)
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_periods_keep_the_order_of_the_study_and_not_the_alphabets(script, toy_study, tmp_path):
    toy_study = out_of_periods(toy_study, "warta-2023-09")
    numbers = experiment(script).make(toy_study, tmp_path / "one")
    other = with_renamed_periods(toy_study, tmp_path / "other")
    others = experiment(script).make(other, tmp_path / "two")
    expected = (tmp_path / "one" / f"{script.stem}.csv").read_text(encoding="utf-8")
    assert (tmp_path / "two" / f"{script.stem}.csv").read_text(encoding="utf-8") == renamed(expected)
    picture = [renamed(each) if isinstance(each, str) else each for each in drawn(script, numbers, toy_study)]
    assert drawn(script, others, other) == picture


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_study_without_originals_gets_every_figure(script, toy_study, tmp_path):
    (toy_study.data / "terms.csv.gz").unlink()
    experiment(script).make(Study(toy_study.root), tmp_path)
    assert_complete(script, tmp_path)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_study_unlike_the_others_gets_every_figure(script, root, tmp_path):
    study = Study(shutil.copytree(root / "tests" / "toy_english", tmp_path / "study"))
    experiment(script).make(study, tmp_path / "figures")
    written = (tmp_path / "figures" / f"{script.stem}.csv").read_text(encoding="utf-8")
    assert not re.search("political|economic|education", written)  # pillars of the other studies
    assert not PERIOD.search(written)
    assert_complete(script, tmp_path / "figures")
    said = "".join(path.read_text("utf-8") for path in (tmp_path / "figures").iterdir() if path.suffix != ".png")
    assert OF_THE_SHIPPED_STUDY.findall(said) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_demonstration_gets_every_figure_and_none_speaks_of_the_shipped_study(script, tmp_path):
    experiment(script).make(Study(DEMO), tmp_path, draft=True)
    assert_complete(script, tmp_path)
    said = "".join(path.read_text("utf-8") for path in tmp_path.iterdir() if path.suffix in (".md", ".svg"))
    assert re.findall("indonesian-language|five full|restated|other partners", said, re.I) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_study_of_three_periods_gets_every_figure(script, toy_three, tmp_path):
    experiment(script).make(toy_three, tmp_path / "figures")
    written = (tmp_path / "figures" / f"{script.stem}.csv").read_text(encoding="utf-8")
    assert "aftermath-boom" not in written
    assert "boom-quiet" not in written
    assert_complete(script, tmp_path / "figures")


def test_the_log_of_codings_may_be_in_any_order_of_paragraphs(toy_study, tmp_path):
    script = next(script for script in SCRIPTS if script.stem == "emphasis")
    before = experiment(script).make(toy_study, tmp_path / "one")
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines()
    body = random.Random(1).sample(lines[1:], len(lines) - 1)
    toy_study.labels_path.write_text("\n".join([lines[0], *body]) + "\n", encoding="utf-8")
    after = experiment(script).make(Study(toy_study.root), tmp_path / "two")
    pd.testing.assert_frame_equal(before, after)


def test_the_notes_of_the_main_figure_say_what_is_not_labelled(toy_study, tmp_path):
    script = next(script for script in SCRIPTS if script.stem == "emphasis")
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = toy_study.paragraphs["paragraph_id"][0]
    toy_study.labels_path.write_text("".join(line for line in lines if gone not in line), encoding="utf-8")
    numbers = experiment(script).make(toy_study, tmp_path)
    said = experiment(script).words(numbers, toy_study).notes
    assert "1 paragraph is not labelled and left out. No record says how the labelled paragraphs were chosen" in said


def test_the_shipped_main_figure_has_a_row_a_pillar_period_and_analysis(shipped_study):
    numbers = read_numbers(shipped_study.figures / "emphasis.csv")
    assert list(numbers.columns) == EMPHASIS
    shares = numbers[numbers["quantity"] == "share"]
    pillars, analyses = shipped_study.codebook.pillar_ids, shipped_study.settings.analyses
    assert len(shares) == len(pillars) * len(analyses) * 2
    assert shares.groupby(["analysis", "period"])["value"].sum().round(7).eq(1).all()  # the file holds eight digits
    coded = select(coded_table(shipped_study), analyses[0], shipped_study.settings.compared)
    coded = coded[coded["primary"].isin(pillars)]
    main = shares[shares["analysis"] == analyses[0].id].groupby("period")
    assert main["articles"].first().to_dict() == coded.groupby("period")["article_id"].nunique().to_dict()
    assert main["count"].sum().to_dict() == coded.groupby("period").size().to_dict()
    shifts = numbers[numbers["quantity"] == "shift"].set_index(["analysis", "pillar"])["value"]
    wide = shares.pivot(index=["analysis", "pillar"], columns="period", values="value")
    assert (wide["2025"] - wide["2023"] - shifts).abs().max() < 1e-7
    assert numbers.loc[(numbers["analysis"] == "full") & (numbers["quantity"] == "shift"), "low"].isna().all()


def test_robustness_shows_the_replication_and_notes_its_files(toy_study, tmp_path):
    other = Study(shutil.copytree(toy_study.root, tmp_path / "other"))
    study = with_replication(toy_study, "../other")
    script = next(script for script in SCRIPTS if script.stem == "robustness")
    made = []
    read = record_files(lambda fresh: made.append(experiment(script).compute(fresh)), study)
    title = other.settings.analyses[0].title
    rows = made[0].set_index(["choice", "pillar"]).sort_index()
    own = rows.loc["main analysis"].drop(columns=["kind", "decides", "verdict", "reason"])
    pd.testing.assert_frame_equal(
        rows.loc[f"{title} (id)"].drop(columns=["kind", "decides", "verdict", "reason"]), own, check_dtype=False
    )
    for name in ("study.toml", "codebook.toml", "articles.csv", "paragraphs.csv", "labels.csv"):
        assert read.inputs[f"../../other/data/{name}"] == checksum(other.data / name)


def test_a_replication_of_another_codebook_is_refused(toy_study, tmp_path, shipped_study):
    folder = shutil.copytree(shipped_study.data, tmp_path / "other" / "data").parent
    assert folder.is_dir()
    study = with_replication(toy_study, "../other")
    script = next(script for script in SCRIPTS if script.stem == "robustness")
    with pytest.raises(DataError, match="expected the pillars"):
        experiment(script).compute(study)


def with_replication(study: Study, folder: str) -> Study:
    """Name another study as the replication of one."""
    path = study.data / "study.toml"
    path.write_text(f'replication = "{folder}"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    return Study(study.root)


@pytest.mark.parametrize(("stem", "kept"), [("topics", "plain"), ("comparison", "topics"), ("stability", "number")])
def test_seed_words_that_never_occur_leave_out_the_seeded_topics_alone(stem, kept, toy_study, tmp_path):
    path = toy_study.data / "codebook.toml"
    path.write_text(re.sub(r"^seeds = .*$", 'seeds = ["zzz"]', path.read_text("utf-8"), count=1, flags=re.M), "utf-8")
    script = next(script for script in SCRIPTS if script.stem == stem)
    numbers = experiment(script).make(Study(toy_study.root), tmp_path)
    (refused,) = numbers["reason"].dropna()
    assert "expected a seed word of political that occurs" in refused
    assert refused in experiment(script).words(numbers, toy_study).notes
    drawn = numbers[numbers["reason"].isna()]
    assert kept in drawn["part" if stem == "stability" else "model"].tolist()
    assert not drawn.isin(["seeded", "seeded topics", "strength"]).any(axis=None)


def test_topics_that_cannot_be_fitted_are_a_message(toy_study, tmp_path):
    (toy_study.data / "terms.csv.gz").unlink()
    keep = toy_study.paragraphs["paragraph_id"].head(2).tolist()
    for name in ("paragraphs.csv", "labels.csv"):
        path = toy_study.data / name
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table[table["paragraph_id"].isin(keep)].to_csv(path, index=False)
    script = next(script for script in SCRIPTS if script.stem == "topics")
    study = Study(toy_study.root)
    numbers = experiment(script).make(study, tmp_path)
    assert numbers["reason"].notna().all()
    assert experiment(script).words(numbers, study).title == "No topic model could be fitted"


def test_the_shipped_comparison_has_a_row_a_model(shipped_study):
    numbers = read_numbers(shipped_study.figures / "comparison.csv")
    numbers = numbers[numbers["part"] == "model"]
    assert list(numbers.columns)[:6] == ["part", "model", "score", "low", "high", "articles"]
    assert numbers["model"].is_unique
    assert ((numbers["low"] <= numbers["score"]) & (numbers["score"] <= numbers["high"])).all()


def test_every_shipped_script_has_its_committed_figure(shipped_study):
    for script in SCRIPTS:
        for suffix in experiment(script).suffixes:
            assert (shipped_study.figures / f"{script.stem}.{suffix}").is_file(), script.stem
