"""What is kept of the imports is used for the very bytes that it was found in, and for no others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from discourse.pipeline import dependencies
from discourse.pipeline.dependencies import PACKAGE, module_dependencies
from discourse.pipeline.package_files import PackageFiles

TEXT = "from discourse.io.text import read_text\n"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package's text that a test may change."""
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "discourse", ignore=shutil.ignore_patterns("__pycache__")))
    monkeypatch.setattr(dependencies, "PACKAGE", copy)
    return copy


def test_modules_are_those_of_the_imports_kept_or_not(root, tmp_path):
    for script in sorted((root / "experiments").glob("*.py"))[:3]:
        expected = sorted(path.relative_to(PACKAGE).as_posix() for path in module_dependencies(script))
        for _ in range(2):
            assert sorted(PackageFiles(tmp_path / ".cache").modules_behind(script)) == expected


def test_imports_are_followed_once(script, tmp_path, monkeypatch):
    first = PackageFiles(tmp_path / ".cache").modules_behind(script)
    assert set(first) == {"errors.py", "io/text.py"}
    monkeypatch.setattr(dependencies, "module_dependencies", lambda script: pytest.fail("followed again"))
    assert PackageFiles(tmp_path / ".cache").modules_behind(script) == first


def test_another_text_of_package_or_script_is_followed_anew(script, package, tmp_path):
    cache = tmp_path / ".cache"
    PackageFiles(cache).modules_behind(script)
    text = package / "io" / "text.py"
    text.write_text(text.read_text(encoding="utf-8") + "import discourse.display\n", encoding="utf-8")
    assert set(PackageFiles(cache).modules_behind(script)) == {"display.py", "errors.py", "io/text.py"}
    script.write_text("import discourse.errors\n", encoding="utf-8")
    assert set(PackageFiles(cache).modules_behind(script)) == {"errors.py"}


def test_a_new_module_that_takes_a_name_is_noticed(script, package, tmp_path):
    cache = tmp_path / ".cache"
    PackageFiles(cache).modules_behind(script)
    (package / "io" / "text").mkdir()
    (package / "io" / "text" / "__init__.py").write_text("def read_text(): ...\n", encoding="utf-8")
    assert set(PackageFiles(cache).modules_behind(script)) == {"io/text/__init__.py"}


@pytest.mark.parametrize("content", ["", "[]", "no JSON", '{"package": "", "modules": {"x": 3}}', "gone"])
def test_a_file_that_keeps_nothing_of_use_counts_as_none(script, tmp_path, content):
    cache = tmp_path / ".cache"
    expected = PackageFiles(cache).modules_behind(script)
    kept = cache / "modules.json"
    if content == "gone":
        whole = json.loads(kept.read_text(encoding="utf-8"))
        content = json.dumps(whole | {"modules": {key: ["no_such_module.py"] for key in whole["modules"]}})
    kept.write_text(content, encoding="utf-8")
    assert PackageFiles(cache).modules_behind(script) == expected


def test_where_nothing_can_be_written_nothing_is_kept(script, tmp_path):
    (tmp_path / ".cache").write_text("a file where the folder would be", encoding="utf-8")
    assert set(PackageFiles(tmp_path / ".cache").modules_behind(script)) == {"errors.py", "io/text.py"}
