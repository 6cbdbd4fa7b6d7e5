"""A month of a robotics digest: a general listing arrives each morning, and a curator merges it.

The archive is invented, in the layout of the real one: an answer of the Daily Papers API a
working day. What fits is kept and the rest named; some of it is declined, and comes again; a
holiday is silent, then the source is; one listing comes late, one damaged.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from generator import check, store
from generator.build import press
from tests.conftest import KITES, fill
from tests.fetch.conftest import Source, daily, listed
from tests.github.conftest import Hub

# The five weeks before, of which a Friday and the Monday after it were a holiday too.
BEFORE = [date(2026, 2, 25) + timedelta(days) for days in range(35)]
HOLIDAYS = {date(2026, 3, 6), date(2026, 3, 9), date(2026, 4, 3), date(2026, 4, 6)}
SILENT = {date(2026, 4, 15), date(2026, 4, 16)}
LATE, DAMAGED, POST = date(2026, 4, 21), date(2026, 4, 23), date(2026, 4, 9)
MONTH = [day for n in range(30) if (day := date(2026, 4, 1) + timedelta(n)).weekday() < 5]
EQUATION = re.compile(
    r"(?P<blocks>\d+) blocks? = (?P<new>\d+) new \+ (?P<sightings>\d+) sightings"
    r"(?: \+ (?P<left_out>\d+) left out \((?P<rules>.*?)\))? \+ (?P<rejected>\d+) rejected"
)


def papers(day: date) -> list[dict[str, Any]]:
    """The twelve of a day: one by each rule, the rest of other fields; one comes again."""

    def paper(number: int, title: str, **more: Any) -> dict[str, Any]:
        return listed(f"{day:%y%m}.{day.day:02}{number:03}", title, str(day), **more)

    word = f"{day:%B} {day.day}"
    found = [
        paper(1, f"A Robot for {word}"),
        paper(2, f"Hands of {word}", summary="A gripper holds a robot, and it the gripper."),
        paper(3, f"Weather of {word}", authors=[{"name": "Bo"}, {"name": "Ada Muster"}]),
        paper(4, f"Robots of {word}: a Survey"),
        paper(5, f"An Unloved Robot of {word}", upvotes=1),
        *(paper(number, f"Language {number} of {word}") for number in range(6, 12)),
    ]
    again = listed("2604.09001", "A Robot for April 9", str(day), summary="As a post says.")
    return [*found, again if day >= POST else found[5]]


@pytest.fixture
def hub(hub: Hub) -> Hub:
    content = hub.folder / "content"
    shutil.rmtree(content)
    shutil.copytree(KITES.parent / "robots", content)
    source = "source: Hugging Face Daily Papers\npart_of: 12\npapers: []\n"
    before = (day for day in BEFORE if day.weekday() < 5 and day not in HOLIDAYS)
    fill(content, {f"editions/{day}.yml": f"date: {day}\nkind: daily\n{source}" for day in before})
    hub.commit("Five weeks")
    return hub


def test_a_month_of_a_robotics_digest(hub: Hub, source: Source) -> None:
    totals: Counter[str] = Counter()
    came = 0
    for day in MONTH:
        records = [] if day in HOLIDAYS | SILENT else papers(day)
        if day == DAMAGED:
            records[7] = {"paper": {"id": "nothing"}}
        for answer in [records[:1], records] if day == LATE else [records]:
            source.answers["/"] = [daily(*answer)]
            done = hub.run("github", "intake", "--day", str(day), "--url", f"{source.url}/")
            assert done.exit_code == 0, done.output
            came += len(answer)
            totals.update(account(done.stdout, len(answer)))
            if day == POST:
                decline(hub, day)
            merge(hub, f"intake/{day}")
        morning(hub, day, is_listed=bool(records))

    named = [call.told for call in hub.calls("api", "--method", "POST") if call.told]
    assert [re.findall(r"2026-04-(\d\d)", told)[0] for told in named] == ["15", "16", "21", "23"]
    days = len(MONTH) - len(SILENT) - 2
    assert totals == {
        "blocks": came,
        "new": 3 * days,
        # What came with the first part of the late listing, and twice on the day of the post.
        "sightings": 2,
        # A survey, one that few like, six of other fields, one of them damaged once, and the one
        # that comes again: of another field, or the post, which is declined from the next day on.
        "left_out": 9 * days - 2,
        "rejected": 1,
    }
    corpus = store.load(hub.folder / "content").corpus
    assert len(corpus.papers) == 3 * days - 1
    assert "a-robot-for-april-9" not in corpus.papers
    assert [(each.arxiv, each.reason) for each in corpus.left_out] == [("2604.09001", "A post.")]
    built = hub.run("build", "--strict")
    assert built.exit_code == 0, built.output


def account(said: str, blocks: int) -> dict[str, int]:
    """The numbers of an account, which add up; nothing of a day without papers."""
    equation = EQUATION.search(said)
    assert (equation is not None) is bool(blocks), said
    if not equation:
        return {}
    numbers = equation.groupdict("0")
    rules = re.findall(r"\d+", numbers.pop("rules"))
    found = {name: int(number) for name, number in numbers.items()}
    assert found["blocks"] == blocks == sum(found.values()) - blocks
    assert sum(map(int, rules)) == found["left_out"]
    return found


def decline(hub: Hub, day: date) -> None:
    """Order that the first paper of a day is left out."""
    hub.pulls(f"intake/{day}")
    hub.answers["api repos/{owner}/{repo}/collaborators/bo/permission"] = "write\n"
    no = {"id": 9, "body": "/leave 2604.09001 A post.", "user": {"id": 5, "login": "bo"}}
    event = hub.happened(issue={"number": 31}, comment=no)
    assert hub.run("github", "obey", event).stdout == "leave a-robot-for-april-9\n"
    hub.pulls()


def merge(hub: Hub, branch: str) -> None:
    """Merge a pull request, if there is one, as its button does."""
    if branch in hub.branches():
        hub.git("fetch", "-q", "origin", branch)
        hub.git("merge", "-q", "--no-ff", "-m", "Merge", "FETCH_HEAD")
        hub.git("push", "-q", "origin", "main", f":{branch}")


def morning(hub: Hub, day: date, *, is_listed: bool) -> None:
    """The content is sound, and the site has a page for all that is in it."""
    loaded = store.load(hub.folder / "content", hub.folder / ".cache/digest")
    assert [p for p in check.problems(loaded) if p.severity == "error"] == []
    site = press.compose(loaded)
    pages = {page.path: page for page in site.pages}
    assert {f"papers/{id}.md" for id in loaded.corpus.papers} <= pages.keys()
    if not is_listed:
        assert f"editions/{day}.md" not in pages
        return
    edition = loaded.corpus.editions[str(day)]
    sound = 11 if day == DAMAGED else 12
    assert edition.part_of == sound
    assert len(edition.papers) == (2 if day == POST else 3)
    paths = f"editions/{day}.md", f"dates/{day:%Y/%m/%d}.md"
    texts = [pages[path].make(site.digest.world, pages[path].given).text for path in paths]
    assert f"chosen from {sound} by this digest's rules" in texts[0]
    for sighting in edition.papers:
        title = loaded.corpus.papers[sighting.paper].title
        assert all(title in text for text in texts), title
