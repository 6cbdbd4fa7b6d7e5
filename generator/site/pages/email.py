"""The page of the newsletter: its issues as the site keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers import wording
from generator.site.pages.feeds import mail_form
from generator.site.pages.page import Head, Page, Ref, page
from generator.text.markdown import destination, web
from generator.text.plain import plain
from generator.views import periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from generator.papers.model import Settings
    from generator.views import Digest
    from generator.views.periods import Period

PATH = f"{periods.FOLDER}index.md"


def email_page(digest: Digest) -> Page:
    """Every issue as a web page, as text and as mail, and how to get them by mail."""
    settings = digest.corpus.settings
    kept = periods.issues(digest)
    head = Head(
        path=PATH,
        kind="email",
        title="Newsletter",
        description=f"{plain(settings.title)} as mail: what each week brought, the papers most "
        "worth reading first, the others a line each.",
        days=(day for week in kept for day in digest.days(week.papers)),
    )
    return page(
        head,
        "email",
        description=head.description,
        issues=[
            (
                ref,
                (Ref("text", _path(week, "txt")), Ref("mail", _path(week, "eml"))),
            )
            for week, ref in zip(kept, issue_refs(digest), strict=True)
        ],
        feeds=Ref("feeds", destination("feeds/index.md")),
        weeks=Ref("weeks", destination("weeks/index.md")),
        mail_form=mail_form(settings.subscribe),
        guide=_guide(settings),
    )


def issue_refs(digest: Digest) -> Iterator[Ref]:
    """Links to the issues that the site keeps, newest first."""
    for week in periods.issues(digest):
        yield Ref(week.name, _path(week, "html"), wording.count(len(week.papers), "paper"))


def _guide(settings: Settings) -> Markup | None:
    if not settings.repository:
        return None
    return web(f"{settings.repository.rstrip('/')}/blob/{settings.branch}/docs/newsletter.md")


def _path(week: Period, suffix: str) -> Markup:
    return destination(f"{periods.FOLDER}{week.id}.{suffix}")
