"""What does the main figure say?"""

from __future__ import annotations

import math

import pandas as pd

from discourse.emphasis.table import study_notes
from discourse.errors import DataError
from discourse.pipeline.experiment import read_numbers
from discourse.study import Study


def summary_in_words(study: Study) -> str:
    """Say the shift of each pillar, its interval, its test, and the articles behind it.

    Returns
    -------
    str
        A heading, one line a pillar, in the order of the codebook, and what the numbers leave out.

    Raises
    ------
    DataError
        If the main figure has not been made.
    """
    path = study.figures / "emphasis.csv"
    if not path.is_file():
        raise DataError("the numbers of the main figure", "no file", path, "Run: discourse figures emphasis")
    main = study.settings.analyses[0]
    rows = read_numbers(path)
    rows = rows[rows["analysis"] == main.id]
    earlier, later = study.settings.period_ids
    articles = rows[rows["quantity"] == "share"].groupby("period")["articles"].first()
    heading = (
        f"Shift of emphasis from {earlier} to {later} ({main.title}; {articles[earlier]:.0f} + {articles[later]:.0f} "
        f"articles), in percentage points, with {100 * study.settings.level:.0f} % intervals:"
    )
    level = study.settings.level
    width = max(len(study.codebook.names[pillar]) for pillar in study.codebook.pillar_ids)
    lines = [
        f"  {study.codebook.names[pillar]:<{width}}  {pillar_in_words(rows[rows['pillar'] == pillar], level)}"
        for pillar in study.codebook.pillar_ids
    ]
    return "\n".join([heading, *lines, *study_notes(study)])


def pillar_in_words(rows: pd.DataFrame, level: float) -> str:
    """Say one pillar's shift: value, interval, permutation p, and what they say together.

    Parameters
    ----------
    rows : DataFrame
        The pillar's rows of one analysis in ``emphasis.csv``.
    level : float
        Level of the interval; a p of at most one minus it counts as a sign of a shift.
    """
    shift = rows[rows["quantity"] == "shift"].iloc[0]
    tests = rows.set_index("quantity")["value"]
    p, adjusted = tests.get("shift_p", math.nan), tests.get("shift_p_holm", math.nan)
    value = f"{100 * shift['value']:+6.1f}"
    if math.isnan(shift["low"]):
        return f"{value}  no interval: too few articles; smallest p they could give {tests['smallest_p']:.2g}"
    interval = f"[{100 * shift['low']:+.1f}, {100 * shift['high']:+.1f}]"
    excludes, significant = shift["low"] > 0 or shift["high"] < 0, p <= 1 - level
    said = {
        (True, True): "a shift",
        (False, False): "no shift that these articles can show",
        (True, False): "the interval excludes zero, the permutation test does not reject: treat as open (the interval "
        "lets the periods scatter differently, the test deals out articles that scatter alike)",
        (False, True): "the permutation test rejects, the interval includes zero: treat as open (the test asks whether "
        "chance deals out these very articles so unevenly, the interval allows for articles not met with here)",
    }[bool(excludes), bool(significant)]
    return f"{value}  {interval:<16}  p {p:.3f}, after Holm {adjusted:.3f}: {said}"
