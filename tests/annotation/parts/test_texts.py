"""What scripts say: each text has its translation, and the scripts ask for no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discourse.annotation.parts.texts import (
    PageLanguages,
    frame_texts,
    intrusion_texts,
    labelling_texts,
    shown_title,
)
from discourse.annotation.queue import QUEUE_TITLES
from discourse.errors import DataError
from discourse.translations import Translation, speaking

STATIC = Path(__file__).resolve().parents[3] / "src/discourse/annotation/static"


def asked(*scripts: str) -> set[str]:
    """Names of texts that scripts ask for: in a call of ``tell``, in a choice within one, or in a list of them."""
    source = "\n".join((STATIC / f"{script}.js").read_text("utf-8") for script in scripts)
    return set(re.findall(r'"([a-z_]+)"', source)) | set(re.findall(r"tell\((\w+)", source))


@pytest.mark.parametrize(
    ("texts", "scripts"),
    [(labelling_texts, ("frame", "panels", "page")), (intrusion_texts, ("frame", "intrusion"))],
)
def test_scripts_ask_for_the_texts_there_are(texts, scripts) -> None:
    source = "\n".join((STATIC / f"{script}.js").read_text("utf-8") for script in scripts)
    calls = set(re.findall(r'tell\("([a-z_]+)"', source))
    assert calls
    assert calls <= set(texts())
    unasked = set(texts()) - asked(*scripts) - {"original", "paraphrase"}  # these two are named by the card
    assert unasked == set()


def test_fields_of_a_text_are_left_for_the_script() -> None:
    assert frame_texts()["of"] == "{position} of {total}"
    with speaking(Translation("xx", {"{position} of {total}": "{total}: {position}"})):
        assert frame_texts()["of"] == "{total}: {position}"
    fields = {field for text in labelling_texts().values() for field in re.findall(r"\{(\w+)\}", text)}
    source = "\n".join((STATIC / f"{script}.js").read_text("utf-8") for script in ("frame", "panels", "page"))
    filled = {field for field in fields if re.search(rf"\b{field}\b(:|,| \}})", source)}
    assert filled | {"total", "done", "count", "minutes"} >= fields  # those come with the card or the sitting


def test_titles_of_queues_are_those_of_the_queues() -> None:
    assert {name: shown_title(name, title) for name, title in QUEUE_TITLES.items()} == QUEUE_TITLES
    with speaking(Translation("xx", {"Random audit": "Acak", "Newest": "Terbaru"})):
        assert (shown_title("audit", "Random audit"), shown_title("newest", "Newest")) == ("Acak", "Terbaru")


def test_languages_are_english_those_of_the_package_and_the_study_s(toy_study) -> None:
    (toy_study.data / "strings.qaa.po").write_text('msgid "Undo"\nmsgstr "Odnu"\n', "utf-8")
    languages = PageLanguages(toy_study)
    assert languages.names["en"] == "English"
    assert list(languages.names) == ["en", "id", "qaa"]
    assert (languages.names["id"], languages.names["qaa"]) == ("Indonesia", "qaa")
    assert languages.translation("qaa").strings == {"Undo": "Odnu"}
    assert languages.translation("id") is languages.translation("id")
    with pytest.raises(DataError, match="strings of one of the languages"):
        languages.translation("tlh")
