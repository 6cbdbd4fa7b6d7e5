"""A card as a picture: letters set in the fonts of the site, what stands where, and the PNG."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Literal

from PIL import Image, ImageColor, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from generator.site.head import CARD_SIZE, Card
from generator.store.files import carried
from generator.views.topics import HUES

WIDTH, HEIGHT = CARD_SIZE
_FONTS = carried("overrides/assets/fonts")
_FILES = {
    "serif": ("digest-serif-latin.woff2",),
    "sans": ("digest-sans-latin.woff2", "digest-sans-latin-ext.woff2"),
}
# For Greek, Cyrillic and signs.
_MORE_FONTS = Path(__file__).parent / "fonts"
_MORE_FILES = {"serif": "DejaVuSerif.ttf", "sans": "DejaVuSans.ttf"}
_FROM_RIGHT = ("R", "AL", "AN")
_PROBE_SIZE = 24
_NOTHING = "\U0010ffff"
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A family at one weight (100 to 900) and one size in pixels; it equals only itself."""

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


PAPER, INK = (0xFD, 0xFC, 0xF9), (0x1B, 0x1A, 0x17)
"""The theme's colours of these names."""

_QUIET = 0.7  # how much ink is in the theme's quiet grey
_SHADES = 12  # steps from paper to a colour
_STEPS = [round(shade * (_SHADES - 1) / 255) for shade in range(256)]
_SHARP = 4  # a dot is drawn larger and made smaller, for a round edge

_MARGIN = 84
_FIRST, _LAST = 112, 556  # baselines of the first and of the last line
_MEASURE = WIDTH - 2 * _MARGIN
_GAP = 24
_DOT, _DOT_STEP = 22, 44
_MOST_DOTS = 8
_TITLE_TOP, _TITLE_HEIGHT = 156, 250
_LEADING, _ABOUT_LEADING = 1.14, 1.42
_ABOUT_LINES = 3
_ABOVE_NAME = 60

_LABEL = Face("sans", 500, 32)
_TITLES = tuple(Face("serif", 600, size) for size in (72, 66, 60, 54, 48, 42))
_PROSE = Face("serif", 400, 38)
_NAME = Face("serif", 650, 34)


@dataclass(frozen=True, slots=True)
class _Line:
    """Text in its place; ``ink`` from 0 to 1."""

    x: float
    baseline: float
    face: Face
    text: str
    ink: float = 1.0


def png(card: Card) -> bytes:
    """The card as a PNG of few colours: paper, ink, and a dot for each of its hues."""
    shades = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(shades)
    for line in _lines(card):
        x = line.x
        for font, letters in line.face.runs(line.text):
            pen.text((x, line.baseline), letters, round(255 * line.ink), font, anchor="ls")
            x += font.getlength(letters)
    picture = shades.point(_STEPS)
    hues = [ImageColor.getrgb(HUES[hue - 1][0]) for hue in card.hues[:_MOST_DOTS]]
    for number in range(len(hues)):
        picture.paste(_dot(1 + number), (_MARGIN + number * _DOT_STEP, _FIRST - _DOT))
    colours = [colour for end in (INK, *hues) for colour in _ramp(end)]
    paletted = Image.frombytes("P", picture.size, picture.tobytes())
    paletted.putpalette([part for colour in colours for part in colour])
    out = BytesIO()
    paletted.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _lines(card: Card) -> Iterator[_Line]:
    if card.label:
        after_dot = _DOT_STEP if card.hues else 0
        yield _Line(_MARGIN + after_dot, _FIRST, _LABEL, _LABEL.settable(card.label), _QUIET)
    baseline = float(_TITLE_TOP)
    face, title = _title(card.title)
    for text in title:
        baseline += face.size * _LEADING
        yield _Line(_MARGIN, baseline, face, text)
    baseline += _GAP
    height = _PROSE.size * _ABOUT_LEADING
    room = min(int((_LAST - _ABOVE_NAME - baseline) / height), _ABOUT_LINES)
    for text in _PROSE.fitted(_PROSE.settable(card.about), _MEASURE, room):
        baseline += height
        yield _Line(_MARGIN, baseline, _PROSE, text, _QUIET)
    for text in _NAME.fitted(_NAME.settable(card.name), _MEASURE, 1):
        yield _Line(_MARGIN, _LAST, _NAME, text)


def _title(text: str) -> tuple[Face, list[str]]:
    """The title in the largest face in which it fits; cut where it fits in none."""
    fits = (f for f in _TITLES if len(f.lines(f.settable(text), _MEASURE)) <= _title_lines(f))
    face = next(fits, _TITLES[-1])
    return face, face.fitted(face.settable(text), _MEASURE, _title_lines(face))


def _title_lines(face: Face) -> int:
    return int(_TITLE_HEIGHT / (face.size * _LEADING))


@cache
def _dot(ramp: int) -> Image.Image:
    """A dot whose shades stand in the palette after ``ramp`` other colours."""
    large = Image.new("L", (_DOT * _SHARP, _DOT * _SHARP))
    ImageDraw.Draw(large).ellipse((0, 0, _DOT * _SHARP - 1, _DOT * _SHARP - 1), fill=255)
    dot = large.resize((_DOT, _DOT), Image.Resampling.BOX)
    return dot.point([ramp * _SHADES + step for step in _STEPS])


def _ramp(end: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for step in range(_SHADES):
        share = step / (_SHADES - 1)
        yield tuple(round(a + (b - a) * share) for a, b in zip(PAPER, end, strict=True))


@lru_cache(maxsize=10_000)
def _width(face: Face, word: str) -> float:
    return sum(font.getlength(letters) for font, letters in face.runs(word))


@cache
def _file_with(family: str, letter: str) -> str:
    if letter == " ":
        return _files(family)[0]
    for file in _files(family):
        font = _font(file, 0, _PROBE_SIZE)
        if bytes(font.getmask(letter)) != bytes(font.getmask(_NOTHING)):
            return file
    return ""


@cache
def _files(family: str) -> tuple[str, ...]:
    own = tuple(str(_FONTS / name) for name in _FILES[family])
    return (*own, str(_MORE_FONTS / _MORE_FILES[family]))


@cache
def _font(file: str, weight: int, size: int) -> FreeTypeFont:
    # The other layout engine asks the machine for a library that not every machine has.
    font = ImageFont.truetype(file, size, layout_engine=Layout.BASIC)
    if weight and file.endswith(".woff2"):
        font.set_variation_by_axes([weight])
    return font
