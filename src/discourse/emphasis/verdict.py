"""What may be said of a shift? One rule, the same for every pillar and study.

"A shift" needs all of this:

- the p-value of the permutation test, adjusted after Holm, is at most one minus the level, and the
  interval excludes zero. Where the lengths of the articles differ too much for the test
  (``lengths_differ``), or the shares are corrected ones that cannot be permuted (not ``tested``), the interval decides
  alone: the joint one, if there is one;
- with each outlet and each event left out in turn, the shift keeps its sign and its interval excludes
  zero. Too few articles left for an interval count as not shown.

"Open" says that the first condition holds in part, or the second does not, and why. Everything else
is "no detectable shift", which is not the same as no shift.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from discourse.translations import fields_in, say, say_again

SHIFT = "a shift"
OPEN = "open"
NOT_DETECTED = "no detectable shift"
VERDICTS = (SHIFT, OPEN, NOT_DETECTED)

FEW = "too few articles for an interval"
DISAGREE = "interval and test disagree"
_TURNS = "the sign turns without {group}"
_NOT_SHOWN = "not shown without {group} ({earlier} + {later} articles)"


def verdicts(tests: pd.DataFrame, left_out: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Apply the rule to every pillar.

    Parameters
    ----------
    tests : DataFrame
        As ``shift_test_rows``: ``pillar, shift, low, high, p_holm``; ``lengths_differ``, ``tested``,
        ``low_joint`` and ``high_joint`` may be missing.
    left_out : DataFrame
        As ``leave_out``: ``pillar, left_out, value, low, high, earlier_articles, later_articles``; the
        rows of all columns that decide, one below the other.
    level : float
        Level of the intervals, and 1 minus that of the test.

    Returns
    -------
    DataFrame
        A row per pillar: ``pillar``; ``verdict``, one of :data:`VERDICTS`; ``reason``, one clause, empty
        where nothing is to be added. Of several groups without which a shift does not hold, the
        one is named that takes most of it away.

    Examples
    --------
    >>> tests = pd.DataFrame({"pillar": ["political"], "shift": [0.2], "low": [0.05], "high": [0.35], "p_holm": [0.01]})
    >>> without = pd.DataFrame({"pillar": ["political"], "left_out": ["x.vn"], "value": [-0.1], "low": [-0.3],
    ...                         "high": [0.1], "earlier_articles": [9], "later_articles": [8]})
    >>> verdicts(tests, without).values.tolist()
    [['political', 'open', 'the sign turns without x.vn']]
    """
    rows = []
    for test in tests.to_dict("records"):
        said = _of_the_whole(test, level)
        if said == (SHIFT, ""):
            own = left_out[left_out["pillar"] == test["pillar"]]
            reason = _without(own.to_dict("records"), np.sign(test["shift"]))
            said = (OPEN, reason) if reason else said
        rows.append((test["pillar"], *said))
    return pd.DataFrame(rows, columns=["pillar", "verdict", "reason"])


def _of_the_whole(test: dict[Any, Any], level: float) -> tuple[str, str]:
    """Say what interval and test show with nothing left out."""
    untested = bool(test.get("lengths_differ", False)) or not test.get("tested", True)
    joint = untested and "low_joint" in test
    low, high = (test["low_joint"], test["high_joint"]) if joint else (test["low"], test["high"])
    rejects = not untested and test["p_holm"] <= 1 - level
    if math.isnan(low) or math.isnan(high):
        return (OPEN if rejects else NOT_DETECTED), FEW
    excludes = _excludes_zero(low, high)
    if excludes and (rejects or untested):
        return SHIFT, ""
    return (OPEN, DISAGREE) if excludes or rejects else (NOT_DETECTED, "")


