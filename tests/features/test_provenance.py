from __future__ import annotations

from pathlib import Path

import pytest

from discourse.errors import ModelError
from discourse.features import check_counting, counting_record


def test_the_record_names_the_lists_that_the_blocks_use() -> None:
    plain = counting_record("id", ("word", "chars", "seed"))
    assert set(plain) == {"tokeniser", "affixes.txt", "multiword.txt", "stopwords.txt"}
    assert set(counting_record("id", ("lemma", "thesaurus"))) - set(plain) == {
        "lemmas.txt",
        "thesaurus.txt",
        "simplemma",
    }


def test_what_differs_is_named_with_what_to_do() -> None:
    record = counting_record("id", ("dictionary",))
    check_counting(record, "id", ("dictionary",), Path("model.npz"))
    with pytest.raises(ModelError) as caught:
        check_counting({**record, "dictionary.txt": "0"}, "id", ("dictionary",), Path("model.npz"), "0.1.0")
    assert str(caught.value) == (
        "model.npz: expected the tokeniser and word lists of language id that the model was made with, found another "
        "dictionary.txt. Train the model anew (discourse train), or use the lists and the version that made it (0.1.0)."
    )
    with pytest.raises(ModelError, match=r"found another dictionary\.txt"):
        check_counting(record, "id", (), Path("model.npz"))
