"""Cards: what stands on one, and that it is set in letters there are, inside its margins."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from generator.papers.model import Corpus, Group, Paper, Settings, Topic, Vocabulary
from generator.site import head
from generator.site.draw import INK, PAPER, Face, png
from generator.site.head import Card
from generator.views import Digest
from generator.views.topics import HUES
from tests.conftest import ROOT

TITLE = Face("serif", 600, 60)
LONG = "A Study of " + "Very Small Models and Their Many Uses " * 4
PLAIN = Card("Tiny Nets", "How small.", "Digest", hues=(1,))
CARDS = {
    "plain": PLAIN,
    "empty": Card(""),
    "long": Card(LONG * 3, LONG * 2, LONG, "Topic"),
    "unbroken": Card("a" * 400, "b" * 400, "c" * 400),
    "no letters": Card("論文の要約 בדיקה नमस्ते \N{PILE OF POO}", "山田太郎"),
    "many groups": Card("Digest", LONG, hues=(1, 2, 3, 4, 5) * 4),
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_a_small_picture_with_its_margins_free(card: Card) -> None:
    data = png(card)
    assert len(data) < 25_000
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", head.CARD_SIZE)
    shown = picture.convert("RGB")
    for box in ((0, 0, 1200, 60), (0, 580, 1200, 630), (0, 0, 80, 630), (1120, 0, 1200, 630)):
        assert shown.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def test_a_card_shows_its_group_and_its_words() -> None:
    made = png(PLAIN)
    counted = Image.open(BytesIO(made)).convert("RGB").getcolors() or []
    colours = {colour: number for number, colour in counted}
    assert colours[ImageColor.getrgb(HUES[0][0])] > 100
    assert colours[INK] > 1000
    assert ImageColor.getrgb(HUES[1][0]) not in colours
    assert png(replace(PLAIN)) == made != png(replace(PLAIN, about="How large."))


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


def test_lines_are_of_much_the_same_length_and_cut_at_a_word() -> None:
    first, second = TITLE.lines("Small models learn what large models have known", 1000)
    assert abs(TITLE.width(first) - TITLE.width(second)) < 100
    fitted = TITLE.fitted("Small models, large models and all that is in between", 500, 1)
    assert fitted == ["Small models…"]
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
        ("card.png",): Card("Digest", "Of papers.", hues=(1, 2)),
        ("editions/card.png",): Card("Listings of papers", listings, "Digest", hues=(1, 2)),
        ("topics/t/card.png",): Card("Sizes <b>", "How large.", "Digest", "Two", (2,)),
        ("topics/u/card.png",): Card("Lost", "", "Digest"),
    }


@pytest.mark.parametrize(("name", "colour"), [("paper", PAPER), ("ink", INK)])
def test_the_colours_are_those_of_the_theme(name: str, colour: tuple[int, ...]) -> None:
    sheets = (ROOT / "overrides" / "assets").rglob("*.css")
    stated = [re.findall(rf"--{name}: light-dark\((#\w+)", css.read_text()) for css in sheets]
    assert ["#" + bytes(colour).hex()] in stated
