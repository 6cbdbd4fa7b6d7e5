"""Links of the wrong kind, repeated, or not spelt as the digest spells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.found import Found, repeated
from generator.papers import links
from generator.papers.model import Link, LinkKind
from generator.store import Loaded

# What else a curator may know of a link, by what its address says that it is.
_MAY_BE: Mapping[LinkKind, frozenset[LinkKind]] = {
    "code": frozenset({"code", "model", "dataset", "demo", "project"}),
    "model": frozenset({"model"}),
    "dataset": frozenset({"dataset"}),
    "demo": frozenset({"demo", "project"}),
    "video": frozenset({"video"}),
    "project": frozenset({"project", "model", "dataset", "demo", "video", "other"}),
}


def faults(loaded: Loaded) -> Iterator[Found]:
    """What is wrong with the links of records."""
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        urls = [links.clean(link.url) for link in paper.links]
        for number in repeated([links.key(url) or str(n) for n, url in enumerate(urls)]):
            message = f"the link {paper.links[number].url} stands here twice: keep one"
            yield Found(source, ("links", number), message)
        for number, (link, url) in enumerate(zip(paper.links, urls, strict=True)):
            if message := _wrong(link, url):
                yield Found(source, ("links", number), message)
            elif url != link.url:
                message = f"write {link.url} as {url}"
                yield Found(source, ("links", number), message, "warning", "links to spell anew")


def _wrong(link: Link, url: str) -> str:
    if not url:
        return f"{link.url} is no address of a public page: correct or remove it"
    kind = links.kind(url)
    if kind == "other":
        if link.kind == "code" and links.is_code_host(url):
            return f"{link.url} is no repository, but a page of its host or owner: kind: other"
    elif link.kind not in _MAY_BE[kind]:
        return f"{link.url} is of kind '{kind}', not '{link.kind}': correct it"
    return ""
