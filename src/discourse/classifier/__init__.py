"""Which pillar is a paragraph about, and how sure may we be?"""

from __future__ import annotations

from discourse.classifier.features import blocks_of, paragraph_features, study_features
from discourse.classifier.model import PillarClassifier

__all__ = ["PillarClassifier", "blocks_of", "paragraph_features", "study_features"]
