"""The ways to subscribe that pages offer, as a browser gets them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.build.theme import rendered
from generator.papers.model import Corpus, Subscribe
from generator.publish import feeds
from generator.site import pages
from generator.views import Digest
from generator.views.channels import form_hosts
from tests.publish.conftest import Read

HOSTILE = '"><script>x</script> *{{ 7*7 }}'
FORM = Subscribe(
    "https://lists.example/subscription/form?a=1&b=2",
    HOSTILE,
    "mail",
    (("l", HOSTILE), ("nonce", "")),
)


def page(corpus: Corpus, path: str = "feeds/index.md") -> Read:
    (body,) = (page.body for page in pages.render(Digest(corpus), {}) if page.path == path)
    return Read(rendered(body))


def test_the_form_posts_what_the_settings_say_and_nothing_of_it_is_markup(corpus: Corpus) -> None:
    settings = replace(corpus.settings, subscribe=FORM)
    tags = page(replace(corpus, settings=settings))
    (form,) = (attributes for tag, attributes in tags.tags if tag == "form")
    assert form["action"] == FORM.form
    assert form["method"] == "post"
    fields = {a["name"]: a.get("value") for tag, a in tags.tags if tag == "input"}
    assert fields == {"mail": None, "l": HOSTILE, "nonce": ""}
    assert "script" not in {tag for tag, _ in tags.tags}
    assert f"{HOSTILE} sends the mail" in " ".join(tags.words.split())
    assert form_hosts(settings) == ["https://lists.example"]


def test_no_form_without_a_provider(corpus: Corpus) -> None:
    corpus = replace(corpus, settings=replace(corpus.settings, subscribe=Subscribe()))
    assert form_hosts(corpus.settings) == []
    assert "form" not in {tag for tag, _ in page(corpus).tags}


def test_the_page_links_every_feed_and_the_topic_its_own(corpus: Corpus) -> None:
    made = {path for output in feeds.outputs(Digest(corpus)) for path in output.paths}
    current = {path for path in made if not path.startswith("feed-")}
    links = {attributes.get("href") or "" for _, attributes in page(corpus).tags}
    assert {link.removeprefix("../") for link in links if not link.endswith(".md")} - {
        ""
    } == current
    topic = {a.get("href") for _, a in page(corpus, "topics/optimisers.md").tags}
    assert {
        f"../topics/optimisers/{name}" for name in ("feed.xml", "rss.xml", "feed.json")
    } <= topic


def test_without_feeds_the_page_says_what_to_set(corpus: Corpus) -> None:
    nowhere = replace(corpus, settings=replace(corpus.settings, url=""))
    tags = page(nowhere)
    assert "once url and feeds are set in content/digest.yml" in " ".join(tags.words.split())
    assert not any("feed.xml" in (a.get("href") or "") for _, a in tags.tags)


@pytest.mark.parametrize("host", ["lists.example;script-src", "a@lists.example", "*", "a b"])
def test_the_host_of_a_form_cannot_widen_the_policy(corpus: Corpus, host: str) -> None:
    subscribe = Subscribe(f"https://{host}/join")
    assert form_hosts(replace(corpus.settings, subscribe=subscribe)) == []
