"""How is a table drawn? Each function takes a table and axes; none fits a model or reads a file."""

from __future__ import annotations

from discourse.figures.classifier import draw_abstention, draw_gains, draw_learning, draw_reliability
from discourse.figures.coverage import draw_coverage, draw_outlets
from discourse.figures.emphasis import draw_shares, draw_shifts, plot_shift
from discourse.figures.grids import draw_confusion
from discourse.figures.intervals import draw_intervals, draw_text_cells
from discourse.figures.sources import draw_decomposition, draw_group_shares
from discourse.figures.specifications import (
    draw_named_choices,
    draw_specifications,
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
from discourse.figures.topics import draw_topic_table
from discourse.figures.words import draw_keywords, draw_top_features

__all__ = [
    "COLUMN",
    "FAINT",
    "INK",
    "PALETTE",
    "TYPE",
    "add_caption",
    "add_title",
    "clear_grid",
    "draw_abstention",
    "draw_confusion",
    "draw_coverage",
    "draw_decomposition",
    "draw_gains",
    "draw_group_shares",
    "draw_intervals",
    "draw_keywords",
    "draw_learning",
    "draw_named_choices",
    "draw_outlets",
    "draw_reliability",
    "draw_shares",
    "draw_shifts",
    "draw_specifications",
    "draw_text_cells",
    "draw_top_features",
    "draw_topic_table",
    "house_style",
    "message_figure",
    "new_figure",
    "new_grid",
    "new_large_and_small",
    "picture_bytes",
    "pillar_colours",
    "plot_shift",
    "wrapped",
]
