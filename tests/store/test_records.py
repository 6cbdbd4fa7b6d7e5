"""Records to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Edition, Link, Paper, Sighting
from generator.store import records, yaml_text
from generator.store.yaml_text import YamlError

LINE = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)
    .map(str.strip)
    .filter(bool)
)
IDS = st.lists(st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True), unique=True)
DAYS = st.dates().map(lambda day: day.isoformat())
DATES = st.none() | DAYS | DAYS.map(lambda day: day[:7])
PAPERS = st.builds(
    Paper,
    id=st.just("a-paper"),
    title=LINE,
    arxiv=st.none() | st.from_regex(r"\d{4}\.\d{5}", fullmatch=True),
    published=DATES,
    authors=st.lists(LINE).map(tuple),
    authors_count=st.none() | st.integers(1, 9999),
    category=st.none() | st.just("cs.CL"),
    topics=IDS.map(tuple),
    links=st.lists(
        st.builds(Link, st.sampled_from(["code", "model"]), st.just("https://a.example/x"))
    ).map(tuple),
    summary=st.just("") | LINE,
    aliases=IDS.map(tuple),
    abstract=st.just("") | LINE | st.lists(LINE).map("\n\n".join),
)


def read(text: str) -> Paper:
    front, body = records.split(text)
    return records.paper("a-paper", yaml_text.load(front), body)


@given(PAPERS)
def test_a_record_comes_back_as_it_was(paper: Paper) -> None:
    text = records.paper_text(paper)
    assert read(text) == paper
    assert records.paper_text(read(text)) == text


@given(
    st.builds(
        Edition,
        id=st.just("2025-01-01"),
        kind=st.sampled_from(["daily", "search", "trending"]),
        source=LINE,
        papers=IDS.map(lambda ids: tuple(Sighting(i, upvotes=len(i)) for i in ids)),
        date=st.none() | DAYS,
        title=st.just("") | LINE,
    )
)
def test_an_edition_comes_back_as_it_was(edition: Edition) -> None:
    text = records.edition_text(edition)
    again = records.edition("2025-01-01", yaml_text.load(text))
    assert again == edition
    assert records.edition_text(again) == text


def test_canonical_form() -> None:
    paper = Paper(
        "tiny-nets",
        "Tiny Nets: A Study",
        arxiv="2503.02130",
        published="2025-03-04",
        authors=("Ada Muster", "Bo Yes: No"),
        authors_count=3,
        links=(Link("code", "https://github.com/muster/tiny"),),
        topics=("quantisation",),
        abstract="We shrink nets.",
    )
    assert records.paper_text(paper) == (
        "---\n"
        "title: 'Tiny Nets: A Study'\n"
        "arxiv: '2503.02130'\n"
        "published: 2025-03-04\n"
        "authors: [Ada Muster, 'Bo Yes: No']\n"
        "authors_count: 3\n"
        "topics: [quantisation]\n"
        "links:\n"
        "- {kind: code, url: 'https://github.com/muster/tiny'}\n"
        "---\n"
        "We shrink nets.\n"
    )


def test_filling_leaves_everything_else_as_a_person_wrote_it() -> None:
    text = '---\ntitle: "Tiny nets"   # as printed\n# asked the authors\nlinks: []\n---\n\nMine.\n'
    paper = Paper("tiny", "Tiny nets", arxiv="2503.02130", authors_count=2, abstract="Theirs.")
    assert records.filled(text, paper) == (
        '---\ntitle: "Tiny nets"   # as printed\n# asked the authors\n'
        "arxiv: '2503.02130'\nauthors_count: 2\nlinks: []\n---\n\nMine.\n"
    )


@given(PAPERS, PAPERS)
def test_filling_never_changes_what_is_stated(old: Paper, new: Paper) -> None:
    filled = read(records.filled(records.paper_text(old), new))
    for name in ("title", "arxiv", "published", "authors", "topics", "links", "summary"):
        stated = getattr(old, name)
        assert getattr(filled, name) == (stated or getattr(new, name))
    assert filled.abstract == (old.abstract or new.abstract)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: x\n", 1, "no front matter"),
        ("---\ntitle: x\n", 3, "no end"),
        ("", 1, "no front matter"),
    ],
)
def test_a_missing_fence_is_named(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        records.split(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: x\ntitle: y\n", 2, "twice"),
        ("a: &x [1]\nb: *x\n", 1, "aliases"),
        ("a: [1\nb: 2\n", 2, "not valid YAML"),
        ("a: b\nc\n", 3, "not valid YAML"),
        ("a: \x07\n", 1, "not allow"),
        ("1: x\n", 1, "not text"),
        ("b: 1\na: !!binary aGk=\n", 2, "is not used here"),
        ("a: !!bool x\n", 1, "is not used here"),
        ("b: 1\na: " + "[" * 60000, 2, "nested too deeply"),
        ("- " * 60000, 1, "nested too deeply"),
        ("[\n" * 60000, 1, "nested too deeply"),
        ("a: !!python/object:os.system x\n", 1, "is not used here"),
    ],
)
def test_yaml_that_is_refused(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        yaml_text.load(text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


@given(st.text())
def test_any_text_is_data_or_a_yaml_error(text: str) -> None:
    caught: YamlError | None = None
    try:
        yaml_text.load(text)
    except YamlError as error:
        caught = error
    assert caught is None or (caught.line >= 1 and "\n" not in str(caught))
