"""What listings call the facts of a paper: ``Authors:``, ``**Upvotes:**``, ``作者：``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

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
_LABELLED: Final = re.compile(
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
def read(text: str) -> tuple[str, str] | None:
    """The field that a line names and what it says of it; None where it is no such line.

    >>> read("作者：Ada Muster"), read("Tiny Kites: Steering Small Flyers")
    (('authors', 'Ada Muster'), None)
    """
    match = _LABELLED.match(text[:200])
    field = field_of(match[1]) if match else None
    if match is None or field is None:
        return None
    return field, text[match.start(2) :].strip()


def heads(text: str) -> str | None:
    """The field that a line is the heading of: ``Abstract`` and nothing else."""
    match = _ALONE.fullmatch(text)
    return field_of(match[1]) if match else None
