"""What do both pages do with a card? They show it, save the answer, and take the answer back."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from discourse.annotation.coders import check_person
from discourse.annotation.queue import CoderQueue
from discourse.annotation.requests import PageRequest
from discourse.errors import DiscourseError
from discourse.io.append_log import Conflict
from discourse.labels.coding import new_id
from discourse.study import Study

Who = TypeVar("Who")
Request = TypeVar("Request", bound=PageRequest)


class CardLog(Protocol):
    """The log that answers go to."""

    def refresh(self) -> None:
        """Read what other processes have written meanwhile."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Let what is appended within a block go to the disk at its end, in one write."""
        ...


class CardSession(ABC, Generic[Who, Request]):
    """The cards of a study, one after another before a coder, and the log that the answers go to.

    An answer is a coding, or an answer to an intrusion test.

    Parameters
    ----------
    study : Study
        What is coded.
    """

    item_name: ClassVar[str]
    """What messages call that which a card shows."""
    answer_name: ClassVar[str]
    """What messages call an answer."""
    _log: CardLog

    def __init__(self, study: Study) -> None:
        self.study = study
        self._lock = threading.RLock()
        self._writer = ThreadPoolExecutor(1, "answers")
        self._waiting: deque[tuple[Who, Request, Future[str]]] = deque()

    def check_coder(self, coder: str) -> str:
        """Return the name of a person who may code; see :func:`discourse.annotation.coders.check_person`."""
        return check_person(self.study.settings, coder)

    def card(self, who: Who, position: int | None = None) -> dict[str, Any]:
        """Return what the page shows: a card of the queue, or the end of it.

        Parameters
        ----------
        who : Coder or IntrusionCoder
            Who asks.
        position : int, optional
            Place in the queue, from 0; default the first that is not done.

        Returns
        -------
        dict
            ``position``, ``total``, ``done``, ``last`` (id of what undo would take back), and, unless the
            queue is at its end, what the session shows, with the coder's own answer as ``mine``.
        """
        with self._lock:
            self._log.refresh()
            queue = self._queue(who)
            place = queue.first_open() if position is None else min(max(position, 0), len(queue.items))
            card = self._progress(who, place)
            return card if place == len(queue.items) else card | self._face(who, queue.items[place].name)

    def _progress(self, who: Who, place: int) -> dict[str, Any]:
        """Return what a card says of its queue."""
        queue = self._queue(who)
        return {"position": place, "total": len(queue.items), "done": len(queue.done), "last": self._last(who)}

    def save(self, who: Who, request: Request) -> str:
        """Write a coder's answer to a card; return its id when it is on the disk.

        Answers that come while others are on their way to the disk go there together, in one write.

        Raises
        ------
        Conflict
            If the coder has meanwhile given another answer in another window, or the log has the id of this one
            with something else said.
        LabelError
            If the answer is not valid; nothing is written.
        """
        done: Future[str] = Future()
        self._waiting.append((who, request, done))
        self._writer.submit(self._save_waiting)
        return done.result()

    def _save_waiting(self) -> None:
        """Save all answers that wait, if any still do; one that is refused stops no other."""
        with ExitStack() as locked:
            locked.enter_context(self._lock)
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not batch:
                return
            outcomes: list[str | Exception]
            try:
                with self._log.together():
                    outcomes = [self._outcome(who, request) for who, request, _ in batch]
                    locked.close()  # cards can be shown while the disk is waited for
            except Exception as error:  # whatever it is, nobody may wait for ever
                outcomes = [error] * len(batch)
        for (_, _, done), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)

    def _outcome(self, who: Who, request: Request) -> str | DiscourseError:
        """Put an answer into the log; return its id, or why it is refused."""
        try:
            name = self._name(who, request)
            if not self._is_written(request.line_id) and self._own_id(who, name) != request.replaces:
                raise Conflict(
                    f"the {self.item_name} as this page showed it",
                    f"another {self.answer_name} of yours, made in another window",
                    self.answer_name,
                    "It is marked now; what you entered is still here. Choose again to change it.",
                )
            self._append(who, name, request)
        except DiscourseError as error:
            return error
        return request.line_id

    def undo(self, who: Who, undoes: str, line_id: str = "") -> int:
        """Take an answer back by a line of its own; return its card's place in the queue.

        Raises
        ------
        Conflict
            If it is not there, another coder's, or taken back already.
        """
        with self._lock:
            self._log.refresh()
            name = self._undone_name(who, undoes, line_id)
            if name is None:
                raise Conflict(f"your own {self.answer_name} to take back", "none", "undo", "Nothing was changed.")
            self._append_undo(who, name, undoes, line_id or new_id())
            return self._queue(who).places.get(name, 0)

    @abstractmethod
    def _queue(self, who: Who) -> CoderQueue:
        """Return the queue before a coder, with what of it is done."""

    @abstractmethod
    def _last(self, who: Who) -> str:
        """Return the id of a coder's last answer that was not taken back; empty for none."""

    @abstractmethod
    def _face(self, who: Who, name: str) -> dict[str, Any]:
        """Return what a coder sees of an item of the queue."""

    @abstractmethod
    def _name(self, who: Who, request: Request) -> str:
        """Return the item that a request answers, or say why there is none."""

    @abstractmethod
    def _own_id(self, who: Who, name: str) -> str:
        """Return the id of the coder's own answer that a card shows; empty for none."""

    @abstractmethod
    def _is_written(self, line_id: str) -> bool:
        """Say whether the log has a line of this id: a request that was sent again."""

    @abstractmethod
    def _append(self, who: Who, name: str, request: Request) -> None:
        """Write an answer."""

    @abstractmethod
    def _undone_name(self, who: Who, undoes: str, line_id: str) -> str | None:
        """Return the item of an answer that may be taken back; None where it may not."""

    @abstractmethod
    def _append_undo(self, who: Who, name: str, undoes: str, line_id: str) -> None:
        """Write the line that takes an answer back."""
