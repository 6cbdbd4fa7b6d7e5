"""Invented papers, rendered as the tools and habits of the world render a listing.

``fixtures/renderings/NAME.txt`` has three parts, which lines of ``%%`` part: what stands before
the papers, what stands for each of them, and what stands behind.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

FOLDER: Final = Path(__file__).parents[1] / "fixtures" / "renderings"
Invented: TypeAlias = dict[str, Any]
"""An invented paper and what a listing says of it."""
PAPERS: Final[list[Invented]] = yaml.safe_load((FOLDER / "papers.yml").read_text("utf-8"))
Rendering: TypeAlias = Callable[[Sequence[Invented]], str]


def _hanging(text: str) -> str:
    return "\n  ".join(textwrap.wrap(text, 70))


def _template(path: Path) -> Rendering:
    before, card, behind = path.read_text(encoding="utf-8").split("%%\n")

    def rendering(papers: Sequence[Invented]) -> str:
        cards = (
            card.format(
                n=number,
                escaped=paper["title"].replace("[", "\\[").replace("]", "\\]"),
                hanging_title=_hanging(paper["title"]),
                hanging_abstract=_hanging(paper["abstract"]),
                names=", ".join(paper["authors"]),
                first=paper["authors"][0],
                count=len(paper["authors"]),
                **paper,
            )
            for number, paper in enumerate(papers, 1)
        )
        return before + "".join(cards) + behind

    rendering.__name__ = path.stem
    return rendering


def text_browser(papers: Sequence[Invented]) -> str:
    """The dump of a text browser: numbered words, and the addresses at its end."""
    lines, addresses = ["   Daily Papers", "", "   by AK and the research community", ""], []
    site = "https://huggingface.co"
    for paper in papers:
        for words, url in (
            (paper["upvotes"], f"{site}/login?next=%2Fpapers%2F{paper['arxiv']}"),
            (paper["title"], f"{site}/papers/{paper['arxiv']}"),
            (paper["abstract"], f"{site}/papers/{paper['arxiv']}"),
        ):
            addresses.append(url)
            piece = textwrap.wrap(f"[{len(addresses)}]{words}", 70, break_long_words=False)
            lines += [*(f"   {line}" for line in piece), ""]
        lines += [f"     * {len(paper['authors'])} authors", "   ·", f"   {paper['day']}, 2026", ""]
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
