"""What does reading need besides the file? Studies, models, a command line: made when first needed, in one folder."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from discourse.study import Study

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = (
    "Jembatan baru di tepi sungai dibuka pada hari Senin oleh gubernur dua provinsi, dan warga merayakannya bersama.",
    "Menurut kepala desa, anak-anak kini dapat berjalan ke sekolah dalam sepuluh menit, padahal dahulu menunggu rakit.",
    "Kedua kota sepakat menambah ekspor kopi dan beras, kata wali kota; pasar (lama) tetap dibuka sampai Oktober 2025.",
)


class Workshop:
    """Two studies, models and pages in a folder of their own, made when they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.good: dict[str, Sequence[bytes]] = {}

    @cached_property
    def study(self) -> Study:
        """A copy of the toy study, with counts of words."""
        from discourse.features import term_table, terms_bytes

        study = Study(shutil.copytree(ROOT / "tests" / "toy", self.folder / "toy"))
        full = study.paragraphs[study.paragraphs["source_line"] != ""]
        texts = dict(zip(full["paragraph_id"], full["text"], strict=True))
        (study.data / "terms.csv.gz").write_bytes(terms_bytes(term_table(texts, study.language)))
        return study

    @cached_property
    def shipped(self) -> Study:
        """A copy of the study of the repository: data, scripts, numbers of figures."""
        folder = self.folder / "shipped"
        for part in ("data", "experiments"):
            shutil.copytree(
                ROOT / part, folder / part, ignore=shutil.ignore_patterns("originals", "models", "__pycache__")
            )
        (folder / "figures").mkdir()
        for file in (ROOT / "figures").iterdir():
            if file.suffix in (".csv", ".json"):
                shutil.copy(file, folder / "figures")
        return Study(folder)

    @cached_property
    def model(self) -> Path:
        """A small classifier."""
        from discourse.classifier import PillarClassifier, TrainedModel, save_model
        from discourse.features import blocks_of, dfm_of_texts, paragraph_features

        blocks, pillars = ("word", "chars", "dictionary", "seed"), ("trade", "road")
        seeds = {"trade": ("ekspor", "pasar"), "road": ("jembatan",)}
        features = paragraph_features(dfm_of_texts(list(SENTENCES) * 6, language="id"), "id", blocks, seeds)
        primary = ["road", "none", "trade"] * 6
        mentions = np.array([[code == pillar for pillar in pillars] for code in primary])
        classifier = PillarClassifier(blocks=blocks_of(features.features), penalty=1.0)
        classifier.fit(features.matrix, np.array(primary), mentions, pillars=pillars)
        path = self.folder / "classifier.npz"
        save_model(TrainedModel(classifier, features.features, "id", blocks, pillars, seeds), path)
        return path

    @cached_property
    def topics(self) -> Path:
        """A small topic model."""
        from discourse.features import dfm_of_texts
        from discourse.topics import TopicModel, save_topics

        counts = dfm_of_texts(list(SENTENCES) * 3, language="id")
        model = TopicModel(
            3, passes=2, max_share=1.0, seeds={"road": ("jembatan",)}, terms=counts.features, random_state=4
        )
        path = self.folder / "topics.npz"
        save_topics(model.fit(counts.matrix), path, {"codebook": "2"})
        return path

    @cached_property
    def trained(self) -> Any:
        """The small classifier, read."""
        from discourse.classifier import load_model

        return load_model(self.model)

    @cached_property
    def experiments(self) -> Any:
        """Scripts of two figures of the copied study."""
        from discourse.pipeline.run import load_experiments

        return load_experiments(self.shipped, ["agreement", "emphasis"])

    def put(self, study: Study, name: str, content: bytes) -> Study:
        """Return the study with another file of ``data/``, read afresh."""
        folder = self.folder / "changed"
        if not folder.is_dir():
            shutil.copytree(study.root, folder)
        files = {file.name: file.read_bytes() for file in study.data.iterdir() if file.is_file()}
        for file in (folder / "data").iterdir():
            if file.is_file() and file.name not in files:
                file.unlink()
        for known, good in files.items():
            if (folder / "data" / known).read_bytes() != good:
                (folder / "data" / known).write_bytes(good)
        (folder / "data" / name).write_bytes(content)
        return Study(folder)

    def file(self, name: str, content: bytes) -> Path:
        """Write a file of that name."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@cache
def _command_line() -> Any:
    """Return the command line, made once: that takes longer than most commands."""
    from typer.main import get_command

    from discourse.cli import app

    return get_command(app)


def command(shop: Workshop, arguments: list[str]) -> str:
    """Run a command as a shell would, in the folder of the workshop."""
    from discourse.errors import DiscourseError

    os.chdir(shop.folder)
    said, complained, code = io.StringIO(), io.StringIO(), 0
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        mock.patch("sys.stdin", io.StringIO()),
    ):
        try:
            _command_line().main(arguments, prog_name="discourse")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    lines = [line for line in complained.getvalue().splitlines() if line.strip()]
    places = [number for number, line in enumerate(lines) if line.startswith("discourse: ")]
    if places and places[-1] != len(lines) - 1:
        raise AssertionError("a message of more than one line: " + " | ".join(lines[places[-1] :])[:300])
    if code == 2:
        raise DiscourseError("", " ".join(lines)[:300])
    return said.getvalue()
