from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from generator.papers.model import Corpus, Group, Paper, Settings, Topic, Vocabulary
from generator.site import head
from generator.site.draw import INK, PAPER, Face, png
from generator.site.head import Card
from generator.views import Digest
from generator.views.topics import HUES

THEME = Path(__file__).parents[2] / "overrides" / "assets"
TITLE = Face("serif", 600, 60)
LONG = "A Study of " + "Very Small Models and Their Many Uses " * 4
CARDS = {
    "plain": Card("Tiny Nets", "How small.", "Digest", groups=(0,)),
    "empty": Card(""),
    "long": Card(LONG * 3, LONG * 2, LONG, "Topic"),
    "unbroken": Card("a" * 400, "b" * 400, "c" * 400),
    "no letters": Card("論文の要約 בדיקה नमस्ते \N{PILE OF POO}", "山田太郎"),
    "many groups": Card("Digest", LONG, groups=tuple(range(20))),
}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_a_small_picture_with_its_margins_free(card: Card) -> None:
    data = png(card)
    assert len(data) < 25_000
    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", head.CARD_SIZE)
    shown = picture.convert("RGB")
    for box in ((0, 0, 1200, 60), (0, 580, 1200, 630), (0, 0, 80, 630), (1120, 0, 1200, 630)):
        assert shown.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def test_a_card_shows_its_group_and_its_words() -> None:
    counted = opened(png(CARDS["plain"])).convert("RGB").getcolors() or []
    colours = {colour: number for number, colour in counted}
    assert colours[ImageColor.getrgb(HUES[0][0])] > 100
    assert colours[INK] > 1000
    assert ImageColor.getrgb(HUES[1][0]) not in colours
    assert png(CARDS["plain"]) == png(CARDS["plain"])


def test_another_word_is_another_picture() -> None:
    one, other = CARDS["plain"], Card("Tiny Nets", "How large.", "Digest", groups=(0,))
    assert png(one) != png(other)
    assert png(one) == png(replace(one))


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


def test_cards_are_of_the_digest_of_its_listings_and_of_topics() -> None:
    groups = (Group("g", "One"), Group("h", "Two"))
    topics = (Topic("t", "Sizes <b>", "How large.", "h"), Topic("u", "Lost", "", "nowhere"))
    paper = Paper("p", "Tiny Nets", topics=("t",))
    corpus = Corpus(Settings("Digest", "Of papers."), Vocabulary(groups, topics), {"p": paper})
    made = {output.paths: output.given for output in head.cards(Digest(corpus))}
    listings = "Each as it was captured, in its own order."
    assert made == {
        ("card.png",): Card("Digest", "Of papers.", groups=(0, 1)),
        ("editions/card.png",): Card("Listings of papers", listings, "Digest", groups=(0, 1)),
        ("topics/t/card.png",): Card("Sizes <b>", "How large.", "Digest", "Two", (1,)),
        ("topics/u/card.png",): Card("Lost", "", "Digest"),
    }


def test_the_colours_are_those_of_the_theme() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in sorted(THEME.rglob("*.css")))
    for name, colour in (("paper", PAPER), ("ink", INK)):
        stated = re.search(rf"--{name}: light-dark\((#\w+)", css)
        assert stated, name
        assert stated[1] == "#" + bytes(colour).hex(), name
