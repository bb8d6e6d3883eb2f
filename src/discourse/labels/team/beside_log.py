"""What else does another machine's study hold beside its log: which draws and which decisions on coders are not here?

Codings name the draw that they are from, and count only as far as a decision lets them. Both kinds of file only ever
grow, so what is there and not here is added. A name or an id that says another thing here is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from discourse.errors import LabelError
from discourse.labels.consent.decisions import Decision, latest_decisions, read_decisions
from discourse.labels.sampling.designs import design_path, kept_draws, read_design
from discourse.study import Study


def arriving_draws(study: Study, other: Study) -> dict[str, pd.DataFrame]:
    """Read the draws of another machine that are not here.

    Parameters
    ----------
    study, other : Study
        The study here, and there.

    Returns
    -------
    dict of str to DataFrame
        By the name of the queue, as :func:`discourse.labels.sampling.designs.read_design` returns them.

    Raises
    ------
    DataError, LabelError
        If a file is damaged, is of paragraphs that are not here, or differs from the draw of that name here.
    """
    found, known = {}, set(study.paragraphs["paragraph_id"])
    for name in kept_draws(other):
        design, path = read_design(other, name), design_path(other, name)
        unknown = design.index[~design.index.isin(known)]
        if len(unknown):
            hint = "The folder is of another study, or paragraphs.csv differs; bring both to the same state."
            raise LabelError("a draw of paragraphs in paragraphs.csv", f"{unknown[0]!r:.60}", path, hint)
        if not design_path(study, name).is_file():
            found[name] = design
        elif not read_design(study, name).sort_index().equals(design.sort_index()):
            hint = "A draw never changes: put the file back as it was when the draw was made."
            raise LabelError("the draw that has this name here", "another draw", path, hint)
    return found


def arriving_decisions(study: Study, other: Study, coders: Mapping[str, str]) -> list[Decision]:
    """Read the decisions of another machine that are not here, oldest first.

    Parameters
    ----------
    study, other : Study
        The study here, and there, seen by the variable that is coded.
    coders : mapping of str to str
        Names there to names here.

    Raises
    ------
    LabelError
        If a line is no decision, or its id stands for another one here.
    """
    held, found = {each.decision_id: each for each in read_decisions(study)}, []
    for each in read_decisions(other):
        renamed = replace(each, coder=coders.get(each.coder, each.coder))
        here = held.get(each.decision_id)
        if here is None:
            found.append(renamed)
        elif here not in (each, renamed):
            place = f"{other.data}, decision {each.decision_id:.60}"
            says = f"{each.coder} {each.decision}, here {here.coder} {here.decision}"
            raise LabelError("the decision that has this id here", says, place, "Put back the line that was edited.")
    return found


def contrary_decisions(study: Study, arriving: list[Decision]) -> list[str]:
    """Say on whom both machines decided otherwise, and which decision counts; in English."""
    here = latest_decisions(read_decisions(study))
    there = latest_decisions(arriving)
    both = latest_decisions([*here.values(), *there.values()])
    return [
        f"{coder}: {here[coder].decision} here at {here[coder].when}, {each.decision} there at {each.when}; "
        f"the later counts: {both[coder].decision}"
        for coder, each in there.items()
        if coder in here and here[coder].decision != each.decision
    ]
