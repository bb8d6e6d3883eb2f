"""However a table comes and whoever classifies it, the result is the same; what is done is not done again."""

from __future__ import annotations

import errno
import gzip

import pandas as pd
import pytest

from discourse.classifier import ArticleRuns, SkippedRows, classify_table, kept_parts, load_model, save_model
from discourse.classifier.tables.parts import Recipe
from discourse.errors import DataError, ModelError
from discourse.io import files

SIZES = [1, 7, 10**9]


@pytest.fixture
def single(small_model, news, tmp_path):
    """What one process makes of the table at once."""
    classify_table(small_model, news, tmp_path / "single.csv")
    return (tmp_path / "single.csv").read_bytes()


@pytest.fixture
def made(monkeypatch):
    """Names of the parts that are made."""
    seen, real = [], Recipe.make

    def noted(self, model, rows, path):
        seen.append(path.name)
        real(self, model, rows, path)

    monkeypatch.setattr(Recipe, "make", noted)
    return seen


def stop_at(number):
    """Do what Ctrl-C does, once so many rows are done."""

    def stop(done, in_all, kept):
        if done >= number:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl", "parquet"])
def test_whatever_the_form_and_the_size_of_parts_the_table_is_the_same(
    small_model, news, tmp_path, here, single, workers, size, form
):
    source, out, told = tmp_path / f"given.{form}", tmp_path / "out.csv", []
    frame = pd.read_csv(news, dtype=str, keep_default_na=False)
    if form == "jsonl":
        frame.to_json(source, orient="records", lines=True)
    elif form == "parquet":
        frame.to_parquet(source)
    else:
        source.write_bytes(gzip.compress(news.read_bytes()) if form == "csv.gz" else news.read_bytes())
    rows = classify_table(
        small_model, source, out, progress=lambda *one: told.append(one), workers=workers, part_rows=size
    )
    assert out.read_bytes() == single
    assert rows == 60
    assert told[-1] == (60, 60, 0)
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)
    assert not (tmp_path / "out.csv.parts").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_parquet_is_the_same_table_as_csv(small_model, news, tmp_path, here, single, workers):
    classify_table(small_model, news, tmp_path / "out.parquet", workers=workers, part_rows=7)
    made = pd.read_parquet(tmp_path / "out.parquet")
    expected = pd.read_csv(tmp_path / "single.csv", dtype={"two\nlines": str}, keep_default_na=False, na_values=[""])
    texts = [name for name in made if not name.startswith(("p_", "m_"))]
    expected[texts] = expected[texts].fillna("")
    pd.testing.assert_frame_equal(made, expected, check_dtype=False, rtol=0, atol=1e-12)


def test_articles_are_heard_whoever_classifies(small_model, texts_of, here, tmp_path):
    articles = [f"a{row // 4}" for row in range(57)] + ["a0", "a0", "a1"]
    source, runs = tmp_path / "in.csv", ArticleRuns()
    pd.DataFrame({"article_id": articles, "text": texts_of(60, seed=2)}).to_csv(source, index=False)
    results = []
    for alone in (False, True):
        made = []
        for workers, size in ((1, 10**9), (1, 5), (2, 5)):
            out = tmp_path / f"{alone}{workers}{size}.csv"
            classify_table(
                small_model, source, out, alone=alone, runs=ArticleRuns() if made else runs, workers=workers,
                part_rows=size,
            )  # fmt: skip
            made.append(out.read_bytes())
        assert made[0] == made[1] == made[2]
        results.append(made[0])
    assert results[0] != results[1]
    assert "3 rows of 2 articles." in runs.remark()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_done_is_not_done_again(small_model, news, tmp_path, here, monkeypatch, single, made, workers):
    out, told = tmp_path / "out.csv", []

    def run(progress=None, **choices):
        made.clear()
        classify_table(small_model, news, out, progress=progress, workers=workers, part_rows=7, **choices)
        return len(made)

    with pytest.raises(KeyboardInterrupt):
        run(stop_at(8))
    assert not out.exists()
    kept = {path.name for path in kept_parts(out).iterdir()}
    assert kept <= set(made)
    done = len(kept)
    assert run(lambda *one: told.append(one)) == 9 - done
    assert told[0] == (7, told[0][1], 7)
    # The last part has four rows.
    assert told[-1][2] in (7 * done, 7 * done - 3)
    assert out.read_bytes() == single
    for choices in ({"abstain_below": 0.5}, {}):
        with pytest.raises(KeyboardInterrupt):
            run(stop_at(8))
        monkeypatch.setattr("discourse.__version__", f"another {len(choices)}")
        assert run(**choices) == 9
        assert not out.with_name("out.csv.parts").exists()


