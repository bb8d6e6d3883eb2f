"""Which words set the two periods apart? From the original articles alone, never from paraphrases.

Run alone: ``python experiments/keyness.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.errors import EstimateError
from discourse.figures import draw_keyness, message_figure, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.words import KEYNESS_COLUMNS, study_keyness

NOTHING = "Words are compared in original articles only. There are none of both periods."
CURE = "To attach them: discourse attach FOLDER"


def compute(study: Study) -> pd.DataFrame:
    """Compare the words of the originals of both periods; no row where there are not originals of both."""
    try:
        return study_keyness(study)
    except EstimateError:
        return pd.DataFrame(columns=list(KEYNESS_COLUMNS))


def draw(numbers: pd.DataFrame, study: Study):
    """Draw every word in the plane of log ratio and articles."""
    if numbers.empty:
        return message_figure(f"{NOTHING}\n{CURE}".replace(". ", ".\n"))
    figure, (ax,) = new_figure([1], 4.2)
    figure.suptitle("The title\nto come")  # words are labelled where there is room for them below it
    earlier, later = study.settings.compared
    draw_keyness(numbers, ax, earlier=earlier, later=later)
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say in how many articles the word stands that sets the periods apart most, and what was compared."""
    if numbers.empty:
        return Description("No words were compared", f"{NOTHING} {CURE}.")
    earlier, later = study.settings.compared
    first = numbers.iloc[0]
    sides = [
        f"{first[f'{side}_of_texts']} of {period} ({first[f'{side}_words']} counted words)"
        for side, period in (("earlier", earlier), ("later", later))
    ]
    source = "attached or the study's own text" if study.terms.empty else "by the counts that the study ships"
    partner = f"Partner: {first['partner']}. " if isinstance(first["partner"], str) else ""
    caption = (
        f"A dot is a word of two or more articles ({len(numbers)} words), spread within its row; labelled are those "
        f"with the largest product of log ratio and articles. {partner}Originals, {source}: {', '.join(sides)}."
    )
    return Description(_finding(numbers, earlier, later), caption, _notes(numbers, study))


def _finding(numbers: pd.DataFrame, earlier: str, later: str) -> str:
    """Count the articles with the word that numbers of articles set apart most."""
    top = numbers.loc[numbers["text_dispersion"].abs().idxmax()]
    if top["text_dispersion"] == 0:
        return "No word stands in a larger part of the originals of one period than of the other"
    gloss = f" ({top['gloss']})" if isinstance(top["gloss"], str) else ""
    return (
        f"“{top['term'].replace('_', ' ')}”{gloss}: in {top['earlier_texts']} of {top['earlier_of_texts']} originals "
        f"of {earlier}, {top['later_texts']} of {top['later_of_texts']} of {later}"
    )


def _notes(numbers: pd.DataFrame, study: Study) -> str:
    if numbers["p"].isna().all():
        test = (
            "No test was made, for a period has under five original articles: this describes them, and period cannot "
            "be separated from topic and outlet."
        )
    else:
        adjusted = (numbers["p"].sort_values() * range(len(numbers), 0, -1)).cummax()
        number = (adjusted < 1 - study.settings.level).sum()
        test = (
            f"Rank-sum tests of the rates per article: {number} of {len(numbers)} words differ after Holm's correction."
        )
    return (
        "The log ratio is the base-2 logarithm of the ratio of a word's rates among the counted words of the two "
        "periods; a count of zero is taken as half. The table also has the log-likelihood of words and of numbers "
        "of articles, Wilcoxon's rank sum, and the deviation of proportions (DP). An article and its copies are one. "
        f"{test} All paragraphs that are counted of these articles are taken, not openings only. Words that stand "
        "mostly within the names of actors.toml, if there are any, are left out."
    )


experiment = Experiment(
    script=__file__,
    title="Words that set the periods apart, in the original articles",
    compute=compute,
    draw=draw,
    describe=describe,
    tolerances=dict.fromkeys(("log_ratio", "log_likelihood", "text_dispersion", "p", "dp", "dp_norm"), 1e-6),
)

if __name__ == "__main__":
    experiment.main()
