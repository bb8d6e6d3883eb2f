"""What do tests share? The shipped study, a toy study, the originals, a browser.

Some tests need what the repository cannot hold: the original articles, the folder of coverage the study was made
from, a browser. They are skipped with the reason where it is missing. Where ``DISCOURSE_REQUIRE_ALL`` is set, whatever
is skipped fails, so that a run that claims to be complete is.
"""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from discourse.study import Study

# Numerical libraries read these when they are first imported: one thread a worker, and no window.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"
os.environ["MPLBACKEND"] = "Agg"

# The same examples in every run, and no clock: a slow machine is no failure.
hypothesis.settings.register_profile("discourse", deadline=None, derandomize=True)
hypothesis.settings.load_profile("discourse")

ROOT = Path(__file__).resolve().parents[1]
COVERAGE = ROOT.parent / "shared" / "coverage"
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def require_all() -> bool:
    """Say whether every test must run, also those that want something from outside the repository."""
    return os.environ.get("DISCOURSE_REQUIRE_ALL", "0") not in ("", "0")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is skipped fail where everything is required.

    Tests that are expected to fail stay as they are, and so do scikit-learn's checks of array libraries that nobody has
    switched on.
    """
    report = yield
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if report.skipped and require_all() and not hasattr(report, "wasxfail") and "SCIPY_ARRAY_API" not in reason:
        report.outcome, report.longrepr = "failed", f"{reason}; DISCOURSE_REQUIRE_ALL is set"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def originals() -> Path:
    """Folder of the original articles, as text files."""
    named = os.environ.get("DISCOURSE_ORIGINALS")
    places = [Path(named)] if named else [ROOT / "data" / "originals", COVERAGE / "originals"]
    for place in places:
        if any(place.glob("*.txt")):
            return place
    pytest.skip(f"no original article (*.txt) in {' or '.join(str(place) for place in places)}")


@pytest.fixture(scope="session")
def coverage() -> Path:
    """Folder of the coverage that the shipped study was made from."""
    if not (COVERAGE / "paragraphs.csv").is_file():
        pytest.skip(f"no coverage in {COVERAGE}")
    return COVERAGE


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium of the system, for Playwright's ``executable_path``."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator:
    """One headless Chromium; closed with its module, for Playwright keeps an event loop running meanwhile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(BROWSER_OPTIONS))
        yield launched
        launched.close()


@pytest.fixture
def window(browser) -> Iterator[Callable]:
    """Open a window of its own at an address; a script error in any of them fails the test."""
    errors: list[str] = []
    with ExitStack() as stack:

        def opened(address: str, context=None, **options: object):
            if context is None:
                context = browser.new_context(**options)
                stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(8000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(address)
            return page

        yield opened
    assert errors == []


@pytest.fixture(scope="session")
def barriers() -> Callable[[Any], list]:
    """Look for barriers on an open page with axe-core: which rule each breaks, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing").Axe()

    def found(page) -> list:
        violations = axe.run(page).response["violations"]
        return [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]

    return found


@pytest.fixture(scope="session")
def shipped_study() -> Study:
    """The study of the repository; read it, never write to it."""
    from discourse.study import Study

    return Study(ROOT)


@pytest.fixture
def toy_study(tmp_path: Path) -> Study:
    """A copy of the toy study (``tests/toy``) that a test may change: two towns, six articles, 22 paragraphs.

    The word counts of its two full articles are made anew, so that they follow the tokeniser.
    """
    from discourse.features import term_table, terms_bytes
    from discourse.study import Study

    study = Study(shutil.copytree(ROOT / "tests" / "toy", tmp_path / "study"))
    full = study.paragraphs[study.paragraphs["source_line"] != ""]
    texts = dict(zip(full["paragraph_id"], full["text"], strict=True))
    (study.data / "terms.csv.gz").write_bytes(terms_bytes(term_table(texts, study.language)))
    return study


@pytest.fixture
def towns(tmp_path: Path) -> Study:
    """A copy of the English toy study (``tests/toy_english``): its tone is coded, too, and its speakers are not yet."""
    from discourse.study import Study

    return Study(shutil.copytree(ROOT / "tests" / "toy_english", tmp_path / "towns"))


@pytest.fixture
def toy_three(tmp_path: Path) -> Study:
    """A copy of the toy of three periods (``tests/toy_three``): two articles each; two are compared."""
    from discourse.study import Study

    return Study(shutil.copytree(ROOT / "tests" / "toy_three", tmp_path / "three"))


class StubModel:
    """Stands where the language model does: marks which words a text has, in 384 columns."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def query(self, texts: list[str]) -> Any:
        import numpy as np

        self.read += texts
        marks = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                marks[row, zlib.crc32(word.encode()) % 384] = 1
        return marks


@pytest.fixture
def stub_embeddings(monkeypatch: pytest.MonkeyPatch) -> StubModel:
    """Let a stub make the embeddings; it tells which texts it was given."""
    from discourse.features import embeddings

    stub = StubModel()
    monkeypatch.setattr(embeddings, "version", lambda library: "0")
    monkeypatch.setattr(embeddings, "_engine", lambda: stub)
    return stub


@pytest.fixture
def own_figures_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package bring no figure, so that a study has those alone whose scripts a test writes."""
    monkeypatch.setattr("discourse.pipeline.dependencies.SHIPPED", tmp_path / "no scripts")


ODD = (None, True, -1, 16**5000, 1.5, float("nan"), float("inf"), "", "\0", "a\nb", [], [None], {}, {"a": [1]})
"""What may stand in an entry of TOML or JSON where something else is expected."""


@pytest.fixture(scope="session")
def odd_variants() -> Callable[[Any], Iterator[Any]]:
    """Make variants of nested lists and dicts: each entry in turn replaced by each odd value, or left out."""

    def variants(whole: Any) -> Iterator[Any]:
        yield from ODD
        for key in list(whole) if isinstance(whole, dict) else range(len(whole)) if isinstance(whole, list) else ():
            for inner in variants(whole[key]):
                changed = whole.copy()
                changed[key] = inner
                yield changed
            changed = whole.copy()
            del changed[key]
            yield changed

    return variants
