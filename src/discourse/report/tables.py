"""How does a figure become a table? Its numbers as LaTeX, Markdown or CSV for a paper, and as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from discourse.emphasis.verdict import p_text, verdict_text
from discourse.errors import DataError
from discourse.io.formulas import guard_table
from discourse.pipeline.dependencies import experiment_scripts
from discourse.pipeline.experiment import FORMER_STEMS, read_numbers
from discourse.report.summary import main_numbers
from discourse.study import Study
from discourse.translations import say, translated

Format = Literal["latex", "markdown", "csv"]

LONG = 40
"""Rows of a table that stand on the page as they are; a longer table is built when it is opened."""

_SHARES = ("share", "mention_share", "standardised_share", "enumeration", "role", "tie")
_SHIFTS = (
    "shift", "mention_shift", "shift_joint", "shift_without", "standardised_shift", "detectable_shift", "half_width",
    "enumeration_shift", "role_shift", "tie_shift", "within", "mix", "unmatched",
)  # fmt: skip
_MEASURED = ("value", "low", "high", "low_joint", "high_joint", "least", "middle", "greatest")
_ALWAYS_SHARES = ("share", "earlier_share", "later_share", "percent", "accuracy", "answered", "probability")
_CODES = ("pillar", "primary", "label", "predicted", "also", "topic")
_TERMS = ("quantity", "measure", "score", "panel")


def paper_table(study: Study, stem: str, form: Format = "markdown", *, raw: bool = False) -> str:
    """Write a figure's numbers as a table.

    The main figure becomes one row a pillar and analysis, shares and shift in per cent with their
    intervals, and the permutation p; every other figure becomes its CSV in the form asked for.

    Parameters
    ----------
    study : Study
        The study.
    stem : str
        Name of the figure; a former name is known where no figure bears it.
    form : {"latex", "markdown", "csv"}
        LaTeX is a ``tabular`` for the booktabs package.
    raw : bool
        Leave text in CSV as it is, also where a spreadsheet would take it for a formula.

    Raises
    ------
    DataError
        If the figure has not been made, or its file cannot be read.
    """
    path = study.figures / f"{stem}.csv"
    if not path.is_file() and stem in FORMER_STEMS:
        path = study.figures / f"{FORMER_STEMS[stem]}.csv"
    if not path.is_file():
        raise _no_figure(study, stem, path)
    table = emphasis_table(main_numbers(study), study) if stem == "emphasis" else read_numbers(path)
    if form == "csv":
        return (table if raw else guard_table(table)).to_csv(index=False, lineterminator="\n")
    cells = [[cell(value) for value in row] for row in table.itertuples(index=False)]
    return (_latex if form == "latex" else _markdown)(list(table.columns), cells)


def _no_figure(study: Study, stem: str, path: Path) -> DataError:
    """Say that a figure has not been made, or that no script makes it: then, which name is near."""
    made = sorted(one.stem for one in study.figures.glob("*.csv"))
    scripts = [*experiment_scripts(study)]
    near = get_close_matches(stem, scripts, 1)
    if stem in scripts or stem in FORMER_STEMS:
        hint = f"Run: discourse figures {stem}"
    elif near:
        hint = f"No script makes it. Did you mean {near[0]}?"
    else:
        hint = f"No script makes it. There are {', '.join(scripts)}."
    return DataError(f"a figure that has been made ({', '.join(made) or 'none yet'})", repr(stem), path, hint)


def emphasis_table(numbers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Arrange the main figure's numbers as a reader expects them in a paper.

    Returns
    -------
    DataFrame
        One row a pillar and analysis: shares of both periods and the shift, in per cent, each
        "value [low, high]"; permutation p, p after Holm; articles of both periods; the verdict.
    """
    earlier, later = study.settings.compared
    rows = []
    for analysis in study.settings.analyses:
        for pillar in study.codebook.pillar_ids:
            part = numbers[(numbers["analysis"] == analysis.id) & (numbers["pillar"] == pillar)]
            shares: Any = part[part["quantity"] == "share"].set_index("period")
            others: Any = part.fillna({"reason": ""}).set_index("quantity")
            rows.append(
                {
                    "Analysis": analysis.title,
                    "Pillar": study.codebook.names[pillar],
                    f"{earlier} (%)": _interval(shares.loc[earlier]),
                    f"{later} (%)": _interval(shares.loc[later]),
                    "Shift (points)": _interval(others.loc["shift"]),
                    "p": p_text(others.loc["shift_p", "value"]),
                    "p (Holm)": p_text(others.loc["shift_p_holm", "value"]),
                    "Articles": f"{shares.loc[earlier, 'articles']:.0f} + {shares.loc[later, 'articles']:.0f}",
                    "Verdict": verdict_text(*others.loc["verdict", ["verdict", "reason"]]),
                }
            )
    return pd.DataFrame(rows)


def _interval(row: Any) -> str:
    value = f"{100 * row['value']:.1f}"
    return value if pd.isna(row["low"]) else f"{value} [{100 * row['low']:.1f}, {100 * row['high']:.1f}]"


