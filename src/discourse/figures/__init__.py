"""How is a table drawn? Each function takes a table and axes; none fits a model or reads a file."""

from __future__ import annotations

from discourse.figures.actors import add_pillars, draw_pillar_counts
from discourse.figures.classifier import draw_abstention, draw_gains, draw_learning, draw_reliability
from discourse.figures.coverage import draw_coverage, draw_outlets
from discourse.figures.emphasis import add_periods, changes_height, draw_changes, plot_shift
from discourse.figures.grids import draw_alignment, draw_confusion
from discourse.figures.intervals import draw_intervals, draw_text_cells
from discourse.figures.linkage import draw_pairs, draw_period_key, draw_roles, fitting_title, row_label
from discourse.figures.sources import draw_decomposition, draw_group_shares
from discourse.figures.specifications import (
    choice_rows,
    choices_height,
    draw_choice_strips,
    draw_named_choices,
    draw_specification_choices,
    draw_specification_curve,
    strips_height,
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
from discourse.figures.words import draw_keyness, draw_top_features, draw_topic_words

__all__ = [
    "COLUMN",
    "FAINT",
    "INK",
    "PALETTE",
    "TYPE",
    "add_caption",
    "add_periods",
    "add_pillars",
    "add_title",
    "changes_height",
    "choice_rows",
    "choices_height",
    "clear_grid",
    "draw_abstention",
    "draw_alignment",
    "draw_changes",
    "draw_choice_strips",
    "draw_confusion",
    "draw_coverage",
    "draw_decomposition",
    "draw_gains",
    "draw_group_shares",
    "draw_intervals",
    "draw_keyness",
    "draw_learning",
    "draw_named_choices",
    "draw_number_of_topics",
    "draw_outlets",
    "draw_pairs",
    "draw_period_key",
    "draw_pillar_counts",
    "draw_recurrence",
    "draw_reliability",
    "draw_roles",
    "draw_seed_strength",
    "draw_specification_choices",
    "draw_specification_curve",
    "draw_text_cells",
    "draw_top_features",
    "draw_topic_words",
    "fitting_title",
    "house_style",
    "message_figure",
    "new_figure",
    "new_grid",
    "picture_bytes",
    "pillar_colours",
    "plot_shift",
    "row_label",
    "strips_height",
    "wrapped",
]
