"""The pages of feeds and newsletter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.papers import wording
from generator.site.pages.page import Head, PageOutput, output
from generator.site.pages.parts import Ref
from generator.text.markdown import destination
from generator.text.plain import plain
from generator.views import Digest, channels, periods
from generator.views.channels import Channel, Volume

_FEEDS = Ref("Feeds", destination("feeds/index.md"))
_ISSUES = Ref("Newsletter", destination(f"{periods.FOLDER}index.md"))

Followed = tuple[Ref, str, Volume]
"""What is followed, the folder of its feeds, and what they have an entry for."""


def feeds_page(digest: Digest) -> PageOutput:
    """Every feed by group, the OPML of them, and how to subscribe."""
    settings = digest.corpus.settings
    offered = channels.has_feeds(settings)
    about = (
        f"New papers of {plain(settings.title)} in your feed reader: everything, "
        "a group of topics or one topic."
    )
    head = Head(_FEEDS, "feeds", about, (digest.newest_day,))
    groups = [(of[0].name, _followed(of)) for of in channels.groups(digest)] if offered else []
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
        yield Ref(week.name, path, wording.count(len(week.papers), "paper"))


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
