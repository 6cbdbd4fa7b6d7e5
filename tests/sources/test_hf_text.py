from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Capture
from generator.sources import Unreadable, hf_text

FIXTURES = Path(__file__).parents[1] / "fixtures" / "captures"
HEAD = "Daily Papers\nby AK and the research community\n"
TITLE = "Kites: Learning to Fly from Strings"
OTHER = "Boats: Learning to Sail from Ropes"
THIRD = "Carts: Learning to Roll from Slopes"
ABSTRACT = (
    "A kite is held by a string. We train a small policy on strings alone and find that it "
    "flies eight kites of nine, at a tenth of the cost of simulators that model the wind."
)


@pytest.mark.parametrize("name", sorted({path.stem for path in FIXTURES.iterdir()}))
def test_fixture_captures(name: str) -> None:
    text = (FIXTURES / f"{name}.txt").read_bytes().decode()
    expected = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(asdict(hf_text.parse(text, lenient=True)))) == expected


def parse(*blocks: str, head: str = HEAD, date: str | None = None) -> Capture:
    return hf_text.parse(head + "\n".join(blocks), date=date, lenient=True)


# Headings


@pytest.mark.parametrize(
    ("head", "captured"),
    [
        ("Daily Papers by AK and the research community Mar 11, 2025", "2025-03-11"),
        ("byAK and the research community\n\n11 March 2025", "2025-03-11"),
        ("Daily papers\nby AK, with friends of the house - 2025-03-11", "2025-03-11"),
        ("new\nDaily Papersby AK and the research communityMarch 11, 2025", "2025-03-11"),
        ("Models\nDatasets\nDocs\nDaily Papers\nTue, Mar 11, 2025", "2025-03-11"),
        ("byAK and the research community Mar 11", None),
        ("Daily Papers\nFeb 30, 2025", None),
    ],
)
def test_headings_say_a_day(head: str, captured: str | None) -> None:
    capture = parse(TITLE, ABSTRACT, head=head + "\n")
    assert [entry.title for entry in capture.entries] == [TITLE]
    assert (capture.kind, capture.captured) == ("daily", captured)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SubscribeSeen: A Title", "Seen: A Title"),
        ("Get trending papers in your email inbox!Subscribe3D Kites", "3D Kites"),
        ("Subscribeun^2KITE: A Title", "un^2KITE: A Title"),
        ("Subscribe*PO and Friends", "*PO and Friends"),
        ("SubscribeSubscribe to Me: On Letters", "Subscribe to Me: On Letters"),
        ("Daily PapersDaily Papers: A Study", "Daily Papers: A Study"),
        ("Subscribe to Me: On Letters", "Subscribe to Me: On Letters"),
        ("Subscribers: A Study", "Subscribers: A Study"),
        ("Daily Papers: A Study", "Daily Papers: A Study"),
        ("newIDEA: Names of Models", "newIDEA: Names of Models"),
    ],
)
def test_a_first_title_glued_to_furniture(line: str, title: str) -> None:
    capture = parse(line, ABSTRACT, head="")
    assert [(entry.title, entry.line) for entry in capture.entries] == [(title, 1)]


# Dates


def test_the_year_is_the_first_after_the_latest_spelled_out() -> None:
    capture = parse(
        *(TITLE, ABSTRACT, "Jun 9", OTHER, ABSTRACT, "Dec 5, 2023", THIRD, ABSTRACT, "Feb 29"),
        head="Daily Papers\nOct 31\n",
    )
    assert capture.captured == "2024-10-31"
    assert [e.published for e in capture.entries] == ["2024-06-09", "2023-12-05", "2024-02-29"]
    assert "2024" in capture.notes[0]
    assert "--date" in capture.notes[0]


@pytest.mark.parametrize(
    ("day", "published", "head"),
    [("Jun 9", None, "Mar 11"), ("Jan 3, 2024", "2024-01-03", "Feb 29")],
)
def test_a_day_without_a_way_to_its_year_stays_unknown(
    day: str, published: str | None, head: str
) -> None:
    capture = parse(TITLE, ABSTRACT, day, head=f"Daily Papers\n{head}\n")
    assert (capture.captured, capture.entries[0].published) == (None, published)
    assert any(head in note and "--date" in note for note in capture.notes)


