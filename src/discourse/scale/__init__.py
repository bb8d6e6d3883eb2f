"""What does each article of a corpus that does not fit in memory contribute to a share?"""

from discourse.scale.sums import classified_pieces, stream_article_sums

__all__ = ["classified_pieces", "stream_article_sums"]
