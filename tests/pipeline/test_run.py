"""What is out of date is made, and nothing else; an error or a kill leaves no half-made figure."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from discourse.errors import DataError
from discourse.pipeline.check import check_figures
from discourse.pipeline.dependencies import experiment_scripts
from discourse.pipeline.experiment import read_numbers
from discourse.pipeline.lock import figures_held
from discourse.pipeline.run import load_experiments, out_of_date, run_experiments

SLOW = '''"""Waits in the step named by WAIT_IN, after leaving a mark."""

import os
import re
import time
from pathlib import Path

import pandas as pd

from discourse.pipeline import Description, Experiment
from discourse.figures.style import new_figure


def wait(step):
    if os.environ.get("WAIT_IN") == step:
        Path(os.environ["MARK"]).touch()
        time.sleep(60)


def compute(study):
    wait("compute")
    return pd.DataFrame({"value": [len(study.articles)]})


def draw(numbers, study):
    wait("draw")
    return new_figure([1], 1)[0]


experiment = Experiment(__file__, "slow", compute, draw, lambda numbers, study: Description("Slow", ""))
'''


def test_the_first_run_makes_all_and_the_second_nothing(small_study):
    first = run_experiments(small_study)
    assert sorted(first.made) == ["coded", "rows"]
    for suffix in ("csv", "png", "svg"):
        assert (small_study.figures / f"rows.{suffix}").stat().st_size > 0
    second = run_experiments(small_study)
    assert (second.made, sorted(second.current)) == ({}, ["coded", "rows"])


def test_a_changed_label_reruns_only_what_reads_labels(small_study):
    run_experiments(small_study)
    labels = small_study.labels_path
    labels.write_text(labels.read_text(encoding="utf-8").replace(",blind coding", ",blind pass", 1), encoding="utf-8")
    outcome = run_experiments(small_study)
    assert (list(outcome.made), outcome.current) == (["coded"], ["rows"])


def test_a_touched_file_is_no_change(small_study):
    run_experiments(small_study)
    os.utime(small_study.labels_path, (1, 1))
    assert run_experiments(small_study).made == {}


@pytest.mark.parametrize("harm", ["delete", "edit"])
def test_a_figure_that_was_tampered_with_is_made_again(small_study, harm):
    run_experiments(small_study)
    path = small_study.figures / "rows.csv"
    before = path.read_bytes()
    if harm == "delete":
        path.unlink()
    else:
        path.write_text("row,articles,paragraphs\nall,9,9\n", encoding="utf-8")
    assert list(run_experiments(small_study).made) == ["rows"]
    assert path.read_bytes() == before


def test_two_runs_write_the_same_bytes(small_study):
    run_experiments(small_study)
    before = {path.name: path.read_bytes() for path in small_study.figures.iterdir()}
    run_experiments(small_study, force=True)
    assert {path.name: path.read_bytes() for path in small_study.figures.iterdir()} == before


def test_the_number_of_processes_does_not_matter(small_study):
    run_experiments(small_study, workers=1)
    before = {path.name: path.read_bytes() for path in small_study.figures.iterdir()}
    run_experiments(small_study, force=True, workers=2)
    assert {path.name: path.read_bytes() for path in small_study.figures.iterdir()} == before


def test_what_is_out_of_date_is_said_with_the_reason(small_study):
    assert out_of_date(small_study) == {"coded": "not made yet", "rows": "not made yet"}
    run_experiments(small_study)
    assert out_of_date(small_study) == {}
    path = small_study.data / "paragraphs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Wali Kota", "Walikota", 1), encoding="utf-8")
    row = next(row for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "Walikota" in line)
    assert out_of_date(small_study) == {"rows": f"data: paragraphs.csv, 1 row new or changed ({row}), 1 gone"}


def test_an_error_is_passed_on_and_what_was_made_before_stays(small_study):
    script = small_study.experiments / "rows.py"
    script.write_text(script.read_text(encoding="utf-8").replace('"row": ["all"]', '"row": [1 / 0]'), encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        run_experiments(small_study)
    assert (small_study.figures / "coded.csv").is_file()
    assert not (small_study.figures / "rows.csv").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_library_that_is_missing_stops_no_other_figure(small_study, write_script, workers):
    script = write_script("apart", "study.paragraphs")
    text = script.read_text(encoding="utf-8")
    needed = 'raise MissingExtraError.of("gensim", "topics", "topic models")'
    head = "from discourse.errors import MissingExtraError\n"
    script.write_text(
        head + text.replace("def compute(study):\n", f"def compute(study):\n    {needed}\n"), encoding="utf-8"
    )
    done = run_experiments(small_study, workers=workers)
    assert sorted(done.made) == ["coded", "rows"]
    assert re.search(r'topic models: .*pip install "gensim', str(done.refused["apart"]))
    assert sorted(out_of_date(small_study)) == ["apart"]


def test_an_unknown_stem_or_a_script_without_experiment_is_refused(small_study):
    with pytest.raises(DataError, match="one of coded, rows"):
        run_experiments(small_study, ["shares"])
    (small_study.experiments / "empty.py").write_text('"""Nothing."""\n', encoding="utf-8")
    with pytest.raises(DataError, match="a variable named experiment"):
        run_experiments(small_study)


def test_a_former_stem_makes_the_figure_of_today(small_study, write_script):
    write_script("comparison", "study.paragraphs")
    assert list(out_of_date(small_study, ["duel"])) == ["comparison"]
    write_script("duel", "study.paragraphs")
    assert list(out_of_date(small_study, ["duel"])) == ["duel"]


def test_a_file_that_a_study_may_lack_is_looked_for_again(small_study, write_script):
    write_script("rows", "study.terms")
    terms = small_study.data / "terms.csv.gz"
    content = terms.read_bytes()
    terms.unlink()
    run_experiments(small_study)
    assert out_of_date(small_study) == {}
    terms.write_bytes(content)
    assert out_of_date(small_study) == {"rows": "data: terms.csv.gz changed"}


def test_a_study_has_the_figures_of_the_package_and_its_own_in_their_place(toy_study, root, monkeypatch):
    shipped = sorted(path.stem for path in (root / "experiments").glob("*.py"))
    assert [one.stem for one in load_experiments(toy_study)] == shipped
    toy_study.experiments.mkdir()
    for stem in ("aaa", shipped[0], "_helpers"):
        (toy_study.experiments / f"{stem}.py").write_text(SLOW, encoding="utf-8")
    scripts = experiment_scripts(toy_study)
    assert list(scripts) == ["aaa", *shipped]
    assert {stem for stem, path in scripts.items() if path.parent == toy_study.experiments} == {"aaa", shipped[0]}


def test_a_script_of_its_own_makes_the_figure_of_the_package_out_of_date(toy_study, tmp_path, monkeypatch):
    packaged = tmp_path / "packaged"
    packaged.mkdir()
    monkeypatch.setattr("discourse.pipeline.dependencies.SHIPPED", packaged)
    (packaged / "slow.py").write_text(SLOW, encoding="utf-8")
    run_experiments(toy_study)
    assert out_of_date(toy_study) == {}
    assert str(tmp_path) not in (toy_study.figures / "manifest.json").read_text(encoding="utf-8")
    toy_study.experiments.mkdir()
    (toy_study.experiments / "slow.py").write_text(SLOW + "\n", encoding="utf-8")
    assert out_of_date(toy_study) == {"slow": "code: experiments/slow.py"}
    assert all(one.same for one in check_figures(toy_study, run_experiments(toy_study).made))


def test_events_are_reported_in_order(small_study):
    events = []
    run_experiments(small_study, ["rows"], lambda stem, event, seconds: events.append((stem, event)))
    run_experiments(small_study, ["rows"], lambda stem, event, seconds: events.append((stem, event)))
    assert events == [("rows", "start"), ("rows", "made"), ("rows", "current")]


def test_a_second_run_waits_for_the_first(small_study):
    events, waits = [], threading.Event()

    def told(stem, event, seconds):
        events.append((stem, event))
        waits.set()

    with figures_held(small_study.figures, pytest.fail):
        second = threading.Thread(target=run_experiments, args=(small_study, ["rows"], told), daemon=True)
        second.start()
        assert waits.wait(60)
        assert not (small_study.figures / "rows.csv").exists()
    second.join(60)
    (holder, event), *others = events
    assert (holder.partition(",")[0], event) == (f"process {os.getpid()}", "waiting")
    assert others == [("rows", "start"), ("rows", "made")]


def test_processes_get_the_settings_that_were_chosen(small_study, write_script):
    for stem in ("rows", "coded"):
        write_script(stem, "range(study.settings.seed)")
    chosen = small_study.with_settings(seed=31)
    run_experiments(chosen, workers=2)
    for stem in ("rows", "coded"):
        assert read_numbers(small_study.figures / f"{stem}.csv")["paragraphs"].tolist() == [31]
    assert out_of_date(chosen) == {}
    assert set(out_of_date(small_study).values()) == {"settings: seed was 31, is 7"}


@pytest.mark.parametrize("step", ["compute", "draw"])
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=["kill", "interrupt"])
def test_after_a_kill_or_an_interrupt_the_next_run_completes(small_study, tmp_path, step, ending):
    (small_study.experiments / "slow.py").write_text(SLOW, encoding="utf-8")
    mark = tmp_path / "mark"
    code = (
        f"from pathlib import Path; from discourse.study import Study; from discourse.pipeline import run_experiments;"
        f"run_experiments(Study(Path({str(small_study.root)!r})), ['coded', 'rows', 'slow'])"
    )
    environment = {**os.environ, "WAIT_IN": step, "MARK": str(mark)}
    running = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not mark.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert mark.exists()
    finally:
        running.send_signal(ending)
        running.wait(timeout=90)
    assert not (small_study.figures / "slow.csv").exists()
    outcome = run_experiments(small_study)
    assert "slow" in outcome.made
    assert (small_study.figures / "slow.csv").read_text(encoding="utf-8") == "value\n6\n"
    assert not list(small_study.figures.glob("*.part"))
    assert run_experiments(small_study).made == {}


def test_who_kills_a_run_ends_the_processes_that_help_it(small_study, tmp_path):
    for name in ("slow", "slower"):
        (small_study.experiments / f"{name}.py").write_text(SLOW, encoding="utf-8")
    (tmp_path / "go.py").write_text(
        "import multiprocessing, pathlib, threading, time\n"
        "from discourse.pipeline import run_experiments\n"
        "from discourse.study import Study\n\n"
        "def tell():\n"
        "    while len(multiprocessing.active_children()) < 2:\n"
        "        time.sleep(0.02)\n"
        "    print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n\n"
        "if __name__ == '__main__':\n"
        "    threading.Thread(target=tell, daemon=True).start()\n"
        f"    run_experiments(Study({str(small_study.root)!r}), ['slow', 'slower'], workers=2)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "WAIT_IN": "compute", "MARK": str(tmp_path / "mark")}
    running = subprocess.Popen(
        [sys.executable, tmp_path / "go.py"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        helping = [int(number) for number in running.stdout.readline().split()]
        running.kill()
    assert len(helping) == 2
    deadline = time.monotonic() + 60
    while any(map(is_there, helping)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_there, helping))


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