def test_the_maintainers_day_wins_over_the_heading() -> None:
    capture = parse(TITLE, ABSTRACT, "Jun 9", head="Mar 12\n", date="2025-03-11")
    assert (capture.captured, capture.entries[0].published) == ("2025-03-11", "2025-06-09")
    assert "Mar 12" in capture.notes[0]
    assert parse(TITLE, ABSTRACT, head="Mar 11\n", date="2025-03-11").notes == ()


@pytest.mark.parametrize("date", ["Feb 31, 2024", "Feb 31", "Feb 29, 2023", "2024-13-01"])
def test_an_impossible_date_costs_the_date_only(date: str) -> None:
    capture = parse(TITLE, ABSTRACT, "• 3 authors", "·", f"{date} 2", OTHER, ABSTRACT)
    assert [entry.published for entry in capture.entries] == [None, None]
    assert (capture.entries[0].authors_count, capture.entries[0].comments) == (3, 2)
    assert [rejection.line for rejection in capture.rejected] == [7]


# Metadata


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("  • 4 authors\n·\nFeb 7, 2024 1", (4, "2024-02-07", 1)),
        ("• 4 authors · Feb 7, 2024 · 12", (4, "2024-02-07", 12)),
        ("1 authors\nFebruary 7, 2024 1,234", (1, "2024-02-07", 1234)),
        ("7 Feb 2024 11.3k", (None, "2024-02-07", 11300)),
        ("• Some Organisation\n·\n2024-02-07\n3", (None, "2024-02-07", 3)),
        ("• 01.AI · 9 authors\n·", (9, None, None)),
    ],
)
def test_metadata(lines: str, expected: tuple[int | None, str | None, int | None]) -> None:
    capture = parse(TITLE, ABSTRACT, *lines.split("\n"), OTHER, ABSTRACT)
    first = capture.entries[0]
    assert (first.authors_count, first.published, first.comments) == expected
    assert (len(capture.entries), capture.rejected) == (2, ())


@pytest.mark.parametrize("line", ["arXiv:2401.00001v2", "https://arxiv.org/abs/2401.00001",
                                  "https://huggingface.co/papers/2401.00001"])  # fmt: skip
def test_an_id_of_its_own(line: str) -> None:
    assert parse(TITLE, ABSTRACT, line).entries[0].arxiv == "2401.00001"


def test_an_id_that_is_cited_is_not_the_papers() -> None:
    cited = ABSTRACT + " We build on https://arxiv.org/abs/2401.00001."
    assert parse(TITLE, cited).entries[0].arxiv is None


# Shapes


def test_long_titles_and_short_abstracts_go_by_their_turn() -> None:
    long_title = "Kites " * 33 + "End"
    short = "We let kites fly on strings, cut the strings, and count the kites that stay up " * 2
    capture = parse(
        *(long_title, ABSTRACT, "Second", short, "Third", "All kites fall.", "Fourth", ABSTRACT)
    )
    assert [entry.title for entry in capture.entries] == [long_title, "Second", "Third", "Fourth"]


def test_a_title_twice_is_two_papers_where_the_abstracts_differ() -> None:
    other = ABSTRACT.replace("A kite is", "Two kites are")
    again = parse("Technical Report", ABSTRACT, "Technical Report", ABSTRACT, TITLE, ABSTRACT)
    assert [entry.title for entry in again.entries] == ["Technical Report", TITLE]
    both = parse("Technical Report", ABSTRACT, "Technical Report", other)
    assert [entry.abstract for entry in both.entries] == [ABSTRACT, other]


def test_a_long_title_that_lost_its_abstract_is_no_abstract_of_another() -> None:
    long_title = "Kites " * 25 + "End"
    capture = parse("First", long_title, ABSTRACT)
    assert [entry.title for entry in capture.entries] == [long_title]
    assert [(rejection.line, rejection.text) for rejection in capture.rejected] == [(3, "First")]