def _without(rows: list[dict[Any, Any]], sign: float) -> str:
    """Say without which group the shift does not hold; an empty text if it holds without each."""
    failing = [row for row in rows if not (sign * row["value"] > 0 and _excludes_zero(row["low"], row["high"]))]
    if not failing:
        return ""
    worst = min(failing, key=lambda row: 0.0 if math.isnan(row["value"]) else sign * row["value"])
    if sign * worst["value"] < 0:
        return _TURNS.format(group=worst["left_out"])
    earlier, later = (f"{worst[f'{period}_articles']:.0f}" for period in ("earlier", "later"))
    return _NOT_SHOWN.format(group=worst["left_out"], earlier=earlier, later=later)


def _excludes_zero(low: float, high: float) -> bool:
    return low > 0 or high < 0


def verdict_text(verdict: str, reason: str) -> str:
    """Join a verdict and its reason for a reader, in the language spoken at the moment.

    Parameters
    ----------
    verdict, reason : str
        As :func:`verdicts` returns them; a reason of another rule is taken as it stands.

    Examples
    --------
    >>> verdict_text("open", "the sign turns without x.vn"), verdict_text("a shift", "")
    ('open: the sign turns without x.vn', 'a shift')
    """
    said = verdict_name(verdict)
    return say("{verdict}: {reason}", verdict=said, reason=_reason_text(reason)) if reason else said


def verdict_endings(verdict: str, reason: str) -> list[str]:
    """Write a verdict for a title in ever fewer words: with its reason, the reason alone, the verdict alone.

    Examples
    --------
    >>> verdict_endings("open", "not shown without x.vn (3 + 4 articles)")
    ['open: not shown without x.vn', 'not shown without x.vn', 'open']
    >>> verdict_endings("a shift", "")
    ['a shift']
    """
    said = verdict_name(verdict)
    if not reason:
        return [said]
    fields = fields_in(reason, _NOT_SHOWN)
    short = say("not shown without {group}", group=fields["group"]) if fields else _reason_text(reason)
    return [say("{verdict}: {reason}", verdict=said, reason=short), short, said]


def verdict_name(verdict: str) -> str:
    """Say a verdict in the language spoken at the moment.

    Examples
    --------
    >>> [verdict_name(verdict) for verdict in VERDICTS]
    ['a shift', 'open', 'no detectable shift']
    """
    names = {SHIFT: say("a shift"), OPEN: say("open"), NOT_DETECTED: say("no detectable shift")}
    return names.get(verdict, verdict)


def _reason_text(reason: str) -> str:
    """Say again in the language spoken at the moment why a verdict is as it is."""
    return say_again(reason, _reasons, ("group", "earlier", "later"))


def _reasons(fields: Mapping[str, str]) -> list[str]:
    return [
        say("too few articles for an interval"),
        say("interval and test disagree"),
        say("the sign turns without {group}", **fields),
        say("not shown without {group} ({earlier} + {later} articles)", **fields),
    ]


def p_text(p: float) -> str:
    """Write a p-value: three decimals without the zero before the point, and never less than "< .001".

    Examples
    --------
    >>> p_text(0.0474), p_text(0.00004), p_text(1.0), p_text(float("nan"))
    ('.047', '< .001', '1.000', 'not tested')
    """
    if math.isnan(p):
        return say("not tested")
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def points_text(value: float, low: float, high: float) -> str:
    """Write a shift, given as parts of 1, in points with its interval.

    Examples
    --------
    >>> points_text(-0.1266, -0.306, -0.0153), points_text(0.0, float("nan"), float("nan"))
    ('-12.7 [-30.6, -1.5]', '0.0 (no interval)')
    >>> points_text(float("nan"), float("nan"), float("nan"))
    'no shift'
    """
    if math.isnan(value):
        return say("no shift")
    shift, *bounds = (f"{100 * each:+z.1f}".replace("+0.0", "0.0") for each in (value, low, high))
    return say("{shift} (no interval)", shift=shift) if math.isnan(low) else f"{shift} [{', '.join(bounds)}]"
