"""Whatever a capture holds: what is written is sound, and the account adds up.

``make test-all`` tries twenty thousand.
"""

from __future__ import annotations

import html
import json
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import example, given
from hypothesis import strategies as st

from generator import check, intake, store
from generator.papers.model import Paper
from generator.sources import Unreadable

TODAY = "2025-01-20"
NETS = "Weighing small nets by the hour"
TITLES = st.sampled_from(
    [
        NETS, f"{NETS}.", NETS.upper(), "Weighing small nets by hour", "Editorial", "editorial ",
        "Technical Report", "LoRA", "A K$^2$ite with 40$\\times$", "B\\'ezier nets at sea",
        "#1 Nets", "On lamps: yes", "- a list", "{nets}", "Nets\ufeff", "\u202e", "\ud800",
        "'quoted'", "arXiv:", "2503.02130", "注意力机制综述", "null", "x" * 1200,
    ]
)  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), TITLES,
    st.sampled_from(["", " ", "\u0000", "https://", "a\nb", "９９", 10**12, -1, [], {}]),
)  # fmt: skip
JSON = st.recursive(
    ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
ABSTRACTS = st.sampled_from(
    ["", "We weigh nets by the hour and find that small ones tire later than large ones. " * 3]
) | st.text(max_size=60)
IDS = st.sampled_from(
    [
        "2501.00001", "2501.00002v2", "2412.09999", "math.GT/0309136", "2599.00001", "9913.00001",
        "0000.00000", "2503.2130", "２５０３.02130", "3101.00001",
    ]
)  # fmt: skip
DAYS = st.sampled_from(
    [
        "2025-01-02", "2025-01-02T10:00:00.000Z", "2024-12-31", "1887-01-01", "2100-01-01",
        "2025-02-30", "2025-01", "2052-03-04", "yesterday",
    ]
)  # fmt: skip
URLS = st.sampled_from(
    ["https://x.org/" + "é" * 400, "https://github.com/muster/nets.git}", "javascript:x", "http://[",
     "https://github.com/muster", "https://huggingface.co/muster/nets", "https://a.org/b?utm_x=1"]
)  # fmt: skip
NAMES = st.sampled_from(["Ada Muster", "A. Muster", "Muster, Ada", "Bo Beispiel", "A B\uffff", ""])


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values as they are, for one in five another."""
    return st.integers(0, 4).flatmap(lambda chance: good if chance else JSON)


RECORDS = st.fixed_dictionaries(
    {"title": mostly(TITLES)},
    optional={
        "paper": st.fixed_dictionaries(
            {},
            optional={
                "id": mostly(IDS),
                "title": mostly(TITLES),
                "summary": mostly(ABSTRACTS),
                "authors": mostly(
                    st.lists(mostly(st.fixed_dictionaries({"name": mostly(NAMES)})), max_size=3)
                ),
                "publishedAt": mostly(DAYS),
                "upvotes": mostly(st.integers(-1, 10**10)),
                "githubRepo": mostly(URLS),
                "projectPage": mostly(URLS),
            },
        ),
        "numComments": mostly(st.integers(-1, 10**10)),
        "publishedAt": mostly(DAYS),
        "id": mostly(IDS),
        "doi": mostly(st.sampled_from(["10.1000/1", "10.48550/arXiv.2501.00001", "10.x"])),
        "venue": mostly(st.sampled_from(["ICML 2025", "arXiv"])),
        "year": mostly(st.integers(1800, 2200)),
    },
)


@st.composite
def json_captures(draw: st.DrawFn) -> bytes:
    records = draw(st.lists(mostly(RECORDS), max_size=6))
    whole = draw(st.sampled_from([records, {"dailyPapers": records}, {"papers": records}]))
    return json.dumps(whole).encode("utf-8")


@st.composite
def html_captures(draw: st.DrawFn) -> bytes:
    records = draw(st.lists(mostly(RECORDS), max_size=4))
    props = html.escape(json.dumps({"dailyPapers": records, "date": draw(DAYS)}))
    page = (
        "<!doctype html><html><body><div class='SVELTE_HYDRATER' data-target='DailyPapers'"
        f' data-props="{props}"></div></body></html>'
    )
    return page[: draw(st.sampled_from([len(page), len(page), len(page) // 2]))].encode()


@st.composite
def atom_captures(draw: st.DrawFn) -> bytes:
    def text(values: st.SearchStrategy[Any]) -> str:
        return escape(str(draw(values)).encode("utf-8", "replace").decode())

    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{text(mostly(IDS))}</id><title>{text(TITLES)}</title>"
        f"<summary>{text(ABSTRACTS)}</summary><published>{text(DAYS)}</published>"
        f"<author><name>{text(NAMES)}</name></author>"
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
        lines += [str(draw(TITLES)), "", str(draw(ABSTRACTS)), ""]
        lines += [draw(st.sampled_from(["• 3 authors", "• 0 authors", "Ada Muster", ""]))]
        lines += [draw(st.sampled_from(["Jan 2, 2025", "Feb 30", "Dec 31, 2052 4", "·", ""])), ""]
        lines += draw(st.lists(st.text(max_size=30), max_size=2))
    return "\n".join(lines).encode("utf-8", "replace")


CAPTURES = st.one_of(
    json_captures(), json_captures(), html_captures(), atom_captures(), text_captures(),
    JSON.map(lambda value: json.dumps(value).encode()), st.binary(max_size=40),
)  # fmt: skip
FACTS = st.lists(
    st.builds(
        Paper,
        st.just(""),
        title=st.sampled_from([NETS, "Editorial", "Technical Report", "LoRA"]),
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


# One block is rejected for a reason that only the other one gives.
REJECTED = [
    {"title": NETS, "doi": "10.1000/1", "id": "2501.00001", "paper": {"publishedAt": "2052-03-04"}},
    {"title": NETS, "paper": {"publishedAt": "2025-01-02"}},
]

# Two papers claim a DOI, by which a third block could mean either.
TITLED_TWICE = [
    [{"title": "Kites by the hour", "numComments": 0}],
    [{"title": "Kites by the hour", "id": "2501.00001"}, {"title": "Boats", "id": "2501.00001"}],
]
"""One identifier under two titles, in a listing of which one is there already."""
AMBIGUOUS = [
    [{"paper": {"title": "Kites by the hour"}, "doi": "10.1000/1", "publishedAt": "2025-01-02"}],
    [
        {"title": "Editorial"},
        {"title": "Kites by the hour", "doi": "10.1000/1", "id": "math/0309136"},
    ],
]
"""A title that says nothing, beside a block that is rejected because of what came before."""
SHARED = [
    {"title": NETS},
    {"title": NETS, "id": "2501.00001", "doi": "10.1000/1", "numComments": 1},
    {"title": "'quoted'", "id": "2412.09999", "doi": "10.1000/1", "numComments": 0},
    {"title": NETS, "doi": "10.1000/1", "paper": {"title": "{nets}", "upvotes": 0}},
]


@given(st.lists(CAPTURES, min_size=1, max_size=3), FACTS, st.none() | st.just("2025-01-10"))
@example([json.dumps(REJECTED).encode()], [], None)
@example([json.dumps(SHARED).encode()], [], None)
@example([json.dumps(each).encode() for each in AMBIGUOUS], [], None)
@example([json.dumps(each).encode() for each in TITLED_TWICE], [], "2025-01-10")
def test_whatever_comes_what_is_written_is_sound(
    captures: list[bytes], facts: list[Paper], date: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        new = 0
        for number, data in enumerate(captures):
            file = Path(folder) / f"{number}.json"
            file.write_bytes(data)
            try:
                capture = intake.read(file, date)
            except Unreadable:
                continue
            done = intake.ingest(content, [(file, capture)], today=TODAY)
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
