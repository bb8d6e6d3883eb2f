"""Who assigned the labels, people or machines? Counted in the log, and said wherever labels are shown.

What a machine coder says is a prediction. While no person has coded, predictions serve as labels, and every reader has
to know that. The study names its machine coders in ``machine_coders``; all other coders are people.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.consent.decisions import decisions_were_read
from discourse.labels.consent.wording import consent_note
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows, current_labels
from discourse.settings import Settings
from discourse.study import Study
from discourse.translations import say, translated


@dataclass(frozen=True)
class LabelOrigins:
    """How many labels are whose.

    Attributes
    ----------
    labels, by_people : int
        Labels, and those that a person assigned.
    machines : tuple of str
        Machine coders who assigned the others, most labels first.
    people_coded : bool
        Whether any person has coded, also where no coding by a person is a label.
    """

    labels: int
    by_people: int
    machines: tuple[str, ...]
    people_coded: bool


def label_origins(
    codings: pd.DataFrame, settings: Settings, codebook: Codebook, paragraphs: Collection[str] | None = None
) -> LabelOrigins:
    """Count the labels by people and by machines.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them.
    settings : Settings
        Names the machine coders, and whose coding is the label.
    codebook : Codebook
        Its codes are the only ones that may become labels.
    paragraphs : collection of str, optional
        Count the labels of these alone.

    Returns
    -------
    LabelOrigins

    Examples
    --------
    >>> from datetime import date
    >>> from discourse.codebook import Pillar
    >>> from discourse.labels.coding import Coding
    >>> from discourse.labels.log import codings_table
    >>> from discourse.settings import Analysis, Period
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")
    >>> periods = [Period(id=str(year), start=date(year, 1, 1), end=date(year, 12, 31)) for year in (2019, 2024)]
    >>> settings = Settings(title="T", language="en", seed=1, periods=periods, machine_coders=["model"],
    ...                     new_coders="first", analyses=[Analysis(id="all", title="All")])
    >>> log = [Coding("1", "a:01", "model", "1", "trade"), Coding("2", "a:02", "model", "1", "trade"),
    ...        Coding("3", "a:02", "ani", "1", "arts")]
    >>> label_origins(codings_table(log, book), settings, book)
    LabelOrigins(labels=2, by_people=1, machines=('model',), people_coded=True)
    """
    machine = set(settings.machine_coders)
    labels = current_labels(codings, settings, codebook)
    if paragraphs is not None:
        labels = labels[labels["paragraph_id"].isin(list(paragraphs))]
    counts = labels["coder"].value_counts().to_dict()
    by_machine = sorted(machine & counts.keys(), key=lambda name: (-counts[name], name))
    by_people = sum(number for name, number in counts.items() if name not in machine)
    return LabelOrigins(len(labels), int(by_people), tuple(by_machine), bool(set(codings["coder"]) - machine))


def coding_notes(study: Study) -> tuple[str, ...]:
    """Say who assigned the labels, whose codings are none, and what the study says of it; in the language spoken.

    Returns
    -------
    tuple of str
        Sentences. The first is worked out from the log, and is left out where the study names no machine coder or
        nobody has coded; the second says whose codings are no labels and by which rule, where people have coded whom
        the study names nowhere and the study's codings were read before; the third is ``coding_note``.

    Raises
    ------
    LabelError
        If the log is wrong.
    """
    origins = origins_note(study)
    # What was made without codings does not hang on who is accepted, and stays up to date when somebody codes.
    consent = consent_note(study) if decisions_were_read(study) else ""
    return tuple(filter(None, [origins, consent, translated(study.settings.coding_note)]))


def origins_note(study: Study) -> str:
    """Say whose the labels are, as the first sentence of :func:`coding_notes` does; "" where it says nothing."""
    if not study.settings.machine_coders or not study.labels_path.is_file():
        return ""
    codings = read_codings(study)
    found = label_origins(codings, study.settings, study.codebook)
    if not found.labels:
        return ""
    if not found.by_people:
        return _all_by_machines(found)
    labels = f"{found.labels:,}"
    if not found.machines:
        return say("All {labels} labels were assigned by people.", labels=labels)
    analysed = set(analysed_rows(study)["paragraph_id"])
    main = label_origins(codings, study.settings, study.codebook, analysed)
    return say(
        "{people} of {labels} labels were assigned by people (in the main analysis {main_people} of {main_labels}), "
        "the others by machine coders: {coders}.",
        people=f"{found.by_people:,}",
        labels=labels,
        main_people=f"{main.by_people:,}",
        main_labels=f"{main.labels:,}",
        coders=", ".join(found.machines),
    )


def _all_by_machines(found: LabelOrigins) -> str:
    fields = {"labels": f"{found.labels:,}", "coders": ", ".join(found.machines)}
    if found.people_coded:
        return say(
            "All {labels} labels were assigned by machine coders: {coders}. People have coded, too, but none of their "
            "codings is a label.",
            **fields,
        )
    return say("All {labels} labels were assigned by machine coders: {coders}. No person has coded.", **fields)


def unknown_machines(codings: pd.DataFrame, settings: Settings) -> tuple[str, ...]:
    """Say which names among ``machine_coders`` have coded nothing: they are misspelt, or have yet to code.

    Returns
    -------
    tuple of str
        A sentence a name, in English.
    """
    known = sorted(set(codings["coder"]) - set(settings.machine_coders))
    said = []
    for name in settings.machine_coders:
        if name not in set(codings["coder"]):
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            said.append(f"machine_coders in study.toml names {name}, who has coded nothing.{hint}")
    return tuple(said)
