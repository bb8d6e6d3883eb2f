"""How is a table drawn? Each function takes a table and axes; none fits a model or reads a file."""

from __future__ import annotations

from discourse.figures.actors import add_pillars, draw_pillar_counts
from discourse.figures.classifier import draw_learning, draw_reliability, mark_extrapolation
from discourse.figures.emphasis import add_periods, changes_height, draw_changes
from discourse.figures.grids import draw_differences
from discourse.figures.intervals import draw_intervals
from discourse.figures.linkage import draw_pairs, draw_period_key, draw_roles, row_label
from discourse.figures.paragraphs import (
    draw_paragraph_counts,
    draw_paragraph_key,
    draw_paragraph_tiles,
    key_lines,
    panel_lines,
)
from discourse.figures.plotting import plot_shares, plot_shift
from discourse.figures.sources import draw_decomposition, draw_group_shares
from discourse.figures.specifications import (
    choices_height,
    draw_choice_strips,
    draw_named_choices,
    draw_specifications,
    strips_height,
)
from discourse.figures.style import (
    COLUMN,
    FAINT,
    INK,
    PALETTE,
    TYPE,
    add_title,
    clear_grid,
    fitting_title,
    house_style,
    message_figure,
    new_figure,
    new_grid,
    picture_bytes,
    pillar_colours,
    wrapped,
)
from discourse.figures.timeline import (
    BrokenTime,
    draw_articles_over_time,
    draw_over_time,
    head_periods,
    label_time,
    mark_events,
)
from discourse.figures.topics import draw_topic_table
from discourse.figures.words import draw_keyness

__all__ = [
    "COLUMN",
    "FAINT",
    "INK",
    "PALETTE",
    "TYPE",
    "BrokenTime",
    "add_periods",
    "add_pillars",
    "add_title",
    "changes_height",
    "choices_height",
    "clear_grid",
    "draw_articles_over_time",
    "draw_changes",
    "draw_choice_strips",
    "draw_decomposition",
    "draw_differences",
    "draw_group_shares",
    "draw_intervals",
    "draw_keyness",
    "draw_learning",
    "draw_named_choices",
    "draw_over_time",
    "draw_pairs",
    "draw_paragraph_counts",
    "draw_paragraph_key",
    "draw_paragraph_tiles",
    "draw_period_key",
    "draw_pillar_counts",
    "draw_reliability",
    "draw_roles",
    "draw_specifications",
    "draw_topic_table",
    "fitting_title",
    "head_periods",
    "house_style",
    "key_lines",
    "label_time",
    "mark_events",
    "mark_extrapolation",
    "message_figure",
    "new_figure",
    "new_grid",
    "panel_lines",
    "picture_bytes",
    "pillar_colours",
    "plot_shares",
    "plot_shift",
    "row_label",
    "strips_height",
    "wrapped",
]
