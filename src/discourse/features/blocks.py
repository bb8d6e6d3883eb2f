"""Which features does a paragraph have, block by block, and with which word lists were they counted?

The name of a feature is its block, a colon, and what it counts: ``word:jembatan``, ``chars:jemb``,
``dictionary:road-rail``, ``seed:infrastructure``. Features are counts; nothing is learnt here, so new text
gets the same features as the paragraphs a model was trained on, and ``DocumentFeatureMatrix.aligned``
brings them into the model's order.

A model predicts what it predicted when it was saved only while a text still gets the same features. So it
keeps a record of the tokeniser and the word lists, and is refused where that differs.

Lengths and positions are tried on the same folds as all other candidates
(:func:`discourse.evaluation.compare_features_and_models`); neither is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from discourse.errors import MissingExtraError, ModelError
from discourse.features.dfm import DocumentFeatureMatrix
from discourse.features.dictionary import dictionary_counts, lemma_counts, seed_word_counts
from discourse.features.embeddings import EMBEDDING, installed_embedder, study_embeddings
from discourse.features.ngrams import character_ngrams
from discourse.features.tokens import TOKENISER
from discourse.languages import language_code, list_digest, word_list

if TYPE_CHECKING:
    from discourse.study import Study


BLOCKS = ("word", "chars", "dictionary", "thesaurus")
"""Blocks of the classifier for a language that has lists of related words."""
_TOKENISER_LISTS = ("affixes", "multiword", "stopwords")
_BLOCK_LISTS = {"dictionary": "dictionary", "lemma": "lemmas", "thesaurus": "thesaurus"}


def paragraph_features(
    words: DocumentFeatureMatrix,
    language: str,
    blocks: Sequence[str] = BLOCKS,
    seeds: Mapping[str, Sequence[str]] | None = None,
    characters: tuple[int, int] = (2, 5),
    embedded: DocumentFeatureMatrix | None = None,
) -> DocumentFeatureMatrix:
    """Make the features of paragraphs from their word counts.

    Parameters
    ----------
    words : Counts
        Word counts, N x V.
    language : str
        Language code, for dictionaries and lemmas.
    blocks : sequence of str
        Any of ``word``, ``chars`` (character n-grams inside words), ``dictionary`` and ``thesaurus`` (broad and
        fine fields of meaning), ``lemma`` (lemmas), ``seed`` (seed words of each pillar), ``embedding`` (sentence
        embeddings). Each is a sum over the words, but for ``embedding``, which is made of whole texts.
    seeds : mapping of str to sequence of str, optional
        Seed words of each pillar; needed by ``seed``.
    characters : tuple of int
        Shortest and longest character n-gram.
    embedded : Counts, optional
        Embeddings of the same paragraphs (:func:`discourse.features.embedding_features`); needed by ``embedding``.

    Returns
    -------
    Counts
        N x F, columns named ``<block>:<name>`` and sorted.

    Raises
    ------
    ValueError
        If a block is unknown, ``seed`` is asked for without seed words, or ``embedding`` without embeddings.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> words = dfm_of_texts(["Jembatan baru"], language="id")
    >>> features = paragraph_features(words, "id", blocks=("word", "dictionary"))
    >>> [name for name, count in zip(features.features, features.matrix.toarray()[0]) if count]
    ['dictionary:road-rail', 'word:baru', 'word:jembatan']
    """
    makers = {
        "word": lambda: words,
        "chars": lambda: character_ngrams(words, *characters),
        "dictionary": lambda: dictionary_counts(words, language),
        "thesaurus": lambda: dictionary_counts(words, language, "thesaurus"),
        "lemma": lambda: lemma_counts(words, language),
        "seed": lambda: seed_word_counts(words, seeds or {}),
    }
    if embedded is not None:
        makers[EMBEDDING] = lambda: embedded
    unknown = [block for block in blocks if block not in makers]
    if unknown or ("seed" in blocks and not seeds):
        needs = "seed needs seed words, embedding needs embeddings"
        raise ValueError(f"blocks must be among {', '.join(makers)}; {needs}; asked for {blocks}")
    return bind_blocks({block: makers[block]() for block in blocks})


def bind_blocks(parts: Mapping[str, DocumentFeatureMatrix]) -> DocumentFeatureMatrix:
    """Put counts of the same paragraphs side by side, columns named ``<block>:<term>`` and sorted."""
    names = [f"{block}:{term}" for block, part in parts.items() for term in part.features]
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=int)
    matrix = sparse.hstack([part.matrix for part in parts.values()], format="csr")[:, order]
    matrix.sort_indices()
    ids = next(iter(parts.values())).ids
    return DocumentFeatureMatrix(matrix, tuple(names[column] for column in order), ids)


def block_of(features: DocumentFeatureMatrix, block: str) -> DocumentFeatureMatrix:
    """Take the counts of one block, its columns named without it; N x F.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> block_of(paragraph_features(dfm_of_texts(["Jembatan baru"], language="id"), "id"), "word").features
    ('baru', 'jembatan')
    """
    columns = [column for column, name in enumerate(features.features) if name.startswith(f"{block}:")]
    names = tuple(features.features[column].removeprefix(f"{block}:") for column in columns)
    return DocumentFeatureMatrix(features.matrix[:, columns], names, features.ids)


def study_blocks(study: Study, embeddings: bool = False) -> tuple[str, ...]:
    """Blocks of a study's classifier: those that ``study.toml`` names (``blocks``), else those of its language.

    A language that has neither a dictionary nor a thesaurus has the codebook's seed words in their place: they
    say at least of some words that they belong together. With ``embeddings``, sentence embeddings are added.
    """
    chosen: tuple[str, ...] = study.settings.blocks
    if not chosen:
        lists = [block for block in ("dictionary", "thesaurus") if word_list(study.language, block)]
        chosen = BLOCKS if lists or not any(study.codebook.seeds.values()) else ("word", "chars", "seed")
    return (*chosen, EMBEDDING) if embeddings and EMBEDDING not in chosen else chosen


def study_features(study: Study, source: str = "mixed", blocks: Sequence[str] | None = None) -> DocumentFeatureMatrix:
    """Features of a study's paragraphs, rows in the order of ``study.paragraphs``.

    ``source`` as in :func:`discourse.features.study_counts`; ``blocks`` default to :func:`study_blocks`.
    """
    from discourse.features.study_terms import study_dfm

    blocks, words = study_blocks(study) if blocks is None else blocks, study_dfm(study, source)
    embedded = study_embeddings(study, words.ids) if EMBEDDING in blocks else None
    return paragraph_features(words, study.language, blocks, study.codebook.seeds, embedded=embedded)


def blocks_of(names: Sequence[str]) -> tuple[str, ...]:
    """Block of each feature, from its name.

    Examples
    --------
    >>> blocks_of(["chars:je", "word:jembatan"])
    ('chars', 'word')
    """
    return tuple(name.partition(":")[0] for name in names)


def length_counts(words: DocumentFeatureMatrix) -> DocumentFeatureMatrix:
    """Mark how long a paragraph is, in counted words: one column a doubling, N x B, a single 1 in each row.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> texts = ["beras", "beras murah dari desa seberang sungai besar itu"]
    >>> lengths = length_counts(dfm_of_texts(texts, language="id"))
    >>> lengths.features, lengths.matrix.toarray().tolist()
    (('1-1', '4-7'), [[1, 0], [0, 1]])
    """
    size = np.asarray(words.matrix.sum(axis=1)).ravel()
    power = np.floor(np.log2(np.maximum(size, 1))).astype(int)
    kept = sorted(set(power.tolist()))
    names = tuple(f"{2**one}-{2 ** (one + 1) - 1}" for one in kept)
    order = np.argsort(names)
    marks = (power[:, None] == np.array(kept)[None, order]).astype(np.int64)
    return DocumentFeatureMatrix(sparse.csr_matrix(marks), tuple(sorted(names)), words.ids)


def position_counts(positions: Sequence[int], ids: Sequence[str]) -> DocumentFeatureMatrix:
    """Mark where in its article a paragraph stands: first, second, third, 4 to 6, later; N x 5.

    Examples
    --------
    >>> position_counts([1, 5, 9], ["a:1", "a:5", "a:9"]).matrix.toarray().tolist()
    [[1, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]]
    """
    place = np.digitize(positions, [2, 3, 4, 7])
    marks = (place[:, None] == np.arange(5)).astype(np.int64)
    return DocumentFeatureMatrix(sparse.csr_matrix(marks), ("1", "2", "3", "4-6", "7-"), tuple(ids))


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
        to its version; with embeddings, ``embedding`` to the model and version that makes them.

    Raises
    ------
    MissingExtraError
        If embeddings are among the blocks and cannot be made here.

    Examples
    --------
    >>> sorted(counting_record("id", ("word", "dictionary")))
    ['affixes.txt', 'dictionary.txt', 'multiword.txt', 'stopwords.txt', 'tokeniser']
    """
    lists = [*_TOKENISER_LISTS, *(_BLOCK_LISTS[block] for block in blocks if block in _BLOCK_LISTS)]
    record = {"tokeniser": str(TOKENISER)} | {f"{name}.txt": list_digest(language, name) for name in lists}
    record |= {"simplemma": version("simplemma")} if "lemma" in blocks else {}
    return record | ({EMBEDDING: installed_embedder().name} if EMBEDDING in blocks else {})


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
    MissingExtraError
        If the model reads embeddings, which cannot be made here.
    """
    try:
        now = counting_record(language, blocks)
    except MissingExtraError as error:
        raise MissingExtraError(error.expected, error.found, path, error.hint) from None
    changed = sorted(name for name in {*record, *now} if record.get(name) != now.get(name))
    if changed:
        raise ModelError(
            f"the tokeniser and word lists of language {language_code(language)} that the model was made with",
            f"another {', '.join(changed)}",
            path,
            f"Train the model anew (discourse train), or use the lists and the version that made it ({package}).",
        )
