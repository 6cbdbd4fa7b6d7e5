"""What somebody chooses for a digest of their own, and how it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.text.plain import plain

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_SHORT = re.compile(rf"{_NAME.pattern}/{_NAME.pattern}")
_WEB = re.compile(r"https?://[^\s<>\"']+")
_SSH = re.compile(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)")


@dataclass(frozen=True, slots=True)
class Choices:
    """A new digest: name, what it is about, site, repository, and the day it begins.

    ``title`` and ``field`` are one line of any text, ``url`` ends with a slash,
    ``repository`` without one; ``day`` is an ISO date.
    """

    title: str
    field: str
    url: str
    repository: str
    day: str

    @property
    def tag(self) -> str:
        """What names the feeds for good (RFC 4151): the site's host, and the day."""
        return f"{_host(self.url)},{self.day}"


def title(text: str) -> str:
    """The name as one line. Raises ValueError where nothing is left of it."""
    return _line(text, "a name such as 'Speech Digest'")


def field(text: str) -> str:
    """The field as one line, without a full stop. Raises ValueError where nothing is left."""
    return _line(text.strip().rstrip("."), "a few words such as 'speech recognition'")


def address(text: str) -> str:
    """The site's address, with its last slash. Raises ValueError where it is none.

    >>> address("https://example.org/speech")
    'https://example.org/speech/'
    """
    url = text.strip()
    if not _WEB.fullmatch(url) or not _host(url) or "?" in url or "#" in url:
        raise ValueError(f"'{plain(text)}' is no address such as https://you.github.io/speech/")
    return f"{url.rstrip('/')}/"


def repository(text: str) -> str:
    """The web page of the repository, from that page, a clone's address or OWNER/NAME.

    Raises ValueError.

    >>> repository("git@github.com:ada/speech.git")
    'https://github.com/ada/speech'
    >>> repository("ada/speech")
    'https://github.com/ada/speech'
    """
    url = text.strip()
    if _SHORT.fullmatch(url):
        url = f"https://github.com/{url}"
    elif ssh := _SSH.fullmatch(url):
        url = f"https://{ssh[1]}/{ssh[2]}"
    url = url.rstrip("/").removesuffix(".git")
    path = urlsplit(url).path if _WEB.fullmatch(url) and _host(url) else ""
    if not url.startswith("https://") or path.count("/") < 2 or "?" in url or "#" in url:
        raise ValueError(f"'{plain(text)}' is no repository such as https://github.com/you/speech")
    return url


def pages_address(repository: str) -> str:
    """Where GitHub Pages serves a repository's site; '' of another host.

    >>> pages_address("https://github.com/Ada/speech")
    'https://ada.github.io/speech/'
    >>> pages_address("https://github.com/ada/ada.github.io")
    'https://ada.github.io/'
    """
    parts = urlsplit(repository)
    if parts.hostname != "github.com":
        return ""
    owner, name = parts.path.strip("/").split("/")[:2]
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def _line(text: str, wanted: str) -> str:
    line = plain(text)
    if not line:
        raise ValueError(f"is empty: give {wanted}")
    return line


def _host(url: str) -> str:
    """The host in ASCII, as names of hosts are compared; '' where there is none."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return ""
    return host if re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host) else ""
