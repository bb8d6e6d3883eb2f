"""Does the engine keep within its bounds, leave nothing behind, and say what was full?"""

from __future__ import annotations

import resource

import pytest

from discourse.emphasis.archive.engine import column, open_engine, quoted, watched
from discourse.errors import DataError

MANY = "SELECT count(*) FROM (SELECT hash(i) AS h, count(*) FROM range(6000000) t(i) GROUP BY h)"


def test_the_bounds_are_those_asked_for(tmp_path):
    with open_engine("200MB", threads=1, temp=tmp_path) as connection:
        asked = "SELECT current_setting('threads'), current_setting('temp_directory')"
        threads, folder = connection.execute(asked).fetchone()
        assert threads == 1
        assert folder.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_is_put_on_the_disk_and_deleted(tmp_path):
    with open_engine("100MB", threads=2, temp=tmp_path) as connection:
        assert connection.execute(MANY).fetchone() == (6_000_000,)
        (spilled,) = tmp_path.iterdir()
        assert spilled.name.startswith(".discourse-")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("full", ["disk", "memory"])
def test_a_full_disk_or_memory_is_one_line(tmp_path, full):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def count():
        with open_engine("60MB", threads=1, temp=tmp_path) as connection:
            if full == "memory":
                connection.execute("SET temp_directory = ''")
            else:
                resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # as if no more could be written
            connection.execute(MANY)

    try:
        with pytest.raises(DataError) as caught:
            count()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = str(caught.value)
    assert "--memory" in said
    assert ("found a full disk" in said and "--temp" in said and str(tmp_path) in said) == (full == "disk"), said
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_of_the_caller_is_one_line_and_a_bad_folder_too(tmp_path):
    said = "archive: expected a table that can be added up, found Catalog Error"
    with pytest.raises(DataError, match=said), open_engine() as connection:
        connection.execute("SELECT * FROM nothing")
    said = r"none: expected a folder to write to, found No such file.*--temp"
    with pytest.raises(DataError, match=said), open_engine(temp=tmp_path / "none"):
        pass
    for memory in ("", "2", "GB", "-1GB", "2GB; SELECT 1"):
        with pytest.raises(DataError, match="memory: expected a size"), open_engine(memory):
            pass


def test_names_and_texts_hold_whatever_is_in_them():
    with open_engine("100MB") as connection:
        odd = 'it\'s "so"; --'
        asked = f"SELECT {column(odd)} FROM (SELECT {quoted(odd)} AS {column(odd)})"
        assert connection.execute(asked).fetchone() == (odd,)


def test_progress_is_told_and_nothing_is_printed(capfd, monkeypatch):
    monkeypatch.setattr("discourse.emphasis.archive.engine._SECONDS", 0.01)
    told = []
    with open_engine("1GB", threads=1) as connection:
        assert watched(connection, MANY, lambda *one: told.append(one)).fetchone() == (6_000_000,)
        assert watched(connection, "SELECT 1", None).fetchone() == (1,)
    assert told
    assert all(0 <= done <= whole == 100 for done, whole in told)
    assert capfd.readouterr() == ("", "")
