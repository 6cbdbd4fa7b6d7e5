"""The pages of feeds and newsletter, and the ways to subscribe that other pages offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from generator.papers import wording
from generator.site.pages.page import Head, Page, PageOutput, Ref, page
from generator.text.markdown import destination, web
from generator.text.plain import plain, web_url
from generator.views import channels, periods
from generator.views.channels import ATOM, FORMATS, OPML, topic_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.papers.model import Settings, Subscribe, Topic
    from generator.views import Digest
    from generator.views.channels import Channel, Volume
    from generator.views.outputs import World
    from generator.views.periods import Period

Row = tuple[Ref, tuple[Ref, ...]]
"""What is followed, and its feed in each format."""


@dataclass(frozen=True, slots=True)
class MailForm:
    """A form that subscribes by mail, its values made for HTML attributes and text."""

    action: Markup
    provider: Markup
    field: Markup
    hidden: tuple[tuple[Markup, Markup], ...]


@dataclass(frozen=True, slots=True)
class _Feeds:
    newest: str
    everything: tuple[Row, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]


def feeds_page(digest: Digest) -> PageOutput:
    """Every feed by group, the OPML of them, and how to subscribe."""
    offered = channels.has_feeds(digest.corpus.settings)
    given = _Feeds(
        digest.newest_day,
        _rows([channels.whole(digest)]) if offered else (),
        tuple(
            (group.group.name, _rows([group.group, *group.topics]))
            for group in (channels.groups(digest) if offered else ())
        ),
    )
    return PageOutput("feeds/index.md", _feeds, given)


def email_page(digest: Digest) -> PageOutput:
    """Every issue as a web page, as text and as mail, and how to get them by mail."""
    kept = periods.issues(digest)
    newest = max((digest.listed[paper.id] for week in kept for paper in week.papers), default="")
    issues = tuple(
        (ref, (Ref("text", _path(week, "txt")), Ref("mail", _path(week, "eml"))))
        for week, ref in zip(kept, issue_refs(digest), strict=True)
    )
    return PageOutput(f"{periods.FOLDER}index.md", _email, (newest, issues))


def issue_refs(digest: Digest) -> Iterator[Ref]:
    """Links to the issues that the site keeps, newest first."""
    for week in periods.issues(digest):
        yield Ref(week.name, _path(week, "html"), wording.count(len(week.papers), "paper"))


def _feeds(world: World, given: _Feeds) -> Page:
    settings = world.settings
    head = Head(
        path="feeds/index.md",
        kind="feeds",
        title="Feeds",
        description=f"New papers of {plain(settings.title)} in your feed reader: everything, "
        "a group of topics or one topic.",
        days=(given.newest,),
    )
    return page(
        head,
        "feeds",
        offered=channels.has_feeds(settings),
        everything=given.everything,
        groups=given.groups,
        opml=Ref("OPML", destination(OPML)),
        mail_form=mail_form(settings.subscribe),
        newsletter=Ref("newsletter", destination(f"{periods.FOLDER}index.md")),
    )


def _email(world: World, given: tuple[str, tuple[tuple[Ref, tuple[Ref, ...]], ...]]) -> Page:
    newest, issues = given
    settings = world.settings
    head = Head(
        path=f"{periods.FOLDER}index.md",
        kind="email",
        title="Newsletter",
        description=f"{plain(settings.title)} as mail: what each week brought, the papers most "
        "worth reading first, the others a line each.",
        days=(newest,),
    )
    return page(
        head,
        "email",
        description=head.description,
        issues=issues,
        feeds=Ref("feeds", destination("feeds/index.md")),
        weeks=Ref("weeks", destination("weeks/index.md")),
        mail_form=mail_form(settings.subscribe),
        guide=_guide(settings),
    )


def _guide(settings: Settings) -> Markup | None:
    if not settings.repository:
        return None
    return web(f"{settings.repository.rstrip('/')}/blob/{settings.branch}/docs/newsletter.md")


def _path(week: Period, suffix: str) -> Markup:
    return destination(f"{periods.FOLDER}{week.id}.{suffix}")


def feed_refs(settings: Settings, folder: str, volume: Volume = "papers") -> tuple[Ref, ...]:
    """Links to the feeds in ``folder``, one a format; none where the digest has no feeds."""
    if not channels.has_feeds(settings):
        return ()
    return _refs(folder, volume)


def topic_feeds(settings: Settings, topics: Iterable[Topic]) -> tuple[Ref, ...]:
    """The feed of each of ``topics``, for its front matter; none without feeds."""
    if not channels.has_feeds(settings):
        return ()
    return tuple(
        Ref(topic.title, destination(topic_folder(topic.id) + ATOM.files["papers"]))
        for topic in topics
    )


def mail_form(subscribe: Subscribe) -> MailForm | None:
    """The form that subscribes by mail; None where the digest offers no mail."""
    action = web_url(subscribe.form)
    if not action:
        return None
    return MailForm(
        escape(action),
        escape(plain(subscribe.provider)),
        escape(plain(subscribe.field)),
        tuple((escape(plain(name)), escape(plain(value))) for name, value in subscribe.hidden),
    )


def _rows(followed: Sequence[Channel]) -> tuple[Row, ...]:
    return tuple(
        (_page_ref(channel, volume, first=number == 0), _refs(channel.folder, volume))
        for number, channel in enumerate(followed)
        for volume in channel.volumes
    )


def _page_ref(channel: Channel, volume: Volume, *, first: bool) -> Ref:
    """The page that shows what is followed; the first of a table is all that it is about."""
    if not channel.name:
        name = "All papers" if volume == "papers" else "All papers, an entry a day"
        return Ref(name, destination("papers/index.md"))
    if first:
        return Ref(f"All of {channel.name}", destination("topics/index.md"))
    return Ref(channel.name, destination(f"{channel.page.rstrip('/')}.md"))


def _refs(folder: str, volume: Volume) -> tuple[Ref, ...]:
    return tuple(Ref(form.name, destination(folder + form.files[volume])) for form in FORMATS)
