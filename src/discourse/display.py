"""How does an object show itself at the end of a notebook cell, and how is a count said?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

LONGEST = 80
"""Characters of one value that are shown."""

_BEGINNING, _END = 39, 36


class ShownInShort:
    """Shows an object by what it says of itself in ``_summary``; a notebook shows that as a table."""

    def _summary(self) -> Mapping[str, object]:
        """Say what a reader wants to know first: name to value."""
        raise NotImplementedError

    def __repr__(self) -> str:
        told = (f"{name.replace(' ', '_')}={shortened(repr(value))}" for name, value in self._summary().items())
        return f"{type(self).__name__}({', '.join(told)})"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(shortened(str(value)))}</td></tr>'
            for name, value in self._summary().items()
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption>{rows}</table>"


def shortened(text: str) -> str:
    """Cut a text that is longer than 80 characters in its middle.

    Examples
    --------
    >>> shortened("a" * 50 + "b" * 50)
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ... bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'
    """
    return text if len(text) <= LONGEST else f"{text[:_BEGINNING]} ... {text[-_END:]}"


def counted(number: int, noun: str) -> str:
    """Say a count with its noun, which takes an s unless the count is one.

    Parameters
    ----------
    number : int
        How many.
    noun : str
        In the singular.

    Examples
    --------
    >>> counted(1, "label"), counted(2, "coding")
    ('1 label', '2 codings')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
