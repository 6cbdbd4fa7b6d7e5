"""Any text of any file is read, or it is said what is wrong with it.

What is written is read back as it was; a text that a person wrote is put right, and nothing more.
"""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import MISSING, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check, store
from generator.papers import fields
from generator.papers.fields import Form, Number, Words
from generator.papers.model import Corpus, Edition, LeftOut, Link, Paper
from generator.store import documents, yaml_text
from generator.store.documents import Mended, mended
from generator.store.yaml_text import YamlError
from tests.conftest import fill, texts

FILES = texts(Path(__file__).parents[1] / "fixtures" / "mending")
FIELDS, LEFT_ALONE = (
    FILES[name].removesuffix("\n").split("\n\n") for name in ("fields.txt", "left-alone.txt")
)


# What is mostly read, where a pattern allows much that is not.
PATTERNS = {
    fields.ARXIV: r"(1[5-9]|2[0-9])(0[1-9]|1[0-2])\.[0-9]{4}[1-9]",
    fields.DOI: r"10\.[0-9]{4}/[a-z0-9.()#:-]{1,9}",
    fields.URL: r"https://[a-z]{1,5}\.example/[a-z]{0,5}",
}


def values(hint: Any, *notes: Any) -> st.SearchStrategy[Any]:
    """What the model says that a value may be."""
    args = get_args(hint)
    kind = next((note for note in notes if isinstance(note, Form | Words | Number)), None)
    if get_origin(hint) is Annotated:
        return values(args[0], *notes, *args[1:])
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*(values(arg, *notes) for arg in args))
    if get_origin(hint) is tuple:
        return st.lists(values(args[0]), max_size=3, unique=True).map(tuple)
    if get_origin(hint) is Literal:
        return st.sampled_from(args)
    if isinstance(kind, Form):
        text = st.from_regex(PATTERNS.get(kind, kind.pattern), fullmatch=True)
        return text.map(kind.read).filter(bool)
    if isinstance(kind, Words):
        return st.lists(st.text(max_size=9), min_size=2, max_size=3).map("a".join).map(kind.read)
    if isinstance(kind, Number):
        return st.integers(kind.least, kind.most)
    return things(hint) if is_dataclass(hint) else st.booleans() if hint is bool else st.none()


