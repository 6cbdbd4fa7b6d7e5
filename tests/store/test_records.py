"""Records to text and back, and into text that a person wrote."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check, store
from generator.papers import fields
from generator.papers.model import (
    Corpus,
    Edition,
    EditionKind,
    LeftOut,
    Link,
    LinkKind,
    Paper,
    Sighting,
)
from generator.papers.names import Name
from generator.store import documents, yaml_text
from generator.store.yaml_text import YamlError
from tests.conftest import fill


def told(kind: fields.Words) -> st.SearchStrategy[str]:
    """What is read of any text."""
    return st.text(max_size=15).map(kind.read).filter(bool).map(str)


LINE = told(fields.NAME)
ID = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
IDS = st.lists(ID.filter(lambda id: id != "index"), max_size=3, unique=True).map(tuple)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(str)
PUBLISHED = st.none() | DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
ARXIV = st.from_regex(r"(1[5-9]|2[0-9])(0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True)
URLS = st.from_regex(r"https://[a-z]{1,5}\.example/[a-z]{0,5}", fullmatch=True)
LINK = st.builds(Link, st.sampled_from(get_args(LinkKind)), URLS)
PAPERS = st.builds(
    Paper,
    id=st.just("a-paper"),
    title=LINE,
    arxiv=st.none() | ARXIV,
    doi=st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9.()#:-]{1,9}", fullmatch=True),
    published=PUBLISHED,
    authors=st.lists(LINE | st.builds(Name, LINE, st.just("") | LINE), max_size=3).map(tuple),
    authors_count=st.none() | st.integers(1, 9999),
    category=st.none() | st.just("cs.CL"),
    topics=IDS,
    suggested_topics=IDS,
    links=st.lists(LINK, max_size=3, unique=True).map(tuple),
    summary=st.just("") | told(fields.SUMMARY),
    aliases=IDS,
    same_as=IDS,
    distinct_from=IDS,
    gist=st.just("") | told(fields.GIST),
    venue=st.none() | LINE,
    added=st.none() | DAYS,
    revised=st.none() | DAYS,
    withdrawn=st.booleans(),
    superseded_by=st.none() | st.just("another"),
    abstract=st.just("") | told(fields.ABSTRACT),
)
EDITIONS = st.builds(
    Edition,
    id=st.just("a-listing"),
    kind=st.sampled_from(get_args(EditionKind)),
    source=LINE,
    papers=IDS.map(lambda ids: tuple(Sighting(i, upvotes=len(i)) for i in ids)),
    date=st.none() | DAYS,
    title=st.just("") | LINE,
)


def read(text: str) -> Paper:
    parsed = documents.parse("paper", "papers/2024/a-paper.md", text.encode())
    assert [flaw for flaw in parsed.flaws if flaw[2] == "error"] == []
    assert isinstance(parsed.value, Paper)
    return parsed.value


@settings(max_examples=25)
@given(PAPERS, PAPERS, EDITIONS, st.lists(st.builds(LeftOut, title=LINE, arxiv=ARXIV)))
def test_whatever_is_written_loads_back_equal_and_a_second_time_writes_nothing(
    one: Paper, other: Paper, edition: Edition, left: list[LeftOut]
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda descriptor: None)
        folder = Path(name) / "content"
        for paper in (one, replace(other, stated=frozenset())):
            corpus = Corpus(
                papers={"a-paper": paper}, editions={"a-listing": edition}, left_out=tuple(left)
            )
            before = store.load(folder)
            store.write(folder, store.changes(before, corpus), before.state)
            after = store.load(folder)
            assert (after.corpus, after.problems) == (corpus, ())
            assert store.changes(after, corpus) == {}
            assert store.mend(folder) == {} or paper.links  # a link may have another spelling
            assert list(check.problems(after))  # and what else the check finds, it can locate


def test_canonical_form() -> None:
    paper = Paper(
        "tiny-nets",
        "Tiny Nets: A Study",
        arxiv="2503.02130",
        published="2025-03-04",
        authors=("Ada Muster", "Bo Yes: No", Name("van der Zee", "Anneke")),
        authors_count=3,
        links=(Link("code", "https://github.com/muster/tiny"),),
        topics=("quantisation",),
        withdrawn=True,
        abstract="We shrink nets.",
    )
    assert documents.text(paper) == (
        "---\n"
        "title: 'Tiny Nets: A Study'\n"
        "arxiv: '2503.02130'\n"
        "published: 2025-03-04\n"
        "authors: [Ada Muster, 'Bo Yes: No', {family: van der Zee, given: Anneke}]\n"
        "authors_count: 3\n"
        "topics: [quantisation]\n"
        "links:\n"
        "- {kind: code, url: 'https://github.com/muster/tiny'}\n"
        "withdrawn: true\n"
        "---\n"
        "We shrink nets.\n"
    )


@pytest.mark.parametrize("year", ["2021", "'2021'", '"2021"  # or so'])
def test_a_year_may_be_written_as_a_number(year: str) -> None:
    paper = read(f"---\ntitle: A\npublished: {year}\n---\n")
    assert paper.published == "2021"
    assert documents.text(paper) == "---\ntitle: 'A'\npublished: 2021\n---\n"


def write(folder: Path, text: str) -> store.Loaded:
    return store.load(fill(folder, {"papers/undated/a-paper.md": text}))


def changed(loaded: store.Loaded, **fields: object) -> dict[str, str | None]:
    paper = replace(loaded.corpus.papers["a-paper"], **fields)  # type: ignore[arg-type]
    return store.changes(loaded, replace(loaded.corpus, papers={"a-paper": paper}))


def test_what_changes_leaves_everything_else_as_a_person_wrote_it(tmp_path: Path) -> None:
    text = """\
