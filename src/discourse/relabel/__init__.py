"""How do people code? A page on this machine, one paragraph at a time, by keyboard, into the label log."""

from __future__ import annotations

from discourse.relabel.desk import Desk
from discourse.relabel.serving import Server

__all__ = ["Desk", "Server"]
