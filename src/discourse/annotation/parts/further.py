"""How are the further variables of a codebook coded on the same card as the pillars?

One save writes to several logs, and no system writes two files in one step. So all of it is checked before any of it is
written, and the pillars' line is written last. A paragraph is done when the pillars' line is there: whatever a crash
leaves unfinished comes up again, with the variables already written filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from discourse.annotation.coders import CodingHistory
from discourse.annotation.parts.codings import shown_coding
from discourse.annotation.requests import FurtherAnswer
from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.append_log import Conflict
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.inclusion import RELABELLING, TASKS
from discourse.study import Study


class FurtherVariable:
    """One variable: its codes, its log, and what each coder has coded.

    Parameters
    ----------
    study : Study
        The study, seen by its pillars.
    book : Codebook
        The variable.
    """

    def __init__(self, study: Study, book: Codebook) -> None:
        self.book = book
        self._path = study.seen_by(book.id).labels_path
        self._history = CodingHistory()
        self._log = LabelLog(self._path, book, set(study.paragraphs["paragraph_id"].tolist()), self._notice)
        self.refresh()

    def _notice(self, codings: list[Coding], anew: bool) -> None:
        if anew:
            self._history.restart()
        for coding in codings:
            self._history.add(coding)

    def refresh(self) -> None:
        """Read what others have coded; a log begins with its first coding, so that none is made by looking."""
        if self._path.is_file():
            self._log.refresh()

    def mine(self, coder: str, paragraph: str) -> Coding | None:
        """Return the coder's latest coding of a paragraph."""
        return self._history.latest(coder, paragraph)

    def check(self, coding: Coding, replaces: str) -> None:
        """Refuse a coding that could not be written, or that would replace another than the card showed."""
        self._log.check([coding])
        mine = self.mine(coding.coder, coding.paragraph_id)
        if coding.coding_id not in self._log.codings and replaces != (mine.coding_id if mine else ""):
            raise Conflict(
                f"{self.book.name} as this page showed it",
                "another coding of yours, made in another window",
                "coding",
                "It is marked now; what you entered is still here. Choose again to change it.",
            )

    def append(self, coding: Coding) -> None:
        """Write a coding, unless it says what the coder's latest one says."""
        mine = self.mine(coding.coder, coding.paragraph_id)
        if mine is None or (mine.primary, mine.also) != (coding.primary, coding.also):
            self._log.append([coding])

    def undo(self, line: Coding, target: str) -> None:
        """Take back a coding if there is one of this id; ``line`` is the line that does so."""
        self.refresh()
        if target in self._log.codings and target not in self._history.undone:
            self._log.append([line])


class FurtherVariables:
    """The further variables of a study that stand on the card below the pillars; none where they are left out.

    Parameters
    ----------
    study : Study
        Whose variables.
    books : sequence of Codebook
        Those that are asked for.
    """

    def __init__(self, study: Study, books: Sequence[Codebook]) -> None:
        self._variables = {book.id: FurtherVariable(study, book) for book in books}

    @property
    def books(self) -> tuple[Codebook, ...]:
        """The codebooks of the variables, in order."""
        return tuple(each.book for each in self._variables.values())

    def refresh(self) -> None:
        """Read what others have coded."""
        for each in self._variables.values():
            each.refresh()

    def face(self, coder: str, paragraph: str) -> dict[str, Any]:
        """Return what the coder has coded of each variable: what the page shows, or None."""
        mine = {name: each.mine(coder, paragraph) for name, each in self._variables.items()}
        return {name: shown_coding(coding) if coding else None for name, coding in mine.items()}

    def check(self, pillars: Coding, answers: Sequence[FurtherAnswer]) -> None:
        """Check the answers that came with a coding of the pillars, before anything is written.

        Raises
        ------
        LabelError
            If a variable is not on the card or is answered twice, or a coding cannot be.
        Conflict
            If the coder has meanwhile answered in another window.
        """
        names = [answer.variable for answer in answers]
        for name in names:
            if name not in self._variables or names.count(name) > 1:
                found = f"{name!r:.60}" if name not in self._variables else f"{name!r} twice"
                raise LabelError("variables of the card, each once", found, "further", "Reload the page.")
        for answer, coding in self._codings(pillars, answers):
            self._variables[answer.variable].check(coding, answer.replaces)

    def append(self, pillars: Coding, answers: Sequence[FurtherAnswer]) -> None:
        """Write the answers that came with a coding of the pillars, which is written afterwards."""
        for answer, coding in self._codings(pillars, answers):
            self._variables[answer.variable].append(coding)

    def undo(self, line: Coding) -> None:
        """Take back what was written together with a coding of the pillars; ``line`` has taken that one back."""
        for name, each in self._variables.items():
            own = replace(line, coding_id=f"{line.coding_id}.{name}", undoes=f"{line.undoes}.{name}")
            each.undo(own, own.undoes)

    def _codings(self, pillars: Coding, answers: Sequence[FurtherAnswer]) -> Iterator[tuple[FurtherAnswer, Coding]]:
        """Make the coding of each answer; a queue that draws by the pillars' labels is no design for a variable."""
        by_pillars = pillars.queue.removesuffix(TASKS) in RELABELLING
        design: dict[str, Any] = {"queue": "", "inclusion": None} if by_pillars else {}
        for answer in answers:
            coding = replace(
                pillars,
                coding_id=f"{pillars.coding_id}.{answer.variable}",
                primary=answer.primary,
                also=answer.also,
                rule="",
                note="",
                **design,
            )
            yield answer, coding
