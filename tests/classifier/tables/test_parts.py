"""Parts end where articles do, are cut at the same places each time, and are named by all they depend on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.classifier import kept_parts, load_model
from discourse.classifier.context import ArticleRuns
from discourse.classifier.tables.output import OutputForm
from discourse.classifier.tables.parts import PartsFolder, Recipe, cut_parts, dependencies, model_file
from discourse.errors import DataError

FORM = OutputForm(".csv", ("text",), ("pillar",), None, False)
RECIPE = Recipe(FORM, 0.0, False)


@given(articles=st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=20), size=st.integers(1, 9))
def test_articles_stay_whole_and_no_row_is_lost(articles, size):
    rows = [{"article_id": article, "number": number} for number, article in enumerate(articles)]
    parts = list(cut_parts(iter(rows), ArticleRuns(), "", size))
    assert [row for part in parts for row in part.rows] == rows
    assert all(len(part.rows) >= size for part in parts[:-1])
    for before, after in pairwise(parts):
        assert before.rows[-1]["article_id"] != after.rows[0]["article_id"] or after.rows[0]["article_id"] == ""
    assert [part.name[:7] for part in parts] == [f"{number:06d}-" for number in range(1, len(parts) + 1)]


def test_without_articles_a_part_has_so_many_rows():
    rows = [{"article_id": "a", "text": str(number)} for number in range(7)]
    assert [len(part.rows) for part in cut_parts(rows, None, "", 3)] == [3, 3, 1]


def test_long_texts_make_small_parts(monkeypatch):
    monkeypatch.setattr("discourse.classifier.context.runs.MOST_LETTERS", 100)
    rows = [{"article_id": str(number), "text": "a" * 40} for number in range(7)]
    assert [len(part.rows) for part in cut_parts(rows, ArticleRuns(), "", 1_000)] == [3, 3, 1]
    assert [len(part.rows) for part in cut_parts(rows, None, "", 1_000)] == [3, 3, 1]


def test_a_name_depends_on_the_rows_their_columns_and_their_types():
    said = ({"n": 1}, {"n": "1"}, {"m": 1}, {"n": 1.0}, {"n": None}, {"n": "\ud83d"})
    names = {part.name for row in said for part in cut_parts([row], None, "")}
    assert len(names) == len(said)
    assert [part.name for part in cut_parts([{"n": 1}], None, "x")] != [
        part.name for part in cut_parts([{"n": 1}], None, "")
    ]


def test_every_choice_is_one_that_results_depend_on(small_model, toy_model, monkeypatch):
    model = model_file(small_model)
    assert model == model_file(small_model) != model_file(toy_model)
    changed = [
        dependencies(model_file(toy_model), RECIPE),
        *(
            dependencies(model, replace(RECIPE, **one))
            for one in (
                {"abstain_below": 0.5},
                {"alone": True},
                {"form": replace(FORM, raw=True)},
                {"form": replace(FORM, suffix=".parquet")},
                {"form": replace(FORM, types="int64")},
                {"form": replace(FORM, given=("text", "id"))},
            )
        ),
    ]
    known = dependencies(model, RECIPE)
    assert known == dependencies(model, replace(RECIPE))
    monkeypatch.setattr("discourse.__version__", "another")
    assert len({known, dependencies(model, RECIPE), *changed}) == 9


def test_the_file_for_workers_is_the_model(small_model, texts_of, tmp_path):
    folder = PartsFolder(tmp_path / "out.csv", ".csv")
    folder.make()
    again = load_model(folder.put_model(model_file(small_model)))
    texts = texts_of(5, seed=3)
    assert again.predict_texts(texts).equals(small_model.predict_texts(texts))


def test_only_what_a_run_made_is_deleted(tmp_path):
    out = tmp_path / "out.csv"
    folder = PartsFolder(out, ".csv")
    folder.make()
    result, digest = "000001-0123456789abcdef.csv", "0123456789abcdef"
    ours = [result, f"given-000001-{digest}.parquet", f"model-{digest}.npz", "joined.csv", f".{result}.a1.part"]
    theirs = ["notes.csv", "1-0123.csv", "000001-0123456789ABCDEF.csv", "model-1.npz"]
    for name in (*ours, *theirs):
        (folder.path / name).write_bytes(b"")
    assert kept_parts(out) == folder.path
    folder.tidy()
    assert {path.name for path in folder.path.iterdir()} == {result, *theirs}
    folder.remove()
    assert {path.name for path in folder.path.iterdir()} == set(theirs)
    assert kept_parts(out) is None
    for name in theirs:
        (folder.path / name).unlink()
    folder.tidy()
    assert not folder.path.exists()
    folder.tidy()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out.csv.parts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match=r"out\.csv\.parts: expected a folder of its own for the parts, found a link"):
        PartsFolder(tmp_path / "out.csv", ".csv").make()
    with pytest.raises(DataError, match="expected a folder to write to, found No such file"):
        PartsFolder(tmp_path / "no" / "out.csv", ".csv").make()
