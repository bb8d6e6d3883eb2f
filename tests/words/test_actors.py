"""Is an actor found under every spelling, as whole words alone, and are names proposed by their range?"""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.labels import analysed_rows
from discourse.study import Study
from discourse.words import Actor, named_actors, propose_names, study_actors
from discourse.words.actors import read_actors

LAM = Actor(id="to-lam", name="To Lam", variants=("Tô Lâm",))
US = Actor(id="us", name="US", variants=("U.S.", "United States"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("To Lam left for Vientiane.", [True, False]),
        ("The secretary general, To\nLam, spoke.", [True, False]),
        (unicodedata.normalize("NFD", "Tổng Bí thư Tô Lâm"), [True, False]),
        ("He told us to lament.", [False, False]),
        ("To Lamington, a suburb.", [False, False]),
        ("The U.S. and the BUS.", [False, True]),
        ("Only a BUS.", [False, False]),
        ("(US)", [False, True]),
        ("", [False, False]),
    ],
)
def test_whole_words_in_these_capitals(text, named):
    assert named_actors([text], [LAM, US])[0].tolist() == named


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_name_is_found_whatever_stands_around_it(before, after):
    assert named_actors([f"{before} To Lam, {after}"], [LAM])[0, 0]


def test_no_text_and_no_actor_have_a_shape():
    assert named_actors([], [LAM]).shape == (0, 1)
    assert named_actors(["x"], []).shape == (1, 0)


def test_proposals_worked_by_hand():
    texts = {
        "a1": "Governor Rahmi Putri opened a bridge. Bridges are built by Rahmi Putri.",
        "b1": "A bridge was named after Governor Rahmi Putri.",
        "c1": "Rahmi Putri left. Bridges rust, says the Council.",
        "c2": "Bridges of the Council.",
    }
    articles = {"a1": "a", "b1": "b", "c1": "c", "c2": "c"}
    found = propose_names(texts, articles, min_articles=2)
    # "Bridges" has its capital from the sentence's start alone; "Rahmi" and "Putri" stand in no other article.
    assert found.values.tolist() == [["Rahmi Putri", 3, 3], ["Governor Rahmi Putri", 2, 2]]
    alone = propose_names(texts, articles, min_articles=1)
    assert ["Council", 1, 2] in alone.values.tolist()
    assert propose_names({}, {}).empty


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "actor"),
        ("[[actor]]\nname = 'X'", "id"),
        ("[[actor]]\nid = 'Big Name'\nname = 'X'", "id"),
        ("[[actor]]\nid = 'x'\nname = 7", "name"),
        ("[[actor]]\nid = 'x'\nname = '  '", "name"),
        ("[[actor]]\nid = 'x'\nname = 'X'\nvariants = ['']", "variants"),
        ("[[actor]]\nid = 'x'\nname = 'X'\n[[actor]]\nid = 'x'\nname = 'Y'", "two for 'x'"),
        (
            "[[actor]]\nid = 'x'\nname = 'X'\n[[actor]]\nid = 'y'\nname = 'Y'\nvariants = ['X']",
            "two for 'X'",
        ),
        ("[[actor]]\nid = 'x'\nnaem = 'X'", "naem"),
        ("[[actor", "TOML"),
    ],
)
def test_a_wrong_entry_is_one_line(tmp_path, content, told):
    path = tmp_path / "actors.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_actors(path)
    assert "actors.toml" in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_first_164_articles_give_the_known_numbers(root):
    """The other 69 articles were added after these numbers were counted by other means."""
    study = Study.find(root)
    first = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)["article_id"][:164]
    rows = analysed_rows(study)
    rows = rows[rows["article_id"].isin(first)]
    actors, named = study_actors(study, rows["paragraph_id"])
    place = [actor.id for actor in actors].index("to-lam")
    by_article = pd.Series(named[:, place]).groupby([rows["period"].to_numpy(), rows["article_id"].to_numpy()]).any()
    found = by_article.groupby(level=0).agg(["sum", "count"])
    np.testing.assert_array_equal(found, [[0, 17], [14, 29]])
