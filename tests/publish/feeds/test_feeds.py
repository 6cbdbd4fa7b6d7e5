"""What stands in the feeds, as a reader of feeds gets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from generator.papers.model import Corpus, Edition, Feeds, Group, Paper, Settings, Sighting, Topic
from generator.papers.model import Vocabulary as Topics
from generator.publish import feeds
from generator.publish.feed import pages
from generator.views import Digest

SITE = "https://digest.example/papers-of-nowhere/"
TAG = "tag:digest.example,2024:"
CHANNELS = ("", "groups/training/", "topics/optimisers/", "topics/hostile/")


def parsed(text: str) -> Any:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


def chain(made: dict[str, str], path: str) -> Iterator[Any]:
    """The documents of an Atom feed, by the links that lead from each to the older one."""
    while path:
        found = parsed(made[path])
        yield found
        older = [link.href for link in found.feed.links if link.rel == "prev-archive"]
        path = older[0].removeprefix(SITE) if older else ""


def digest(papers: int, **changes: Any) -> Digest:
    topics = Topics((Group("g", "Group"),), (Topic("t", "Topic", "About it.", "g"),))
    settings = Settings("Digest", url="https://d.example/", feeds=Feeds("d.example,2024", 5, 5))
    many = [
        Paper(f"p{number:03}", f"Paper {number}", published=f"2024-{number // 28 + 1:02}-{day:02}")
        for number in range(papers)
        for day in [number % 28 + 1]
    ]
    return Digest(Corpus(replace(settings, **changes), topics, {p.id: p for p in many}))


def test_every_channel_has_both_volumes_in_each_format(made: dict[str, str]) -> None:
    names = ("feed.xml", "rss.xml", "feed.json", "daily.xml", "daily-rss.xml", "daily.json")
    assert {f"{folder}{name}" for folder in CHANNELS for name in names} <= made.keys()
    assert "opml.xml" in made


@pytest.mark.parametrize(
    ("folder", "volume"), [("", "daily.xml"), *((folder, "feed.xml") for folder in CHANNELS)]
)
def test_every_paper_stands_once_in_the_feed_and_its_archives(
    made: dict[str, str], corpus: Corpus, folder: str, volume: str
) -> None:
    topics = {
        "groups/training/": {"optimisers", "scaling-laws"},
        "topics/optimisers/": {"optimisers"},
        "topics/hostile/": {"hostile"},
    }
    wanted = sorted(
        paper.id
        for paper in corpus.papers.values()
        if not folder or topics[folder] & {*paper.topics}
    )
    documents = list(chain(made, folder + volume))
    entries = [entry for found in documents for entry in found.entries]
    assert len({entry.id for entry in entries}) == len(entries)
    if volume == "feed.xml":
        assert sorted(entry.id for entry in entries) == [f"{TAG}papers/{id_}" for id_ in wanted]
    else:
        listed = "".join(entry.content[0].value for entry in entries)
        assert {id_: listed.count(f'"{SITE}papers/{id_}/"') for id_ in wanted} == dict.fromkeys(
            wanted, 1
        )
    for archive in documents[1:]:
        assert len(archive.entries) == 5
        assert "fh_archive" in archive.feed
        assert [x.href for x in archive.feed.links if x.rel == "current"] == [
            f"{SITE}{folder}{volume}"
        ]
    assert "fh_archive" not in documents[0].feed


def test_archives_stay_as_they_are_when_papers_come() -> None:
    before: dict[str, str] = {}
    for count in range(0, 40, 3):
        made = {file.path: str(file.data) for file in feeds.files(digest(count))}
        for path, text in before.items():
            assert made[path] == text
        before = {path: text for path, text in made.items() if "-" in path.removesuffix("rss.xml")}
        before = {path: text for path, text in before.items() if "daily-rss" not in path}
    assert {"feed-1.xml", "feed-6.xml", "daily-6.xml"} <= before.keys()
    assert "feed-7.xml" not in before


@pytest.mark.parametrize("total", [0, 1, 4, 5, 9, 10, 11, 14, 15, 23])
def test_pages_hold_all_and_the_current_one_from_one_to_two_sizes(total: int) -> None:
    entries = list(range(total, 0, -1))
    current, *archives = pages(entries, 5)
    assert [*current, *(e for page in reversed(archives) for e in page)] == entries
    assert len(current) in (range(5, 10) if total >= 5 else [total])
    assert {len(page) for page in archives} <= {5}


def test_ids_survive_another_title_and_another_host() -> None:
    def ids(where: Digest) -> dict[str, list[str]]:
        return {
            file.path: [parsed(str(file.data)).feed.id, *_ids(str(file.data))]
            for file in feeds.files(where)
            if "feed" in file.path and file.path.endswith(".xml")
        }

    moved = ids(digest(20, title="Another", url="https://elsewhere.example/x/"))
    assert moved == ids(digest(20))
    assert moved


def _ids(text: str) -> list[str]:
    return [entry.id for entry in parsed(text).entries]


def test_a_paper_has_the_same_id_in_every_feed(made: dict[str, str]) -> None:
    id_ = f"{TAG}papers/tiny-steps"
    for folder in ("", "groups/training/", "topics/optimisers/"):
        atom = [entry for found in chain(made, f"{folder}feed.xml") for entry in found.entries]
        assert id_ in {entry.id for entry in atom}
        for entry in parsed(made[f"{folder}rss.xml"]).entries:
            assert entry.id.startswith(TAG)
            assert not entry.guidislink


def test_an_entry_says_what_the_record_does(made: dict[str, str], corpus: Corpus) -> None:
    paper = corpus.papers["tiny-steps"]
    (entry,) = (
        entry
        for found in chain(made, "feed.xml")
        for entry in found.entries
        if entry.id.endswith("papers/tiny-steps")
    )
    assert entry.title == paper.title
    assert entry.link == f"{SITE}papers/tiny-steps/"
    assert tuple(author.name for author in entry.authors) == paper.authors
    assert entry.summary == paper.summary
    assert {tag.term for tag in entry.tags} >= {*paper.topics}
    html = entry.content[0].value
    assert entry.content[0].type == "text/html"
    for words in (*paper.authors, paper.summary, f"https://arxiv.org/abs/{paper.arxiv}"):
        assert words in html


def test_a_later_sighting_updates_an_entry_and_nothing_else_does() -> None:
    def updated(*editions: Edition) -> str:
        base = digest(1).corpus
        corpus = replace(base, editions={edition.id: edition for edition in editions})
        (text,) = (str(f.data) for f in feeds.files(Digest(corpus)) if f.path == "feed.xml")
        (entry,) = parsed(text).entries
        assert entry.updated >= entry.published
        return str(entry.updated)

    seen = (Sighting("p000"),)
    assert updated().startswith("2024-01-01T00:")
    later = Edition("e", "trending", "Hub", seen, "2024-05-06")
    assert updated(later).startswith("2024-05-06T00:")
    assert updated(Edition("s", "search", "Hub", seen)) == updated()
    assert updated(later)[11:] == updated()[11:]


def test_no_feeds_without_an_address_or_a_tag() -> None:
    assert list(feeds.files(digest(3, url=""))) == []
    assert list(feeds.files(digest(3, feeds=Feeds()))) == []


def test_an_empty_digest_has_empty_feeds() -> None:
    made = {file.path: str(file.data) for file in feeds.files(digest(0))}
    assert parsed(made["feed.xml"]).feed.updated == "2024-01-01T00:00:00+00:00"
    assert parsed(made["rss.xml"]).entries == []
    assert json.loads(made["feed.json"])["items"] == []


def test_same_content_same_bytes(corpus: Corpus, made: dict[str, str]) -> None:
    assert {file.path: file.data for file in feeds.files(Digest(corpus))} == made


def test_opml_names_every_atom_feed_by_group(made: dict[str, str]) -> None:
    root = ElementTree.fromstring(made["opml.xml"].encode())
    urls = [outline.get("xmlUrl", "") for outline in root.iter("outline")]
    named = {url.removeprefix(SITE) for url in urls if url}
    assert named == {path for path in made if path.endswith(("feed.xml", "daily.xml"))}
    assert [outline.get("text") for outline in root.findall("body/outline") if len(outline)] == [
        "Training",
        '<img src=x onerror="window.pwned=2">',
    ]
