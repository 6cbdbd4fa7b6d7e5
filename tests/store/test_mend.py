"""Records as people leave them, put right and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import store
from generator.store import documents, yaml_text
from generator.store.documents import Mended, mended
from tests.conftest import fill, texts

MENDING = Path(__file__).parents[1] / "fixtures" / "mending"
FIELDS, LEFT_ALONE = (
    (MENDING / name).read_text(encoding="utf-8").removesuffix("\n").split("\n\n")
    for name in ("fields.txt", "left-alone.txt")
)


def test_what_is_mechanical_is_mended_and_words_and_comments_stay() -> None:
    untidy, tidy = ((MENDING / name).read_text("utf-8") for name in ("untidy.md", "tidy.md"))
    assert mended(untidy) == Mended(tidy, ("arxiv", "links", "order of fields"))
    assert mended(tidy).what == ()


@pytest.mark.parametrize("field", FIELDS)
def test_what_can_mean_one_thing_only(field: str) -> None:
    before, after = field.split("\n=>\n")
    former = {"old-topic": "new-topic"}
    found = mended(f"---\ntitle: A\n{before}\n---\n", "paper", former)
    assert found.text == f"---\ntitle: A\n{after}\n---\n"
    assert mended(found.text, "paper", former).what == ()


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_mechanical_or_would_lose_a_comment_stays(text: str) -> None:
    assert mended(f"{text}\n") == Mended(f"{text}\n")


def test_every_kind_of_file_and_its_line_ends_are_mended() -> None:
    found = mended("kind: list\nsource: A: b\npapers: []\n", "edition")
    assert found.text == "kind: list\nsource: 'A: b'\npapers: []\n"
    found = mended("\ufeff---\r\ntitle: A\r\n---\r\nText.\r\n")
    assert found == Mended("---\ntitle: A\n---\nText.\n", ("line ends",))


def test_a_folder_is_mended_at_once_and_only_where_asked(tmp_path: Path) -> None:
    untidy = dict.fromkeys(("papers/a.md", "papers/b.md"), "---\ntopics: []\ntitle: A\n---\n")
    folder = fill(tmp_path / "content", untidy)
    (folder / "papers/c.md").write_bytes(b"---\ntitle: \xff\n---\n")
    assert store.mend(folder, {"papers/b.md"}) == {"papers/b.md": ("order of fields",)}
    assert store.mend(folder) == {"papers/a.md": ("order of fields",)}
    assert store.mend(folder) == {}
    (folder / "papers/c.md").unlink()
    assert {*texts(folder).values()} == {"---\ntitle: A\ntopics: []\n---\n"}


ORDER = {
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
@given(st.permutations(sorted(ORDER)), st.sampled_from(["", "\n", "# the end\n"]))
def test_any_order_becomes_the_one_order_and_nothing_is_lost(names: list[str], end: str) -> None:
    front = "\n".join(ORDER[name] for name in names) + f"\n{end}"
    made = mended(f"---\n{front}---\nAbstract.\n")
    tidy = documents.split(made.text)[0]
    before, after = yaml_text.load(front), yaml_text.load(tidy)
    assert list(after) == list(ORDER)
    assert after.pop("arxiv") == "2503.02130"
    assert after.pop("links")[0]["url"] == "https://github.com/muster/kettles"
    assert after.items() <= before.items()
    assert sorted(re.findall("#.*", tidy)) == sorted(re.findall("#.*", front))
    assert mended(made.text).what == ()
