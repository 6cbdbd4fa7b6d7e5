"""The vocabulary at work: terms, suggestions with their evidence, and how good they are."""

from __future__ import annotations
