"""Which paragraphs have a code that was decided on, and which of them check a coder?

A decision (in the adjudication view, or brought in as one) is the best that a study knows of a paragraph; coders are
held against it. What people decided goes before what a machine coder did.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import ADJUDICATION
from discourse.labels.inclusion import GOLD
from discourse.labels.log import valid_codings
from discourse.settings import Settings

Item = TypeVar("Item")

DECISIONS = (ADJUDICATION, "decision")
"""The ``why`` of codings that decide on a paragraph."""
EVERY = 6
"""One in so many paragraphs is gold, where enough others come up."""


@dataclass(frozen=True)
class Gold:
    """The paragraphs that were decided on.

    Attributes
    ----------
    codes : DataFrame
        One row a paragraph, sorted by ``paragraph_id``: ``primary``, ``also`` (tuple), ``coder`` who decided,
        ``machine``, whether that is a machine coder, and the decision's ``coding_id``.
    retired : int
        Paragraphs that are left out because the codebook has retired the code that was decided on.
    """

    codes: pd.DataFrame
    retired: int


def gold_codes(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> Gold:
    """Find the decision that counts for each paragraph: a person's before a machine's, then the latest.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them with ``undone=True``, for codings with a retired code are counted.
    settings, codebook
        Of the study. Decisions of coders in ``agreement_only`` do not count.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("2", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-", retired=("sport",))
    >>> log = pd.DataFrame({"paragraph_id": ["a", "a", "b"], "primary": ["trade", "arts", "sport"],
    ...                     "also": [(), (), ()], "coder": ["ani", "model", "ani"], "why": "adjudication",
    ...                     "coding_id": ["1", "2", "3"], "undoes": "", "when": ""})
    >>> found = gold_codes(log, Settings.model_construct(machine_coders=("model",), agreement_only=()), book)
    >>> found.codes[["paragraph_id", "primary", "machine"]].values.tolist(), found.retired
    ([['a', 'trade', False]], 1)
    """
    standing = valid_codings(codings, ())
    decided = standing[standing["why"].isin(DECISIONS) & ~standing["coder"].isin(list(settings.agreement_only))]
    decided = decided.assign(machine=decided["coder"].isin(list(settings.machine_coders)))
    ranked = decided.sort_values(["paragraph_id", "machine"], ascending=[True, False], kind="stable")
    last = ranked.drop_duplicates("paragraph_id", keep="last")
    known = last["primary"].isin(codebook.codes)
    columns = ["paragraph_id", "primary", "also", "coder", "machine", "coding_id"]
    return Gold(last.loc[known, columns].reset_index(drop=True), int((~known).sum()))


def draw_gold(
    gold: Gold, codings: pd.DataFrame, coder: str, number: int, seed: int, passed_over: Collection[str] = ()
) -> list[str]:
    """Draw gold paragraphs for a coder who has coded none of them yet, at random.

    Parameters
    ----------
    gold : Gold
        As :func:`gold_codes` finds it.
    codings : DataFrame
        The codings that stand.
    coder : str
        For whom. What the coder has coded as gold before counts towards the number.
    number : int
        How many in all.
    seed : int
        Seed of the order, which stays the same however many are drawn.
    passed_over : collection of str
        Paragraphs that are not drawn.
    """
    own = codings[codings["coder"] == coder]
    coded = own[own["queue"].str.endswith(GOLD)]["paragraph_id"].nunique()
    names = sorted(gold.codes["paragraph_id"])
    order = np.random.default_rng([seed, 6]).permutation(len(names))
    never = {*own["paragraph_id"], *passed_over}
    open_names = [names[place] for place in order if names[place] not in never]
    return open_names[: max(number - coded, 0)]


def mix_gold(items: Sequence[Item], gold: Sequence[Item], seed: int) -> list[Item]:
    """Put gold items among others, each at a random place of its own stretch of the queue.

    The stretches are short, so that a coder who stops early has met gold; in a short queue they are spread over it.

    Examples
    --------
    >>> mixed = mix_gold(list(range(20)), ["x", "y"], seed=1)
    >>> [each for each in mixed if each not in ("x", "y")] == list(range(20))
    True
    >>> mixed[:6].count("x"), mixed[6:12].count("y")
    (1, 1)
    """
    rng = np.random.default_rng([seed, 7])
    stretch = min(EVERY - 1, len(items) // max(len(gold), 1))
    mixed: list[Item] = []
    for number, each in enumerate(gold):
        others = list(items[number * stretch : (number + 1) * stretch])
        others.insert(int(rng.integers(len(others) + 1)), each)
        mixed += others
    return [*mixed, *items[len(gold) * stretch :]]
