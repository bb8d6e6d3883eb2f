"""Can the figures of shifts, choices and actors be read whatever the study has: few or many pillars, long names?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.experiments.looks import TITLE_LINES, faults, faults_in_words

from discourse.errors import EstimateError
from discourse.figures import house_style
from discourse.labels.coding import COLUMNS
from discourse.pipeline.experiment import load_experiment
from discourse.study import Study

SCRIPTS = [Path(__file__).resolve().parents[2] / "experiments" / f"{name}.py" for name in ("actors", "emphasis")]
SCRIPTS.append(SCRIPTS[0].with_stem("robustness"))
SETTINGS = """title = "Towns that do not exist"
language = "en"
seed = 3
resamples = 100
permutations = 100
period = [{ id = "years-of-the-old-bridge", start = 2001-01-01, end = 2001-12-31 },
          { id = "after", start = 2002-01-01, end = 2002-12-31 }]
analysis = [{ id = "all", title = "All articles of all towns, with those that were read in the archive of the county" }]
"""
OFFICES = ["Old Bridge Inspection and Toll Collection Office", "Rahmi", "Council of the Seven Downstream Towns"]
PARAGRAPHS = 3


def built(root: Path, pillars: int, actors: int, articles: int = 16) -> Study:
    """Write a study: half of the articles a period, three paragraphs each, pillars in turn, one actor a paragraph."""
    data = root / "data"
    data.mkdir()
    data.joinpath("study.toml").write_text(SETTINGS, "utf-8")
    names = [f"Science, technology and the digital transformation of office {number}" for number in range(pillars)]
    entries = [f'[[pillar]]\nid = "p{n}"\nname = "{name}"\ndefinition = "d"\n' for n, name in enumerate(names)]
    data.joinpath("codebook.toml").write_text(
        'version = "1"\n[none]\ndefinition = "nothing"\n' + "\n".join(entries), "utf-8"
    )
    named = [f"{OFFICES[number % 3]} {chr(65 + number)}" for number in range(actors)]
    listed = [f'[[actor]]\nid = "a{n}"\nname = "{name}"\n' for n, name in enumerate(named)]
    data.joinpath("actors.toml").write_text("\n".join(listed), "utf-8")
    tables = {
        "articles": ["article_id,outlet,url,published,date_basis,partner,genre,extent,sampling"],
        "paragraphs": ["paragraph_id,article_id,position,opening,words,text,source_line,source_sha256"],
        "labels": [",".join(COLUMNS)],
    }
    for article in range(articles):
        year = 2001 if article < articles // 2 else 2002
        outlet = f"the-gazette-of-the-{'upper' if article % 2 else 'lower'}-county.example"
        tables["articles"].append(f"a{article},{outlet},,{year},text,,news,full,")
        for place in range(1, PARAGRAPHS + 1):
            paragraph, turn = f"a{article}:{place:02d}", article * PARAGRAPHS + place
            primary = turn % pillars if year == 2001 else turn % max(1, pillars // 2)
            text = f"It was read by {named[turn % actors]} at noon."
            tables["paragraphs"].append(f"{paragraph},a{article},{place},yes,{len(text.split())},{text},,")
            tables["labels"].append(f"c{paragraph},{paragraph},mara,1,p{primary},,no,,first coding,,,,,,")
    for name, lines in tables.items():
        data.joinpath(f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return Study(root)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
@pytest.mark.parametrize(("pillars", "actors", "articles"), [(2, 1, 4), (5, 9, 12), (8, 20, 40)])
def test_names_and_counts_can_be_read(tmp_path, script, pillars, actors, articles):
    study = built(tmp_path, pillars, actors, articles)
    experiment = load_experiment(script)
    numbers = experiment.make(study, tmp_path / "figures")
    with house_style():
        figure = experiment.picture(numbers, study)
        assert faults(figure) == []
    assert figure._suptitle.get_text().count("\n") < TITLE_LINES
    assert faults_in_words(experiment.words(numbers, study)) == []


def test_a_study_whose_actors_are_nowhere_says_so(tmp_path):
    study = built(tmp_path, 2, 1)
    study.data.joinpath("actors.toml").write_text('[[actor]]\nid = "x"\nname = "Nobody"\n', "utf-8")
    experiment = load_experiment(SCRIPTS[0])
    numbers = experiment.make(study, tmp_path / "figures")
    assert experiment.words(numbers, study).title == "No actor of the list is named"
    assert (tmp_path / "figures" / "actors.png").is_file()


@pytest.mark.parametrize(("coded", "message"), [("earlier", True), ("none", True), ("both", False)])
def test_a_period_without_a_coded_paragraph_is_said_and_leaves_no_panel_empty(tmp_path, coded, message):
    study = built(tmp_path, 2, 2, 12)
    log = study.labels_path.read_text("utf-8").splitlines()
    later = tuple(f"ca{article}:" for article in range(6, 12))
    kept = {"earlier": [line for line in log if not line.startswith(later)], "none": log[:1], "both": log}[coded]
    study.labels_path.write_text("\n".join(kept) + "\n", "utf-8")
    for script in SCRIPTS:
        if script.stem == "emphasis" and coded == "none":
            with pytest.raises(EstimateError, match="labelled paragraphs"):
                load_experiment(script).make(Study(tmp_path), tmp_path / "figures")
            continue
        experiment = load_experiment(script)
        numbers = experiment.make(Study(tmp_path), tmp_path / "figures")
        with house_style():
            figure = experiment.picture(numbers, Study(tmp_path))
            assert faults(figure) == []
        if script.stem == "robustness":
            assert bool(figure.axes[0].axison) != message
        if script.stem == "actors":
            assert len(figure.axes) == (1 if coded == "none" else 2)
