"""How fast does each coder work, and how far do they agree with what was decided?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from discourse.emphasis import emphasis_by
from discourse.labels.agreement import latest_codings
from discourse.labels.log import read_codings, valid_codings
from discourse.labels.team.gold import gold_codes
from discourse.labels.team.pace import coding_pace
from discourse.study import Study

PACE_COLUMNS = (
    "coder",
    "codings",
    "timed",
    "median_seconds",
    "too_fast",
    "gold",
    "gold_right",
    "agreement",
    "low",
    "high",
    "articles",
    "practised",
    "practised_right",
)


def pace_table(study: Study) -> pd.DataFrame:
    """Sum up the work of each person: pace, agreement with the decided paragraphs, practice.

    Parameters
    ----------
    study : Study
        Whose log; seen by a variable, that of the variable.

    Returns
    -------
    DataFrame
        One row a person who has coded or practised, by name: ``coder``; ``codings`` (paragraphs coded); ``timed``
        codings, their ``median_seconds``, and how many of them were ``too_fast`` for anybody to read
        (:func:`discourse.labels.team.pace.coding_pace`); paragraphs that somebody else had decided on (``gold``) before
        the coder coded them without having seen other codings, and on how many of these the primary code is that of
        the decision (``gold_right``): their share as ``agreement`` with its interval, clustered by article, and the
        ``articles`` that they stand in, of which an interval needs five; items answered in the first turn of practice
        (``practised``), and how many of these were right at the first try.

    Raises
    ------
    LabelError
        If the log or the file of practice is damaged.
    """
    parts = [_practice(study)]
    if study.labels_path.is_file():
        every = read_codings(study, undone=True)
        gold = gold_codes(every, study.settings, study.codebook)
        standing = valid_codings(every, study.codebook.retired)
        standing = standing.assign(place=range(len(standing)))
        people = standing[~standing["coder"].isin(list(study.settings.machine_coders))]
        decided_at = dict(zip(standing["coding_id"], standing["place"], strict=True))
        parts += [_pace(every, people, study), _agreement(people, gold.codes, decided_at, study)]
    table = pd.concat(parts, axis=1).sort_index().rename_axis("coder").reset_index()
    counts = ["codings", "timed", "too_fast", "gold", "gold_right", "articles", "practised", "practised_right"]
    table = table.reindex(columns=list(PACE_COLUMNS))
    return table.assign(**{name: table[name].fillna(0).astype(int) for name in counts})


def _pace(every: pd.DataFrame, people: pd.DataFrame, study: Study) -> pd.DataFrame:
    found = coding_pace(every, study.paragraphs)
    found = found[found["coding_id"].isin(people["coding_id"])]
    by_coder = found.groupby("coder").agg(
        timed=("seconds", "size"), median_seconds=("seconds", "median"), too_fast=("too_fast", "sum")
    )
    return by_coder.join(people.groupby("coder")["paragraph_id"].nunique().rename("codings"), how="outer")


def _agreement(people: pd.DataFrame, gold: pd.DataFrame, decided_at: Mapping[str, int], study: Study) -> pd.DataFrame:
    """Share of the gold paragraphs on which each coder gives the code of the decision, and its interval.

    A coding from before the decision is left out: paragraphs are decided on because such codings differ.
    """
    own = latest_codings(people)[["coder", "paragraph_id", "primary", "place"]]
    decisions = gold.rename(columns={"primary": "decided", "coder": "decider"}).drop(columns="also")
    pairs = own.merge(decisions, on="paragraph_id")
    decided = pairs["coding_id"].map(decided_at).astype(float)  # texts stay texts where there is none
    pairs = pairs[(pairs["coder"] != pairs["decider"]) & (pairs["place"] > decided)]
    if pairs.empty:
        return pd.DataFrame(columns=["gold", "gold_right", "agreement", "low", "high", "articles"])
    article = pairs["paragraph_id"].map(study.paragraphs.set_index("paragraph_id")["article_id"])
    same = (pairs["primary"] == pairs["decided"]).map({True: "same", False: "other"})
    table = pd.DataFrame({"coder": pairs["coder"], "article_id": pairs["coder"] + "\n" + article, "primary": same})
    found = emphasis_by(table, ["same", "other"], ["coder"], level=study.settings.level)
    found = found[found["pillar"] == "same"].set_index("coder")
    names = {"numerator": "gold_right", "paragraphs": "gold", "value": "agreement"}
    return found.rename(columns=names)[["gold", "gold_right", "agreement", "low", "high", "articles"]]


def _practice(study: Study) -> pd.DataFrame:
    """Count the first answers of each coder's first turn."""
    path = study.data / "practice.csv"
    if not path.is_file():
        return pd.DataFrame(columns=["practised", "practised_right"])
    from discourse.annotation.answers.practice import first_answers, read_practice

    firsts = first_answers(read_practice(path), study.variable)
    rows = {coder: (len(each), sum(one.right for one in each)) for (coder, turn), each in firsts.items() if turn == 1}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["practised", "practised_right"])
