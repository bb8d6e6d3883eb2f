"""With which tokeniser and word lists were these features counted, and are they still the same?

A model predicts what it predicted when it was saved only while a text still gets the same features. So
it keeps a record of all that features are made with beside the text, and is refused where that differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from discourse.errors import ModelError
from discourse.features.tokens import TOKENISER
from discourse.languages import language_code, list_digest

_TOKENISER_LISTS = ("affixes", "multiword", "stopwords")
_BLOCK_LISTS = {"dictionary": "dictionary", "lemma": "lemmas", "thesaurus": "thesaurus"}


def counting_record(language: str, blocks: Sequence[str] = ()) -> dict[str, str]:
    """Tokeniser, and the word lists of a language, behind features; JSON.

    Parameters
    ----------
    language : str
        Language code, or the folder of its lists.
    blocks : sequence of str
        Blocks of features beside the words; see :func:`discourse.features.paragraph_features`.

    Returns
    -------
    dict of str to str
        ``tokeniser`` to its version, each list to the digest of its entries; with lemmas, ``simplemma``
        to its version.

    Examples
    --------
    >>> sorted(counting_record("id", ("word", "dictionary")))
    ['affixes.txt', 'dictionary.txt', 'multiword.txt', 'stopwords.txt', 'tokeniser']
    """
    lists = [*_TOKENISER_LISTS, *(_BLOCK_LISTS[block] for block in blocks if block in _BLOCK_LISTS)]
    record = {"tokeniser": str(TOKENISER)} | {f"{name}.txt": list_digest(language, name) for name in lists}
    return record | ({"simplemma": version("simplemma")} if "lemma" in blocks else {})


def check_counting(
    record: Mapping[str, str], language: str, blocks: Sequence[str], path: Path, package: str = "unknown"
) -> None:
    """Refuse a model whose features would be counted otherwise than when it was made.

    Parameters
    ----------
    record : mapping of str to str
        As :func:`counting_record` gave it then.
    language, blocks
        As for :func:`counting_record`.
    path : Path
        File of the model.
    package : str
        Version of this package that made it.

    Raises
    ------
    ModelError
        Naming what differs.
    """
    now = counting_record(language, blocks)
    changed = sorted(name for name in {*record, *now} if record.get(name) != now.get(name))
    if changed:
        raise ModelError(
            f"the tokeniser and word lists of language {language_code(language)} that the model was made with",
            f"another {', '.join(changed)}",
            path,
            f"Train the model anew (discourse train), or use the lists and the version that made it ({package}).",
        )
