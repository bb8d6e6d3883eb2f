"""The modules behind a script are those it imports, also through others and inside functions."""

from __future__ import annotations

from discourse.pipeline.modules import PACKAGE, modules_behind


def names(script):
    return {path.relative_to(PACKAGE).as_posix() for path in modules_behind(script)}


def test_imports_are_followed(tmp_path):
    script = tmp_path / "one.py"
    script.write_text("def later():\n    from discourse.experiment import Experiment\n", encoding="utf-8")
    found = names(script)
    assert {"__init__.py", "experiment.py", "study.py", "settings.py", "codebook.py", "errors.py", "style.py"} <= found
    assert not any(name.startswith(("emphasis/", "annotation/", "cli/")) for name in found)


def test_other_packages_do_not_count(tmp_path):
    script = tmp_path / "two.py"
    script.write_text("import json\nimport discourse_of_others\n", encoding="utf-8")
    assert modules_behind(script) == ()
