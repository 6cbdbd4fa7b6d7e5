"""What a change brought, in a repository of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.references import brought
from generator.cli import main
from generator.papers.model import Problem
from tests.conftest import fill, git

TOPICS = """\
groups:
- {id: training, title: Training}
topics:
- {id: pruning, title: Pruning, group: training, description: Which weights go.}
- {id: rain, title: Rain, group: training, description: What falls.}
"""


def record(title: str, *lines: str) -> str:
    return "".join(f"{line}\n" for line in ("---", f"title: '{title}'", *lines, "---"))


def write(**files: str) -> None:
    fill(Path("content/papers/2024"), {f"{name}.md": text for name, text in files.items()})


def check(*args: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ("check", "--since", "HEAD", *args))
    return result.exit_code, result.stdout.splitlines()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(
        old=record("Kettles that whistle", "topics: [unheard]"),
        rain=record("Slow rain over hills", "topics: [rain]", "authors: [Ada Muster]"),
        touched=record("Ladders against barns", "topics: [pruning, unheard]"),
    )
    fill(Path("content"), {"digest.yml": "title: Invented\n", "topics.yml": TOPICS})
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    return tmp_path


@pytest.mark.usefixtures("here")
def test_nothing_touched_is_nothing_to_report() -> None:
    assert check() == (0, [])
    assert CliRunner().invoke(main, ("check",)).exit_code == 1


@pytest.mark.usefixtures("here")
def test_a_touched_file_has_all_its_problems() -> None:
    write(touched=record("Ladders against barns", "doi: x", "topics: [pruning, unheard]"))
    code, lines = check()
    assert code == 1
    assert lines == [
        "content/papers/2024/touched.md:3: error: 'doi' is x: expected a DOI such as 10.1000/182"
    ]
    write(touched=record("Ladders by barns", "topics: [pruning, unheard]"))
    assert check()[1] == [
        "content/papers/2024/touched.md:3: error: unknown topic 'unheard': correct or remove it"
    ]


@pytest.mark.usefixtures("here")
def test_a_topic_taken_away_breaks_the_records_that_have_it() -> None:
    Path("content/topics.yml").write_text(TOPICS[: TOPICS.index("- {id: rain")])
    assert check()[1] == [
        "content/papers/2024/rain.md:3: error: unknown topic 'rain': correct or remove it",
        "content/topics.yml:1: warning: topics/rain/ and its feeds would vanish: name the id in the"
        " 'aliases' of the topic that is to have its readers",
    ]


PAPERS = Path("content/papers/2024")
RAINY = "- {{id: {}, title: {}, group: training, description: What falls.{}}}\n"


def rename_a_topic(title: str = "Rain", more: str = "") -> None:
    topics = TOPICS[: TOPICS.index("- {id: rain")] + RAINY.format("weather", title, more)
    Path("content/topics.yml").write_text(topics)
    write(rain=record("Slow rain over hills", "topics: [weather]", "authors: [Ada Muster]"))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("title", ["Rain", "Weather"])
def test_a_topic_that_is_renamed_keeps_its_address_by_an_alias(title: str) -> None:
    rename_a_topic(title)
    assert check("--errors") == (
        1,
        [
            "content/topics.yml:5: error: topics/rain/ and its feeds would vanish: write"
            " aliases: [rain] here"
        ],
    )
    rename_a_topic(title, ", aliases: [rain]")
    assert check() == (0, [])


@pytest.mark.usefixtures("here")
def test_a_record_that_is_renamed_keeps_its_address_by_an_alias() -> None:
    (PAPERS / "old.md").unlink()
    write(kettles=record("Kettles that whistle", "topics: [rain]"))
    assert check()[1] == [
        "content/papers/2024/kettles.md:2: error: papers/old/ would vanish: write"
        " aliases: [old] here"
    ]
    write(kettles=record("Kettles that whistle", "topics: [rain]", "aliases: [old]"))
    assert check() == (0, [])


@pytest.mark.usefixtures("here")
def test_a_record_that_goes_is_told_of_unless_it_was_declined_or_merged() -> None:
    (PAPERS / "old.md").unlink()
    code, (line,) = check()
    assert (code, line.partition(": restore")[0]) == (
        0,
        "content/papers/2024/old.md:1: warning: papers/old/ would vanish",
    )
    Path("content/left-out.yml").write_text("papers:\n- {title: Kettles that whistle}\n")
    assert check() == (0, [])
    Path("content/left-out.yml").unlink()
    write(rain=record("Slow rain over hills", "topics: [rain]", "aliases: [old]"))
    assert check() == (0, [])


@pytest.mark.usefixtures("here")
def test_an_alias_that_is_taken_away_is_an_address_too() -> None:
    write(old=record("Kettles that whistle", "topics: [rain]", "aliases: [whistles]"))
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    write(old=record("Kettles that whistle", "topics: [rain]"))
    assert check()[1] == [
        "content/papers/2024/old.md:2: error: papers/whistles/ would vanish: write"
        " aliases: [whistles] here"
    ]


@pytest.mark.usefixtures("here")
def test_an_edition_and_a_page_by_hand_have_addresses() -> None:
    listing = "date: 2024-01-05\nkind: daily\nsource: L\npapers: []\n"
    texts = {"editions/2024-01-05.yml": listing, "pages/guide/about.md": "# About\n"}
    fill(Path("content"), texts)
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    Path("content/editions/2024-01-05.yml").rename("content/editions/friday.yml")
    Path("content/pages/guide/about.md").unlink()
    assert check()[1] == [
        "content/editions/friday.yml:1: error: editions/2024-01-05/ would vanish: name this file"
        " 2024-01-05.yml again",
        "content/pages/guide/about.md:1: warning: guide/about/ would vanish: keep the file if"
        " anybody may have its address",
    ]
    Path("content/editions/friday.yml").unlink()
    assert check()[1][0].endswith(
        "editions/2024-01-05/ would vanish: restore the file if that is not meant"
    )


@pytest.mark.usefixtures("here")
def test_a_duplicate_is_a_problem_of_the_record_that_is_new() -> None:
    write(anew=record("Slow Rain Over Hills", "topics: [rain]", "authors: [A. Muster]"))
    code, (line,) = check()
    assert (code, line.partition(": ")[0]) == (1, "content/papers/2024/anew.md:2")
    assert "write same_as: [anew] there, or distinct_from: [rain] here" in line


@pytest.mark.usefixtures("here")
def test_a_reference_that_is_none_is_misuse() -> None:
    result = CliRunner().invoke(main, ("check", "--since", "unheard-of"))
    assert result.exit_code == 2
    assert "git knows no commit 'unheard-of' here" in result.stderr


def test_what_was_there_before_is_old_though_it_moved_or_grew() -> None:
    before = [Problem("a.md", 3, "wrong")]
    now = [Problem("a.md", 5, "wrong"), Problem("a.md", 9, "wrong"), Problem("b.md", 1, "wrong")]
    assert list(brought(now, before, touched=())) == now[1:]
    assert list(brought(now, before, touched={"a.md"})) == now
    said = "the topic 'rain' has {} papers: 1 to 2 are asked for in digest.yml"
    three, four = (Problem("topics.yml", 4, said.format(number), "warning") for number in (3, 4))
    assert list(brought([four], [three], ())) == []
    assert list(brought([four], [], ())) == [four]


def test_what_was_before_is_not_looked_at_where_nothing_asks_for_it() -> None:
    before = iter([Problem("b.md", 1, "wrong")])
    now = [Problem("a.md", 5, "wrong")]
    assert list(brought(now, before, touched={"a.md"})) == now
    assert len(list(before)) == 1


@pytest.mark.usefixtures("here")
def test_diff_says_what_changed_in_words() -> None:
    write(touched=record("Ladders against barns", "topics: [pruning]"))
    result = CliRunner().invoke(main, ("diff", "HEAD"))
    assert result.exit_code == 0
    assert "- Ladders against barns: `pruning`, `unheard` → `pruning`\n" in result.stdout
    assert CliRunner().invoke(main, ("diff", "unheard-of")).exit_code == 2


@pytest.mark.usefixtures("here")
def test_fix_mends_what_was_touched_and_says_so() -> None:
    untidy = "---\ntopics: [rain]\narxiv: 2503.02130\ntitle: 'Lamps'\n---\n"
    write(anew=untidy)
    result = CliRunner().invoke(main, ("check", "--since", "HEAD", "--fix"))
    assert result.exit_code == 0
    assert result.stderr == (
        "content/papers/2024/anew.md: mended: arxiv, order of fields\nno problems\n"
    )
    text = Path("content/papers/2024/anew.md").read_text(encoding="utf-8")
    assert text == "---\ntitle: 'Lamps'\narxiv: '2503.02130'\ntopics: [rain]\n---\n"
    write(old=untidy)
    assert "old.md: mended" in CliRunner().invoke(main, ("check", "--fix")).stderr
