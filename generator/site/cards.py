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


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. ``groups`` are places in the vocabulary, each shown as a dot."""

    title: str
    about: str = ""
    name: str = ""
    label: str = ""
    groups: tuple[int, ...] = ()


def of_topic(topic: Topic) -> str:
    """Where the card of a topic is."""
    return f"topics/{topic.id}/{DIGEST}"


def outputs(digest: Digest) -> Iterator[Output]:
    """The cards of the digest, of its listings and of its topics."""
    settings, vocabulary = digest.corpus.settings, digest.corpus.vocabulary
    places = {group.id: place for place, group in enumerate(vocabulary.groups)}
    titles = {group.id: plain(group.title) for group in vocabulary.groups}
    name, every = plain(settings.title), tuple(places.values())
    cards = {
        DIGEST: Card(name, _first(settings.description), groups=every),
        EDITIONS: Card(
            "Listings of papers", "Each as it was captured, in its own order.", name, groups=every
        ),
    }
    for topic in vocabulary.topics:
        cards[of_topic(topic)] = Card(
            plain(topic.title),
            _first(topic.description),
            name,
            titles.get(topic.group, ""),
            (places[topic.group],) if topic.group in places else (),
        )
    for path, card in cards.items():
        yield Output((path,), _drawn, card)


def _first(text: str) -> str:
    return next(iter(paragraphs(text)), "")


def _drawn(world: World, card: Card) -> tuple[bytes]:
    # Takes a tenth of a second to import: only what draws pays for it.
    from generator.site.draw import png

    return (png(card),)
