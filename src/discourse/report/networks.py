"""How are ties between pillars, or between actors and pillars, taken on as a network?

Ties come as a table, a row a tie and period, which Gephi reads as edges; and as GraphML, which Gephi, visone and
Discourse Network Analyzer read, with one edge a tie and the numbers of both periods on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.emphasis import emphasis_table, linkage, marked_shares
from discourse.errors import MissingExtraError
from discourse.labels import analysed_rows, mention_matrix
from discourse.study import Study
from discourse.words import study_actors

if TYPE_CHECKING:
    import networkx

EDGE_COLUMNS = ("Source", "Target", "Type", "Weight", "period", "share", "low", "high", "articles", "paragraphs")
"""The first four bear the names that Gephi looks for; ``Weight`` is how many paragraphs have the tie."""


def pillar_ties(study: Study, analysis: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tie the pillars that paragraphs of an analysis name together.

    Parameters
    ----------
    study : Study
        The study.
    analysis : str
        Id of the analysis; the main one where empty.

    Returns
    -------
    nodes : DataFrame
        A row a pillar and period: ``id, label, kind, period, share`` (mention share), ``low, high``.
    edges : DataFrame
        A row a tie and period: ``EDGE_COLUMNS``, then ``lift``; shares and lift as in ``linkage``.

    Raises
    ------
    DataError, EstimateError
        As ``linkage``.
    """
    rows, pillars, periods = _asked(study, analysis)
    level = study.settings.level
    ties = linkage(rows, pillars, periods, level=level).query("quantity == 'tie'")
    ties = ties.rename(columns={"pillar": "Source", "other": "Target"})
    return _pillar_nodes(study, rows), _edges(ties)[[*EDGE_COLUMNS, "lift"]]


def actor_ties(study: Study, analysis: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tie every actor to the pillars of the paragraphs that name it: a network of two modes.

    Parameters
    ----------
    study, analysis
        As for :func:`pillar_ties`.

    Returns
    -------
    nodes : DataFrame
        As of :func:`pillar_ties`, with the actors; their share is that of the paragraphs that name them.
    edges : DataFrame
        A row a tie and period, from actor to pillar: ``EDGE_COLUMNS``. The share is that of the paragraphs that
        name both, among all paragraphs of the analysis.

    Raises
    ------
    DataError, EstimateError
        As ``study_actors`` and ``linkage``.
    """
    rows, pillars, periods = _asked(study, analysis)
    actors, named = study_actors(study, rows["paragraph_id"])
    mentioned = mention_matrix(rows["primary"], rows["also"], pillars)
    both = (named[:, :, None] & mentioned[:, None, :]).reshape(len(rows), -1)
    ids = [actor.id for actor in actors]
    pairs = [f"{actor} {pillar}" for actor in ids for pillar in pillars]
    level = study.settings.level
    ties = _each_period(marked_shares(rows, both, pairs, periods, level=level), periods)
    ties[["Source", "Target"]] = ties["name"].str.split(" ", n=1, expand=True)
    shares = _each_period(marked_shares(rows, named, ids, periods, level=level), periods)
    labels = {actor.id: actor.name for actor in actors}
    nodes = shares.rename(columns={"name": "id", "value": "share"}).assign(kind="actor")
    nodes["label"] = nodes["id"].map(labels)
    return _joined(nodes, _pillar_nodes(study, rows)), _edges(ties)[[*EDGE_COLUMNS]]


def graphml(nodes: pd.DataFrame, edges: pd.DataFrame) -> str:
    """Write a network as GraphML: the numbers of each period as attributes such as ``share_2023``.

    Ties that no paragraph has in any period are left out; numbers that are not known are left out too.

    Raises
    ------
    MissingExtraError
        If networkx is not installed.
    """
    try:
        import networkx
    except ImportError:
        raise MissingExtraError.of("networkx", "networks", "GraphML") from None
    graph: networkx.Graph[str] = networkx.Graph()
    for name, part in nodes.groupby("id", sort=False):
        first = part.iloc[0]
        graph.add_node(name, label=first["label"], kind=first["kind"], **_by_period(part, ("share", "low", "high")))
    numbers = [column for column in edges if column not in ("Source", "Target", "Type", "period")]
    for (one, other), part in edges.groupby(["Source", "Target"], sort=False):
        if part["Weight"].sum() > 0:
            weights = {"weight": float(part["Weight"].sum())}
            graph.add_edge(one, other, **weights, **_by_period(part, numbers))
    return "\n".join(networkx.generate_graphml(graph)) + "\n"


def _asked(study: Study, analysis: str) -> tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...]]:
    return analysed_rows(study, analysis), study.codebook.pillar_ids, study.settings.compared


def _each_period(rows: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """Leave the shifts out."""
    return rows[rows["period"].isin(periods)].reset_index(drop=True)


def _pillar_nodes(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    pillars, periods = study.codebook.pillar_ids, study.settings.compared
    shares = emphasis_table(rows, pillars, periods, quantities=["mention_share"], level=study.settings.level)
    nodes = _each_period(shares, periods).rename(columns={"pillar": "id", "value": "share"}).assign(kind="pillar")
    nodes["label"] = nodes["id"].map(study.codebook.names)
    return _joined(nodes)


def _joined(*nodes: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(nodes, ignore_index=True)[["id", "label", "kind", "period", "share", "low", "high"]]


def _edges(ties: pd.DataFrame) -> pd.DataFrame:
    edges = ties.rename(columns={"value": "share", "numerator": "Weight"}).assign(Type="Undirected")
    return edges.astype({"Weight": int}).reset_index(drop=True)


def _by_period(part: pd.DataFrame, columns: Any) -> Mapping[str, float]:
    """Name the numbers of each period, such as ``share_2023``; those that are not known are left out."""
    return {
        f"{column.lower()}_{row['period']}": float(row[column])
        for row in part.to_dict("records")
        for column in columns
        if not np.isnan(row[column])
    }
