"""The images that stand beside a link to the site where it is shared (OpenGraph).

There is one for the digest, one for its listings, and one a topic, which the papers of the
topic share: a picture of every paper would be a quarter of the site's bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.papers.model import Topic
from generator.text.plain import paragraphs, plain
from generator.views import Digest
from generator.views.outputs import Output, World

WIDTH, HEIGHT = 1200, 630
DIGEST = "card.png"
EDITIONS = "editions/card.png"
_DIGEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. ``groups`` are places in the vocabulary, each shown as a dot.

    ``about`` holds ways to say the same, the longest first: the first one that fits into
    ``about_lines`` is taken.
    """

    title: str
    about: tuple[str, ...] = ()
    about_lines: int = 1
    name: str = ""
    facts: str = ""
    label: str = ""
    groups: tuple[int, ...] = ()


def of_topic(topic: Topic) -> str:
    """Where the card of a topic is."""
    return f"topics/{topic.id}/{DIGEST}"


def outputs(digest: Digest) -> Iterator[Output]:
    """The cards of the digest, of its listings and of its topics."""
    settings, vocabulary = digest.corpus.settings, digest.corpus.vocabulary
    every = tuple(range(len(vocabulary.groups)))
    about = paragraphs(settings.description)[:1]
    name = plain(settings.title)
    yield _output(DIGEST, Card(name, about, _DIGEST_LINES, groups=every))
    listings = Card("Listings of papers", ("Each as it was captured, in its own order.",))
    yield _output(EDITIONS, Card(listings.title, listings.about, name=name, groups=every))
    places = {group.id: place for place, group in enumerate(vocabulary.groups)}
    titles = {group.id: plain(group.title) for group in vocabulary.groups}
    for topic in vocabulary.topics:
        place = places.get(topic.group)
        card = Card(
            title=plain(topic.title),
            about=paragraphs(topic.description)[:1],
            about_lines=_DIGEST_LINES,
            name=name,
            label=titles.get(topic.group, ""),
            groups=() if place is None else (place,),
        )
        yield _output(of_topic(topic), card)


def _output(path: str, card: Card) -> Output:
    return Output((path,), _drawn, card)


def _drawn(world: World, card: Card) -> tuple[bytes]:
    # Takes a tenth of a second to import: only what draws pays for it.
    from generator.site.draw import png

    return (png(card),)
