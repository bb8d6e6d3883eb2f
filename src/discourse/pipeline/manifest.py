"""What was each figure made from, and what differs now? ``figures/manifest.json``, one entry a figure.

An entry under ``figures`` names the script, the modules, the inputs and the word lists with their
checksums, the settings, the libraries, and checksums of the figure's own files. A figure is out of
date when one of these has changed in content. Codebook's version, Python, processor and commit stand
beside them: they say where the figure was made, and do not make it out of date. An entry is renewed
only when something in it that can change a number has changed: rerunning the same work, on another
machine or at a later commit, leaves the file as it is. Under ``rows`` stand digests of the rows of
the tables, so that the rows that changed can be named.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from discourse import languages
from discourse.errors import DataError
from discourse.io.files import checksum, write_atomic
from discourse.pipeline.dependencies import FilesRead
from discourse.pipeline.experiment import SUFFIXES, TABLE_SUFFIXES, Experiment
from discourse.pipeline.package_files import PackageFiles
from discourse.pipeline.reasons import settings_cause
from discourse.pipeline.rows import changed_rows, row_digests
from discourse.study import Study

LIBRARIES = ("gensim", "matplotlib", "nltk", "numpy", "pandas", "scikit-learn", "scipy", "simplemma")
NO_CAUSE = "neither data, code, settings, libraries, Python nor processor differ"
NO_ENTRY = "the manifest has no entry for this figure"

BY_HAND = "was changed by hand since it was made"

_DECISIVE = ("script", "modules", "inputs", "word_lists", "settings", "libraries", "outputs")
_WHOLE = ({*SUFFIXES}, {*TABLE_SUFFIXES})
_CAUSES_SHOWN = 6


class _Whole(BaseModel):
    """The file, its entries unread."""

    figures: dict[str, Any] = {}
    rows: dict[str, str] = {}


class _Entry(BaseModel):
    """What a figure was made from.

    ``script``, ``modules``, ``inputs``, ``word_lists`` and ``outputs`` have SHA-256 checksums (an empty one for a file
    that was asked for and is not there).
    """

    script: dict[str, str]
    modules: dict[str, str]
    inputs: dict[str, str]
    word_lists: dict[str, str]
    outputs: dict[str, str]
    settings: dict[str, Any]
    libraries: dict[str, str]
    codebook: str
    python: str
    processor: str
    commit: str


class Manifest:
    """The manifest of a study's figures; read when opened, written whole at each entry.

    An entry of another form, as an earlier version wrote it, counts as none: what is lost is the knowledge that
    the figure is up to date.

    Parameters
    ----------
    study : Study
        The study.

    Raises
    ------
    DataError
        If the file is there and is no manifest: cut, in conflict after a merge, or something else.
    """

    def __init__(self, study: Study) -> None:
        self.study = Study(study.root, study.chosen)  # as its files are now
        self.package = PackageFiles(study.cache)
        self._checksums: dict[str, str] = {}
        self.path = study.figures / "manifest.json"
        whole = _read(self.path)
        self.entries = {stem: entry for stem, entry in whole.figures.items() if _is_entry(entry)}
        self.rows = whole.rows

    def is_current(self, script: Path) -> bool:
        """Say whether the figure of a script is up to date, which takes no run of the script.

        The script and all that it imports are as they were, so the figure has the files that it had.
        """
        old = self.entries.get(script.stem)
        if old is None or {name.removeprefix(f"{script.stem}.") for name in old["outputs"]} not in _WHOLE:
            return False
        made = {name: checksum(self.study.figures / name) for name in old["outputs"]}
        return made == old["outputs"] and not self._differences(old, self._now(script, old))

    def reason(self, experiment: Experiment) -> str:
        """Say why a figure is out of date; an empty text if it is not."""
        if not all(path.is_file() for path in _outputs(experiment, self.study)):
            return "not made yet"
        old = self.entries.get(experiment.stem)
        if old is None:
            return NO_ENTRY
        found = [
            *self._differences(old, self._now(Path(experiment.script), old)),
            *(f"figure: {name} {BY_HAND}" for name in self.changed(experiment)),
        ]
        others = [f"and {len(found) - _CAUSES_SHOWN} more"] if len(found) > _CAUSES_SHOWN else []
        return "; ".join([*found[:_CAUSES_SHOWN], *others])

    def changed(self, experiment: Experiment) -> list[str]:
        """Names of a figure's files that are not those that were written when it was made; none without an entry."""
        made = self.entries.get(experiment.stem, {}).get("outputs", {})
        return [
            path.name for path in _outputs(experiment, self.study) if made and made.get(path.name) != checksum(path)
        ]

    def causes(self, experiment: Experiment, read: FilesRead) -> list[str]:
        """Name what can have changed a figure's numbers since they were made.

        Where the file of the numbers is not the one that was written, the machine on which it was made explains
        nothing, and is not named.

        Parameters
        ----------
        experiment : Experiment
            The figure's experiment.
        read : FilesRead
            What it reads now.

        Returns
        -------
        list of str
            One line a cause, :data:`NO_CAUSE` if there is none.
        """
        old = self.entries.get(experiment.stem)
        if old is None:
            return [NO_ENTRY]
        now = self._entry(experiment, read)
        found = self._differences(old, now)
        if f"{experiment.stem}.csv" in self.changed(experiment):
            return [f"figure: {experiment.stem}.csv {BY_HAND}", *found]
        machine = [part for part in ("python", "processor") if old[part] != now[part]]
        return [*found, *(f"{part}: was {old[part]}, is {now[part]}" for part in machine)] or [NO_CAUSE]

    def stems_reading(self, name: str) -> list[str]:
        """Figures that were made from a file of ``data/``, in alphabetical order."""
        return sorted(stem for stem, entry in self.entries.items() if name in entry["inputs"])

    def enter(self, experiment: Experiment, read: FilesRead) -> None:
        """Write the entry of a figure that has just been made, and what it was made from."""
        entry = self._entry(experiment, read)
        known = self.entries.get(experiment.stem, {})
        if all(known.get(part) == entry[part] for part in _DECISIVE):
            return
        self.entries[experiment.stem] = entry
        self._digest_rows()
        whole = {"figures": self.entries, "rows": self.rows}
        write_atomic(self.path, json.dumps(whole, indent=1, sort_keys=True) + "\n")

    def _now(self, script: Path, old: Mapping[str, Any]) -> dict[str, Any]:
        """Say what a figure would be made from now, if it read the files that it read then."""
        return self._sources(script, {name: self.checksum_of(name) for name in old["inputs"]}, old["word_lists"])

    def _sources(self, script: Path, inputs: Mapping[str, str], word_lists: Iterable[str]) -> dict[str, Any]:
        """Say what can change a number of a figure."""
        return {
            "script": {script.name: checksum(script)},
            "modules": self.package.modules_behind(script),
            "inputs": dict(inputs),
            "word_lists": {name: checksum(languages.FOLDER / name) for name in word_lists},
            "settings": self.study.settings.model_dump(mode="json"),
            "codebook": self.study.codebook.version,
            "libraries": library_versions(),
        }

    def _entry(self, experiment: Experiment, read: FilesRead) -> dict[str, Any]:
        """Make the entry of a figure that has read these files of ``data/`` and these word lists."""
        return {
            **self._sources(Path(experiment.script), read.inputs, read.word_lists),
            "outputs": {path.name: checksum(path) for path in _outputs(experiment, self.study)},
            "python": platform.python_version(),
            "processor": _processor(),
            "commit": _commit(self.study.root),
        }

    def checksum_of(self, name: str) -> str:
        """Checksum of a file or folder of ``data/``, taken once: figures have most of them in common."""
        if name not in self._checksums:
            self._checksums[name] = checksum(self.study.data / name)
        return self._checksums[name]

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

    def _differences(self, old: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
        """Name what a figure was made from and would not be made from now; one line each."""
        inputs = _changed(old["inputs"], now["inputs"])
        found = [f"data: {self._data(name, old['inputs'])}" for name in inputs if name != "codebook.toml"]
        if "codebook.toml" in inputs:
            found.append(f"codebook: version was {old['codebook']}, is {now['codebook']}, and its text changed")
        found += settings_cause(old["settings"], now["settings"])
        found += [f"word list: {name}" for name in _changed(old["word_lists"], now["word_lists"])]
        found += [f"code: experiments/{name}" for name in _changed(old["script"], now["script"])]
        found += [f"code: discourse/{name}" for name in _changed(old["modules"], now["modules"])]
        return [*found, *(f"library: {line}" for line in _moved(old["libraries"], now["libraries"]))]

    def _data(self, name: str, old: Mapping[str, str]) -> str:
        path = self.study.data / name
        if not os.path.exists(path):
            return f"{name} is gone"
        rows = self.rows.get(old.get(name, ""))
        return f"{name} changed" if rows is None else f"{name}, {changed_rows(rows, path)}"


def _read(path: Path) -> _Whole:
    try:
        text = path.read_bytes()
        return _Whole.model_validate_json(text)
    except FileNotFoundError:
        return _Whole()
    except OSError as error:
        found = error.strerror or str(error)
    except ValidationError:
        found = "two versions of it in conflict" if b"\n<<<<<<< " in b"\n" + text else "something else"
    hint = "Restore the file from your repository; or delete it, and make all figures anew: discourse figures"
    raise DataError("the manifest that discourse figures writes", found, path, hint)


def _is_entry(entry: object) -> bool:
    try:
        _Entry.model_validate(entry)
    except ValidationError:
        return False
    return True


def _changed(old: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*old, *now} if old.get(name) != now.get(name))


def _moved(old: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [f"{name} was {old.get(name)}, is {now.get(name)}" for name in _changed(old, now)]


def _outputs(experiment: Experiment, study: Study) -> list[Path]:
    return [study.figures / f"{experiment.stem}.{suffix}" for suffix in experiment.suffixes]


@cache
def library_versions(others: tuple[str, ...] = ()) -> dict[str, str]:
    """Versions of the libraries that can change a number, and of others, where they are installed."""
    found = {}
    for library in (*LIBRARIES, *others):
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


def _processor() -> str:
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
