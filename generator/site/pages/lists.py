"""Lists of what there is: all papers, repositories, feeds and issues; pages that scripts fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from generator.papers import identity
from generator.papers.wording import count
from generator.site.pages.dates import year_ref
from generator.site.pages.page import Head, PageOutput, output
from generator.site.pages.parts import Ref, paper_ref
from generator.text.markdown import destination, web
from generator.text.plain import plain
from generator.views import Digest, channels, periods
from generator.views.channels import Channel, Volume
from generator.views.topics import Host, code

_NEWEST = 75
_PART = 200  # repositories on a page, at most
PAPERS = Ref("Papers", destination("papers/index.md"))
_SIGN = re.compile(r"[^\w-]", re.ASCII)
_CODE = Ref("Code", destination("code/index.md"))
_FEEDS = Ref("Feeds", destination("feeds/index.md"))
_ISSUES = Ref("Newsletter", destination(f"{periods.FOLDER}index.md"))

Followed = tuple[Ref, str, Volume]
"""What is followed, the folder of its feeds, and what they have an entry for."""
_Repository = tuple[str, Markup | None, tuple[Ref, ...]]
"""A repository, its address where that is one of the web, and its papers."""


class _Host(msgspec.Struct, frozen=True):
    """A host, the anchor of its heading, what it holds in words, and its repositories.

    Where there are too many of them for the page, ``parts`` are the pages that have them.
    """

    name: str
    anchor: Markup
    facts: str
    rows: tuple[_Repository, ...]
    parts: tuple[Ref, ...] = ()


def papers_page(digest: Digest) -> PageOutput:
    """The newest papers, and the ways to the rest."""
    total, undated = count(len(digest.newest), "paper"), len(digest.calendar.undated)
    newest = digest.shown(digest.newest[:_NEWEST])
    head = Head(PAPERS, "papers", f"{total}, newest first.", (digest.newest_day,), lists=newest)
    return output(
        head,
        total=total,
        years=[
            replace(year_ref(year.id), note=count(len(digest.papers_in[year.id]), "paper"))
            for year in digest.calendar.years
        ],
        undated=count(undated, "paper") if undated else "",
        more=len(digest.newest) > len(newest),
    )


def code_pages(digest: Digest) -> Iterator[PageOutput]:
    """The papers with code, by host and owner; of a host with many, in parts."""
    hosts = code(digest)
    linked = {paper.id for host in hosts for each in host.repositories for paper in each.papers}
    repositories = _repositories(sum(len(host.repositories) for host in hosts))
    taken = {"code"}
    shown = []
    for host in hosts:
        anchor = identity.free(_SIGN.sub("", host.name) or "host", taken)
        taken.add(anchor)
        whole = _host(host, anchor)
        if len(whole.rows) > _PART:
            parts = list(_parts(whole))
            yield from (page for page, _ in parts)
            whole = replace(whole, rows=(), parts=tuple(ref for _, ref in parts))
        shown.append(whole)
    newest = max((digest.listed[id_] for id_ in linked), default="")
    about = f"{count(len(linked), 'paper')} with {repositories}."
    yield output(Head(_CODE, "code", about, (newest,)), hosts=shown)


def _parts(host: _Host) -> Iterator[tuple[PageOutput, Ref]]:
    """The pages of a host whose repositories do not fit on one, and links to them."""
    for part, start in enumerate(range(0, len(host.rows), _PART), start=1):
        rows = host.rows[start : start + _PART]
        path = destination(f"code/{host.anchor}/{part}.md")
        ref = Ref(f"{rows[0][0]} to {rows[-1][0]}", path, _repositories(len(rows)))
        whole = Ref(f"Code on {host.name}, {ref.title}", path)
        head = Head(whole, "code", f"{ref.note}.", (), trail=(_CODE,))
        yield output(head, hosts=[replace(host, rows=rows, facts=ref.note)]), ref


def _host(host: Host, anchor: str) -> _Host:
    rows = tuple(
        (each.name, web(each.url), tuple(map(paper_ref, each.papers))) for each in host.repositories
    )
    facts = (count(host.papers, "paper"), _repositories(len(rows)), count(host.owners, "owner"))
    return _Host(host.name, Markup(anchor), ", ".join(facts), rows)


def _repositories(number: int) -> str:
    return count(number, "repository", "repositories")


def script_pages(digest: Digest) -> Iterator[PageOutput]:
    """The pages that a script fills: what a reader saved, what is like it, and the search."""
    papers = count(len(digest.newest), "paper")
    for kind, title, description, days in (
        ("saved", "Saved papers", "The papers that you saved, kept in your browser.", ()),
        (
            "for-you",
            "For you",
            "What is new, ranked in your browser by what you saved and read.",
            (),
        ),
        (
            "search",
            "Search",
            f"Search {papers} by title, author, topic, summary and arXiv id.",
            (digest.newest_day,),
        ),
    ):
        yield output(Head(Ref(title, destination(f"{kind}/index.md")), kind, description, days))


def feeds_page(digest: Digest) -> PageOutput:
    """Every feed by group, the OPML of them, and how to subscribe."""
    settings = digest.corpus.settings
    offered = channels.has_feeds(settings)
    about = (
        f"New papers of {plain(settings.title)} in your feed reader: everything, "
        "a group of topics or one topic."
    )
    head = Head(_FEEDS, "feeds", about, (digest.newest_day,))
    groups = [(one[0].name, _followed(one)) for one in channels.groups(digest)] if offered else []
    everything = _followed([channels.whole(digest)])
    return output(head, offered=offered, everything=everything, groups=groups)


def email_page(digest: Digest) -> PageOutput:
    """Every issue as a web page, as text and as mail, and how to get them by mail."""
    about = (
        f"{plain(digest.corpus.settings.title)} as mail: what each week brought, the "
        "papers most worth reading first, the others a line each."
    )
    papers = (paper for week in periods.issues(digest) for paper in week.papers)
    days = [digest.listed[paper.id] for paper in papers]
    return output(Head(_ISSUES, "email", about, days), issues=list(issue_refs(digest)))


def issue_refs(digest: Digest) -> Iterator[Ref]:
    """Links to the issues that the site keeps, newest first."""
    for week in periods.issues(digest):
        path = destination(f"{periods.FOLDER}{week.id}.html")
        yield Ref(week.name, path, count(len(week.papers), "paper"))


def _followed(channels: Sequence[Channel]) -> list[Followed]:
    return [
        (_page_ref(channel, volume, first=number == 0), channel.folder, volume)
        for number, channel in enumerate(channels)
        for volume in channel.volumes
    ]


def _page_ref(channel: Channel, volume: Volume, *, first: bool) -> Ref:
    """The page that shows what is followed; the first of a table is all that it is about."""
    if not channel.name:
        name = "All papers" if volume == "papers" else "All papers, an entry a day"
        return Ref(name, destination("papers/index.md"))
    if first:
        return Ref(f"All of {channel.name}", destination("topics/index.md"))
    return Ref(channel.name, destination(f"{channel.page.rstrip('/')}.md"))
