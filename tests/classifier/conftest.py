from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import PillarClassifier, TrainedModel, save_model, train_study
from discourse.features import blocks_of, dfm_of_texts, paragraph_features

SENTENCE = (
    "ekspor kopi beras pasar guru murid sekolah jembatan jalan tol kereta kedua negara bertemu membahas rencana "
    "baru anak-anak kerja sama luar negeri 48"
)


def made_up_texts(rows: int, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(SENTENCE.split(), size=rng.integers(1, 14))) for _ in range(rows)]


@pytest.fixture(scope="session")
def texts_of():
    """Make up so many texts from a seed."""
    return made_up_texts


@pytest.fixture(scope="session")
def small_model() -> TrainedModel:
    """A classifier of three pillars with every block of features, trained on 24 made-up paragraphs of 12 articles."""
    primary = [["trade", "school", "road", "none"][row // 2 % 4] for row in range(24)]
    own = {"trade": "ekspor kopi pasar", "school": "guru murid", "road": "jembatan kereta", "none": "bertemu"}
    texts = [f"{own[code]} {text}" for code, text in zip(primary, made_up_texts(24), strict=True)]
    pillars, blocks = ("trade", "school", "road"), ("word", "chars", "dictionary", "lemma", "seed")
    seeds = {"trade": ("ekspor", "pasar"), "school": ("guru",), "road": ("jembatan", "jalan tol")}
    features = paragraph_features(dfm_of_texts(texts, language="id"), "id", blocks, seeds)
    also = [row % 5 == 0 for row in range(24)]
    mentions = np.array(
        [[p == code or (p == "road" and one) for p in pillars] for code, one in zip(primary, also, strict=True)]
    )
    classifier = PillarClassifier(blocks=blocks_of(features.features), penalty=1.0)
    classifier.fit(features.matrix, np.array(primary), mentions, pillars=pillars, articles=np.arange(24) // 2)
    return TrainedModel(classifier, features.features, "id", blocks, pillars, seeds)


@pytest.fixture(scope="session")
def small_model_path(small_model, tmp_path_factory):
    """The small model as a file."""
    path = tmp_path_factory.mktemp("model") / "model.npz"
    save_model(small_model, path)
    return path


@pytest.fixture
def news(tmp_path):
    """A CSV of 60 rows with commas, quotes, line breaks and empty cells inside its fields."""
    texts = made_up_texts(60, seed=1)
    texts[3], texts[8], texts[9] = "", 'kata "guru", lalu\nmurid', "baris\r\nlain, kopi"
    frame = pd.DataFrame({"id": [f"p{row:02d}" for row in range(60)], "text": texts, "two\nlines": "1.10"})
    path = tmp_path / "given" / "news.csv"
    path.parent.mkdir()
    frame.to_csv(path, index=False, lineterminator="\n")
    return path


@pytest.fixture
def toy_model(toy_study) -> TrainedModel:
    """A classifier trained on the toy study."""
    return train_study(toy_study)


@pytest.fixture
def here(monkeypatch):
    """Have Dask do the work of several processes in this one."""
    frame = pytest.importorskip("dask.dataframe").DataFrame
    real = frame.compute
    monkeypatch.setattr(frame, "compute", lambda self, **choices: real(self, scheduler="synchronous"))
