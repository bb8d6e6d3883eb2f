"""Which words count most for each pillar, and which against it?

Run alone: ``python experiments/top_features.py``
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier import PillarClassifier, labelled_paragraphs, mean_contributions, single_word_features
from discourse.evaluation import cross_predict, rows_to_learn_from, study_folds, training_notes
from discourse.features import DocumentFeatureMatrix, block_of, blocks_of, study_blocks
from discourse.labels.table import mention_matrix
from discourse.languages import glosses
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say, spoken_language, translated

FOR, AGAINST = 9, 5
LEAST = 5
"""Articles in which a word must occur; of a study of fewer than 25 articles, a fifth of them."""


def compute(study: Study) -> pd.DataFrame:
    """List the words and fields that add most to each pillar, what they add in each fold, and their articles."""
    labels, features = labelled_paragraphs(study)
    pillars, words = study.codebook.pillar_ids, block_of(features, "word")
    model, fitted = PillarClassifier(blocks_of(features.features)), []
    cross_predict(model, features.matrix, labels, study_folds(study, labels), pillars, fitted=fitted.append)
    held, settings = mention_matrix(labels["primary"], labels["also"], pillars), study.settings
    stories, codes = labels["story"].to_numpy(), labels["primary"].to_numpy(dtype=str)
    rows = rows_to_learn_from(np.arange(len(labels)), stories.tolist(), settings.training_limit, settings.seed)
    model.fit(features.matrix[rows], codes[rows], held[rows], stories[rows], pillars)
    each = single_word_features(words, features, study.language, study_blocks(study), study.codebook.seeds)
    whole, *folds = (mean_contributions(one, words, features, each) for one in (model, *fitted))
    table = _top_features(whole, _articles(labels, features), labels["article_id"].nunique(), pillars)
    names = table["block"] + ":" + table["term"]
    spread = np.array([_contributions_of(fold, names, table["pillar"]) for fold in folds])
    table["least"], table["most"] = np.nanmin(spread, axis=0), np.nanmax(spread, axis=0)
    known = glosses(study.language)
    return table.assign(gloss=[known.get(term, "") for term in table["term"]])


def _contributions_of(contributions: pd.DataFrame, names: pd.Series, pillars: pd.Series) -> np.ndarray:
    """Contribution of each name to its pillar; not a number for a pillar that a fold did not know."""
    table = contributions.reindex(columns=sorted(set(pillars)))
    places = table.index.get_indexer(names), table.columns.get_indexer(pillars)
    return table.to_numpy()[places]


def _articles(labels: pd.DataFrame, features: DocumentFeatureMatrix) -> pd.Series:
    """Count the articles in which each word and field occurs."""
    names, article = np.unique(labels["article_id"].to_numpy(dtype=str), return_inverse=True)
    belongs = sparse.csr_matrix((np.ones(len(article)), (article, np.arange(len(article)))), (len(names), len(article)))
    return pd.Series(np.asarray(((belongs @ features.matrix) > 0).sum(axis=0)).ravel(), index=list(features.features))


def _top_features(whole: pd.DataFrame, articles: pd.Series, total: int, pillars: Sequence[str]) -> pd.DataFrame:
    """Keep what adds most to each pillar and takes most from it, of what occurs in enough articles."""
    known = whole.assign(articles=articles.reindex(whole.index))
    known = known[known["articles"] >= min(LEAST, total // 5)]
    known = known.assign(name=known.index).sort_values("name")
    blocks = known["name"].str.partition(":")
    known = known.assign(block=blocks[0], term=blocks[2])
    parts = []
    for pillar in (one for one in pillars if one in whole):
        for _, rows in known.assign(pillar=pillar, weight=known[pillar]).groupby("block"):
            ordered = rows.sort_values("weight", ascending=False, kind="stable")
            parts += [ordered[ordered["weight"] > 0].head(FOR), ordered[ordered["weight"] < 0].tail(AGAINST)]
    return pd.concat(parts, ignore_index=True)[["pillar", "block", "term", "weight", "articles"]]


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how many of the words keep their sign in every fold, and what adds most to each pillar."""
    words = numbers[numbers["block"] == "word"]
    kept = int((np.sign(words["least"]) == np.sign(words["most"])).sum())
    title = say(
        "{kept} of the {words} words that count most speak for or against the same pillar in every fold",
        kept=kept,
        words=len(words),
    )
    caption = say(
        "weight: what a word adds to the log odds of the pillar against the mean of all codes, on average over the "
        "paragraphs with the word; least and most: without each of {folds} folds of the articles; articles: those with "
        "the word, at least {articles:.0f}. Where a study has no counts of the original, the words are those of its "
        "own text.",
        folds=study.settings.folds,
        articles=words["articles"].min(),
    )
    notes = say(
        "A word's weight is all that it does: as a word, by its character n-grams, by the dictionary entries it "
        "belongs to. A word of few articles is fixed by little, unless a dictionary carries it."
    )
    listed = [_listed(numbers, study, block) for block in dict.fromkeys(numbers["block"])]
    return Description(title, caption, " ".join(filter(None, [notes, *training_notes(study), *listed])))


def _listed(numbers: pd.DataFrame, study: Study, block: str) -> str:
    """List what adds most to each pillar, with its gloss."""
    rows = numbers[(numbers["block"] == block) & (numbers["weight"] > 0)]
    listed = [
        f"{study.codebook.names[pillar]}: {', '.join(_term(one, study) for one in part.head(3).itertuples())}"
        for pillar, part in rows.groupby("pillar", sort=False)
    ]
    if not listed:
        return ""
    blocks = {"word": say("word"), "dictionary": say("dictionary")}
    return say("What adds most in the block {block}: {words}.", block=blocks[block], words="; ".join(listed))


def _term(row: Any, study: Study) -> str:
    """Write a word with its gloss, which a reader of the language of the coverage does not need, or a field."""
    term = str(row.term if row.block == "word" else translated(row.term)).replace("_", " ")
    return f"{term} ({row.gloss})" if pd.notna(row.gloss) and spoken_language() != study.language else term


experiment = Experiment(
    script=__file__,
    title="The words that count most for and against each pillar",
    compute=compute,
    draw=None,
    describe=describe,
    about="instrument",
    cost=4,
    tolerances=dict.fromkeys(("weight", "least", "most"), 0.02),
)

if __name__ == "__main__":
    experiment.main()
