"""Do ties and actors leave as edges and as GraphML that other programs read?"""

from __future__ import annotations

import io
from xml.etree import ElementTree

import networkx
import pandas as pd
import pytest

from discourse.emphasis import linkage
from discourse.labels import analysed_rows
from discourse.report.networks import EDGE_COLUMNS, actor_ties, graphml, pillar_ties

XML = "{http://graphml.graphdrawing.org/xmlns}"


def read(text):
    return networkx.read_graphml(io.BytesIO(text.encode()))


def test_ties_are_those_of_the_linkage(shipped_study):
    nodes, edges = pillar_ties(shipped_study)
    pillars, periods = shipped_study.codebook.pillar_ids, shipped_study.settings.compared
    assert len(nodes) == len(pillars) * 2
    assert len(edges) == 10 * 2
    assert edges.columns.tolist() == [*EDGE_COLUMNS, "lift"]
    ties = linkage(analysed_rows(shipped_study), pillars, periods).query("quantity == 'tie'")
    assert edges["Weight"].tolist() == ties["numerator"].tolist()
    assert edges["share"].tolist() == ties["value"].tolist()


def test_graphml_is_read_back_with_typed_numbers(shipped_study):
    nodes, edges = pillar_ties(shipped_study)
    text = graphml(nodes, edges)
    found = read(text)
    named = {pillar: name for pillar, name in shipped_study.codebook.names.items() if pillar != "none"}
    assert {name: data["label"] for name, data in found.nodes(data=True)} == named
    totals = edges.groupby(["Source", "Target"])["Weight"].sum()
    assert found.number_of_edges() == (totals > 0).sum()
    for (one, other), total in totals[totals > 0].items():
        assert found.edges[one, other]["weight"] == total
        for row in edges[(edges["Source"] == one) & (edges["Target"] == other)].itertuples():
            assert found.edges[one, other][f"share_{row.period}"] == row.share
    types = {key.get("attr.type") for key in ElementTree.fromstring(text).iter(f"{XML}key")}
    assert types == {"string", "double"}
    assert text == graphml(nodes, edges)


def test_actors_are_tied_to_the_pillars_of_their_paragraphs(toy_study):
    ids = toy_study.paragraphs["paragraph_id"].tolist()
    rows = analysed_rows(toy_study).reset_index(drop=True)
    word = toy_study.paragraphs.set_index("paragraph_id")["text"][rows["paragraph_id"][0]].split()[0]
    content = f"[[actor]]\nid = \"one\"\nname = '''{word}'''\n[[actor]]\nid = \"absent\"\nname = \"Qzx\"\n"
    (toy_study.data / "actors.toml").write_text(content, encoding="utf-8")
    assert len(ids) >= len(rows)
    nodes, edges = actor_ties(toy_study)
    pillars = toy_study.codebook.pillar_ids
    assert nodes["id"].unique().tolist() == ["one", "absent", *pillars]
    assert len(edges) == 2 * len(pillars) * 2
    assert edges.loc[edges["Source"] == "absent", "Weight"].sum() == 0
    own = edges[(edges["Source"] == "one") & (edges["Target"] == rows["primary"][0])]
    assert own["Weight"].sum() >= 1
    found = read(graphml(nodes, edges))
    assert found.nodes["one"]["kind"] == "actor"
    assert "absent" in found
    assert not list(found.neighbors("absent"))


def test_numbers_that_are_not_known_are_left_out():
    nodes = pd.DataFrame({"id": ["a", "b"], "label": ["A", "B"], "kind": "pillar", "period": "1"})
    nodes = nodes.assign(share=[0.5, float("nan")], low=float("nan"), high=float("nan"))
    edge = {"Source": ["a"], "Target": ["b"], "Type": "Undirected", "Weight": 2, "period": "1", "share": 0.5}
    found = read(graphml(nodes, pd.DataFrame(edge)))
    assert "share_1" in found.nodes["a"]
    assert "share_1" not in found.nodes["b"]
    assert found.edges["a", "b"] == {"weight": 2.0, "weight_1": 2.0, "share_1": 0.5}


def test_a_study_without_a_tie_is_written_too(toy_study):
    nodes, edges = pillar_ties(toy_study)
    assert read(graphml(nodes, edges.assign(Weight=0))).number_of_edges() == 0


def test_without_networkx_the_extra_is_named(monkeypatch, toy_study):
    from discourse.errors import MissingExtraError

    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(MissingExtraError, match='pip install "networkx'):
        graphml(*pillar_ties(toy_study))
