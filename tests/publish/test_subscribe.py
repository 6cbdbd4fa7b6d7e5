"""The ways to subscribe that pages offer, as a browser gets them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.build.theme import rendered
from generator.papers.model import Corpus, Subscribe
from generator.site import pages
from generator.views import Digest
from generator.views.channels import form_hosts
from tests.publish.conftest import Read, fed

HOSTILE = '"><script>x</script> *{{ 7*7 }}'
FORM = Subscribe(
    "https://lists.example/subscription/form?a=1&b=2",
    HOSTILE,
    "mail",
    (("l", HOSTILE), ("nonce", "")),
)


def page(corpus: Corpus, path: str = "feeds/index.md", **changes: Any) -> Read:
    corpus = replace(corpus, settings=replace(corpus.settings, **changes))
    (body,) = (page.body for page in pages.render(Digest(corpus), {}) if page.path == path)
    return Read(rendered(body))


def test_the_form_posts_what_the_settings_say_and_nothing_of_it_is_markup(corpus: Corpus) -> None:
    found = page(corpus, subscribe=FORM)
    (form,) = (attributes for tag, attributes in found.tags if tag == "form")
    assert (form["action"], form["method"]) == (FORM.form, "post")
    fields = {a["name"]: a.get("value") for tag, a in found.tags if tag == "input"}
    assert fields == {"mail": None, "l": HOSTILE, "nonce": ""}
    assert "script" not in {tag for tag, _ in found.tags}
    assert f"{HOSTILE} sends the mail" in found.words
    assert "form" not in {tag for tag, _ in page(corpus, subscribe=Subscribe()).tags}


def test_the_page_links_every_feed_and_the_topic_its_own(corpus: Corpus) -> None:
    def links(found: Read) -> set[str]:
        return {attributes.get("href") or "" for _, attributes in found.tags}

    current = {path for path in fed(Digest(corpus)) if not path.startswith("feed-")}
    named = {link.removeprefix("../") for link in links(page(corpus)) if not link.endswith(".md")}
    assert named - {""} == current
    of_topic = {path for path in current if path.startswith("topics/optimisers/")}
    assert {f"../{path}" for path in of_topic} <= links(page(corpus, "topics/optimisers.md"))
    nowhere = page(corpus, url="")
    assert "once url and feeds are set in content/digest.yml" in nowhere.words
    assert not any("feed.xml" in link for link in links(nowhere))


@pytest.mark.parametrize(
    ("form", "hosts"),
    [
        (FORM.form, ["https://lists.example"]),
        ("", []),
        *(
            (f"https://{host}/join", [])
            for host in ("lists.example;script-src", "a@lists.example", "*", "a b")
        ),
    ],
)
def test_the_host_of_a_form_cannot_widen_the_policy(
    corpus: Corpus, form: str, hosts: list[str]
) -> None:
    assert form_hosts(replace(corpus.settings, subscribe=Subscribe(form))) == hosts
