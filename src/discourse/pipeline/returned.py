"""Did a function of a script return what a figure is made from: a table, a drawing, a description?"""

from __future__ import annotations

from typing import Any

from discourse.errors import DataError, shown

_HINTS = {
    "compute": "End the function with: return TABLE",
    "draw": "End the function with: return FIGURE, the figure and not its axes",
    "describe": "End the function with: return Description(TITLE, CAPTION)",
}


def check_returned(found: Any, kind: type, function: str, script: str) -> None:
    """Refuse what a function of a script returned, if it is of another kind than a figure needs.

    Parameters
    ----------
    found : any
        What it returned.
    kind : type
        What it should have returned.
    function : {"compute", "draw", "describe"}
        Which argument of ``Experiment`` the function is.
    script : str
        Path of the script.

    Raises
    ------
    DataError
        If it is of another kind.

    Examples
    --------
    >>> check_returned(None, dict, "compute", "experiments/genres.py")
    Traceback (most recent call last):
    discourse.errors.DataError: experiments/genres.py, function compute: expected dict to be returned, found None. \
End the function with: return TABLE
    """
    if isinstance(found, kind):
        return
    value = f" {shown(found)}" if isinstance(found, str) else ""
    name = "None" if found is None else f"{type(found).__name__}{value}"
    raise DataError(f"{kind.__name__} to be returned", name, f"{script}, function {function}", _HINTS[function])
