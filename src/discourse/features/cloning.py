"""How is an estimator cloned without a walk through the names of all columns?"""

from __future__ import annotations

import copy
from typing import Self


class ShallowCloneMixin:
    """Lets an estimator be cloned with the parameters it has.

    ``sklearn.base.clone`` copies what the parameters hold, and would walk the name of every column in each fold.
    Names and blocks of columns are never changed, so copies may share them.
    """

    def __sklearn_clone__(self) -> Self:
        """Make a new estimator, not fitted, with the same parameters."""
        fresh = type(self)(**self.get_params(deep=False))  # type: ignore[attr-defined]
        if hasattr(self, "_metadata_request"):
            fresh._metadata_request = copy.deepcopy(self._metadata_request)  # type: ignore[attr-defined]
        return fresh
