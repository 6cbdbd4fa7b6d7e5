"""What an issue says, as HTML, as text and as mail; and when there is one."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers.model import Edition, Link, Newsletter, Paper, Sighting
from generator.publish import newsletter
from generator.publish.issue import Issue
from generator.text import UserError
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import SITE
from tests.conftest import digest as command
from tests.publish.conftest import CASES, Read, digest_of, write_data

DAY, NEXT = "2024-10-31", "2024-11-01"
MOMENT = datetime(2024, 11, 5, 7, 30, tzinfo=UTC)
TAGS = {"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td"}
TAGS |= {"h1", "h2", "main", "p", "a", "b", "br", "span"}
CODE = (Link("code", "https://github.com/a/b"),)
WAYS = Newsletter(
    "me@x.example", "news.x.example", unsubscribe_url="https://x.example/off?t={token}"
)


def listed(papers: list[Paper], title: str = "Digest", url: str = "https://x.example/d/") -> Digest:
    """A digest of papers that a day has listed, and the next day again."""
    seen = tuple(Sighting(paper.id, upvotes=9 * n) for n, paper in enumerate(papers))
    editions = (Edition(f"on-{day}", "daily", "Hub", seen, day) for day in (DAY, NEXT))
    return digest_of(papers, *editions, title=title, url=url, newsletter=WAYS)


def issue(digest: Digest, name: str = DAY) -> Issue:
    return newsletter.ready(digest, name, "", (), incomplete=True)[0]


def parsed(of: Issue, unsubscribe: str = "") -> tuple[bytes, EmailMessage, str, str]:
    """The mail of an issue: as it is sent, as it is read, its text and its HTML."""
    raw = newsletter.message(of, unsubscribe=unsubscribe, moment=MOMENT).as_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    plain, page = mail.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert isinstance(plain, EmailMessage)
    assert isinstance(page, EmailMessage)
    return raw, mail, *(part.get_content().replace("\r\n", "\n") for part in (plain, page))


def titles(of: Issue) -> list[str]:
    """All titles of an issue, in its order."""
    rows = [row.title for section in of.sections for row in section.rows]
    return [*(story.title for story in of.stories), *rows]


def week_of(papers: int, links: tuple[Link, ...] = CODE) -> Digest:
    """So many papers of a day, with the words that real ones have."""
    words = re.findall(
        r"\w+", "learning of models with gradients and data for results in less time"
    )
    return listed(
        [
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
    )


@pytest.mark.parametrize("papers", [70, 200])
def test_an_issue_is_read_in_five_minutes(papers: int) -> None:
    of = issue(week_of(papers))
    raw, _, plain, page = parsed(of, "https://x.example/off?t=" + "0" * 64)
    assert max(len(plain.split()), len(Read(page).words.split())) <= 1_200
    assert len(raw) < 90_000
    assert (len(of.stories), len(of.sections)) == (5, 2)
    assert 25 <= len(titles(of)) == papers - of.more
    assert newsletter.subject(of).endswith(f", and {papers - 1} more")


@pytest.mark.parametrize("letter", ["ü", "🦊", "<"])
def test_sixty_long_papers_stay_below_what_gmail_cuts(letter: str) -> None:
    words = " ".join([letter * 9] * 400)
    papers = [
        Paper(f"p{number}", f"{number} {words}", topics=("one",), links=CODE, summary=words)
        for number in range(60)
    ]
    of = issue(listed(papers, title=words))
    raw, _, _, page = parsed(of, "https://x.example/" + "u" * 500)
    assert len(raw) < 90_000
    assert 1 <= len(titles(of)) == 60 - of.more <= 40
    assert f"And {of.more} more on the site" in page


def test_spam_filters_have_nothing_to_say_against_it() -> None:
    digest = week_of(70, links=(*CODE, Link("project", "https://emu.top/")))
    now = datetime.now(UTC)
    raw = newsletter.addressed(issue(digest), "ada@reader.example", now, b"secret")
    assert b"emu.top" not in raw
    if program := shutil.which("spamassassin"):
        found = subprocess.run([program, "-t", "-L"], input=raw.replace(b"\r\n", b"\n"),
                               capture_output=True, check=True)  # fmt: skip
        (points,) = re.findall(rb"Content analysis details:\s+\((-?[\d.]+) points", found.stdout)
        assert float(points) <= 0.5


def test_a_reader_can_leave_and_a_service_finds_nothing_else_to_fill_in(digest: Digest) -> None:
    of = issue(digest)
    way = 'https://x.example/off?a=1&b="2"'
    _, _, plain, page = parsed(of, way)
    assert f"unsubscribe:\n{way}" in plain
    assert ("a", way) in [(tag, attrs.get("href")) for tag, attrs in Read(page).tags]
    assert "nsubscribe" not in newsletter.html(of) + newsletter.text(of)
    assert "{{ 7*7 }} {% raw %} {# note #}" in titles(of)
    of_service = newsletter.html(of, "{{ UnsubscribeURL }}")
    assert re.findall(r"\{[{%#]", of_service) == ["{{"]
    assert '<a href="{{ UnsubscribeURL }}"' in of_service


def test_what_is_hostile_is_shown_letter_for_letter(digest: Digest) -> None:
    of = issue(digest)
    page, text = Read(newsletter.html(of)), " ".join(newsletter.text(of).split())
    assert {tag for tag, _ in page.tags} <= TAGS
    for _, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on")]
        assert attrs.get("href", "https://").startswith(("https://", "#"))
    assert len(titles(of)) == 12
    for title in titles(of):
        assert title in page.words
        assert title in text or len(title) > newsletter.WIDTH


HOSTILE = st.text(min_size=1, max_size=80) | st.sampled_from(
    ["x\r\nBcc: victim@x.example", "\n.\n", "</style><script>", "=?utf-8?q?x?=", ". . .", "a\x00b"]
)


@settings(max_examples=30)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_gets_out_of_its_place(title: str, name: str, summary: str) -> None:
    of = issue(listed([Paper("p", title, summary=summary)], title=name))
    raw, mail, plain, page = parsed(of)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert " ".join(mail.keys()) == "From To Subject Date Message-ID MIME-Version Content-Type"
    assert mail.get_content_type() == "multipart/alternative"
    assert not mail.defects
    assert plain.rstrip("\n") == newsletter.text(of).rstrip("\n")
    assert page.rstrip("\n") == newsletter.html(of)
    assert not any(tag == "script" for tag, _ in Read(page).tags)


def test_the_head_of_a_mail_follows_from_what_it_says(digest: Digest) -> None:
    of = issue(digest)
    raw, mail, _, _ = parsed(of)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert mail["Date"].datetime == MOMENT
    kept = newsletter.message(of)["Date"].datetime
    assert kept.isoformat() == "2024-10-31T23:00:00+00:00"
    assert re.fullmatch(r"<2024-10-31\.[0-9a-f]{20}@digest\.example>", mail["Message-ID"])
    (sender,) = mail["From"].addresses
    assert sender.addr_spec == "no-reply@digest.example"
    assert sender.display_name == digest.corpus.settings.title
    assert mail["Subject"] == "<script>window.pwned=5</script>, and 11 more"


def test_each_issue_and_each_reader_has_a_message_id_that_says_nothing_of_them() -> None:
    digest = listed([Paper("p", "P")])
    one, other = issue(digest), issue(digest, "2024-10")
    readers = ("ada@r.example", "bo@r.example", "Ada@r.example")
    mails = [newsletter.addressed(one, who, MOMENT, b"s") for who in readers]
    assert all(mail.startswith(b"List-Id: <news.x.example>\r\n") for mail in mails)
    mails += [newsletter.message(each).as_bytes() for each in (one, one, other)]
    ids = [email.message_from_bytes(mail)["Message-ID"] for mail in mails]
    assert (ids[0], ids[3], len({*ids})) == (ids[2], ids[4], 4)
    assert not any("ada" in each.casefold() or "r.example" in each for each in ids)


@pytest.mark.parametrize(("name", "today", "said"), CASES["lacking"])
def test_what_is_not_ready_says_what_to_wait_for(name: str, today: str, said: str) -> None:
    digest = listed([Paper("p", "P")])
    with pytest.raises(UserError, match=f"^{re.escape(said)}"):
        newsletter.ready(digest, name, today, ("2024-11-02", "2024-12-24"))


def test_what_is_ready_lacks_nothing_and_what_does_can_be_taken_as_it_is() -> None:
    digest = listed([Paper("p", "P")])
    of, lacking = newsletter.ready(digest, DAY, NEXT, ())
    assert (titles(of), lacking) == (["P"], "")
    of, lacking = newsletter.ready(digest, DAY, DAY, (), incomplete=True)
    assert (titles(of), lacking[:20]) == (["P"], "its last day, Thursd")
    with pytest.raises(UserError, match=r"^2024-W30: no papers$"):
        newsletter.ready(digest, "2024-W30", NEXT, (), incomplete=True)
    with pytest.raises(UserError, match=r"^the site has no address"):
        newsletter.ready(listed([], url=""), DAY, NEXT, ())


def test_the_command_writes_what_the_build_writes_but_for_its_date(
    digest: Digest, tmp_path: Path
) -> None:
    write_data(SITE, tmp_path)
    built = {file.path: file.data for file in make_all(newsletter.outputs(digest), digest.world)}
    kinds = ("eml", "html", "txt")
    assert sorted(built) == [f"email/2024-W{week}.{kind}" for week in (42, 44) for kind in kinds]
    date = re.compile(rb"^Date: .*", re.MULTILINE)
    for path, data in built.items():
        done = command("email", path[6:14], "--content", str(SITE), "--site", str(tmp_path))
        assert done.exit_code == 0
        as_built = data if isinstance(data, bytes) else data.encode()
        assert date.sub(b"", (tmp_path / path).read_bytes()) == date.sub(b"", as_built)
    mail = email.message_from_bytes((tmp_path / "email/2024-W42.eml").read_bytes(), policy=default)
    assert abs(mail["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=5)
