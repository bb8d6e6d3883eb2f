"""``discourse labels prompt``, and ``import`` of a model's answers: how do programs code a study's paragraphs?"""

from __future__ import annotations

from discourse.cli.machine.answering import answers_from
from discourse.cli.machine.prompting import prompt

__all__ = ["answers_from", "prompt"]
