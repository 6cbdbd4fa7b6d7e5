"""Every feed keeps the rules of its format, hostile records and all."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import jsonschema_rs
import pytest

from tests.publish.feeds import rules

SITE = "https://digest.example/papers-of-nowhere/"
SCHEMA = Path(__file__).parent / "json-feed-1.1.schema.json"


def test_atom_feeds_keep_the_rules(made: dict[str, str]) -> None:
    paths = [path for path in made if "feed" in path or "daily" in path]
    atoms = [path for path in paths if path.endswith(".xml") and "rss" not in path]
    assert len(atoms) > 8
    for path in atoms:
        assert (path, list(rules.atom(made[path], SITE + path))) == (path, [])


def test_rss_feeds_keep_the_rules(made: dict[str, str]) -> None:
    paths = [path for path in made if "rss" in path]
    assert len(paths) > 8
    for path in paths:
        assert (path, list(rules.rss(made[path], SITE + path))) == (path, [])
        assert not feedparser.parse(made[path].encode()).bozo


def test_json_feeds_fit_their_schema(made: dict[str, str]) -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    paths = [path for path in made if path.endswith(".json")]
    assert len(paths) > 8
    for path in paths:
        feed = json.loads(made[path])
        assert (path, [str(error) for error in validator.iter_errors(feed)]) == (path, [])
        assert feed["feed_url"] == SITE + path
        ids = [item["id"] for item in feed["items"]]
        assert len({*ids}) == len(ids)


def test_opml_keeps_the_rules(made: dict[str, str]) -> None:
    assert list(rules.opml(made["opml.xml"])) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("feed.xml", 'rel="self"', 'rel="me"', "UnregisteredAtomLinkRel"),
        ("feed.xml", "/papers-of-nowhere/feed.xml", "/feed.xml", "SelfDoesntMatchLocation"),
        ("feed.xml", 'href="https://digest', 'href="//digest', "InvalidFullLink"),
        ("feed.xml", "&lt;p&gt;", "&lt;p onclick=x&gt;", "SecurityRiskAttr"),
        ("feed.xml", "&lt;/p&gt;", "", "NotHtml"),
        ("feed.xml", ' xml:lang="en"', "", "MissingDCLanguage"),
        ("feed.xml", "+00:00</updated>", "</updated>", "InvalidRFC3339Date"),
        ("feed-1.xml", "<fh:archive/>", "", "RFC 5005"),
        ("rss.xml", 'isPermaLink="false"', "", "InvalidPermalink"),
        ("rss.xml", "<language>en</language>", "", "MissingElement: language"),
        ("rss.xml", " +0000<", " UTC<", "InvalidRFC2822Date"),
        ("rss.xml", 'rel="self"', 'rel="alternate"', "MissingAtomSelfLink"),
    ],
)
def test_planted_wrong_is_found(
    made: dict[str, str], path: str, old: str, new: str, message: str
) -> None:
    assert old in made[path]
    rule = rules.rss if "rss" in path else rules.atom
    found = list(rule(made[path].replace(old, new), SITE + path))
    assert any(message in each for each in found), found
