"""Which paragraphs come up next, for what reason, and with what probability?

Every queue is a design: it says with which probability it draws each paragraph of the study, so that
what was coded from it can stand for what was not. Where all paragraphs of a kind are drawn, the
probability is 1. A queue that draws what a model is uncertain of gives every other paragraph a chance, too, because
nothing can be said about paragraphs that have none (:mod:`discourse.labels.sampling`). Every queue that can bring
up unlabelled paragraphs comes in random order: a coder who stops half-way has coded a random half, and ``inclusion``
can say with what probability. Only possible label errors, which have a label already, come with the worst first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.agreement import contested_paragraphs
from discourse.labels.inclusion import ANSWER, AUDIT
from discourse.labels.table import current_labels
from discourse.settings import Settings

QUEUES = ("uncoded", "answer", "disagreements", "doubtful", "active", "audit", "stale")
DRAWN_AT_RANDOM = "drawn at random"


def uncoded_queue(paragraphs: Sequence[str], codings: pd.DataFrame, coder: str, seed: int) -> pd.DataFrame:
    """Draw all paragraphs that a coder has not coded, in random order."""
    done = set(codings.loc[codings["coder"] == coder, "paragraph_id"])
    rest = _shuffled([paragraph for paragraph in paragraphs if paragraph not in done], seed)
    return _queue("uncoded", rest, ["not yet coded by you"] * len(rest), 1.0)


def disagreement_queue(
    codings: pd.DataFrame, settings: Settings, codebook: Codebook, coder: str, seed: int
) -> pd.DataFrame:
    """Draw all paragraphs on which coders differ, no decision is the label, and this coder has not coded.

    A coder whose own coding is one of those that differ has had their say; deciding is the
    adjudication view's.
    """
    done = set(codings.loc[codings["coder"] == coder, "paragraph_id"])
    rest = [paragraph for paragraph in contested_paragraphs(codings, settings, codebook) if paragraph not in done]
    rest = _shuffled(rest, seed)
    return _queue("disagreements", rest, ["coders differ"] * len(rest), 1.0)


def label_error_queue(
    labels: pd.DataFrame, probabilities: pd.DataFrame, size: int, seed: int, audit: int | None = None
) -> pd.DataFrame:
    """Draw the labels that the model believes least, lowest first, and a random audit of the others.

    Parameters
    ----------
    labels : DataFrame
        As :func:`current_labels` returns them.
    probabilities : DataFrame
        ``paragraph_id`` and the columns that :func:`self_confidence` takes: what a model says that was
        not trained on the paragraph's article.
    size : int
        How many of the lowest.
    seed : int
        Seed of the audit.
    audit : int, optional
        How many others; default a fifth of ``size``.

    Returns
    -------
    DataFrame
        ``paragraph_id``, ``queue``, ``reason``, ``inclusion``; after every fifth or so of the lowest
        comes one of the audit.
    """
    table = labels.merge(probabilities, on="paragraph_id", validate="one_to_one")
    own = self_confidence(table["primary"], table)
    reasons = [
        f"the model believes the label {code} by {value:.2f}" for code, value in zip(table["primary"], own, strict=True)
    ]
    return _lowest("doubtful", table["paragraph_id"], own, reasons, size, seed, audit)


def self_confidence(labels: Iterable[str], probabilities: pd.DataFrame) -> np.ndarray:
    """How far does a model believe each label? Its self-confidence (Northcutt et al. 2021, 10.1613/jair.1.12125).

    A primary pillar is also mentioned, so both of the model's opinions count where it has two: the
    geometric mean of the probability of the label as primary and of its pillar as mentioned; for
    ``none``, of the pillar that is most likely mentioned not being so.

    Parameters
    ----------
    labels : iterable of str
        Primary code of each row; length N.
    probabilities : DataFrame
        N rows in the same order: ``p_<code>`` for each code that is a label, and ``m_<pillar>``, the
        probability that the pillar is mentioned, for all pillars or for none.

    Returns
    -------
    array of float
        Length N, between 0 and 1.

    Raises
    ------
    LabelError
        If a label has no column.

    Examples
    --------
    >>> probabilities = pd.DataFrame({"p_trade": [0.9, 0.2], "p_none": [0.1, 0.8], "m_trade": [0.9, 0.2]})
    >>> self_confidence(["trade", "trade"], probabilities).round(2).tolist()
    [0.9, 0.2]
    >>> self_confidence(["none", "none"], probabilities).round(2).tolist()
    [0.1, 0.8]
    """
    labels = list(labels)
    _check_columns(probabilities, [f"p_{code}" for code in dict.fromkeys(labels)])
    rows = probabilities.to_dict("records")
    primary = np.array([row[f"p_{code}"] for row, code in zip(rows, labels, strict=True)], dtype=float)
    mentions = [column for column in map(str, probabilities.columns) if column.startswith("m_")]
    if not mentions:
        return primary
    most = probabilities[mentions].to_numpy(dtype=float).max(axis=1)
    pairs = zip(rows, labels, 1 - most, strict=True)
    mentioned = np.array([row.get(f"m_{code}", unsaid) for row, code, unsaid in pairs], dtype=float)
    return np.asarray(np.sqrt(primary * mentioned))


def answer_queue(
    paragraphs: Sequence[str], codings: pd.DataFrame, coder: str, analysis: str, seed: int
) -> pd.DataFrame:
    """Draw all paragraphs of an analysis that a coder has not coded, in random order.

    Parameters
    ----------
    paragraphs : sequence of str
        Ids of the paragraphs of the analysis.
    codings : DataFrame
        As :func:`read_codings` returns them.
    coder, analysis : str
        For whom; the id of the analysis, which the queue's name in the log ends with.
    seed : int
        Seed of the order.
    """
    rest = uncoded_queue(paragraphs, codings, coder, seed)
    return rest.assign(queue=f"{ANSWER}:{analysis}")


def design_queue(queue: str, design: pd.DataFrame) -> pd.DataFrame:
    """Bring up what was drawn, in the order of the draw; see :func:`discourse.labels.sampling.drawing.kept_draw`."""
    drawn = design[design["place"].notna()].sort_values("place")
    reasons = [f"drawn with a probability of {chance:.2f}" for chance in drawn["inclusion"]]
    return _queue(queue, list(drawn.index), reasons, 1.0).assign(inclusion=drawn["inclusion"].to_numpy())


def audit_queue(paragraphs: Sequence[str], size: int, seed: int) -> pd.DataFrame:
    """Draw ``size`` paragraphs, each with the same probability."""
    drawn = _shuffled(list(paragraphs), seed)[:size]
    return _queue("audit", drawn, [DRAWN_AT_RANDOM] * len(drawn), len(drawn) / max(len(paragraphs), 1))


def stale_queue(codings: pd.DataFrame, settings: Settings, codebook: Codebook, seed: int) -> pd.DataFrame:
    """Draw all paragraphs whose label was coded under an older codebook that has since changed for its pillars."""
    labels = current_labels(codings, settings, codebook)
    version = dict(zip(codings["coding_id"], codings["codebook"], strict=True))
    names: dict[str, str] = {}
    columns = labels[["paragraph_id", "coding_id", "primary", "also"]]
    for paragraph, coding, primary, also in columns.itertuples(index=False):
        under = version[coding]
        touched = changed_since(codebook, under) & {primary, *also}
        if touched:
            names[paragraph] = f"codebook {under}; since changed: {', '.join(sorted(touched))}"
    drawn = _shuffled(sorted(names), seed)
    return _queue("stale", drawn, [names[paragraph] for paragraph in drawn], 1.0)


def changed_since(codebook: Codebook, version: str) -> set[str]:
    """Pillars whose rules changed after a version of the codebook.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> pillars = (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-"))
    >>> book = Codebook("3", pillars, "-", changes={"2": ("arts",), "3": ("trade",)})
    >>> sorted(changed_since(book, "1")), changed_since(book, "2"), changed_since(book, "3")
    (['arts', 'trade'], {'trade'}, set())
    """
    changes = codebook.changes or {}
    versions = list(changes)
    if version == codebook.version:
        return set()
    later = versions[versions.index(version) + 1 :] if version in versions else versions
    return {pillar for name in later for pillar in changes[name]}


def _lowest(
    name: str, paragraphs: pd.Series, values: np.ndarray, reasons: list[str], size: int, seed: int, audit: int | None
) -> pd.DataFrame:
    ranked = pd.DataFrame({"paragraph_id": list(paragraphs), "value": values, "reason": reasons})
    ranked = ranked.sort_values(["value", "paragraph_id"], kind="stable", ignore_index=True)
    picked, others = ranked[:size], sorted(ranked["paragraph_id"][size:])
    wanted = min(size // 5 if audit is None else audit, len(others))
    drawn = _shuffled(others, seed)[:wanted]
    first = _queue(name, list(picked["paragraph_id"]), list(picked["reason"]), 1.0)
    second = _queue(name + AUDIT, drawn, [DRAWN_AT_RANDOM] * wanted, wanted / max(len(others), 1))
    place = np.concatenate([np.arange(len(first)), (np.arange(wanted) + 1) * len(first) / max(wanted, 1) - 0.5])
    return pd.concat([first, second], ignore_index=True).iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def _queue(name: str, paragraphs: list[str], reasons: list[str], inclusion: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "paragraph_id": pd.Series(paragraphs, dtype=object),
            "queue": name,
            "reason": pd.Series(reasons, dtype=object),
            "inclusion": inclusion,
        }
    )


def _shuffled(paragraphs: list[str], seed: int) -> list[str]:
    order = np.random.default_rng([seed, 4]).permutation(len(paragraphs))
    ordered = sorted(paragraphs)
    return [ordered[place] for place in order]


def _check_columns(probabilities: pd.DataFrame, columns: list[str]) -> None:
    missing = [column for column in columns if column not in probabilities.columns]
    if missing:
        raise LabelError(
            f"the columns {', '.join(columns)}",
            f"no {', '.join(missing)}",
            "out-of-fold probabilities",
            "Make them with: discourse retrain",
        )
