"""How do decided paragraphs get among those that a coder codes?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from discourse.annotation.queue import QueueItem
from discourse.labels.inclusion import GOLD
from discourse.labels.team.gold import Gold, draw_gold, mix_gold


@dataclass(frozen=True)
class GoldItems:
    """Gold paragraphs to be mixed into the queues of coders; on the page they look like any other.

    Attributes
    ----------
    gold : Gold
        The paragraphs of the study that were decided on.
    number : int
        How many each coder is to code in all.
    seed : int
        The study's seed.
    """

    gold: Gold
    number: int
    seed: int

    def among(self, items: Sequence[QueueItem], codings: pd.DataFrame, coder: str, queue: str) -> list[QueueItem]:
        """Mix gold into a coder's queue.

        The queue ``uncoded`` holds every paragraph, so those that are gold are taken from their places in it. Of
        other queues nothing is taken, for they are samples: gold comes from outside of them.

        Parameters
        ----------
        items : sequence of QueueItem
            The queue.
        codings : DataFrame
            The codings that stand.
        coder, queue : str
            Whose, and which.
        """
        passed_over = () if queue == "uncoded" else {item.name for item in items}
        seed = zlib.crc32(f"{self.seed} {coder} gold".encode())
        drawn = draw_gold(self.gold, codings, coder, self.number, seed, passed_over)
        others = [item for item in items if item.name not in set(drawn)]
        return mix_gold(others, [QueueItem(name, f"{queue}{GOLD}", "decided before") for name in drawn], seed)
