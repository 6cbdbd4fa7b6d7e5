"""The network: answers of sources, raw, into files. Nothing here parses what it fetches."""

from __future__ import annotations


class FetchError(Exception):
    """Nothing could be fetched or kept; the message is one line: what, where, what to do."""
