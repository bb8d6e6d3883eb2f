"""Which rows of an archive cannot be counted, and is that an error or a number in the result?"""

from __future__ import annotations

from dataclasses import dataclass, field

from discourse.errors import DataError

NAMED = 5
"""Kinds of rows that :meth:`LeftOut.report` describes; the others it counts."""
_SKIP = "To leave out such rows: --on-error skip."


@dataclass
class LeftOut:
    """Rows that are left out, if that is allowed; else the first is an error.

    Attributes
    ----------
    allowed : bool
        Whether rows may be left out.
    rows : int
        How many were.

    Examples
    --------
    >>> left_out = LeftOut(allowed=True)
    >>> left_out.add(DataError("a date such as 2019", "'May'", "news.csv, record 2"), rows=3)
    >>> print(left_out.report())
    3 rows that cannot be counted were left out:
      news.csv, record 2: expected a date such as 2019, found 'May' (3 rows)
    """

    allowed: bool = False
    rows: int = 0
    _said: list[str] = field(default_factory=list)
    _kinds: int = 0

    @property
    def told(self) -> bool:
        """Whether as much has been said as is said: of a further mistake nobody needs to know the place."""
        return self.allowed and self._kinds >= NAMED

    def add(self, error: DataError, rows: int = 1) -> None:
        """Leave out rows that have the same mistake.

        Parameters
        ----------
        error : DataError
            What is wrong with them; it names the first.
        rows : int
            How many they are.

        Raises
        ------
        DataError
            If no rows may be left out.
        """
        if not self.allowed:
            hint = error.hint if _SKIP in error.hint else f"{error.hint} {_SKIP}".strip()
            raise DataError(error.expected, error.found, error.where, hint) from None
        self.rows += rows
        self._kinds += 1
        if self._kinds <= NAMED:
            several = f" ({rows:,} rows)" if rows > 1 else ""
            self._said.append(f"  {error.where}: expected {error.expected}, found {error.found}{several}")

    def report(self) -> str:
        """Say how many rows were left out, and what is wrong with the first; empty where there is none."""
        if not self.rows:
            return ""
        more = [f"  and {self._kinds - NAMED} more mistakes"] if self._kinds > NAMED else []
        rows = "row that cannot be counted was" if self.rows == 1 else "rows that cannot be counted were"
        return "\n".join([f"{self.rows:,} {rows} left out:", *self._said, *more])
