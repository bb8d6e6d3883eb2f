"""What does the picture of every paragraph say above itself, and what is drawn where there are many articles?"""

from __future__ import annotations

import io
import runpy
from pathlib import Path

import pandas as pd
import pytest
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import house_style
from discourse.pipeline.experiment import read_numbers
from discourse.study import Study

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "experiments" / "paragraphs.py"))


def numbers(study):
    """Read the table of a study as it stands in the file."""
    return read_numbers(io.StringIO(SCRIPT["experiment"].compute(study).to_csv(index=False)))


def looked_at(table, study):
    """Draw and describe a table, see that both can be read, and return the texts drawn and the words."""
    with house_style():
        figure = SCRIPT["experiment"].picture(table, study)
        assert faults(figure) == []
    said = SCRIPT["experiment"].words(table, study)
    assert faults_in_words(said) == []
    assert len(said.title) <= SCRIPT["LONGEST_TITLE"]
    return [text.get_text() for ax in figure.axes for text in ax.texts], said


def test_the_title_counts_paragraphs_and_articles_of_the_pillar_that_changes_most(toy_study):
    _, said = looked_at(numbers(toy_study), toy_study)
    assert said.title == "Economic: 2 of 8 paragraphs (2 articles) in 2023, 4 of 8 (3 articles) in 2025"
    assert "In the main analysis, 2023: 9 paragraphs, 3 articles by outlet: harian-melati 1" in said.notes
    assert "In other analyses only, 2025: 2 paragraphs, 1 article of 1 outlet." in said.notes


def test_a_period_without_codes_is_said_and_not_compared(toy_study):
    table = numbers(toy_study)
    table.loc[table["period"] == "2025", "primary"] = None
    written, said = looked_at(table, toy_study)
    assert said.title == "18 paragraphs of 6 articles; too few are coded to compare 2023 and 2025"
    assert "not coded 0, 9" in written
    assert "Paragraphs that are not coded in the main analysis: 9." in said.notes


def test_names_that_are_long_take_the_articles_out_of_the_title(toy_study):
    path = toy_study.data / "codebook.toml"
    text = path.read_text("utf-8").replace('name = "Economic"', f'name = "Economic{" and social" * 4}"')
    path.write_text(text, encoding="utf-8")
    _, said = looked_at(numbers(toy_study), Study(toy_study.root))
    assert said.title.endswith("2 of 8 paragraphs in 2023, 4 of 8 in 2025")


def many(published):
    """A hundred articles with two paragraphs each."""
    rows = [
        {"part": "main", "period": str(2023 + 2 * (place % 2)), "article": f"a{place:03}", "outlet": "warta"}
        | {"published": published(2023 + 2 * (place % 2), place), "paragraph": f"a{place:03}:{position}"}
        | {"position": position, "primary": ["political", "economic"][place % 2], "also": "", "story": f"a{place:03}"}
        | {"event": ""}
        for place in range(100)
        for position in (1, 2)
    ]
    return pd.DataFrame(rows).sort_values(["period", "published"], ignore_index=True)


@pytest.mark.parametrize(
    ("published", "labels"),
    [
        (lambda year, place: f"{year}-{1 + place // 2 % 2:02}-15", ["Jan 2023", "Feb 2023", "Jan 2025", "Feb 2025"]),
        (lambda year, place: str(year), ["2023", "2025"]),
        (lambda year, place: f"{year - place // 2}-01", None),
    ],
    ids=["months", "years", "many months"],
)
def test_many_articles_are_counted_by_month_or_year(toy_study, published, labels):
    written, said = looked_at(many(published), toy_study)
    assert "a bar is a month or year" in said.caption
    spans = [text for text in written if text[-4:].isdigit() and not text.startswith("P")]
    assert labels is None or spans[-len(labels) :] == labels
    assert sum(int(text.split()[0]) for text in written if text.endswith((" article", " articles"))) == 100


def test_as_many_articles_as_rows_have_a_row_each(toy_study):
    table = many(lambda year, place: f"{year}-{1 + place % 12:02}-{1 + place % 28:02}")
    kept = table[table["article"].isin(sorted(set(table["article"]))[: SCRIPT["MOST_ROWS"]])]
    written, said = looked_at(kept.reset_index(drop=True), toy_study)
    assert said.caption.startswith("A row is an article")
    assert written.count("warta") == SCRIPT["MOST_ROWS"]


def test_what_is_missing_copied_or_of_one_event_is_counted(toy_study):
    table = numbers(toy_study).query("period != '2025'").assign(event="river-fair+visit-2023").reset_index(drop=True)
    table.loc[table["article"] == "kabar-2023-05", "story"] = "warta-2023-09"
    _, said = looked_at(table, toy_study)
    assert said.title == "9 paragraphs of 3 articles; too few are coded to compare 2023 and 2025"
    assert said.notes.endswith(
        "Events with 3 articles or more, named in the picture where it has room: river-fair 3, visit-2023 3. "
        "Copies of other articles in the main analysis: 1. The main analysis has no article of 2025."
    )
    assert "A rule at the right joins articles on one event." in said.caption


def test_signs_that_occur_are_explained(toy_study):
    table = numbers(toy_study)
    plain, _ = looked_at(table.assign(also=None), toy_study)
    long = pd.concat([table, *[table.iloc[:1].assign(paragraph=f"x:{place}") for place in range(40)]])
    signed, _ = looked_at(long.sort_values(["part", "period", "article"]).assign(story="other"), toy_study)
    explained = [text for text in signed if text not in plain]
    assert [text[:3] for text in explained if len(text) > 20] == ["tic", "=  ", "+  ", "202"]


def test_a_main_analysis_without_paragraphs_is_said(toy_study):
    table = numbers(toy_study).query("part != 'main'").reset_index(drop=True)
    with house_style():
        figure = SCRIPT["experiment"].picture(table, toy_study)
    assert "The main analysis has no paragraph" in figure.axes[0].texts[0].get_text()
    assert SCRIPT["experiment"].words(table, toy_study).title == "The main analysis has no paragraph"
