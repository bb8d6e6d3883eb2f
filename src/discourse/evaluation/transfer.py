"""Does it work on another kind of coverage?

Openings to full articles, paraphrases to original words, one outlet to the others, one period to the other,
one way of sampling to the main one.
Each row has beside it what the same test rows get from a classifier trained on everything but their
articles, in folds: only the difference tells what the change of coverage costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
from scipy import sparse

from discourse.classifier import PillarClassifier
from discourse.evaluation.folds import Fold, leave_one_article_out, one_split, within_limit
from discourse.evaluation.held_out import cross_predict
from discourse.evaluation.scoring import scores
from discourse.evaluation.training_size import spread_out
from discourse.features import DocumentFeatureMatrix, blocks_of, paragraph_features, study_blocks, study_dfm
from discourse.labels.table import coded_table, labelled_rows
from discourse.study import Study
from discourse.translations import say, translated

_KEPT = ("accuracy", "macro_f1", "mention_macro_f1")
_OPENINGS, _FULL, _OTHER_OUTLETS = "openings", "full articles", "other outlets"
_PARAPHRASES, _ORIGINALS = "paraphrases", "original words"


def transfers(
    study: Study,
    anyhow: pd.DataFrame,
    *,
    level: float,
    resamples: int,
    seed: int,
    outlets: int = 2,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Train on one part of a study's coverage and test on another.

    Parameters
    ----------
    study : Study
        The study.
    anyhow : DataFrame
        Predictions of all paragraphs from folds over everything (:func:`cross_predict`), to compare with.
    level, resamples, seed
        Of the intervals, by article.
    outlets : int
        How many of the largest outlets are tested against all others.
    progress : callable, optional
        Called with the name of each transfer.

    Returns
    -------
    DataFrame
        ``train``, ``test``, then the columns of :func:`scores` for accuracy and macro-F1 of primary
        and mentions, and ``in_folds``, the same score on the same rows from folds over everything; empty where
        the labels are all of one part.
    """
    table = labelled_rows(coded_table(study))
    mixed, paraphrased = _both_sources(study, table["paragraph_id"])
    model, codes, pillars = PillarClassifier(blocks_of(mixed.features)), study.codebook.codes, study.codebook.pillar_ids
    results = []

    def tell(train: str, test: str, predictions: pd.DataFrame) -> None:
        found = scores(predictions, codes, level, resamples, seed)
        ids = set(predictions["paragraph_id"])
        beside = scores(anyhow[anyhow["paragraph_id"].isin(ids)], codes, level, 1, seed)
        found = found.assign(in_folds=beside["value"])[found["score"].isin(_KEPT)].drop(columns="pillar")
        found.insert(0, "train", train)
        found.insert(1, "test", test)
        results.append(found)
        if progress is not None:
            progress(f"{train} to {test}")

    for train, test, fold in _splits(table, study, outlets):
        tell(train, test, cross_predict(model, mixed.matrix, table, [fold], pillars))
    full = (table["extent"] == "full").to_numpy()
    if full.any() and not full.all():
        tell(_PARAPHRASES, _ORIGINALS, _own_to_original(model, mixed, paraphrased, table, full, pillars))
    if not results:
        columns = ["train", "test", "score", "value", "low", "high", "articles", "paragraphs", "in_folds"]
        return pd.DataFrame(columns=columns)
    return pd.concat(results, ignore_index=True)


def side_name(side: str) -> str:
    """Name one side of a transfer for a reader, in the language spoken at the moment; periods and outlets as they are.

    Examples
    --------
    >>> side_name("other outlets"), side_name("2023")
    ('other outlets', '2023')
    """
    names = {
        _OPENINGS: say("openings"),
        _FULL: say("full articles"),
        _OTHER_OUTLETS: say("other outlets"),
        _PARAPHRASES: say("paraphrases"),
        _ORIGINALS: say("original words"),
    }
    return names.get(side) or translated(side)  # a study may have words for its ways of sampling


def _splits(table: pd.DataFrame, study: Study, outlets: int) -> list[tuple[str, str, Fold]]:
    """Names of both sides and the fold of each transfer that the coverage allows."""
    stories, periods = list(table["story"]), study.settings.compared
    full = (table["extent"] == "full").to_numpy()
    sides: list[tuple[str, str, Any, Any]] = [(_OPENINGS, _FULL, ~full, full)]
    first, later = ((table["period"] == period).to_numpy() for period in periods)
    sides += [(periods[0], periods[1], first, later), (periods[1], periods[0], later, first)]
    for outlet in table["outlet"].value_counts().index[:outlets]:
        inside = (table["outlet"] == outlet).to_numpy()
        sides += [(outlet, _OTHER_OUTLETS, inside, ~inside), (_OTHER_OUTLETS, outlet, ~inside, inside)]
    main = study.settings.analyses[0].sampling or table["sampling"].mode()[0]
    mainly = (table["sampling"] == main).to_numpy()
    for other in sorted(set(table["sampling"]) - {main}):
        otherwise = (table["sampling"] == other).to_numpy()
        sides += [(other, main, otherwise, mainly), (main, other, mainly, otherwise)]
    found = []
    for train, test, left, right in sides:
        if not left.any() or not right.any() or table["primary"][left].nunique() < 2:
            continue
        fold = one_split(stories, right, f"{train} to {test}")
        (kept,) = within_limit([Fold(fold.train[left[fold.train]], fold.test, fold.name)], stories, study)
        found.append((train, test, kept))
    return found


def _own_to_original(
    model: Any,
    mixed: DocumentFeatureMatrix,
    paraphrased: DocumentFeatureMatrix,
    table: pd.DataFrame,
    full: Any,
    pillars: Sequence[str],
) -> pd.DataFrame:
    """Train on paraphrases alone, test on the words of the originals, each full article left out in turn."""
    n = len(table)
    both = sparse.vstack([paraphrased.matrix, mixed.matrix], format="csr")
    twice = pd.concat([table, table], ignore_index=True)
    folds = []
    for fold in leave_one_article_out(list(table["story"]), spread_out(set(table["story"][full]))):
        folds.append(Fold(fold.train, n + fold.test[full[fold.test]], fold.name))
    return cross_predict(model, both, twice, folds, pillars)


def _both_sources(study: Study, ids: Iterable[str]) -> tuple[DocumentFeatureMatrix, DocumentFeatureMatrix]:
    """Features of the same paragraphs from mixed counts and from paraphrases, under the same names."""
    words = [study_dfm(study, source).rows_of(ids) for source in ("mixed", "text")]
    blocks, seeds = study_blocks(study), study.codebook.seeds
    made = [paragraph_features(one, study.language, blocks, seeds) for one in words]
    names = tuple(sorted(set(made[0].features) | set(made[1].features)))
    return made[0].aligned(names), made[1].aligned(names)
