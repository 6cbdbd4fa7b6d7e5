"""The colours of the groups of topics, for paper white and for near-black.

Style sheet, cards and letter are made of this table; each has the same contrast on its ground.
"""

from __future__ import annotations

HUES: tuple[tuple[str, str], ...] = (
    ("#b4452c", "#e8836c"),
    ("#946200", "#d9a441"),
    ("#4a770f", "#9cc25b"),
    ("#0f7b6c", "#54bfae"),
    ("#2468b4", "#76aef0"),
    ("#6a4fb3", "#a894ea"),
    ("#a83f82", "#dd85bb"),
    ("#5f6b76", "#9aa7b3"),
)
"""A hue in either scheme, light and dark; more groups than hues share them."""

GREY = HUES[-1]
"""The hue of what is in no group."""


def hue(place: int) -> tuple[str, str]:
    """The hue of the group at ``place`` in the vocabulary, from 0."""
    return HUES[place % len(HUES)]
