"""Each kind of file that leaves a digest, letter for letter as it stands beside its content.

After a change of them, ``digest build --content tests/fixtures/published/content`` writes what
takes the place of ``site`` there: JSON with an indent, VERSION for the program's.
"""

from __future__ import annotations

import json

import pytest

from generator import __version__, store
from generator.papers import identity
from generator.publish import exports, feeds, newsletter
from generator.publish.citation import reference, tags
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import ROOT, texts

PUBLISHED = ROOT / "tests" / "fixtures" / "published"
DIGEST = Digest(identity.resolve(store.load(PUBLISHED / "content").corpus))
SITE = texts(PUBLISHED / "site")


@pytest.fixture(scope="module")
def made() -> dict[str, str | bytes]:
    """What a build writes, and the issue of a listing that repeats a paper of the one before."""
    outputs = (*exports.outputs(DIGEST), *feeds.outputs(DIGEST), *newsletter.outputs(DIGEST))
    listing = newsletter.ready(DIGEST, "hub-2024-10-31", "", (), incomplete=True)[0]
    files = (*make_all(outputs, DIGEST.world), *newsletter.files(listing))
    return {file.path: file.data for file in files}


@pytest.mark.parametrize("path", SITE)
def test_a_file_says_what_it_should(made: dict[str, str | bytes], path: str) -> None:
    text = str(made[path]).replace(__version__, "VERSION")
    if path.endswith(".json"):
        text = json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    assert text == SITE[path]


def test_the_tags_of_a_page_say_what_is_cited() -> None:
    made = {
        shown.paper.id: [
            *tags(reference(DIGEST.world, shown), shown.paper.names[:1], "https://d.example/p/")
        ]
        for shown in DIGEST.shown(DIGEST.newest)
    }
    expected = json.loads((PUBLISHED / "tags.json").read_text(encoding="utf-8"))
    assert {paper: [[*tag] for tag in made[paper]] for paper in expected} == expected
