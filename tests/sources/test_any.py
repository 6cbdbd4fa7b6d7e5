"""Whatever is given to the readers: it is read or refused, and what is read can be recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import fields
from generator.papers.model import Capture, Entry
from generator.sources import Unreadable, detect, grammar
from tests.sources.rendered import PAPERS, RENDERINGS
from tests.sources.test_readings import CASES, READINGS

STYLES = Path(__file__).parents[1] / "fixtures" / "styles"
SOUND = [
    *(
        path.read_bytes()
        for path in sorted(STYLES.glob("*/*"))
        if not path.name.endswith(".expected.json")
    ),
    *(rendering(PAPERS).encode() for rendering in RENDERINGS),
    *(case["text"].encode() for case in CASES),
]
JUNK = st.binary(max_size=12) | st.sampled_from(
    [
        b"\0", b"\xff", b"\xef\xbb\xbf", b"](", b"][1]", b"### ", b"{", b"}}", b'"', b"<", b"&#0;",
        b"\n", b"\r\n\r\n", b"\\u0000", b"\\ud800", b"2599.00001", b"| ", b"\xe2\x80\xae", b"-1",
        b"10.5555/x", b"Authors: ", b"\n- [ ] ", b"\n1. ", b"\n\n---\n\n", b"Nov 31", b"\\sqrt",
        b"\\href{",
    ]
)  # fmt: skip
NAMES = (
    "paper", "title", "id", "authors", "author", "content", "forum", "info", "DOI", "type",
    "issued", "date-parts", "paperId", "externalIds", "venue", "value", "message", "items",
    "abstract_inverted_index", "primary_location", "notes", "summary", "upvotes", "publishedAt",
)  # fmt: skip


def faults(entry: Entry) -> list[str]:
    """Why a record could not state what an entry has."""
    stated: dict[fields.Kind, list[object]] = {
        fields.ABSTRACT: [entry.abstract] if entry.abstract else [],
        fields.NAME: [*entry.authors, *filter(None, [entry.venue])],
        fields.PUBLISHED: [entry.published],
        fields.ARXIV: [entry.arxiv],
        fields.DOI: [entry.doi],
        fields.CATEGORY: [entry.category],
        fields.AUTHORS_COUNT: [entry.authors_count],
        fields.URL: [link.url for link in entry.links],
    }
    found = [kind.fault(one) for kind, all in stated.items() for one in all if one is not None]
    found += [fields.UPVOTES.fault(n) for n in (entry.upvotes, entry.comments) if n is not None]
    found += [fields.TITLE.fault(entry.title)] if entry.title else []
    return [fault for fault in found if fault]


def check(data: bytes) -> Capture | None:
    """The capture, or None where it is refused in one line."""
    capture: Capture | None = None
    refused = ""
    try:
        capture = detect.parse(data, name="capture", lenient=True)
    except Unreadable as error:
        refused = str(error)
    if capture is None:
        assert len(refused.splitlines()) == 1
        return None
    assert capture.entries
    assert capture.captured is None or fields.LISTED.read(capture.captured)
    for entry in capture.entries:
        assert faults(entry) == []
        assert entry.line >= 1
        assert entry.title or entry.arxiv or entry.doi or entry.links
        assert entry.title == "" or any(char.isalnum() for char in entry.title)
    assert all(rejection.line >= 1 and rejection.reason for rejection in capture.rejected)
    return capture


@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), JUNK), min_size=1, max_size=4),
)
def test_a_damaged_capture_is_read_or_refused(
    sound: bytes, damages: list[tuple[float, int, bytes]]
) -> None:
    data = bytearray(sound)
    for place, length, junk in damages:
        at = int(place * len(data))
        data[at : at + length] = junk
    check(bytes(data))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)


LINES = st.sampled_from(
    [line for data in SOUND for line in data.decode("utf-8", "replace").split("\n") if line]
)


@given(st.lists(LINES | st.just("") | st.text(max_size=30), max_size=30))
def test_no_text_whatever_makes_a_title_of_a_link_mark_or_the_rest_of_a_sentence(
    lines: list[str],
) -> None:
    capture = check("\n".join(lines).encode())
    if capture is None or capture.format not in ("hf_text", "marked_text"):
        return
    for entry in capture.entries:
        title = entry.title
        assert not title or not grammar.has_link_marks(title), title
        first = title.split(" ", 1)[0]
        assert not (first.isascii() and first.isalpha() and first.islower()), title
        assert not title.endswith((",", " the", " of", " and", " with")), title


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=14,
)


@given(VALUES)
def test_each_element_of_a_list_ends_somewhere(value: object) -> None:
    elements = [json.loads(READINGS["words"]["@RECORD1"]), value]
    capture = check(json.dumps(elements).encode())
    assert capture
    assert len(capture.entries) + len(capture.rejected) == 2


@given(st.lists(VALUES, min_size=1, max_size=4), st.sampled_from(["", "data", "notes", "results"]))
def test_any_json_is_read_or_refused(values: list[object], envelope: str) -> None:
    check(json.dumps({envelope: values} if envelope else values).encode())


def test_what_stands_in_a_capture_can_be_recorded() -> None:
    said = [case["refused"] for case in CASES if "refused" in case]
    # What is mostly damaged is read here.
    refused = [words for words in said if "lost its shape" not in words]
    unread = len(refused) + len(("article", "README", "cut page"))
    assert sum(check(data) is None for data in SOUND) == unread


@pytest.mark.parametrize(
    "piece",
    [
        "http://",
        "[[a://x][",
        "[http://a ",
        f"[http://a{' ' * 40}",
        "http://a[b c ",
        "\\href{http://",
    ],
)
def test_links_that_never_end_come_to_an_end(piece: str) -> None:
    hostile = f"{piece * (49_000 // len(piece))}\n" * 5
    text = f"- [Kites](https://arxiv.org/abs/2604.00001)\n{hostile}"
    capture = detect.parse(text.encode(), name="list.md", lenient=True)
    assert [entry.arxiv for entry in capture.entries] == ["2604.00001"]
