"""What a build writes, before it is made: where it goes, how it is made, and of what.

An output is a pure function of what it is given and of the world. Its key is worked out from
what it is given, so nothing else may be in reach of the function: it stands in a module by
itself and takes these two arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from generator.papers.model import File, Paper, Settings, Topic, Vocabulary

Data: TypeAlias = "str | bytes"
"""What a file holds; text is written as UTF-8."""


@dataclass(frozen=True, eq=False)
class World:
    """What every output may know: the settings and the vocabulary. Both are part of every key."""

    settings: Settings
    vocabulary: Vocabulary

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.vocabulary.topics}

    def known_topics(self, paper: Paper) -> list[Topic]:
        """The topics of ``paper`` that the vocabulary has."""
        topics = self.topics
        return [topics[topic] for topic in paper.topics if topic in topics]


class Shown:
    """A paper as pages show it: its record, the day it is filed under, its citation key.

    There is one of each paper of a digest, and it equals itself alone.
    """

    __slots__ = ("key", "listed", "paper")

    def __init__(self, paper: Paper, listed: str, key: str) -> None:
        self.paper = paper
        self.listed = listed
        self.key = key


Suggested: TypeAlias = tuple[tuple[Shown, ...], str]
"""The papers that are suggested for one, the nearest first, and the words that each shares with
it (``views.nearness.suggestions``)."""


class Related(msgspec.Struct, frozen=True):
    """A related paper and what it shares: authors if two or more, words as written, topics."""

    paper: Paper
    authors: tuple[str, ...]
    words: tuple[str, ...]
    topics: tuple[str, ...]


@lru_cache(maxsize=64)  # a paper's page and files are made one after the other
def related(world: World, shown: Shown, suggested: Suggested) -> tuple[Related, ...]:
    """What of ``suggested`` is related to a paper, the nearest first; none without a reason."""
    names = dict.fromkeys(shown.paper.names)
    topics = [each for each in dict.fromkeys(shown.paper.topics) if each in world.topics]
    (near, lists), found = suggested, []
    for other, words in zip((each.paper for each in near), lists.split("\t"), strict=bool(near)):
        authors = names.keys() & other.names
        alike = tuple(filter(authors.__contains__, names)) if len(authors) > 1 else ()
        shared = tuple(filter(other.topics.__contains__, topics))
        if alike or words or shared:
            spoken = tuple(words.split(",")) if words else ()
            found.append(Related(other, alike, spoken, shared))
    return tuple(found)


class Late(msgspec.Struct, frozen=True):
    """What an output is given, to be found out when it is made.

    Mostly related papers are found for that, which takes long.
    """

    find: Callable[[], Any]
    is_related: bool = True


class Given:
    """What an output is ``given``, which is its ``source`` or what that finds out."""

    __slots__ = ()
    source: object

    @property
    def given(self) -> Any:
        """What the output is made of, besides the world."""
        return self.source.find() if isinstance(self.source, Late) else self.source

    @property
    def is_late(self) -> bool:
        """Whether it takes related papers to know what is given."""
        return isinstance(self.source, Late) and self.source.is_related


class Output(Given, msgspec.Struct, frozen=True):
    """Files that are made together: their paths in the site, and what they are made of.

    ``make`` takes the world and ``given``, and returns what each of ``paths`` holds.
    """

    paths: tuple[str, ...]
    make: Callable[[World, Any], Sequence[Data]]
    source: object


def _stated(_: World, frame: tuple[str, str, str]) -> tuple[str, str, str]:
    return frame


class Joined(Given, msgspec.Struct, frozen=True):
    """One large file of many parts, of which only those are made that are new.

    ``make`` takes the world and one of ``given``, and returns a part. ``around`` takes the world
    and ``frame``, and returns what stands before all parts, between two of them, and after all.
    """

    path: str
    make: Callable[[World, Any], str]
    source: tuple[object, ...] | Late
    frame: object = ("", "", "")
    around: Callable[[World, Any], tuple[str, str, str]] = _stated

    def whole(self, world: World) -> str:
        """The file, all of it made."""
        before, between, after = self.around(world, self.frame)
        return before + between.join(self.make(world, given) for given in self.given) + after


class Folder(Given, msgspec.Struct, frozen=True):
    """Files of a folder whose names follow from what they hold.

    ``make`` takes the world, ``given`` and a folder of its own to keep what is slow to make,
    which may be gone the next time; it returns what each path in the folder holds.
    """

    path: str
    make: Callable[[World, Any, Path], Mapping[str, Data]]
    source: object


def make_all(outputs: Iterable[Output | Joined], world: World) -> Iterator[File]:
    """The files of ``outputs``, made one after the other."""
    for each in outputs:
        if isinstance(each, Output):
            for path, data in zip(each.paths, each.make(world, each.given), strict=True):
                yield File(path, data)
        else:
            yield File(each.path, each.whole(world))
