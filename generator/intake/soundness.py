"""What of a block may come into the digest: nothing that the check would refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from generator.check import dates, links, words
from generator.check.found import Found
from generator.papers import fields
from generator.papers.links import clean
from generator.papers.model import Corpus, Edition, Entry, Paper, Sighting
from generator.store import Loaded
from generator.store.schema import members_of

_KINDS: Final[Mapping[str, fields.Kind]] = {
    **{
        name: of.shape.kind
        for kind in (Paper, Sighting)
        for name, of in members_of(kind).members.items()
        if of.shape.kind and name in Entry.__slots__
    },
    "abstract": fields.ABSTRACT,
}


def sound(entry: Entry) -> tuple[Entry, tuple[str, ...]]:
    """An entry without what no record may say, and what is wrong with each of that.

    An entry whose title is wrong has none.
    """
    odd: list[str] = []
    kept: dict[str, Any] = {}
    for name, kind in _KINDS.items():
        value = getattr(entry, name)
        if value in (None, ""):
            continue
        kept[name] = kind.read(value)
        if kept[name] is None:
            odd.append(f"'{name}' {kind.fault(value)}")
            kept[name] = "" if name in ("title", "abstract") else None
    names = tuple(name for name in entry.authors if not fields.NAME.fault(name))
    found = tuple(
        link for link in entry.links if not fields.URL.fault(link.url) and clean(link.url)
    )
    if names != entry.authors:
        odd.append("some of the names of 'authors' are none")
    if found != entry.links:
        odd.append("some of the 'links' are no addresses of public pages")
    kept |= {"authors": names[: fields.MOST_AUTHORS], "links": found}
    return replace(entry, **kept), tuple(odd)


def refused(corpus: Corpus, ids: Collection[str]) -> Iterator[Found]:
    """The errors that the check would find in some of a corpus's records; ``source`` is the id."""
    papers = {id: corpus.papers[id] for id in ids}
    editions = {
        edition.id: _only(edition, ids)
        for edition in corpus.editions.values()
        if any(sighting.paper in ids for sighting in edition.papers)
    }
    small = replace(corpus, papers=papers, editions=editions)
    sources = {**{id: id for id in papers}, **{f"editions/{id}": f"{id}.yml" for id in editions}}
    loaded = Loaded(Path(), small, sources, ())
    for found in (*dates.faults(loaded), *links.faults(loaded), *words.faults(loaded, {})):
        if found.severity == "error":
            yield found


def _only(edition: Edition, ids: Collection[str]) -> Edition:
    return replace(edition, papers=tuple(seen for seen in edition.papers if seen.paper in ids))
