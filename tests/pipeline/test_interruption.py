"""Killed or interrupted at any moment, the next run completes, and nothing half-made is taken for done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from discourse.pipeline.run import run_experiments

SLOW = '''"""Waits in the step named by WAIT_IN, after leaving a mark."""

import os
import time
from pathlib import Path

import pandas as pd

from discourse.pipeline import Experiment
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


experiment = Experiment(__file__, "slow", compute, draw)
'''


@pytest.mark.parametrize("step", ["compute", "draw"])
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=["kill", "interrupt"])
def test_the_next_run_completes(small_study, tmp_path, step, ending):
    (small_study.experiments / "slow.py").write_text(SLOW, encoding="utf-8")
    mark = tmp_path / "mark"
    code = (
        f"from pathlib import Path; from discourse.study import Study; from discourse.pipeline import run_experiments;"
        f"run_experiments(Study(Path({str(small_study.root)!r})))"
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
        running.wait(timeout=20)
    assert not (small_study.figures / "slow.csv").exists()
    outcome = run_experiments(small_study)
    assert "slow" in outcome.made
    assert (small_study.figures / "slow.csv").read_text(encoding="utf-8") == "value\n6\n"
    assert not list(small_study.figures.glob("*.part"))
    assert run_experiments(small_study).made == {}
