"""A month of a robotics digest: a general listing arrives each morning, and a curator merges it.

The archive is invented, in the layout of the real one: an answer of the Daily Papers API a
working day. What fits is kept and the rest named; some of it is declined, and comes again; a
holiday is silent, then the source is; one listing comes late, one damaged.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from generator import check, store
from generator.build import composing
from tests.fetch.conftest import Answer, Source
from tests.github.conftest import Hub, git, happened, pull

SETTINGS = """\
title: Robot Digest
url: https://digest.example/
repository: https://github.com/muster/digest
keep_abstracts: false
feeds: {tag: 'digest.example,2026'}
intake:
  keep: {topics: [robots], authors: [Ada Muster], upvotes: 2}
  leave: {words: [survey]}
"""
TOPICS = """\
groups:
- {id: moving, title: Moving}
topics:
- {id: robots, title: Robots, description: What moves., group: moving, terms: [robot, gripper]}
"""
# The five weeks before, of which a Friday and the Monday after it were a holiday too.
BEFORE = [date(2026, 2, 25) + timedelta(days) for days in range(35)]
HOLIDAYS = {date(2026, 3, 6), date(2026, 3, 9), date(2026, 4, 3), date(2026, 4, 6)}
SILENT = {date(2026, 4, 15), date(2026, 4, 16)}
LATE, DAMAGED, POST = date(2026, 4, 21), date(2026, 4, 23), date(2026, 4, 9)
MONTH = [day for n in range(30) if (day := date(2026, 4, 1) + timedelta(n)).weekday() < 5]
EQUATION = re.compile(
    r"(\d+) blocks? = (\d+) new \+ (\d+) sightings"
    r"(?: \+ (\d+) left out \((.*?)\))? \+ (\d+) rejected"
)


def record(day: date, number: int, title: str, abstract: str, upvotes: int = 5) -> dict[str, Any]:
    """A paper as the API lists it."""
    authors = [{"_id": "0", "name": name, "hidden": False} for name in ("Bo Beispiel", "C. Probe")]
    return {
        "paper": {
            "id": f"{day:%y%m}.{day.day:02}{number:03}",
            "authors": authors,
            "publishedAt": f"{day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T07:56:13.917Z",
            "title": title,
            "summary": abstract,
            "upvotes": upvotes,
        },
        "publishedAt": f"{day}T00:00:00.000Z",
        "title": title,
        "numComments": number,
    }


def listing(day: date) -> list[dict[str, Any]]:
    """The twelve papers of a day: one by each rule, the rest of other fields; one comes again."""
    word = f"{day:%B} {day.day}"
    ours = [
        record(day, 1, f"A Robot for {word}", "It walks."),
        record(day, 2, f"Hands of {word}", "A gripper holds a robot, and the robot the gripper."),
        record(day, 3, f"Weather of {word}", "Rain."),
        record(day, 4, f"Robots of {word}: a Survey", "All robots there are."),
        record(day, 5, f"An Unloved Robot of {word}", "It stands.", upvotes=1),
    ]
    ours[2]["paper"]["authors"][1]["name"] = "Ada Muster"
    others = [record(day, n, f"Language {n} of {word}", "Words in a row.") for n in range(6, 12)]
    again = record(POST, 1, "A Robot for April 9", "It walks, as a post says.")
    return [*ours, *others, again if day >= POST else others[0]]


@pytest.fixture
def hub(hub: Hub) -> Hub:
    content = hub.folder / "content"
    (content / "digest.yml").write_text(SETTINGS)
    (content / "topics.yml").write_text(TOPICS)
    hub.record.unlink()
    (content / "editions/2026-04-02.yml").unlink()
    for day in BEFORE:
        if day.weekday() < 5 and day not in HOLIDAYS:
            (content / f"editions/{day}.yml").write_text(
                f"date: {day}\nkind: daily\nsource: Hugging Face Daily Papers\npart_of: 12\n"
                "papers: []\n"
            )
    hub.commit("Five weeks")
    return hub


def test_a_month_of_a_robotics_digest(hub: Hub, source: Source) -> None:
    totals = dict.fromkeys(("blocks", "new", "sightings", "left_out", "rejected"), 0)
    came = 0
    for day in MONTH:
        records = [] if day in HOLIDAYS | SILENT else listing(day)
        if day == DAMAGED:
            records[7] = {"paper": {"id": "nothing"}}
        answers = [records[:1], records] if day == LATE else [records]
        for answer in answers:
            source.answers["/"] = [Answer(json.dumps(answer).encode())]
            done = hub.run("github", "intake", "--day", str(day), "--url", f"{source.url}/")
            assert done.exit_code == 0, done.output
            came += len(answer)
            equation = EQUATION.search(done.stdout)
            assert (equation is not None) is bool(answer), done.stdout
            if equation:
                blocks, new, sightings, left, rules, rejected = equation.groups("0")
                numbers = [int(n) for n in (blocks, new, sightings, left, rejected)]
                assert numbers[0] == sum(numbers[1:]) == len(answer)
                assert sum(map(int, re.findall(r"\d+", rules))) == int(left)
                for name, number in zip(totals, numbers, strict=True):
                    totals[name] += number
            if day == POST:
                who = {"id": 5, "login": "bo"}
                no = {"id": 9, "body": f"/leave {day:%y%m}.09001 A post.", "user": who}
                asked = {"issue": {"number": 31, "pull_request": {}}, "comment": no}
                hub.answers["pr list"] = [pull(f"intake/{day}")]
                hub.answers["api repos/{owner}/{repo}/collaborators/bo/permission"] = "write\n"
                assert (
                    "leave a-robot-for-april-9"
                    in hub.run("github", "obey", happened(hub, asked)).stdout
                )
                hub.answers["pr list"] = []
            merge(hub, f"intake/{day}")
        morning(hub, day, is_listed=bool(records))

    issues = [call.told for call in hub.calls("issue", "create")]
    assert [re.findall(r"2026-04-\d\d", told)[0][-2:] for told in issues] == [
        "15",
        "16",
        "21",
        "23",
    ]
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


def merge(hub: Hub, branch: str) -> None:
    """Merge a pull request, if there is one, as its button does."""
    if branch not in hub.branches():
        return
    git(hub.folder, "fetch", "-q", "origin", branch)
    git(hub.folder, "merge", "-q", "--no-ff", "-m", "Merge", "FETCH_HEAD")
    git(hub.folder, "push", "-q", "origin", "main", f":{branch}")


def morning(hub: Hub, day: date, *, is_listed: bool) -> None:
    """The content is sound, and the site has a page for all that is in it."""
    loaded = store.load(hub.folder / "content", hub.folder / ".cache/digest")
    assert [p for p in check.problems(loaded) if p.severity == "error"] == []
    site = composing.compose(loaded)
    pages = {page.path: page for page in site.pages}
    assert {f"papers/{id}.md" for id in loaded.corpus.papers} <= pages.keys()
    if not is_listed:
        assert f"editions/{day}.md" not in pages
        return
    edition = loaded.corpus.editions[str(day)]
    sound = 11 if day == DAMAGED else 12
    assert edition.part_of == sound
    assert len(edition.papers) == 2 if day == POST else 3
    paths = f"editions/{day}.md", f"dates/{day:%Y/%m/%d}.md"
    texts = [pages[path].make(site.digest.world, pages[path].given).text for path in paths]
    assert f"chosen from {sound} by this digest's rules" in texts[0]
    for sighting in edition.papers:
        title = loaded.corpus.papers[sighting.paper].title
        assert all(title in text for text in texts), title
