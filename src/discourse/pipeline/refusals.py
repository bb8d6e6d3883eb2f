"""How is an estimate's refusal, which a table of numbers holds in English, said in another language?

A figure that cannot show all of its numbers gives the reason, which is the text of an ``EstimateError``. The table has
it in English; what is drawn and said has it in the language spoken at the moment.
"""

from __future__ import annotations

from collections.abc import Mapping

from discourse.translations import say, say_again

_FIELDS = (
    "article", "code", "documents", "found", "highest", "labels", "least", "most", "paragraphs", "period",
    "pillars", "row", "terms", "topics", "without",
)  # fmt: skip


def say_refusal(reason: str) -> str:
    """Say why an estimate was refused, in the language spoken at the moment.

    Parameters
    ----------
    reason : str
        Text of an ``EstimateError`` of the topic models or the estimators of emphasis, in English; another text is
        returned as it is.

    Examples
    --------
    >>> say_refusal("alignment of topics and labels: expected paragraphs of at least two articles, found 1.")
    'alignment of topics and labels: expected paragraphs of at least two articles, found 1.'
    """
    return say_again(reason, _ways, _FIELDS)


def _ways(fields: Mapping[str, str]) -> list[str]:
    return [*_of_topics(fields), *_of_labels(fields), *_of_corrections(fields)]


def _of_topics(fields: Mapping[str, str]) -> list[str]:
    """Refusals of the topic models and of their agreement with the labels."""
    return [
        say(
            "topic model: expected at least {paragraphs} paragraphs for {topics} topics, found {found}. "
            "Ask for fewer topics.",
            **fields,
        ),
        say(
            "seed words of the topic model: expected at least {topics} topics, one a pillar, found {found}. "
            "Raise n_topics.",
            **fields,
        ),
        say(
            "seed words of the topic model: expected a seed word of {code} that occurs in the paragraphs, found none. "
            "Add seed words that occur to codebook.toml, or leave the pillar out.",
            **fields,
        ),
        say(
            "vocabulary of the topic model: expected at least two terms in {documents} or more and at most {most} of "
            "the paragraphs, found {found} of {terms}. Lower min_documents, raise max_share, or add paragraphs.",
            **fields,
        ),
        say("alignment of topics and labels: expected paragraphs of at least two articles, found {found}.", **fields),
    ]


def _of_labels(fields: Mapping[str, str]) -> list[str]:
    """Refusals for want of labels, or of labels that stand for the others."""
    return [
        say(
            "emphasis: expected labelled paragraphs in a period, found none. Label some, or use an estimator with a "
            "classifier.",
            **fields,
        ),
        say(
            "estimator coded: expected paragraphs labelled at random, or all of them, found labels drawn by a model's "
            "uncertainty: {labels}, paragraphs without a label: {without}. Labels drawn by a model's uncertainty are "
            "no random sample: use estimator='dsl', or code all paragraphs of the analysis.",
            **fields,
        ),
        say(
            "table of paragraphs: expected the probability with which each paragraph was drawn for labelling, found no "
            "column inclusion. Draw the paragraphs to label at random and record it; labels chosen otherwise cannot "
            "serve.",
            **fields,
        ),
        say(
            "{row}: expected a probability above {least} and at most {highest}, found {found}. Label some of the "
            "others at random (discourse relabel --queue audit), or leave them out.",
            **fields,
        ),
    ]


def _of_corrections(fields: Mapping[str, str]) -> list[str]:
    """Refusals of the estimators that use a classifier."""
    return [
        say(
            "adjusted count: expected a classifier that tells all classes apart, found a singular table of error "
            "rates. Use the estimator 'coded', or merge the classes that are predicted alike.",
            **fields,
        ),
        say(
            "error rates of the classifier: expected labelled paragraphs of every pillar in at least two articles, "
            "found fewer for {pillars}. Label more paragraphs of it, or use the estimator 'coded'.",
            **fields,
        ),
        say(
            "DSL: expected labelled paragraphs in both periods, found none in {period}. Label some of that period.",
            **fields,
        ),
        say(
            "PPI: expected articles labelled as a whole or not at all, found article {article} labelled in part. "
            "Use the estimator 'dsl'.",
            **fields,
        ),
        say(
            "PPI: expected at least {least} labelled articles, found {found} in {period}. Label more articles of that "
            "period.",
            **fields,
        ),
    ]
