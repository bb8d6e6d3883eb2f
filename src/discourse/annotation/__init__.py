"""How do people code? A page on this machine, one paragraph at a time, by keyboard, into the label log.

::

    cards     what both pages do: show a card, save the answer, take it back; requests: what a page may send
      -> session    paragraphs to code: coders (who, and what they have seen), queue (what lies before them); parts
      -> intrusion  tests of topics, session and page: intrusion_items, and answers/, the files they go to
    app       routes and templates; security: which requests may pass; server: where it runs

``intrusion`` is imported by itself: it fits topics.
"""

from __future__ import annotations

from discourse.errors import MissingExtraError

try:
    from discourse.annotation.server import Server
    from discourse.annotation.session import LabellingSession
except ModuleNotFoundError as error:
    library = (error.name or "").partition(".")[0]
    if library not in ("starlette", "uvicorn"):
        raise
    raise MissingExtraError.of(library, "page", "the labelling page") from None

__all__ = ["LabellingSession", "Server"]
