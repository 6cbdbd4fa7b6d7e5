"""Captures to entries: one pure parser a format, and ``detect``, which finds the format."""

from __future__ import annotations

from generator.text import UserError


class Unreadable(UserError):
    """No capture can be read from this; the message is one line: what it is, what to do."""


class Silent(Unreadable):
    """A sound answer without any paper: the source has none to list."""
