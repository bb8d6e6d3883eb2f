"""What do the package's files hold now, and which of them are behind a script? Each is read once.

To follow the imports of some hundred modules takes a second. So what was found is kept in a file of the study's
``.cache``, for the very bytes of the script and of the whole package: where one of these differs, the imports are
followed anew. Without the file the answers are the same, and come later.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ValidationError

from discourse.errors import DataError
from discourse.io.files import checksum, write_atomic
from discourse.pipeline import dependencies


class _Kept(BaseModel):
    """The file: digest of the package, and by the digest of a script the modules behind it."""

    package: str
    modules: dict[str, list[str]]


class PackageFiles:
    """The files of this package, as they are when it is made.

    Parameters
    ----------
    cache : Path
        Folder of the file that keeps which modules are behind which script; nothing is kept where it cannot be written.

    Attributes
    ----------
    checksums : dict of str to str
        SHA-256 of each file, by its path below the package.
    digest : str
        SHA-256 of all of them.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = PackageFiles(Path(folder))
    ...     sorted(files.modules_behind(dependencies.PACKAGE / "io" / "text.py"))
    ['errors.py']
    """

    def __init__(self, cache: Path) -> None:
        self._package = dependencies.PACKAGE
        self.checksums = {path.relative_to(self._package).as_posix(): checksum(path) for path in _files(self._package)}
        self.digest = hashlib.sha256(json.dumps(self.checksums, sort_keys=True).encode()).hexdigest()
        self._path = cache / "modules.json"
        self._modules = self._read()

    def modules_behind(self, script: Path) -> dict[str, str]:
        """Modules of this package that a script depends on, with their checksums.

        As :func:`discourse.pipeline.dependencies.module_dependencies` finds them.
        """
        digest = checksum(script)
        if digest not in self._modules:
            found = dependencies.module_dependencies(script)
            self._modules[digest] = [path.relative_to(self._package).as_posix() for path in found]
            self._write()
        # A file that has come meanwhile has no checksum: what depends on it will be out of date.
        return {name: self.checksums.get(name, "") for name in self._modules[digest]}

    def _read(self) -> dict[str, list[str]]:
        """Read what was kept for the package as it is; whatever else is there counts as nothing."""
        with suppress(OSError, ValidationError):
            kept = _Kept.model_validate_json(self._path.read_bytes())
            names = {name for modules in kept.modules.values() for name in modules}
            if kept.package == self.digest and names <= self.checksums.keys():
                return kept.modules
        return {}

    def _write(self) -> None:
        kept = _Kept(package=self.digest, modules=self._modules)
        with suppress(OSError, DataError):
            self._path.parent.mkdir(exist_ok=True)
            write_atomic(self._path, kept.model_dump_json())


def _files(folder: Path) -> list[Path]:
    """Files below a folder, sorted, but for what Python makes of them."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(place, name) for name in names]
    return sorted(found)
