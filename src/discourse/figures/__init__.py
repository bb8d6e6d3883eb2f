"""How is a table drawn? ``draw_<panel>(table, ax)``: tables in, ink out; fits nothing, reads no file."""

from __future__ import annotations

from discourse.figures.bars import draw_coverage, draw_outlets
from discourse.figures.calibration import draw_abstention, draw_reliability
from discourse.figures.cells import draw_cells
from discourse.figures.emphasis import draw_shares, draw_shifts
from discourse.figures.grids import draw_alignment, draw_confusion
from discourse.figures.intervals import draw_intervals
from discourse.figures.learning import draw_gains, draw_learning
from discourse.figures.specifications import choice_rows, draw_choices, draw_curve
from discourse.figures.stability import draw_choice, draw_recurrence, draw_strength
from discourse.figures.strongest import draw_strongest
from discourse.figures.words import draw_keywords, draw_topic_words

__all__ = [
    "choice_rows",
    "draw_abstention",
    "draw_alignment",
    "draw_cells",
    "draw_choice",
    "draw_choices",
    "draw_confusion",
    "draw_coverage",
    "draw_curve",
    "draw_gains",
    "draw_intervals",
    "draw_keywords",
    "draw_learning",
    "draw_outlets",
    "draw_recurrence",
    "draw_reliability",
    "draw_shares",
    "draw_shifts",
    "draw_strength",
    "draw_strongest",
    "draw_topic_words",
]
