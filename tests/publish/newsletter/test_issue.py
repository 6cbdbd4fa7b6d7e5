"""What an issue says and in which order, as HTML, as text and as mail."""

from __future__ import annotations

import email
import html.parser
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default

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
from generator.publish import exports, newsletter
from generator.publish.issue import ranked
from generator.publish.newsletter import Issue
from generator.views import Digest, periods

DAY = "2024-10-31"
TAGS = {"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td"}
TAGS |= {"h1", "h2", "h3", "p", "a", "span"}
CODE = (Link("code", "https://github.com/a/b"),)
VOCABULARY = Vocabulary(
    (Group("g", "G"), Group("h", "H")),
    (Topic("one", "One", "First.", "g"), Topic("two", "Two", "Second.", "h")),
)


class Read(html.parser.HTMLParser):
    """The tags of HTML, with the values of their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def of_papers(
    papers: list[Paper], *said: Sighting, title: str = "Digest", newest: str = DAY
) -> Digest:
    listed = said or tuple(Sighting(paper.id) for paper in papers)
    corpus = Corpus(
        Settings(title=title, url="https://x.example/d/", newsletter=Newsletter("me@x.example")),
        VOCABULARY,
        {paper.id: paper for paper in papers},
        {newest: Edition(newest, "daily", "Hub", listed, newest)},
    )
    data = {file.path: str(file.data) for file in exports.files(Digest(corpus))}
    return newsletter.read(data.__getitem__, corpus.settings)


def made(digest: Digest, name: str = DAY) -> Issue:
    return newsletter.fitting(digest, periods.period(digest, name))


def parsed(digest: Digest, issue: Issue, unsubscribe: str = "") -> tuple[EmailMessage, bytes]:
    raw = newsletter.message(issue, digest.corpus.settings, unsubscribe).as_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail, raw


def test_the_data_of_the_site_says_what_the_content_says(corpus: Corpus, digest: Digest) -> None:
    source = Digest(corpus)
    assert digest.listed == source.listed
    assert [week.id for week in periods.issues(digest)] == [
        week.id for week in periods.issues(source)
    ]
    assert digest.sightings.keys() == source.sightings.keys()


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
    data = {file.path: str(file.data) for file in exports.files(Digest(corpus))} | {path: text}
    with pytest.raises(newsletter.NotTheSite, match=f"^{re.escape(path)}: .*build the site anew"):
        newsletter.read(data.__getitem__, corpus.settings)


def test_the_most_read_worthy_come_first() -> None:
    papers = [Paper(id_, id_.upper(), links=CODE if id_ in "ce" else ()) for id_ in "abcdef"]
    said = [Sighting("a"), Sighting("b"), Sighting("c"), Sighting("d", comments=2), Sighting("e")]
    digest = of_papers(papers, *said, Sighting("f", upvotes=30))
    order = [paper.id for paper in ranked(digest, periods.period(digest, DAY))]
    assert order == ["f", "d", "c", "e", "a", "b"]


def test_a_later_listing_changes_no_issue_of_the_past() -> None:
    papers = [Paper("a", "A", published="2024-10-01"), Paper("b", "B", published="2024-10-01")]
    before = of_papers(papers, Sighting("b"), Sighting("a"), newest="2024-10-02")
    later = Edition("new", "daily", "Hub", (Sighting("a", comments=99),), "2024-11-02")
    after = Digest(replace(before.corpus, editions={**before.corpus.editions, "new": later}))
    assert [paper.id for paper in ranked(after, periods.period(after, "2024-10"))] == ["b", "a"]


def test_sections_are_topics_in_the_order_of_their_first_paper() -> None:
    papers = [
        Paper("a", "A", topics=("one",)),
        Paper("b", "B", topics=("two", "one")),
        Paper("c", "C", topics=("unknown",)),
        Paper("d", "D", topics=("two",)),
    ]
    issue = made(of_papers(papers, *map(Sighting, "abc"), Sighting("d", comments=3)))
    shown = [(each.title, each.hue, [item.title for item in each.items]) for each in issue.sections]
    assert shown == [("Two", 2, ["D", "B"]), ("One", 1, ["A"]), ("Other papers", 0, ["C"])]


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
    digest = of_papers([paper], Sighting("tiny", comments=2))
    issue = made(digest)
    text, page = newsletter.text(issue), newsletter.html(issue)
    assert text == (
        "DIGEST\nThursday 31 October 2024\n1 paper, 1 with code\n\n"
        "https://x.example/d/dates/2024/10/31/\n\n"
        "ONE\n---\n\n"
        "Tiny: ünïcode & <b>\nAda Ngo and 2 others · October 2024 · 2 comments\n\n"
        "  One sentence. Another.\n\n"
        "  https://x.example/d/papers/tiny/\n  https://github.com/a/b\n\n"
        f"{'-' * 72}\n\n"
        "Read more: Digest\nhttps://x.example/d/\n\n"
        "Follow by feed, all of it or by topic:\nhttps://x.example/d/feeds/\n"
    )
    words = " ".join(" ".join(Read(page).words).split())
    for said in ("Tiny: ünïcode & <b>", "Ada Ngo and 2 others · October 2024 · 2 comments"):
        assert said in words
    links = [attrs["href"] for tag, attrs in Read(page).tags if tag == "a"]
    assert "https://arxiv.org/abs/2410.00001" in links
    assert all(link.startswith("https://") for link in links)


def test_a_reader_can_leave(digest: Digest) -> None:
    issue = made(digest)
    way = 'https://x.example/off?a=1&b="2"'
    mail, _ = parsed(digest, issue, way)
    plain, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    assert f"unsubscribe:\n{way}" in plain.get_content().replace("\r\n", "\n")
    assert ("a", way) in [(tag, attrs.get("href")) for tag, attrs in Read(page.get_content()).tags]
    assert "nsubscribe" not in newsletter.html(issue) + newsletter.text(issue)


def test_a_service_that_fills_in_templates_finds_only_the_way_to_leave(digest: Digest) -> None:
    issue = made(digest)
    titles = {item.title for section in issue.sections for item in section.items}
    assert "{{ 7*7 }} {% raw %} {# note #}" in titles
    page = newsletter.html(issue, "{{ UnsubscribeURL }}")
    assert re.findall(r"\{[{%#]", page) == ["{{"]
    assert '<a href="{{ UnsubscribeURL }}"' in page
    assert not re.search(r"\{[{%#]", newsletter.html(issue))


def test_what_is_hostile_is_shown_letter_for_letter(digest: Digest) -> None:
    issue = made(digest)
    page = Read(newsletter.html(issue))
    assert {tag for tag, _ in page.tags} <= TAGS
    for _, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on")]
        assert attrs.get("href", "https://").startswith("https://")
    titles = {item.title for section in issue.sections for item in section.items}
    assert len(titles) == 12
    assert titles <= {word.strip() for word in page.words}
    for title in titles:
        assert title in " ".join(newsletter.text(issue).split()) or len(title) > 72


def test_the_letter_is_made_for_mail_clients(digest: Digest) -> None:
    page = newsletter.html(made(digest))
    tags = Read(page).tags
    assert page.index('<meta charset="utf-8">') < 100
    assert all(attrs.get("role") == "presentation" for tag, attrs in tags if tag == "table")
    assert all("style" in attrs for tag, attrs in tags if tag in ("h1", "h2", "h3", "p", "a"))
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
    assert mail["Date"].datetime.isoformat() == "2024-10-31T23:00:00+00:00"
    assert re.fullmatch(r"<2024-10-31\.[0-9a-f]{20}@digest\.example>", mail["Message-ID"])
    assert mail["From"].addresses[0].addr_spec == "digest@digest.example"
    assert mail["From"].addresses[0].display_name == digest.corpus.settings.title
    assert (
        mail["Subject"].strip()
        == f"{digest.corpus.settings.title}: Thursday 31 October 2024, 12 papers"
    )


def test_same_content_same_bytes(digest: Digest) -> None:
    again = Digest(digest.corpus)
    assert parsed(digest, made(digest))[1] == parsed(again, made(again))[1]
    other = made(digest, "2024-10")
    ids = {
        newsletter.message(each, digest.corpus.settings)["Message-ID"]
        for each in (made(digest), other)
    }
    assert len(ids) == 2


def test_the_message_id_says_nothing_of_the_reader(digest: Digest) -> None:
    issue = made(digest)
    one, other = (parsed(digest, issue, way)[0] for way in ("", "https://x.example/?who=me"))
    assert one["Message-ID"] == other["Message-ID"]


@pytest.mark.parametrize("letter", ["x", "ü", "🦊", "<", "\u202e"])
def test_sixty_long_papers_stay_below_what_gmail_cuts(letter: str) -> None:
    words = " ".join([letter * 9] * 400)
    papers = [
        Paper(f"p{number}", f"{number} {words}", topics=("one",), links=CODE, summary=words)
        for number in range(60)
    ]
    digest = of_papers(papers, title=words)
    issue = made(digest)
    mail, raw = parsed(digest, issue, "https://x.example/" + "u" * 500)
    shown = sum(len(section.items) for section in issue.sections)
    assert len(raw) < 100_000
    assert (issue.papers, issue.more) == (60, 60 - shown)
    assert 1 <= shown <= 40
    body = mail.get_body(("html",))
    assert body is not None
    assert f"And {issue.more} more on the site" in body.get_content()


def test_an_issue_of_nothing_but_a_number_of_papers() -> None:
    papers = [Paper(f"p{number:02}", f"Title {number}") for number in range(50)]
    digest = of_papers(papers)
    fewer = replace(digest.corpus.settings, newsletter=Newsletter(papers=7))
    issue = made(Digest(replace(digest.corpus, settings=fewer)))
    assert [item.title for section in issue.sections for item in section.items] == [
        f"Title {number}" for number in range(7)
    ]
    assert issue.more == 43


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
    assert mail.keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for part, said in zip(
        mail.iter_parts(), (newsletter.text(issue), newsletter.html(issue)), strict=True
    ):
        assert isinstance(part, EmailMessage)
        assert part.get_content().replace("\r\n", "\n").rstrip("\n") == said.rstrip("\n")
    assert not any(tag == "script" for tag, _ in Read(newsletter.html(issue)).tags)
