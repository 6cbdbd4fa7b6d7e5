"""What stands in the feeds, as readers of feeds that are not ours get it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import listparser
import pytest

from generator.papers.model import Corpus, Feeds, Group, Link, Paper, Settings, Topic
from generator.papers.model import Vocabulary as Topics
from generator.views import Digest
from tests.publish.conftest import fed

SITE = "https://digest.example/papers-of-nowhere/"
TAG = "tag:digest.example,2024:"
FOLDERS = ("", "groups/training/", "topics/optimisers/", "topics/hostile/")
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(text: str) -> Any:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.fixture(scope="session")
def made(corpus: Corpus) -> dict[str, str]:
    return fed(Digest(corpus))


def walk(made: dict[str, str], site: str = SITE) -> Iterator[Any]:
    """The documents of the Atom feed of all, by the links that lead from each to the older one."""
    path = "feed.xml"
    while path:
        found = parsed(made[path])
        yield found
        older = [link.href for link in found.feed.links if link.rel == "prev-archive"]
        path = older[0].removeprefix(site) if older else ""


def digest(*added: str | None, **changes: Any) -> Digest:
    """Papers added on these days; None: never as news."""
    topics = Topics((Group("g", "Group"),), (Topic("t", "Topic", "About it.", "g"),))
    settings = Settings("Digest", url="https://d.example/", feeds=Feeds("d.example,2024", 5, 7))
    papers = [
        Paper(f"p{number:03}", f"Paper {number}", published="2020-05", added=day)
        for number, day in enumerate(added)
    ]
    return Digest(Corpus(replace(settings, **changes), topics, {p.id: p for p in papers}))


def test_every_channel_has_each_format_and_every_document_is_parsed(made: dict[str, str]) -> None:
    names = ("feed.xml", "rss.xml", "feed.json")
    assert {f"{folder}{name}" for folder in FOLDERS for name in names} <= made.keys()
    daily = {"daily.xml", "daily-rss.xml", "daily.json"}
    assert {path for path in made if "daily" in path} == daily
    sheet = f'<?xml-stylesheet type="text/css" href="{SITE}assets/feed.css"?>'
    for path, text in made.items():
        if path.endswith(".json"):
            assert json.loads(text)["feed_url"] == SITE + path
        elif path != "opml.xml":
            assert text.split("\n")[1] == sheet
            found = parsed(text)
            links = {link.rel: link.href for link in found.feed.links}
            assert links["self"] == SITE + path
            assert found.feed.title.startswith("Digest & ")
            for entry in found.entries:
                assert entry.id.startswith(TAG)
                assert entry.link.startswith(SITE)
                assert not entry.guidislink


def test_the_walk_has_every_paper_once(made: dict[str, str], corpus: Corpus) -> None:
    documents = list(walk(made))
    entries = [entry.id for found in documents for entry in found.entries]
    assert sorted(entries) == sorted(f"{TAG}papers/{id_}" for id_ in corpus.papers)
    current, *archives = documents
    assert "fh_archive" not in current.feed
    assert len(archives) == 2
    for archive in archives:
        assert "fh_archive" in archive.feed
        rels = {link.rel: link.href for link in archive.feed.links}
        assert rels["current"] == f"{SITE}feed.xml"
        # The W3C's validator asks for one of them, and names it ArchiveIncomplete.
        assert rels.keys() & {"prev-archive", "next-archive"}
    assert [entry.id for entry in documents[-1].entries] == [f"{TAG}papers/month-only"]


def test_an_archive_that_has_its_name_stays_as_it_is() -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 28)]
    before: dict[str, str] = {}
    archives: dict[str, str] = {}
    for count in range(0, len(days), 4):
        made = fed(digest(None, *days[:count]))
        entries = [
            entry.id for found in walk(made, "https://d.example/") for entry in found.entries
        ]
        assert len(entries) == len({*entries}) == count + 1
        archives = {path: text for path, text in made.items() if path.startswith("feed-2")}
        for path, text in archives.items():
            assert before.get(path, text) == text
        before |= archives
    assert archives.keys() == {"feed-2025-01.xml", "feed-2025-02.xml", "feed-2025-03-19.xml"}


def test_what_never_was_news_stands_at_the_end_of_the_walk_alone() -> None:
    news = ["2025-01-02", "2025-03-04"]
    made = fed(digest(*news, None))
    imported = fed(digest(*news, *[None] * 40))
    assert {path for path in made if made[path] != imported[path]} == {"feed-earlier.xml"}
    assert len(parsed(imported["feed-earlier.xml"]).entries) == 40
    assert parsed(imported["feed.xml"]).entries[0].published == "2025-03-04T00:00:00Z"


def test_a_window_is_of_whole_days_a_week_at_least() -> None:
    days = ["2025-03-10"] * 8 + ["2025-03-04"] * 3 + ["2025-03-03"] * 4
    assert len(parsed(fed(digest(*days))["feed.xml"]).entries) == 11
    few = ["2025-03-10"] * 2 + ["2025-02-04"] * 2 + ["2024-11-03"] * 4
    assert len(parsed(fed(digest(*few))["feed.xml"]).entries) == 8


def test_ids_survive_another_title_and_another_host() -> None:
    days = ["2025-03-10", "2025-03-09", None]

    def named(where: Digest) -> dict[str, list[str]]:
        found = {
            path: parsed(text)
            for path, text in fed(where).items()
            if path.endswith("xml") and path != "opml.xml"
        }
        return {
            path: [each.feed.get("id"), *(e.id for e in each.entries)]
            for path, each in found.items()
        }

    moved = named(digest(*days, title="Another", url="https://elsewhere.example/x/"))
    assert moved == named(digest(*days))


def test_an_entry_says_what_the_record_does(made: dict[str, str], corpus: Corpus) -> None:
    paper = corpus.papers["tiny-steps"]
    for text in (made["feed-2024-10-20.xml"], made["topics/scaling-laws/rss.xml"]):
        (entry,) = (entry for entry in parsed(text).entries if entry.id.endswith("/tiny-steps"))
        assert (entry.title, entry.link) == (paper.title, f"{SITE}papers/tiny-steps/")
        assert tuple(author.name for author in entry.authors) == paper.authors
        assert entry.published_parsed[:5] == (2024, 10, 20, 0, 0)
        assert {tag.term for tag in entry.tags} in ({*paper.topics}, {"Optimisers", "Scaling laws"})
        html = entry.content[0].value if "content" in entry else entry.summary
        assert html.count(paper.summary) == text.count(paper.summary) == 1
        for words in ("Ada Muster and 2 others", "20 October 2024", f"arxiv.org/abs/{paper.arxiv}"):
            assert words in html
    (item,) = (
        item
        for item in json.loads(made["topics/scaling-laws/feed.json"])["items"]
        if item["id"].endswith("/tiny-steps")
    )
    assert item["external_url"] == f"https://arxiv.org/abs/{paper.arxiv}"
    assert item["content_html"].count(paper.summary) == 1


def test_without_a_curator_s_words_an_entry_says_so() -> None:
    base = digest("2025-03-10").corpus
    bare = Paper(
        "p000", "Bare", added="2025-03-10", venue="ICLR 2026", withdrawn=True, abstract="We."
    )
    text = fed(Digest(replace(base, papers={"p000": bare})))["feed.xml"]
    html = parsed(text).entries[0].content[0].value
    assert "Not yet summarised. From the abstract: We." in html
    assert "ICLR 2026. Undated. Withdrawn by its authors." in html


def test_a_revision_moves_the_day_it_was_updated_and_nothing_else_does() -> None:
    base = digest("2025-03-10").corpus

    def times(**changes: Any) -> tuple[str, str]:
        paper = replace(base.papers["p000"], **changes)
        (entry,) = parsed(fed(Digest(replace(base, papers={"p000": paper})))["feed.xml"]).entries
        return entry.published, entry.updated

    assert times() == ("2025-03-10T00:00:00Z", "2025-03-10T00:00:00Z")
    assert times(revised="2025-04-01") == ("2025-03-10T00:00:00Z", "2025-04-01T00:00:00Z")
    assert (
        times(published="2025-05") == times(links=(Link("code", "https://x.example/"),)) == times()
    )


def test_titles_in_rss_are_character_data_as_its_profile_has_it() -> None:
    base = digest("2025-03-10").corpus
    paper = replace(base.papers["p000"], title='A < B & "C" <b>')
    made = fed(Digest(replace(base, papers={"p000": paper})))
    assert "<title>A &#x3C; B &#x26; &#x22;C&#x22; &#x3C;b&#x3E;</title>" in made["rss.xml"]
    for name in ("rss.xml", "feed.xml"):
        root = ElementTree.fromstring(made[name].encode())
        titles = [each.text for each in root.iter() if each.tag.removeprefix(ATOM) == "title"]
        assert titles[-1] == paper.title


def test_nothing_hostile_is_markup(made: dict[str, str]) -> None:
    safe = {"a", "br", "div", "h3", "li", "p", "ul"}
    for path, text in made.items():
        if path.endswith("rss.xml"):
            bodies = [
                item.findtext("description") or ""
                for item in ElementTree.fromstring(text.encode()).iter("item")
            ]
            root = ElementTree.fromstring(f"<x>{''.join(bodies)}</x>")
        elif path.endswith(("feed.json", "daily.json")):
            bodies = [item["content_html"] for item in json.loads(text)["items"]]
            root = ElementTree.fromstring(f"<x>{''.join(bodies)}</x>")
        else:
            root = ElementTree.fromstring(text.encode())
        html = [each for each in root.iter() if "2005/Atom" not in each.tag]
        for each in html:
            name = each.tag.removeprefix("{http://www.w3.org/1999/xhtml}")
            assert (
                name in safe | {"x", "opml", "head", "title", "body", "outline"}
                or "history" in name
            )
            if name == "a":
                assert (each.get("href") or "").startswith("https://")


def test_without_an_address_or_a_tag_there_is_no_feed_and_without_papers_an_empty_one() -> None:
    assert fed(digest("2025-03-10", url="")) == fed(digest("2025-03-10", feeds=Feeds())) == {}
    made = fed(digest())
    assert parsed(made["feed.xml"]).feed.updated == "2024-01-01T00:00:00Z"
    assert parsed(made["rss.xml"]).entries == json.loads(made["feed.json"])["items"] == []
    assert not any(path.startswith("feed-") for path in made)


def test_opml_names_each_subscription_once_by_group(made: dict[str, str]) -> None:
    found = listparser.parse(made["opml.xml"])
    assert not found.bozo
    urls = [feed.url for feed in found.feeds]
    assert len({*urls}) == len(urls)
    assert {url.removeprefix(SITE) for url in urls} == {
        path for path in made if path.endswith("feed.xml")
    }
    groups = {path[0] for feed in found.feeds for path in feed.categories if path[0]}
    assert groups == {"Training", '<img src=x onerror="window.pwned=2">'}
