"""A key tells two outputs apart whenever what they are made of is told apart by their function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from generator.build.incremental import Keys, ground
from generator.build.press import ByHand, Press, compose, name
from generator.papers.model import (
    Corpus,
    Edition,
    Link,
    Newsletter,
    Paper,
    Sighting,
    Subscribe,
    Vocabulary,
)
from generator.site import search
from generator.views.outputs import Joined, Shown
from tests.conftest import ROOT
from tests.site.pages.conftest import CORPUS as SMALL

THEMES = (str(ROOT / "overrides"),)
BY_HAND = ByHand(THEMES, THEMES, (), (), (), (), ())
SETTINGS = replace(
    SMALL.settings,
    newsletter=Newsletter("me@digest.example", issues=2),
    subscribe=Subscribe("https://mail.example/s", "Mail", hidden=(("a", "b"),)),
)
CORPUS = replace(SMALL, settings=SETTINGS)
PAPERS, EDITIONS, VOCABULARY = SMALL.papers, SMALL.editions, SMALL.vocabulary
BITS = "bit-by-bit-training-with-1-58-bits"


class Whole:
    """All outputs of a corpus: their keys, and what they are when they are made."""

    def __init__(self, corpus: Corpus, sources: dict[str, str] | None = None) -> None:
        known = sources or {id_: f"papers/{id_}.md" for id_ in corpus.papers}
        loaded = SimpleNamespace(corpus=corpus, sources=known)
        composed = compose(loaded)  # type: ignore[arg-type]  # all it asks for
        self.world = composed.digest.world
        self.press = Press(composed, BY_HAND)
        self.outputs = {name(each): each for each in self.press.outputs("files")}
        keys = Keys(ground(self.world, b"", ()))
        self.keys = {path: self.key(keys, each) for path, each in self.outputs.items()}

    def key(self, keys: Keys, output: Any) -> object:
        if isinstance(output, Joined):
            around = keys.key(output.around, output.frame)
            return keys.key(output.make, around), keys.parts(output.given)
        return keys.key(output.make, output.given)

    def made(self, path: str) -> object:
        output = self.outputs[path]
        if isinstance(output, Joined):
            return output.whole(self.world)
        with TemporaryDirectory() as kept:
            files, note = self.press.make(output, output.given, Path(kept))
            return [*files], note


@cache
def before() -> Whole:
    return Whole(CORPUS)


@cache
def made_before(path: str) -> object:
    return before().made(path)


def changes() -> Iterator[tuple[str, Corpus]]:
    """The corpus with one field of one thing changed, for each field of each type."""

    def holding(kind: str, thing: Any) -> Corpus:
        return replace(CORPUS, **{kind: {**getattr(CORPUS, kind), thing.id: thing}})  # type: ignore[arg-type]

    papers: list[tuple[str, Any]] = [("papers", paper) for paper in PAPERS.values()]
    listings: list[tuple[str, Any]] = [("editions", edition) for edition in EDITIONS.values()]
    for kind, thing in (*(each for each in papers if each[1].id in (BITS, "undated")), *listings):
        for field, changed in variants(thing):
            yield f"{thing.id}.{field}", holding(kind, changed)
    for kind, thing in (*papers, *listings):
        others = {id_: of for id_, of in getattr(CORPUS, kind).items() if id_ != thing.id}
        yield f"without {thing.id}", replace(CORPUS, **{kind: others})  # type: ignore[arg-type]
    yield (
        "a new paper",
        holding("papers", Paper("new", "New", published="2024-10", topics=("pruning",))),
    )
    sighted = (Sighting("undated", 2),)
    added = Edition("2024-10-22", "daily", "Hub", sighted, "2024-10-22")
    yield "a new edition", holding("editions", added)
    for field, settings in variants(SETTINGS):
        yield f"settings.{field}", replace(CORPUS, settings=settings)
    (first, *topics), (group, *groups) = VOCABULARY.topics, VOCABULARY.groups
    named = replace(first, id="t4")
    for field, topic in (*variants(first), ("id", named)):
        vocabulary = replace(VOCABULARY, topics=(topic, *topics))
        yield f"topic.{field}", replace(CORPUS, vocabulary=vocabulary)
    for what, changed in (
        ("group.title", replace(VOCABULARY, groups=(replace(group, title="Else"), *groups))),
        ("vocabulary turned", Vocabulary(VOCABULARY.groups[::-1], VOCABULARY.topics[::-1])),
    ):
        yield what, replace(CORPUS, vocabulary=changed)


def variants(thing: Any) -> Iterator[tuple[str, Any]]:
    """A thing with one of its fields changed, but its id, and with one of those inside of them."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        if is_dataclass(value):
            for name, inner in variants(value):
                yield f"{field.name}.{name}", replace(thing, **{field.name: inner})
        elif field.name != "id":
            yield field.name, replace(thing, **{field.name: other(value, field.name)})


