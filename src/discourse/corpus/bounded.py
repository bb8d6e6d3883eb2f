"""How is a stranger's document read within bounds of time and memory?

The libraries that read web pages, Word files and PDFs cannot be told when to stop, and a small file can keep
them busy for hours. So they run in a process of their own, which serves one document after the other: it is
started for the first one, ended when one exceeds the bounds, and ends by itself with the process that asks.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from threading import Lock, Timer

from discourse import errors
from discourse.corpus.details import Details
from discourse.corpus.documents import read_document
from discourse.corpus.text import Article, Line
from discourse.errors import ArticleError, DiscourseError

_SERVE = "import sys; from discourse.corpus.bounded import serve; serve(int(sys.argv[1]))"
_HINT = "Copy the text to a .txt file."


class DocumentReader:
    """Reads documents as :func:`discourse.corpus.documents.read_document` does, but within bounds.

    Parameters
    ----------
    seconds : float
        Longest time for one document.
    megabytes : int
        Address space of the process that reads. Systems without such a limit (Windows, macOS) bound the time
        only.
    """

    def __init__(self, seconds: float = 30, megabytes: int = 1000) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def read(self, path: Path) -> Article:
        """Read a document.

        Raises
        ------
        ArticleError, MissingExtraError
            As ``read_document`` does; or if the file exceeds the bounds.
        """
        with self._lock:
            used = self._is_running()
            answer, late = self._ask(path)
            if used and not answer and not late:
                # Documents read before may have filled the memory.
                answer, late = self._ask(path)
        if not answer:
            bound = f"{self._seconds:g} seconds" if late else f"{self._megabytes} MB of memory"
            raise ArticleError(f"a file that can be read in {bound}", "one that needs more", path, _HINT)
        kind, content = json.loads(answer)
        if kind == "article":
            return Article(path, tuple(Line(*line) for line in content["lines"]), Details(**content["details"]))
        expected, found, hint = content
        raise getattr(errors, kind)(expected, found, path, hint)

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            with contextlib.suppress(OSError), process:  # what is still in the pipe to it is lost
                process.kill()

    def _ask(self, path: Path) -> tuple[bytes, bool]:
        """Return the answer, a line of JSON, empty if the process ended without any; and whether time was up."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        timer, start = Timer(self._seconds, process.kill), time.monotonic()
        timer.start()
        try:
            process.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        except BaseException:
            # After Ctrl-C, say, the answer is still to come: it must not be taken for that to the next question.
            self.close()
            raise
        finally:
            timer.cancel()
        if answer.endswith(b"\n"):
            return answer, False
        self.close()
        return b"", time.monotonic() - start >= self._seconds

    def _is_running(self) -> bool:
        # A copy of this process has the pipes too, and would get the answers to the other's questions.
        return self._process is not None and self._owner == os.getpid() and self._process.poll() is None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or not self._is_running():
            self.close()
            self._owner = os.getpid()
            # -P: no module from the folder of the articles.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVE, str(self._megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


def serve(megabytes: int) -> None:
    """Read the documents named on standard input, one a line, and answer on standard output."""
    limit = megabytes * 1_000_000
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # A library that prints must not answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for asked in sys.stdin:
        try:
            article = read_document(Path(json.loads(asked)))
            lines = [(line.number, line.start, line.text, line.hint) for line in article.lines]
            content = ["article", {"lines": lines, "details": asdict(article.details)}]
        except DiscourseError as error:
            content = [type(error).__name__, (error.expected, error.found, error.hint)]
        answers.write(json.dumps(content).encode() + b"\n")
        answers.flush()


DOCUMENTS = DocumentReader()
"""The one reader of a process."""