def test_a_page_footer_is_no_paper() -> None:
    assert parse(TITLE, ABSTRACT, "Previous", "Next", "Company", "TOS").rejected == ()
    assert len(parse(TITLE, ABSTRACT, "Company").rejected) == 1


@pytest.mark.parametrize("letter", "aé你🧪")
def test_ten_million_characters_come_to_an_end(letter: str) -> None:
    hostile = "$ `` \\textbf{ https://a.org/ " * 50_000
    text = "\n".join([HEAD, TITLE, letter * 5_000_000, TITLE, hostile])
    capture = hf_text.parse(text, lenient=True)
    assert len(capture.entries) + len(capture.rejected) >= 1


# Damage

LAYOUTS = {
    "plain": ("{title}", "{abstract}"),
    "metadata": ("{title}", "{abstract}", "  • {number} authors", "·", "Oct {number}, 2022 3"),
    "one line": ("{title}", "{abstract}", "• {number} authors · Oct {number}, 2022"),
}


def listing(layout: str, seeds: list[int]) -> list[list[str]]:
    """Blocks of invented papers, one title and abstract like no other."""
    blocks = []
    for number, seed in enumerate(seeds, start=1):
        words = [f"w{number}x{random.Random(seed + i).randrange(999)}" for i in range(60)]
        title = " ".join(words[: 2 + seed % 12]).title()
        abstract = " ".join(words) + ". " + " ".join(words) + "." * (seed % 3 > 0)
        values = {"title": title, "abstract": abstract, "number": number}
        blocks.append([line.format(**values) for line in LAYOUTS[layout]])
    return blocks


@st.composite
def damaged_listings(draw: st.DrawFn) -> tuple[list[str], list[str], str]:
    """Lines of a listing with some blocks damaged, the titles of the sound ones, a separator."""
    seeds = draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=7))
    blocks = listing(draw(st.sampled_from(sorted(LAYOUTS))), seeds)
    hit = draw(st.sets(st.integers(0, len(blocks) - 1), max_size=3))
    sound = [block[0] for number, block in enumerate(blocks) if number not in hit]
    for number in hit:
        block = blocks[number]
        where = draw(st.integers(0, len(block) - 1))
        damage = draw(st.sampled_from(["delete", "duplicate", "cut"]))
        line = block[where]
        cut = line[: draw(st.integers(0, len(line)))].strip()
        block[where : where + 1] = {"delete": [], "duplicate": [line] * 2, "cut": [cut]}[damage]
    lines = [line for block in blocks for line in block]
    return lines, sound, draw(st.sampled_from(["\n", "\n\n"]))


@given(damaged_listings())
def test_sound_papers_survive_the_damage_around_them(
    damaged: tuple[list[str], list[str], str],
) -> None:
    lines, sound, separator = damaged
    try:
        capture = hf_text.parse(HEAD + separator.join(lines), lenient=True)
    except Unreadable:
        assert sound == []
        return
    found = [entry.title for entry in capture.entries]
    assert [title for title in sound if title not in found] == []


@given(damaged_listings())
def test_every_line_ends_somewhere(damaged: tuple[list[str], list[str], str]) -> None:
    lines, _, separator = damaged
    text = HEAD + separator.join(lines)
    try:
        capture = hf_text.parse(text, lenient=True)
    except Unreadable:
        return
    kept = {text for entry in capture.entries for text in (entry.title, entry.abstract)}
    rejected = {rejection.text for rejection in capture.rejected}
    words = {line for line in map(str.strip, lines) if line.startswith(("w", "W"))}
    lost = [line for line in words if not any(line in text for text in kept | rejected)]
    assert lost == []
    numbers = [e.line for e in capture.entries] + [r.line for r in capture.rejected]
    assert len(numbers) == len(set(numbers))
    physical = text.split("\n")
    assert all(physical[e.line - 1].strip() == e.title for e in capture.entries)


