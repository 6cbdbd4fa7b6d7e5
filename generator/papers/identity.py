"""Which paper is it? Identifiers, title keys, permalinks, and the one answer to "the same?".

Every source goes through ``Index.find``: first the identifier (arXiv id, DOI), then the
title key. It answers only when sure; two records that share a title but state different
identifiers are two papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from slugify import slugify

from generator.papers.model import Corpus, Edition, Entry, LeftOut, Paper, Sighting
from generator.text import latex

_ARXIV = re.compile(
    r"""(?:arxiv:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?
        (\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?""",
    re.VERBOSE | re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s\"'<>]+)", re.IGNORECASE
)
_SLUG_LENGTH = 80
# An import of many days meets each title with every one of them.
_TITLES_KEPT = 1 << 16
_WORD = re.compile(r"[^\W_]+")
_NO_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
# Names that Windows keeps for devices, and the name of every folder's own page.
_RESERVED = frozenset(
    ["index", "con", "prn", "aux", "nul"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)]
)


def arxiv_id(text: str) -> str | None:
    """The arXiv id in ``text``, without version: ``2210.02414`` or ``cs/0601001``; else None.

    Takes a bare id, ``arXiv:`` form, or a link to the abstract or PDF.

    >>> arxiv_id("https://arxiv.org/abs/2210.02414v2")
    '2210.02414'
    """
    match = _ARXIV.fullmatch(text.strip())
    return match[1].lower() if match else None


def doi(text: str) -> str | None:
    """The DOI in ``text`` in lower case (DOIs ignore case), from a bare DOI or a link.

    >>> doi("https://doi.org/10.1000/ABC.1")
    '10.1000/abc.1'
    """
    match = _DOI.fullmatch(text.strip())
    return match[1].lower() if match else None


@lru_cache(maxsize=_TITLES_KEPT)
def title_key(title: str) -> str:
    """What two spellings of one title share: TeX, case, accents, punctuation and spaces folded.

    ``+`` and ``#`` stay, because ``DETR`` and ``DETR++`` are two papers, and so does a dot
    between digits. A title without any letter or digit is its own key.

    >>> title_key("GLM-130B: An Open Bilingual Pre-trained Model")
    'glm130banopenbilingualpretrainedmodel'
    """
    text = _decomposed(title)
    key = "".join(char for char in _NO_POINT.sub("", text) if _is_kept(char))
    return key if key.strip("+#") else " ".join(title.split()).casefold()


def words(text: str) -> tuple[str, ...]:
    """The words of a title or a name, with TeX, case and accents folded.

    >>> words("L\u00e9vy Walks: $\\alpha$-Stable")
    ('levy', 'walks', '\u03b1', 'stable')
    """
    return tuple(_WORD.findall("".join(filter(_is_plain, _decomposed(text)))))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", latex.to_text(text).casefold()).casefold()


def _is_plain(char: str) -> bool:
    return not unicodedata.combining(char)


def _is_kept(char: str) -> bool:
    # Accents have a combining class; the vowel signs of Indic scripts, which are letters, none.
    vowel_sign = unicodedata.category(char) in ("Mn", "Mc") and not unicodedata.combining(char)
    return char.isalnum() or char in "+#." or vowel_sign


def slug(title: str, taken: Collection[str] = ()) -> str:
    """The permalink of a new paper: lower-case ASCII words of its title, at most 80 characters.

    ``taken`` are permalinks in use; a number is added where the title's own is among them.

    >>> slug("GLM-130B: An Open Model", {"glm-130b-an-open-model"})
    'glm-130b-an-open-model-2'
    """
    base = _slug_alone(title)
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


@lru_cache(maxsize=_TITLES_KEPT)
def _slug_alone(title: str) -> str:
    base = slugify(
        latex.to_text(title), max_length=_SLUG_LENGTH, word_boundary=True, save_order=True
    )
    base = base.strip("-") or "paper"
    return f"{base}-paper" if base in _RESERVED else base


@dataclass(frozen=True, slots=True)
class Match:
    """A known paper, and why it is the one."""

    paper: str
    reason: str


@dataclass(slots=True)
class Index:
    """Finds the record of a paper; grows as records are added."""

    _by_arxiv: dict[str, str] = field(default_factory=dict)
    _by_doi: dict[str, str] = field(default_factory=dict)
    _by_title: dict[str, list[str]] = field(default_factory=dict)
    _arxiv: dict[str, str | None] = field(default_factory=dict)
    _stands_for: dict[str, str] = field(default_factory=dict)
    _by_former: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Index:
        """An index of ``papers``; what a record names in ``same_as`` leads to that record."""
        index = cls()
        for paper in papers:
            index.add(paper)
        return index

    def add(self, paper: Paper) -> None:
        """Make ``paper`` known; an identifier known already stays with its first record."""
        self._arxiv[paper.id] = paper.arxiv
        if paper.arxiv:
            self._by_arxiv.setdefault(paper.arxiv, paper.id)
        if paper.doi:
            self._by_doi.setdefault(paper.doi, paper.id)
        same_title = self._by_title.setdefault(title_key(paper.title), [])
        if paper.id not in same_title:
            same_title.append(paper.id)
        for other in paper.same_as:
            self._stands_for.setdefault(other, paper.id)
        # A permalink that is not its title's is that of a title the record had before.
        former = paper.aliases if slug(paper.title) == paper.id else (paper.id, *paper.aliases)
        for permalink in former:
            self._by_former.setdefault(permalink, paper.id)

    def find(self, title: str, arxiv: str | None = None, doi: str | None = None) -> Match | None:
        """The record of the paper with this title and these identifiers, or None."""
        if arxiv and arxiv in self._by_arxiv:
            return self._match(self._by_arxiv[arxiv], f"the same arXiv id {arxiv}")
        if doi and doi in self._by_doi:
            return self._match(self._by_doi[doi], f"the same DOI {doi}")
        for paper in self._by_title.get(title_key(title), ()):
            if not (arxiv and self._arxiv[paper]):
                return self._match(paper, "the same title")
        former = self._by_former.get(slug(title))
        if former and not (arxiv and self._arxiv[former]):
            return self._match(former, "the title its permalink was made of")
        return None

    def is_ambiguous(self, title: str) -> bool:
        """Whether more than one record has this title."""
        same = {self.target(paper) for paper in self._by_title.get(title_key(title), ())}
        return len(same) > 1

    def target(self, paper: str) -> str:
        """The record that stands for the one with this id: itself, or one that says same_as."""
        return self._stands_for.get(paper, paper)

    def find_entry(self, entry: Entry) -> Match | None:
        """The record of a listing's entry, or None."""
        return self.find(entry.title, entry.arxiv, entry.doi)

    def _match(self, paper: str, reason: str) -> Match:
        target = self.target(paper)
        return Match(target, reason if target == paper else f"{reason}, and same_as")


def resolve(corpus: Corpus) -> Corpus:
    """The corpus as readers see it: a record named in another's ``same_as`` is that other one.

    Editions point at the record that stands for both, once. Where ``digest.yml`` has suggested
    topics published, a record without topics has those.
    """
    if corpus.settings.publish_suggested:
        papers = {
            paper.id: replace(paper, topics=paper.topics or paper.suggested_topics)
            for paper in corpus.papers.values()
        }
        corpus = replace(corpus, papers=papers)
    stands_for = {
        other: paper.id
        for paper in corpus.papers.values()
        for other in paper.same_as
        if other in corpus.papers and other != paper.id
    }
    if not stands_for:
        return corpus
    papers = {
        paper.id: replace(
            paper,
            aliases=(*paper.aliases, *(o for o in paper.same_as if o not in paper.aliases)),
        )
        for paper in corpus.papers.values()
        if paper.id not in stands_for
    }
    editions = {edition.id: _point_at(edition, stands_for) for edition in corpus.editions.values()}
    return replace(corpus, papers=papers, editions=editions)


def declined(corpus: Corpus, title: str, arxiv: str | None, doi: str | None) -> LeftOut | None:
    """What a curator said of a paper that was declined: by its identifier, else by its title."""
    key = title_key(title) if title else ""
    for each in corpus.left_out:
        same = (arxiv and arxiv == each.arxiv) or (doi and doi == each.doi)
        other = (arxiv and each.arxiv) or (doi and each.doi)
        if same or (not other and key and key == title_key(each.title)):
            return each
    return None


def _point_at(edition: Edition, stands_for: dict[str, str]) -> Edition:
    sightings: dict[str, Sighting] = {}
    for sighting in edition.papers:
        target = stands_for.get(sighting.paper, sighting.paper)
        sightings.setdefault(target, replace(sighting, paper=target))
    return replace(edition, papers=tuple(sightings.values()))
