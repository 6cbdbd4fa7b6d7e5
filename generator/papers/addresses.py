"""Where a paper leads to, each address with a name that says where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.papers.links import repository_name
from generator.papers.model import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Link, Paper

_LABEL_LENGTH = 40
_LABELS: dict[LinkKind, str] = {
    "paper": "Paper",
    "code": "Code",
    "model": "Model",
    "dataset": "Dataset",
    "demo": "Demo",
    "project": "Project page",
    "video": "Video",
    "other": "Link",
}
_NAMED_REPOSITORIES: frozenset[LinkKind] = frozenset(("code", "model", "dataset"))

AddressKind = Literal[LinkKind, "arxiv", "pdf", "huggingface", "doi"]


@dataclass(frozen=True, slots=True)
class Address:
    """What stands behind an address, what a reader sees of it, and the address as recorded."""

    kind: AddressKind
    label: str
    url: str


def addresses(paper: Paper) -> Iterator[Address]:
    """The addresses of ``paper``: its own page, those its identifiers give, its other links."""
    own = [link for link in paper.links if link.kind == "paper"]
    yield from map(_address, own)
    if paper.arxiv:
        yield Address("arxiv", f"arXiv {paper.arxiv}", f"https://arxiv.org/abs/{paper.arxiv}")
        yield Address("pdf", "PDF", f"https://arxiv.org/pdf/{paper.arxiv}")
        page = f"https://huggingface.co/papers/{paper.arxiv}"
        yield Address("huggingface", "Hugging Face", page)
    if paper.doi:
        yield Address("doi", f"DOI {paper.doi}", f"https://doi.org/{paper.doi}")
    yield from map(_address, (link for link in paper.links if link.kind != "paper"))


def _address(link: Link) -> Address:
    return Address(link.kind, f"{_LABELS[link.kind]}: {_name(link.kind, link.url)}", link.url)


def _name(kind: LinkKind, url: str) -> str:
    """What an address is called: a repository by owner and name, others by their place."""
    host, owner, name = repository_name(url)
    if kind in _NAMED_REPOSITORIES and name:
        return f"{owner}/{name}"
    place = url.split("://", 1)[-1].removeprefix("www.").split("?")[0].rstrip("/")
    return place if len(place) <= _LABEL_LENGTH else host
