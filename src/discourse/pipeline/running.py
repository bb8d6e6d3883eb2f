"""Which figures are out of date, and how are they made? Runs experiment scripts through doit.

A figure is out of date when its script, a module behind the script, one of its data files, the
codebook, the settings, a library's version, or one of its own three files has changed in content;
a touched file that holds the same is not a change.
"""

from __future__ import annotations

import hashlib
import runpy
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doit.cmd_base import TaskLoader2
from doit.doit_cmd import DoitMain
from doit.task import dict_to_task
from doit.tools import config_changed

from discourse.errors import DataError, DiscourseError
from discourse.experiment import Experiment
from discourse.pipeline.manifest import Manifest, library_versions
from discourse.pipeline.modules import modules_behind
from discourse.study import Study

SUFFIXES = ("csv", "png", "svg")


@dataclass
class Outcome:
    """What a run did: stems made with their seconds, and stems that were up to date."""

    made: dict[str, float] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)


def experiments_of(study: Study, stems: Sequence[str] = ()) -> list[Experiment]:
    """Load the study's experiment scripts, in alphabetical order.

    Raises
    ------
    DataError
        If a stem has no script, or a script defines no ``experiment``.
    """
    scripts = {path.stem: path for path in sorted(study.experiments.glob("*.py")) if not path.stem.startswith("_")}
    for stem in stems:
        if stem not in scripts:
            raise DataError(
                f"one of {', '.join(scripts)}", repr(stem), study.experiments, "Name figures by these stems."
            )
    return [_load(scripts[stem]) for stem in (stems or scripts)]


def _load(script: Path) -> Experiment:
    experiment = runpy.run_path(str(script)).get("experiment")
    if not isinstance(experiment, Experiment):
        raise DataError("a variable named experiment", "none", script, "End the script as the others do.")
    return experiment


def run_experiments(
    study: Study,
    stems: Sequence[str] = (),
    report: Callable[[str, str, float], None] | None = None,
    force: bool = False,
) -> Outcome:
    """Make the figures that are out of date, and nothing else.

    Parameters
    ----------
    study : Study
        The study.
    stems : sequence of str, optional
        Figures to look at; all when left out.
    report : callable, optional
        Called with (stem, event, seconds) as work goes on; events are ``start``, ``made``,
        ``current`` and ``failed``.
    force : bool
        Make them even if nothing changed.

    Returns
    -------
    Outcome

    Raises
    ------
    DiscourseError
        The first error of a script; figures made before it stay.
    """
    experiments = experiments_of(study, stems)
    runner = _Runner(study, experiments, report or (lambda stem, event, seconds: None), force)
    study.cache.mkdir(exist_ok=True)
    code = DoitMain(runner, extra_config={"GLOBAL": runner.load_doit_config()}).run(["run"])
    if runner.error is not None:
        raise runner.error
    if code:
        raise DataError(
            "figures that can be made", f"doit's exit code {code}", study.experiments, "Run one script alone."
        )
    return runner.outcome


class _Runner(TaskLoader2):
    """Gives doit one task an experiment, and listens to what becomes of it."""

    def __init__(
        self, study: Study, experiments: list[Experiment], report: Callable[[str, str, float], None], force: bool
    ) -> None:
        super().__init__()
        self.study, self.experiments, self.report, self.force = study, experiments, report, force
        self.manifest = Manifest(study)
        self.outcome = Outcome()
        self.error: BaseException | None = None

    def setup(self, opt_values: Any) -> None:
        """Do nothing: there is no file to load."""

    def load_doit_config(self) -> dict[str, Any]:
        """Tell doit where to keep its notes, and to report to us."""
        listener = type("_Listener", (_Reporter,), {"runner": self})
        return {
            "dep_file": str(self.study.cache / "figures.json"),
            "backend": "json",
            "reporter": listener,
            "always": self.force,
            "verbosity": 2,
        }

    def load_tasks(self, cmd: Any, pos_args: Any) -> list[Any]:
        """Return one task an experiment."""
        return [dict_to_task(self._task(experiment)) for experiment in self.experiments]

    def _task(self, experiment: Experiment) -> dict[str, Any]:
        script = Path(experiment.script)
        data = [self.study.data / name for name in ("codebook.toml", "study.toml", *experiment.inputs)]
        outputs = [self.study.figures / f"{experiment.stem}.{suffix}" for suffix in SUFFIXES]
        return {
            "name": experiment.stem,
            "actions": [(self._make, [experiment])],
            "file_dep": [str(path) for path in (script, *modules_behind(script), *data)],
            "targets": [str(path) for path in outputs],
            "uptodate": [config_changed(library_versions()), (_unchanged, [outputs])],
        }

    def _make(self, experiment: Experiment) -> dict[str, str]:
        start = time.perf_counter()
        self.report(experiment.stem, "start", 0.0)
        try:
            experiment.make(self.study, self.study.figures)
            self.manifest.enter(experiment)
        except Exception as error:
            self.error = self.error or error
            self.report(experiment.stem, "failed", time.perf_counter() - start)
            raise
        self.outcome.made[experiment.stem] = time.perf_counter() - start
        self.report(experiment.stem, "made", self.outcome.made[experiment.stem])
        return {"outputs": _digest([self.study.figures / f"{experiment.stem}.{suffix}" for suffix in SUFFIXES])}


class _Reporter:
    """doit's view of the run: only what was current is news, the task itself tells the rest."""

    desc = "reports to the runner"
    runner: _Runner

    def __init__(self, outstream: Any, options: Any) -> None:
        self.failures: list[Any] = []

    def skip_uptodate(self, task: Any) -> None:
        self.runner.outcome.current.append(task.name)
        self.runner.report(task.name, "current", 0.0)

    def runtime_error(self, msg: str) -> None:
        self.runner.error = self.runner.error or DiscourseError("a run without interruption", msg)

    def cleanup_error(self, exception: Any) -> None:
        sys.stderr.write(exception.get_msg())

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: None


def _digest(files: Sequence[Path]) -> str:
    """Return one checksum of several files; files that are not there give an empty one."""
    if not all(file.is_file() for file in files):
        return ""
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def _unchanged(task: Any, values: dict[str, Any], outputs: Sequence[Path]) -> bool:
    """Say whether a figure's own files are still those that the last run wrote."""
    return bool(values.get("outputs")) and values["outputs"] == _digest(outputs)
