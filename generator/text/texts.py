"""The texts of a listing as records keep them."""

from __future__ import annotations

import re
from typing import Final

from generator.text import latex

# A lone exponent or index in dollars, glued to the word that has it: ``A$^2$LC``.
_SCRIPT: Final = re.compile(r"(?<!\\)\$([\^_])\{?([0-9n])\}?\$")
_SCRIPTS: Final = {
    "^": str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ"),
    "_": str.maketrans("0123456789n", "₀₁₂₃₄₅₆₇₈₉ₙ"),
}
# Control characters but those that are white space, and halves of characters.
_DROPPED: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def one_line(raw: str) -> str:
    """On one line, without control characters and half characters, its TeX as Unicode."""
    plain = " ".join(_DROPPED.sub("", raw).split())
    plain = _SCRIPT.sub(lambda match: match[2].translate(_SCRIPTS[match[1]]), plain)
    return " ".join(latex.to_text(plain).split()) or plain
