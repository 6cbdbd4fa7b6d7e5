from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator import build
from generator.papers.model import Corpus, Group, Paper, Settings, Topic, Vocabulary
from generator.site import cards
from generator.site.cards import Card, key, png
from generator.site.draw import HUES, INK, PAPER
from generator.site.typeset import Face
from generator.views import Digest

THEME = Path(__file__).parents[2] / "overrides" / "assets"
TITLE = Face("serif", 600, 60)
LONG = "A Study of " + "Very Small Models and Their Many Uses " * 4
CARDS = {
    "plain": Card("Tiny Nets", ("Ada Muster",), name="Digest", facts="5 May 2024", groups=(0,)),
    "empty": Card(""),
    "long": Card(LONG * 3, (LONG * 2, LONG), name=LONG, facts="May 2024", label="Topic"),
    "unbroken": Card("a" * 400, ("b" * 400,), name="c" * 400, facts="May 2024"),
    "no letters": Card("論文の要約 בדיקה नमस्ते \N{PILE OF POO}", ("山田太郎",)),
    "many groups": Card("Digest", (LONG,), about_lines=3, groups=tuple(range(20))),
}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_a_small_picture_with_its_margins_free(card: Card) -> None:
    data = png(card)
    assert len(data) < 25_000
    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", (cards.WIDTH, cards.HEIGHT))
    shown = picture.convert("RGB")
    for box in ((0, 0, 1200, 60), (0, 580, 1200, 630), (0, 0, 80, 630), (1120, 0, 1200, 630)):
        assert shown.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def test_a_card_shows_its_group_and_its_words() -> None:
    counted = opened(png(CARDS["plain"])).convert("RGB").getcolors() or []
    colours = {colour: number for number, colour in counted}
    assert colours[HUES[0]] > 100
    assert colours[INK] > 1000
    assert HUES[1] not in colours
    assert png(CARDS["plain"]) == png(CARDS["plain"])


def test_another_word_is_another_picture_and_another_key() -> None:
    one, other = CARDS["plain"], Card("Tiny Nets", ("Bo Beispiel",), groups=(0,))
    assert png(one) != png(other)
    assert key(one) != key(other)
    assert key(one) == key(replace(one))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łukasz, Ondřej and Şebnem", "Łukasz, Ondřej and Şebnem"),
        ("α-Stable ∑ Почта", "α-Stable ∑ Почта"),
        ("Vie\u0302\u0301t", "Vi\u1ebft"),
        ("\uff21\uff22", "AB"),
        ("The 論文 要約 Corpus", "The … Corpus"),
        ("The שלום Corpus", "The … Corpus"),
        ("Smile \N{PILE OF POO} again", "Smile again"),
        ("論文", ""),
        ("", ""),
    ],
)
def test_letters_that_no_font_has(text: str, shown: str) -> None:
    assert TITLE.settable(text) == shown


@pytest.mark.parametrize("text", ["", "Tiny", LONG, "x" * 300, f"Tiny {'x' * 90} nets"])
@pytest.mark.parametrize("width", [40, 500, 1000])
def test_lines_hold_all_the_text_and_fit(text: str, width: int) -> None:
    lines = TITLE.lines(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(TITLE.width(line) <= width or len(line) == 1 for line in lines)


def test_lines_are_of_much_the_same_length() -> None:
    first, second = TITLE.lines("Small models learn what large models have known", 1000)
    assert abs(TITLE.width(first) - TITLE.width(second)) < 300


def test_text_that_does_not_fit_is_cut_at_a_word() -> None:
    (line,) = TITLE.fitted("Small models, large models and all that is in between", 500, 1)
    assert line == "Small models…"
    (line,) = TITLE.fitted("x" * 300, 500, 1)
    assert line.endswith("x…")
    assert TITLE.width(line) <= 500


def test_cards_of_a_digest() -> None:
    authors = tuple(f"Author {letter}" for letter in "ABCDE")
    papers = {
        "p": Paper("p", "Tiny <b>Nets</b>", authors=authors, authors_count=58, topics=("t",)),
        "q": Paper("q", "Nets", published="2024-10"),
    }
    groups = (Group("g", "One"), Group("h", "Two"))
    topics = (Topic("t", "Sizes", "", "h"),)
    corpus = Corpus(Settings("Digest", "Of papers."), Vocabulary(groups, topics), papers)
    made = dict(cards.cards(Digest(corpus)))
    assert made[cards.path()] == Card(
        "Digest", ("Of papers.",), about_lines=3, facts="2 papers", groups=(0, 1)
    )
    card = made["papers/p/card.png"]
    assert (card.title, card.label, card.groups, card.name) == (
        "Tiny <b>Nets</b>",
        "Sizes",
        (1,),
        "Digest",
    )
    assert card.about[0] == "Author A, Author B, Author C, Author D and 54 others"
    assert card.about[-2:] == ("Author A and 57 others", "58 authors")
    assert (made["papers/q/card.png"].facts, made["papers/q/card.png"].about) == (
        "October 2024",
        ("",),
    )


def test_drawn_once_and_then_taken_from_the_cache(tmp_path: Path) -> None:
    made = [("card.png", CARDS["plain"])]
    cache = tmp_path / "cache"
    (first,) = build.drawn(made, cache)
    (kept,) = cache.iterdir()
    assert kept.read_bytes() == first.data == png(CARDS["plain"])
    kept.write_bytes(b"kept")
    (second,) = build.drawn(made, cache)
    assert second.data == b"kept"


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    (made,) = build.drawn([("card.png", CARDS["plain"])], tmp_path / "cache")
    assert made.data == png(CARDS["plain"])


def test_the_colours_are_those_of_the_theme() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in sorted(THEME.rglob("*.css")))
    names = ["paper", "ink", *(f"hue-{number}" for number in range(1, len(HUES) + 1))]
    for name, colour in zip(names, (PAPER, INK, *HUES), strict=True):
        stated = re.search(rf"--{name}: light-dark\((#\w+)", css)
        assert stated, name
        assert stated[1] == "#" + bytes(colour).hex(), name
