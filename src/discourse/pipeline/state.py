"""Which figures are out of date, and why? doit's notes on content, kept in ``.cache/figures.json``.

A figure is out of date when its script, a module behind the script, one of its data files, the
codebook, the settings, a library's version, or one of its own three files has changed in content;
a touched file that holds the same is not a change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from doit.dependency import DatabaseException, Dependency, JsonDB
from doit.task import dict_to_task

from discourse.experiment import SUFFIXES, Experiment
from discourse.pipeline.manifest import library_versions
from discourse.pipeline.modules import modules_behind
from discourse.study import Study

_NAMED = 6
"""Changed files named in a reason."""


class FigureState:
    """What the last runs left of each figure.

    Parameters
    ----------
    study : Study
        The study.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        study.cache.mkdir(exist_ok=True)
        path = study.cache / "figures.json"
        try:
            self.notes = Dependency(JsonDB, str(path))
        except DatabaseException:  # killed while writing: nothing is lost but the knowledge that figures are current
            path.unlink()
            self.notes = Dependency(JsonDB, str(path))

    def reason(self, experiment: Experiment) -> str:
        """Say why a figure is out of date; an empty text if it is not."""
        status = self.notes.get_status(self._task(experiment), {}, get_log=True)
        if status.status == "up-to-date":
            return ""
        reasons = status.reasons
        files = [*reasons["changed_file_dep"], *reasons["added_file_dep"], *reasons["removed_file_dep"]]
        if reasons["missing_target"] or not self.notes.get_values(experiment.stem):
            return "not made yet"
        if files:
            names = sorted({self._name(Path(file)) for file in files})
            others = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            return "changed: " + ", ".join(names[:_NAMED]) + others
        return "a library's version or the figure's own files changed"

    def made(self, experiment: Experiment) -> None:
        """Note that a figure has just been made; on disk at once, so that a kill forgets nothing."""
        task = self._task(experiment)
        task.values = {"outputs": _digest(_outputs(self.study, experiment)), "libraries": library_versions()}
        self.notes.save_success(task)
        self.notes.backend.dump()

    def _task(self, experiment: Experiment) -> Any:
        script = Path(experiment.script)
        data = [self.study.data / name for name in ("codebook.toml", "study.toml", *experiment.inputs)]
        outputs = _outputs(self.study, experiment)
        return dict_to_task(
            {
                "name": experiment.stem,
                "actions": None,
                # a file that a study may lack is no reason before it is there
                "file_dep": [str(path) for path in (script, *modules_behind(script), *data) if path.is_file()],
                "targets": [str(path) for path in outputs],
                "uptodate": [(_unchanged, [outputs])],
            }
        )

    def _name(self, file: Path) -> str:
        return file.relative_to(self.study.root).as_posix() if file.is_relative_to(self.study.root) else file.name


def _outputs(study: Study, experiment: Experiment) -> list[Path]:
    return [study.figures / f"{experiment.stem}.{suffix}" for suffix in SUFFIXES]


def _digest(files: Sequence[Path]) -> str:
    """Return one checksum of several files; files that are not there give an empty one."""
    if not all(file.is_file() for file in files):
        return ""
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def _unchanged(task: Any, values: dict[str, Any], outputs: Sequence[Path]) -> bool:
    """Say whether a figure's own files are those that the last run wrote, with the libraries it had."""
    written = values.get("outputs")
    return bool(written) and written == _digest(outputs) and values.get("libraries") == library_versions()
