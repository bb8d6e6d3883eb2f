"""How is a classifier kept? As a model file: coefficients and features as arrays, choices described.

Features that weigh nothing are not kept. The labels and the study are not needed to use it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from discourse.classifier.features import blocks_of
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.classifier.weighting import Weighting
from discourse.io.model_files import (
    Array,
    ModelFormat,
    check_shapes,
    next_numbered,
    numbered_models,
    read_model,
    write_model,
)
from discourse.study import Study

FORM = ModelFormat("classifier", 2, ("coef", "curves", "features", "idf", "intercept"))
_STEM = "classifier"


def save_model(model: TrainedModel, path: Path) -> None:
    """Write a trained model; a file that is there is never overwritten.

    Raises
    ------
    ModelError
        If the file is there already, or cannot be written.
    """
    classifier = model.classifier
    kept = np.flatnonzero(classifier.weighting_.idf)
    arrays = {
        "coef": classifier.coef_[kept],
        "curves": classifier.curves_,
        "features": np.frombuffer("\n".join(model.features[column] for column in kept).encode(), dtype=np.uint8),
        "idf": classifier.weighting_.idf[kept],
        "intercept": classifier.intercept_,
    }
    description = {
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
    }
    write_model(path, FORM, arrays, description)


def load_model(path: Path) -> TrainedModel:
    """Read a trained model; it predicts exactly what the one that was saved predicts.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays.
    """
    return read_model(path, FORM, _build)


def study_models(study: Study) -> list[Path]:
    """Trained models of a study, oldest first (``data/models/classifier-0001.npz``, ...)."""
    return numbered_models(study.models, _STEM)


def next_model(study: Study) -> Path:
    """Path of the study's next model; makes the folder."""
    return next_numbered(study.models, _STEM)


def _build(arrays: dict[str, Array], description: dict[str, Any]) -> TrainedModel:
    """Put a model together from what its file holds."""
    names = tuple(arrays["features"].tobytes().decode().split("\n"))
    classes, mentions = description["classes"], tuple(description["mentions"])
    outputs = len(classes) + len(mentions)
    check_shapes(
        arrays,
        {
            "coef": (len(names), outputs),
            "curves": (len(mentions), 3),
            "idf": (len(names),),
            "intercept": (outputs,),
        },
    )
    columns = blocks_of(names)
    place = np.array(columns, dtype=str)
    classifier = PillarClassifier(blocks=columns, **description["parameters"])
    classifier.weighting_ = Weighting(
        arrays["idf"], tuple((name, np.flatnonzero(place == name), share) for name, share in description["shares"])
    )
    classifier.classes_ = np.array(classes)
    classifier.pillars_ = mentions
    classifier.coef_, classifier.intercept_, classifier.curves_ = arrays["coef"], arrays["intercept"], arrays["curves"]
    classifier.penalty_, classifier.temperature_ = description["penalty"], description["temperature"]
    classifier.share_weight_ = description["share_weight"]
    classifier.n_features_in_ = len(names)
    return TrainedModel(
        classifier,
        names,
        description["language"],
        tuple(description["blocks"]),
        tuple(description["pillars"]),
        {pillar: tuple(words) for pillar, words in description["seeds"].items()},
        description["about"],
    )


def _parameters(classifier: PillarClassifier) -> dict[str, Any]:
    parameters = {name: value for name, value in classifier.get_params().items() if name != "blocks"}
    return {**parameters, "shares": list(parameters["shares"])}
