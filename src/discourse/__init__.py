"""How does the emphasis of news coverage differ between two periods?

Data flows one way: articles are read and split into paragraphs (`articles`, `paragraphs`), their
words are counted (`counts`), people code them after a codebook (`labels`), a classifier and a topic
model learn from the labels on folds that never part an article (`folds`, `classifier`, `topics`,
`comparison`), the shares of the pillars and their shift between the periods are estimated with
intervals that carry the clustering in articles (`emphasis`, `keywords`), and experiment scripts
draw and report the result (`style`, `figures`, `report`, `pipeline`).
"""

from __future__ import annotations

from discourse.codebook import Codebook, Pillar
from discourse.errors import DiscourseError

__version__ = "0.1.0"

__all__ = ["Codebook", "DiscourseError", "Pillar", "__version__"]
