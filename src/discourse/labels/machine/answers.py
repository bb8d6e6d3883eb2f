"""Which coding is a model's answer, and which answers can be none?

An answer holds one JSON object with the codes; prose around it is passed over. Each answer is held against the prompt
that it names: the paragraph must be the study's, its text and the codebook what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from discourse.codebook import Codebook
from discourse.errors import LabelError, shown
from discourse.labels.coding import Coding, check_coding, code_problem, now
from discourse.labels.exchange.meanings import CodeNames
from discourse.labels.exchange.records import blind_key, digest_of, in_order
from discourse.labels.machine.prompts import DIGITS, codebook_digest, text_digest

WHY = "machine"
"""The ``why`` of a coding that a program made."""
FORM = 'Write one object a line: {"id": "...", "answer": "..."}.'
_ASK_AGAIN = "Write its prompt anew (discourse labels prompt), and ask again."


class AnswerReader:
    """Reads answers to prompts about the paragraphs of a study.

    Parameters
    ----------
    texts : mapping of str to str
        Paragraph id to text.
    codebook : Codebook
        The codes that may be used.
    machine, version : str
        Who answered.

    Attributes
    ----------
    names : CodeNames
        How codes were spelt.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> from discourse.labels.machine.prompts import Drawn, write_prompts
    >>> book = Codebook("1", (Pillar("trade", "Trade", "buying"), Pillar("arts", "Arts", "music")), "neither")
    >>> asked = json.loads(write_prompts([Drawn("gazette:03", "A bridge opens.")], book))
    >>> reader = AnswerReader({"gazette:03": "A bridge opens."}, book, "model", "2026-05")
    >>> said = reader.coding({"id": asked["id"], "answer": 'I choose {"primary": "trade", "also": []}.'}, "line 1")
    >>> said.paragraph_id, said.coder, said.primary, said.note
    ('gazette:03', 'model', 'trade', 'version 2026-05')
    """

    def __init__(self, texts: Mapping[str, str], codebook: Codebook, machine: str, version: str) -> None:
        self._paragraphs = {blind_key(paragraph): paragraph for paragraph in texts}
        self._texts = texts
        self._codebook, self._state = codebook, codebook_digest(codebook)
        self._machine, self._version = machine, version
        self.names = CodeNames(codebook)

    def coding(self, answer: Mapping[str, Any], line: str) -> Coding:
        """Return the coding of an answer.

        Raises
        ------
        LabelError
            Naming the line and the paragraph, if it is none.
        """
        paragraph, text, state = self._prompt(answer, line)
        place = f"{line}, paragraph {paragraph}"
        if text != text_digest(self._texts[paragraph])[:DIGITS]:
            raise LabelError("the text that the prompt had", "one that has changed since", place, _ASK_AGAIN)
        coded_under, said = self._coded_under(answer, state, place), _said(answer, place)
        primary, also, unsure = self._codes(said, place)
        problem = code_problem(primary, also, self._codebook)
        if problem:
            raise LabelError(f"codes among {', '.join(self._codebook.codes)}", problem, place, "Correct the codes.")
        queue, inclusion = _drawn(answer, place)
        coding = Coding(
            f"{WHY}-{digest_of(self._machine, self._version, answer['id'])}",
            paragraph,
            self._machine,
            coded_under,
            primary,
            also,
            unsure=unsure,
            when=now(),
            why=WHY,
            queue=queue,
            inclusion=inclusion,
            note=f"version {self._version}",
        )
        try:
            return check_coding(coding, self._codebook, self._texts)
        except LabelError as error:
            raise LabelError(error.expected, error.found, place, error.hint) from None

    def _prompt(self, answer: Mapping[str, Any], line: str) -> tuple[str, str, str]:
        """Return paragraph, digest of the text and digest of the codebook that an answer's id names."""
        name = answer.get("id")
        parts = name.split(".") if isinstance(name, str) else []
        paragraph = self._paragraphs.get(parts[0]) if len(parts) == 3 else None
        if paragraph is None:
            found = "none" if name is None else shown(name)
            hint = "Give each answer the id of its prompt; prompts of another study are not known here."
            raise LabelError("the id of a prompt of this study", found, line, hint)
        return paragraph, parts[1], parts[2]

    def _coded_under(self, answer: Mapping[str, Any], state: str, place: str) -> str:
        """Return the version of the codebook that the model was given."""
        version, said = self._codebook.version, answer.get("codebook")
        if state == self._state:
            return version
        same_variable = answer.get("variable", "") == self._codebook.id
        if same_variable and isinstance(said, str) and said.strip() and said != version:
            return said
        hint = "Keep the fields codebook and variable of the prompts, name the variable with --variable, or ask again."
        raise LabelError(f"an answer by codebook version {version}", "one by another state of it", place, hint)

    def _codes(self, said: Mapping[str, Any], place: str) -> tuple[str, tuple[str, ...], bool]:
        """Read primary code, other codes and doubt; a code may be written in other case or as its name."""
        also, unsure = said.get("also") or [], said.get("unsure") or False
        if not isinstance(unsure, bool):
            raise LabelError("true or false in unsure", shown(unsure), place, "Correct the answer.")
        code = self.names.primary(_text(said["primary"], "primary", place), place)
        listed = [_text(each, "also", place) for each in (also if isinstance(also, list) else [also])]
        others = {other for each in listed for other in self.names.also(each, place)} - {code}
        return code, in_order(others, self._codebook), unsure


def _text(value: object, name: str, place: str) -> str:
    """Return a code as it is written, or refuse what is no text."""
    if not isinstance(value, str) or not value.strip():
        raise LabelError(f"a code in {name}", shown(value), place, "Correct the answer.")
    return value


def _said(answer: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return the object with the codes: the answer, the one in its text, or the line itself."""
    said = answer.get("answer", answer)
    if isinstance(said, str):
        said = _only_object(said, place)
    if not isinstance(said, dict) or said.get("primary") is None:
        fields = ", ".join(said) if isinstance(said, dict) else ""
        found = f"the fields {fields}" if fields else shown(said)
        raise LabelError("an answer with a primary code", found, place, FORM)
    return said


def _only_object(text: str, place: str) -> dict[str, Any]:
    """Return the one JSON object in a text, whatever stands around it."""
    found = list(_objects(text))
    if len(found) != 1:
        what = "none: a refusal, or an answer that was cut" if not found else f"{len(found)}"
        hint = "Take out the line, leave such answers out with --skip, or ask again."
        raise LabelError('one JSON object in the answer, such as {"primary": "CODE"}', what, place, hint)
    return found[0]


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Find the JSON objects in a text, those inside others left out."""
    decoder, start = json.JSONDecoder(), text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
            yield found
        except (ValueError, RecursionError):
            end = start + 1
        start = text.find("{", end)


def _drawn(answer: Mapping[str, Any], place: str) -> tuple[str, float | None]:
    """Return the queue that drew the paragraph and its probability, where the answer has kept them."""
    queue, inclusion = answer.get("queue") or "", answer.get("inclusion")
    is_chance = isinstance(inclusion, int | float) and not isinstance(inclusion, bool) and 0 < inclusion <= 1
    if not isinstance(queue, str) or not (inclusion is None or is_chance):
        raise LabelError("queue and inclusion of the prompt", shown([queue, inclusion]), place, "Correct them.")
    return queue, None if inclusion is None else float(inclusion)
