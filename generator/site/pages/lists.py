"""The list of all papers, those with repositories, and the pages that scripts fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markdown.extensions.toc import slugify, unique
from markupsafe import Markup

from generator.papers.wording import count
from generator.site.pages.cards import cards, paper_ref, records
from generator.site.pages.dates import year_ref
from generator.site.pages.page import Head, Page, PageOutput, Ref, page
from generator.text.markdown import destination, web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.views import Digest, Host, Owner, Repository
    from generator.views.outputs import Shown, World

_NEWEST = 100
_PART = 200  # repositories on a page, at most
_CODE = Ref("Code", destination("code/index.md"))


@dataclass(frozen=True, slots=True)
class _Papers:
    newest: str
    total: int
    years: tuple[Ref, ...]
    undated: int
    papers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A repository, its address where that is one of the web, and its papers."""

    name: str
    url: Markup | None
    papers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Host:
    """A host, the anchor of its heading, what it holds in words, and its repositories.

    Where there are too many of them for the page, ``parts`` are the pages that have them.
    """

    name: str
    anchor: Markup
    facts: str
    rows: tuple[_Row, ...]
    parts: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class _Code:
    """A page of repositories: of all hosts, or a part of one host."""

    path: str
    title: str
    facts: str
    newest: str
    hosts: tuple[_Host, ...]


def papers_page(digest: Digest) -> PageOutput:
    """The newest papers, and the ways to the rest."""
    given = _Papers(
        digest.newest_day,
        len(digest.newest),
        tuple(
            replace(year_ref(year), note=count(len(year.papers), "paper"))
            for year in digest.calendar.years
        ),
        len(digest.calendar.undated),
        digest.shown(digest.newest[:_NEWEST]),
    )
    return PageOutput("papers/index.md", _papers, given)


def code_pages(digest: Digest, hosts: tuple[Host, ...]) -> Iterator[PageOutput]:
    """The papers with code, by host and owner; of a host with many, in parts."""
    repositories = [each for host in hosts for owner in host.owners for each in owner.repositories]
    linked = {paper.id for each in repositories for paper in each.papers}
    newest = max((digest.listed[id_] for id_ in linked), default="")
    taken = {slugify(_CODE.title, "-")}
    shown = []
    for host in hosts:
        whole = _host(host, unique(slugify(host.name, "-"), taken))
        parts = list(_parts(whole))
        for output, _ in parts:
            yield output
        shown.append(replace(whole, rows=(), parts=tuple(ref for _, ref in parts)))
        if not parts:
            shown[-1] = whole
    number = count(len(repositories), "repository", "repositories")
    facts = f"{count(len(linked), 'paper')} with {number}."
    given = _Code(str(_CODE.path), _CODE.title, facts, newest, tuple(shown))
    yield PageOutput(given.path, _code, given)


def saved_page() -> PageOutput:
    """The papers that a reader saved: where that is kept, and what it needs."""
    return PageOutput("saved/index.md", _saved)


def search_page(digest: Digest) -> PageOutput:
    """The search page: what it searches, and the ways without it; the theme adds the search."""
    return PageOutput("search/index.md", _search, (digest.newest_day, len(digest.newest)))


def _parts(host: _Host) -> Iterator[tuple[PageOutput, Ref]]:
    """The pages of a host whose repositories do not fit on one, and links to them."""
    if len(host.rows) <= _PART:
        return
    for part, start in enumerate(range(0, len(host.rows), _PART), start=1):
        rows = host.rows[start : start + _PART]
        name = f"{rows[0].name} to {rows[-1].name}"
        facts = count(len(rows), "repository", "repositories")
        path = f"code/{host.anchor}/{part}.md"
        of_part = replace(host, rows=rows, facts=facts)
        given = _Code(path, f"Code on {host.name}, {name}", f"{facts}.", "", (of_part,))
        yield PageOutput(path, _code, given), Ref(name, destination(path), facts)


def _papers(world: World, given: _Papers) -> Page:
    head = Head(
        path="papers/index.md",
        kind="papers",
        title="Papers",
        description=f"{count(given.total, 'paper')}, newest first.",
        days=(given.newest,),
        lists=records(given.papers),
    )
    return page(
        head,
        "papers",
        total=count(given.total, "paper"),
        years=given.years,
        undated=count(given.undated, "paper") if given.undated else "",
        papers=cards(world, given.papers),
        more=given.total > len(given.papers),
    )


def _code(world: World, given: _Code) -> Page:
    head = Head(
        path=given.path,
        kind="code",
        title=given.title,
        description=given.facts,
        days=(given.newest,),
        trail=() if given.path == _CODE.path else (_CODE,),
    )
    return page(head, "code", facts=given.facts, hosts=given.hosts)


def _host(host: Host, anchor: str) -> _Host:
    rows = [_row(owner, each) for owner in host.owners for each in owner.repositories]
    facts = ", ".join(
        (
            count(host.papers, "paper"),
            count(len(rows), "repository", "repositories"),
            count(len(host.owners), "owner"),
        )
    )
    return _Host(host.name, Markup(anchor), facts, tuple(rows))


def _row(owner: Owner, repository: Repository) -> _Row:
    """A repository as ``owner/name``; by its owner or host alone where the address has no more."""
    named = owner.name and owner.name != repository.name
    name = f"{owner.name}/{repository.name}" if named else repository.name
    return _Row(name, web(repository.url), tuple(map(paper_ref, repository.papers)))


def _saved(world: World, given: None) -> Page:
    head = Head(
        path="saved/index.md",
        kind="saved",
        title="Saved papers",
        description="The papers that you saved, kept in your browser.",
    )
    return page(head, "saved")


def _search(world: World, given: tuple[str, int]) -> Page:
    newest, papers = given
    head = Head(
        path="search/index.md",
        kind="search",
        title="Search",
        description=f"Search {count(papers, 'paper')} by title, author, topic, summary and "
        "arXiv id.",
        days=(newest,),
    )
    return page(head, "search", description=head.description)
