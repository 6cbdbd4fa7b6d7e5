"""Which paper is it? Identifiers, title keys, permalinks, citation keys, who stands for whom."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count
from string import ascii_lowercase
from urllib.parse import unquote

from slugify import slugify

from generator.papers import fields, links, names
from generator.papers.model import Corpus, LeftOut, Paper, Sighting
from generator.text import latex
from generator.text.words import fold, runs

_ID = r"(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z-]+)?/[0-9]{7})(?:v[1-9][0-9]*)?"
# What stands before an identifier: the word, a page that shows the paper, a DOI, CoRR's volume.
_ARXIV = re.compile(
    rf"""(?:(?:arxiv\s+(?:e-?print|preprint)\s*,?\s*)?arxiv\s*[:.]\s*|(?:corr,?\s+)?abs/
        |(?:https?://)?(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)\.org/(?:[^\s?\#]*/)?
        |(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/papers/(?:[^\s?\#]*/)?
        |(?:https?://)?(?:www\.)?paperswithcode\.com/(?:[^\s\#]*[/=:])?
        |(?:doi:\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?10\.48550/arxiv\.)?
        {_ID}(?:\.pdf|\.md)?/?(?:[?\#]\S*)?(?:\s*\[[^\]]*\].*)?""",
    re.VERBOSE | re.IGNORECASE,
)
# What stands before a DOI: the word, the resolver, the page of a journal.
_DOI = re.compile(
    r"""(?:urn:)?(?:doi:\s*)?(10\.\S+)|(?:https?://)?(?:dx\.|www\.)?doi\.org/+(10\.[^\s?\#]+)\S*
        |https?://(?:[\w-]+\.)*(?:acm|acs|annualreviews|biorxiv|bioone|frontiersin|medrxiv|plos|pnas
        |royalsocietypublishing|sagepub|science|springer|tandfonline|wiley)\.(?:com|org)/(?:\S+/)?
        (?:article(?:/file)?\?id=|(?:articles?|chapter|content(?:/pdf)?|doi(?:/(?:abs|e?pdf|full)\w*)?)/)
        (10\.[0-9]+/[^\s?\#&]+?)
        (?:v[0-9]+)?(?:\.full(?:-text)?|\.abstract)?(?:\.pdf(?:\+html)?|/(?:abstract|e?pdf|full|html))?/?(?:[?\#&]\S*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 2_000
_DIGIT = re.compile("[0-9]")
_SLUG_LENGTH = 80
# An import of many days meets each title with every one of them.
_TITLES_KEPT = 1 << 16
_NOT_KEPT = re.compile(r"[^a-z0-9+#.]")
_NO_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
# Signs as TeX spells them: where a source lost the backslash, the name is left.
_SPELLED = {
    code: unicodedata.name(chr(code)).split()[-1].lower() for code in range(ord("α"), ord("ω") + 1)
} | {ord("λ"): "lambda", ord("∞"): "infty", ord("∇"): "nabla", ord("ˆ"): "^"}
# Names that Windows keeps for devices, and the name of every folder's own page.
_RESERVED = frozenset(
    ["index", "con", "prn", "aux", "nul"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)]
)
_UNTELLING_WORDS = """
a an and are as at beyond by can do does for from how in is it its not of on or rethinking
revisiting the this to toward towards understanding via we what when where which who why will with
"""
_UNTELLING = frozenset(_UNTELLING_WORDS.split())


@lru_cache(maxsize=8192)  # the readers of captures ask several times about each word
def arxiv_id(text: str) -> str | None:
    """The arXiv id in ``text``, without version: ``2210.02414`` or ``cs/0601001``; else None.

    Takes a bare id, the form ``arXiv:2210.02414v2 [cs.CL]``, DOIs that arXiv gives, and pages
    that show the paper: abstract or PDF, at arXiv and its mirrors, Daily Papers, alphaXiv,
    ar5iv, Papers with Code. What no paper can have (month 13) is none.

    >>> arxiv_id("arxiv.org/abs/2210.02414v2?context=cs"), arxiv_id("math.GT/0309136")
    ('2210.02414', 'math/0309136')
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    match = _ARXIV.fullmatch(_bare(text))
    return fields.ARXIV.read(match["id"]) if match else None


def doi(text: str) -> str | None:
    """The DOI in ``text`` in lower case (DOIs ignore case): bare, in a link, in a journal's page.

    >>> doi("https://doi.org/10.1000/ABC.1")
    '10.1000/abc.1'
    """
    if len(text) > _LONGEST or "10." not in text:
        return None
    match = _DOI.fullmatch(_bare(text))
    return fields.DOI.read(match[match.lastindex or 0]) if match else None


def is_identifier(text: str) -> bool:
    """Whether a text is an arXiv id or a DOI, in any of their forms."""
    return bool(arxiv_id(text) or doi(text))


def _bare(text: str) -> str:
    """A text without its percent signs, if an address, and what a sentence has around it."""
    text = (unquote(text) if "%" in text and "://" in text else text).strip().lstrip("([<")
    return links.without_trailing(text, ".,;:!?")


def identifiers(paper: Paper) -> tuple[str | None, str | None]:
    """The arXiv id and the DOI of a paper; a DOI that arXiv gave is its arXiv id."""
    by_doi = arxiv_id(paper.doi) if paper.doi else None
    return paper.arxiv or by_doi, None if by_doi else paper.doi


@lru_cache(maxsize=_TITLES_KEPT)
def title_key(title: str) -> str:
    """What two spellings of one title share: TeX, case, accents, punctuation and spaces folded.

    Greek letters are their names, which is what is left of them where a backslash was lost.
    ``+`` and ``#`` stay, because ``DETR`` and ``DETR++`` are two papers, and so does a dot
    between digits. A title without any letter or digit is its own key.

    >>> title_key("GLM-130B: An Open Bilingual Pre-trained Model")
    'glm130banopenbilingualpretrainedmodel'
    """
    text = unicodedata.normalize("NFKD", latex.to_text(title).casefold()).casefold()
    text = _NO_POINT.sub("", _spelled(text).replace("^circ", ""))
    if text.isascii():
        key = _NOT_KEPT.sub("", text)
    else:
        key = "".join(char for char in text if _is_kept(char))
    return key if key.strip("+#") else " ".join(title.split()).casefold()


def words(text: str) -> tuple[str, ...]:
    r"""The words of a title or a name, with TeX, case and accents folded.

    >>> words(r"Lévy Walks: $\alpha$-Stable")
    ('levy', 'walks', 'alpha', 'stable')
    """
    return tuple(runs(_spelled(fold(latex.to_text(text)))))


def _spelled(text: str) -> str:
    return text if text.isascii() else text.translate(_SPELLED)


def _is_kept(char: str) -> bool:
    # Accents have a combining class; the vowel signs of Indic scripts, which are letters, none.
    vowel_sign = unicodedata.category(char) in ("Mn", "Mc") and not unicodedata.combining(char)
    return char.isalnum() or char in "+#." or vowel_sign


def slug(title: str, taken: Container[str] = ()) -> str:
    """The permalink of a new paper: lower-case ASCII words of its title, none of those ``taken``.

    >>> slug("GLM-130B: An Open Model", {"glm-130b-an-open-model"})
    'glm-130b-an-open-model-2'
    """
    return free(_slug_alone(title), taken)


def free(id: str, taken: Container[str]) -> str:
    """The id, or the first of ``id-2``, ``id-3`` and so on that is not among those ``taken``."""
    return next(each for each in chain([id], (f"{id}-{n}" for n in count(2))) if each not in taken)


@lru_cache(maxsize=_TITLES_KEPT)
def _slug_alone(title: str) -> str:
    base = slugify(
        latex.to_text(title), max_length=_SLUG_LENGTH, word_boundary=True, save_order=True
    )
    base = base.strip("-") or "paper"
    return f"{base}-paper" if base in _RESERVED else base


def usual_key(paper: Paper) -> str:
    """The citation key that authors would expect of ``paper``, whoever else has it.

    It is made of what hardly ever changes: the first author's family name, the year of the
    arXiv identifier, the first telling word of the permalink.

    >>> usual_key(Paper("glm-130b-open", "GLM", arxiv="2210.02414", authors=("Aohan Zeng",)))
    'zeng2022glm'
    """
    year = fields.arxiv_month(paper.arxiv) if paper.arxiv else paper.published or ""
    return _key(paper.authors[0] if paper.authors else "", year[:4], paper.id)


@lru_cache(maxsize=_TITLES_KEPT)  # the check and what is published ask of every paper
def _key(author: names.Author, year: str, id: str) -> str:
    family = names.parts(author).family
    is_plain = family.isascii() and family.isalnum()  # most are
    folded = family.lower() if is_plain else slugify(family, separator="")
    words = id.split("-")
    telling = (word for word in words if not (word in _UNTELLING or word.isdecimal()))
    word = next(telling, words[0])
    return f"{folded}{year}{word}" if family else f"{word}{year}"


def citation_keys(papers: Iterable[Paper], before: Container[str] = ()) -> dict[str, str]:
    """By id the citation key of each of ``papers``: the stated one, else the usual.

    Of several that share the usual one, the first that came has it, the others the usual one
    with ``b``, ``c`` and so on, which their records should state. Those whose ids are among
    ``before`` came before the others.
    """
    keys = {paper.id: paper.citation_key for paper in papers if paper.citation_key}
    taken = {*keys.values()}
    shared: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.id not in keys:
            shared[usual_key(paper)].append(paper)
    for usual, rivals in shared.items():
        if len(rivals) == 1 and usual not in taken:  # as nearly all are
            keys[rivals[0].id] = usual
            taken.add(usual)
            continue
        for paper in sorted(rivals, key=lambda it: (it.id not in before, it.added or "", it.id)):
            key = next(key for key in _with_letters(usual) if key not in taken)
            keys[paper.id] = key
            taken.add(key)
    return keys


def _with_letters(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{key}{number}" for number in count(27))


def stand_ins(papers: Iterable[Paper]) -> dict[str, str]:
    """By the id of each record that another names in ``same_as`` the id of that other."""
    return {other: paper.id for paper in papers for other in paper.same_as if other != paper.id}


def resolve(corpus: Corpus) -> Corpus:
    """The corpus as readers see it: a record named in another's ``same_as`` is that other one.

    Editions point at the record that stands for both, once. Where ``digest.yml`` has suggested
    topics published, a record that states none has those. Suggestions that a curator has
    decided on are gone.
    """
    published = corpus.settings.publish_suggested
    papers = {id: _with_suggested(paper, published) for id, paper in corpus.papers.items()}
    corpus = replace(corpus, papers=papers)
    others = stand_ins(corpus.papers.values()).items()
    targets = {other: id for other, id in others if other in corpus.papers}
    if not targets:
        return corpus
    papers = {
        paper.id: replace(paper, aliases=tuple(dict.fromkeys((*paper.aliases, *paper.same_as))))
        for paper in corpus.papers.values()
        if paper.id not in targets
    }
    editions = {}
    for edition in corpus.editions.values():
        seen: dict[str, Sighting] = {}
        for sighting in edition.papers:
            target = targets.get(sighting.paper, sighting.paper)
            seen.setdefault(target, replace(sighting, paper=target))
        editions[edition.id] = replace(edition, papers=tuple(seen.values()))
    return replace(corpus, papers=papers, editions=editions)


def _with_suggested(paper: Paper, published: bool) -> Paper:
    if not paper.suggested_topics:
        return paper
    if paper.topics or "topics" in paper.stated:
        return replace(paper, suggested_topics=())
    return replace(paper, topics=paper.suggested_topics) if published else paper


class Declined:
    """Finds what a curator said of a paper that was declined."""

    def __init__(self, left_out: Iterable[LeftOut]) -> None:
        self._by_id: dict[str, LeftOut] = {}
        self._by_title: dict[str, list[LeftOut]] = defaultdict(list)
        for each in left_out:
            for name in filter(None, (each.arxiv, each.doi)):
                self._by_id.setdefault(name, each)
            self._by_title[title_key(each.title)].append(each)

    def find(self, title: str, arxiv: str | None, doi: str | None) -> LeftOut | None:
        """What was said of a paper, by its identifier, else by its title; None where nothing."""
        if match := self._by_id.get(arxiv or "") or self._by_id.get(doi or ""):
            return match
        for each in self._by_title.get(title_key(title), ()) if title else ():
            if not ((arxiv and each.arxiv) or (doi and each.doi)):
                return each
        return None
