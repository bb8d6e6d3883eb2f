"""Which topics does a study keep, and how?

``expected`` is the state, ``eta`` and ``alpha`` the priors of terms and topics, ``weights`` what inference
reads; the names of the terms and all parameters are in the description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from discourse.errors import DataError, ModelError
from discourse.features import DocumentFeatureMatrix, check_counting, counting_record, study_dfm
from discourse.io.arrays import Array
from discourse.io.model_files import ANEW, LARGEST, ModelFormat, check_shapes, read_model, write_model
from discourse.io.typed import Unfit, checked
from discourse.study import Study
from discourse.topics.lda import LdaState
from discourse.topics.model import TopicModel
from discourse.topics.stability import prototype_run, run_seeds

KINDS = ("plain", "seeded")
RUNS = 20


def topic_model_of(study: Study, kind: str, counts: DocumentFeatureMatrix) -> TopicModel:
    """Make a study's topic model, not fitted yet, as its settings want it.

    Parameters
    ----------
    study : Study
        Its settings say how many topics, its codebook what the seed words are.
    kind : {"plain", "seeded"}
        Topics found without seed words, or with those of the codebook.
    counts : Counts
        What it will be fitted on; not more topics than paragraphs are asked for.

    Raises
    ------
    DataError
        If there is no such kind.
    """
    settings = study.settings
    if kind == "plain":
        return TopicModel(min(settings.topics, len(counts.ids)), terms=counts.features)
    if kind == "seeded":
        n_topics = len(study.codebook.pillar_ids) + settings.residual_topics
        return TopicModel(n_topics, seeds=study.codebook.seeds, terms=counts.features, strength=settings.seed_strength)
    raise DataError(f"one of {', '.join(KINDS)}", repr(kind), "kind of topic model", "Use one of these.")


def fit_study_topics(
    study: Study, kind: str, counts: DocumentFeatureMatrix, progress: Callable[[int, int], None] | None = None
) -> TopicModel:
    """Fit the topics that a study shows: of many runs the one most like the others.

    Parameters
    ----------
    study : Study
        Its settings, seed among them, and its codebook.
    kind : {"plain", "seeded"}
        See :func:`topic_model_of`.
    counts : Counts
        What they are found in.
    progress : callable, optional
        Called after each run with runs done and runs in all.
    """
    seeds = run_seeds(study.settings.seed, RUNS)
    return prototype_run(topic_model_of(study, kind, counts), counts.matrix, seeds, progress)


def train_topics(
    study: Study, kind: str = "plain", source: str = "mixed", progress: Callable[[int, int], None] | None = None
) -> tuple[TopicModel, dict[str, Any]]:
    """Find the topics of a study's paragraphs.

    Parameters
    ----------
    study : Study
        Its labels are not used.
    kind : {"plain", "seeded"}
        See :func:`topic_model_of`.
    source : str
        Which counts, see :func:`discourse.features.study_counts`.
    progress : callable, optional
        Called after each run with runs done and runs in all.

    Returns
    -------
    model : TopicModel
        The prototype of twenty runs, with the names of its terms.
    about : dict
        Versions, settings and codebook, and what it was trained on; JSON, for :func:`save_topics`.
    """
    from discourse import __version__

    counts = study_dfm(study, source)
    model = fit_study_topics(study, kind, counts, progress)
    table = study.paragraphs
    articles = table.loc[table["paragraph_id"].isin(counts.ids), "article_id"].nunique()
    about = {
        "package": __version__,
        "numpy": np.__version__,
        "gensim": version("gensim"),
        "codebook": {"version": study.codebook.version},
        "settings": study.settings.model_dump(mode="json"),
        "kind": kind,
        "language": study.settings.language,
        "counting": counting_record(study.language),
        "trained_on": {"source": source, "paragraphs": len(counts.ids), "articles": int(articles), "runs": RUNS},
    }
    return model, about


FORM = ModelFormat("topic model", 2, ("alpha", "columns", "eta", "expected", "weights"))


class _Parameters(BaseModel):
    """Parameters of :class:`discourse.topics.TopicModel`."""

    model_config = ConfigDict(allow_inf_nan=False)

    n_topics: int = Field(ge=1)
    alpha: float = Field(gt=0)
    eta: float = Field(gt=0)
    passes: int = Field(ge=1)
    iterations: int = Field(ge=1)
    tolerance: float = Field(gt=0)
    min_documents: int
    max_share: float
    seeds: dict[str, tuple[str, ...]] | None
    terms: tuple[str, ...] | None
    strength: float = Field(ge=0)
    random_state: int | None


class _About(BaseModel):
    """What is asked for of all that a model says about its origin."""

    package: str = "unknown"
    language: str = Field(default="", pattern="^([a-z]{2,3})?$", description="a language code")
    counting: dict[str, str] | None = None


class _Description(BaseModel):
    """What a topic model's file says beside its arrays."""

    parameters: _Parameters
    n_terms: int = Field(ge=1)
    about: _About

    @model_validator(mode="after")
    def _agreed(self) -> _Description:
        parameters = self.parameters
        if parameters.n_topics * self.n_terms * 8 > LARGEST:
            raise Unfit("fewer topics and terms", f"{parameters.n_topics} of {self.n_terms}", ANEW)
        if parameters.terms is not None and len(parameters.terms) != self.n_terms:
            raise Unfit(f"{self.n_terms} terms", str(len(parameters.terms)), ANEW)
        if len(parameters.seeds or ()) > parameters.n_topics:
            raise Unfit("a topic for each pillar", f"{parameters.n_topics} topics", ANEW)
        return self


