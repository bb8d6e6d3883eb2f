"""May everything be passed on that is needed at run time? The licences of the libraries, as they declare them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-CMU",
    "MPL-2.0",  # asks for the source of its own files only
    "PSF-2.0",
    "Zlib",
}
"""Licences that ask for no more than to be named, or for changes to their own files to be open, by their SPDX names."""
ALLOWED_FOR = {"gensim": "LGPL-2.1-only", "tld": "LGPL-2.1-or-later"}
"""Libraries under the LGPL: they are imported as they are, and neither changed nor carried by the wheel."""
SPELLINGS = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What is written where there is no SPDX name."""


def needed(requirements: Iterable[str]) -> set[str]:
    """Name every library that requirements need on this machine, and what those need in turn."""
    found: dict[str, set[str]] = {}
    waiting = [(Requirement(each), {""}) for each in requirements]
    while waiting:
        need, extras = waiting.pop()
        if need.marker and not any(need.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name, asked = canonicalize_name(need.name), {"", *need.extras}
        if not asked <= found.get(name, set()):
            found[name] = found.get(name, set()) | asked
            waiting += [(Requirement(each), found[name]) for each in distribution(name).requires or []]
    return set(found)


def licence(metadata: Mapping[str, str | None], classifiers: Iterable[str]) -> str:
    """Return what a library says of its licence: the SPDX expression or, before there was one, the classifier."""
    kinds = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    said = metadata.get("License-Expression") or (kinds or [metadata.get("License") or ""])[0]
    return SPELLINGS.get(said, said)


def is_allowed(name: str, expression: str) -> bool:
    """Say whether one of the licences to choose from is allowed, with all that it is joined with."""
    allowed = ALLOWED | {ALLOWED_FOR.get(name, "")} - {""}
    return any(set(choice.split(" AND ")) <= allowed for choice in expression.split(" OR "))


@pytest.fixture(scope="module")
def licences(root: Path) -> dict[str, str]:
    """The licence of every library that is needed at run time, with all extras."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    described = {name: distribution(name).metadata for name in needed(asked)}
    return {name: licence(each, each.get_all("Classifier") or ()) for name, each in sorted(described.items())}


def test_every_licence_is_allowed(licences: dict[str, str]) -> None:
    assert {"gensim", "numpy", "lxml", "tld"} <= set(licences)  # what is needed by what is needed is there too
    assert {name: said for name, said in licences.items() if not is_allowed(name, said)} == {}


def test_no_exception_is_kept_for_nothing(licences: dict[str, str]) -> None:
    assert {name for name in ALLOWED_FOR if is_allowed("", licences.get(name, "MIT"))} == set()


@pytest.mark.parametrize(
    ("name", "metadata", "classifiers", "allowed"),
    [
        ("one", {"License-Expression": "MIT"}, (), True),
        ("one", {"License-Expression": "BSD-3-Clause AND MIT"}, (), True),
        ("one", {"License-Expression": "MIT AND GPL-3.0-only"}, (), False),
        ("one", {"License-Expression": "GPL-3.0-only OR MIT"}, (), True),
        ("one", {"License": "see the file"}, ("License :: OSI Approved :: BSD License",), True),
        ("one", {"License": "BSD-3-Clause"}, ("Topic :: Text Processing",), True),
        ("one", {"License": "ask us"}, (), False),
        ("one", {}, (), False),
        ("one", {"License-Expression": "LGPL-2.1-only"}, (), False),
        ("gensim", {"License-Expression": "LGPL-2.1-only"}, (), True),
    ],
)
def test_what_is_allowed(name: str, metadata: dict[str, str], classifiers: tuple[str, ...], allowed: bool) -> None:
    assert is_allowed(name, licence(metadata, classifiers)) == allowed
