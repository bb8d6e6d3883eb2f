"""No paragraph that is still to be coded is known together with its article, in whatever order things are asked for."""

from __future__ import annotations

from itertools import product

import pytest

from discourse.annotation.parts.article import ORIGIN, Surroundings


@pytest.fixture
def beside(toy_study) -> Surroundings:
    return Surroundings(
        toy_study, dict(zip(*(toy_study.paragraphs[name] for name in ("paragraph_id", "text")), strict=True))
    )


def never(name: str) -> bool:
    return False


def test_neighbours_are_those_of_the_article_alone(toy_study, beside) -> None:
    paragraphs = toy_study.paragraphs.set_index("paragraph_id")
    for _, part in toy_study.paragraphs.groupby("article_id"):
        names, texts = list(part["paragraph_id"]), [None, *part["text"], None]
        for place, name in enumerate(names):
            found = beside.neighbours("ani", name, never)
            assert found == {"before": texts[place], "after": texts[place + 2], "withheld": []}
            facts = beside.origin("ani", name, never)
            article = toy_study.articles.set_index("article_id").loc[paragraphs.loc[name, "article_id"]]
            assert facts == {"paragraph_id": name, **{each: str(article[each]) for each in ORIGIN}}


def test_a_neighbour_to_be_coded_is_withheld_once_the_origin_is_known(beside) -> None:
    name, after = "melati-2023-02:01", "melati-2023-02:02"
    open_names = {after}
    assert beside.origin("ani", name, open_names.__contains__)
    assert beside.neighbours("ani", name, open_names.__contains__) == {
        "before": None,
        "after": None,
        "withheld": ["after"],
    }
    other = beside.neighbours("budi", name, open_names.__contains__)
    assert other["after"]
    assert other["withheld"] == []
    open_names.clear()
    assert beside.neighbours("ani", name, open_names.__contains__)["after"] == other["after"]


def test_the_origin_waits_until_neighbours_that_were_read_are_coded(beside) -> None:
    name, after = "melati-2023-02:01", "melati-2023-02:02"
    open_names = {after}
    assert beside.neighbours("ani", name, open_names.__contains__)["after"]
    assert beside.origin("ani", name, open_names.__contains__) == {}
    assert beside.origin("ani", after, open_names.__contains__) == {}  # nor by way of another paragraph of the article
    assert beside.origin("ani", "kabar-2023-05:01", open_names.__contains__)
    open_names.clear()
    assert beside.origin("ani", name, open_names.__contains__)


def test_whatever_the_order_no_open_paragraph_is_known_with_its_article(toy_study) -> None:
    texts = dict(zip(*(toy_study.paragraphs[name] for name in ("paragraph_id", "text")), strict=True))
    names = [name for name in texts if name.startswith("melati-2023-02")][:3]
    for acts in product(("origin", "neighbours"), repeat=4):
        beside, open_names, told, read = Surroundings(toy_study, texts), set(names[1:]), False, set()
        for act, name in zip(acts, (names[0], names[0], names[1], names[1]), strict=True):
            open_names.discard(name)
            if act == "origin":
                told |= bool(beside.origin("ani", name, open_names.__contains__))
            else:
                found = beside.neighbours("ani", name, open_names.__contains__)
                read |= {each for each in names if texts[each] in (found["before"], found["after"])}
            assert not (told and read & open_names)
