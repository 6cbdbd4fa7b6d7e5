"""What a change means, issue forms to records, link health."""

from __future__ import annotations
