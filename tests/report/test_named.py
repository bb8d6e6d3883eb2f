"""Is who is named counted by article and by pillar, and said without more than the numbers carry?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.labels import analysed_rows
from discourse.report.named import actor_table, clear_shifts, describe_actors, named_rows, why_nobody

ACTORS = (("dewan", "Dewan", ["dewan"], ""), ("utusan", "Utusan", ["utusan"], ""), ("raja", "Raja", [], "king"))


@pytest.fixture
def with_actors(toy_study):
    """The toy study with a list of two who are named and one who is not."""
    entries = [
        f'[[actor]]\nid = "{key}"\nname = "{name}"\nvariants = {also}\ngloss = "{gloss}"\n'
        for key, name, also, gloss in ACTORS
    ]
    toy_study.data.joinpath("actors.toml").write_text("\n".join(entries).replace("'", '"'), "utf-8")
    return toy_study


def test_articles_and_paragraphs_are_counted_as_by_hand(with_actors):
    table = actor_table(with_actors).set_index(["name", "period"])
    rows = analysed_rows(with_actors)
    rows["named"] = (
        rows["paragraph_id"].map(with_actors.paragraphs.set_index("paragraph_id")["text"]).str.contains(r"\b[Dd]ewan\b")
    )
    for period, part in rows.groupby("period"):
        assert table.loc[("Dewan", period), "numerator"] == part.groupby("article_id")["named"].any().sum()
    by_pillar = actor_table(with_actors, unit="paragraph", by_pillar=True)
    political = by_pillar[(by_pillar["pillar"] == "political") & (by_pillar["name"] == "Dewan")]
    assert political["numerator"].sum() == (rows["named"] & (rows["primary"] == "political")).sum()
    assert set(by_pillar["pillar"]) == set(with_actors.codebook.pillar_ids)


def test_a_name_has_its_own_gloss_or_that_of_the_language(with_actors):
    found = actor_table(with_actors).drop_duplicates("name").set_index("name")["gloss"]
    assert found.to_dict() == {"Dewan": "", "Utusan": "envoy", "Raja": "king"}


def test_a_study_without_a_list_names_the_command(toy_study):
    toy_study.data.joinpath("actors.toml").unlink()
    with pytest.raises(DataError, match="words actors --propose"):
        actor_table(toy_study)
    nobody = pd.DataFrame({"name": [], "unit": [], "numerator": []})
    said = describe_actors(nobody, toy_study, [])
    assert said.title == "The study has no list of actors yet"
    assert "discourse words actors --propose" in said.caption == why_nobody(nobody)


def counted(**actors):
    """Articles that name each actor, of 20 and 40, with the bounds of the shift."""
    rows = []
    for name, (earlier, later, low, high) in actors.items():
        for period, number, total in (("2023", earlier, 20), ("2025", later, 40)):
            rows.append((name, "article", period, number / total, 0.0, 1.0, number, total))
        rows.append((name, "article", "2025-2023", later / 40 - earlier / 20, low, high, None, 60))
    columns = ["name", "unit", "period", "value", "low", "high", "numerator", "articles"]
    return pd.DataFrame(rows, columns=columns)


def test_the_title_gives_the_counts_of_the_largest_clear_shift(toy_study):
    numbers = counted(Mayor=(2, 20, 0.1, 0.6), Bank=(19, 1, -0.99, -0.8), Poet=(1, 1, -0.1, 0.1), Ghost=(0, 0, 0, 0))
    assert clear_shifts(numbers) == ["Mayor", "Bank"]
    assert set(named_rows(numbers)["name"]) == {"Mayor", "Bank", "Poet"}
    said = describe_actors(numbers, toy_study, ["Mayor", "Bank"])
    assert said.title == "Bank: named in 19 of 20 articles in 2023, 1 of 40 in 2025; 2 of 3 shifts exclude zero"
    assert "Never named in these articles: Ghost." in said.notes
    assert "Named less often, and in the table alone: Poet." in said.notes


def test_without_a_clear_shift_the_most_named_is_named(toy_study):
    said = describe_actors(counted(Mayor=(2, 3, -0.1, 0.2), Bank=(5, 9, -0.1, 0.2)), toy_study, ["Mayor", "Bank"])
    assert said.title == "Bank: named most, in 14 of 60 articles; no shift of an actor excludes zero"
    few = counted(Mayor=(2, 3, None, None)).assign(low=float("nan"), high=float("nan"))
    assert describe_actors(few, toy_study, ["Mayor"]).title.endswith("too few articles for intervals")
    assert "Crosses" in describe_actors(few, toy_study, ["Mayor"]).caption
