"""How is a table drawn? Each function takes a table and axes; none fits a model or reads a file."""

from __future__ import annotations

from discourse.figures.classifier import draw_learning, draw_reliability, mark_extrapolation
from discourse.figures.coverage import draw_coverage, draw_outlets
from discourse.figures.emphasis import draw_shares, draw_shifts, plot_shift
from discourse.figures.grids import draw_alignment, draw_differences
from discourse.figures.intervals import draw_intervals
from discourse.figures.sources import draw_decomposition, draw_group_shares
from discourse.figures.specifications import (
    choice_rows,
    draw_named_choices,
    draw_specification_choices,
    draw_specification_curve,
    new_large_and_small,
)
from discourse.figures.style import (
    COLUMN,
    FAINT,
    INK,
    PALETTE,
    TYPE,
    add_caption,
    add_title,
    clear_grid,
    house_style,
    message_figure,
    new_figure,
    new_grid,
    picture_bytes,
    pillar_colours,
    wrapped,
)
from discourse.figures.topics import draw_number_of_topics, draw_recurrence, draw_seed_strength
from discourse.figures.words import draw_keywords, draw_topic_words

__all__ = [
    "COLUMN",
    "FAINT",
    "INK",
    "PALETTE",
    "TYPE",
    "add_caption",
    "add_title",
    "choice_rows",
    "clear_grid",
    "draw_alignment",
    "draw_coverage",
    "draw_decomposition",
    "draw_differences",
    "draw_group_shares",
    "draw_intervals",
    "draw_keywords",
    "draw_learning",
    "draw_named_choices",
    "draw_number_of_topics",
    "draw_outlets",
    "draw_recurrence",
    "draw_reliability",
    "draw_seed_strength",
    "draw_shares",
    "draw_shifts",
    "draw_specification_choices",
    "draw_specification_curve",
    "draw_topic_words",
    "house_style",
    "mark_extrapolation",
    "message_figure",
    "new_figure",
    "new_grid",
    "new_large_and_small",
    "picture_bytes",
    "pillar_colours",
    "plot_shift",
    "wrapped",
]
