"""Papers with repositories, by host and owner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.papers.links import repository_name
from generator.views.calendar import newest

if TYPE_CHECKING:
    from generator.papers.model import Corpus, Paper


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository and the papers that link it, newest first."""

    name: str
    url: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner on a host (an organisation or a person), and the repositories by name."""

    name: str
    repositories: tuple[Repository, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """A host such as ``github.com``: its owners by name, and how many papers link to it."""

    name: str
    owners: tuple[Owner, ...]
    papers: int


def code(corpus: Corpus) -> tuple[Host, ...]:
    """The hosts of the papers' code links, the one with most papers first."""
    papers_of: dict[tuple[str, str, str], dict[str, Paper]] = defaultdict(dict)
    url_of: dict[tuple[str, str, str], str] = {}
    for paper in newest(corpus):
        for link in paper.links:
            place = repository_name(link.url)
            if link.kind == "code" and place[0]:
                key = (place[0], place[1].casefold(), place[2].casefold())
                url_of.setdefault(key, link.url)
                papers_of[key][paper.id] = paper
    owners_of: dict[str, dict[str, list[Repository]]] = defaultdict(lambda: defaultdict(list))
    spelling: dict[tuple[str, str], str] = {}
    for key in sorted(papers_of):
        host, as_written, name = repository_name(url_of[key])
        owner = spelling.setdefault(key[:2], as_written)
        repository = Repository(name or owner or host, url_of[key], tuple(papers_of[key].values()))
        owners_of[host][owner].append(repository)
    hosts = [
        Host(host, tuple(Owner(name, tuple(of)) for name, of in owners.items()), _count(owners))
        for host, owners in owners_of.items()
    ]
    return tuple(sorted(hosts, key=lambda host: (-host.papers, host.name)))


def _count(owners: dict[str, list[Repository]]) -> int:
    """How many papers the repositories have together, each counted once."""
    repositories = (repository for of in owners.values() for repository in of)
    return len({paper.id for repository in repositories for paper in repository.papers})
