"""How are results plotted from Python, in one line?"""

from __future__ import annotations

from discourse.figures.plotting.shifts import plot_shares, plot_shift

__all__ = ["plot_shares", "plot_shift"]
