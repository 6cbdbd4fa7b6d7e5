"""What the files of the JSON API state, and their JSON Schemas, which follow from that.

A field that has a default is absent where it is not known; lists are always there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from generator.papers import fields
from generator.papers.fields import REQUIRED, Form, Number, Several, Words
from generator.papers.model import EditionKind, Id, LinkKind
from generator.store.schema import json_schema

VERSION: Final = 1
"""Of the format: it grows only when a field goes away or changes its meaning."""

_Address = Annotated[str, Form("an address", lambda text: text, r"\S+", longest=5000)]
_File = Annotated[
    str, Form("an address", lambda text: text, r"(https?://\S+/)?[a-z/{}.-]+"), REQUIRED
]
_Line = Annotated[str, Words(5000)]
_Text = Annotated[str, Words(50_000, lines=True)]
_Date = Annotated[str | None, fields.PUBLISHED]
_Ids = Annotated[tuple[Id, ...], Several(10_000_000, unique=True)]
_Count = Annotated[int, Number(0, 1_000_000_000)]


@dataclass(frozen=True, kw_only=True)
class LinkData:
    """A link of a paper."""

    kind: Annotated[LinkKind, "What stands behind the link"]
    url: Annotated[str, fields.URL]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A listing that has a paper."""

    edition: Annotated[Id, "Id of editions.json"]
    upvotes: Annotated[int | None, fields.UPVOTES, "As the listing counted them"] = None
    comments: Annotated[int | None, fields.COMMENTS, "As the listing counted them"] = None


@dataclass(frozen=True, kw_only=True)
class PaperData:
    """Everything known of one paper."""

    id: Annotated[Id, "The permalink: papers/<id>/. It never changes"]
    url: Annotated[_Address, "The page of the paper"]
    title: Annotated[_Line, "The title, in Unicode"]
    authors_count: Annotated[
        int | None,
        fields.AUTHORS_COUNT,
        "How many authors the paper has; more than `authors` where a listing names only some",
    ] = None
    published: Annotated[
        _Date, "Day or, where only that is known, month or year of publication"
    ] = None
    listed: Annotated[
        _Date, "Day of the first dated listing that has the paper; otherwise `published`"
    ] = None
    added: Annotated[
        str | None,
        fields.DAY,
        "Day on which it came into the digest as news; absent where it was there before",
    ] = None
    revised: Annotated[str | None, fields.DAY, "Day on which the record was last corrected"] = None
    arxiv: Annotated[str | None, fields.ARXIV, "arXiv identifier, without version"] = None
    doi: Annotated[str | None, fields.DOI, "DOI in lower case, without a link around it"] = None
    category: Annotated[_Line | None, "Primary arXiv category"] = None
    venue: Annotated[_Line | None, "Where it was published, such as ICLR 2026"] = None
    withdrawn: Annotated[bool, "Whether its authors withdrew it"] = False
    superseded_by: Annotated[Id | None, "Id of the paper that takes its place"] = None
    gist: Annotated[
        _Line | None, "What is new, in one clause of at most 80 characters, in the digest's words"
    ] = None
    summary: Annotated[
        _Text | None, "The digest's own words; paragraphs are parted by a blank line"
    ] = None
    abstract: Annotated[
        _Text | None, "The abstract, where the digest keeps it; it belongs to the authors"
    ] = None
    authors: Annotated[
        tuple[_Line, ...], Several(100_000), "Names as printed on the paper, in its order"
    ]
    topics: Annotated[_Ids, "Ids of topics.json, the most specific first"]
    links: Annotated[
        tuple[LinkData, ...], Several(10_000), "Code, models and what else belongs to the paper"
    ]
    editions: Annotated[
        tuple[Listed, ...],
        Several(1_000_000),
        "The listings that have the paper, newest first, the undated last",
    ]
    aliases: Annotated[_Ids, "Former ids: their pages lead here, and no file has their name"]


@dataclass(frozen=True, kw_only=True)
class PaperFile(PaperData):
    """Everything known of one paper, and what is close to it."""

    related: Annotated[_Ids, "Ids of papers that speak of the same, the nearest first"]


@dataclass(frozen=True, kw_only=True)
class Papers:
    """Every paper, newest first."""

    papers: Annotated[tuple[PaperData, ...], Several(10_000_000)]


@dataclass(frozen=True, kw_only=True)
class TopicData:
    """A topic, and its papers."""

    id: Id
    url: Annotated[_Address, "The page of the topic"]
    title: _Line
    description: Annotated[_Line, "What belongs and what does not"] = ""
    papers: Annotated[_Ids, "Ids of papers.json, newest first"]
    bibtex: Annotated[_Address, "The BibTeX entries of these papers"]


@dataclass(frozen=True, kw_only=True)
class GroupData:
    """A group of topics."""

    id: Id
    title: _Line
    topics: Annotated[tuple[TopicData, ...], Several(10_000), "In the vocabulary's order"]


@dataclass(frozen=True, kw_only=True)
class Topics:
    """The vocabulary by group, with the papers of each topic."""

    groups: Annotated[tuple[GroupData, ...], Several(10_000), "In the vocabulary's order"]


