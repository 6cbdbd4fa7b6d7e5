"""The commands as their users run them: output, exit codes, and what is on disk after."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from generator.cli import COMMANDS, command
from tests.conftest import digest, tree

pytestmark = pytest.mark.usefixtures("here")
DATA = Path(__file__).parents[1] / "fixtures" / "commands"
SOUND, PARSED, EXPLAINED = (
    (DATA / name).read_text(encoding="utf-8")
    for name in ("listing.txt", "parsed.json", "explained.txt")
)
NEWER = SOUND.replace("Tiny Nets: A Study", "Newer Nets")
DAMAGED = SOUND + "\n\nA Title Cut in the Mid\n"


def write(name: str, data: str | bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


def test_parse_prints_one_object_a_file() -> None:
    result = digest("parse", write("a.txt", SOUND), write("b.txt", SOUND))
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [json.loads(PARSED)] * 2


def test_parse_names_damage_and_goes_on() -> None:
    result = digest("parse", write("bad.txt", b"\x00\x01"), write("cut.txt", DAMAGED))
    assert result.exit_code == 1
    captured = json.loads(result.stdout)
    assert len(captured["entries"]) == 3
    assert captured["rejected"][0]["text"] == "A Title Cut in the Mid"
    assert "bad.txt" in result.stderr
    assert "cut.txt:" in result.stderr


def test_ingest_writes_records_and_an_account_that_adds_up(here: Path) -> None:
    listing = ("ingest", write("a.txt", SOUND), "--date", "2025-01-02")
    assert "4 files would change" in digest(*listing, "--dry-run").stdout
    assert not (here / "content").exists()
    result = digest(*listing)
    assert result.exit_code == 0
    assert "3 blocks = 3 new + 0 sightings + 0 rejected" in result.stdout
    assert (here / "content/papers/2024/big-nets-at-sea.md").read_text(encoding="utf-8") == (
        "---\ntitle: 'Big Nets at Sea'\npublished: 2024-02-02\nauthors_count: 2\nlinks:\n"
        "- {kind: code, url: 'https://github.com/muster/net2'}\n---\n"
        f"{json.loads(PARSED)['entries'][1]['abstract']}\n"
    )
    assert (here / "content/editions/2025-01-02.yml").read_text(encoding="utf-8") == (
        "date: 2025-01-02\nkind: daily\nsource: Hugging Face Daily Papers\npapers:\n"
        "- {paper: tiny-nets-a-study}\n- {paper: big-nets-at-sea, comments: 2}\n"
        "- {paper: nets-co, comments: 3}\n"
    )


def test_a_second_ingest_changes_no_byte(here: Path) -> None:
    files = [write("a.txt", SOUND), write("b.txt", NEWER)]
    assert digest("ingest", *files).exit_code == 0
    before = tree(here / "content")
    result = digest("ingest", *reversed(files), "--json")
    assert tree(here / "content") == before
    account = json.loads(result.stdout)
    assert account["written"] == []
    totals = {"blocks": 6, "sightings": 6, "new": 0, "left_out": 0, "rejected": 0}
    lists = ("papers", "rejections", "left_out_blocks", "differences")
    assert account["totals"] == totals
    assert [file["file"] for file in account["files"]] == files[::-1]
    assert {name: sum(file[name] for file in account["files"]) for name in totals} == totals
    assert [file[name] for file in account["files"] for name in lists] == [[]] * 8


def test_what_a_person_wrote_stays(here: Path) -> None:
    listing = write("a.txt", SOUND)
    digest("ingest", listing, "--no-abstracts")
    record = here / "content/papers/2024/big-nets-at-sea.md"
    mine = (
        '---\ntitle: "BIG nets at sea"  # as printed\nlinks: []\npublished: 2024-03\n---\nMine.\n'
    )
    record.write_text(mine, encoding="utf-8")
    digest("ingest", listing)
    assert record.read_text(encoding="utf-8") == mine
    result = digest("ingest", write("b.txt", NEWER))
    assert "published stays 2024-03; the source says 2024-02-02" in result.stderr
    assert record.read_text(encoding="utf-8") == mine.replace(
        "links: []", "authors_count: 2\nlinks: []"
    )


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"%PDF-1.7\n%\xe2\xe3"])
def test_an_unreadable_capture_changes_nothing(here: Path, data: bytes) -> None:
    digest("ingest", write("a.txt", SOUND))
    before = tree(here / "content")
    result = digest("ingest", write("fine.txt", NEWER), write("bad.txt", data))
    assert result.exit_code == 1
    assert result.stderr.startswith("digest: bad.txt: ")
    assert result.stderr.count("\n") == 1
    assert tree(here / "content") == before


def test_a_damaged_capture_gives_its_sound_papers_unless_strict(here: Path) -> None:
    files = write("fine.txt", NEWER), write("cut.txt", DAMAGED)
    refused = digest("ingest", "--strict", *files)
    assert (refused.exit_code, (here / "content").exists()) == (1, False)
    assert "nothing written" in refused.stdout
    result = digest("ingest", *files)
    assert result.exit_code == 1
    assert "4 blocks = 1 new + 2 sightings + 1 rejected" in result.stdout
    assert "cut.txt:36: rejected: " in result.stderr
    assert len(tree(here / "content")) == 6


def test_broken_content_is_named_and_left_alone(here: Path) -> None:
    digest("ingest", write("a.txt", SOUND))
    write("content/papers/2024/big-nets-at-sea.md", "---\ntitle: Big Nets\ntopisc: [x]\n---\n")
    before = tree(here / "content")
    line = "content/papers/2024/big-nets-at-sea.md:3: error: unknown field 'topisc': did you mean"
    for result in (digest("ingest", "a.txt"), digest("check")):
        assert result.exit_code == 1
        assert line in result.output
    assert tree(here / "content") == before


def test_enrich_fills_and_says_what(here: Path) -> None:
    digest("ingest", write("a.txt", SOUND))
    write(
        "facts.jsonl",
        '{"title": "big nets at sea", "arxiv": "2402.00010", "authors": ["Ada Muster", "Bo Ek"]}\n'
        '{"title": "Unheard Of", "arxiv": "2402.00011"}\n',
    )
    result = digest("enrich", "--from", "facts.jsonl")
    assert result.exit_code == 0
    assert result.stdout == "filled 1 record: arxiv in 1, authors in 1\n"
    assert "no record has the title 'Unheard Of'" in result.stderr
    text = (here / "content/papers/2024/big-nets-at-sea.md").read_text(encoding="utf-8")
    assert "\narxiv: '2402.00010'\n" in text
    before = tree(here / "content")
    assert digest("enrich", "--from", "facts.jsonl").stdout == "filled 0 records\n"
    broken = write("broken.jsonl", '{"title": "Big Nets at Sea", "arxiv": 24.1}')
    refused = digest("enrich", "--from", broken)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("digest: broken.jsonl: line 1: arxiv is 24.1")
    assert tree(here / "content") == before


def test_a_text_mostly_damaged_is_refused_unless_lenient(here: Path) -> None:
    damaged = SOUND + "\n" + "\n".join(f"A Title Without Anything {n}\n\nRule\n" for n in range(9))
    path = write("a.txt", damaged)
    assert digest("parse", path).exit_code == 1
    assert "digest fetch hf" in digest("ingest", path).stderr
    assert not (here / "content").exists()
    result = digest("ingest", "--lenient", path)
    assert (result.exit_code, " 0 new" in result.stdout) == (1, False)


@pytest.mark.parametrize(
    "args",
    [
        ("ingest",),
        ("ingest", "absent.txt"),
        ("check", "--content", "absent"),
        ("build", "--content", "absent"),
        ("unheard-of",),
        ("ingest", "--date", "31 October", __file__),
    ],
)
def test_misuse_is_two(args: tuple[str, ...]) -> None:
    result = digest(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_pages_writes_the_markdown_tree() -> None:
    digest("ingest", write("a.txt", SOUND), "--date", "2025-01-02")
    result = digest("pages", "--out", "tree")
    assert result.exit_code == 0
    assert "# Big Nets" in Path("tree/papers/big-nets-at-sea.md").read_text(encoding="utf-8")
    assert Path("tree/dates/2025/01/02.md").is_file()


def test_a_place_that_cannot_be_written_is_one_line(here: Path) -> None:
    write("content", "a file where the folder should be")
    result = digest("ingest", write("a.txt", SOUND))
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_duplicates_of_a_file_and_of_the_content() -> None:
    records = [
        {"id": "x", "title": "Big Nets at Sea", "authors": ["Ada Muster"]},
        {"title": "Other Nets"},
        {"title": "big nets at sea!", "authors": ["A. Muster"]},
    ]
    file = write("records.jsonl", "\n".join(map(json.dumps, records)))
    result = digest("duplicates", file, "--explain")
    assert result.stdout == EXPLAINED
    assert result.stderr == "1 group, 0 possible duplicates\n"
    write("content/papers/2024/a.md", "---\ntitle: 'Nets'\nsame_as: [b]\n---\n")
    write("content/papers/2024/b.md", "---\ntitle: 'Nets'\n---\n")
    found = json.loads(digest("duplicates", "--json").stdout)
    assert found["groups"] == [["a", "b"]]
    assert found["pairs"][0]["reason"] == "'same_as' of a says so"
    refused = digest("duplicates", write("r.jsonl", '{"id": "a", "title": "X"}\n' * 2))
    assert refused.exit_code == 1
    assert refused.stderr == "digest: r.jsonl: line 2: the id a was given to an earlier line\n"


@pytest.mark.parametrize("address", ["taken", "nowhere", "127.0.0.1:99999", "127.0.0.1:x"])
def test_a_preview_that_nobody_could_see_is_refused_before_anything_is_built(address: str) -> None:
    write("content/digest.yml", "title: [\n")  # a build would say so
    write("mkdocs.yml", "")
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = f"127.0.0.1:{server.getsockname()[1]}"
        result = digest("serve", "--address", taken if address == "taken" else address)
    assert result.exit_code == 1
    assert result.stderr.endswith("end what runs there, or choose another with --address\n")
    assert result.stderr.count("\n") == 1


def test_every_command_is_found_and_help_needs_none_of_them() -> None:
    for name, (_, what) in COMMANDS.items():
        assert command(name).name == name
        assert what.endswith(".")
    program = (
        "import sys; from generator.cli import main\n"
        "try: main(['--help'])\nfinally: print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert {"generator.cli", "click"} <= {*loaded}
    assert not {"yaml", "jinja2", "mkdocs", "generator.store", "generator.cli.building"} & {*loaded}


KITES = {"title": "A sound paper on kites", "id": "2503.02130"}
BOATS = {"title": "Another on boats", "id": "2503.02131"}


def ingest(*records: dict[str, Any]) -> Result:
    Path("day.json").write_text(json.dumps(records), encoding="utf-8")
    return digest("ingest", "day.json", "--date", "2025-03-06")


@pytest.mark.parametrize(
    ("first", "note"),
    [
        ({"title": "A sound paper on kites\ufeff"}, ""),
        ({"paper": {"upvotes": 10**12}}, "upvotes is 1000000000000"),
        ({"numComments": 10**10}, "comments is 10000000000"),
        ({"publishedAt": "1887-03-04"}, "published is '1887-03-04'"),
        ({"publishedAt": "2100-03-04"}, "published is '2100-03-04'"),
        *(
            ({"id": id}, f"id is '{id}'")
            for id in ("２５０３.02130", "2599.00001", "9913.00001", "0000.00000", "2503.2130")
        ),
        ({"paper": {"projectPage": f"https://x.org/{'é' * 400}"}}, "a link is 'https://x.org/ééé"),
        ({"summary": "a " * 200_000}, "abstract is 'of 400,000 characters'"),
        ({"authors": [{"name": "A B\uffff"}, {"name": "C\u0007 D"}]}, ""),
    ],
)
def test_what_is_odd_is_left_out_with_a_note_and_the_rest_goes_in(
    first: dict[str, Any], note: str
) -> None:
    result = ingest({**KITES, **first}, BOATS)
    assert "2 new + 0 sightings + 0 rejected" in result.stdout
    assert note in result.stderr
    assert (result.exit_code, digest("check").exit_code) == (0, 0)
    before = tree(Path("content"))
    assert not {"\ufeff", "\uffff", "\u0007"} & {*b"".join(before.values()).decode()}
    assert ingest({**KITES, **first}, BOATS).exit_code == 0
    assert tree(Path("content")) == before


def test_two_undated_records_move_to_their_year_at_once() -> None:
    assert ingest(KITES, BOATS).exit_code == 0
    undated = Path("content/papers/undated")
    assert len(list(undated.iterdir())) == 2
    days = {KITES["title"]: "2025-03-06", BOATS["title"]: "2025-03"}
    facts = [json.dumps({"title": title, "published": day}) for title, day in days.items()]
    Path("facts.jsonl").write_text("\n".join(facts), encoding="utf-8")
    assert digest("enrich", "--from", "facts.jsonl").exit_code == 0
    assert not undated.exists()
    assert len(list(Path("content/papers/2025").iterdir())) == 2


def test_a_capture_of_thousands_says_its_size_and_how_much_it_writes() -> None:
    about = {"about": "x" * 5_400}
    result = ingest(
        *(
            {"title": f"Kites of island {n}", "id": f"2503.{n:05}", "organization": about}
            for n in range(1, 1001)
        )
    )
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("reading day.json: 5 MB\n")
    assert "\nwriting 1,001 files\n" in result.stderr


@pytest.mark.parametrize("block", ["Kites\n\n", "* Kites of the island - https://x.org/k\n"])
def test_a_text_of_too_many_lines_is_refused_with_what_to_do(block: str) -> None:
    result = digest("parse", write("kites.txt", block * 100_001))
    lines = f"{100_001 * block.count(chr(10)):,} lines"
    assert (result.exit_code, result.output) == (
        1, f"digest: kites.txt: a text of {lines}: split it, 100,000 are the most\n",
    )  # fmt: skip
