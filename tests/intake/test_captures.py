"""Whatever a capture holds: what is written is sound, and the account adds up.

``odd.json`` has what captures are made of, and those that were once read wrongly.
``make test-all`` tries twenty thousand.
"""

from __future__ import annotations

import html
import json
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import check, intake, store
from generator.papers.model import Paper
from generator.sources import Unreadable

ODD: dict[str, Any] = json.loads((Path(__file__).parent / "odd.json").read_text("utf-8"))
KINDS: dict[str, st.SearchStrategy[Any]] = {
    name: st.sampled_from(values) for name, values in ODD["values"].items()
}
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
        KINDS["titles"], KINDS["anything"],
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)  # fmt: skip


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values as they are, for one in five another."""
    return st.integers(0, 4).flatmap(lambda chance: good if chance else JSON)


def stating(**kinds: str) -> st.SearchStrategy[Any]:
    """Objects with some of these fields, each mostly of its kind."""
    fields = {name: mostly(KINDS[kind]) for name, kind in kinds.items()}
    return st.fixed_dictionaries({}, optional=fields)


KINDS["abstracts"] |= st.text(max_size=60)
KINDS["counts"] = st.integers(-1, 10**10)
KINDS["years"] = st.integers(1800, 2200)
KINDS["authors"] = st.lists(mostly(stating(name="names")), max_size=3)
KINDS["papers"] = stating(
    id="ids", title="titles", summary="abstracts", authors="authors", publishedAt="days",
    upvotes="counts", githubRepo="urls", projectPage="urls",
)  # fmt: skip
RECORDS = st.lists(
    mostly(
        stating(
            title="titles", paper="papers", numComments="counts", publishedAt="days", id="ids",
            doi="dois", venue="venues", year="years",
        )
    ),
    max_size=6,
)  # fmt: skip


@st.composite
def json_captures(draw: st.DrawFn) -> bytes:
    records = draw(RECORDS)
    return json.dumps(
        draw(st.sampled_from([records, {"dailyPapers": records}, {"papers": records}]))
    ).encode()


@st.composite
def html_captures(draw: st.DrawFn) -> bytes:
    props = {"dailyPapers": draw(RECORDS), "date": draw(KINDS["days"])}
    page = (
        "<!doctype html><html><body><div class='SVELTE_HYDRATER' data-target='DailyPapers'"
        f' data-props="{html.escape(json.dumps(props))}"></div></body></html>'
    )
    return page[: draw(st.sampled_from([len(page), len(page), len(page) // 2]))].encode()


@st.composite
def atom_captures(draw: st.DrawFn) -> bytes:
    def text(kind: str) -> str:
        return escape(str(draw(KINDS[kind])).encode("utf-8", "replace").decode())

    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{text('ids')}</id><title>{text('titles')}</title>"
        f"<summary>{text('abstracts')}</summary><published>{text('days')}</published>"
        f"<author><name>{text('names')}</name></author>"
        f"<arxiv:primary_category xmlns:arxiv='http://arxiv.org/schemas/atom' term='{category}'/>"
        "</entry>"
        for category in draw(st.lists(st.sampled_from(["cs.CL", "CS.cl", "q-Bio", "x y"])))
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>arXiv Query</title>{entries}</feed>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{feed}".encode()


@st.composite
def text_captures(draw: st.DrawFn) -> bytes:
    lines = ["Daily Papers", "by AK and the research community", ""]
    for _ in range(draw(st.integers(0, 5))):
        lines += [draw(KINDS["titles"]), "", draw(KINDS["abstracts"]), ""]
        lines += [draw(st.sampled_from(["• 3 authors", "• 0 authors", "Ada Muster", ""]))]
        lines += [draw(st.sampled_from(["Jan 2, 2025", "Feb 30", "Dec 31, 2052 4", "·", ""])), ""]
        lines += draw(st.lists(st.text(max_size=30), max_size=2))
    return "\n".join(lines).encode("utf-8", "replace")


CAPTURES = st.one_of(
    json_captures(), json_captures(), html_captures(), atom_captures(), text_captures(),
    JSON.map(json.dumps).map(str.encode), st.binary(max_size=40),
)  # fmt: skip
FACTS = st.lists(
    st.builds(
        Paper,
        st.just(""),
        title=st.sampled_from([ODD["values"]["titles"][0], "Editorial", "Technical Report"]),
        arxiv=st.sampled_from([None, "2501.00001", "2412.09999", "3101.00001"]),
        doi=st.sampled_from([None, "10.1000/1"]),
        published=st.sampled_from([None, "2025-01-02", "2024", "2052-03-04"]),
        authors=st.lists(st.sampled_from(["Ada Muster", "Bo Beispiel"]), max_size=2).map(tuple),
    ),
    max_size=3,
)


def errors(content: Path) -> list[str]:
    problems = check.problems(store.load(content))
    return [f"{p.path}:{p.line}: {p.message}" for p in problems if p.severity == "error"]


def check_soundness(captures: list[bytes], facts: list[Paper], date: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, new = Path(folder) / "content", 0
        for number, data in enumerate(captures):
            file = Path(folder) / f"{number}.json"
            file.write_bytes(data)
            try:
                capture = intake.read(file, date)
            except Unreadable:
                continue
            done = intake.ingest(content, [(file, capture)], today="2025-01-20")
            ((_, _, account),) = done.accounts
            blocks = len(capture.entries) + len(capture.rejected)
            assert account.blocks == blocks
            new += len(account.new)
            assert errors(content) == []
            again = intake.ingest(content, [(file, capture)], today="2025-01-21")
            assert again.written == ()
            ((_, _, account),) = again.accounts
            assert (account.new, account.blocks) == ((), blocks)
        assert len(store.load(content).corpus.papers) == new
        intake.enrich(content, facts)
        assert errors(content) == []
        content.mkdir(exist_ok=True)
        store.mend(content)
        intake.settle(content, {})
        assert errors(content) == []


@pytest.mark.parametrize("name", ODD["examples"])
def test_what_was_once_written_wrongly_is_sound(name: str) -> None:
    said = ODD["examples"][name]
    check_soundness([json.dumps(each).encode() for each in said["captures"]], [], said["date"])


@given(st.lists(CAPTURES, min_size=1, max_size=3), FACTS, st.none() | st.just("2025-01-10"))
def test_whatever_comes_what_is_written_is_sound(
    captures: list[bytes], facts: list[Paper], date: str | None
) -> None:
    check_soundness(captures, facts, date)
