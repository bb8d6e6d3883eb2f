"""Which words count most for each pillar, and which against it?

Run alone: ``python experiments/top_features.py``
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier import labelled_paragraphs, mean_contributions, single_word_features, train_study
from discourse.evaluation import held_out_predictions
from discourse.features import DocumentFeatureMatrix, block_of
from discourse.figures import add_caption, draw_top_features, new_grid, pillar_colours
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

FOR, AGAINST = 9, 5
LEAST = 5
"""Articles in which a word must occur; of a study of fewer than 25 articles, a fifth of them."""
COLUMNS = 3


def compute(study: Study) -> pd.DataFrame:
    """List the words and fields that add most to each pillar, what they add in each fold, and their articles."""
    labels, features = labelled_paragraphs(study)
    words = block_of(features, "word")
    each = single_word_features(words, features, study.language)
    fitted: list = []
    held_out_predictions(study, fitted=fitted.append)
    model = train_study(study).classifier
    whole, *folds = (mean_contributions(one, words, features, each) for one in (model, *fitted))
    table = _top_features(whole, _articles(labels, features), labels["article_id"].nunique(), study.codebook.pillar_ids)
    names = table["block"] + ":" + table["term"]
    spread = np.array([_contributions_of(fold, names, table["pillar"]) for fold in folds])
    table["least"], table["most"] = np.nanmin(spread, axis=0), np.nanmax(spread, axis=0)
    return table


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


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a panel a pillar: words for it above, words against it below."""
    words = numbers[numbers["block"] == "word"]
    pillars = list(dict.fromkeys(words["pillar"]))
    rows = -(-len(pillars) // COLUMNS)
    figure, grid = new_grid([1] * rows, [1] * COLUMNS, 2.9 * rows)
    colours = pillar_colours(study.codebook.pillar_ids)
    panels = [panel for row in grid for panel in row]
    for panel, pillar in zip(panels, pillars, strict=False):
        draw_top_features(words[words["pillar"] == pillar], panel, colour=colours[pillar])
        panel.set_title(study.codebook.names[pillar])
    for panel in panels[len(pillars) :]:
        panel.set_axis_off()
    for panel in panels[max(0, len(pillars) - COLUMNS) : len(pillars)]:
        panel.set_xlabel("weight", fontsize=7)
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    fields = numbers[(numbers["block"] == "dictionary") & (numbers["weight"] > 0)]
    listed = "; ".join(
        f"{study.codebook.names[pillar]}: {', '.join(part['term'].head(3))}"
        for pillar, part in fields.groupby("pillar", sort=False)
    )
    words = numbers[numbers["block"] == "word"]
    kept = (np.sign(words["least"]) == np.sign(words["most"])).mean()
    return (
        "Weight: what a word adds to the log odds of the pillar against the mean of all codes, on average over the "
        "paragraphs in which it occurs, by all that it does: as a word, by its character n-grams, by the dictionary "
        "entries it belongs to. The words that add most in the classifier trained on all labels, of those in at least "
        f"{words['articles'].min():.0f} articles: dark for the pillar, pale against it. Line: least and greatest "
        f"weight when a fold of the articles is left out; the sign stays in all folds for {100 * kept:.0f}% of the "
        "words. At the right: articles in which the word occurs; a word of few articles is fixed by little, unless a "
        f"dictionary carries it. Dictionary entries that add most: {listed}."
    )


experiment = Experiment(
    script=__file__,
    title="The words that count most for and against each pillar",
    compute=compute,
    draw=draw,
    cost=4,
    tolerances=dict.fromkeys(("weight", "least", "most"), 0.02),
)

if __name__ == "__main__":
    experiment.main()
