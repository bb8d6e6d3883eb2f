"""How long do the figures of a large study take, figure by figure, and where does the time go?

    python benchmarks/figure_study.py PARAGRAPHS [FIGURE ...]

Makes up a study of so many paragraphs with the codebook and the settings of the shipped one, all of them coded, makes
its figures one after the other in this process, and prints the seconds and the peak memory of each. With ``--profile``
the functions in which most of the time went follow each figure. The same number makes the same paragraphs.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import resource
import shutil
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discourse.errors import DiscourseError
from discourse.pipeline.dependencies import record_files
from discourse.pipeline.run import load_experiments
from discourse.study import Study

ROOT = Path(__file__).resolve().parents[1]
PER_ARTICLE = 8
OUTLETS = 40
PEOPLE = ("reader", "blind")
TWICE = 0.1
"""Part of the paragraphs that a second coder coded, too."""
COMMON = (
    "hari ini kata mereka bahwa negara kedua tahun lalu baru besar warga pemerintah kota orang lain akan dapat juga"
)
SYLLABLES = [a + b for a in "bdgklmnprstw" for b in "aeiou"]


def make_study(folder: Path, paragraphs: int, seed: int = 1) -> Study:
    """Write a study of made-up paragraphs, whose primary pillar shows in their words."""
    study, rng = Study(folder), np.random.default_rng([seed, paragraphs])
    study.data.mkdir(parents=True)
    for name in ("codebook.toml", "actors.toml"):
        shutil.copyfile(ROOT / "data" / name, study.data / name)
    settings = (ROOT / "data" / "study.toml").read_text(encoding="utf-8")
    (study.data / "study.toml").write_text(
        "".join(line for line in settings.splitlines(True) if not line.startswith("replication")), encoding="utf-8"
    )
    articles = _articles(max(paragraphs // PER_ARTICLE, 20), rng)
    articles.to_csv(study.data / "articles.csv", index=False, lineterminator="\n")
    codes = tomllib.loads((study.data / "codebook.toml").read_text(encoding="utf-8"))["pillar"]
    table, coded = _paragraphs(paragraphs, articles, codes, rng)
    table.to_csv(study.data / "paragraphs.csv", index=False, lineterminator="\n")
    coded.to_csv(study.data / "labels.csv", index=False, lineterminator="\n")
    return Study(folder)


def _articles(number: int, rng: Any) -> pd.DataFrame:
    """Articles of two years, a few outlets with most of them, each twentieth a copy of the one before."""
    outlets = rng.choice(OUTLETS, number, p=(1 / np.arange(1, OUTLETS + 1)) / (1 / np.arange(1, OUTLETS + 1)).sum())
    years, months, days = rng.choice([2023, 2025], number), rng.integers(1, 13, number), rng.integers(1, 29, number)
    ids = [f"a{row:06d}" for row in range(number)]
    return pd.DataFrame(
        {
            "article_id": ids,
            "outlet": [f"paper-{outlet:02d}.example" for outlet in outlets],
            "published": [
                f"{year}-{month:02d}-{day:02d}" for year, month, day in zip(years, months, days, strict=True)
            ],
            "date_basis": "url",
            "partner": rng.choice(["Laos", "Kamboja"], number),
            "genre": rng.choice(["news", "analysis"], number),
            "extent": "full",
            "sampling": "general",
            "same_as": ["" if row % 20 or not row else ids[row - 1] for row in range(number)],
            "event": [f"visit-{year}-{month:02d}" for year, month in zip(years, months, strict=True)],
        }
    )


def _paragraphs(number: int, articles: pd.DataFrame, pillars: Any, rng: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Paragraphs in the order of the articles, and what two coders said of them."""
    ids = [pillar["id"] for pillar in pillars]
    article = np.sort(rng.integers(0, len(articles), number))
    position = np.arange(number) - np.searchsorted(article, article) + 1
    main = rng.choice(len(ids), len(articles), p=_falling(len(ids)))
    codes = np.where(rng.random(number) < 0.7, main[article], rng.choice(len(ids), number))
    names = np.array(["".join(rng.choice(SYLLABLES, 3)) for _ in range(20_000)])
    places = [f"{articles['article_id'][one]}:{place:03d}" for one, place in zip(article, position, strict=True)]
    table = pd.DataFrame(
        {
            "paragraph_id": places,
            "article_id": articles["article_id"].to_numpy()[article],
            "text": [_text([word.replace("_", " ") for word in pillars[code]["seeds"]], names, rng) for code in codes],
        }
    )
    return table, _codings(np.array(places), np.array(ids)[codes], ids, rng)


def _text(seeds: list[str], names: Any, rng: Any) -> str:
    words = [*rng.choice(seeds, 8), *rng.choice(COMMON.split(), 20), *names[(20_000 * rng.random(12) ** 3).astype(int)]]
    rng.shuffle(words)
    return f"{' '.join(words[:20]).capitalize()}. {' '.join(words[20:]).capitalize()}."


def _codings(places: Any, codes: Any, ids: list[str], rng: Any) -> pd.DataFrame:
    """Make up what the first coder said of all paragraphs, and the second of some; they differ on a tenth."""
    rows = []
    for coder, part in zip(PEOPLE, (1.0, TWICE), strict=True):
        some = np.flatnonzero(rng.random(len(places)) < part)
        primary = np.where(rng.random(len(some)) < 0.1, rng.choice(ids, len(some)), codes[some])
        other = rng.choice(ids, len(some))
        also = np.where((rng.random(len(some)) < 0.3) & (other != primary), other, "")
        named = {"coding_id": [f"{coder}:{place}" for place in places[some]], "paragraph_id": places[some]}
        rows.append(pd.DataFrame({**named, "coder": coder, "codebook": "2", "primary": primary, "also": also}))
    empty = dict.fromkeys(("when", "why", "rule", "queue", "inclusion", "seconds", "undoes"), "")
    table = pd.concat(rows).assign(unsure="no", **empty, note='""')
    order = (
        "coding_id paragraph_id coder codebook primary also unsure when why rule queue inclusion seconds undoes note"
    )
    return table[order.split()]


def _falling(number: int) -> Any:
    return (1 / np.arange(1, number + 1)) / (1 / np.arange(1, number + 1)).sum()


def run(study: Study, stems: list[str], profile: bool) -> None:
    """Make the figures and print a row of each."""
    print(f"{'figure':16} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}", flush=True)
    for experiment in load_experiments(study, stems):
        profiler, wall, used = cProfile.Profile(), time.perf_counter(), time.process_time()
        said = ""
        try:
            if profile:
                profiler.enable()
            record_files(lambda fresh, one=experiment: one.make(fresh, study.figures), study)  # type: ignore[misc]
        except DiscourseError as error:
            said = f"refused: {error}"
        finally:
            profiler.disable()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, used = time.perf_counter() - wall, time.process_time() - used
        print(f"{experiment.stem:16} {used:8.1f} {wall:8.1f} {peak:8.0f} {said}", flush=True)
        if profile:
            text = io.StringIO()
            pstats.Stats(profiler, stream=text).sort_stats("cumtime").print_stats(45)
            print(text.getvalue(), flush=True)


def main() -> None:
    """Read what is asked for, make the study, and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paragraphs", type=int)
    parser.add_argument("figures", nargs="*")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the study is kept, or lies already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name) / "study"
        study = Study(folder) if folder.is_dir() else make_study(folder, given.paragraphs)
        run(study, given.figures, given.profile)


if __name__ == "__main__":
    main()
