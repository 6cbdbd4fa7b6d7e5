"""The network: answers of sources, raw, into files. Nothing here parses what it fetches."""

from __future__ import annotations

from generator.text import UserError


class FetchError(UserError):
    """Nothing could be fetched or kept; the message is one line: what, where, what to do."""
