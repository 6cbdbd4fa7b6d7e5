"""Invented papers, rendered as the tools and habits of the world render a listing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Made:
    """An invented paper and what a listing says of it."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    arxiv: str
    upvotes: int
    comments: int
    day: str


PAPERS: Final = (
    Made(
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
    Made(
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
    Made(
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
    Made(
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
    Made(
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

_PAGE: Final = "https://huggingface.co/papers/"
_LOGIN: Final = "https://huggingface.co/login?next=%2Fpapers%2F"
_ABS: Final = "https://arxiv.org/abs/"
_HEAD: Final = "Daily Papers\nbyAK and the research community\n"


def _count(paper: Made) -> str:
    return f"{len(paper.authors)} authors"


def _escaped(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _hanging(text: str) -> str:
    return "\n  ".join(textwrap.wrap(text, 70))


def browser(papers: Sequence[Made]) -> str:
    cards = (
        f"{p.title}\n\n{p.abstract}\n\n  • {_count(p)}\n·\n{p.day}, 2026 {p.comments}\n"
        for p in papers
    )
    return f"{_HEAD}\nNov 13, 2026\n\n" + "\n".join(cards)


def compact(papers: Sequence[Made]) -> str:
    cards = (
        f"Submitted by\n\nuser-{p.arxiv[-2:]}\n{p.upvotes}\n\n{p.title}\n\n·\n{_count(p)}\n"
        f"GitHub\n1.2k\n{p.comments}\n"
        for p in papers
    )
    return f"{_HEAD}Daily\nWeekly\nMonthly\nTrending Papers\nNov 13, 2026\n\n" + "\n".join(cards)


def bare(papers: Sequence[Made]) -> str:
    return "\n".join(f"{p.title}\n{p.abstract}" for p in papers) + "\n"


def firecrawl(papers: Sequence[Made]) -> str:
    cards = (
        f"[{p.upvotes}]({_LOGIN}{p.arxiv})\n\n"
        f"### [{_escaped(p.title)}]({_PAGE}{p.arxiv})\n\n"
        f"[{p.abstract}]({_PAGE}{p.arxiv})\n\n"
        f"[- ![](https://huggingface.co/a.svg)\\\\\n- {_count(p)}]({_PAGE}{p.arxiv})\n\n·\n\n"
        f"{p.day}[{p.comments}]({_PAGE}{p.arxiv}#community)\n"
        for p in papers
    )
    return "---\nurl: https://huggingface.co/papers/date/2026-11-13\n---\n" + "\n".join(cards)


def html2text(papers: Sequence[Made]) -> str:
    cards = (
        f"### [{p.title}](/papers/{p.arxiv})\n\n{p.abstract}\n\n  * {_count(p)}\n\n"
        f"· {p.day}, 2026 [ {p.comments} ](/papers/{p.arxiv}#community)\n"
        for p in papers
    )
    return "# Daily Papers\n\n## by AK and the research community\n\n" + "\n".join(cards)


def reader(papers: Sequence[Made]) -> str:
    cards = (
        f"[![Image {n}](https://cdn-thumbnails.example.org/{p.arxiv}.png)]({_PAGE}{p.arxiv})\n\n"
        f"Submitted by ![Image 9](https://a.example.org/c.jpg)user{n}\n\n"
        f"[{p.upvotes}]({_LOGIN}{p.arxiv})\n\n### [{p.title}]({_PAGE}{p.arxiv})\n\n"
        f"*   ![Image 8](x.jpg)\n*   {_count(p)}\n\n"
        f"·[GitHub 86](https://github.com/a/b{n})[{p.comments}]({_PAGE}{p.arxiv}#community)\n"
        for n, p in enumerate(papers)
    )
    return "URL Source: https://huggingface.co/papers/date/2026-11-13\n\n" + "\n".join(cards)


def trending(papers: Sequence[Made]) -> str:
    card = "".join(
        2
        * (
            f"Submitted by\n\n[图片：无替代文本]\n\nuser-{p.arxiv[-2:]}\n\n"
            f"### [{p.title}]({_PAGE}{p.arxiv})\n\n{p.abstract}\n\n"
            f"[[图片：x] Some Lab](https://huggingface.co/some) · Published on {p.day}, 2026\n\n"
            f"[Upvote\n\n{p.upvotes}]({_LOGIN}{p.arxiv})\n\n"
            f"[GitHub 131](https://github.com/a/b) [arXiv Page]({_ABS}{p.arxiv})\n\n"
        )
        for p in papers
    )
    return f"# Trending Papers\n\n## by[AK](https://huggingface.co/akhaliq) and others\n\n{card}"


def assistant(papers: Sequence[Made]) -> str:
    cards = (
        f"{n}. **{p.title}**\n   - **Authors:** {', '.join(p.authors)}\n"
        f"   - **arXiv:** [{p.arxiv}]({_ABS}{p.arxiv})\n   - **Upvotes:** {p.upvotes}\n"
        "   - **Summary:** A nice paper about things. It does them well.\n"
        for n, p in enumerate(papers, 1)
    )
    return (
        "Here are the daily papers of November 13, 2026:\n\n"
        + "\n".join(cards)
        + "\nAnything else?\n"
    )


def headings(papers: Sequence[Made]) -> str:
    cards = (
        f"## {n}. [{p.title}]({_ABS}{p.arxiv})\n\n**Authors:** {', '.join(p.authors)}  \n"
        f"**Published:** {p.day}, 2026\n\n**Abstract:** {p.abstract}\n\n---\n"
        for n, p in enumerate(papers, 1)
    )
    return "# Daily Papers, 2026-11-13\n\n" + "\n".join(cards)


def _labelled(words: Sequence[str], head: str, papers: Sequence[Made]) -> str:
    authors, upvotes, link, abstract = words
    cards = (
        f"## {n}. {p.title}\n\n- **{authors}:** {', '.join(p.authors)}\n"
        f"- **{upvotes}**：{p.upvotes}\n- {link}: {_ABS}{p.arxiv}\n\n**{abstract}:** {p.abstract}\n"
        for n, p in enumerate(papers, 1)
    )
    return f"# {head}\n\n" + "\n".join(cards)


def german(papers: Sequence[Made]) -> str:
    words = ("Autoren", "Stimmen", "Link", "Zusammenfassung")
    return _labelled(words, "Daily Papers vom 13. November 2026", papers)


def japanese(papers: Sequence[Made]) -> str:
    return _labelled(("著者", "いいね", "リンク", "概要"), "今日の論文 2026年11月13日", papers)


def korean(papers: Sequence[Made]) -> str:
    return _labelled(("저자", "추천", "링크", "초록"), "오늘의 논문 2026년 11월 13일", papers)


def chat(papers: Sequence[Made]) -> str:
    return "\n\n".join(f"{p.title}\n{_ABS}{p.arxiv}" for p in papers) + "\n"


def bullets(papers: Sequence[Made]) -> str:
    return "# Reading list\n\n" + "".join(f"- {p.title} ({_ABS}{p.arxiv})\n" for p in papers)


def awesome(papers: Sequence[Made]) -> str:
    code = "[[code](https://github.com/a/b)]"
    items = (
        f"- **{p.title}**. *{', '.join(p.authors)}*. arXiv 2026. [[paper]({_ABS}{p.arxiv})] {code}"
        for p in papers
    )
    return "# Awesome Kites\n\n## Papers\n\n" + "\n".join(items) + "\n"


def table(papers: Sequence[Made]) -> str:
    rows = (
        f"|**2026-11-09**|**{p.title}**|{p.authors[0]} et.al.|[{p.arxiv}]({_ABS}{p.arxiv})|null|\n"
        for p in papers
    )
    return "|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n" + "".join(rows)


def mailing(papers: Sequence[Made]) -> str:
    cards = (
        f"\\\\\narXiv:{p.arxiv}\nDate: Mon, 9 Nov 2026 10:00:00 GMT   (100kb)\n\n"
        f"Title: {_hanging(p.title)}\nAuthors: {', '.join(p.authors)}\n"
        f"Categories: cs.RO cs.LG\n\\\\\n  {_hanging(p.abstract)}\n"
        f"\\\\ ( {_ABS}{p.arxiv} ,  100kb)\n{'-' * 78}\n"
        for p in papers
    )
    return f"{'-' * 78}\n" + "".join(cards)


def text_browser(papers: Sequence[Made]) -> str:
    lines, addresses = ["   Daily Papers", "", "   by AK and the research community", ""], []
    for p in papers:
        for words, url in (
            (str(p.upvotes), _LOGIN + p.arxiv),
            (p.title, _PAGE + p.arxiv),
            (p.abstract, _PAGE + p.arxiv),
        ):
            addresses.append(url)
            wrapped = textwrap.wrap(f"[{len(addresses)}]{words}", 70, break_long_words=False)
            lines += [*(f"   {line}" for line in wrapped), ""]
        lines += [f"     * {_count(p)}", "   ·", f"   {p.day}, 2026", ""]
    known = (f"   {n}. {url}" for n, url in enumerate(addresses, 1))
    return "\n".join([*lines, "References", "", "   Visible links", *known]) + "\n"


def identifiers_first(papers: Sequence[Made]) -> str:
    return "\n".join(f"{p.arxiv} {p.title}" for p in papers) + "\n"


def collection(papers: Sequence[Made]) -> str:
    return "\n".join(
        f"{p.title}\n\nPaper • {p.arxiv} • Published {p.day}, 2026 • {p.upvotes}\n" for p in papers
    )


def arxiv_page(papers: Sequence[Made]) -> str:
    return "Showing new listings for Friday, 13 November 2026\n\n" + "\n".join(
        f"[{n}] arXiv:{p.arxiv} [pdf, html, other]\n    Title: {p.title}\n"
        f"    {', '.join(p.authors)}\n    Comments: {n} pages\n    Subjects: Robotics (cs.RO)\n"
        for n, p in enumerate(papers, 1)
    )


def addresses_first(papers: Sequence[Made]) -> str:
    return "\n".join(f"{_ABS}{p.arxiv}\n{p.title}\n" for p in papers)


def quoted(papers: Sequence[Made]) -> str:
    return "Ada wrote:\n" + "".join(f"> {p.title}\n> {_ABS}{p.arxiv}\n>\n" for p in papers)


def org_mode(papers: Sequence[Made]) -> str:
    return "".join(f"* TODO [[{_ABS}{p.arxiv}][{p.title}]]\n" for p in papers)


RENDERINGS: Final[tuple[Callable[[Sequence[Made]], str], ...]] = (
    browser, compact, bare, firecrawl, html2text, reader, trending, assistant, headings, german,
    japanese, korean, chat, bullets, awesome, table, mailing, text_browser, identifiers_first,
    collection, arxiv_page, addresses_first, quoted, org_mode,
)  # fmt: skip


def wrapped(text: str, width: int) -> str:
    """The text as an editor breaks it at ``width``."""
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        for line in text.split("\n")
    )
    return "\n".join(piece for line in lines for piece in line)