def test_what_nobody_sees_hides_no_facts() -> None:
    abstract = "We invent a network and train it on invented data, and it works. " * 4
    listing = (
        f"Daily\u00a0Papers\nby\u00a0AK\nOct\u00a031, 2025\n\ufeffTiny Nets\u200b\n{abstract}\n"
        "\u200e•\u00a04\u00a0authors\n·\nOct\u00a02, 2025\u00a03\n"
    )
    capture = hf_text.parse(listing)
    (entry,) = capture.entries
    assert (entry.title, entry.authors_count) == ("Tiny Nets", 4)
    assert (entry.published, entry.comments) == ("2025-10-02", 3)
    assert (capture.captured, capture.rejected) == ("2025-10-31", ())


@pytest.mark.parametrize(
    ("head", "kind", "captured"),
    [
        ("https://huggingface.co/papers/date/2026-11-12\n", "daily", "2026-11-12"),
        ("url: https://huggingface.co/papers?date=2026-11-12\n", "daily", "2026-11-12"),
        ("https://huggingface.co/papers/week/2026-W46\n", "weekly", "2026-W46"),
        ("URL Source: https://huggingface.co/papers/month/2026-11\n", "monthly", "2026-11"),
        ("https://huggingface.co/papers/trending\n", "trending", None),
        ("https://huggingface.co/papers/trending\nretrieved: 2026-11-12\n", "trending",
         "2026-11-12"),
        ("https://huggingface.co/papers?q=kites\nexported: 2026-11-20\n", "search", "2026-11-20"),
        ("https://huggingface.co/kite-lab/papers\n", "list", None),
        ("https://huggingface.co/papers\nWeek 46\nCaptured (UTC): 2026-11-15T01:02:03\n", "weekly",
         "2026-W46"),
        ("Daily Papers\nNovember 2026\n", "monthly", "2026-11"),
        ("Daily Papers\nby AK\nWeekly\nTrending Papers\nNov 12, 2026\n", "daily", "2026-11-12"),
        ("Trending Papers\nby AK\nDaily Papers\n", "trending", None),
        ("Trending Papers\nMar 11\n", "trending", None),
        ("by AK\n", "search", None),
        ("Daily Papers\n", "search", None),
        ("Subscribe\nnew\n", "search", None),
        ("", "list", None),
        ("Papers of the week (November 9 - November 15, 2026)\nSubscribe\n", "weekly", "2026-W46"),
        ("Papers of the month: November 2026\nSubscribe\n", "monthly", "2026-11"),
    ],
)  # fmt: skip
def test_kind_and_date_of_a_page(head: str, kind: str, captured: str | None) -> None:
    capture = parse(TITLE, ABSTRACT, OTHER, ABSTRACT, head=head)
    assert (capture.kind, capture.captured) == (kind, captured)
    assert (capture.source == "Reading list") is (not head)


def test_a_label_without_a_number_counts_nothing() -> None:
    card = "## {}. {}\n\n- **Upvotes:** {}\n- https://arxiv.org/abs/2604.0000{}\n\n"
    upvotes = ("11.3k", "2611.90120", "1,234 votes", "v2")
    text = "".join(card.format(n, TITLE, said, n) for n, said in enumerate(upvotes, 1))
    assert [entry.upvotes for entry in hf_text.parse(text).entries] == [11300, None, 1234, None]


@pytest.mark.parametrize(
    "sheet",
    [
        f"Title\tarXiv\n{TITLE}\t2604.00001\n{OTHER}\t2604.00002\n",
        f"Key;Title;arXiv\nA;{TITLE};2604.00001\n\nB;{OTHER};2604.00002\n",
        f'"id","title","authors","arxiv"\n1,"{TITLE}","Muster, Ada",2604.00001\n'
        f'2,"{OTHER}","Muster, Ada;\nBeispiel, Bo",2604.00002\n',
    ],
)
def test_a_sheet_is_a_table(sheet: str) -> None:
    first, second = hf_text.parse(sheet).entries
    assert (first.title, first.arxiv) == (TITLE, "2604.00001")
    assert (second.title, second.arxiv) == (OTHER, "2604.00002")
    assert first.authors == (("Ada Muster",) if "authors" in sheet else ())


@pytest.mark.parametrize("row", ["A kite, a boat", "One; two; three", '"', "title,authors"])
def test_commas_alone_make_no_sheet(row: str) -> None:
    with pytest.raises(Unreadable, match="no paper found"):
        hf_text.parse(f"{row}\n" * 4)
