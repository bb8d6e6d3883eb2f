"""What was said is found by paragraph, coder and queue; what was taken back is gone."""

from __future__ import annotations

from discourse.annotation.coders import Said


def test_latest_last_and_informed(coding) -> None:
    said, when = Said(), "2025-12-03T10:00:00Z"
    lines = [
        coding("reader", "a:01", "economic"),
        coding("ani", "a:01", "economic", queue="audit", when=when),
        coding("ani", "a:01", "political", queue="doubtful-audit", when=when),
        coding("ani", "a:01", "none", why="adjudication", when=when),
    ]
    for line in lines:
        said.take(line)
    assert [each.coder for each in said.of("a:01")] == ["reader", "ani", "ani", "ani"]
    assert said.of("b:01") == []
    assert said.latest("ani", "a:01") == lines[2]
    assert said.latest("ani", "a:01", queue="audit") == lines[1]
    assert said.latest("ani", "a:01", queue="doubtful") == lines[2]
    assert said.latest("ani", "a:01", queue="stale") is None
    assert said.latest("ani", "a:01", deciding=True) == lines[3]
    assert said.last("ani") == lines[2].coding_id
    assert said.last("ani", deciding=True) == lines[3].coding_id
    assert said.last("reader") == ""
    said.take(coding("ani", "a:01", "", undoes=lines[2].coding_id, why="undo"))
    assert said.last("ani") == lines[1].coding_id
    assert said.is_informed("ani", "a:01")
    assert not said.is_informed("reader", "a:01")
    said.show("reader", "a:01")
    assert said.is_informed("reader", "a:01")
