"""Which topics does a study keep? Of many runs on all its paragraphs, the one most like the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from discourse.counts import Counts, counting_record, study_counts
from discourse.errors import DataError
from discourse.study import Study
from discourse.topics.model import TopicModel
from discourse.topics.stability import prototype_run, run_seeds

KINDS = ("plain", "seeded")
RUNS = 20


def topic_model_of(study: Study, kind: str, counts: Counts) -> TopicModel:
    """Make a study's topic model, not fitted yet, as its settings want it.

    Parameters
    ----------
    study : Study
        Its settings say how many topics, its codebook what the seed words are.
    kind : {"plain", "seeded"}
        Topics found alone, or led by the codebook's seed words.
    counts : Counts
        What it will be fitted on; not more topics than paragraphs are asked for.

    Raises
    ------
    DataError
        If there is no such kind.
    """
    settings = study.settings
    if kind == "plain":
        return TopicModel(min(settings.topics, len(counts.ids)), terms=counts.terms)
    if kind == "seeded":
        n_topics = len(study.codebook.pillar_ids) + settings.residual_topics
        return TopicModel(n_topics, seeds=study.codebook.seeds, terms=counts.terms, strength=settings.seed_strength)
    raise DataError(f"one of {', '.join(KINDS)}", repr(kind), "kind of topic model", "Use one of these.")


def fit_study_topics(
    study: Study, kind: str, counts: Counts, progress: Callable[[int, int], None] | None = None
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
        Which counts, see :func:`discourse.counts.study_counts`.
    progress : callable, optional
        Called after each run with runs done and runs in all.

    Returns
    -------
    model : TopicModel
        The prototype of twenty runs, with the names of its terms.
    about : dict
        Versions, settings and codebook, and what it was trained on; JSON, for :func:`save_topics`.
    """
    import gensim

    from discourse import __version__

    counts = study_counts(study, source)
    model = fit_study_topics(study, kind, counts, progress)
    table = study.paragraphs
    articles = table.loc[table["paragraph_id"].isin(counts.ids), "article_id"].nunique()
    about = {
        "package": __version__,
        "numpy": np.__version__,
        "gensim": gensim.__version__,
        "codebook": {"version": study.codebook.version},
        "settings": study.settings.model_dump(mode="json"),
        "kind": kind,
        "language": study.settings.language,
        "counting": counting_record(study.language),
        "trained_on": {"source": source, "paragraphs": len(counts.ids), "articles": int(articles), "runs": RUNS},
    }
    return model, about
