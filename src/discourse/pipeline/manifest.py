"""What was each figure made from? ``figures/manifest.json``, one entry a figure.

An entry under ``figures`` names the inputs, the modules and the script with their checksums, the settings, the
codebook's version, the libraries, the processor's family, the commit, and a checksum of the numbers.
It is renewed only when something that can change a number has changed: rerunning the same work, on
another machine or at a later commit, leaves the file as it is. Under ``rows`` stand digests of the
rows of the tables, so that a check can name the rows that changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from discourse.experiment import Experiment
from discourse.pipeline.modules import PACKAGE, modules_behind
from discourse.pipeline.rows import row_digests
from discourse.study import Study

LIBRARIES = ("gensim", "matplotlib", "nltk", "numpy", "pandas", "scikit-learn", "scipy", "simplemma")
_DECISIVE = ("script", "modules", "inputs", "settings", "numbers")


class Manifest:
    """The manifest of a study's figures; read when opened, written whole at each entry."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.path = study.figures / "manifest.json"
        whole: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8")) if self.path.is_file() else {}
        self.entries: dict[str, dict[str, Any]] = whole.get("figures", {})
        self.rows: dict[str, str] = whole.get("rows", {})

    def enter(self, experiment: Experiment) -> None:
        """Write the entry of a figure that has just been made."""
        entry = describe(experiment, self.study, self.study.figures)
        known = self.entries.get(experiment.stem, {})
        if all(known.get(part) == entry[part] for part in _DECISIVE):
            return
        self.entries[experiment.stem] = entry
        self._digest_rows()
        part = self.path.with_suffix(".json.part")
        whole = {"figures": self.entries, "rows": self.rows}
        part.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(part, self.path)

    def _digest_rows(self) -> None:
        """Keep row digests of the tables that some entry was made from, by the file's checksum."""
        tables = {
            sum_: name
            for entry in self.entries.values()
            for name, sum_ in entry["inputs"].items()
            if sum_ and ".csv" in name
        }
        self.rows = {sum_: self.rows[sum_] for sum_ in tables if sum_ in self.rows}
        for sum_, name in tables.items():
            if sum_ not in self.rows and sum_ == checksum(self.study.data / name):
                self.rows[sum_] = row_digests(self.study.data / name)


def describe(experiment: Experiment, study: Study, folder: Path) -> dict[str, Any]:
    """Say what the figure in a folder was made from.

    Parameters
    ----------
    experiment : Experiment
        The figure's experiment.
    study : Study
        The study whose data were read.
    folder : Path
        Where the figure's CSV stands.

    Returns
    -------
    dict
        ``script``, ``modules``, ``inputs`` and ``numbers`` with SHA-256 checksums; ``settings``,
        ``codebook``, ``libraries``, ``python``, ``processor``, ``commit``.
    """
    script = Path(experiment.script)
    names = ("codebook.toml", "study.toml", *experiment.inputs)
    return {
        "script": {script.name: checksum(script)},
        "modules": {path.relative_to(PACKAGE).as_posix(): checksum(path) for path in modules_behind(script)},
        "inputs": {name: checksum(study.data / name) for name in names},
        "numbers": checksum(folder / f"{experiment.stem}.csv"),
        "settings": study.settings.model_dump(mode="json"),
        "codebook": study.codebook.version,
        "libraries": library_versions(),
        "python": platform.python_version(),
        "processor": processor(),
        "commit": _commit(study.root),
    }


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, or an empty string where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def library_versions() -> dict[str, str]:
    """Versions of the libraries that can change a number."""
    return {library: version(library) for library in LIBRARIES}


def processor() -> str:
    """Machine type and the family that the linear algebra chose its routines for."""
    from threadpoolctl import threadpool_info

    families = {str(pool["architecture"]) for pool in threadpool_info() if pool.get("architecture")}
    return " ".join([platform.machine(), *sorted(families)])


def _commit(root: Path) -> str:
    """Return the commit of the study's folder, or an empty string outside a repository."""
    try:
        answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
