"""How is a classifier kept?

Features that weigh nothing are not kept. The labels and the study are not needed to use it. The tokeniser
and the word lists are not in the file but a record of them, and a model is refused where they have changed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sklearn.pipeline import Pipeline

from discourse.classifier.context import ArticleContext, Combination
from discourse.classifier.error_counts import ErrorCounts, kept_errors
from discourse.classifier.fitting import as_trained_model
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.errors import ModelError, shown
from discourse.features import EMBEDDING, TfidfBlocks, blocks_of, check_counting, counting_record, installed_embedder
from discourse.io.arrays import Array
from discourse.io.model_files import (
    ANEW,
    ModelFormat,
    check_shapes,
    next_numbered,
    numbered_models,
    read_model,
    write_model,
)
from discourse.io.typed import Unfit, checked
from discourse.languages import language_code
from discourse.study import Study

FORM = ModelFormat("classifier", 3, ("coef", "features", "idf", "intercept", "platt"), ("errors",))
_STEM = "classifier"


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise Unfit("each name once", f"{shown(twice[0])} again", ANEW)
    return names


_Names = Annotated[tuple[str, ...], AfterValidator(_each_once)]


class _About(BaseModel):
    """What is asked for of all that a model says about its origin."""

    package: str = "unknown"
    codebook: dict[str, str] = {}
    log: dict[str, int] = {}


class _Combination(BaseModel):
    """What has been learnt about articles, of the codes or of the mentions; without it, each paragraph is alone."""

    model_config = ConfigDict(allow_inf_nan=False)

    sharpness: float = Field(default=1.0, ge=0)
    power: float = Field(default=0.0, ge=0)
    prior: tuple[Annotated[float, Field(ge=0, le=1)], ...] = ()
    thresholds: tuple[Annotated[float, Field(ge=0, le=1)], ...] = ()


class _Description(BaseModel):
    """What a classifier's file says beside its arrays."""

    model_config = ConfigDict(allow_inf_nan=False)

    language: str = Field(pattern=r"^[a-z]{2,3}$", description="a language code")
    counting: dict[str, str]
    blocks: tuple[Literal["word", "chars", "dictionary", "thesaurus", "lemma", "seed", "embedding"], ...] = Field(
        min_length=1
    )
    proportions: tuple[tuple[str, bool], ...]
    pillars: _Names
    mentions: _Names
    classes: _Names = Field(min_length=2)
    seeds: dict[str, tuple[str, ...]]
    parameters: dict[str, float | tuple[str, ...] | None]
    penalty: float
    proportion_weight: float
    inverse_temperature: float
    embedding_mean: tuple[float, ...] = ()
    context: dict[Literal["primary", "mentions"], _Combination] = {}
    about: _About

    @model_validator(mode="after")
    def _agreed(self) -> _Description:
        if NONE in self.pillars:
            raise Unfit(f"pillars other than '{NONE}'", "it among them", ANEW)
        if "seed" in self.blocks and not self.seeds:
            raise Unfit("seed words for the block 'seed'", "none", ANEW)
        if self.context:
            lengths = {name: (len(one.prior), len(one.thresholds)) for name, one in self.context.items()}
            number = len(self.mentions)
            if lengths != {"primary": (len(self.classes), 0), "mentions": (number, number)}:
                raise Unfit("context of the primary code and of the mentions", "something else", ANEW)
        return self


def save_model(model: TrainedModel | Pipeline, path: Path | str) -> None:
    """Write a trained model, that of a study or of :func:`discourse.train`; a file that is there is never overwritten.

    Raises
    ------
    ModelError
        If the file is there already, or cannot be written.
    """
    model, path = as_trained_model(model), Path(path)
    classifier = model.classifier
    kept = np.flatnonzero(classifier.weighting_.idf)
    arrays = {
        "coef": classifier.coef_[kept],
        "features": np.frombuffer("\n".join(model.features[column] for column in kept).encode(), dtype=np.uint8),
        "idf": classifier.weighting_.idf[kept],
        "intercept": classifier.intercept_,
        "platt": classifier.platt_,
    }
    if model.errors is not None:
        arrays["errors"] = model.errors.crossed
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
        "embedding_mean": classifier.embedding_mean_.tolist(),
        "context": _context(classifier.context_),
        "about": dict(model.about),
    }
    write_model(path, FORM, arrays, description)


def load_model(path: Path | str, language: str | None = None, kept: Path | None = None) -> TrainedModel:
    """Read a trained model; it predicts exactly what the one that was saved predicts.

    Parameters
    ----------
    path : Path or str
        The file.
    language : str, optional
        Folder of the word lists that the model was made with, where they are a study's own
        (:attr:`discourse.study.Study.language`); default: those of the package.
    kept : Path, optional
        File that keeps the embeddings of texts, if the model reads any (:class:`discourse.features.KeptEmbeddings`).

    Returns
    -------
    TrainedModel
        ``predict(texts)`` gives codes and ``predict_proba(texts)`` probabilities in the order of ``classes_``, as the
        pipeline of :func:`discourse.train` does; ``predict_texts(texts)`` gives a table with both, and with what is
        mentioned. ``about`` says what the model was trained on. :func:`discourse.explain_text` takes it.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays;
        if the tokeniser or the word lists are not those that the model was made with.
    MissingExtraError
        If the model reads embeddings, which cannot be made here.
    """
    path = Path(path)
    return read_model(path, FORM, lambda arrays, description: _build(arrays, description, path, language, kept))


