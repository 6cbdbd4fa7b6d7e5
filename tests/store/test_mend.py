"""Records as people leave them, put right and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import store
from generator.store import documents, yaml_text
from generator.store.editing import Mended, mended

UNTIDY = """\
---
# Why this one: it was asked for.
topics: [pruning]  # the shelf
summary: >-
  Two lines that a person wrote,
  # and this is one of them.
arxiv: 2503.02130   # as printed
title: Kettles, and why they whistle
links:
# the first
- {kind: code, url: 'http://github.com/muster/kettles.git#readme'}
- {url: https://github.com/Muster/Kettles, kind: code}
- kind: project
  url: https://kettles.example/?utm_source=x&a=it's
- {kind: project, url: 'https://github.com/muster/kettles'}
published: 2025-03-01
# the end
---
The abstract,\x20\x20
with its spaces.
"""
TIDY = """\
---
title: Kettles, and why they whistle
arxiv: '2503.02130' # as printed
published: 2025-03-01
# Why this one: it was asked for.
topics: [pruning]  # the shelf
links:
# the first
- {kind: code, url: 'https://github.com/muster/kettles'}
- kind: project
  url: 'https://kettles.example?a=it%27s'
- {kind: project, url: 'https://github.com/muster/kettles'}
summary: >-
  Two lines that a person wrote,
  # and this is one of them.
# the end
---
The abstract,\x20\x20
with its spaces.
"""


def test_what_is_mechanical_is_mended_and_words_and_comments_stay() -> None:
    found = mended(UNTIDY)
    assert found.text == TIDY
    assert found.what == ("arxiv", "links", "order of fields")
    assert mended(TIDY).what == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("arxiv: https://arxiv.org/abs/2503.02130v2", "arxiv: '2503.02130'"),
        ("arxiv: 'arXiv:2503.02130'", "arxiv: '2503.02130'"),
        ("arxiv: cs/0601001", "arxiv: 'cs/0601001'"),
        ("doi: https://doi.org/10.1000/ABC", "doi: '10.1000/abc'"),
        ("authors: Ada Muster, Bo Beispiel", "authors: [Ada Muster, Bo Beispiel]"),
        ("authors: Ada Muster", "authors: [Ada Muster]"),
        ("authors: Ada Muster and Bo Beispiel", "authors: [Ada Muster, Bo Beispiel]"),
        ("authors: Muster, Ada; Beispiel, Bo", "authors: [Ada Muster, Bo Beispiel]"),
        ("topics: pruning]", "topics: [pruning]"),
        (
            "links: https://github.com/a/b, https://a.org/x",
            "links:\n- {kind: code, url: 'https://github.com/a/b'}\n"
            "- {kind: other, url: 'https://a.org/x'}",
        ),
        ('gist: "It flies', "gist: 'It flies'"),
        ("topics: pruning, old-topic", "topics: [pruning, new-topic]"),
        ("topics: [old-topic, new-topic]", "topics: [new-topic]"),
        (
            "links: https://github.com/a/b.git",
            "links:\n- {kind: code, url: 'https://github.com/a/b'}",
        ),
        ("summary:\ntopics:", "topics:"),
        ("gist: Why: it matters", "gist: 'Why: it matters'"),
        ("gist: @Home and away", "gist: '@Home and away'"),
        ("gist: [Re] A title", "gist: '[Re] A title'"),
        ("gist: 'Don't panic'", "gist: 'Don''t panic'"),
        ("topics:\n\t- pruning", "topics:\n  - pruning"),
    ],
)
def test_what_can_mean_one_thing_only(before: str, after: str) -> None:
    former = {"old-topic": "new-topic"}
    found = mended(f"---\ntitle: A\n{before}\n---\n", "paper", former)
    assert found.text == f"---\ntitle: A\n{after}\n---\n"
    assert mended(found.text, "paper", former).what == ()


@pytest.mark.parametrize(
    "line",
    [
        "authors: Muster, Ada",
        "authors: Ada Muster, Jr.",
        "authors: Muster, Ada and others",
        "authors: Research and Development",
        "gist: 'Tis the season",
        "gist: C #1 Ranking",
        "gist: A: b # note",
        "links:\n- {kind: code, url: 'https://a.org/x'} # mine\n"
        "- {kind: code, url: 'https://a.org/x'} # too",
    ],
)
def test_what_could_mean_another_thing_or_would_lose_a_comment_stays(line: str) -> None:
    text = f"---\ntitle: A\n{line}\n---\n"
    assert mended(text) == Mended(text)


def test_yaml_that_cannot_be_read_is_mended_in_every_kind_of_file() -> None:
    found = mended("kind: list\nsource: A: b\npapers: []\n", "edition")
    assert found.text == "kind: list\nsource: 'A: b'\npapers: []\n"


def test_line_ends_are_those_of_the_others() -> None:
    found = mended("\ufeff---\r\ntitle: A\r\n---\r\nText.\r\n")
    assert (found.text, found.what) == ("---\ntitle: A\n---\nText.\n", ("line ends",))


@pytest.mark.parametrize(
    "text",
    [
        "no record",
        "---\ntopics: [A\n---\n",
        "---\n- title\n---\n",
        "---\n---\n",
        "---\n{topics: [a], title: A}\n---\n",
        "---\ntitle: A\narxiv: no identifier\n---\n",
        "---\ntitle: A\narxiv: [2503.02130]\n---\n",
        "---\ntitle: A\nlinks: x\n---\n",
        "---\ntitle: A\nlinks: [{url: 'javascript:alert(1)'}]\n---\n",
        "---\ntitle: A\nsummary: |\n  Spaces that are meant:  \n  here.\n---\n",
        "---\ntitle: A\ntopics: &a [b]\n---\n",
        "---\nvenue: B\ntitle: A\nvenue: B\n---\n",
        "---\nvenue: B\n!!binary title: A\n---\n",
    ],
)
def test_what_is_not_mechanical_is_left_alone(text: str) -> None:
    assert mended(text).text == text
    assert mended(text).what == ()


def test_a_folder_is_mended_at_once_and_only_where_asked(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    (folder / "papers/2024").mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"papers/2024/{name}.md").write_text("---\ntopics: []\ntitle: A\n---\n")
    (folder / "papers/2024/c.md").write_bytes(b"---\ntitle: \xff\n---\n")
    assert store.mend(folder, {"papers/2024/b.md"}) == {"papers/2024/b.md": ("order of fields",)}
    assert store.mend(folder) == {"papers/2024/a.md": ("order of fields",)}
    assert store.mend(folder) == {}
    texts = {path.read_text() for path in folder.glob("papers/2024/[ab].md")}
    assert texts == {"---\ntitle: A\ntopics: []\n---\n"}


FIELDS = {
    "title": "title: 'Kettles #1'  # said twice",
    "arxiv": "# the number\narxiv: 2503.02130",
    "published": "published: 2025-03",
    "authors": "authors:\n- Ada Muster\n# and\n- Bo Beispiel",
    "topics": "topics: [pruning]",
    "links": "links:\n- {kind: code, url: 'https://github.com/muster/kettles.git'} # x",
    "summary": "summary: |\n  Words.\n\n  # More words.",
    "same_as": "same_as: []",
}


@settings(max_examples=30)
@given(st.permutations(sorted(FIELDS)), st.sampled_from(["", "\n", "# the end\n"]))
def test_any_order_becomes_the_one_order_and_nothing_is_lost(names: list[str], end: str) -> None:
    front = "\n".join(FIELDS[name] for name in names) + f"\n{end}"
    made = mended(f"---\n{front}---\nAbstract.\n")
    tidy = documents.split(made.text)[0]
    before, after = yaml_text.load(front), yaml_text.load(tidy)
    assert list(after) == list(FIELDS)
    assert after["arxiv"] == "2503.02130"
    assert after["links"][0]["url"] == "https://github.com/muster/kettles"
    changed = {"arxiv", "links"}
    assert all(after[name] == before[name] for name in {*FIELDS} - changed)
    assert sorted(re.findall("#.*", tidy)) == sorted(re.findall("#.*", front))
    assert mended(made.text).what == ()
