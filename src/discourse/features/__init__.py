"""How does text become a document-feature matrix: tokens, n-grams, dictionaries, tf-idf?"""

from __future__ import annotations

from discourse.features.blocks import (
    BLOCKS,
    bind_blocks,
    block_of,
    blocks_of,
    check_counting,
    counting_record,
    length_counts,
    paragraph_features,
    position_counts,
    study_blocks,
    study_features,
)
from discourse.features.dfm import DocumentFeatureMatrix, dfm_of_texts
from discourse.features.embeddings import (
    EMBEDDING,
    Embedder,
    KeptEmbeddings,
    embedding_features,
    installed_embedder,
    study_embeddings,
    study_file,
)
from discourse.features.ngrams import bigram_counts
from discourse.features.study_terms import study_dfm, term_table, terms_bytes
from discourse.features.text_features import BlockMatrix, TextFeatures
from discourse.features.tfidf import PROPORTION_BLOCKS, TfidfBlocks
from discourse.features.tokens import tokenize

__all__ = [
    "BLOCKS",
    "EMBEDDING",
    "PROPORTION_BLOCKS",
    "BlockMatrix",
    "DocumentFeatureMatrix",
    "Embedder",
    "KeptEmbeddings",
    "TextFeatures",
    "TfidfBlocks",
    "bigram_counts",
    "bind_blocks",
    "block_of",
    "blocks_of",
    "check_counting",
    "counting_record",
    "dfm_of_texts",
    "embedding_features",
    "installed_embedder",
    "length_counts",
    "paragraph_features",
    "position_counts",
    "study_blocks",
    "study_dfm",
    "study_embeddings",
    "study_features",
    "study_file",
    "term_table",
    "terms_bytes",
    "tokenize",
]
