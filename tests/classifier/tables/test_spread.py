"""Several processes, or the workers of a cluster, write the table of one, whoever of them is killed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pandas as pd
import pytest

from discourse.classifier import classify_table
from discourse.classifier.tables import spread
from discourse.classifier.tables.output import OutputForm
from discourse.classifier.tables.parts import Recipe
from discourse.classifier.tables.spread import PartJob, check_engine, classify_part, run_jobs
from discourse.errors import DataError, LabelError, MissingExtraError

LONGEST = 300
SCRIPT = """
import multiprocessing, signal, sys, threading, time
from pathlib import Path
from discourse.classifier import classify_table, load_model
from discourse.errors import DataError

def tell_who_works():
    while len(working := multiprocessing.active_children()) < 2:
        time.sleep(0.005)
    print(*(process.pid for process in working), flush=True)

if __name__ == "__main__":
    # A shell has what it starts in the background take no notice of the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=tell_who_works, daemon=True).start()
    model, source, out = map(Path, sys.argv[1:])
    try:
        classify_table(load_model(model), source, out, workers=2, part_rows=200)
    except DataError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
"""

pytest.importorskip("dask.dataframe")


@pytest.fixture
def single(small_model, news, tmp_path):
    """What one process makes of the table."""
    classify_table(small_model, news, tmp_path / "single.csv")
    return (tmp_path / "single.csv").read_bytes()


def test_processes_make_the_same_file(small_model, news, tmp_path, single):
    before = signal.getsignal(signal.SIGINT)
    assert classify_table(small_model, news, tmp_path / "out.csv", workers=2, part_rows=20) == 60
    assert (tmp_path / "out.csv").read_bytes() == single
    assert signal.getsignal(signal.SIGINT) == before


@pytest.fixture
def cluster():
    """Two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_file_and_goes_on_when_a_worker_is_killed(small_model, texts_of, tmp_path, cluster):
    source, out, killed = tmp_path / "in.csv", tmp_path / "out.csv", []
    articles = [f"a{row // 7}" for row in range(2_000)]
    pd.DataFrame({"article_id": articles, "text": texts_of(2_000, seed=3)}).to_csv(source, index=False)
    classify_table(small_model, source, tmp_path / "single.csv")

    def kill_one(done, in_all, kept):
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    rows = classify_table(
        small_model, source, out, progress=kill_one, scheduler=cluster.scheduler_address, part_rows=100
    )
    assert rows == 2_000
    assert killed
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert not list(tmp_path.glob("*.parts"))
    # An error of a worker comes back as one line.
    job = PartJob(tmp_path / "no.parquet", out, Recipe(None, 0.0, False), tmp_path / "elsewhere" / "m.npz", "id")
    with pytest.raises(DataError, match="elsewhere: expected a folder that this worker sees, found no such folder"):
        run_jobs([job], 1, cluster.scheduler_address, print)


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_said(small_model, news, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(spread, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(DataError) as caught:
            classify_table(small_model, news, tmp_path / "out.csv", scheduler=address)
        assert str(caught.value).startswith(f"{address}: expected the address of a Dask scheduler, found ")
        assert not list(tmp_path.glob("out*"))


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
@pytest.mark.parametrize("victim", ["worker", "main", "terminal"])
def test_whoever_is_killed_the_work_goes_on_to_the_same_bytes(
    small_model, small_model_path, texts_of, tmp_path, here, victim
):
    source, out, parts = tmp_path / "many.csv", tmp_path / "out.csv", tmp_path / "out.csv.parts"
    pd.DataFrame({"text": texts_of(4_000, seed=2)}).to_csv(source, index=False)
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
        assert wait_for(lambda: len(list(parts.glob("[0-9]*.csv"))) > 2)
        kept = {path.name for path in parts.glob("[0-9]*.csv")}
        if victim == "terminal":
            os.killpg(process.pid, signal.SIGINT)
        else:
            os.kill(workers[0] if victim == "worker" else process.pid, signal.SIGKILL)
        error = process.communicate(timeout=LONGEST)[1]
    assert wait_for(lambda: not any(is_there(worker) for worker in workers))
    assert process.returncode == {"worker": 0, "main": -9, "terminal": 130}[victim], error
    if victim != "worker":
        assert not out.exists()
        assert kept <= {path.name for path in parts.iterdir()}
        classify_table(small_model, source, out, workers=2, part_rows=200)
    classify_table(small_model, source, tmp_path / "single.csv")
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.csv", "out.csv", "script.py", "single.csv"]


def test_processes_that_die_again_and_again_are_said_in_a_line(small_model, news, tmp_path, monkeypatch):
    tried = []

    def die(*unused):
        tried.append(1)
        raise spread.BrokenProcessPool("a process was terminated abruptly")

    monkeypatch.setattr(spread, "_on_processes", die)
    with pytest.raises(DataError, match="workers: expected workers that stay alive, found some that were stopped"):
        classify_table(small_model, news, tmp_path / "out.csv", workers=2, part_rows=20)
    assert len(tried) == 3
    assert not list(tmp_path.glob("out*"))


def test_a_message_has_no_traceback_of_a_process_in_it(small_model, news, tmp_path, monkeypatch):
    from dask.multiprocessing import remote_exception

    def fail(*unused):
        raise remote_exception(DataError("a place to write to", "a full disk", "part", "Name another file."), "lines")

    monkeypatch.setattr(spread, "_partitions", fail)
    with pytest.raises(DataError) as caught:
        classify_table(small_model, news, tmp_path / "out.csv", workers=2)
    assert str(caught.value) == "part: expected a place to write to, found a full disk. Name another file."


def test_errors_cross_processes_whole():
    error = LabelError("a code", "'x'", "labels.csv, row 3", "Correct it.")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.hint) == (LabelError, str(error), "Correct it.")


def test_a_worker_of_another_version_is_refused(tmp_path):
    form = OutputForm(".csv", ("text",), (), None, False)
    job = PartJob(tmp_path / "a.parquet", tmp_path / "a.csv", Recipe(form, 0.0, False), tmp_path / "m.npz", "id", "0.0")
    with pytest.raises(DataError, match=r"workers: expected discourse 0\.0 on each worker, found"):
        classify_part(job)
    with pytest.raises(DataError, match="expected a folder that this worker sees"):
        classify_part(replace(job, version=spread.__version__))


def test_libraries_are_asked_for_before_any_work(monkeypatch):
    assert [check_engine(1, ""), check_engine(2, "")] == [False, True]
    with pytest.raises(DataError, match="expected at least one worker, found 0"):
        check_engine(0, "")
    for missing in ("distributed", "pyarrow", "dask"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, missing, None)
            with pytest.raises(MissingExtraError, match=f"tcp:.*x:1: expected the library {missing}"):
                check_engine(1, "tcp://x:1")
    assert not check_engine(1, "")
