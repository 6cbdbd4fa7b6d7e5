"""The pages of feeds and newsletter, and the ways to subscribe that other pages offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.papers import wording
from generator.papers.model import Settings, Subscribe, Topic
from generator.site.pages.page import Head, PageOutput, output
from generator.site.pages.parts import Ref, file_url, in_tag
from generator.text.markdown import destination
from generator.text.plain import plain, web_url
from generator.views import Digest, channels, periods
from generator.views.channels import ATOM, FORMATS, Channel, Volume, topic_folder

Followed = tuple[Ref, tuple[Ref, ...]]
"""What is followed, and its feed in each format."""
_FORMS = (("text", "txt"), ("mail", "eml"))


@dataclass(frozen=True, slots=True)
class MailForm:
    """A form that subscribes by mail, its values made for HTML attributes and text."""

    action: Markup
    provider: Markup
    field: Markup
    hidden: tuple[tuple[Markup, Markup], ...]


def feeds_page(digest: Digest) -> PageOutput:
    """Every feed by group, the OPML of them, and how to subscribe."""
    settings = digest.corpus.settings
    offered = channels.has_feeds(settings)
    head = Head(
        path="feeds/index.md",
        kind="feeds",
        title="Feeds",
        description=f"New papers of {plain(settings.title)} in your feed reader: everything, "
        "a group of topics or one topic.",
        days=(digest.newest_day,),
    )
    return output(
        head,
        "feeds",
        offered=offered,
        everything=_followed([channels.whole(digest)]),
        groups=[
            (group.group.name, _followed([group.group, *group.topics]))
            for group in (channels.groups(digest) if offered else ())
        ],
        mail_form=mail_form(settings.subscribe),
    )


def email_page(digest: Digest) -> PageOutput:
    """Every issue as a web page, as text and as mail, and how to get them by mail."""
    settings, issues = digest.corpus.settings, periods.issues(digest)
    head = Head(
        path=f"{periods.FOLDER}index.md",
        kind="email",
        title="Newsletter",
        description=f"{plain(settings.title)} as mail: what each week brought, the papers most "
        "worth reading first, the others a line each.",
        days=[digest.listed[paper.id] for week in issues for paper in week.papers],
    )
    return output(
        head,
        "email",
        description=head.description,
        issues=[
            (
                ref,
                [
                    Ref(name, destination(f"{periods.FOLDER}{week.id}.{end}"))
                    for name, end in _FORMS
                ],
            )
            for week, ref in zip(issues, issue_refs(digest), strict=True)
        ],
        mail_form=mail_form(settings.subscribe),
        guide=file_url(settings, "blob", "docs/newsletter.md"),
    )


def issue_refs(digest: Digest) -> Iterator[Ref]:
    """Links to the issues that the site keeps, newest first."""
    for week in periods.issues(digest):
        path = destination(f"{periods.FOLDER}{week.id}.html")
        yield Ref(week.name, path, wording.count(len(week.papers), "paper"))


def feed_refs(settings: Settings, folder: str, volume: Volume = "papers") -> tuple[Ref, ...]:
    """Links to the feeds in ``folder``, one a format; none where the digest has no feeds."""
    if not channels.has_feeds(settings):
        return ()
    return _feeds(folder, volume)


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
        in_tag(action),
        in_tag(subscribe.provider),
        in_tag(subscribe.field),
        tuple((in_tag(name), in_tag(value)) for name, value in subscribe.hidden),
    )


def _followed(channels: Sequence[Channel]) -> list[Followed]:
    return [
        (_page_ref(channel, volume, first=number == 0), _feeds(channel.folder, volume))
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


def _feeds(folder: str, volume: Volume) -> tuple[Ref, ...]:
    return tuple(Ref(form.name, destination(folder + form.files[volume])) for form in FORMATS)
