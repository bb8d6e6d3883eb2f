"""Is a page still what it would be if it were written now? Known without writing it.

A page holds all figures, paragraphs and codings, and takes a second to make. So what it was made from is kept in
a file of the study's ``.cache``: the bytes of the package, of the scripts, of the figures' files and of the files of
``data/`` that were read, settings and libraries. Where one of these differs, or the page itself, it is written anew.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from discourse.errors import DataError
from discourse.io.files import checksum, write_atomic
from discourse.pipeline.dependencies import experiment_scripts, record_files
from discourse.pipeline.lock import HOLDER, LOCK
from discourse.pipeline.manifest import Manifest, library_versions
from discourse.study import Study
from discourse.translations import spoken_language

PAGE = "report.html"
"""The page, beside the figures."""
PAGE_LIBRARIES = ("jinja2", "markupsafe")
"""Libraries that make a page, beside those that make numbers."""
_NOT_READ = (PAGE, "manifest.json", LOCK, HOLDER)


class _Kept(BaseModel):
    """The file: what the page was made from, the page's checksum, and what was said of it."""

    made_from: dict[str, Any]
    inputs: dict[str, str]
    page: str
    said: str


def renewed_page(study: Study, write: Callable[[Study], str]) -> str:
    """Have a study's page written, unless it is what would be written.

    Parameters
    ----------
    study : Study
        The study; its folder of figures is held or at rest (:mod:`discourse.pipeline.lock`).
    write : callable
        Writes the page of the study that it is given, and says something of it that comes from the same files.

    Returns
    -------
    str
        What ``write`` said, now or when it wrote the page.
    """
    manifest, path = Manifest(study), study.cache / "report.json"
    kept = _read(path)
    if kept is not None and _holds(kept, manifest):
        return kept.said
    made_from, said = _made_from(manifest), ""

    def listen(fresh: Study) -> None:
        nonlocal said
        said = write(fresh)

    read = record_files(listen, study)
    written = _Kept(made_from=made_from, inputs=dict(read.inputs), page=checksum(study.figures / PAGE), said=said)
    with suppress(OSError, DataError):
        path.parent.mkdir(exist_ok=True)
        write_atomic(path, written.model_dump_json())
    return said


def page_is_kept(study: Study) -> bool:
    """Say whether the page is known to be what would be written; where it is not, it may be so all the same."""
    kept = _read(study.cache / "report.json")
    return kept is not None and _holds(kept, Manifest(study))


def _read(path: Path) -> _Kept | None:
    with suppress(OSError, ValidationError):
        return _Kept.model_validate_json(path.read_bytes())
    return None


def _holds(kept: _Kept, manifest: Manifest) -> bool:
    return (
        kept.page == checksum(manifest.study.figures / PAGE)
        and kept.made_from == _made_from(manifest)
        and all(manifest.checksum_of(name) == digest for name, digest in kept.inputs.items())
    )


def _made_from(manifest: Manifest) -> dict[str, Any]:
    """Say what a page is made from, files of ``data/`` aside, as JSON gives it back."""
    study = manifest.study
    figures = sorted(path for path in study.figures.glob("*") if path.name not in _NOT_READ)
    made_from = {
        "package": manifest.package.digest,
        "scripts": {path.as_posix(): checksum(path) for path in experiment_scripts(study).values()},
        "figures": {path.name: checksum(path) for path in figures},
        "settings": study.settings.model_dump(mode="json"),
        "libraries": library_versions(PAGE_LIBRARIES),
        "python": platform.python_version(),
        "language": spoken_language(),
    }
    return dict(json.loads(json.dumps(made_from)))
