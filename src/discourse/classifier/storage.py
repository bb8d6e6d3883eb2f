"""How is a classifier kept?

Features that weigh nothing are not kept. The labels and the study are not needed to use it. The tokeniser
and the word lists are not in the file but a record of them, and a model is refused where they have changed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.features import TfidfBlocks, blocks_of, check_counting, counting_record
from discourse.io.model_files import (
    Array,
    ModelFormat,
    check_shapes,
    next_numbered,
    numbered_models,
    read_model,
    write_model,
)
from discourse.languages import language_code
from discourse.study import Study

FORM = ModelFormat("classifier", 3, ("coef", "features", "idf", "intercept", "platt"))
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
        "features": np.frombuffer("\n".join(model.features[column] for column in kept).encode(), dtype=np.uint8),
        "idf": classifier.weighting_.idf[kept],
        "intercept": classifier.intercept_,
        "platt": classifier.platt_,
    }
    description = {
        "language": language_code(model.language),
        "counting": counting_record(model.language, model.blocks),
        "blocks": list(model.blocks),
        "proportions": [[name, bool(share)] for name, _, share in classifier.weighting_.blocks],
        "pillars": list(model.pillars),
        "mentions": list(classifier.pillars_),
        "classes": [str(code) for code in classifier.classes_],
        "seeds": {pillar: list(words) for pillar, words in model.seeds.items()},
        "parameters": _parameters(classifier),
        "penalty": float(classifier.penalty_),
        "proportion_weight": float(classifier.proportion_weight_),
        "inverse_temperature": float(classifier.inverse_temperature_),
        "about": dict(model.about),
    }
    write_model(path, FORM, arrays, description)


def load_model(path: Path, language: str | None = None) -> TrainedModel:
    """Read a trained model; it predicts exactly what the one that was saved predicts.

    Parameters
    ----------
    path : Path
        The file.
    language : str, optional
        Folder of the word lists that the model was made with, where they are a study's own
        (:attr:`discourse.study.Study.language`); default: those of the package.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays;
        if the tokeniser or the word lists are not those that the model was made with.
    """
    return read_model(path, FORM, lambda arrays, description: _build(arrays, description, path, language))


def read_about(path: Path) -> dict[str, Any]:
    """Read what is known of a saved model (:attr:`TrainedModel.about`), whether it can still be used or not.

    Raises
    ------
    ModelError
        As for :func:`load_model`, but for the word lists.
    """
    return read_model(path, FORM, lambda _, description: dict(description["about"]))


def study_models(study: Study) -> list[Path]:
    """Trained models of a study, oldest first (``data/models/classifier-0001.npz``, ...)."""
    return numbered_models(study.models, _STEM)


def next_model(study: Study) -> Path:
    """Path of the study's next model; makes the folder."""
    return next_numbered(study.models, _STEM)


def _build(arrays: dict[str, Array], description: dict[str, Any], path: Path, own: str | None) -> TrainedModel:
    """Put a model together from what its file holds, if features are still counted as they were."""
    language = _language(description["language"], own)
    blocks, about = tuple(description["blocks"]), dict(description["about"])
    check_counting(dict(description["counting"]), language, blocks, path, str(about.get("package", "unknown")))
    names = tuple(arrays["features"].tobytes().decode().split("\n"))
    classes, mentions = description["classes"], tuple(description["mentions"])
    outputs = len(classes) + len(mentions)
    check_shapes(
        arrays,
        {
            "coef": (len(names), outputs),
            "idf": (len(names),),
            "intercept": (outputs,),
            "platt": (len(mentions), 3),
        },
    )
    columns = blocks_of(names)
    place = np.array(columns, dtype=str)
    classifier = PillarClassifier(blocks=columns, **description["parameters"])
    classifier.weighting_ = TfidfBlocks(
        arrays["idf"], tuple((name, np.flatnonzero(place == name), share) for name, share in description["proportions"])
    )
    classifier.classes_ = np.array(classes)
    classifier.pillars_ = mentions
    classifier.coef_, classifier.intercept_, classifier.platt_ = arrays["coef"], arrays["intercept"], arrays["platt"]
    classifier.penalty_, classifier.proportion_weight_ = description["penalty"], description["proportion_weight"]
    classifier.inverse_temperature_ = description["inverse_temperature"]
    classifier.n_features_in_ = len(names)
    return TrainedModel(
        classifier,
        names,
        language,
        blocks,
        tuple(description["pillars"]),
        {pillar: tuple(words) for pillar, words in description["seeds"].items()},
        about,
    )


def _language(code: Any, own: str | None) -> str:
    """Language of a model: the folder of a study's own lists if it is of that language, else the code."""
    if not isinstance(code, str) or not re.fullmatch("[a-z]{2,3}", code):
        raise ValueError("language is no language code")
    return own if own is not None and language_code(own) == code else code


def _parameters(classifier: PillarClassifier) -> dict[str, Any]:
    parameters = {name: value for name, value in classifier.get_params().items() if name != "blocks"}
    return {**parameters, "proportion_blocks": list(parameters["proportion_blocks"])}
