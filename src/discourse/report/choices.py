"""Does a shift keep its sign whatever one chooses? What the figure ``robustness`` says in words."""

from __future__ import annotations

import math

import pandas as pd

from discourse.emphasis.findings.choices import MAIN, choice_text, kind_text
from discourse.emphasis.verdict import VERDICTS, verdict_text
from discourse.figures import fitting_title
from discourse.pipeline.experiment import Description
from discourse.study import Study
from discourse.translations import say


def most_said(numbers: pd.DataFrame) -> str:
    """Name the pillar of which most can be said: by its verdict, then by its shift; from ``named_choices``."""
    main = numbers[numbers["choice"] == MAIN].set_index("pillar")
    rank = main["verdict"].map(VERDICTS.index) - main["value"].abs()
    return str(rank.sort_values(kind="stable").index[0])


def sign_kept(rows: pd.DataFrame) -> str:
    """Say in how many of the other choices one pillar's shift has the sign of the main analysis.

    Examples
    --------
    >>> rows = pd.DataFrame({"choice": [MAIN, "x.vn", "y.vn", "mentions"], "value": [0.1, -0.1, 0.2, float("nan")]})
    >>> sign_kept(rows), sign_kept(rows.assign(value=0.0))
    ('1 of 2', 'no shift')
    """
    shift, others = _main_shift(rows), rows.loc[rows["choice"] != MAIN, "value"].dropna()
    if shift == 0 or math.isnan(shift):
        return say("no shift")
    return say("{count} of {all}", count=(others * shift > 0).sum(), all=len(others))


def _main_shift(rows: pd.DataFrame) -> float:
    return float(rows.loc[rows["choice"] == MAIN, "value"].iloc[0])


def describe_choices(numbers: pd.DataFrame, study: Study) -> Description:
    """Say in how many choices the sign holds, of the pillar of which most can be said and in the notes of all.

    Parameters
    ----------
    numbers : DataFrame
        As ``named_choices``.
    study : Study
        The study.
    """
    name, said = study.codebook.names[most_said(numbers)], []
    parts = {pillar: numbers[numbers["pillar"] == pillar] for pillar in study.codebook.pillar_ids}
    for pillar, rows in parts.items():
        said.append(f"{_finding(study.codebook.names[pillar], rows)}{_turning(rows)}.")
    large = parts[most_said(numbers)]
    signs = _signs(large)
    title = fitting_title(_finding(name, large), f"{name}: {signs}", signs.capitalize())
    return Description(title, _caption(study.settings.level), " ".join([*said, *as_they_are(large), _limits()]))


def as_they_are(rows: pd.DataFrame) -> list[str]:
    """Name the choices that go by the labels as they are, though the main analysis is estimated from a sample.

    Parameters
    ----------
    rows : DataFrame
        Those of one pillar, from ``named_choices``.

    Examples
    --------
    >>> rows = pd.DataFrame({"kind": ["", "other data"], "choice": [MAIN, "Everything"], "reason": ["", "too few"]})
    >>> as_they_are(rows)
    ['Too little is coded by people for an estimate from a sample: Everything. The labels serve as they are there, \
those of machine coders too.']
    """
    few = rows[(rows["choice"] != MAIN) & (rows["reason"].fillna("") != "")]
    if few.empty:
        return []
    names = "; ".join(choice_text(kind, choice) for kind, choice in zip(few["kind"], few["choice"], strict=True))
    return [
        say(
            "Too little is coded by people for an estimate from a sample: {choices}. The labels serve as they are "
            "there, those of machine coders too.",
            choices=names,
        )
    ]


def _caption(level: float) -> str:
    return say(
        "Shift with {level:.0f}% confidence intervals, clustered by article. Coloured rows decide the verdict. Filled: "
        "the interval excludes zero. Cross: too few articles. Below: each other pillar's main shift, a tick for each "
        "other choice, and in how many of them the sign is the same.",
        level=100 * level,
    )


def _limits() -> str:
    return say(
        "Outlets and events are left out if they hold a tenth of a period's coded paragraphs. Choices share their "
        "data: how many keep the sign describes them and is no test."
    )


def _finding(name: str, rows: pd.DataFrame) -> str:
    return f"{name}: {_signs(rows)}; {_verdict(rows)}"


def _signs(rows: pd.DataFrame) -> str:
    if _main_shift(rows) == 0 or math.isnan(_main_shift(rows)):
        return say("no shift in the main analysis")
    return say("same sign in {kept} choices", kept=sign_kept(rows))


def _verdict(rows: pd.DataFrame) -> str:
    main = rows[rows["choice"] == MAIN].iloc[0]
    return verdict_text(main["verdict"], main["reason"])


def _turning(rows: pd.DataFrame) -> str:
    """List the choices under which the sign is the other one."""
    shift = _main_shift(rows)
    turned = rows[rows["value"] * shift < 0]
    said = [
        f"{choice_text(kind, choice)} ({kind_text(kind)})"
        for kind, choice in zip(turned["kind"], turned["choice"], strict=True)
    ]
    return ". " + say("The sign turns under: {choices}", choices=", ".join(said)) if said else ""
