"""Lines that state facts of a paper: ``• 4 authors``, ``Feb 7, 2024 1``, ``作者：Ada Muster``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from generator.sources import days, identifiers

Awaited = Literal["submitter", "stars", "upvotes", ""]

_LONGEST: Final = 200
_BULLETS: Final = re.compile(r"^(?:[-*+•◦]\s+)+(?=\S)")
_COUNT: Final = r"(\d{1,9}|\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,2})?[kK])"
_COUNTED: Final = re.compile(
    rf"\W{{0,4}}{_COUNT}\W{{0,4}}(?:upvotes?|votes?|likes?|comments?)?\W?", re.I
)
_PARTS: Final = re.compile(r"[·•|]|,\s+(?=[\d.,kK]+\s+(?:upvotes?|comments?|votes|likes|stars))")
_AUTHORS: Final = re.compile(
    r"(\d{1,6})\s*(?:authors?|位作者|名作者|(?:人|名)の著者|명의 저자|autor(?:en|es)|auteurs)"
    r"|(?:作者|著者|저자)\s*[:：]?\s*(\d{1,6})\s*(?:位|名|人|명)?",
    re.IGNORECASE,
)
_UPVOTES: Final = re.compile(
    rf"(?:upvotes?|▲|👍|⬆️?|:arrow_up:|:\+1:)\s*{_COUNT}|{_COUNT}\s*(?:upvotes?|votes?|likes?|👍|▲|⬆️?|点赞)",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    rf"{_COUNT}\s*(?:comments?|💬|评论|コメント)|💬\s*{_COUNT}", re.IGNORECASE
)
_STARS: Final = re.compile(rf"(?:github|⭐️?|★|:star:)\s*{_COUNT}?|{_COUNT}\s*(?:stars?|⭐️?)", re.I)
_FURNITURE: Final = re.compile(
    r"(?:view )?arxiv(?: page)?|(?:view )?pdf|add to collection|project page|hugging face|paper"
    r"|·|\.|new",
    re.IGNORECASE,
)
_SUBMITTER: Final = re.compile(r"submitted by\b\s*(\S*)(?: on .*)?", re.IGNORECASE)
_DASH: Final = re.compile(r"(?:\[-\]\s*)?[-–—]")
_NUMBER: Final = re.compile(rf"(?:\[-\]\s*)?{_COUNT}")
# What is left of "• 12 authors" when it is cut is no organisation.
_CUT_AUTHORS: Final = re.compile(r"\d+(?: (?:a|au|aut|auth|autho))?")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one line states of a paper.

    ``organisation`` stands for its authors; a ``number`` alone, and a ``dash`` in its place,
    are upvotes or comments by their place among the papers; what the line ``awaits`` stands
    on the next.
    """

    authors_count: int | None = None
    day: days.WrittenDay | None = None
    upvotes: int | None = None
    comments: int | None = None
    arxiv: str | None = None
    organisation: str | None = None
    number: int | None = None
    dash: bool | None = None
    awaits: Awaited = ""

    def stated(self) -> frozenset[str]:
        """The names of the facts it states."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) not in (None, ""))

    def with_all(self, other: Facts) -> Facts:
        """These facts and those of another line of the same paper."""
        return replace(self, **{name: getattr(other, name) for name in other.stated()})


@lru_cache(maxsize=4096)  # several ask about each line
def read(line: str) -> Facts | None:
    """What a line of metadata states, None where the line is text. ``·`` alone states nothing.

    Only a bullet makes an organisation of a name, so ``A · B`` can be a title.
    """
    if len(line) > _LONGEST:
        return None
    bullet = line[0] == "•" if line else False
    facts = Facts()
    parts = [part.strip() for part in _PARTS.split(_BULLETS.sub("", line))]
    for number, part in enumerate(filter(None, parts)):
        said = _part(part)
        if not said and number == 0 and bullet and not _CUT_AUTHORS.fullmatch(part):
            said = Facts(organisation=part)
        if not said or said.stated() & facts.stated():
            return None
        facts = facts.with_all(said)
    if facts.number is not None and len(facts.stated()) > 1:
        # Behind a date the comments, on a card of a collection, which has its id, the upvotes.
        number, facts = facts.number, replace(facts, number=None)
        facts = replace(facts, upvotes=number) if facts.arxiv else replace(facts, comments=number)
    return facts


def _part(part: str) -> Facts | None:
    if match := _AUTHORS.fullmatch(part):
        return Facts(authors_count=int(match[1] or match[2]))
    if match := _UPVOTES.fullmatch(part):
        return Facts(upvotes=count(match[1] or match[2]))
    if match := _COMMENTS.fullmatch(part):
        return Facts(comments=count(match[1] or match[2]))
    if match := _STARS.fullmatch(part):
        return Facts(awaits="" if match[1] or match[2] else "stars")
    if match := _SUBMITTER.fullmatch(part):
        return Facts(awaits="" if match[1] else "submitter")
    if part.casefold() == "upvote":
        return Facts(awaits="upvotes")
    if _DASH.fullmatch(part):
        return Facts(dash=True)
    if match := _NUMBER.fullmatch(part):
        return Facts(number=count(match[1]))
    if _FURNITURE.fullmatch(part):
        return Facts()
    if arxiv := identifiers.arxiv(part):
        return Facts(arxiv=arxiv)
    return _dated(part)


def _dated(part: str) -> Facts | None:
    """A day, and the number of comments that may stand behind it."""
    day, rest = days.at_start(days.ON.sub("", part)) or (None, part)
    if not day or not rest.strip():
        return Facts(day=day) if day else None
    match = _NUMBER.fullmatch(rest.strip()) or _COMMENTS.fullmatch(rest.strip())
    return Facts(day=day, comments=count(match[1])) if match else None


def upvotes_in(text: str) -> int | None:
    """The upvotes that a line states among other words: ``…, 51 upvotes``."""
    match = _UPVOTES.search(text[-_LONGEST:])
    return count(match[1] or match[2]) if match else None


def count_of(text: str) -> int | None:
    """The number that a text is and nothing else, as pages write it: ``12``, ``11.3k votes``."""
    match = _COUNTED.fullmatch(text) if len(text) <= _LONGEST else None
    return count(match[1]) if match else None


def count(text: str) -> int:
    """A number as pages write it: ``12``, ``1,234``, ``11.3k``."""
    digits = text.replace(",", "")
    return round(float(digits[:-1]) * 1000) if digits[-1:] in "kK" else int(digits)


def shared(
    head: Sequence[int | None], tails: Sequence[Sequence[int | None]]
) -> list[tuple[int | None, int | None]]:
    """Upvotes and comments of each paper, from the numbers (None: a dash) between them.

    ``head`` stands before the first title, ``tails`` behind each. Where the first paper has a
    number or a dash before its title, all have: the last before a title is that paper's
    upvotes, one more the comments of the paper above. Else a number behind is comments.
    """
    found = []
    upvotes = head[-1] if head else None
    for place, tail in enumerate(tails):
        own = list(tail)
        following = own.pop() if head and own and place + 1 < len(tails) else None
        found.append((upvotes, next((number for number in own if number is not None), None)))
        upvotes = following
    return found


# Labelled

_WORDS: Final = {
    "title": "title|paper title|english title|英文标题|标题|题目|論文名|タイトル|제목"
    "|titel|titre|título",
    "authors": r"authors?|author\(s\)|by|作者|著者|저자|autor(?:en)?|auteurs?|autores|autori",
    "published": "published(?: on| date)?|date|publish date|publication date|posted(?: on)?"
    "|submitted(?: on)?|year|发布日期|发表日期|发布时间|日期|公開日|投稿日|発表日|게시일|발행일"
    "|날짜|veröffentlicht(?: am)?|datum|publié(?: le)?|publicado|fecha",
    "upvotes": "upvotes?|votes?|likes?|👍|▲|⬆️?|点赞数?|赞|投票数|いいね|추천(?:수)?"
    "|stimmen|votos",
    "comments": "comments?|💬|评论数?|コメント数?|댓글(?:수)?|kommentare|commentaires|comentarios",
    "arxiv": "arxiv(?: ?id|_id)?|paper id|id|论文id|arxiv编号",
    "doi": "doi",
    "paper": "links?|url|paper(?: link| url)?|pdf(?: link)?|read(?: more)?|abs|source|html"
    "|hugging ?face(?: page| paper)?|hf(?: page)?|论文链接|论文地址|论文|链接|原文(?:链接)?"
    "|リンク|論文|링크|논문|lien|enlace|artikel",
    "code": "code|github|repo(?:sitory)?|source code|implementation|代码(?:链接|地址)?|开源代码"
    "|コード|코드|깃허브|quellcode|código",
    "project": "projects?|project ?page|website|homepage|项目(?:主页|地址)?|主页"
    "|プロジェクト(?:ページ)?|프로젝트(?: 페이지)?|projektseite|page du projet"
    "|página del proyecto",
    "demo": "demo|演示|デモ|데모",
    "dataset": "datasets?|data|数据集?|データセット?|데이터(?:셋)?|daten(?:satz)?",
    "model": "models?|weights|模型|モデル|모델|modelle?",
    "video": "video|youtube|视频|動画|영상",
    "venue": "venue|conference|journal|published in|journal[- ]ref|会议|期刊|学会|학회",
    "category": "categor(?:y|ies)|primary category|subjects?|primary subject|类别|分类",
    "abstract": "abstract|摘要|论文摘要|概要|要旨|アブストラクト|초록|zusammenfassung|résumé"
    "|resumen",
    # What is no fact of the paper: a picker's words, an AI's, a translation of the title.
    "": "中文标题|标题翻译|status|tags?|topics?|keywords?|notes?|summary|tl;?dr|ai summary|stars?"
    "|ai keywords|one[- ]sentence summary|key (?:points?|takeaways?|idea|insights?|findings?)"
    "|why (?:it matters|read).{0,20}|remarks?|关键词|一句话总结|总结|简介|要点|备注|요약|まとめ",
}  # fmt: skip
_LABELS: Final = {field: re.compile(words, re.IGNORECASE) for field, words in _WORDS.items()}
_LABEL_AND_VALUE: Final = re.compile(
    r"[^\w\s▲👍💬⬆]{0,3}\s*([\w ()./;'’▲👍💬⬆️-]{1,40}?)\s*[:：]\s*(.*)", re.DOTALL
)
_ALONE: Final = re.compile(r"[^\w\s]{0,3}\s*([\w ]{1,40})", re.DOTALL)
NOTHING: Final = re.compile(
    r"(?:none|null|n/?a|无|無|없음|なし|keine?s?|-+|—)?[.。]?", re.IGNORECASE
)


def field_of(label: str) -> str | None:
    """The field that a label names, '' of one that says nothing of the paper; else None."""
    label = " ".join(label.split())
    return next((name for name, known in _LABELS.items() if known.fullmatch(label)), None)


@lru_cache(maxsize=4096)  # several ask about each line
def labelled(text: str) -> tuple[str, str] | None:
    """The field that a line names and what it says of it; None where it is no such line.

    >>> labelled("作者：Ada Muster"), labelled("Tiny Kites: Steering Small Flyers")
    (('authors', 'Ada Muster'), None)
    """
    match = _LABEL_AND_VALUE.match(text[:200])
    field = field_of(match[1]) if match else None
    if match is None or field is None:
        return None
    return field, text[match.start(2) :].strip()


def heads(text: str) -> str | None:
    """The field that a line is the heading of: ``Abstract`` and nothing else."""
    match = _ALONE.fullmatch(text)
    return field_of(match[1]) if match else None
