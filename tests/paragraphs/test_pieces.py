from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from discourse.paragraphs import Piece, digest


def test_digest_is_that_of_composed_text_with_single_spaces() -> None:
    assert digest(" Quo\u0302\u0301c\u00a0 gia\n") == hashlib.sha256("Quốc gia".encode()).hexdigest()


@given(st.text())
def test_digest_does_not_see_white_space_around(text: str) -> None:
    assert digest(text) == digest(f" {text}\n")


def test_words_are_parted_at_white_space() -> None:
    assert Piece(1, 0, "Kerja sama ke-48 itu", "body", "running text", "id").words == 4
