"""Which words distinguish the two periods? From the counts of the original articles alone.

Run alone: ``python experiments/keywords.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.features import study_dfm
from discourse.figures import add_caption, draw_keywords, message_figure, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study
from discourse.words import period_keywords

SHOWN = 14
"""Words drawn on each side; the table holds all."""


def compute(study: Study) -> pd.DataFrame:
    """Rank the words of the originals by their log-odds between the periods; no row where a study has no originals."""
    if study.terms.empty:
        return pd.DataFrame({"term": [], "z": []})
    counts = study_dfm(study, source="originals")
    rows = study.paragraphs.merge(study.articles, on="article_id").set_index("paragraph_id").loc[list(counts.ids)]
    table = period_keywords(
        counts.matrix,
        counts.features,
        list(rows["article_id"]),
        list(rows["period"]),
        study.settings.compared,
        resamples=min(study.settings.resamples, 1000),
        seed=study.settings.seed,
    )
    per_period = rows.groupby("period")["article_id"].nunique()
    words = pd.Series(counts.matrix.sum(axis=1).A1, index=rows["period"].to_numpy()).groupby(level=0).sum()
    for side, period in zip(("earlier", "later"), study.settings.compared, strict=True):
        table[f"{side}_words"] = int(words[period])
        table[f"{side}_of_articles"] = int(per_period[period])
    return table


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the words with the largest z on both sides."""
    if numbers.empty:
        return message_figure("No counts of original paragraphs: attach the originals to compare words.")
    shown = pd.concat([numbers.head(SHOWN), numbers.tail(SHOWN)], ignore_index=True)
    figure, (ax, margin) = new_figure([3.2, 1], 5.2)
    margin.set_axis_off()
    earlier, later = study.settings.compared
    draw_keywords(shown, ax, sides={"earlier": earlier, "later": later})
    ax.set_title("Words that distinguish the periods")
    first = numbers.iloc[0]
    add_caption(
        figure,
        (
            f"Log-odds with a Dirichlet prior (Monroe et al. 2008, short variance). Thin evidence: {earlier} is "
            f"{first['earlier_of_articles']} original article of {first['earlier_words']} counted words, {later} is "
            f"{first['later_of_articles']} of {first['later_words']}. At the right: count and articles in {earlier}, "
            f"in {later}, and the part of the article resamples in which the sign holds; a hollow mark holds in "
            f"fewer than 95%. Only words of two or more articles. With one article in {earlier} "
            "period cannot be separated from topic."
        ),
    )
    return figure


experiment = Experiment(
    script=__file__,
    title="Words that distinguish the periods, in the original articles",
    compute=compute,
    draw=draw,
    tolerances={"z": 1e-6, "delta": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
