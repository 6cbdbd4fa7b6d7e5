"""What stands in the feeds, as readers of feeds that are not ours get it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import feedparser
import listparser
import pytest

from generator.papers.model import Feeds, Link, Paper
from generator.views import Digest
from tests.publish.conftest import CASES, digest_of, fed

SITE = "https://digest.example/papers-of-nowhere/"
TAG = "tag:digest.example,2024:"
TAGS = {"a", "br", "div", "h3", "li", "p", "ul"}


def parsed(text: str) -> Any:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.fixture(scope="session")
def made(digest: Digest) -> dict[str, str]:
    return fed(digest)


def walk(made: dict[str, str], site: str) -> Iterator[Any]:
    """The documents of the Atom feed of all, by the links that lead from each to the older one."""
    path = "feed.xml"
    while path:
        found = parsed(made[path])
        yield found
        older = [link.href for link in found.feed.links if link.rel == "prev-archive"]
        path = older[0].removeprefix(site) if older else ""


def added(*days: str | None, **changes: Any) -> Digest:
    """Papers added on these days; None: never as news."""
    papers = (
        Paper(f"p{number:03}", f"Paper {number}", published="2020-05", added=day)
        for number, day in enumerate(days)
    )
    return digest_of(papers, **changes)


def test_every_channel_has_each_format_and_every_document_is_parsed(made: dict[str, str]) -> None:
    topics = (f"topics/{topic}/" for topic in ("optimisers", "scaling-laws", "hostile"))
    folders = ("", "groups/training/", "groups/hostile/", *topics)
    formats = {f"{folder}{name}" for folder in folders for name in ("feed.xml", "rss.xml")}
    assert {path for path in made if path.endswith("xml")} - formats == {
        *("daily.xml", "daily-rss.xml", "feed-2024-10-20.xml", "feed-earlier.xml", "opml.xml")
    }
    assert {path for path in made if path.endswith("json")} == {
        *(f"{folder}feed.json" for folder in folders), "daily.json",
    }  # fmt: skip
    for path, text in made.items():
        if path.endswith(".json"):
            assert json.loads(text)["feed_url"] == SITE + path
        elif path != "opml.xml":
            found = parsed(text)
            assert {link.rel: link.href for link in found.feed.links}["self"] == SITE + path
            for entry in found.entries:
                assert entry.id.startswith(TAG)
                assert entry.link.startswith(SITE)
                assert not entry.guidislink


def test_an_archive_that_has_its_name_stays_as_it_is() -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 28)]
    before: dict[str, str] = {}
    archives: dict[str, str] = {}
    for count in range(0, len(days), 4):
        made = fed(added(None, *days[:count]))
        entries = [e.id for found in walk(made, "https://d.example/") for e in found.entries]
        assert len(entries) == len({*entries}) == count + 1
        archives = {path: text for path, text in made.items() if path.startswith("feed-2")}
        before = archives | before
        assert archives.items() <= before.items()
    assert archives.keys() == {"feed-2025-01.xml", "feed-2025-02.xml", "feed-2025-03-19.xml"}


def test_what_never_was_news_stands_at_the_end_of_the_walk_alone() -> None:
    news = ["2025-01-02", "2025-03-04"]
    made, imported = fed(added(*news, None)), fed(added(*news, *[None] * 40))
    assert {path for path in made if made[path] != imported[path]} == {"feed-earlier.xml"}
    assert len(parsed(imported["feed-earlier.xml"]).entries) == 40


@pytest.mark.parametrize(("days", "shown"), CASES["windows"])
def test_a_window_is_of_whole_days_a_week_at_least(days: list[Any], shown: int) -> None:
    made = fed(added(*(str(day) for day, papers in days for _ in range(papers))))
    assert len(json.loads(made["feed.json"])["items"]) == shown
    assert len(parsed(made["feed.xml"]).entries) == len(parsed(made["rss.xml"]).entries) == shown


def test_ids_survive_another_title_and_another_host() -> None:
    def ids(digest: Digest) -> dict[str, list[str]]:
        return {path: re.findall(r'tag:[^<"]*', text) for path, text in fed(digest).items()}

    days = ["2025-03-10", "2025-03-09", None]
    moved = added(*days, title="Another", url="https://elsewhere.example/x/")
    assert ids(moved) == ids(added(*days))


def test_a_revision_moves_the_day_it_was_updated_and_nothing_else_does() -> None:
    def times(**changes: Any) -> tuple[str, str]:
        papers = [Paper("p", "P", added="2025-03-10", **changes)]
        (entry,) = parsed(fed(digest_of(papers))["feed.xml"]).entries
        return entry.published[:10], entry.updated[:10]

    assert times(revised="2025-04-01") == ("2025-03-10", "2025-04-01")
    links = (Link("code", "https://x.example/"),)
    assert times() == times(published="2025-05", links=links) == ("2025-03-10", "2025-03-10")


def bodies(path: str, text: str) -> str:
    """The HTML of all entries of a feed, as XML."""
    if path.endswith(".json"):
        return "".join(item["content_html"] for item in json.loads(text)["items"])
    root = ElementTree.fromstring(text.encode())
    if path.endswith("rss.xml"):
        return "".join(item.findtext("description") or "" for item in root.iter("item"))
    divs = root.iter("{http://www.w3.org/1999/xhtml}div")
    return "".join(ElementTree.tostring(div, encoding="unicode") for div in divs)


def test_nothing_hostile_is_markup(made: dict[str, str]) -> None:
    for path in made.keys() - {"opml.xml"}:
        for each in ElementTree.fromstring(f"<p>{bodies(path, made[path])}</p>").iter():
            assert each.tag.removeprefix("{http://www.w3.org/1999/xhtml}") in TAGS, path
            assert (each.get("href") or "https://").startswith("https://")


def test_without_an_address_or_a_tag_there_is_no_feed() -> None:
    assert fed(added("2025-03-10", url="")) == fed(added("2025-03-10", feeds=Feeds())) == {}
    assert parsed(fed(added())["feed.xml"]).feed.updated == "2024-01-01T00:00:00Z"


def test_opml_names_each_subscription_once_by_group(made: dict[str, str]) -> None:
    found = listparser.parse(made["opml.xml"])
    assert not found.bozo
    assert sorted(feed.url for feed in found.feeds) == sorted(
        SITE + path for path in made if path.endswith("feed.xml")
    )
    groups = {path[0] for feed in found.feeds for path in feed.categories if path[0]}
    assert groups == {"Training", '<img src=x onerror="window.pwned=2">'}
