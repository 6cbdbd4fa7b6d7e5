"""The list of all papers, and the papers with repositories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markdown.extensions.toc import slugify, unique
from markupsafe import Markup

from generator.papers.wording import count
from generator.site.pages.cards import dated_ref, paper_path
from generator.site.pages.dates import year_ref
from generator.site.pages.page import Head, Page, Ref, page
from generator.text.markdown import web

if TYPE_CHECKING:
    from generator.views import Digest, Host, Owner, Repository

_NEWEST = 100


@dataclass(frozen=True, slots=True)
class _Row:
    """A repository, its address where that is one of the web, and its papers."""

    name: str
    url: Markup | None
    papers: list[Ref]


@dataclass(frozen=True, slots=True)
class _Host:
    """A host, the anchor of its heading, what it holds in words, and its repositories."""

    name: str
    anchor: Markup
    facts: str
    rows: list[_Row]


def papers_page(digest: Digest) -> Page:
    """The newest papers, and the ways to the rest."""
    head = Head(
        path="papers/index.md",
        kind="papers",
        title="Papers",
        description=f"{count(len(digest.newest), 'paper')}, newest first.",
        days=digest.days(digest.newest),
    )
    shown = digest.newest[:_NEWEST]
    undated = digest.calendar.undated
    return page(
        head,
        "papers",
        total=count(len(digest.newest), "paper"),
        years=[
            replace(year_ref(year), note=count(len(year.papers), "paper"))
            for year in digest.calendar.years
        ],
        undated=count(len(undated), "paper") if undated else "",
        papers=[dated_ref(digest, paper) for paper in shown],
        more=len(digest.newest) > len(shown),
    )


def code_page(digest: Digest, hosts: tuple[Host, ...]) -> Page:
    """The papers with code, by host and owner."""
    linked = {
        paper.id: paper
        for host in hosts
        for owner in host.owners
        for repository in owner.repositories
        for paper in repository.papers
    }
    number = sum(len(owner.repositories) for host in hosts for owner in host.owners)
    repositories = count(number, "repository", "repositories")
    head = Head(
        path="code/index.md",
        kind="code",
        title="Code",
        description=f"{count(len(linked), 'paper')} with {repositories}.",
        days=digest.days(linked.values()),
    )
    taken = {slugify(head.title, "-")}
    return page(
        head,
        "code",
        facts=head.description,
        hosts=[_host(host, unique(slugify(host.name, "-"), taken)) for host in hosts],
    )


def _host(host: Host, anchor: str) -> _Host:
    rows = [_row(owner, each) for owner in host.owners for each in owner.repositories]
    facts = ", ".join(
        (
            count(host.papers, "paper"),
            count(len(rows), "repository", "repositories"),
            count(len(host.owners), "owner"),
        )
    )
    return _Host(host.name, Markup(anchor), facts, rows)


def _row(owner: Owner, repository: Repository) -> _Row:
    """A repository as ``owner/name``; by its owner or host alone where the address has no more."""
    named = owner.name and owner.name != repository.name
    name = f"{owner.name}/{repository.name}" if named else repository.name
    papers = [Ref(paper.title, paper_path(paper)) for paper in repository.papers]
    return _Row(name, web(repository.url), papers)
