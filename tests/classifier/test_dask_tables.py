"""Several processes write the table of one, go on where they stopped, and take nothing for what it is not.

Where a test is about the files and not about the processes, Dask's synchronous scheduler does the same work here.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pandas as pd
import pytest

from discourse.classifier import ArticleRuns, SkippedRows, classify_in_parallel, classify_table, partition_folder
from discourse.classifier import dask_tables as dask_file
from discourse.errors import DataError, LabelError, MissingExtraError, ModelError

LONGEST = 100
SCRIPT = """
import multiprocessing, signal, sys, threading, time
from pathlib import Path
from discourse.classifier import classify_in_parallel
from discourse.errors import DataError

def tell_who_works():
    while len(working := multiprocessing.active_children()) < 2:
        time.sleep(0.005)
    print(*(process.pid for process in working), flush=True)

if __name__ == "__main__":
    # A shell has what it starts in the background take no notice of the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=tell_who_works, daemon=True).start()
    try:
        classify_in_parallel(*map(Path, sys.argv[1:]), 2, partition_bytes=20_000)
    except DataError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
"""

pytestmark = pytest.mark.skipif(importlib.util.find_spec("dask") is None, reason="needs the extra scale")


@pytest.fixture
def here(monkeypatch):
    """Have Dask do the work in this process."""
    import dask.bag

    real = dask.bag.Bag.compute
    monkeypatch.setattr(dask.bag.Bag, "compute", lambda bag, **choices: real(bag, scheduler="synchronous"))


@pytest.fixture
def single(small_model, news, tmp_path):
    """What one process makes of the table."""
    classify_table(small_model, news, tmp_path / "single.csv")
    return (tmp_path / "single.csv").read_bytes()


def test_articles_are_heard_as_in_one_process(small_model, small_model_path, texts_of, here, tmp_path):
    articles = [f"a{row // 4}" for row in range(57)] + ["a0", "a0", "a1"]
    source, runs = tmp_path / "in.csv", ArticleRuns()
    pd.DataFrame({"article_id": articles, "text": texts_of(60, seed=2)}).to_csv(source, index=False)
    results = []
    for alone in (False, True):
        one, many = tmp_path / f"one{alone}.csv", tmp_path / f"many{alone}.csv"
        classify_table(small_model, source, one, alone=alone)
        classify_in_parallel(small_model_path, source, many, 1, alone=alone, runs=runs, partition_bytes=400)
        assert one.read_bytes() == many.read_bytes()
        results.append(one.read_bytes())
    assert results[0] != results[1]
    assert "3 rows of 2 articles." in runs.remark()


def stop(rows):
    """Do what Ctrl-C does, once something is done."""
    if rows:
        raise KeyboardInterrupt


def noting(monkeypatch):
    """Note the files of partitions that are written."""
    seen, real = [], dask_file.atomic_writer

    def noted(path):
        if path.name != "joined.csv":
            seen.append(path.name)
        return real(path)

    monkeypatch.setattr(dask_file, "atomic_writer", noted)
    return seen


@pytest.mark.parametrize("size", [1, 700, 10**9])
@pytest.mark.parametrize("lines", [False, True])
def test_partitions_make_the_table_of_one_process(small_model, small_model_path, news, tmp_path, here, size, lines):
    source, done = news, []
    if lines:
        source = news.with_suffix(".jsonl")
        pd.read_csv(news, dtype=str, keep_default_na=False).to_json(source, orient="records", lines=True)
    classify_table(small_model, source, tmp_path / "single.csv")
    rows = classify_in_parallel(
        small_model_path, source, tmp_path / "out.csv", 2, progress=done.append, partition_bytes=size
    )
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert rows == sum(done) == 60
    assert not partition_folder(tmp_path / "out.csv").exists()


def test_processes_make_the_same_file(small_model_path, news, tmp_path, single):
    before = signal.getsignal(signal.SIGINT)
    assert classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2, partition_bytes=900) == 60
    assert (tmp_path / "out.csv").read_bytes() == single
    assert signal.getsignal(signal.SIGINT) == before


def test_an_error_of_a_process_arrives_whole_and_what_is_done_is_kept(small_model_path, news, tmp_path):
    folder = partition_folder(tmp_path / "out.csv")

    def change(rows):
        if rows:
            news.write_bytes(news.read_bytes().replace(b"p00", b"q00").replace(b"p59", b"q59"))

    with pytest.raises(DataError) as caught:
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 1, progress=change, partition_bytes=900)
    assert str(caught.value) == (
        f"{news}: expected the file as it was at the start, found another content. "
        "Start again, and leave the file alone meanwhile."
    )
    assert type(caught.value) is DataError
    assert list(folder.iterdir())
    assert not (tmp_path / "out.csv").exists()


def test_partitions_go_into_no_folder_that_somebody_has_linked(small_model_path, news, tmp_path, here):
    (tmp_path / "elsewhere").mkdir()
    partition_folder(tmp_path / "out.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match=r"out\.csv\.parts: expected a folder of its own for the partitions"):
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2, partition_bytes=900)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_done_is_not_done_again(small_model_path, news, tmp_path, here, monkeypatch, single):
    out, seen, told = tmp_path / "out.csv", noting(monkeypatch), []

    def run(progress=None, **choices):
        seen.clear()
        classify_in_parallel(small_model_path, news, out, 2, progress=progress, partition_bytes=900, **choices)
        return len(seen)

    with pytest.raises(KeyboardInterrupt):
        run(stop)
    assert not out.exists()
    [first] = partition_folder(out).iterdir()
    assert seen == [first.name]
    partitions = len(list(dask_file.cut_table(news, 900)))
    assert run(told.append) == partitions - 1
    assert told[0] > 0
    assert out.read_bytes() == single
    for choices in ({"abstain_below": 0.5}, {}):
        with pytest.raises(KeyboardInterrupt):
            run(stop)
        monkeypatch.setattr("discourse.__version__", f"another {len(choices)}")
        assert run(**choices) == partitions
        assert not partition_folder(out).exists()


def test_only_partitions_that_changed_are_made_again(small_model, small_model_path, news, tmp_path, here, monkeypatch):
    out, seen = tmp_path / "out.csv", noting(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(dask_file, "_join", lambda parts, out, skipped: stop(parts))
        with pytest.raises(KeyboardInterrupt):
            classify_in_parallel(small_model_path, news, out, 2, partition_bytes=900)
    seen.clear()
    (partition_folder(out) / "mine.txt").write_text("not a partition")
    news.write_bytes(news.read_bytes().replace(b"p59", b"q59"))
    classify_in_parallel(small_model_path, news, out, 2, partition_bytes=900)
    classify_table(small_model, news, tmp_path / "single.csv")
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert len(seen) == 1
    assert [path.name for path in partition_folder(out).iterdir()] == ["mine.txt"]


def test_a_bad_record_at_the_end_is_found_before_any_work(small_model_path, news, tmp_path):
    with news.open("a", encoding="utf-8") as stream:
        stream.write("p99,kopi,1,too many\n")
    with pytest.raises(DataError, match=r"news\.csv, record 61: expected 3 columns, found 4\. Quote fields"):
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2, partition_bytes=900)
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("content", "message"),
    [("body\nkopi\n", "a column text"), ("text,p_trade\nkopi,1\n", "no column that classifying makes, found p_trade")],
)
def test_columns_are_checked_before_any_work(small_model_path, tmp_path, content, message):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(DataError, match=f"expected {message}"):
        classify_in_parallel(small_model_path, tmp_path / "a.csv", tmp_path / "out.csv", 2)
    assert not list(tmp_path.glob("out*"))


def test_what_cannot_be_is_refused(small_model_path, news, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    with pytest.raises(ModelError, match="expected a trained model, found No such file"):
        classify_in_parallel(tmp_path / "none.npz", news, out, 2)
    with pytest.raises(DataError, match="expected at least one worker, found 0"):
        classify_in_parallel(small_model_path, news, out, 0)
    with pytest.raises(DataError, match="expected a folder to write to"):
        classify_in_parallel(small_model_path, news, tmp_path / "no" / "out.csv", 2)
    monkeypatch.setitem(__import__("sys").modules, "dask", None)
    with pytest.raises(MissingExtraError, match=r'library dask, .*pip install "dask'):
        classify_in_parallel(small_model_path, news, out, 2)


def test_a_process_that_dies_is_said_in_a_line(small_model_path, news, tmp_path, monkeypatch):
    import dask.bag

    def die(*unused, **unused_too):
        raise BrokenProcessPool("a process was terminated abruptly")

    monkeypatch.setattr(dask.bag.Bag, "compute", die)
    with pytest.raises(DataError, match="workers: expected workers that stay alive, found one that was stopped"):
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2)


def test_a_message_has_no_traceback_of_a_process_in_it(small_model_path, news, tmp_path, monkeypatch):
    import dask.bag
    from dask.multiprocessing import remote_exception

    def fail(*unused, **unused_too):
        raise remote_exception(DataError("a place to write to", "a full disk", "part", "Name another file."), "lines")

    monkeypatch.setattr(dask.bag.Bag, "compute", fail)
    with pytest.raises(DataError) as caught:
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2)
    assert str(caught.value) == "part: expected a place to write to, found a full disk. Name another file."


def test_errors_cross_processes_whole():
    error = LabelError("a code", "'x'", "labels.csv, row 3", "Correct it.")
    kind, arguments = error.__reduce__()
    again = kind(*arguments)
    assert (type(again), str(again), again.hint) == (LabelError, str(error), "Correct it.")


def wait_for(condition):
    end = time.monotonic() + LONGEST
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("victim", ["worker", "main", "terminal"])
def test_whoever_is_killed_the_same_call_goes_on_to_the_same_bytes(
    small_model, small_model_path, texts_of, tmp_path, here, monkeypatch, victim, middle
):
    source, out = tmp_path / "many.csv", tmp_path / "out.csv"
    pd.DataFrame({"text": texts_of(6_000, seed=2)}).to_csv(source, index=False)
    (tmp_path / "script.py").write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, "script.py", small_model_path, source, out],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        workers = [int(number) for number in process.stdout.readline().split()]
        assert len(workers) == 2
        if middle:
            assert wait_for(lambda: len(list(partition_folder(out).glob("[0-9]*.csv"))) > 2)
        if victim == "terminal":
            os.killpg(process.pid, signal.SIGINT)
        else:
            os.kill(workers[0] if victim == "worker" else process.pid, signal.SIGKILL)
        ended = wait_for(lambda: not any(map(is_there, workers)))
        for worker in filter(is_there, workers):
            os.kill(worker, signal.SIGKILL)
        _, said = process.communicate(timeout=LONGEST)
    assert ended
    assert process.returncode == {"worker": 1, "main": -signal.SIGKILL, "terminal": 130}[victim]
    if victim == "worker":
        assert said.splitlines() == [
            "workers: expected workers that stay alive, found one that was stopped. If memory ran out, use fewer "
            "workers. Partitions that are done are kept: the same command goes on."
        ]
    assert "Traceback" not in said
    assert not out.exists()
    kept = {path.name for path in partition_folder(out).glob("[0-9]*.csv")}
    assert len(kept) >= 3 * middle
    seen = noting(monkeypatch)
    assert classify_in_parallel(small_model_path, source, out, 2, partition_bytes=20_000) == 6_000
    assert not kept & set(seen)
    classify_table(small_model, source, tmp_path / "single.csv")
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.csv", "out.csv", "script.py", "single.csv"]


@pytest.mark.parametrize("share", [0.05, 0.6])
def test_a_full_disk_is_said_in_a_line_and_what_is_done_is_kept(
    small_model_path, news, tmp_path, here, single, share, request
):
    resource = pytest.importorskip("resource")
    out, before = tmp_path / "out.csv", resource.getrlimit(resource.RLIMIT_FSIZE)
    request.addfinalizer(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before))
    # A file may grow to this size: less than a partition has, or more, but less than the table.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(share * len(single)), before[1]))
    with pytest.raises(DataError, match=r"\.csv: expected a place to write to, found File too large"):
        classify_in_parallel(small_model_path, news, out, 2, partition_bytes=900)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in partition_folder(out).iterdir() if path.suffix != ".csv"] == []
    assert bool(list(partition_folder(out).iterdir())) == (share > 0.5)
    classify_in_parallel(small_model_path, news, out, 2, partition_bytes=900)
    assert out.read_bytes() == single
    assert not partition_folder(out).exists()


@pytest.mark.parametrize("size", [1, 900, 10**9])
def test_partitions_leave_out_what_one_process_leaves_out(
    small_model, small_model_path, news, tmp_path, here, single, size
):
    first, *others = news.read_bytes().split(b"p3", 1)
    broken = b'p99,"kopi\np99\np99,\xff,1.10\n'
    news.write_bytes(
        first.replace(b"\np00", b"\n" + broken + b"p00") + b"".join(broken + b"p3" + one for one in others)
    )
    news.write_bytes(news.read_bytes() + broken)
    with SkippedRows(tmp_path / "one.csv") as one:
        classify_table(small_model, news, tmp_path / "one.csv", skipped=one)
    with SkippedRows(tmp_path / "two.csv") as two:
        told = []
        rows = classify_in_parallel(
            small_model_path, news, tmp_path / "two.csv", 2, 0.0, told.append, two, partition_bytes=size
        )
    assert rows == sum(told) == 60
    assert one.count == two.count == 9
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes() == single
    assert one.path.read_bytes() == two.path.read_bytes()
    assert not partition_folder(tmp_path / "two.csv").exists()


def test_what_is_no_file_is_not_replaced(small_model_path, news, tmp_path, here):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(DataError, match=r"out\.csv: expected a place to write to, found something other than a file"):
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2)


def test_an_input_that_vanishes_under_way_is_said(small_model_path, news, tmp_path, here):
    def vanish(rows):
        if rows:
            news.unlink()

    with pytest.raises(DataError, match="expected the file as it was at the start, found No such file"):
        classify_in_parallel(small_model_path, news, tmp_path / "out.csv", 2, 0.0, vanish, partition_bytes=900)
