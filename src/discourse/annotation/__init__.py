"""How do people code? A page on this machine, one paragraph at a time, by keyboard, into the label log.

::

    trays       a queue drawn for one coder
      -> desk   what the coder sees, and what happens to what they say
      -> app    routes; guard: which requests may pass; serving: where it runs; answering: what pages share
    intrusion_items        tests of topics on the same kind of page (imported by themselves: they fit topics)
      -> intrusion_desk    cards and answers; intrusion_answers: the file they go to
      -> intrusion_page    routes
    retraining  what an hour of coding changed (imported by itself: it needs scikit-learn)
      -> predicted  what the newest fit said of each paragraph, for queues and review
"""

from __future__ import annotations

from discourse.relabel.desk import Desk
from discourse.relabel.predicted import latest_probabilities
from discourse.relabel.serving import Server

__all__ = ["Desk", "Server", "latest_probabilities"]
