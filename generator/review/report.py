"""What a person should know of the links, as Markdown for an issue.

Nothing in it is anybody else's text: addresses are percent-encoded, records are named by
their permalinks, and what a server said is put in words of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.review.linkhealth import History, Watched

_FINE = "Every link answers.\n"
_ADVICE = (
    "Nothing is removed by itself. Open the record, look for the new address, and change or remove"
    " the link by pull request.\n"
)


def report(
    history: History,
    holders: Mapping[str, Sequence[str]],
    *,
    dead_after: int,
    places: Mapping[str, str],
) -> str:
    """The state of all links after the last run.

    ``holders`` are the records of each link; ``places`` the addresses or paths of
    records' files by id. A link is dead once it failed on ``dead_after`` different days.
    """
    if not history.runs:
        return "No link has been checked yet.\n"
    run = history.runs[-1]
    troubled = [link for link in history.links.values() if link.url in holders]
    dead = [link for link in troubled if link.is_dead(dead_after)]
    failing = [link for link in troubled if link.failed and not link.is_dead(dead_after)]
    unsure = [link for link in troubled if link.unsure]
    parts = [
        f"# Links on {run.run}\n",
        f"{_links(run.checked)} checked: {run.well} well, {run.failing} failing"
        f" ({len(dead)} of them dead), {run.unsure} in doubt.\n",
    ]
    if not (dead or failing or unsure):
        return "\n".join([*parts, _FINE])
    sections = (
        (f"Dead: failed on {_days(dead_after)} or more", dead),
        ("Failing, perhaps for a while only", failing),
        ("In doubt: turned away, busy or slow; a browser may get there", unsure),
    )
    for title, links in sections:
        if links:
            parts += [f"## {title}\n", _list(links, holders, places)]
    return "\n".join([*parts, _ADVICE])


def _list(
    links: Iterable[Watched], holders: Mapping[str, Sequence[str]], places: Mapping[str, str]
) -> str:
    rows = []
    for link in sorted(links, key=lambda link: (link.failed or link.unsure or "", link.url)):
        records = ", ".join(f"[{paper}]({places[paper]})" for paper in holders[link.url])
        rows.append(f"- <{link.url}>: {link.said} since {_since(link)}. In {records}\n")
    return "".join(rows)


def _since(link: Watched) -> str:
    begun = link.failed or link.unsure or ""
    failed = f", on {_days(link.days)}" if link.days > 1 else ""
    return f"{begun}{failed}; {f'well on {link.ok}' if link.ok else 'never seen well'}"


def _links(number: int) -> str:
    return "1 link" if number == 1 else f"{number} links"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