def things(kind: Any, **outside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What may stand in a file of a class of the model; ``outside`` is what does not."""
    hints = get_type_hints(kind, include_extras=True)
    inside = {
        each.name: values(hints[each.name])
        if each.default is MISSING
        else st.just(each.default) | values(hints[each.name])
        for each in dataclasses.fields(kind)
        if fields.OUTSIDE not in get_args(hints[each.name])
    }
    return st.builds(kind, **inside, **outside)


PAPERS = things(Paper, id=st.just("a-paper"), abstract=st.just("") | values(str, fields.ABSTRACT))
EDITIONS = things(Edition, id=st.just("a-listing"))
PIECES = [
    *["---\n", "title: ", "'", '"', "[", "]", "{", "}", ": ", "- ", "\n", "  ", "\t", "#", " # x"],
    *["&a", "*a", "!!binary ", "|\n", "title: A\n", "authors: A, B\n", "authors: [A, B]\n"],
    *["links:\n- {kind: code, url: 'https://a.org/x.git'}\n", "links: https://a.org\n", "null"],
    *["published: 2021\n", "arxiv: 2503.02130\n", "topics: [a, a]\n", "topics:\n", "summary:\n"],
    *["<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "\x00", "\x0c", "\ufeff", "\u2028", "\x85"],
    *["kind: list\nsource: x\n", "papers:\n- {paper: a}\n", "date: 2024-W05\n", "- id: x\n"],
    *["...\n", "\tvenue: 2025\n", "links: [[code, https://a.org]]\n", "- k\n", "{k: 1,000}", "é"],
]
ANY = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
RECORDS = ANY.map(lambda text: f"---\ntitle: A\n{text}---\nText.\n")


def read(text: str) -> Paper:
    parsed = documents.parse("paper", "papers/2024/a-paper.md", text.encode())
    assert [flaw for flaw in parsed.flaws if flaw[2] == "error"] == []
    assert isinstance(parsed.value, Paper)
    return parsed.value


# Read, and written


@settings(max_examples=250)
@given(st.sampled_from(documents.READ), st.binary() | (ANY | RECORDS).map(str.encode))
def test_any_bytes_are_an_object_or_have_a_flaw(kind: str, data: bytes) -> None:
    parsed = documents.parse(kind, "papers/2024/a.md", data)
    assert parsed.value is not None or parsed.flaws
    assert all(line >= 1 and "\n" not in message for line, message, *_ in parsed.flaws)


@pytest.mark.parametrize(
    ("text", "line"), [("b: 1\na: " + "[" * 60000, 2), ("- " * 60000, 1), ("[\n" * 60000, 51)]
)
def test_a_text_may_not_go_deep(text: str, line: int) -> None:
    with pytest.raises(YamlError, match="nested too deeply") as caught:
        yaml_text.load(text)
    assert caught.value.line == line


def test_canonical_form() -> None:
    assert documents.text(read(FILES["canonical.md"])) == FILES["canonical.md"]


@settings(max_examples=25)
@given(PAPERS, PAPERS, EDITIONS, st.lists(things(LeftOut), max_size=3))
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
            # What else the check finds, it can locate.
            assert all(problem.line for problem in check.problems(after))


@pytest.mark.parametrize("year", ["2021", "'2021'", '"2021"  # or so'])
def test_a_year_may_be_written_as_a_number(year: str) -> None:
    paper = read(f"---\ntitle: A\npublished: {year}\n---\n")
    assert paper.published == "2021"
    assert documents.text(paper) == "---\ntitle: 'A'\npublished: 2021\n---\n"


# Changed


def changed(folder: Path, text: str, **fields: object) -> dict[str, str | None]:
    """What is written where a record that says ``text`` gets other values."""
    loaded = store.load(fill(folder, {"papers/undated/a-paper.md": text}))
    paper = replace(loaded.corpus.papers["a-paper"], **fields)  # type: ignore[arg-type]
    return store.changes(loaded, replace(loaded.corpus, papers={"a-paper": paper}))


def test_what_changes_leaves_everything_else_as_a_person_wrote_it(tmp_path: Path) -> None:
    text = FILES["written.md"]
    links = (*read(text).links, Link("demo", "https://a.example/z"))
    new = {"arxiv": "2503.02130", "published": "2025-03", "links": links, "topics": ()}
    assert changed(tmp_path, text, **new) == {
        "papers/undated/a-paper.md": None,
        "papers/2025/a-paper.md": FILES["changed.md"],
    }


@pytest.mark.parametrize(
    "text", ["---\n{title: Tiny nets, topics: [a]}\n---\n", "---\n? title\n: Tiny nets\n---\n"]
)
def test_what_cannot_be_edited_is_written_in_canonical_form(tmp_path: Path, text: str) -> None:
    ((_, new),) = changed(tmp_path, text, topics=("b",)).items()
    assert new == "---\ntitle: 'Tiny nets'\ntopics: [b]\n---\n"


@settings(max_examples=15)
@given(PAPERS, PAPERS)
def test_any_change_of_any_record_is_what_the_text_then_says(old: Paper, new: Paper) -> None:
    text = documents.text(old).replace("---\n", "---\n# a remark\n", 1)
    edited = store._updated("papers/2024/a-paper.md", text, read(text), new)
    assert read(edited) == new
    assert edited.startswith("---\n# a remark\n")


def test_nothing_that_the_check_refuses_is_written(tmp_path: Path) -> None:
    with pytest.raises(store.Unsound, match=r"a-paper\.md: 'gist' has 81 characters"):
        changed(tmp_path, "---\ntitle: A\n---\n", gist="x" * 81)


# Put right


def test_what_is_mechanical_is_mended_and_words_and_comments_stay() -> None:
    tidy = FILES["tidy.md"]
    assert mended(FILES["untidy.md"]) == Mended(tidy, ("arxiv", "links", "order of fields"))
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
    found = mended("source: A: b\npapers:\n- k\n- {paper: l, upvotes: 1,000}\n", "edition")
    assert found.text == "source: 'A: b'\npapers:\n- {paper: k}\n- {paper: l, upvotes: 1000}\n"
    found = mended("title: D\n\turl: https://d.example\nfeeds: {tag: d.example,2025}\n", "digest")
    assert found.text == "title: D\nurl: https://d.example\nfeeds: {tag: 'd.example,2025'}\n"
    found = mended("topics:\n- id: a\n  title: No\n  terms: kite, kites\n", "topics")
    assert found.text == "topics:\n- id: a\n  title: 'No'\n  terms: [kite, kites]\n"
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


@settings(max_examples=250)
@given(st.sampled_from([*documents.KINDS]), ANY | RECORDS)
def test_what_is_mended_is_no_worse_and_mended_for_good(kind: str, text: str) -> None:
    made = mended(text, kind, {"a": "b"})
    assert mended(made.text, kind, {"a": "b"}).what == ()
    before = documents.parse(kind, "papers/2024/a.md", text.encode())
    after = documents.parse(kind, "papers/2024/a.md", made.text.encode())
    assert before.value is None or after.value is not None
    if before.value is not None and kind == "paper":
        assert read(documents.text(before.value)) == replace(before.value, id="a-paper")


BLOCKS = FILES["order.txt"].split("%\n")


@settings(max_examples=30)
@given(st.permutations(BLOCKS), st.sampled_from(["", "\n", "# the end\n"]))
def test_any_order_becomes_the_one_order_and_nothing_is_lost(blocks: list[str], end: str) -> None:
    front = "".join(BLOCKS)
    made = mended(f"---\n{''.join(blocks)}{end}---\nAbstract.\n")
    assert made.text == f"---\n{front}{end}---\nAbstract.\n"
    assert made.what == (() if blocks == BLOCKS else ("order of fields",))
