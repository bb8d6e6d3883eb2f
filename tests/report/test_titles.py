"""Is the longest title chosen that fits on two lines above a figure?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discourse.figures import add_title, house_style, new_figure
from discourse.report.titles import TITLE_LINES, fitting_title


def test_the_first_that_fits_is_taken_and_else_the_last():
    long = "a word and another word " * 10
    assert fitting_title("short", "shorter") == "short"
    assert fitting_title(long, "short") == "short"
    assert fitting_title(long, long + "more") == long + "more"


@given(st.text("abcdefgh mnop,1234", min_size=1, max_size=160))
def test_what_fits_has_two_lines_above_the_figure(text):
    chosen = fitting_title(text, "")
    with house_style():
        figure, _ = new_figure([1], 1.0)
        add_title(figure, chosen)
    assert figure._suptitle.get_text().count("\n") < TITLE_LINES
