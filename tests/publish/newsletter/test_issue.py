"""What an issue says and in which order, as HTML, as text and as mail."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers.model import (
    Corpus,
    Edition,
    Group,
    Link,
    Newsletter,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)
from generator.publish import api, newsletter
from generator.publish.issue import Issue, issue_of
from generator.views import Digest, periods
from tests.publish.conftest import Read, exported

FIXTURES = Path(__file__).parents[2] / "fixtures"
DAY = "2024-10-31"
MOMENT = datetime(2024, 11, 5, 7, 30, tzinfo=UTC)
TAGS = {"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td"}
TAGS |= {"h1", "h2", "main", "p", "a", "b", "br", "span"}
CODE = (Link("code", "https://github.com/a/b"),)
VOCABULARY = Vocabulary(
    (Group("g", "G"), Group("h", "H")),
    (
        Topic("one", "One", "First.", "g"),
        Topic("two", "Two", "Second.", "h"),
        Topic("three", "Three", "Third.", "h"),
    ),
)


def of_papers(
    papers: list[Paper], *said: Sighting, title: str = "Digest", note: str = ""
) -> Digest:
    listed = said or tuple(Sighting(paper.id) for paper in papers)
    corpus = Corpus(
        Settings(title=title, url="https://x.example/d/", newsletter=Newsletter("me@x.example")),
        VOCABULARY,
        {paper.id: paper for paper in papers},
        {DAY: Edition(DAY, "daily", "Hub", listed, DAY)},
        notes={DAY: note},
    )
    return api.read(exported(Digest(corpus)).__getitem__, corpus)


def made(digest: Digest, name: str = DAY) -> Issue:
    whole = issue_of(digest, periods.period(digest, name))
    return newsletter.fitting(whole, digest.corpus.settings)


def parsed(digest: Digest, issue: Issue, unsubscribe: str = "") -> tuple[EmailMessage, bytes]:
    raw = newsletter.message(
        issue, digest.corpus.settings, unsubscribe=unsubscribe, moment=MOMENT
    ).as_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail, raw


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("api/index.json", "{}"),
        ("api/index.json", '{"version": 2, "title": "x"}'),
        ("api/papers.json", "not JSON"),
        ("api/papers.json", '{"papers": [{"id": "x"}]}'),
        ("api/topics.json", "[]"),
        ("api/editions.json", '{"editions": 1}'),
        (f"api/editions/{DAY}.json", '{"id": "x", "papers": [[]]}'),
    ],
)
def test_data_of_another_shape_is_named(corpus: Corpus, path: str, text: str) -> None:
    data = exported(Digest(corpus)) | {path: text}
    with pytest.raises(api.NotTheSite, match=f"^{re.escape(path)}: .*build the site anew"):
        api.read(data.__getitem__, corpus)


def titles(issue: Issue) -> list[str]:
    """All titles of an issue, in its order."""
    rows = [row.title for section in issue.sections for row in section.rows]
    return [*(story.title for story in issue.stories), *rows]


def test_a_few_papers_lead_and_the_rest_is_by_group_whatever_its_topic() -> None:
    topics = [("two",), ("one",), ("three",), ("two", "one"), ("unknown",), ("three",), ("one",)]
    papers = [Paper(f"p{n}", f"P{n}", topics=of, gist=f"It is {n}") for n, of in enumerate(topics)]
    said = [Sighting("p0", comments=9), Sighting("p1", 50), Sighting("p2", 40)]
    issue = made(of_papers(papers, *said, *map(Sighting, ("p3", "p4", "p5", "p6"))))
    assert [(story.title, story.topic, story.hue, story.why) for story in issue.stories] == [
        ("P0", "Two", 2, "9 comments, the most of the day"),
        ("P1", "One", 1, "50 upvotes, the most of the day"),
        ("P2", "Three", 2, "40 upvotes"),
    ]
    shown = [
        (each.title, each.hue, each.papers, [row.title for row in each.rows])
        for each in issue.sections
    ]
    assert shown == [
        ("G", 1, 1, ["P6"]),
        ("H", 2, 2, ["P3", "P5"]),
        ("Other papers", 0, 1, ["P4"]),
    ]
    assert newsletter.subject(issue) == "P0, and 6 more"


def test_html_and_text_say_the_same() -> None:
    paper = Paper(
        "tiny",
        "Tiny: ünïcode & <b>",
        arxiv="2410.00001",
        published="2024-10-05",
        authors=("Ada Ngo", "Bo Qvist", "Cy Öz"),
        topics=("one",),
        links=CODE,
        summary="One sentence.\n\nAnother.",
    )
    rest = [Paper(f"r{n}", f"Rest {n}", gist=f"What is {n}", authors=("Di Rao",)) for n in range(3)]
    rest[2] = replace(rest[2], gist="")
    seen = (Sighting("tiny", comments=2), *(Sighting(each.id) for each in rest))
    digest = of_papers([paper, *rest], *seen, note="See [*it*](https://n.example/).")
    issue = made(digest)
    text, page = newsletter.text(issue), newsletter.html(issue)
    assert text == (FIXTURES / "letter.txt").read_text(encoding="utf-8")
    words = " ".join(Read(page).words.split())
    for said in ("Tiny: ünïcode & <b>", "Ada Ngo and 2 others · October 2024 · ", "One sentence."):
        assert said in words
    assert "<em>it</em></a>" in page
    links = [attrs["href"] for tag, attrs in Read(page).tags if tag == "a"]
    assert "https://arxiv.org/abs/2410.00001" in links
    assert "https://n.example/" in links
    assert all(link.startswith("https://") for link in links)


def test_a_lead_nobody_summarised_shows_the_abstract_s_first_sentence_and_says_so() -> None:
    papers = [
        Paper("a", "A", abstract="We show it. And more.", authors=("Ada Ngo",)),
        Paper("b", "B", authors=("Bo Qvist",), authors_count=3),
    ]
    issue = made(of_papers(papers))
    assert [(each.said, each.is_theirs) for each in issue.stories] == [
        ("We show it.", True),
        ("", False),
    ]
    assert "From the abstract: We show it." in newsletter.text(issue)
    assert "From the abstract: We show it." in newsletter.html(issue)
    assert "Bo Qvist and 2 others" in newsletter.html(issue)
    assert "2 not yet summarised" in newsletter.text(issue)


_SENTENCE = "learning of models with gradients and the data for better results in less time"


def week_of(papers: int, links: tuple[Link, ...] = CODE) -> Digest:
    """So many papers of a day, with the words that real ones have."""
    words = re.findall(r"\w+", _SENTENCE)
    many = [
        Paper(
            f"paper-{number:03}-{'-'.join(words[:9])}",
            f"Paper {number}: {' '.join(words[:9])}",
            arxiv=f"2410.{number:05}",
            published="2024-10-05",
            authors=("Ada Ngo", "Bo Qvist"),
            topics=(("one", "two", "three")[number % 3],),
            links=links if number % 3 else (),
            summary=" ".join((words * 9)[:70]),
            gist=" ".join(words)[:80],
        )
        for number in range(papers)
    ]
    return of_papers(many, *(Sighting(paper.id, upvotes=9 * n) for n, paper in enumerate(many)))


@pytest.mark.parametrize("papers", [70, 200])
def test_an_issue_is_read_in_five_minutes(papers: int) -> None:
    digest = week_of(papers)
    issue = made(digest)
    mail, raw = parsed(digest, issue, "https://x.example/off?t=" + "0" * 64)
    body = mail.get_body(("html",))
    assert body is not None
    assert len(newsletter.text(issue).split()) <= 1_200
    assert len(Read(body.get_content()).words.split()) <= 1_200
    assert len(raw) < 90_000
    assert (len(issue.stories), len(issue.sections)) == (5, 2)
    assert len(titles(issue)) + issue.more == papers
    assert len(titles(issue)) >= 25


def test_spam_filters_have_nothing_to_say_against_it() -> None:
    ways = Newsletter("me@x.example", unsubscribe_url="https://x.example/off?t={token}")
    digest = week_of(70, links=(*CODE, Link("project", "https://emu.top/")))
    settings = replace(digest.corpus.settings, newsletter=ways)
    now = datetime.now(UTC)
    raw = newsletter.addressed(made(digest), settings, "ada@reader.example", now, b"secret")
    assert b"emu.top" not in raw
    if program := shutil.which("spamassassin"):
        found = subprocess.run([program, "-t", "-L"], input=raw.replace(b"\r\n", b"\n"),
                               capture_output=True, check=True)  # fmt: skip
        (points,) = re.findall(rb"Content analysis details:\s+\((-?[\d.]+) points", found.stdout)
        assert float(points) <= 0.5


def test_a_reader_can_leave_and_a_service_finds_nothing_else_to_fill_in(digest: Digest) -> None:
    issue = made(digest)
    way = 'https://x.example/off?a=1&b="2"'
    mail, _ = parsed(digest, issue, way)
    plain, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain
    assert page
    assert f"unsubscribe:\n{way}" in plain.get_content().replace("\r\n", "\n")
    assert ("a", way) in [(tag, attrs.get("href")) for tag, attrs in Read(page.get_content()).tags]
    assert "nsubscribe" not in newsletter.html(issue) + newsletter.text(issue)
    assert "{{ 7*7 }} {% raw %} {# note #}" in titles(issue)
    of_service = newsletter.html(issue, "{{ UnsubscribeURL }}")
    assert re.findall(r"\{[{%#]", of_service) == ["{{"]
    assert '<a href="{{ UnsubscribeURL }}"' in of_service


def test_what_is_hostile_is_shown_letter_for_letter(digest: Digest) -> None:
    issue = made(digest)
    page = Read(newsletter.html(issue))
    assert {tag for tag, _ in page.tags} <= TAGS
    for _, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on")]
        assert attrs.get("href", "https://").startswith(("https://", "#"))
    assert len(titles(issue)) == 12
    assert [title for title in titles(issue) if title not in page.words] == []
    for title in titles(issue):
        assert title in " ".join(newsletter.text(issue).split()) or len(title) > 72


def test_the_letter_is_made_for_mail_clients(digest: Digest) -> None:
    page = newsletter.html(made(digest))
    tags = Read(page).tags
    styled = [(tag, attrs["style"]) for tag, attrs in tags if tag in ("h1", "h2", "p", "a")]
    sizes = [int(size) for tag, style in styled for size in re.findall(r"(\d+)px/", style)]
    assert page.index('<meta charset="utf-8">') < 100
    assert all(attrs.get("role") == "presentation" for tag, attrs in tags if tag == "table")
    assert sizes[0] == max(sizes) == 30
    assert {size for size in sizes[1:] if size > 20} == {22}
    assert [style for _, style in styled if "text-decoration: none" in style] == [styled[1][1]]
    assert "max-width: 600px" in page
    assert "@media (prefers-color-scheme: dark)" in page
    assert not {tag for tag, _ in tags} & {"img", "link", "script", "iframe", "form"}
    assert "url(" not in page


def test_the_mail_keeps_rfc_5322(digest: Digest) -> None:
    mail, raw = parsed(digest, made(digest))
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert not mail.defects
    assert mail["Date"].datetime == MOMENT
    kept = newsletter.message(made(digest), digest.corpus.settings)["Date"]
    assert kept.datetime.isoformat() == "2024-10-31T23:00:00+00:00"
    assert re.fullmatch(r"<2024-10-31\.[0-9a-f]{20}@digest\.example>", mail["Message-ID"])
    assert mail["From"].addresses[0].addr_spec == "digest@digest.example"
    assert mail["From"].addresses[0].display_name == digest.corpus.settings.title
    assert mail["Subject"] == "<script>window.pwned=5</script>, and 11 more"


def test_each_issue_and_each_reader_has_a_message_id_that_says_nothing_of_them() -> None:
    digest = of_papers([Paper("p", "P")])
    ways = replace(digest.corpus.settings.newsletter, unsubscribe_url="https://x.example/{token}")
    settings = replace(digest.corpus.settings, newsletter=ways)
    one, other = made(digest), made(digest, "2024-10")
    readers = ("ada@r.example", "bo@r.example", "Ada@r.example")
    mails = [newsletter.addressed(one, settings, who, MOMENT, b"s") for who in readers]
    mails += [newsletter.message(each, settings).as_bytes() for each in (one, one, other)]
    ids = [email.message_from_bytes(mail)["Message-ID"] for mail in mails]
    assert ids[0] == ids[2]
    assert ids[3] == ids[4]
    assert len({*ids}) == 4
    assert not any("ada" in each.casefold() or "r.example" in each for each in ids)


@pytest.mark.parametrize("letter", ["ü", "🦊", "<"])
def test_sixty_long_papers_stay_below_what_gmail_cuts(letter: str) -> None:
    words = " ".join([letter * 9] * 400)
    papers = [
        Paper(f"p{number}", f"{number} {words}", topics=("one",), links=CODE, summary=words)
        for number in range(60)
    ]
    digest = of_papers(papers, title=words)
    issue = made(digest)
    mail, raw = parsed(digest, issue, "https://x.example/" + "u" * 500)
    shown = len(titles(issue))
    assert len(raw) < 90_000
    assert (issue.papers, issue.more) == (60, 60 - shown)
    assert 1 <= shown <= 40
    body = mail.get_body(("html",))
    assert body is not None
    assert f"And {issue.more} more on the site" in body.get_content()


HOSTILE = st.text(min_size=1, max_size=80) | st.sampled_from(
    ["x\r\nBcc: victim@x.example", "\n.\n", "</style><script>", "=?utf-8?q?x?=", ". . .", "a\x00b"]
)


@settings(max_examples=30)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_gets_out_of_its_place(title: str, name: str, summary: str) -> None:
    digest = of_papers([Paper("p", title, summary=summary)], title=name)
    issue = made(digest)
    mail, raw = parsed(digest, issue)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert " ".join(mail.keys()) == ("From To Subject Date Message-ID MIME-Version Content-Type")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for part, said in zip(
        mail.iter_parts(), (newsletter.text(issue), newsletter.html(issue)), strict=True
    ):
        assert isinstance(part, EmailMessage)
        assert part.get_content().replace("\r\n", "\n").rstrip("\n") == said.rstrip("\n")
    assert not any(tag == "script" for tag, _ in Read(newsletter.html(issue)).tags)
