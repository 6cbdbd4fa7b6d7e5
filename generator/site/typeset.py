"""Setting text in the fonts of the site: letters that they lack, widths, lines."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Literal

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from generator.store.program import place

_FONTS = place("overrides/assets/fonts")
_FILES = {
    "serif": ("source-serif-4-latin-wght-normal.woff2",),
    "sans": ("ibm-plex-sans-latin-wght-normal.woff2", "ibm-plex-sans-latin-ext-wght-normal.woff2"),
}
# For Greek, Cyrillic and signs, the fonts that matplotlib brings.
_MORE_FILES = {"serif": ("DejaVuSerif.ttf",), "sans": ("DejaVuSans.ttf",)}
_FROM_RIGHT = ("R", "AL", "AN")
_PROBE_SIZE = 24
_NOTHING = "\U0010ffff"
ELLIPSIS = "…"


def fonts() -> tuple[Path, ...]:
    """The font files that text is set in."""
    return tuple(Path(file) for family in _FILES for file in _files(family))


@dataclass(frozen=True, slots=True)
class Face:
    """A family at one weight (100 to 900) and one size in pixels."""

    family: Literal["serif", "sans"]
    weight: int
    size: int

    def runs(self, text: str) -> Iterator[tuple[FreeTypeFont, str]]:
        """``text`` in parts, each with a font that has its letters."""
        for file, letters in groupby(text, lambda letter: _file_with(self.family, letter)):
            file = file or _files(self.family)[0]
            yield _font(file, self.weight, self.size), "".join(letters)

    def width(self, text: str) -> float:
        """How wide ``text`` is, in pixels."""
        words = text.split(" ")
        return sum(_width(self, word) for word in words) + _width(self, " ") * (len(words) - 1)

    def settable(self, text: str) -> str:
        """``text`` as far as there are letters for it, '' where there are none.

        A letter that no font has loses its accents, a sign that none has is left out; words
        whose letters are still missing, or read from right to left, become an ellipsis.
        """
        words: list[str] = []
        for word in unicodedata.normalize("NFC", text).split():
            letters = [self._settable_letter(letter) for letter in word]
            shown = ELLIPSIS if None in letters else "".join(filter(None, letters))
            if shown and (shown, words[-1:]) != (ELLIPSIS, [ELLIPSIS]):
                words.append(shown)
        return "" if words == [ELLIPSIS] else " ".join(words)

    def _settable_letter(self, letter: str) -> str | None:
        bare = unicodedata.normalize("NFKD", letter)[:1]
        for form in (letter, bare):
            from_right = unicodedata.bidirectional(form) in _FROM_RIGHT
            if not from_right and _file_with(self.family, form):
                return form
        return None if unicodedata.category(letter)[0] in "LN" else ""

    def lines(self, text: str, width: float) -> list[str]:
        """``text`` in as few lines of at most ``width`` as it takes, of much the same length."""
        fewest = self._filled(text, width)
        longest = max(map(self.width, text.split()), default=0)
        least, most = min(max(width / 2, longest), width), width
        while most - least > self.size / 4:
            middle = (least + most) / 2
            if len(self._filled(text, middle)) > len(fewest):
                least = middle
            else:
                most = middle
        return self._filled(text, most)

    def fitted(self, text: str, width: float, most: int) -> list[str]:
        """``text`` in at most ``most`` lines of at most ``width``, cut at a word if need be."""
        lines = self.lines(text, width)
        if len(lines) <= most:
            return lines
        lines = self._filled(text, width)[:most]
        words = lines[-1].split()
        while len(words) > 1 and self.width(f"{' '.join(words)}{ELLIPSIS}") > width:
            words.pop()
        kept = " ".join(words).rstrip(" ,;:.")
        while kept and self.width(f"{kept}{ELLIPSIS}") > width:
            kept = kept[:-1]
        return [*lines[:-1], f"{kept}{ELLIPSIS}"]

    def _filled(self, text: str, width: float) -> list[str]:
        """``text`` in lines, each as long as ``width`` allows; a longer word is broken."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}".lstrip()
            if self.width(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            while self.width(word) > width:
                end = self._end(word, width)
                lines.append(word[:end])
                word = word[end:]
            line = word
        return [*lines, line] if line else lines

    def _end(self, word: str, width: float) -> int:
        """How many letters of ``word`` fit: at least one."""
        ends = range(1, len(word) + 1)
        return max(1, bisect_right(ends, width, key=lambda end: self.width(word[:end])))


@lru_cache(maxsize=10_000)
def _width(face: Face, word: str) -> float:
    return sum(font.getlength(letters) for font, letters in face.runs(word))


@cache
def _file_with(family: str, letter: str) -> str:
    """The first font file of a family that has a glyph for ``letter``; '' where none has."""
    if letter == " ":
        return _files(family)[0]
    for file in _files(family):
        font = _font(file, 0, _PROBE_SIZE)
        if bytes(font.getmask(letter)) != bytes(font.getmask(_NOTHING)):
            return file
    return ""


@cache
def _files(family: str) -> tuple[str, ...]:
    matplotlib = find_spec("matplotlib")
    assert matplotlib, "pyproject.toml names it"
    assert matplotlib.origin
    more = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
    own = tuple(str(_FONTS / name) for name in _FILES[family])
    return (*own, *(str(more / name) for name in _MORE_FILES[family]))


@cache
def _font(file: str, weight: int, size: int) -> FreeTypeFont:
    # The other layout engine asks the machine for a library that not every machine has.
    font = ImageFont.truetype(file, size, layout_engine=Layout.BASIC)
    if weight and file.endswith(".woff2"):
        font.set_variation_by_axes([weight])
    return font