def other(value: object, name: str) -> Any:
    """Another value of the same kind."""
    special: dict[str, Callable[[Any], object]] = {
        "arxiv": lambda _: "2410.00009",
        "published": lambda _: "2024-10-19",
        "added": lambda _: "2024-10-19",
        "revised": lambda _: "2024-10-19",
        "date": lambda _: "2024-10-19",
        "complete": lambda _: "2024-12-31",
        "topics": lambda _: ("pruning", "quantisation"),
        "links": lambda _: (Link("code", "https://github.com/a/other"),),
        "papers": lambda had: (*had[:-1], Sighting("old-bits", 50, 7)),
        "hidden": lambda _: (("c", "d"),),
        "kind": lambda _: "weekly",
        "part_of": lambda had: (had or 9) + 1,
        "url": lambda _: "https://elsewhere.example/",
        "repository": lambda _: "https://github.com/a/elsewhere",
        "form": lambda _: "https://mail.example/other",
        "tag": lambda _: "elsewhere.example,2023",
        "group": lambda _: "training",
        "stated": lambda _: frozenset(("topics", "links")),
    }
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if name in special:
        return special[name](value)
    if isinstance(value, tuple):
        return (*value, "else")
    return f"{value or ''} else".strip()


CHANGES = dict(changes())


@pytest.mark.parametrize("changed", CHANGES)
def test_what_has_its_key_is_what_it_was(changed: str) -> None:
    after = Whole(CHANGES[changed])
    same = [path for path, key in after.keys.items() if before().keys.get(path) == key]
    assert {path: after.made(path) for path in same} == {path: made_before(path) for path in same}


@pytest.mark.parametrize(
    "changed",
    ["a new paper", *(f"{BITS}.{of}" for of in ("title", "summary", "topics", "links", "authors"))],
)
def test_a_change_makes_anew_what_shows_it_and_leaves_the_rest(changed: str) -> None:
    after = Whole(CHANGES[changed])
    anew = {path for path, key in after.keys.items() if before().keys.get(path) != key}
    assert f"papers/{'new' if changed == 'a new paper' else BITS}.md" in anew
    assert {"index.md", "topics/pruning.md"} <= anew or changed != "a new paper"
    assert not {"editions/2024-10-04.md", "saved/index.md", "feeds/index.md", "card.png"} & anew


def test_another_file_of_a_record_is_another_page() -> None:
    after = Whole(CORPUS, {id_: f"papers/2024/{id_}.md" for id_ in CORPUS.papers})
    anew = {path for path, key in after.keys.items() if before().keys[path] != key}
    assert anew == {f"papers/{id_}.md" for id_ in CORPUS.papers} | {"curate/index.md"}


def test_the_search_has_a_key_of_all_it_reads() -> None:
    def key(corpus: Corpus) -> bytes:
        loaded: Any = SimpleNamespace(corpus=corpus, sources={})
        digest = compose(loaded).digest
        folder, *_ = search.outputs(digest)
        return Keys(ground(digest.world, b"", ())).key(folder.make, folder.given)

    assert key(CORPUS) == key(replace(CORPUS))
    for changed in (f"{BITS}.summary", f"{BITS}.abstract", "undated.title", "topic.title"):
        assert key(CHANGES[changed]) != key(CORPUS)


def test_values_that_differ_have_keys_that_differ() -> None:
    keys = Keys(b"")
    values = [
        *(None, "", "None", 0, 1, True, b"", (), ("",), ("a", "b"), ("ab",), (("a",), "b")),
        *(("a", ("b",)), {"a": "b"}, Link("code", "x"), Shown(PAPERS[BITS], "", "")),
        *(Markup("a"), "a", Fraction(1, 2), "1/2", {"b": "a"}),
        *(Sighting("x", None, 1), Sighting("x", 1, None)),
    ]
    made = [keys.key(other, value) for value in values]
    assert len(set(made)) == len(made)
    assert keys.key(changes, "") != keys.key(other, "")
    assert Keys(b"else").key(other, "") != keys.key(other, "")


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="nothing for a key"):
        Keys(b"").key(other, ("x", object()))


def test_the_program_and_the_world_are_in_every_key() -> None:
    world = before().world
    assert ground(world, b"", ()) == ground(world, b"", ())
    assert ground(world, b"x", ()) != ground(world, b"", ()) != ground(world, b"", ("x",))
