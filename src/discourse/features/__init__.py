"""How does text become a document-feature matrix: tokens, n-grams, dictionaries, tf-idf?"""

from __future__ import annotations

from discourse.features.blocks import (
    BLOCKS,
    block_counts,
    blocks_of,
    length_counts,
    paragraph_features,
    position_counts,
    study_features,
    unite_blocks,
)
from discourse.features.dfm import Counts, count_texts
from discourse.features.ngrams import pair_counts
from discourse.features.provenance import check_counting, counting_record
from discourse.features.study_terms import study_counts, term_table, terms_bytes
from discourse.features.text_features import BlockMatrix, TextFeatures
from discourse.features.tfidf import SHARES, Weighting

__all__ = [
    "BLOCKS",
    "SHARES",
    "BlockMatrix",
    "Counts",
    "TextFeatures",
    "Weighting",
    "block_counts",
    "blocks_of",
    "check_counting",
    "count_texts",
    "counting_record",
    "length_counts",
    "pair_counts",
    "paragraph_features",
    "position_counts",
    "study_counts",
    "study_features",
    "term_table",
    "terms_bytes",
    "unite_blocks",
]
