"""What if the coverage does not fit in memory? The same numbers, a piece at a time.

``streaming`` classifies records as they come; ``parts`` says where large files may be cut, ``rows`` reads
and writes one part, ``files`` classifies all parts, on one core or on a ``cluster``, and goes on where
it was stopped. Classified paragraphs are added up by article in ``emphasis.streamed_sums``.
"""

from discourse.scale.cluster import local_cluster
from discourse.scale.files import Finished, classify_files, join_parts, remove_parts
from discourse.scale.parts import PART_BYTES, Part, cut_file
from discourse.scale.streaming import stream_classify

__all__ = [
    "PART_BYTES",
    "Finished",
    "Part",
    "classify_files",
    "cut_file",
    "join_parts",
    "local_cluster",
    "remove_parts",
    "stream_classify",
]
