"""The command knows every queue that can be drawn."""

from __future__ import annotations

from discourse.cli.planning.queue_options import Queue, queue_size
from discourse.labels.queues import QUEUES


def test_the_command_names_all_queues() -> None:
    assert tuple(queue.value for queue in Queue) == QUEUES


def test_how_much_is_drawn_where_nobody_says() -> None:
    assert [queue_size(*asked) for asked in ((None, False), (None, True), (7, True))] == [100, 20, 7]
