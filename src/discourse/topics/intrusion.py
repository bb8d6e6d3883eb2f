"""Do people see what a topic is about?

Word intrusion: the top words of a topic and one intruder, a word improbable in this topic and probable
in another (probable in the language too, or rarity would give it away). Topic intrusion: a paragraph,
its main topics, and one that has next to no share in it. Whoever sees what belongs together finds the
intruder; one item in six (five words and the intruder) is found by guessing.

The items carry no answer: who labels them gets the items, the key stays in its own table until scoring.
The same model and seed give the same items and key, so neither needs to be kept.

References
----------
Chang, J. et al. (2009). Reading tea leaves: How humans interpret topic models. NIPS.
Chan, C.-h. & Sältzer, M. (2020). oolong: An R package for validating automated content analysis tools. JOSS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from discourse.errors import EstimateError, LabelError
from discourse.labels.reliability import krippendorff_alpha
from discourse.resampling import Floats
from discourse.topics.description import top_columns

_SHARE_FLOOR = 1e-12


@dataclass(frozen=True)
class Intrusion:
    """Items of an intrusion test and their key.

    Attributes
    ----------
    items : DataFrame
        Columns item ("word-01"), topic or paragraph_id, options (tuple of str, shuffled).
    key : DataFrame
        Columns item, intruder (one of the options); for topic intrusion also shares (tuple of
        float, the share of each option's topic in the paragraph).
    """

    items: pd.DataFrame
    key: pd.DataFrame


def word_intrusion(
    topic_word: Floats, terms: Sequence[str], names: Sequence[str], seed: int, n_words: int = 5
) -> Intrusion:
    """Make one item a topic: its top words and an intruder.

    The intruder is drawn from the words high up in another topic (four times as far down as what is
    shown) that are in the less probable half of this topic's.

    Parameters
    ----------
    topic_word : array, shape K x V
        Probability of each term in each topic; terms that no topic uses have 0.
    terms, names : sequence of str
        The V terms, the K topics.
    seed : int
        Of the draws and the shuffling.
    n_words : int
        Top words an item, besides the intruder.

    Raises
    ------
    EstimateError
        If a topic has no such intruder: the topics have the same words.
    """
    tops = top_columns(topic_word, n_words)
    wide = top_columns(topic_word, 4 * n_words)
    used = topic_word.sum(axis=0) > 0
    items, key = [], []
    for k, name in enumerate(names):
        rng = np.random.default_rng([seed, 1, k])
        improbable = topic_word[k] <= np.median(topic_word[k, used])
        elsewhere = np.delete(topic_word, k, axis=0).max(axis=0) > topic_word[k]
        candidates = np.unique(np.delete(wide, k, axis=0))
        strangers = [c for c in candidates if improbable[c] and elsewhere[c] and c not in tops[k]]
        if not strangers:
            raise EstimateError(
                "a word of another topic that is rare in this one",
                "none",
                f"word intrusion, {name}",
                "Use fewer topics or more terms: these topics share their words.",
            )
        intruder = terms[rng.choice(strangers)]
        options = [*(terms[column] for column in tops[k]), intruder]
        item = f"word-{k + 1:02d}"
        items.append((item, name, tuple(options[place] for place in rng.permutation(len(options)))))
        key.append((item, intruder))
    return Intrusion(
        pd.DataFrame(items, columns=["item", "topic", "options"]),
        pd.DataFrame(key, columns=["item", "intruder"]),
    )


def topic_intrusion(
    doc_topic: Floats, ids: Sequence[str], names: Sequence[str], seed: int, n_items: int = 20, n_topics: int = 3
) -> Intrusion:
    """Draw paragraphs, and show each with its main topics and one that has next to no share in it.

    The intruder is drawn from the half of the topics with the smallest shares in the paragraph.

    Parameters
    ----------
    doc_topic : array, shape N x K
        Topic shares.
    ids : sequence of str
        Ids of the N paragraphs.
    names : sequence of str
        What is shown of each of the K topics, its top words for instance; all different.
    seed : int
        Of the draws and the shuffling.
    n_items : int
        Paragraphs drawn.
    n_topics : int
        Main topics shown besides the intruder.

    Raises
    ------
    EstimateError
        If there are fewer than ``n_topics`` + 1 topics or fewer paragraphs than items.
    """
    if len(names) <= n_topics:
        raise EstimateError(f"more than {n_topics} topics", str(len(names)), "topic intrusion", "Lower n_topics.")
    if len(ids) < n_items:
        raise EstimateError(f"at least {n_items} paragraphs", str(len(ids)), "topic intrusion", "Ask for fewer items.")
    rng = np.random.default_rng([seed, 2])
    order = np.argsort(np.array(ids, dtype=object), kind="stable")
    items, key = [], []
    for number, row in enumerate(rng.choice(order, n_items, replace=False), start=1):
        ranked = np.argsort(-doc_topic[row], kind="stable")
        last = ranked[max(n_topics, len(names) // 2) :]
        shown = np.append(ranked[:n_topics], rng.choice(last))
        shown = shown[rng.permutation(len(shown))]
        item = f"topic-{number:02d}"
        items.append((item, ids[row], tuple(names[k] for k in shown)))
        intruder = min(shown, key=lambda k: doc_topic[row, k])
        key.append((item, names[intruder], tuple(float(doc_topic[row, k]) for k in shown)))
    return Intrusion(
        pd.DataFrame(items, columns=["item", "paragraph_id", "options"]),
        pd.DataFrame(key, columns=["item", "intruder", "shares"]),
    )


def score_intrusion(test: Intrusion, answers: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Score the answers of coders.

    Parameters
    ----------
    test : Intrusion
        Items and key.
    answers : DataFrame
        Columns item, coder, answer (the option chosen); the last of several answers of a coder counts.
    level : float
        Level of the interval.

    Returns
    -------
    DataFrame
        One row a coder and quantity, then those of "all" (whose interval is too narrow where several
        coders answered the same items): coder, quantity, value, low, high, answers, chance,
        p_value. ``precision`` is the share of intruders found, with the exact interval of Clopper and
        Pearson, the share by guessing, and the one-sided p-value against it.
        ``alpha``, of all coders where there are two, says how far they agree on what the intruder is
        (Krippendorff, nominal), whether it is one or not. For topic intrusion,
        ``log_odds`` is the mean of ln(share of the true intruder / share of the topic chosen): 0 at
        best, and less negative when the topics chosen had little share themselves.

    Raises
    ------
    LabelError
        If an answer is for no item or is none of its options.
    """
    options = dict(zip(test.items["item"], test.items["options"], strict=True))
    for row, (item, answer) in enumerate(zip(answers["item"], answers["answer"], strict=True)):
        if answer not in options.get(item, ()):
            raise LabelError(
                "an option of an item of this test",
                f"{answer!r} for {item!r}",
                f"answers, row {row + 1}",
                "Correct or delete the answer.",
            )
    if answers.empty:
        raise LabelError("answers", "none", "answers", "Let somebody answer the items first.")
    given = answers.drop_duplicates(["item", "coder"], keep="last").merge(test.key, on="item", how="left")
    given = given.assign(
        found=given["answer"] == given["intruder"],
        guess=[1 / len(options[item]) for item in given["item"]],
    )
    if "shares" in test.key.columns:
        given["log_odds"] = [
            _log_odds(options[item], shares, intruder, answer)
            for item, shares, intruder, answer in zip(
                given["item"], given["shares"], given["intruder"], given["answer"], strict=True
            )
        ]
    groups = [(str(coder), part) for coder, part in given.groupby("coder", sort=True)]
    rows = [row for coder, part in [*groups, ("all", given)] for row in _scores(coder, part, level)]
    if len(groups) > 1:
        value = krippendorff_alpha(pd.crosstab(given["item"], given["answer"]).to_numpy())
        nothing = float("nan")
        rows.append(("all", "alpha", value, nothing, nothing, len(given), nothing, nothing))
    columns = ["coder", "quantity", "value", "low", "high", "answers", "chance", "p_value"]
    return pd.DataFrame(rows, columns=columns)


def _scores(coder: str, part: pd.DataFrame, level: float) -> list[tuple[object, ...]]:
    hits, n, chance = int(part["found"].sum()), len(part), float(part["guess"].mean())
    exact = stats.binomtest(hits, n, chance, alternative="greater")
    bounds = stats.binomtest(hits, n).proportion_ci(level, method="exact")
    rows: list[tuple[object, ...]] = [
        (coder, "precision", hits / n, float(bounds.low), float(bounds.high), n, chance, float(exact.pvalue))
    ]
    if "log_odds" in part.columns:
        nothing = float("nan")
        rows.append((coder, "log_odds", float(part["log_odds"].mean()), nothing, nothing, n, nothing, nothing))
    return rows


def _log_odds(options: Sequence[str], shares: Sequence[float], intruder: str, answer: str) -> float:
    share = dict(zip(options, shares, strict=True))
    return float(np.log(max(share[intruder], _SHARE_FLOOR)) - np.log(max(share[answer], _SHARE_FLOOR)))
