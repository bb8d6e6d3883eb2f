"""May somebody sit at the page under this name, and does a key give nothing away?"""

from __future__ import annotations

import pytest

from discourse.errors import LabelError
from discourse.annotation.coders import check_person, opaque_key


def test_a_name_is_taken_without_its_spare_spaces(toy_study) -> None:
    assert check_person(toy_study.settings, "  ani   b ") == "ani b"


@pytest.mark.parametrize("name", ["", "reader", "blind", "*", "a,b", "x" * 61])
def test_names_that_nobody_may_have(toy_study, name) -> None:
    with pytest.raises(LabelError, match="Choose another name"):
        check_person(toy_study.settings, name)


def test_a_key_holds_nothing_of_the_paragraph() -> None:
    assert opaque_key("vtv-2025:01") == opaque_key("vtv-2025:01") != opaque_key("vtv-2025:02")
    assert "vtv" not in opaque_key("vtv-2025:01")
