"""Where is a paragraph from, what stands beside it, and how much of this may a coder see?

A coder works blind: no paragraph that a coder has still to code may be known together with its article. So a
neighbour that is still to be coded is not shown once it was shown where its article is from; and while a neighbour
that was shown is still to be coded, nothing is told of where the article is from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from discourse.study import Study

ORIGIN = ("outlet", "published", "period", "partner", "genre")
"""What is told of an article."""


class Surroundings:
    """The articles that paragraphs stand in, and what of them was shown to whom since the program began.

    Parameters
    ----------
    study : Study
        Whose articles.
    texts : mapping of str to str
        Paragraph id to the text that is shown of it.
    """

    def __init__(self, study: Study, texts: Mapping[str, str]) -> None:
        paragraphs = study.paragraphs
        names: list[str] = paragraphs["paragraph_id"].tolist()
        self._articles: dict[str, str] = dict(zip(names, paragraphs["article_id"].tolist(), strict=True))
        beside = zip(["", *names[:-1]], [*names[1:], ""], strict=True)
        self._beside = dict(zip(names, beside, strict=True))
        self._facts = study.articles.set_index("article_id")[list(ORIGIN)].astype(str).to_dict("index")
        self._texts = texts
        self._told: set[tuple[str, str]] = set()
        self._read: dict[tuple[str, str], set[str]] = defaultdict(set)

    def origin(self, coder: str, paragraph: str, is_open: Callable[[str], bool]) -> dict[str, str]:
        """Return where a paragraph is from; nothing while a neighbour that the coder has read is still to be coded.

        Parameters
        ----------
        coder, paragraph : str
            Who asks about which.
        is_open : callable
            Says of a paragraph whether the coder has still to code it.
        """
        article = self._articles[paragraph]
        if any(is_open(name) for name in self._read[coder, article]):
            return {}
        self._told.add((coder, article))
        return {"paragraph_id": paragraph, **{str(name): value for name, value in self._facts[article].items()}}

    def neighbours(self, coder: str, paragraph: str, is_open: Callable[[str], bool]) -> dict[str, Any]:
        """Return the texts ``before`` and ``after`` a paragraph in its article.

        A text is None where there is none, and where it is ``withheld`` (a list of sides), because the coder has still
        to code it and knows where the article is from. Parameters as :meth:`origin` has them.
        """
        article = self._articles[paragraph]
        beside = {
            side: name
            for side, name in zip(("before", "after"), self._beside[paragraph], strict=True)
            if name and self._articles[name] == article
        }
        told = (coder, article) in self._told
        shown = {side: name for side, name in beside.items() if not (told and is_open(name))}
        self._read[coder, article] |= set(shown.values())
        texts = {side: self._texts[shown[side]] if side in shown else None for side in ("before", "after")}
        return {**texts, "withheld": [side for side in beside if side not in shown]}