def cell(value: Any) -> str:
    """Write one value as a reader of a table wants it: four digits, nothing where it is missing."""
    if pd.isna(value):
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def figure_table(numbers: pd.DataFrame, study: Study) -> dict[str, Any]:
    """Write a figure's numbers as the page shows them: shares in percent, shifts in points, names in place of ids.

    Parameters
    ----------
    numbers : DataFrame
        As ``read_numbers`` returns them.
    study : Study
        Has the names of pillars and analyses, and the periods.

    Returns
    -------
    dict
        ``columns``, without those that hold nothing; ``rows``, a list of texts each, all of them; and ``long``,
        whether they are more than :data:`LONG`.
    """
    numbers = numbers.dropna(axis="columns", how="all")
    measures = [_measure(row) for row in numbers.to_dict("records")]
    differences = _differences(numbers, study.settings.compared)
    names = study.codebook.names
    titles = {analysis.id: translated(analysis.title) for analysis in study.settings.analyses}
    columns = []
    for column in map(str, numbers):
        cells = numbers[column].tolist()
        if column in _CODES:
            columns.append([_named(each, names) for each in cells])
        elif column == "analysis":
            columns.append([titles.get(each, each) for each in cells])
        elif column in _TERMS and not pd.api.types.is_numeric_dtype(numbers[column]):
            columns.append(["" if pd.isna(each) else str(each).replace("_", " ") for each in cells])
        else:
            units = map(_unit, [column] * len(cells), measures, differences)
            columns.append([_number(each, unit) for each, unit in zip(cells, units, strict=True)])
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {"columns": [_heading(str(each)) for each in numbers], "rows": rows, "long": len(rows) > LONG}


def _differences(numbers: pd.DataFrame, periods: Sequence[str]) -> list[bool]:
    """Say of each row whether it is of the difference between the two periods, which tables write later-earlier."""
    if "period" not in numbers:
        return [False] * len(numbers)
    return list(numbers["period"] == f"{periods[1]}-{periods[0]}")


def _measure(row: Any) -> str:
    """Say what a row's value is of; the tables of some figures hold one quantity, and have no column for it."""
    if "choice" in row or ("shift" in row and "value" not in row):
        return "shift"
    if "unit" in row:
        return "share"
    return str(row.get("quantity", row.get("part", ""))).partition(" by ")[0]


def _unit(column: str, measure: str, difference: bool) -> str:
    if column in _ALWAYS_SHARES:
        return "share"
    if column == "shift":
        return "shift"
    if column not in _MEASURED or measure not in (*_SHARES, *_SHIFTS):
        return ""
    return "share" if measure in _SHARES and not difference else "shift"


def _number(value: Any, unit: str) -> str:
    """Write a value with three or so digits: a share in percent, a shift in points with its sign.

    Examples
    --------
    >>> _number(0.7469, "share"), _number(-0.126, "shift"), _number(0.81697, ""), _number(1288.0, "")
    ('74.7%', '-12.6', '0.817', '1288')
    """
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if pd.isna(value):
        return ""
    if not isinstance(value, float) or not unit:
        whole = isinstance(value, float) and (value.is_integer() or abs(value) >= 1000)
        return f"{value:.0f}" if whole else f"{value:.3g}" if isinstance(value, float) else str(value)
    return f"{100 * value:.1f}%" if unit == "share" else f"{100 * value:+z.1f}"


def _named(codes: Any, names: Any) -> str:
    """Write the names of codes; a list of words, which some topics have for a name, stays as it is."""
    if pd.isna(codes):
        return ""
    parts = str(codes).split()
    return ", ".join(names[part] for part in parts) if all(part in names for part in parts) else str(codes)


def _heading(column: str) -> str:
    """Write a column's name as words; those that most tables have in the language spoken at the moment."""
    known = {
        "analysis": say("analysis"),
        "article": say("article"),
        "articles": say("articles"),
        "choice": say("choice"),
        "count": say("count"),
        "earlier_share": say("earlier share"),
        "high": say("upper bound"),
        "later_share": say("later share"),
        "low": say("lower bound"),
        "outlet": say("outlet"),
        "paragraph": say("paragraph"),
        "paragraphs": say("paragraphs"),
        "period": say("period"),
        "pillar": say("pillar"),
        "quantity": say("quantity"),
        "reason": say("reason"),
        "shift": say("shift"),
        "value": say("value"),
        "verdict": say("verdict"),
    }
    return known.get(column) or column.replace("_", " ")


def need_columns(rows: pd.DataFrame, columns: Sequence[str], path: Path) -> pd.DataFrame:
    """Return a figure's numbers if they have the columns that the page shows.

    Raises
    ------
    DataError
        If one is missing.
    """
    for column in columns:
        if column not in rows:
            found = f"the columns {', '.join(rows.columns)}"
            raise DataError(f"a column {column}", found, path, f"Run: discourse figures {path.stem}")
    return rows


def _markdown(columns: list[str], cells: list[list[str]]) -> str:
    rows = [columns, ["---"] * len(columns), *cells]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def _latex(columns: list[str], cells: list[list[str]]) -> str:
    special = str.maketrans({"%": r"\%", "_": r"\_", "&": r"\&", "#": r"\#", "$": r"\$"})
    lines = [" & ".join(cell.translate(special) for cell in row) + r" \\" for row in [columns, *cells]]
    head = [rf"\begin{{tabular}}{{{'l' * len(columns)}}}", r"\toprule", lines[0], r"\midrule"]
    return "\n".join([*head, *lines[1:], r"\bottomrule", r"\end{tabular}", ""])
