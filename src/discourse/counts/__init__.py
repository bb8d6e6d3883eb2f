"""What words are in a paragraph? Text or stored counts in, one matrix N x V out.

Read ``tokens`` first: it says what a term is. From the text of a paragraph and from its stored counts
(``terms.csv.gz``) the same matrix comes. Free pairs of words are never stored: a bag of them would
give the sentences of an article away.
"""

from discourse.counts.characters import character_ngrams
from discourse.counts.matrix import Counts, count_terms, count_texts
from discourse.counts.of_study import SOURCES, study_counts
from discourse.counts.provenance import check_counting, counting_record
from discourse.counts.terms_file import term_table, terms_bytes
from discourse.counts.tokens import tokenise

__all__ = [
    "SOURCES",
    "Counts",
    "character_ngrams",
    "check_counting",
    "count_terms",
    "count_texts",
    "counting_record",
    "study_counts",
    "term_table",
    "terms_bytes",
    "tokenise",
]
