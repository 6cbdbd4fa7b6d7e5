"""The site of pages: Markdown, head metadata, cards, plots, search index."""

from __future__ import annotations
