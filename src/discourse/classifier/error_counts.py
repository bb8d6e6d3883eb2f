"""How does a classifier take labelled paragraphs that it has not seen?

Counted while it is trained, from the scores that each paragraph gets without its story, and kept with the model:
whoever counts its predictions elsewhere can then take its errors off. Vocabulary, penalty and the weight of the article
come from all stories. On the shipped labels that makes no difference worth the name: it is right in .861 of the
paragraphs, and in .860 where nothing of a story was known (figure ``error_analysis``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.classifier.model import PillarClassifier
from discourse.codebook import NONE
from discourse.io.arrays import Array
from discourse.io.model_files import check_shapes


@dataclass(frozen=True)
class ErrorCounts:
    """Labelled paragraphs by predicted code and label.

    Attributes
    ----------
    codes : tuple of str
        C codes: the pillars, then ``none``.
    crossed : array of int, shape S x C x C
        Of each labelled story (an article and its copies), the paragraphs by predicted code and label.

    Examples
    --------
    >>> counts = ErrorCounts(("road", "none"), np.array([[[3, 1], [0, 2]]]))
    >>> counts.ordered(("none", "road")).tolist()
    [[[2, 0], [1, 3]]]
    """

    codes: tuple[str, ...]
    crossed: NDArray[np.int64]

    def ordered(self, codes: Sequence[str]) -> NDArray[np.int64]:
        """Return the counts with the same codes in another order."""
        places = [self.codes.index(code) for code in codes]
        return self.crossed[:, places][:, :, places]


def count_errors(
    classifier: PillarClassifier, codes: Sequence[str], labels: Any, stories: Any, articles: Any
) -> ErrorCounts:
    """Cross what a classifier said of its own training paragraphs, each held out with its story, with their labels.

    Parameters
    ----------
    classifier : PillarClassifier
        Just fitted to these N paragraphs.
    codes : sequence of str
        The C codes that there are.
    labels, stories, articles : array, length N
        Label, story and article of each paragraph; stories were held out together.

    Returns
    -------
    ErrorCounts
        Of the stories that have a held-out score: all of them, or a fifth where paragraphs are very many.
    """
    rows = classifier.held_out_rows_
    probability = classifier.primary_from_margins(classifier.held_out_margins_, np.asarray(articles)[rows])
    place = {code: number for number, code in enumerate(codes)}
    predicted = np.array([place[str(code)] for code in classifier.classes_])[probability.argmax(axis=1)]
    label = np.array([place[str(code)] for code in np.asarray(labels)[rows]])
    story = np.unique(np.asarray(stories)[rows], return_inverse=True)[1]
    crossed = np.zeros((story.max() + 1, len(codes), len(codes)), dtype=np.int64)
    np.add.at(crossed, (story, predicted, label), 1)
    return ErrorCounts(tuple(codes), crossed)


def kept_errors(arrays: Mapping[str, Array], pillars: Sequence[str]) -> ErrorCounts | None:
    """Read the counts among the arrays of a model's file; models trained before they were kept are without.

    Raises
    ------
    ValueError
        If they are not counts of these pillars.
    """
    if "errors" not in arrays:
        return None
    crossed, codes = arrays["errors"], (*pillars, NONE)
    check_shapes(arrays, {"errors": (len(crossed), len(codes), len(codes))})
    if crossed.dtype != np.int64 or crossed.min(initial=0) < 0:
        raise ValueError("errors are not counts")
    return ErrorCounts(codes, crossed)
