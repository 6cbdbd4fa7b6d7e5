"""Letters in, letters out: plain text, TeX to Unicode, Markdown and its escaping, templates."""

from __future__ import annotations
