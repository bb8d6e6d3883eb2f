"""Does the repository hold what it should, and nothing else? What git tracks is what counts."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "README.md",
    "benchmarks",
    "data",
    "experiments",
    "figures",
    "pyproject.toml",
    "requirements.lock",
    "setup.py",
    "src",
    "tests",
}
"""What must stand at the top."""
WELCOME = {
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".pre-commit-config.yaml",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs",
}
"""What may stand there too; anything else is there by mistake."""
DATA = {
    "actors.toml",
    "README.md",
    "articles.csv",
    "codebook.toml",
    "labels.csv",
    "paragraphs.csv",
    "strings.id.po",
    "study.toml",
    "terms.csv.gz",
}

# Each pattern is written so that it does not find itself here.
REGISTRY_HOSTS = re.compile(
    r"py[p]i\.org|python[h]osted\.|registry\.n[p]mjs|n[p]mjs\.com|deb\.d[e]bian\.|conda\.a[n]aconda\.", re.I
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~-])/(?:w[o]rk|h[o]me|U[s]ers|r[o]ot|f[a]rm|t[m]p|m[n]t)/\w|bash_j[o]bs|[A-Z]:\\U[s]ers"
)
UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b")

ADDRESS = re.compile(r"https?:\S+")
RUN = 12
RUNS_ALLOWED = 3


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Files of the repository that git tracks and that are there."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git repository")
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in answer.stdout.split("\0") if name and (root / name).is_file()]


@pytest.fixture(scope="session")
def texts(root: Path, tracked: list[Path]) -> dict[str, str]:
    """Path to text of every tracked file that holds text, packed tables unpacked."""
    found = {}
    for path in tracked:
        content = path.read_bytes()
        try:
            text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
        except UnicodeDecodeError:
            continue
        found[path.relative_to(root).as_posix()] = text
    return found


def places(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    """File, line and find of every match."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0)}"
        for name, text in texts.items()
        for match in pattern.finditer(text)
    ]


def test_top_level_is_as_designed(root: Path, tracked: list[Path]) -> None:
    assert astray({path.relative_to(root).parts[0] for path in tracked}) == (set(), set())


def test_good_habits_may_stand_at_the_top_and_litter_may_not() -> None:
    assert astray(TOP | {"CONTRIBUTING.md", "SECURITY.md", "docs", ".pre-commit-config.yaml"}) == (set(), set())
    assert astray(TOP | {"notes.txt"}) == (set(), {"notes.txt"})
    assert astray(TOP - {"README.md"}) == ({"README.md"}, set())


def astray(names: set[str]) -> tuple[set[str], set[str]]:
    """Names that are missing at the top of the repository, and names that have no business there."""
    return TOP - names, names - TOP - WELCOME


def test_data_are_as_designed(root: Path, tracked: list[Path]) -> None:
    inside = {path.relative_to(root / "data").as_posix() for path in tracked if path.is_relative_to(root / "data")}
    assert inside == DATA


def test_figures_come_from_experiments(root: Path, tracked: list[Path]) -> None:
    scripts = {path.stem for path in tracked if path.parent == root / "experiments" and path.suffix == ".py"}
    figures = {path.name: path.stem for path in tracked if path.parent == root / "figures"}
    loose = [name for name, stem in figures.items() if stem not in scripts | {"report", "manifest"}]
    assert loose == []


def test_experiments_are_named_by_words(root: Path, tracked: list[Path]) -> None:
    stems = [path.stem for path in tracked if path.parent == root / "experiments"]
    assert [stem for stem in stems if not re.fullmatch(r"[a-z]+(?:_[a-z]+)*", stem)] == []


def test_links_between_documents_lead_somewhere(root: Path, texts: dict[str, str]) -> None:
    broken = [
        f"{name}: {target}"
        for name, text in texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)", text)
        if ":" not in target and not (root / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert places(texts, REGISTRY_HOSTS) == []


def test_no_file_holds_a_path_of_a_machine(texts: dict[str, str]) -> None:
    assert places(texts, MACHINE_PATHS) == []


def test_nothing_is_marked_unfinished(texts: dict[str, str]) -> None:
    assert places(texts, UNFINISHED) == []


def test_text_is_utf8_with_line_feeds(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if "\r" in text and not name.startswith("tests/")] == []


def test_no_environment_cache_or_pickle_is_tracked(root: Path, tracked: list[Path]) -> None:
    unwanted = re.compile(r"(?:^|/)(?:\.venv|__pycache__|\.cache|[^/]+\.egg-info)/|\.(?:pkl|pickle|joblib|pyc)$")
    names = [path.relative_to(root).as_posix() for path in tracked]
    assert [name for name in names if unwanted.search(name)] == []


def test_no_sentence_of_an_original_is_in_the_tree(originals: Path, texts: dict[str, str]) -> None:
    runs: set[tuple[str, ...]] = set()
    for path in sorted(originals.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            runs.update(runs_of(line))
    found = {name: sum(run in runs for run in runs_of(text)) for name, text in texts.items()}
    assert {name: count for name, count in found.items() if count > RUNS_ALLOWED} == {}


def runs_of(text: str) -> list[tuple[str, ...]]:
    """Every run of twelve words; the web address of an article is no sentence of it."""
    words = re.findall(r"\w+", ADDRESS.sub(" ", text).lower())
    return list(zip(*(words[start:] for start in range(RUN)), strict=False))
