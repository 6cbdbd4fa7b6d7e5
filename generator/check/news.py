"""Records that no feed would bring as news, though they should; citation keys that two share."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.found import Found
from generator.papers import identity
from generator.papers.model import Paper
from generator.store import Loaded
from generator.views import channels


def faults(loaded: Loaded) -> Iterator[Found]:
    """Records that somebody typed without the day they came in, and keys to be stated."""
    for paper in typed(loaded):
        message = (
            "no listing has this record, and 'added' does not say when it came in: write that day,"
            " or no feed brings it (digest check --fix takes the day from git)"
        )
        group = "records that say not when they came in"
        yield Found(loaded.sources[paper.id], (), message, "warning", group)
    papers = loaded.corpus.papers
    stated: dict[str, str] = {}
    for paper in papers.values():
        other = stated.setdefault(paper.citation_key or paper.id, paper.id)
        if paper.citation_key and other != paper.id:
            message = f"{loaded.sources[other]} states this citation key too: choose another"
            yield Found(loaded.sources[paper.id], ("citation_key",), message)
    for paper, key in unstated_keys(loaded):
        message = (
            f"another paper has the citation key {identity.usual_key(paper)}: write"
            f" citation_key: {key}, so that it stays (digest check --fix does)"
        )
        yield Found(loaded.sources[paper.id], (), message, "warning")


def typed(loaded: Loaded) -> Iterator[Paper]:
    """The records of a digest with feeds that no import made, and that say no day of their own.

    What stands in a listing without a day came as no news.
    """
    corpus = loaded.corpus
    if channels.has_feeds(corpus.settings):
        stands_for = {other for paper in corpus.papers.values() for other in paper.same_as}
        for paper in corpus.papers.values():
            if not (paper.added or paper.id in loaded.sightings or paper.id in stands_for):
                yield paper


def unstated_keys(loaded: Loaded) -> Iterator[tuple[Paper, str]]:
    """The records that do not have their usual citation key, though they state no other."""
    papers = loaded.corpus.papers
    for id_, key in sorted(identity.citation_keys(papers.values()).items()):
        if not papers[id_].citation_key and key != identity.usual_key(papers[id_]):
            yield papers[id_], key


def late(now: Loaded, before: Loaded, monday: str) -> Iterator[Found]:
    """The records that a change brings as news of a week that is over; ``monday`` is this one's.

    Feeds hold a week, and the newsletter of that week may be out.
    """
    for paper in now.corpus.papers.values():
        if paper.id not in before.corpus.papers and "" < (paper.added or "") < monday:
            message = (
                f"'added' is {paper.added}, in a week that is over: write the day of the merge,"
                " or neither feed nor newsletter may bring it"
            )
            yield Found(now.sources[paper.id], ("added",), message, "warning")
