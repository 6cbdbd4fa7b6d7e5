"""A card as a picture: what stands where, and the PNG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, features

from generator.site.typeset import Face, fonts

WIDTH, HEIGHT = 1200, 630
PAPER, INK = (0xFD, 0xFC, 0xF9), (0x1B, 0x1A, 0x17)
HUES = (
    (0xB4, 0x45, 0x2C),
    (0x94, 0x62, 0x00),
    (0x4A, 0x77, 0x0F),
    (0x0F, 0x7B, 0x6C),
    (0x24, 0x68, 0xB4),
    (0x6A, 0x4F, 0xB3),
    (0xA8, 0x3F, 0x82),
    (0x5F, 0x6B, 0x76),
)
"""The colours of the groups on paper: those of the theme, as are ``PAPER`` and ``INK``."""

_QUIET = 0.7  # how much ink is in the theme's quiet grey
_SHADES = 12  # steps from paper to a colour
_SHARP = 4  # a dot is drawn larger and made smaller, for a round edge

_MARGIN = 84
_FIRST, _LAST = 112, 556  # baselines of the first and of the last line
_MEASURE = WIDTH - 2 * _MARGIN
_GAP = 24
_DOT, _DOT_STEP = 22, 44
_MOST_DOTS = 8
_TITLE_TOP, _TITLE_HEIGHT = 156, 250
_LEADING, _ABOUT_LEADING = 1.14, 1.42

_LABEL = Face("sans", 500, 32)
_TITLES = tuple(Face("serif", 600, size) for size in (72, 66, 60, 54, 48, 42))
_FACTS = Face("sans", 400, 32)
_PROSE = Face("serif", 400, 38)
_NAME = Face("serif", 650, 34)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. ``groups`` are places in the vocabulary, each shown as a dot.

    ``about`` holds ways to say the same, the longest first: the first one that fits into
    ``about_lines`` is taken.
    """

    title: str
    about: tuple[str, ...] = ()
    about_lines: int = 1
    name: str = ""
    facts: str = ""
    label: str = ""
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """Text in its place; ``ink`` from 0 to 1."""

    x: float
    baseline: float
    face: Face
    text: str
    ink: float = 1.0


def png(card: Card) -> bytes:
    """The card as a PNG of few colours: paper, ink, and a dot for each of its groups."""
    shades = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(shades)
    for line in _lines(card):
        x = line.x
        for font, letters in line.face.runs(line.text):
            pen.text((x, line.baseline), letters, round(255 * line.ink), font, anchor="ls")
            x += font.getlength(letters)
    picture = shades.point([_step(shade) for shade in range(256)])
    hues = [HUES[group % len(HUES)] for group in card.groups[:_MOST_DOTS]]
    for place in range(len(hues)):
        picture.paste(_dot(1 + place), (_MARGIN + place * _DOT_STEP, _FIRST - _DOT))
    colours = [colour for end in (INK, *hues) for colour in _ramp(end)]
    paletted = Image.frombytes("P", picture.size, picture.tobytes())
    paletted.putpalette([part for colour in colours for part in colour])
    out = BytesIO()
    paletted.save(out, "PNG", compress_level=6)
    return out.getvalue()


def key(card: Card) -> str:
    """A name for the PNG of a card: cards of the same name are the same bytes."""
    return sha256(f"{_way_of_drawing()} {card!r}".encode()).hexdigest()


@cache
def _way_of_drawing() -> str:
    parts = [
        *(Path(__file__).with_name(f"{name}.py") for name in ("cards", "draw", "typeset")),
        *fonts(),
    ]
    hashes = [sha256(part.read_bytes()).hexdigest() for part in parts]
    return " ".join([PIL.__version__, str(features.version("freetype2")), *hashes])


def _lines(card: Card) -> Iterator[_Line]:
    if card.label:
        after_dot = _DOT_STEP if card.groups else 0
        yield _Line(_MARGIN + after_dot, _FIRST, _LABEL, _LABEL.settable(card.label), _QUIET)
    baseline = float(_TITLE_TOP)
    face, title = _title(card.title)
    for text in title:
        baseline += face.size * _LEADING
        yield _Line(_MARGIN, baseline, face, text)
    baseline += _GAP
    about = _PROSE if card.about_lines > 1 else _FACTS
    for text in _about(card, about):
        baseline += about.size * _ABOUT_LEADING
        yield _Line(_MARGIN, baseline, about, text, _QUIET)
    facts = _FACTS.settable(card.facts)
    right = WIDTH - _MARGIN - _FACTS.width(facts)
    yield _Line(right, _LAST, _FACTS, facts, _QUIET)
    for text in _NAME.fitted(_NAME.settable(card.name), right - 2 * _MARGIN, 1):
        yield _Line(_MARGIN, _LAST, _NAME, text)


def _title(text: str) -> tuple[Face, list[str]]:
    """The title in the largest face in which it fits; cut where it fits in none."""
    for face in _TITLES:
        lines = face.lines(face.settable(text), _MEASURE)
        if len(lines) <= _title_lines(face):
            return face, lines
    face = _TITLES[-1]
    return face, face.fitted(face.settable(text), _MEASURE, _title_lines(face))


def _title_lines(face: Face) -> int:
    return int(_TITLE_HEIGHT / (face.size * _LEADING))


def _about(card: Card, face: Face) -> list[str]:
    """The first way to say it that fits; the last one cut where none does."""
    ways = [face.settable(way) for way in card.about]
    fit = (way for way in ways if len(face.lines(way, _MEASURE)) <= card.about_lines)
    return face.fitted(next(fit, ways[-1] if ways else ""), _MEASURE, card.about_lines)


def _step(shade: int) -> int:
    return round(shade * (_SHADES - 1) / 255)


def _dot(ramp: int) -> Image.Image:
    """A dot whose shades stand in the palette after ``ramp`` other colours."""
    large = Image.new("L", (_DOT * _SHARP, _DOT * _SHARP))
    ImageDraw.Draw(large).ellipse((0, 0, _DOT * _SHARP - 1, _DOT * _SHARP - 1), fill=255)
    dot = large.resize((_DOT, _DOT), Image.Resampling.BOX)
    return dot.point([ramp * _SHADES + _step(shade) for shade in range(256)])


def _ramp(end: tuple[int, int, int]) -> Iterator[tuple[int, ...]]:
    """The shades from paper to a colour."""
    for step in range(_SHADES):
        share = step / (_SHADES - 1)
        yield tuple(round(a + (b - a) * share) for a, b in zip(PAPER, end, strict=True))
