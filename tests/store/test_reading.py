"""Any text of any file is read, or it is said what is wrong with it; mending makes none worse."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.store import documents
from generator.store.documents import mended

PIECES = [
    *["---\n", "title: ", "'", '"', "[", "]", "{", "}", ": ", "- ", "\n", "  ", "\t", "#", " # x"],
    *["&a", "*a", "!!binary ", "|\n", "title: A\n", "authors: A, B\n", "authors: [A, B]\n"],
    *["links:\n- {kind: code, url: 'https://a.org/x.git'}\n", "links: https://a.org\n", "null"],
    *["published: 2021\n", "arxiv: 2503.02130\n", "topics: [a, a]\n", "topics:\n", "summary:\n"],
    *["<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "\x00", "\x0c", "\ufeff", "\u2028", "\x85"],
    *["kind: list\nsource: x\n", "papers:\n- {paper: a}\n", "date: 2024-W05\n", "- id: x\n"],
    "...\n",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
RECORDS = TEXTS.map(lambda text: f"---\ntitle: A\n{text}---\nText.\n")
KINDS = ["paper", "edition", "topics", "digest", "left-out", "note"]


@settings(max_examples=250)
@given(st.sampled_from(KINDS), st.binary() | (TEXTS | RECORDS).map(str.encode))
def test_any_bytes_are_an_object_or_have_a_flaw(kind: str, data: bytes) -> None:
    parsed = documents.parse(kind, "papers/2024/a.md", data)
    assert parsed.value is not None or parsed.flaws
    assert all(line >= 1 and "\n" not in message for line, message, _ in parsed.flaws)


@settings(max_examples=250)
@given(st.sampled_from(KINDS[:-1]), TEXTS | RECORDS)
def test_what_is_mended_is_no_worse_and_mended_for_good(kind: str, text: str) -> None:
    made = mended(text, kind, {"a": "b"})
    assert mended(made.text, kind, {"a": "b"}).what == ()
    before = documents.parse(kind, "papers/2024/a.md", text.encode())
    after = documents.parse(kind, "papers/2024/a.md", made.text.encode())
    assert before.value is None or after.value is not None
    if before.value is not None and kind == "paper":
        assert documents.parse("paper", "a.md", documents.text(before.value).encode()).value == (
            before.value
        )
