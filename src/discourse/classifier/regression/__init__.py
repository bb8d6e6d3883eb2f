"""Which linear scores tell the codes and mentions best: from counts, and from sentence embeddings beside them?"""

from __future__ import annotations

from discourse.classifier.regression.pooling import fit_scores, pool_embeddings
from discourse.classifier.regression.ridge import GroupedRidge, RidgeFit, select_ridge

__all__ = ["GroupedRidge", "RidgeFit", "fit_scores", "pool_embeddings", "select_ridge"]
