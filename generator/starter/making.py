"""A new digest: what somebody chooses for it, its files, and a first commit."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from generator import __version__, check, store
from generator.papers import fields
from generator.store import files as whole
from generator.store import git
from generator.store.files import carried
from generator.store.git import GitError
from generator.text import UserError
from generator.text.markdown import render, spaced, template, web
from generator.text.plain import plain

NAME: Final = "curated-digest"
"""What pip calls the program."""
LOCK: Final = "requirements.lock"
PIN: Final = "requirements.txt"

_TEMPLATES: Final = Path(__file__).parent / "templates"
_FORMS: Final = ("1-paper.yml", "2-correction.yml")
_NOT_THEIRS: Final = ("test.yml",)  # what checks the program itself
_SHORT: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_SSH: Final = re.compile(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)")
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
# What stands behind the address of a repository: a commit; behind that of a file: a hash.
_REVISION: Final = re.compile(r"(?<=\S)(@[^@/\s]+|#\S*)\Z")


# What is chosen


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


def title(text: str) -> str:
    """A name as one line. Raises ValueError where nothing is left of it, or too much."""
    return _line(text, "a name such as 'Speech Digest'")


def field(text: str) -> str:
    """What a digest is about, as one line without a full stop. Raises ValueError as ``title``."""
    return _line(text.strip().rstrip("."), "a few words such as 'speech recognition'")


def _line(text: str, example: str) -> str:
    if line := fields.NAME.read(text):
        return line
    raise ValueError(f"give {example}, at most {fields.NAME.longest} characters")


def address(text: str) -> str:
    """The site's address, with its last slash. Raises ValueError where it is none.

    >>> address("https://example.org/speech")
    'https://example.org/speech/'
    """
    url = fields.SITE.read(text)
    if url and _host(url):
        return url
    raise ValueError(f"'{plain(text)}' is no address such as https://you.github.io/speech/")


def repository(text: str) -> str:
    """The repository's web page, of that, a clone's address or OWNER/NAME. Raises ValueError.

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
    url = fields.REPOSITORY.read(url) or ""
    is_page = "?" not in url and "#" not in url and urlsplit(url).path.count("/") > 1
    if is_page and url.startswith("https://") and _host(url):
        return url
    raise ValueError(f"'{plain(text)}' is no repository such as https://github.com/you/speech")


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


def _host(url: str) -> str:
    """The host in ASCII, as names of hosts are compared; '' where there is none."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""


# What is made of it


def make(folder: Path, choices: Choices, program: str) -> tuple[int, str]:
    """Make a digest of one's own at ``folder``, which is absent or empty: all of it or nothing.

    ``program`` is the line by which pip installs what builds it. Returns the number of files, and
    why they are not committed, or ''. Raises UserError and OSError.
    """
    place = folder.resolve()
    if place == Path.cwd():
        raise UserError(f"{folder}: this is where you are: name a folder to make, as in my-digest")
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise UserError(f"{folder}: is there already and not empty: name another folder")
    texts = files(choices, program)
    # No file has an empty name: a folder with anything in it is refused.
    with whole.replacing(place, mark="") as new:
        for name, text in texts.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text, encoding="utf-8")
        for problem in check.problems(store.load(new / "content")):
            raise UserError(f"content/{problem.path}:{problem.line}: {problem.message}")
        try:
            uncommitted = git.start(new, "A digest of its own")
        except GitError as error:
            raise UserError(str(error)) from None
    return len(texts), uncommitted


def files(choices: Choices, program: str) -> dict[str, str]:
    """All files of a new digest: path from its top, text. ``program`` is a line for pip."""
    record = f"content/papers/{choices.day[:4]}/example-record.md"
    own = {
        "content/digest.yml": _yaml("digest.yml", choices),
        "content/topics.yml": _yaml("topics.yml", choices),
        record: _yaml("example-record.md", choices),
        "content/editions/example.yml": _yaml("example.yml", choices),
        "content/pages/about.md": _markdown("about", choices),
        "README.md": _markdown("readme", choices),
        "CONTRIBUTING.md": _markdown("contributing", choices),
        ".github/CODEOWNERS": _plain("codeowners"),
        ".gitignore": _plain("gitignore"),
    }
    return {**own, **programs(program)}


def programs(program: str) -> dict[str, str]:
    """Those of them that follow the program: workflows, forms, the Makefile, pin and lock."""
    workflows = sorted(path.name for path in carried(".github/workflows").glob("*.yml"))
    names = [f".github/workflows/{name}" for name in workflows if name not in _NOT_THEIRS]
    names += [f".github/ISSUE_TEMPLATE/{name}" for name in _FORMS]
    theirs = {"Makefile": _plain("Makefile", name=_unpinned(program))}
    theirs |= {name: carried(name).read_text(encoding="utf-8") for name in names}
    hashes = "".join(f"#   sha256:{hashed(text)} {path}\n" for path, text in sorted(theirs.items()))
    lock = _plain(LOCK, name=NAME, version=__version__, hashes=hashes)
    lock += carried(LOCK).read_text(encoding="utf-8")
    return {**theirs, PIN: _plain(PIN, program=program), LOCK: lock}


def hashed(text: str) -> str:
    """The hash of a file's text, as a lock states it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _unpinned(program: str) -> str:
    """The program in its newest version: what pip is asked for in an upgrade."""
    if "@" in program:
        return _REVISION.sub("", program)
    return program.partition("==")[0].strip()


def _plain(path: str, /, **values: str) -> str:
    return template(_TEMPLATES, f"{path}.j2", None).render(values)


def _markdown(template: str, choices: Choices) -> str:
    links = {"site": web(choices.url), "home": web(choices.repository)}
    return spaced(render(_TEMPLATES, template, **asdict(choices), **links))


def _yaml(name: str, choices: Choices) -> str:
    # What names the feeds for good (RFC 4151): the site's host, and the day.
    tag = f"{_host(choices.url)},{choices.day}"
    values = {**asdict(choices), "tag": tag, "day": Markup(choices.day)}
    return template(_TEMPLATES, f"{name}.j2", _quoted).render(values)


def _quoted(text: str) -> Markup:
    """One line of any text as a YAML scalar in single quotes, which need no other escape."""
    doubled = text.replace("'", "''")
    return Markup(f"'{doubled}'")
