"""What are the topics about? The words of the plain and of the seeded topics.

Run alone: ``python experiments/topics.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.features import study_dfm
from discourse.figures import FAINT, INK, add_caption, draw_topic_words, new_grid, pillar_colours
from discourse.pipeline.experiment import Experiment
from discourse.study import Study
from discourse.topics import RUNS, fit_study_topics, name_topics, top_words, typical_paragraphs

WORDS = 8
TYPICAL = 3
"""Paragraphs listed a topic: those with the largest share of it. Read them before naming the topic."""
COLUMNS = 5


def compute(study: Study) -> pd.DataFrame:
    """Fit both models on all paragraphs, many runs each, and list the words of the prototype run's topics."""
    counts = study_dfm(study)
    total = np.asarray(counts.matrix.sum(axis=0), dtype=float).ravel()
    parts = []
    for kind in ("plain", "seeded"):
        prototype = fit_study_topics(study, kind, counts)
        words = prototype.topic_word_
        names = name_topics(words, counts.features, study.topic_names if kind == "plain" else None)
        if kind == "seeded":
            names[: len(study.codebook.pillar_ids)] = study.codebook.pillar_ids
        parts.append(top_words(words, counts.features, total / total.sum(), WORDS, names).assign(model=kind))
        shares = prototype.transform(counts.matrix)
        parts.append(typical_paragraphs(shares, counts.ids, TYPICAL, names).assign(model=kind))
    columns = ["model", "topic", "rank", "term", "probability", "lift", "paragraph_id", "share"]
    return pd.concat(parts, ignore_index=True)[columns]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the topics of the pillars in the first row, the plain topics below."""
    numbers = numbers.dropna(subset=["term"])
    pillars, names = list(study.codebook.pillar_ids), study.codebook.names
    colours = pillar_colours(pillars)
    seeded = numbers[numbers["model"] == "seeded"]
    plain = numbers[numbers["model"] == "plain"]
    panels = [(names[one].replace(" and ", "\nand "), colours[one], seeded[seeded["topic"] == one]) for one in pillars]
    panels += [None] * (-len(pillars) % COLUMNS)
    for place, topic in enumerate(dict.fromkeys(plain["topic"]), start=1):
        named = topic in study.topic_names.values()
        panels.append((topic if named else f"plain {place}", INK, plain[plain["topic"] == topic]))
    rest = dict.fromkeys(seeded.loc[~seeded["topic"].isin(pillars), "topic"])
    for place, topic in enumerate(rest, start=1):
        panels.append((f"residual {place}", FAINT, seeded[seeded["topic"] == topic]))
    rows = -(-len(panels) // COLUMNS)
    figure, grid = new_grid([1] * rows, [1] * COLUMNS, 1.65 * rows)
    for place, ax in enumerate(ax for row in grid for ax in row):
        panel = panels[place] if place < len(panels) else None
        if panel is None:
            ax.set_axis_off()
            continue
        title, colour, table = panel
        draw_topic_words(table, ax, colour=colour, title=title)
    add_caption(
        figure,
        f"The {WORDS} most probable words of each topic. Coloured: seeded topics (prior "
        f"count {study.settings.seed_strength:g} a seed word); grey: residual topics beside them; black: topics "
        f"found without seed words. The most typical of {RUNS} runs is shown; the figure "
        "stability says which topics recur in the others. Paragraphs whose originals were not counted enter as "
        "paraphrases.",
    )
    return figure


experiment = Experiment(
    script=__file__,
    title="The words of the plain and of the seeded topics",
    compute=compute,
    draw=draw,
    cost=11,
    tolerances={"probability": 1e-4, "lift": 1e-2, "share": 1e-3},
)

if __name__ == "__main__":
    experiment.main()
