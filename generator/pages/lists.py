"""The list of all papers, and the papers with repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.pages.cards import dated_ref, paper_path
from generator.pages.markdown import web
from generator.pages.page import Head, Page, Ref, page
from generator.wording import count

if TYPE_CHECKING:
    from markupsafe import Markup

    from generator.views import Digest, Host, Repository

_NEWEST = 100

# Owner, repository, its address, the papers.
_Row: TypeAlias = "tuple[str, Repository, Markup | None, list[Ref]]"


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
    return page(
        head,
        "papers",
        total=count(len(digest.newest), "paper"),
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
    return page(
        head, "code", facts=head.description, hosts=[(host.name, *_host(host)) for host in hosts]
    )


def _host(host: Host) -> tuple[str, list[_Row]]:
    rows = [
        (
            owner.name,
            repository,
            web(repository.url),
            [Ref(paper.title, paper_path(paper)) for paper in repository.papers],
        )
        for owner in host.owners
        for repository in owner.repositories
    ]
    facts = ", ".join(
        (
            count(host.papers, "paper"),
            count(len(rows), "repository", "repositories"),
            count(len(host.owners), "owner"),
        )
    )
    return facts, rows