def read_about(path: Path) -> dict[str, Any]:
    """Read what is known of a saved model (:attr:`TrainedModel.about`), whether it can still be used or not.

    Raises
    ------
    ModelError
        As for :func:`load_model`, but for the word lists.
    """

    def about(_: dict[str, Array], description: dict[str, Any]) -> dict[str, Any]:
        _checked(description, path)
        return dict(description["about"])

    return read_model(path, FORM, about)


def read_errors(path: Path) -> tuple[ErrorCounts, dict[str, Any]]:
    """Read how a saved model took labelled paragraphs that it had not seen, and what is known of it.

    Raises
    ------
    ModelError
        As for :func:`read_about`, and if it was trained before this was counted.
    """

    def errors(arrays: dict[str, Array], description: dict[str, Any]) -> tuple[ErrorCounts | None, dict[str, Any]]:
        return kept_errors(arrays, _checked(description, path).pillars), dict(description["about"])

    found, about = read_model(path, FORM, errors)
    if found is None:
        hint = "It still classifies; train it again to correct what it counts: discourse train."
        raise ModelError("a model that knows its error rates", "one trained before they were kept", path, hint)
    return found, about


def study_models(study: Study) -> list[Path]:
    """Trained models of a study, oldest first (``data/models/classifier-0001.npz``, ...)."""
    return numbered_models(study.models, _STEM)


def next_model(study: Study) -> Path:
    """Path of the study's next model; makes the folder."""
    return next_numbered(study.models, _STEM)


def _checked(description: dict[str, Any], path: Path) -> _Description:
    return checked(_Description, description, str(FORM), path, ANEW, ModelError)


def _build(
    arrays: dict[str, Array], description: dict[str, Any], path: Path, own: str | None, kept: Path | None
) -> TrainedModel:
    """Put a model together from what its file holds, if features are still counted as they were."""
    said = _checked(description, path)
    # The folder of a study's own lists, if it is of the language.
    language = own if own is not None and language_code(own) == said.language else said.language
    check_counting(said.counting, language, said.blocks, path, said.about.package)
    names = tuple(arrays["features"].tobytes().decode().split("\n"))
    outputs = len(said.classes) + len(said.mentions)
    check_shapes(
        arrays,
        {
            "coef": (len(names), outputs),
            "idf": (len(names),),
            "intercept": (outputs,),
            "platt": (len(said.mentions), 3),
        },
    )
    columns = blocks_of(names)
    if len(set(names)) < len(names) or sorted(set(columns)) != sorted(name for name, _ in said.proportions):
        raise ValueError("features and blocks do not agree")
    place = np.array(columns, dtype=str)
    classifier = PillarClassifier(blocks=columns, **description["parameters"])
    classifier.weighting_ = TfidfBlocks(
        arrays["idf"], tuple((name, np.flatnonzero(place == name), share) for name, share in said.proportions)
    )
    classifier.classes_ = np.array(said.classes)
    classifier.pillars_ = said.mentions
    classifier.coef_, classifier.intercept_, classifier.platt_ = arrays["coef"], arrays["intercept"], arrays["platt"]
    classifier.penalty_, classifier.proportion_weight_ = said.penalty, said.proportion_weight
    classifier.inverse_temperature_ = said.inverse_temperature
    classifier.embedding_mean_ = np.array(said.embedding_mean)
    classifier.context_ = _context_of(said, arrays["platt"])
    classifier.n_features_in_ = len(names)
    if len(said.embedding_mean) != classifier.weighting_.embedded.sum():
        raise ValueError("embeddings and their mean do not agree")
    embedder = installed_embedder(kept) if EMBEDDING in said.blocks else None
    about, errors = dict(description["about"]), kept_errors(arrays, said.pillars)
    return TrainedModel(classifier, names, language, said.blocks, said.pillars, said.seeds, about, embedder, errors)


def _context(context: ArticleContext) -> dict[str, Any]:
    """Write down what has been learnt about articles."""
    return {
        name: {
            "sharpness": one.sharpness,
            "power": one.power,
            "prior": one.prior.tolist(),
            "thresholds": context.thresholds.tolist() if one.together else [],
        }
        for name, one in (("primary", context.primary), ("mentions", context.mentions))
    }


def _context_of(said: _Description, platt: Array) -> ArticleContext:
    """Read what has been learnt about articles; a model made before there was such a thing judges paragraphs alone."""
    if not said.context:
        primary = Combination(1.0, 0.0, np.zeros(len(said.classes)))
        return ArticleContext(primary, Combination(1.0, 0.0, np.zeros(len(said.mentions)), True), platt[:, 2])
    primary, mentions = (
        Combination(one.sharpness, one.power, np.array(one.prior), together)
        for one, together in ((said.context["primary"], False), (said.context["mentions"], True))
    )
    return ArticleContext(primary, mentions, np.array(said.context["mentions"].thresholds))


def _parameters(classifier: PillarClassifier) -> dict[str, Any]:
    parameters = {name: value for name, value in classifier.get_params().items() if name != "blocks"}
    return {**parameters, "proportion_blocks": list(parameters["proportion_blocks"])}