---
title: "Tiny nets"   # as printed
topics: [a,  b] # the shelf
# asked the authors
links:
  - {kind: code,   url: 'https://a.example/x'}
  # the second
  - kind: model
    url: https://a.example/y # mine
summary: >-
  Folded
  words.
---

Mine.
"""
    loaded = write(tmp_path, text)
    known = loaded.corpus.papers["a-paper"]
    more = (*known.links, Link("demo", "https://a.example/z"))
    found = changed(loaded, arxiv="2503.02130", published="2025-03", links=more, topics=())
    assert found == {
        "papers/undated/a-paper.md": None,
        "papers/2025/a-paper.md": """\
---
title: "Tiny nets"   # as printed
arxiv: '2503.02130'
published: 2025-03
topics: []      # the shelf
# asked the authors
links:
  - {kind: code, url: 'https://a.example/x'}
  # the second
  - kind: model
    url: https://a.example/y # mine
  - {kind: demo, url: 'https://a.example/z'}
summary: >-
  Folded
  words.
---

Mine.
""",
    }


@pytest.mark.parametrize(
    "text", ["---\n{title: Tiny nets, topics: [a]}\n---\n", "---\n? title\n: Tiny nets\n---\n"]
)
def test_what_cannot_be_edited_is_written_in_canonical_form(tmp_path: Path, text: str) -> None:
    ((_, new),) = changed(write(tmp_path, text), topics=("b",)).items()
    assert new == "---\ntitle: 'Tiny nets'\ntopics: [b]\n---\n"


@settings(max_examples=15)
@given(PAPERS, PAPERS)
def test_any_change_of_any_record_is_what_the_text_then_says(old: Paper, new: Paper) -> None:
    text = documents.text(old).replace("---\n", "---\n# a remark\n", 1)
    edited = store._updated(text, read(text), new)
    assert read(edited) == new
    assert edited.startswith("---\n# a remark\n")


def test_nothing_that_the_check_refuses_is_written(tmp_path: Path) -> None:
    loaded = write(tmp_path, "---\ntitle: A\n---\n")
    with pytest.raises(store.Unsound, match=r"a-paper\.md: 'gist' has 81 characters"):
        changed(loaded, gist="x" * 81)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: x\ntitle: y\n", 2, "twice"),
        ("title: x\n---\ntitle: y\n", 2, "a second --- line"),
        ("title: x\n...\ntopics: [y]\n", 3, "ends the file"),
        ("topics: - y\n", 1, "a list whose first"),
        ("a: &x [1]\nb: *x\n", 1, "aliases"),
        ("a: [1\nb: 2\n", 2, "not valid YAML"),
        ("a: b\nc\n", 3, "not valid YAML"),
        ("a: \x07\n", 1, "not allow"),
        ("1: x\n", 1, "not text"),
        ("b: 1\na: !!binary aGk=\n", 2, "is not used here"),
        ("a: !!bool x\n", 1, "is not used here"),
        ("b: 1\na: " + "[" * 60000, 2, "nested too deeply"),
        ("- " * 60000, 1, "nested too deeply"),
        ("[\n" * 60000, 51, "nested too deeply"),
        ("a: !!python/object:os.system x\n", 1, "is not used here"),
    ],
)
def test_yaml_that_is_refused(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        yaml_text.load(text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)
