"""What is coded, and how? The pillars, further variables, rules and practice items of ``codebook.toml``.

``codes`` holds what a codebook is, ``reading`` how it is read and checked.
"""

from __future__ import annotations

from discourse.codebook.codes import NONE, Codebook, Pillar, PracticeItem, Rule
from discourse.codebook.reading import read_codebook

__all__ = ["NONE", "Codebook", "Pillar", "PracticeItem", "Rule", "read_codebook"]
