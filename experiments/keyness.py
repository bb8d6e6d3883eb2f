"""Which words set the two periods apart? From the original articles alone, never from paraphrases.

Run alone: ``python experiments/keyness.py``
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from discourse.errors import EstimateError
from discourse.figures import draw_keyness, message_figure, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import number_word, say, spoken_language, translated
from discourse.words import KEYNESS_COLUMNS, study_keyness
from discourse.words.association import MIN_ARTICLES

MIN_TEXTS = 2
"""Articles that a word needs; one in a single article says more of that article than of a period."""
COMMAND = "discourse attach FOLDER"
"""How to attach original articles."""


def compute(study: Study) -> pd.DataFrame:
    """Compare the words of the originals of both periods; no row where there are not originals of both."""
    try:
        return study_keyness(study, min_texts=MIN_TEXTS)
    except EstimateError:
        return pd.DataFrame(columns=list(KEYNESS_COLUMNS))


def draw(numbers: pd.DataFrame, study: Study):
    """Draw every word in the plane of log ratio and articles."""
    if numbers.empty:
        return message_figure("\n".join(why_nothing()))
    figure, (ax,) = new_figure([1], 4.2)
    figure.suptitle("The title\nto come")  # words are labelled where there is room for them below it
    earlier, later = study.settings.compared
    draw_keyness(numbers.assign(gloss=glossed(numbers, study)), ax, earlier=earlier, later=later)
    return figure


def why_nothing() -> list[str]:
    """Say why no words are compared, and which command helps; sentence by sentence."""
    return [
        say("Words are compared in original articles only."),
        say("At least one of the periods has none."),
        say("To attach them: {command}", command=COMMAND),
    ]


def glossed(numbers: pd.DataFrame, study: Study) -> list[str]:
    """Return the gloss of each word, "" for none; readers of the language of the coverage need none."""
    needed = spoken_language() != study.language
    return [gloss if needed and isinstance(gloss, str) else "" for gloss in numbers["gloss"]]


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say in how many articles the word stands that sets the periods apart most, and what was compared."""
    if numbers.empty:
        return Description(say("No words were compared"), f"{' '.join(why_nothing())}.")
    caption = [
        say(
            "A dot is a word of {least} or more articles ({words} words), spread within its row; labelled are those "
            "with the largest product of log ratio and articles.",
            least=number_word(MIN_TEXTS),
            words=len(numbers),
        ),
        *_originals(numbers.iloc[0], study),
    ]
    return Description(_finding(numbers, study), " ".join(caption), " ".join(_notes(numbers, study)))


def _originals(first: pd.Series, study: Study) -> Iterator[str]:
    """Say which original articles were compared, how many of them, and how many words they have."""
    if isinstance(first["partner"], str):
        yield say("Partner: {partner}.", partner=translated(first["partner"]))
    periods = ", ".join(
        say(
            "{articles} of {period} ({words} counted words)",
            articles=first[f"{side}_of_texts"],
            period=period,
            words=first[f"{side}_words"],
        )
        for side, period in zip(("earlier", "later"), study.settings.compared, strict=True)
    )
    if study.terms.empty:
        yield say("Originals, attached or the study's own text: {periods}.", periods=periods)
    else:
        yield say("Originals, by the counts that the study ships: {periods}.", periods=periods)


def _finding(numbers: pd.DataFrame, study: Study) -> str:
    """Count the articles with the word that numbers of articles set apart most."""
    top = numbers.assign(gloss=glossed(numbers, study)).loc[numbers["text_dispersion"].abs().idxmax()]
    if top["text_dispersion"] == 0:
        return say("No word stands in a larger part of the originals of one period than of the other")
    earlier, later = study.settings.compared
    gloss = f" ({top['gloss']})" if top["gloss"] else ""
    return say(
        "{word}: in {first} of {of_first} originals of {earlier}, {last} of {of_last} of {later}",
        word=f"“{top['term'].replace('_', ' ')}”{gloss}",
        first=top["earlier_texts"],
        of_first=top["earlier_of_texts"],
        earlier=earlier,
        last=top["later_texts"],
        of_last=top["later_of_texts"],
        later=later,
    )


def _notes(numbers: pd.DataFrame, study: Study) -> Iterator[str]:
    yield say(
        "The log ratio is the base-{base} logarithm of the ratio of a word's rates among the counted words of the two "
        "periods; a count of zero is taken as half. The table also has the log-likelihood of words and of numbers "
        "of articles, Wilcoxon's rank sum, and the deviation of proportions (DP). An article and its copies are one.",
        base=2,
    )
    if numbers["p"].isna().all():
        yield say(
            "No test was made, for a period has under {few} original articles: this describes them, and period cannot "
            "be separated from topic and outlet.",
            few=number_word(MIN_ARTICLES),
        )
    else:
        adjusted = (numbers["p"].sort_values() * range(len(numbers), 0, -1)).cummax()
        yield say(
            "Rank-sum tests of the rates per article: {clear} of {words} words differ after Holm's correction.",
            clear=(adjusted < 1 - study.settings.level).sum(),
            words=len(numbers),
        )
    yield say(
        "All paragraphs that are counted of these articles are taken, not openings only. Words that stand mostly "
        "within the names of actors.toml, if there are any, are left out."
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