def test_only_parts_whose_rows_changed_are_made_again(small_model, news, tmp_path, made):
    out = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        classify_table(small_model, news, out, progress=stop_at(60), part_rows=7)
    # The last part was whole when it was told of.
    assert len(list(kept_parts(out).iterdir())) == 8
    made.clear()
    (kept_parts(out) / "mine.txt").write_text("not a part")
    news.write_bytes(news.read_bytes().replace(b"p00", b"q00"))
    classify_table(small_model, news, out, part_rows=7)
    classify_table(small_model, news, tmp_path / "single.csv")
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert [name[:6] for name in made[:-1]] == ["000001", "000009"]
    assert [path.name for path in (tmp_path / "out.csv.parts").iterdir()] == ["mine.txt"]


def test_what_another_model_made_is_not_taken(small_model, toy_model, news, tmp_path, made):
    out = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        classify_table(toy_model, news, out, progress=stop_at(14), part_rows=7)
    made.clear()
    classify_table(small_model, news, out, part_rows=7)
    classify_table(small_model, news, tmp_path / "single.csv")
    assert len(made) == 10
    assert out.read_bytes() == (tmp_path / "single.csv").read_bytes()


def test_a_model_of_other_word_lists_is_refused_before_any_work(small_model, tmp_path, monkeypatch):
    save_model(small_model, tmp_path / "model.npz")
    monkeypatch.setattr("discourse.classifier.storage.check_counting", lambda *unused: _other_lists())
    with pytest.raises(ModelError, match="expected the word lists"):
        load_model(tmp_path / "model.npz")


def _other_lists():
    raise ModelError("the word lists of the model", "others")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("body\nkopi\n", "expected a column text"),
        ("text,p_trade\nkopi,1\n", "expected no column that classifying makes, found p_trade"),
        ("id,text\n1,kopi\n2\n", r"a\.csv, record 2: expected 2 columns, found 1"),
    ],
)
def test_what_is_found_before_a_part_is_done_leaves_nothing(small_model, tmp_path, here, workers, content, message):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(DataError, match=message):
        classify_table(small_model, tmp_path / "a.csv", tmp_path / "out.csv", workers=workers)
    assert not list(tmp_path.glob("out*"))


def test_for_many_workers_a_broken_record_at_the_end_is_found_before_any_work(small_model, news, tmp_path, here, made):
    with news.open("a", encoding="utf-8") as stream:
        stream.write("p99,kopi,1,too many\n")
    with pytest.raises(DataError, match=r"news\.csv, record 61: expected 3 columns, found 4\. Quote fields"):
        classify_table(small_model, news, tmp_path / "out.csv", workers=2, part_rows=7)
    assert not list(tmp_path.glob("out*"))
    assert made == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", SIZES)
