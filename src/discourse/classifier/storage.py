"""How is a classifier kept? As data: one npz file of arrays, with a JSON description inside.

Nothing in the file is ever executed: arrays are read with ``allow_pickle=False``. The description
holds the SHA-256 of every array and of itself, so an altered file is told from the one written. The
same model always gives the same bytes. Features that weigh nothing are not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from discourse.classifier.features import blocks_of
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.classifier.weighting import Weighting
from discourse.errors import ModelError
from discourse.study import Study

FORMAT = "discourse classifier 1"
ARRAYS = ("coef", "curves", "features", "idf", "intercept")
_CURE = "Train the model anew with 'discourse train', or name the file that it wrote."
_NUMBERED = re.compile(r"classifier-(\d{4})\.npz")


def save_model(model: TrainedModel, path: Path) -> None:
    """Write a trained model; a file that is there is never overwritten.

    Raises
    ------
    ModelError
        If the file is there already, or cannot be written.
    """
    if path.exists():
        raise ModelError("a new file", "one that is there", path, "Name another file; models are never overwritten.")
    kept = np.flatnonzero(model.classifier.weighting_.idf)
    classifier = model.classifier
    arrays = {
        "coef": classifier.coef_[kept],
        "curves": classifier.curves_,
        "features": np.frombuffer("\n".join(model.features[column] for column in kept).encode(), dtype=np.uint8),
        "idf": classifier.weighting_.idf[kept],
        "intercept": classifier.intercept_,
    }
    description = {
        "format": FORMAT,
        "language": model.language,
        "blocks": list(model.blocks),
        "shares": [[name, bool(share)] for name, _, share in classifier.weighting_.blocks],
        "pillars": list(model.pillars),
        "mentions": list(classifier.pillars_),
        "classes": [str(code) for code in classifier.classes_],
        "seeds": {pillar: list(words) for pillar, words in model.seeds.items()},
        "parameters": _parameters(classifier),
        "penalty": float(classifier.penalty_),
        "share_weight": float(classifier.share_weight_),
        "temperature": float(classifier.temperature_),
        "about": dict(model.about),
        "arrays": {name: _digest(array) for name, array in arrays.items()},
    }
    description["digest"] = _digest_of(description)
    text = json.dumps(description, ensure_ascii=False, sort_keys=True).encode()
    _write(path, {"about": np.frombuffer(text, dtype=np.uint8), **arrays})


def load_model(path: Path) -> TrainedModel:
    """Read a trained model; it predicts exactly what the one that was saved predicts.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays.
    """
    arrays, description = _read(path)
    names = tuple(arrays["features"].tobytes().decode().split("\n"))
    columns = blocks_of(names)
    place = np.array(columns, dtype=str)
    classifier = PillarClassifier(blocks=columns, **description["parameters"])
    classifier.weighting_ = Weighting(
        arrays["idf"], tuple((name, np.flatnonzero(place == name), share) for name, share in description["shares"])
    )
    classifier.classes_ = np.array(description["classes"])
    classifier.pillars_ = tuple(description["mentions"])
    classifier.coef_, classifier.intercept_, classifier.curves_ = arrays["coef"], arrays["intercept"], arrays["curves"]
    classifier.penalty_, classifier.temperature_ = description["penalty"], description["temperature"]
    classifier.share_weight_ = description["share_weight"]
    classifier.n_features_in_ = len(names)
    seeds = {pillar: tuple(words) for pillar, words in description["seeds"].items()}
    return TrainedModel(
        classifier,
        names,
        description["language"],
        tuple(description["blocks"]),
        tuple(description["pillars"]),
        seeds,
        description["about"],
    )


def study_models(study: Study) -> list[Path]:
    """Trained models of a study, oldest first (``data/models/classifier-0001.npz``, ...)."""
    return sorted(path for path in study.models.glob("classifier-*.npz") if _NUMBERED.fullmatch(path.name))


def next_model(study: Study) -> Path:
    """Path of the study's next model; makes the folder."""
    study.models.mkdir(parents=True, exist_ok=True)
    there = study_models(study)
    number = int(there[-1].stem[-4:]) + 1 if there else 1
    return study.models / f"classifier-{number:04d}.npz"


def _write(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write under another name and rename, so that a crash leaves no half of a model."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as stream:
            np.savez_compressed(stream, **arrays)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        cure = "Name a file in a folder that is there."
        raise ModelError("a place to write to", str(error.strerror), path, cure) from None


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arrays and description of a model file, checked."""
    try:
        # Opened here, for np.load leaves a damaged file open.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            missing = [name for name in (*ARRAYS, "about") if name not in archive.files]
            if missing:
                raise ModelError(FORMAT, f"a file without {', '.join(missing)}", path, _CURE)
            arrays = {name: archive[name] for name in ARRAYS}
            description = json.loads(archive["about"].tobytes())
    except FileNotFoundError:
        raise ModelError(FORMAT, "no file", path, _CURE) from None
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, AttributeError, TypeError) as error:
        raise ModelError(FORMAT, f"a file that cannot be read ({str(error).splitlines()[0]})", path, _CURE) from None
    if not isinstance(description, dict) or description.get("format") != FORMAT:
        raise ModelError(FORMAT, "a description of something else", path, _CURE)
    digest = description.pop("digest", "")
    if digest != _digest_of(description) or any(
        _digest(array) != description["arrays"].get(name) for name, array in arrays.items()
    ):
        raise ModelError("the model as it was written", "a file altered since", path, _CURE)
    return arrays, description


def _parameters(classifier: PillarClassifier) -> dict[str, Any]:
    parameters = {name: value for name, value in classifier.get_params().items() if name != "blocks"}
    return {**parameters, "shares": list(parameters["shares"])}


def _digest(array: Any) -> str:
    array = np.ascontiguousarray(array)
    return hashlib.sha256(f"{array.dtype.str} {array.shape}".encode() + array.tobytes()).hexdigest()


def _digest_of(description: Mapping[str, Any]) -> str:
    said = {key: value for key, value in description.items() if key != "digest"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
