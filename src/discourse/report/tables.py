"""How does a figure become a paper's table? Its numbers as LaTeX, Markdown or CSV."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from discourse.emphasis.verdict import p_text, verdict_text
from discourse.errors import DataError
from discourse.io.formulas import guard_table
from discourse.pipeline.experiment import FORMER_STEMS, read_numbers
from discourse.report.summary import main_numbers
from discourse.study import Study

Format = Literal["latex", "markdown", "csv"]


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
        made = ", ".join(sorted(one.stem for one in study.figures.glob("*.csv"))) or "none yet"
        raise DataError(f"a figure that has been made ({made})", repr(stem), path, f"Run: discourse figures {stem}")
    table = emphasis_table(main_numbers(study), study) if stem == "emphasis" else read_numbers(path)
    if form == "csv":
        return (table if raw else guard_table(table)).to_csv(index=False, lineterminator="\n")
    cells = [[cell(value) for value in row] for row in table.itertuples(index=False)]
    return (_latex if form == "latex" else _markdown)(list(table.columns), cells)


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


def _markdown(columns: list[str], cells: list[list[str]]) -> str:
    rows = [columns, ["---"] * len(columns), *cells]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def _latex(columns: list[str], cells: list[list[str]]) -> str:
    special = str.maketrans({"%": r"\%", "_": r"\_", "&": r"\&", "#": r"\#", "$": r"\$"})
    lines = [" & ".join(cell.translate(special) for cell in row) + r" \\" for row in [columns, *cells]]
    head = [rf"\begin{{tabular}}{{{'l' * len(columns)}}}", r"\toprule", lines[0], r"\midrule"]
    return "\n".join([*head, *lines[1:], r"\bottomrule", r"\end{tabular}", ""])
