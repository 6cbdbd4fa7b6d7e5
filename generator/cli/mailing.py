"""Commands of the newsletter: email, send."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import click

from generator.cli import console
from generator.mail import readers
from generator.mail import smtp as mail
from generator.mail.smtp import Server
from generator.papers.model import Newsletter
from generator.papers.wording import count
from generator.publish import api, newsletter
from generator.publish.issue import Issue
from generator.publish.newsletter import Service
from generator.store import git
from generator.store.files import write_all
from generator.text import Misuse

_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
_PORTS: Final[dict[mail.Security, int]] = {"starttls": 587, "tls": 465, "none": 25}
_SERVER: Final = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(?P<port>\d{1,5}))?")
_RATE: Final = re.compile(r"([1-9]\d*)/([smh])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
_SHORTEST_SECRET: Final = 16
_T = TypeVar("_T")


def _interval(rate: str) -> float:
    """The seconds between two mails."""
    match = _RATE.fullmatch(rate)
    if not match:
        raise click.BadParameter(f"{rate}: write it as 5/s, 60/m or 500/h")
    return _SECONDS[match[2]] / int(match[1])


def _place(server: str) -> tuple[str, int]:
    """The host and the port, 0 where it is not stated."""
    match = _SERVER.fullmatch(server)
    if not match:
        raise click.BadParameter(f"{server}: write it as HOST or HOST:PORT")
    return match["host"].strip("[]"), int(match["port"] or 0)


site = console.folder("--site", "site", "The built site, whose data the newsletter is made of.")
incomplete = console.flag(
    "--incomplete", "Take a period of which listings are, or may be, to come."
)


@console.command
@click.argument("period")
@console.content
@site
@click.option(
    "--out",
    type=console.NEW_FOLDER,
    show_default="the site",
    help="Folder that the folder email/ stands in.",
)
@click.option(
    "--draft",
    "service",
    type=click.Choice(["buttondown", "listmonk"]),
    help="Write nothing: print what asks the API of a service for a draft, as JSON.",
)
@incomplete
def email(
    period: str,
    content: Path,
    site: Path,
    out: Path | None,
    service: Service | None,
    incomplete: bool,
) -> None:
    """Write the newsletter of PERIOD as HTML, text and mail, dated now.

    PERIOD is a day (2024-10-20), an ISO week (2024-W42), a month (2024-10) or the id of an
    edition. The data is that of the built site, the settings those of the content folder.
    """
    issue = issue_of(period, content, site, incomplete)
    if service:
        console.print_json(newsletter.draft(issue, service))
        return
    for path in write_all(newsletter.files(issue, moment=console.now()), out or site):
        click.echo(path)
    click.echo(f"{newsletter.subject(issue)}: {count(issue.papers - issue.more, 'paper')} shown")


def issue_of(name: str, content: Path, site: Path, incomplete: bool) -> Issue:
    """The issue of a period, from the data of a site; or one line that says why there is none."""
    corpus = console.load(content).corpus
    if not (site / "api" / "index.json").is_file():
        raise Misuse(f"there is no site in '{site}': build it, or name it with --site")
    try:
        digest = api.read(lambda path: (site / path).read_text("utf-8"), corpus)
    except api.NotTheSite as error:
        console.fail(f"{site}/{error}")
    issue, lacking = newsletter.ready(
        digest, name, console.today(), git.intakes(content), incomplete=incomplete
    )
    if lacking:
        console.note(f"{name} is taken as it is: {lacking}")
    return issue


def paced(
    items: Iterable[_T],
    interval: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[_T]:
    """``items``, each no sooner than ``interval`` seconds after the one before."""
    due = clock()
    for item in items:
        sleep(max(0.0, due - clock()))
        due = max(due, clock()) + interval
        yield item


@console.command
@click.argument("period")
@click.option(
    "--to",
    "file",
    required=True,
    type=console.FILE,
    help="File with an address a line. Keep it out of the repository.",
)
@console.content
@site
@click.option(
    "--server",
    type=_place,
    envvar="DIGEST_SMTP_SERVER",
    show_envvar=True,
    metavar="HOST[:PORT]",
    help="Where the mail is handed in.",
)
@click.option(
    "--security",
    type=click.Choice(["starttls", "tls", "none"]),
    default="starttls",
    help="How the connection is encrypted; none only on this machine.",
)
@click.option(
    "--rate",
    "interval",
    type=_interval,
    default="60/m",
    metavar="RATE",
    help="At most so many mails: 5/s, 60/m.",
)
@console.flag("--retry-unknown", "Send also where nobody knows; maybe twice.")
@console.flag("--dry-run", "Say what would be sent; send and write nothing.")
@incomplete
@console.as_json("the account")
def send(
    period: str,
    file: Path,
    content: Path,
    site: Path,
    server: tuple[str, int] | None,
    security: mail.Security,
    interval: float,
    retry_unknown: bool,
    dry_run: bool,
    incomplete: bool,
    as_json: bool,
) -> bool:
    """Send the newsletter of PERIOD to everybody in a file who has not had it.

    A mail for each reader, over SMTP. User and password come from the environment,
    DIGEST_SMTP_USER and DIGEST_SMTP_PASSWORD, and so does what makes {token} in
    unsubscribe_url, DIGEST_UNSUBSCRIBE_SECRET. FILE.ledger beside the file says who has had
    which issue: run it again after anything that went wrong, nobody gets an issue twice.
    """
    issue = issue_of(period, content, site, incomplete)
    secret = _secret(issue.ways, content)
    addresses = _readers(file, content)
    book = file.with_name(f"{file.name}.ledger")
    if dry_run:
        ledger = readers.peek(book, issue.period.id)
        states = (ledger.standing(who, retry_unknown=retry_unknown) for who in addresses)
        _report(issue, Counter(states), addresses, as_json)
        return False
    office = _server(server, security)
    account: Counter[str] = Counter()
    try:
        with (
            readers.ledger(book, issue.period.id) as ledger,
            console.progress("Sending") as progress,
        ):
            standing = {who: ledger.standing(who, retry_unknown=retry_unknown) for who in addresses}
            due = [who for who, what in standing.items() if what == "to send"]
            account.update(what for what in standing.values() if what != "to send")
            letters = (
                (who, newsletter.addressed(issue, who, console.now(), secret))
                for who in paced(due, interval)
            )
            outcomes = mail.deliver(
                office,
                issue.ways.sender,
                letters,
                ledger.record,
                lambda number: time.sleep(2**number),
            )
            for number, outcome in enumerate(outcomes if due else (), start=1):
                account[outcome.state] += 1
                progress(number, len(due))
                if outcome.state != readers.SENT:
                    masked = readers.masked(outcome.address)
                    console.note(f"{masked}: {outcome.state}: {outcome.answer}")
    except mail.MailError as error:
        console.note(f"digest: {error}; run the command again to go on")
    account["not sent"] = len(addresses) - account.total()
    _report(issue, account, addresses, as_json)
    return account["sent"] + account["had it"] < len(addresses)


def _secret(ways: Newsletter, content: Path) -> bytes:
    """What makes the tokens by which readers leave, as every reader can."""
    if not (ways.sender and ways.unsubscribe_url):
        console.fail(
            f"{content}/digest.yml: 'newsletter' needs 'from' and 'unsubscribe_url', of which"
            " 'digest check' says no error: readers must see who writes, and be able to leave"
        )
    secret = os.environ.get("DIGEST_UNSUBSCRIBE_SECRET", "")
    if "{token}" in ways.unsubscribe_url and len(secret) < _SHORTEST_SECRET:
        console.fail(
            "DIGEST_UNSUBSCRIBE_SECRET: 'unsubscribe_url' has {token}, which is made of this"
            f" secret: set it to {_SHORTEST_SECRET} characters or more that nobody guesses"
        )
    return secret.encode()


def _readers(file: Path, content: Path) -> tuple[str, ...]:
    """The addresses of ``file``; nothing is sent while a line of it is none."""
    if git.would_be_published(file, content):
        console.fail(
            f"{file}: stands in the repository of the digest, where others would read it: keep it"
            " elsewhere, or name it in .gitignore"
        )
    try:
        lines = readers.read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        console.fail(f"{file}: is not UTF-8: save it as UTF-8")
    for line in lines.wrong:
        console.note(f"{file}:{line}: is no mail address: correct or remove the line")
    if lines.wrong:
        console.fail("nothing was sent")
    if not lines.addresses:
        console.fail(f"{file}: has no address")
    return lines.addresses


def _server(place: tuple[str, int] | None, security: mail.Security) -> Server:
    """Where and as whom; a password never travels unencrypted."""
    if not place:
        raise Misuse("which server? name it with --server HOST[:PORT]")
    host, port = place
    if security == "none" and host not in _LOCAL:
        raise Misuse("--security none is for a server on this machine only")
    user = os.environ.get("DIGEST_SMTP_USER", "")
    if user and security == "none":
        raise Misuse("a password does not travel unencrypted: drop --security none")
    password = os.environ.get("DIGEST_SMTP_PASSWORD", "")
    return Server(host, port or _PORTS[security], security, user, password)


def _report(issue: Issue, account: Counter[str], addresses: tuple[str, ...], as_json: bool) -> None:
    period, total = issue.period.id, len(addresses)
    if as_json:
        counts = {name.replace(" ", "_"): number for name, number in account.items()}
        console.print_json({"period": period, "readers": total, **counts})
        return
    parts = ", ".join(f"{number} {name}" for name, number in account.items() if number)
    click.echo(f"{period}, {count(total, 'reader')}: {parts}")
    if account["unknown"]:
        console.note(
            "unknown: the connection broke, or the command ended, before the server's answer came;"
            " they are left out unless you add --retry-unknown"
        )