@dataclass(frozen=True, kw_only=True)
class About:
    """What a listing is."""

    id: Annotated[Id, "The permalink: editions/<id>/"]
    url: Annotated[_Address, "The page of the edition"]
    kind: Annotated[EditionKind, "What kind of listing was captured"]
    source: Annotated[_Line | None, "Who published the listing"] = None
    date: Annotated[
        str | None, fields.LISTED, "Day, week or month of the listing, where it is known"
    ] = None
    title: Annotated[_Line, "What the site calls it"]
    papers_count: Annotated[_Count, "How many papers it has"]
    part_of: Annotated[
        _Count | None, "How many the listing has, where the digest's rules leave some out"
    ] = None


@dataclass(frozen=True, kw_only=True)
class Editions:
    """The listings, newest first, the undated last."""

    editions: Annotated[tuple[About, ...], Several(10_000_000)]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A paper in a listing."""

    paper: Annotated[Id, "Id of papers.json"]
    upvotes: Annotated[int | None, fields.UPVOTES, "As the listing counted them"] = None
    comments: Annotated[int | None, fields.COMMENTS, "As the listing counted them"] = None


@dataclass(frozen=True, kw_only=True)
class EditionData(About):
    """A listing as captured, papers in its order."""

    papers: Annotated[tuple[Seen, ...], Several(10_000_000), "In the listing's order"]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much there is."""

    papers: _Count
    topics: _Count
    editions: _Count


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where what is: the addresses begin with that of the site."""

    papers: Annotated[_File, "Every paper"] = "api/papers.json"
    paper: Annotated[_File, "One paper: put its id in place of {paper}"] = "api/papers/{paper}.json"
    topics: Annotated[_File, "The vocabulary with the papers of each topic"] = "api/topics.json"
    editions: Annotated[_File, "The listings"] = "api/editions.json"
    edition: Annotated[_File, "One listing: put its id in place of {edition}"] = (
        "api/editions/{edition}.json"
    )
    schema: Annotated[_File, "The schema of a file: put its name in place of {schema}"] = (
        "api/schema/{schema}.json"
    )
    bibtex: Annotated[_File, "Every paper as BibTeX"] = "papers.bib"
    bibtex_topic: Annotated[_File, "The papers of a topic: put its id in place of {topic}"] = (
        "topics/{topic}/papers.bib"
    )
    bibtex_paper: Annotated[_File, "One paper as BibTeX"] = "papers/{paper}/cite.bib"
    ris: Annotated[_File, "Every paper as RIS"] = "papers.ris"
    csl_json: Annotated[_File, "Every paper as CSL-JSON"] = "papers.csl.json"
    csv: Annotated[_File, "Every paper as CSV"] = "papers.csv"


@dataclass(frozen=True, kw_only=True)
class IndexData:
    """What there is and where."""

    title: Annotated[_Line | None, "What the digest is called"] = None
    description: _Line | None = None
    url: Annotated[_Address | None, "The root of the site"] = None
    repository: Annotated[_Address | None, "Where its content and code are kept"] = None
    newest_edition: Annotated[Id | None, "Id of the newest dated listing"] = None
    counts: Counts
    files: Files
    schemas: Annotated[tuple[_Line, ...], Several(100), "The names of the schemas"]


_DESCRIBED: Final[dict[str, tuple[type, str, str]]] = {
    "index": (
        IndexData,
        "",
        "api/index.json: what there is and where. Addresses are absolute, or relative to the root"
        " of the site where the digest states none.",
    ),
    "paper": (
        PaperFile,
        "../",
        "api/papers/<id>.json: everything known of one paper. A field that is not known is absent;"
        " lists are always there.",
    ),
    "papers": (Papers, "", "api/papers.json: every paper, newest first"),
    "topics": (Topics, "", "api/topics.json: the vocabulary by group, with each topic's papers"),
    "edition": (EditionData, "../", "api/editions/<id>.json: a listing as captured, in its order"),
    "editions": (Editions, "", "api/editions.json: the listings, newest first, the undated last"),
}
SCHEMAS: Final = tuple(_DESCRIBED)
"""The names of the kinds of files."""


def head(name: str) -> dict[str, Any]:
    """What a file of a kind begins with: its schema, relative to it, and the format's version."""
    return {"$schema": f"{_DESCRIBED[name][1]}schema/{name}.json", "version": VERSION}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, which allows fields that are yet to come."""
    kind, _, description = _DESCRIBED[name]
    whole = _opened(json_schema(kind, name.capitalize(), description))
    constants = {each: {"const": value} for each, value in head(name).items()}
    whole["properties"] = constants | whole["properties"]
    whole["required"] = [*constants, *whole["required"]]
    return whole


def _opened(whole: dict[str, Any]) -> dict[str, Any]:
    """A schema without the rule that there be no other fields."""
    return {
        name: _opened(each) if isinstance(each, dict) else each
        for name, each in whole.items()
        if name != "additionalProperties"
    }
