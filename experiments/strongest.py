"""Which words speak most strongly for each pillar, and which against it?

Run alone: ``python experiments/strongest.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier import (
    TrainedModel,
    feature_slopes,
    held_out_predictions,
    labelled_paragraphs,
    strongest_features,
    train_study,
)
from discourse.counts import Counts
from discourse.experiment import Experiment
from discourse.figures import draw_strongest
from discourse.study import Study
from discourse.style import add_caption, new_grid, pillar_colours

FOR, AGAINST = 9, 5
LEAST = 5
"""Articles in which a word must occur; of a study of fewer than 25 articles, a fifth of them."""
COLUMNS = 3


def compute(study: Study) -> pd.DataFrame:
    """List the strongest words and fields of each pillar, the weights in each fold, and the articles behind them."""
    labels, features = labelled_paragraphs(study)
    fitted: list = []
    held_out_predictions(study, fitted=fitted.append)
    model = train_study(study)
    table = _strongest(model, _articles(labels, features))
    place = {name: column for column, name in enumerate(features.terms)}
    columns = [place[f"{row.block}:{row.feature}"] for row in table.itertuples()]
    spread = np.full((len(fitted), len(table)), np.nan)
    for row, one in zip(spread, fitted, strict=True):
        code = {name: column for column, name in enumerate(one.classes_)}
        known = table["pillar"].isin(list(code)).to_numpy()
        row[known] = feature_slopes(one)[np.array(columns)[known], [code[name] for name in table["pillar"][known]]]
    table["least"], table["most"] = np.nanmin(spread, axis=0), np.nanmax(spread, axis=0)
    order = {pillar: rank for rank, pillar in enumerate(study.codebook.pillar_ids)}
    table["rank"] = table["pillar"].map(order)
    table = table.sort_values(["rank", "block", "weight", "feature"], ascending=[True, False, False, True])
    return table.rename(columns={"feature": "term"}).drop(columns="rank").reset_index(drop=True)


def _articles(labels: pd.DataFrame, features: Counts) -> pd.Series:
    """Count the articles in which each word and field occurs."""
    names, article = np.unique(labels["article_id"].to_numpy(dtype=str), return_inverse=True)
    belongs = sparse.csr_matrix((np.ones(len(article)), (article, np.arange(len(article)))), (len(names), len(article)))
    return pd.Series(np.asarray(((belongs @ features.matrix) > 0).sum(axis=0)).ravel(), index=list(features.terms))


def _strongest(model: TrainedModel, articles: pd.Series) -> pd.DataFrame:
    """Keep the strongest features for and against each pillar of those that occur in enough articles."""
    least = min(LEAST, model.about["trained_on"]["articles"] // 5)
    parts = []
    for against, top in ((False, FOR), (True, AGAINST)):
        table = strongest_features(model, len(model.features), against=against)
        table["articles"] = articles[table["block"] + ":" + table["feature"]].to_numpy()
        parts.append(table[table["articles"] >= least].groupby(["pillar", "block"]).head(top))
    return pd.concat(parts, ignore_index=True)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a panel a pillar: words for it above, words against it below."""
    words = numbers[numbers["block"] == "word"]
    pillars = list(dict.fromkeys(words["pillar"]))
    rows = -(-len(pillars) // COLUMNS)
    figure, grid = new_grid([1] * rows, [1] * COLUMNS, 2.9 * rows)
    colours = pillar_colours(study.codebook.pillar_ids)
    panels = [panel for row in grid for panel in row]
    for panel, pillar in zip(panels, pillars, strict=False):
        draw_strongest(words[words["pillar"] == pillar], panel, colour=colours[pillar])
        panel.set_title(study.codebook.names[pillar])
    for panel in panels[len(pillars) :]:
        panel.set_axis_off()
    for panel in panels[max(0, len(pillars) - COLUMNS) : len(pillars)]:
        panel.set_xlabel("weight", fontsize=7)
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    fields = numbers[(numbers["block"] == "field") & (numbers["weight"] > 0)]
    said = "; ".join(
        f"{study.codebook.names[pillar]}: {', '.join(part['term'].head(3))}"
        for pillar, part in fields.groupby("pillar", sort=False)
    )
    words = numbers[numbers["block"] == "word"]
    kept = (np.sign(words["least"]) == np.sign(words["most"])).mean()
    return (
        f"Weight: log odds of the pillar against the mean of all codes, per unit of tf-idf. The words with the largest "
        f"in the classifier trained on all labels, of those in at least {words['articles'].min():.0f} articles: dark "
        "for the pillar, pale against it. Line: least and greatest weight when a fold of the articles is left out; "
        "the sign stays in all folds "
        f"for {100 * kept:.0f} % of the words. At the right: articles in which the word occurs; a word of few "
        "articles is fixed by little. Letters within words and fields of meaning share the work, so "
        f"a word that is missing here is not without a say. Strongest fields: {said}."
    )


experiment = Experiment(
    script=__file__,
    title="The words that speak most strongly for and against each pillar",
    inputs=("articles.csv", "paragraphs.csv", "labels.csv", "terms.csv.gz"),
    compute=compute,
    draw=draw,
    cost=4,
    tolerances=dict.fromkeys(("weight", "least", "most"), 0.02),
)

if __name__ == "__main__":
    experiment.main()
