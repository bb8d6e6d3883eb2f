"""What a card asks: codes in order with their keys, in the reader's language."""

from __future__ import annotations

from discourse.annotation.parts.questions import questions_of
from discourse.codebook import Codebook, Pillar
from discourse.translations import Translation, speaking


def test_the_pillars_and_each_variable_are_questions(towns) -> None:
    pillars, tone, speaker = questions_of([towns.codebook, *towns.codebook.variables])
    assert (pillars.variable, pillars.text, pillars.several) == ("", "What is most of it about?", True)
    assert (tone.variable, tone.title, tone.several) == ("tone", "Tone", False)
    assert tone.text == "How does it speak of what is done?"
    assert [(each.code, each.key, each.name) for each in tone.answers] == [
        ("hopeful", "1", "Hopeful"),
        ("critical", "2", "Critical"),
        ("none", "0", "None of them"),
    ]
    assert pillars.names["none"] == "None"
    assert speaker.names == {"council": "Council", "residents": "Residents"}
    assert [rule.title for rule in tone.rules] == ["The writer's own voice"]


def test_a_code_beyond_the_ninth_has_no_key() -> None:
    book = Codebook("1", tuple(Pillar(f"p{number}", f"P{number}", "-") for number in range(11)), None)
    [question] = questions_of([book])
    assert [answer.key for answer in question.answers] == [*"123456789", "", ""]


def test_names_definitions_and_rules_are_looked_up(towns) -> None:
    strings = {
        "Tone": "Nada",
        "Hopeful": "Penuh harap",
        "what is done helps, or is praised": "berguna",
        "None": "Kosong",
    }
    strings |= {"None of them": "Tidak satu pun", "What is most of it about?": "Apa?", "Most of the paragraph": "Utama"}
    with speaking(Translation("xx", strings)):
        pillars, tone, _ = questions_of([towns.codebook, *towns.codebook.variables])
    assert (pillars.text, pillars.names["none"], tone.title) == ("Apa?", "Kosong", "Nada")
    assert (tone.answers[0].name, tone.answers[0].definition) == ("Penuh harap", "berguna")
    assert tone.names["none"] == "Tidak satu pun"
    assert pillars.rules[0].title == "Utama"