def test_what_cannot_be_read_is_left_out_alike(small_model, news, tmp_path, here, single, workers, size):
    first, *others = news.read_bytes().split(b"p3", 1)
    broken = b'p99,"kopi\np99\np99,\xff,1.10\n'
    news.write_bytes(
        first.replace(b"\np00", b"\n" + broken + b"p00") + b"".join(broken + b"p3" + one for one in others) + broken
    )
    with SkippedRows(tmp_path / "one.csv") as one:
        classify_table(small_model, news, tmp_path / "one.csv", skipped=one)
    with SkippedRows(tmp_path / "two.csv") as two:
        rows = classify_table(small_model, news, tmp_path / "two.csv", 0.0, None, two, workers=workers, part_rows=size)
    assert rows == 60
    assert one.count == two.count == 9
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes() == single
    assert one.path.read_bytes() == two.path.read_bytes()
    assert not list(tmp_path.glob("*.parts"))


@pytest.mark.parametrize("workers", [1, 2])
def test_of_a_damaged_parquet_folder_the_other_parts_are_classified(small_model, news, tmp_path, here, workers):
    frame = pd.read_csv(news, dtype=str, keep_default_na=False)
    (tmp_path / "in").mkdir()
    for number in range(3):
        frame[number * 20 : number * 20 + 20].to_parquet(tmp_path / "in" / f"{number}.parquet", index=False)
    whole = (tmp_path / "in" / "1.parquet").read_bytes()
    (tmp_path / "in" / "1.parquet").write_bytes(whole[:-30])
    with pytest.raises(DataError, match=r"1\.parquet: expected a whole parquet file, found one that was cut off"):
        classify_table(small_model, tmp_path / "in", tmp_path / "out.parquet", workers=workers)
    with SkippedRows(tmp_path / "out.parquet") as skipped:
        assert classify_table(small_model, tmp_path / "in", tmp_path / "out.parquet", 0.0, None, skipped) == 40
    assert skipped.report().startswith("1 parquet file that cannot be read was left out")
    made = pd.read_parquet(tmp_path / "out.parquet")
    assert made["id"].tolist() == [*frame["id"][:20], *frame["id"][40:]]


def filling(monkeypatch, after):
    """Have the disk fill up after so many files are written."""
    left, real = [after], files.os.fsync

    def fsync(number):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(number)

    monkeypatch.setattr(files.os, "fsync", fsync)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("after", [1, 5, 10, 15, 20])
def test_a_full_disk_is_said_in_a_line_and_what_is_done_is_kept(
    small_model, news, tmp_path, here, monkeypatch, suffix, workers, after
):
    out, expected = tmp_path / f"out{suffix}", tmp_path / f"expected{suffix}"
    classify_table(small_model, news, expected, part_rows=7)
    with monkeypatch.context() as patch:
        filling(patch, after)
        # One process writes the model, to know its digest, 9 parts and the whole; for several the model is written
        # again, and 9 parts of rows.
        if after < (11 if workers == 1 else 21):
            with pytest.raises(DataError, match=r"expected a place to write to, found No space left on device"):
                classify_table(small_model, news, out, workers=workers, part_rows=7)
            results = list(out.with_name(out.name + ".parts").glob(f"*{suffix}"))
            assert len(results) == max(0, after - (1 if workers == 1 else 11))
            assert not out.exists()
    classify_table(small_model, news, out, workers=workers, part_rows=7)
    if suffix == ".csv":
        assert out.read_bytes() == expected.read_bytes()
    pd.testing.assert_frame_equal(
        *(pd.read_parquet(one) if suffix != ".csv" else pd.DataFrame() for one in (out, expected))
    )
    assert not list(tmp_path.glob("*.parts"))


def test_what_is_no_file_is_not_replaced(small_model, news, tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(DataError, match=r"out\.csv: expected a place to write to, found something other than a file"):
        classify_table(small_model, news, tmp_path / "out.csv")


def test_a_word_without_end_is_a_word(small_model, tmp_path):
    source = tmp_path / "in.csv"
    pd.DataFrame({"text": ["a" * 100_000, "kopi " * 20_000, "ekspor kopi"]}).to_csv(source, index=False)
    assert classify_table(small_model, source, tmp_path / "out.csv") == 3
    assert pd.read_csv(tmp_path / "out.csv").filter(like="p_").sum(axis=1).tolist() == pytest.approx([1] * 3, abs=1e-5)
