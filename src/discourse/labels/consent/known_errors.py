"""Where is it known how people err? In paragraphs that several of them coded, each without sight of the others.

========================================= ===================================================================
what people say of such a paragraph       the true code is taken to be
========================================= ===================================================================
a person decided on it                    the code decided on
they agree                                their code
they differ, and nobody decided           any code that one of them gave, by how many gave it: of two coders
                                          each is taken to be right as often as the other
========================================= ===================================================================

Paragraphs count that come up whatever was said of them. Those of the queues that pick by labels, and gold (paragraphs
decided on before, mostly because coders differed), are harder than others: errors are commoner there, and are left out.
What machines say is no measure of people, and neither is what a refused person says. Two who agree on a wrong code are
not found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import INFORMED
from discourse.labels.consent.decisions import REFUSED, decisions_in
from discourse.labels.inclusion import GOLD, RELABELLING
from discourse.labels.log import read_codings
from discourse.labels.table import current_labels
from discourse.resampling import Floats
from discourse.settings import Settings
from discourse.study import Study

DECIDED = ""
"""In the place of a coder: the label was decided on, and is taken to be right."""


@dataclass(frozen=True)
class KnownErrors:
    """What is known of how one person codes.

    Attributes
    ----------
    pairs : array, shape U x C x C
        Of each paragraph, with how much weight the code of the row is the true one, in the column of the coder's code.
    articles : tuple of str, length U
        Where the paragraphs stand.
    """

    pairs: Floats
    articles: tuple[str, ...]


@dataclass(frozen=True)
class PeoplesErrors:
    """What is known of how the people of a study code, and whose the labels are.

    Attributes
    ----------
    codes : tuple of str
        The C codes, ``none`` last.
    known : mapping of str to KnownErrors
        Of each person who has coded a paragraph that another person coded, too.
    labelled_by : mapping of str to str
        Each labelled paragraph to the coder of the label; :data:`DECIDED` where a person decided on it.
    """

    codes: tuple[str, ...]
    known: Mapping[str, KnownErrors]
    labelled_by: Mapping[str, str]


def find_errors(
    codings: pd.DataFrame, labels: pd.DataFrame, articles: Mapping[str, str], settings: Settings, codebook: Codebook
) -> PeoplesErrors:
    """Gather what is known of people's errors.

    Parameters
    ----------
    codings : DataFrame
        As :func:`discourse.labels.log.read_codings` returns them.
    labels : DataFrame
        As :func:`discourse.labels.table.current_labels` chooses them.
    articles : mapping of str to str
        Paragraph id to article id.
    settings, codebook
        Who is a machine coder, and the codes.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")
    >>> log = pd.DataFrame({"paragraph_id": ["a", "a", "b", "b"], "coder": ["ani", "budi"] * 2, "why": "coding",
    ...                     "primary": ["trade", "trade", "trade", "arts"], "queue": "", "coding_id": list("1234")})
    >>> settings = Settings.model_construct(machine_coders=())
    >>> found = find_errors(log, log.iloc[[0, 2]], {"a": "x", "b": "y"}, settings, book)
    >>> found.known["ani"].pairs.sum(axis=0).tolist()
    [[1.5, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    people = _of_people(codings, settings, codebook)
    decided = people[people["why"].isin(INFORMED[:2])].drop_duplicates("paragraph_id", keep="last")
    by_lot = ~people["queue"].isin(RELABELLING) & ~people["queue"].str.endswith(GOLD)
    blind = people[by_lot & ~people["why"].isin(INFORMED)].drop_duplicates(["paragraph_id", "coder"], keep="last")
    several = blind[blind.groupby("paragraph_id")["coder"].transform("size") > 1]
    codes = codebook.codes
    truth = _true_codes(several, decided, codes)
    given = np.eye(len(codes))[[codes.index(code) for code in several["primary"]]]
    pairs = truth[:, :, None] * given.reshape(len(several), 1, len(codes))
    known = {}
    for coder in several["coder"].unique():
        own = (several["coder"] == coder).to_numpy(dtype=bool)
        known[str(coder)] = KnownErrors(pairs[own], tuple(articles[name] for name in several["paragraph_id"][own]))
    informed = set(decided["coding_id"])
    whose = zip(labels["paragraph_id"], labels["coding_id"], labels["coder"], strict=True)
    labelled_by = {name: DECIDED if coding in informed else coder for name, coding, coder in whose}
    return PeoplesErrors(codes, known, labelled_by)


def _of_people(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """Keep the codings by people who are not refused, with codes of the codebook."""
    refused = [name for name, decision in decisions_in(codings).items() if decision == REFUSED]
    left_out = codings["coder"].isin([*settings.machine_coders, *refused])
    return codings[~left_out & codings["primary"].isin(codebook.codes)]


def _true_codes(several: pd.DataFrame, decided: pd.DataFrame, codes: tuple[str, ...]) -> Floats:
    """Say of each coding how likely each code is the true one of its paragraph, shape N x C."""
    votes = pd.crosstab(several["paragraph_id"], several["primary"], normalize="index")
    votes = votes.reindex(columns=list(codes), fill_value=0.0)
    truth = np.array(votes.reindex(several["paragraph_id"]), dtype=np.float64).reshape(len(several), len(codes))
    said = several["paragraph_id"].map(dict(zip(decided["paragraph_id"], decided["primary"], strict=True)))
    for place, code in enumerate(said):
        if isinstance(code, str):
            truth[place] = np.eye(len(codes))[codes.index(code)]
    return truth


def study_errors(study: Study) -> PeoplesErrors | None:
    """Gather what is known of the errors of a study's people; None while no person has coded.

    Raises
    ------
    LabelError
        If the log, or the file of decisions, is wrong.
    """
    if not study.labels_path.is_file():
        return None
    codings, settings, codebook = read_codings(study), study.settings, study.codebook
    if codings["coder"].isin(settings.machine_coders).all():
        return None
    articles = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["article_id"], strict=True))
    labels = current_labels(codings, settings, codebook)
    return find_errors(codings, labels, articles, settings, codebook)
