"""A paper as something to cite: BibTeX, RIS, CSL-JSON, and the tags of its page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal, NamedTuple

import msgspec
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex

from generator.papers import names, wording
from generator.papers.links import of_doi
from generator.papers.model import Paper, base_url
from generator.papers.names import Name
from generator.text.plain import paragraphs, plain, web_url
from generator.views.outputs import Shown, World

Kind = Literal["preprint", "conference", "journal"]


class _Type(NamedTuple):
    """What a kind of paper is called in each format, and BibTeX's field for its venue."""

    bibtex: str
    venue: str
    ris: str
    csl: str


_TYPES: Final[dict[Kind, _Type]] = {
    "preprint": _Type("misc", "howpublished", "GEN", "article"),
    "conference": _Type("inproceedings", "booktitle", "CONF", "paper-conference"),
    "journal": _Type("article", "journal", "JOUR", "article-journal"),
}
_PREPRINT = re.compile(
    r"(?:\w*Rxiv|CoRR|SSRN|OSF|Preprints|Research Square|Zenodo|Authorea)\b", re.IGNORECASE
)
# Journals whose names are acronyms, or begin as those of conferences do.
_JOURNAL = re.compile(
    r"(?:Proceedings|Proc\.) (?:of the )?(?:National Academy|VLDB|IEEE$|ACM (?:on|\w+\.)"
    r"|(?:(?!Ann|Conf|Meet)\w+ )*Society)"
    r"|(?:ACM|AMBIO|BMJ|DMLR|EMBO|ESSD|GCB|GRL|IEEE|IJCV|IJRR|JACS|JAIR|JAMA|JGR|JMLR|MEPS|NEJM|PAMI"
    r"|PLOS|PLoS|PNAS|TACL|TIP|TKDE|TMLR|TNNLS|TOG|TOIS|TPAMI)(?: O[Nn][Ee])?(?:$|[ ,]+\d)"
)
_CONFERENCE = re.compile(
    r"\b(?:Conf|Conference|Congress|Colloquium|Convention|Meeting|Proc|Proceedings|Summit|Symposium"
    r"|Workshops?|Findings of|Advances in Neural|Lecture Notes|ACM Multimedia|Eurographics"
    r"|Interspeech|(?:Euro|Mobi|Sen)Sys|USENIX)\b"
    # An acronym, alone but for a year and what part of it: EMNLP 2024, CVPR Workshops.
    r"|^(?:(?:19|20)\d\d )?(?=(?:[^A-Z]*[A-Z]){3}|[A-Z]{2}\b)[A-Z][\w*+/@-]+(?:[ ’'-]+(?:\d\d|\d{4}"
    r"|Asia|Findings|(?:Datasets|Demo|Main|Oral|Poster|Spotlight).*|\(.*\)|[A-Z]\w*[A-Z]\w*))*$"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# BibTeX counts braces even behind a backslash, so that a lone one must be spelled out; the
# old font encoding of TeX has other signs in the place of < > |.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_ENCODED = re.compile(r"[\\{}~^<>|&%$#_\x80-\U0010ffff]")
# What is escaped in a DOI, which styles and programs else take as it is.
_IN_DOI = re.compile(r"[\\{}%#&$]")
# What TeX joins to one sign: dashes, quotation marks, ?` and !`.
_JOINED = re.compile(r"-(?=-)|'(?=')|`(?=`)|\?(?=`)|!(?=`)")
_MAYBE = re.compile(r"[\\{}~^<>|&%$#_\x80-\U0010ffff'`?!-]")  # of both; most texts have none
_PARTING = re.compile(r",|\band\b", re.IGNORECASE)
_PARTS = re.compile(r"([^\W_]+)")


class Reference(msgspec.Struct, frozen=True, eq=False):
    """A paper as its readers cite it, in plain text; what is not known is ''.

    ``issued`` is a day, month or year: of where it was published, where that is known, else
    of the preprint. ``doi`` is that of arXiv where there is no other. ``total`` counts all
    authors, also those that are not named. ``publisher`` is arXiv of what is a preprint there.
    ``note`` says what became of the paper since. One equals only itself: a paper's is one object.
    """

    key: str
    kind: Kind
    title: str
    authors: tuple[Name, ...]
    total: int
    venue: str
    issued: str
    arxiv: str
    doi: str
    category: str
    url: str
    keywords: tuple[str, ...]
    abstract: str
    publisher: str
    note: str


@lru_cache(maxsize=64)  # a paper's page and files are made one after the other
def reference(world: World, shown: Shown) -> Reference:
    """A paper as a reference."""
    paper = shown.paper
    venue, arxiv, published = plain(paper.venue or ""), plain(paper.arxiv or ""), paper.published
    year = _YEAR.search(venue)
    issued = year[0] if year and not (published or "").startswith(year[0]) else published or ""
    authors = tuple(
        names.parts(name if isinstance(each, str) else each)
        for each in paper.authors
        if (name := plain(str(each)))
    )
    return Reference(
        key=shown.key,
        kind=_kind(venue),
        title=plain(paper.title),
        authors=authors,
        total=max(len(authors), paper.authors_count or 0),
        venue=venue,
        issued=issued,
        arxiv=arxiv,
        doi=plain(paper.doi or "") or (f"10.48550/arXiv.{arxiv}" if arxiv else ""),
        category=plain(paper.category or ""),
        url=source_url(paper),
        keywords=tuple(plain(topic.title) for topic in world.known_topics(paper)),
        abstract="\n\n".join(paragraphs(paper.abstract)),
        publisher="arXiv" if arxiv and not venue else "",
        note=". ".join(wording.standing(paper, base_url(world.settings))),
    )


def _kind(venue: str) -> Kind:
    """What a paper is by the name of its venue: an article, unless that says another thing.

    >>> list(map(_kind, ("", "bioRxiv", "EMNLP 2024", "Workshop on Lids", "PNAS", "Ecology")))
    ['preprint', 'preprint', 'conference', 'conference', 'journal', 'journal']
    """
    if not venue or _PREPRINT.match(venue):
        return "preprint"
    is_conference = _CONFERENCE.search(venue) and not _JOURNAL.match(venue)
    return "conference" if is_conference else "journal"


def source_url(paper: Paper) -> str:
    """Where the paper itself is: on arXiv, behind its DOI, on a page of its own; '' else."""
    if paper.arxiv:
        return web_url(f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.doi:
        return web_url(of_doi(paper.doi))
    return next((web_url(link.url) for link in paper.links if link.kind == "paper"), "")


@lru_cache(maxsize=64)
def bibtex(ref: Reference) -> str:
    """The entry of a paper in BibTeX, without a line end.

    The fields are those that arXiv's own export has (https://info.arxiv.org/help/hypertex/
    bibstyles), with keywords; "and others" stands for authors not named. Letters outside ASCII
    are TeX in braces, ``{\\"u}``: classic BibTeX, which counts bytes, sorts and abbreviates
    only those, and Biber, Zotero and JabRef read them.
    """
    kind = _TYPES[ref.kind]
    others = ["others"] if ref.authors and ref.total > len(ref.authors) else []
    keywords = (f"{{{tex(word)}}}" if "," in word else tex(word) for word in ref.keywords)
    year, _, rest = ref.issued.partition("-")
    values = {
        "title": _title(ref.title),
        "author": " and ".join([*map(_author, ref.authors), *others]),
        kind.venue: tex(ref.venue),
        "year": year,
        "month": wording.MONTHS[int(rest[:2]) - 1][:3].lower() if rest else "",
        "eprint": tex(ref.arxiv),
        "archivePrefix": "arXiv" if ref.arxiv else "",
        "primaryClass": tex(ref.category) if ref.arxiv else "",
        "doi": _IN_DOI.sub(lambda sign: _SPECIAL[sign[0]], ref.doi),
        "url": ref.url,
        "note": tex(ref.note),
        "keywords": ", ".join(keywords),
    }
    # A month is the name of a macro.
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in values.items()
        if value or name == "title"
    ]
    return f"@{kind.bibtex}{{{ref.key},\n" + ",\n".join(lines) + "\n}"


def tex(text: str) -> str:
    """``text`` on one line as TeX that shows exactly it.

    >>> print(tex("Müller & 5%"))
    M{\\"u}ller \\& 5\\%
    """
    return _encoded(unicodedata.normalize("NFC", plain(text)))


def _title(title: str) -> str:
    """TeX of a title, with braces around what a style must not put into lower case.

    Those are words with a capital behind their start, single capitals, and, where most words of
    the title are in lower case, those that begin with a capital all the same: names.
    """
    text = unicodedata.normalize("NFC", plain(title))
    pieces = _PARTS.split(text)
    words = [word for word in pieces[3::2] if len(word) > len("with")]
    has_names = sum([word[0].isupper() for word in words]) * 2 < len(words)
    encoded = [*map(_encoded, pieces)] if _encoded(text) != text else [*pieces]
    for at, word in enumerate(pieces[1::2]):
        rest = word[1:]
        if rest != rest.lower() or (
            word[0].isupper()
            and word not in ("A", "I")
            and (len(word) == 1 or (has_names and (at or pieces[0])))
        ):
            encoded[2 * at + 1] = f"{{{encoded[2 * at + 1]}}}"
    return "".join(encoded)


def _author(name: Name) -> str:
    if not name.given:
        return f"{{{tex(name.family)}}}"
    return ", ".join([_part(each) for each in (_family(name), name.suffix, name.given) if each])


def _part(text: str) -> str:
    """A part of a name; in braces where BibTeX would take it apart."""
    return f"{{{tex(text)}}}" if _PARTING.search(text) else tex(text)


def _family(name: Name) -> str:
    return f"{name.particle} {name.family}" if name.particle else name.family


def _encoded(text: str) -> str:
    if not _MAYBE.search(text):
        return text
    return _JOINED.sub(r"\g<0>{}", _ENCODED.sub(lambda match: _sign(match[0]), text))


@cache
def _sign(char: str) -> str:
    """TeX of one character; the character itself where no TeX that reads back is known."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    encoded = str(
        unicode_to_latex(
            char,
            replacement_latex_protection="braces-all",
            unknown_char_policy="keep",
            unknown_char_warning=False,
        )
    )
    return encoded if encoded.isascii() and _decoder().latex_to_text(encoded) == char else char


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(strict_latex_spaces=True)


def ris(ref: Reference) -> str:
    """The entry of a paper in RIS, which ends in an empty line.

    The tags are those that Zotero, EndNote and Mendeley share; a preprint is generic, since
    RIS has no type for one. https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    fields = (
        ("TY", _TYPES[ref.kind].ris),
        ("ID", ref.key),
        ("TI", ref.title),
        *(
            ("AU", ", ".join(filter(None, (_family(name), name.given, name.suffix))))
            for name in ref.authors
        ),
        ("T2", ref.venue),
        ("PY", ref.issued[:4]),
        ("DA", ref.issued.replace("-", "/")),
        ("PB", ref.publisher),
        ("AN", ref.arxiv and f"arXiv:{ref.arxiv}"),
        ("DO", ref.doi),
        ("UR", ref.url),
        ("N1", ref.note),
        *(("KW", word) for word in ref.keywords),
        ("AB", " ".join(ref.abstract.split())),
    )
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join((*lines, "ER  - ", "", ""))


def csl(ref: Reference) -> dict[str, Any]:
    """A paper as an item of CSL-JSON, which Zotero, Pandoc and citeproc read.

    CSL has no "and others": ``note`` says where not all authors are named.
    https://github.com/citation-style-language/schema (csl-data.json, 1.0.2)
    """
    kind = _TYPES[ref.kind]
    named = f"{len(ref.authors)} of {wording.count(ref.total, 'author')} named"
    notes = (named if ref.total > len(ref.authors) else "", ref.note)
    return nonempty(
        {
            "id": ref.key,
            "type": kind.csl,
            "title": ref.title,
            "author": list(map(_csl_name, ref.authors)),
            "issued": {"date-parts": [list(map(int, ref.issued.split("-")))]} if ref.issued else {},
            "container-title": ref.venue,
            "publisher": ref.publisher,
            "number": ref.publisher and f"arXiv:{ref.arxiv}",
            "DOI": ref.doi,
            "URL": ref.url,
            "abstract": ref.abstract,
            "keyword": "; ".join(ref.keywords),
            "note": ". ".join(filter(None, notes)),
        }
    )


def _csl_name(name: Name) -> dict[str, Any]:
    if not name.given:
        return {"literal": name.family}
    return nonempty(
        {
            "family": name.family,
            "given": name.given,
            "non-dropping-particle": name.particle,
            "suffix": name.suffix,
        }
    )


def nonempty(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``facts`` that are not empty."""
    return {name: value for name, value in facts.items() if value}


def tags(ref: Reference, authors: Iterable[str], page: str) -> Iterator[tuple[str, str]]:
    """The tags of a paper's ``page`` that Zotero's "Embedded Metadata" and Google Scholar read.

    Authors stand as printed: Zotero takes ``Le Roux, Nicolas Paul`` for two people. The abstract
    is stated only where it is one. ``z:itemType`` is for Zotero alone, which else takes a preprint
    for an article. https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    yield "citation_title", ref.title
    yield from (("citation_author", plain(name)) for name in authors)
    facts = {
        "citation_publication_date": ref.issued.replace("-", "/"),
        "citation_conference_title": ref.venue if ref.kind == "conference" else "",
        "citation_journal_title": ref.venue if ref.kind == "journal" else "",
        "citation_arxiv_id": ref.arxiv,
        "citation_doi": ref.doi,
        "citation_public_url": ref.url,
        "citation_abstract_html_url": page,
        "citation_pdf_url": web_url(f"https://arxiv.org/pdf/{ref.arxiv}") if ref.arxiv else "",
        "citation_keywords": "; ".join(ref.keywords),
        "citation_abstract": " ".join(ref.abstract.split()),
        "z:itemType": "preprint" if ref.publisher or (ref.venue and ref.kind == "preprint") else "",
    }
    yield from nonempty(facts).items()
