"""JSON as the exports write it."""

from __future__ import annotations

import json


def dumped(data: object) -> str:
    """``data`` on one line of JSON (RFC 8259) in the order it has, with a line end."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
