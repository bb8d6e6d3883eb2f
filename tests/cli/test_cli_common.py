"""A bar counts on a terminal; elsewhere only figures leave a line."""

from __future__ import annotations

import sys

from discourse.cli.common import ProgressBar


def test_nothing_is_shown_where_there_is_no_terminal(capsys) -> None:
    with ProgressBar("runs", 2) as bar:
        bar(1)
        bar.reach(2, 2)
        bar.figure("emphasis", "start", 0.0)
        bar.figure("emphasis", "made", 1.25)
        bar.figure("topics", "current", 0.0)
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out == "1 of 2: emphasis: made in 1.2 s\n2 of 2: topics: up to date\n"


def test_a_terminal_shows_how_far_the_work_is(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with ProgressBar("runs", description="fitting topics") as bar:
        bar.reach(3, 20)
        assert (bar.bar.n, bar.bar.total) == (3, 20)
        bar(4)
        assert bar.bar.n == 7
        bar.figure("emphasis", "made", 1.0)
        assert bar.bar.n == 8
    shown = capsys.readouterr()
    assert "fitting topics" in shown.err
    assert shown.out == ""
