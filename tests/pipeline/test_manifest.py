"""The manifest says what a figure was made from, and is left alone when nothing that matters changed."""

from __future__ import annotations

import json

from discourse.pipeline import run_experiments
from discourse.pipeline.manifest import checksum


def test_an_entry_names_inputs_settings_and_numbers(small_study):
    run_experiments(small_study)
    entries = json.loads((small_study.figures / "manifest.json").read_text(encoding="utf-8"))["figures"]
    entry = entries["rows"]
    assert set(entry["inputs"]) == {"codebook.toml", "study.toml", "articles.csv", "paragraphs.csv"}
    assert entry["inputs"]["articles.csv"] == checksum(small_study.data / "articles.csv")
    assert entry["numbers"] == checksum(small_study.figures / "rows.csv")
    assert entry["settings"]["seed"] == small_study.settings.seed
    assert "numpy" in entry["libraries"]
    assert entry["processor"]


def test_the_same_work_leaves_it_as_it_is(small_study):
    run_experiments(small_study)
    path = small_study.figures / "manifest.json"
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["figures"]["rows"]["commit"] = "made elsewhere"
    path.write_text(json.dumps(changed), encoding="utf-8")
    run_experiments(small_study, force=True)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"]["rows"]["commit"] == "made elsewhere"
