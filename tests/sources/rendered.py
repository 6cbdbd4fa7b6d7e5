"""Invented papers, rendered as the tools and habits of the world render a listing.

``fixtures/renderings/NAME.txt`` has three parts, which lines of ``%%`` part: what stands before
the papers, what stands for each of them, and what stands behind.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "fixtures" / "renderings"


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented paper and what a listing says of it."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    arxiv: str
    upvotes: int
    comments: int
    day: str


PAPERS: Final = (
    Invented(
        "Tiny Kites: Steering Small Flyers with Learned Tails",
        "Small kites turn faster than any controller written by hand can follow. We learn the tail"
        " instead of the controller and find that a network of nine thousand weights keeps a kite"
        " of forty grams in the air for an hour. Code: https://github.com/muster-lab/tiny-kites.",
        ("Ada Muster", "Bo Beispiel", "Ilse Okonjo"),
        "2611.90101",
        144,
        6,
        "Nov 9",
    ),
    Invented(
        "[MASK] Is Not a Word: What Cloze Tests Miss About Grammar",
        "Cloze tests ask a model to fill one gap, yet grammar shows itself in gaps that depend on"
        " each other. We build 12,000 sentences with two linked gaps in nine languages, and no"
        " model we tried fills both of them better than a coin for the harder half",
        ("João Perdigão", "Noor Hadžić", "Wren Adeyemi", "Kasimir Holt"),
        "2611.90103",
        73,
        2,
        "Nov 10",
    ),
    Invented(
        "sleepy: lazy evaluation for tensor programs that mostly wait",
        "Most tensor programs wait for memory. sleepy delays every operation until its result is"
        " looked at, fuses what is left, and forgets the rest; on eleven training scripts it saves"
        " a third of the traffic without a change to the scripts.",
        ("Yuto Ferreira", "Ruth Imanov"),
        "2611.90105",
        9,
        1,
        "Nov 2",
    ),
    Invented(
        "A Very Patient Optimizer: Why Waiting Ten Thousand Steps Before the First Update Can Help"
        " Recurrent Networks on Long, Sparse and Noisy Signals",
        "Recurrent networks on sparse signals meet thousands of empty steps before anything"
        " happens. An optimizer that waits, gathers, and then moves once reaches a lower loss than"
        " one that moves all the time. We prove it for a toy and measure it for seismic records.",
        ("Xiaoming Tuo", "Hedda Brockmann", "Ola Nord"),
        "2611.90108",
        12,
        1,
        "Nov 12",
    ),
    Invented(
        "Why do trees forget? On pruning",
        "A tree that grows for ever remembers last year's weather. We cut a branch when nothing has"
        " passed through it for some days, and stay small under drift. It is a change of eleven"
        " lines, and the trees agree with it on nineteen streams of twenty.",
        ("Ottilie Fenn", "Pál Kőszegi"),
        "2611.90120",
        40,
        3,
        "Oct 28",
    ),
)

Rendering = Callable[[Sequence[Invented]], str]


def _hanging(text: str) -> str:
    return "\n  ".join(textwrap.wrap(text, 70))


def _card(template: str, number: int, paper: Invented) -> str:
    return template.format(
        n=number,
        title=paper.title,
        escaped=paper.title.replace("[", "\\[").replace("]", "\\]"),
        hanging_title=_hanging(paper.title),
        abstract=paper.abstract,
        hanging_abstract=_hanging(paper.abstract),
        names=", ".join(paper.authors),
        first=paper.authors[0],
        count=len(paper.authors),
        arxiv=paper.arxiv,
        upvotes=paper.upvotes,
        comments=paper.comments,
        day=paper.day,
    )


def _template(path: Path) -> Rendering:
    before, card, behind = path.read_text(encoding="utf-8").split("%%\n")

    def rendering(papers: Sequence[Invented]) -> str:
        cards = (_card(card, number, paper) for number, paper in enumerate(papers, 1))
        return before + "".join(cards) + behind

    rendering.__name__ = path.stem
    return rendering


def text_browser(papers: Sequence[Invented]) -> str:
    """The dump of a text browser: numbered words, and the addresses at its end."""
    lines, addresses = ["   Daily Papers", "", "   by AK and the research community", ""], []
    page, login = "https://huggingface.co/papers/", "https://huggingface.co/login?next=%2Fpapers%2F"
    for paper in papers:
        for words, url in (
            (str(paper.upvotes), login + paper.arxiv),
            (paper.title, page + paper.arxiv),
            (paper.abstract, page + paper.arxiv),
        ):
            addresses.append(url)
            piece = textwrap.wrap(f"[{len(addresses)}]{words}", 70, break_long_words=False)
            lines += [*(f"   {line}" for line in piece), ""]
        lines += [f"     * {len(paper.authors)} authors", "   ·", f"   {paper.day}, 2026", ""]
    known = (f"   {number}. {url}" for number, url in enumerate(addresses, 1))
    return "\n".join([*lines, "References", "", "   Visible links", *known]) + "\n"


RENDERINGS: Final = (*map(_template, sorted(FOLDER.glob("*.txt"))), text_browser)


def wrapped(text: str, width: int) -> str:
    """The text as an editor breaks it at ``width``."""
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        for line in text.split("\n")
    )
    return "\n".join(piece for line in lines for piece in line)