def save_topics(model: TopicModel, path: Path, about: Mapping[str, Any] | None = None) -> None:
    """Write a fitted topic model; a file that is there is never overwritten.

    Parameters
    ----------
    model : TopicModel
        Fitted, with the names of its terms, seeded or not: without them nobody can tell what to count.
    path : Path
        The file; it is put in place whole or not at all.
    about : mapping, optional
        What else to keep, such as the codebook's version and the settings; must be JSON.

    Raises
    ------
    ModelError
        If the file is there already, or cannot be written.
    """
    parameters = model.get_params(deep=False) | {"terms": model.terms_}
    if not isinstance(parameters["random_state"], int | np.integer):
        parameters["random_state"] = None
    fitted = model.fitted_
    arrays: dict[str, Array] = {
        "alpha": fitted.alpha,
        "columns": model.columns_,
        "eta": fitted.eta,
        "expected": fitted.expected,
        "weights": fitted.weights,
    }
    description = {
        "parameters": _plain(parameters),
        "n_terms": int(model.n_features_in_),
        "about": dict(about or {}),
    }
    write_model(path, FORM, arrays, description)


def load_topics(path: Path, language: str | None = None) -> tuple[TopicModel, dict[str, Any]]:
    """Read a topic model.

    Parameters
    ----------
    path : Path
        The file.
    language : str, optional
        Folder of the word lists that the model was made with, where they are a study's own.

    Returns
    -------
    model : TopicModel
        Infers the same topics, to the bit, as the one that was saved. For new text, count
        (``counts = dfm_of_texts(texts, language=about["language"])``) and bring the counts into the model's
        order: ``model.transform(counts.aligned(model.terms).matrix)``.
    about : dict
        What was kept beside it.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays; if
        what is kept beside it has a record of tokeniser and word lists that are others now.
    """
    return read_model(path, FORM, lambda arrays, description: _build(arrays, description, path, language))


def _build(
    arrays: dict[str, Array], description: dict[str, Any], path: Path, language: str | None
) -> tuple[TopicModel, dict[str, Any]]:
    """Put a model together from what its file holds, if terms are still counted as they were."""
    said = checked(_Description, description, str(FORM), path, ANEW, ModelError)
    if said.about.counting is not None:
        check_counting(said.about.counting, language or said.about.language, (), path, said.about.package)
    model = TopicModel(**description["parameters"])
    model.n_features_in_ = said.n_terms
    model.columns_ = arrays["columns"]
    model.terms_ = None if model.terms is None else tuple(model.terms)
    shape = (model.n_topics, len(model.columns_))
    check_shapes(arrays, {"alpha": shape[:1], "eta": shape, "expected": shape, "weights": shape, "columns": shape[1:]})
    used = model.columns_
    if used.dtype != np.int64 or not len(used) or used.min() < 0 or used.max() >= said.n_terms:
        raise ValueError("columns are not those of the terms")
    model.adopt(
        dict.fromkeys(model.seeds or ()),
        LdaState(arrays["expected"], arrays["eta"], arrays["alpha"], arrays["weights"]),
    )
    return model, description["about"]


def _plain(value: Any) -> Any:
    """Turn numbers of numpy, tuples and mappings into what JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(inner) for inner in value]
    return value
