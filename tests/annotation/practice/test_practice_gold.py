"""Gold comes into a queue under a name of its own; its card gives nothing away, and a sample loses nothing to it."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.annotation.coders import Coder
from discourse.annotation.practice.gold import GoldItems
from discourse.annotation.queue import QueueItem
from discourse.annotation.requests import LabellingRequest
from discourse.annotation.session import LabellingSession
from discourse.labels.append import LabelLog
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.log import read_codings
from discourse.labels.table import coded_table
from discourse.labels.team.gold import gold_codes
from discourse.labels.team.tasks import open_tasks


def gold_of(study, number: int) -> GoldItems:
    codings = read_codings(study, undone=True)
    return GoldItems(gold_codes(codings, study.settings, study.codebook), number, study.settings.seed)


@pytest.fixture
def decided(many_study, coding):
    """Forty paragraphs in each of two articles; every eighth was decided on."""
    names = many_study.paragraphs["paragraph_id"].tolist()[::8]
    LabelLog.of(many_study).append([coding("rini", name, "economic", why="adjudication") for name in names])
    return many_study


def code_all(session, coder: Coder, number: int) -> list[dict]:
    cards = []
    for place in range(number):
        card = session.card(coder, place)
        cards.append(card)
        session.save(
            coder,
            LabellingRequest(
                coding_id=f"{coder.name}-{coder.queue}-{place}", paragraph=card["paragraph"], primary="economic"
            ),
        )
    return cards


def test_gold_is_coded_among_the_uncoded_and_looks_like_any_other(decided) -> None:
    session = LabellingSession(decided, gold=gold_of(decided, 4))
    ani = Coder("ani", "uncoded")
    assert session.card(ani)["total"] == 80
    cards = code_all(session, ani, 24)
    assert len({tuple(card) for card in cards}) == 1
    assert "gold" not in str(cards)
    own = read_codings(decided).query("coder == 'ani'")
    gold = own[own["queue"] == "uncoded-gold"]
    assert set(gold["paragraph_id"]) <= set(gold_of(decided, 4).gold.codes["paragraph_id"])
    assert (len(gold), own["paragraph_id"].nunique()) == (4, 24)
    assert gold["inclusion"].isna().all()
    assert session.card(ani)["done"] == 24
    again = LabellingSession(decided, gold=gold_of(decided, 4))
    assert (again.card(ani)["total"], again.card(ani)["done"]) == (56, 0)
    assert not {item.queue for item in again._queue(ani).items} & {"uncoded-gold"}


def test_gold_changes_no_probability(decided) -> None:
    """Of 80 paragraphs 4 are gold; 20 of the 76 others are coded, as if 20 of 76 had been drawn."""
    session = LabellingSession(decided, gold=gold_of(decided, 4))
    code_all(session, Coder("ani", "uncoded"), 24)
    append_decision(decided, Decision("1", "ani", "2026-01-01T00:00:00Z", "accepted"))
    table = coded_table(decided).set_index("paragraph_id")
    own = read_codings(decided).query("coder == 'ani'")
    drawn = own.loc[own["queue"] == "uncoded", "paragraph_id"]
    assert len(drawn) == 20
    decided_on = set(gold_of(decided, 4).gold.codes["paragraph_id"])
    others = table.loc[~table.index.isin(decided_on), "inclusion"]
    assert others.tolist() == pytest.approx([20 / 76] * len(others))


def test_an_audit_keeps_its_draws_and_gets_gold_from_outside(decided) -> None:
    ani = Coder("ani", "audit")
    plain = [item.name for item in LabellingSession(decided, size=20)._queue(ani).items]
    session = LabellingSession(decided, size=20, gold=gold_of(decided, 3))
    items = session._queue(ani).items
    assert [item.name for item in items if item.queue == "audit"] == plain
    assert sum(item.queue == "audit-gold" for item in items) == 3
    code_all(session, ani, 23)
    assert session.card(ani)["done"] == 23


def test_a_task_list_keeps_its_paragraphs_and_gets_gold_from_outside(decided) -> None:
    names = decided.paragraphs["paragraph_id"].tolist()[1:9]
    rows = [("ani", name, "uncoded-tasks", "", 1.0) for name in names]
    tasks = pd.DataFrame(rows, columns=["coder", "paragraph_id", "queue", "reason", "inclusion"])
    session, ani = LabellingSession(decided, tasks=tasks, gold=gold_of(decided, 2)), Coder("ani", "tasks")
    code_all(session, ani, 10)
    assert (session.card(ani)["done"], session.card(ani)["total"]) == (10, 10)
    own = read_codings(decided).query("coder == 'ani'").groupby("queue")["paragraph_id"].agg(set)
    assert own["uncoded-tasks"] == set(names) - own["tasks-gold"]
    assert len(own["tasks-gold"]) == 2
    assert not own["tasks-gold"] & set(names)
    assert open_tasks(tasks, read_codings(decided)).empty


def test_nobody_is_checked_by_their_own_decision_or_in_review(decided) -> None:
    session = LabellingSession(decided, gold=gold_of(decided, 4))
    assert not any("gold" in item.queue for item in session._queue(Coder("rini", "uncoded")).items)
    assert not any("gold" in item.queue for item in session._queue(Coder("ani", "uncoded", "review")).items)


def test_the_same_seed_gives_the_same_gold_and_coders_get_others(decided) -> None:
    items = [QueueItem(f"x{number}", "audit") for number in range(40)]
    gold = gold_of(decided, 4)
    codings = read_codings(decided)
    drawn = {coder: gold.among(items, codings, coder, "audit") for coder in ("ani", "budi")}
    assert drawn["ani"] == gold.among(items, codings, "ani", "audit")
    assert drawn["ani"] != drawn["budi"]
