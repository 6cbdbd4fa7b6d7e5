"""A new digest: its files, of the program's templates and those it carries, and a first commit."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from pathlib import Path
from typing import Final

from markupsafe import Markup

from generator import __version__, check, store
from generator.starter.choices import Choices
from generator.starter.origin import NAME
from generator.store import files as whole
from generator.store import git
from generator.store.files import carried
from generator.store.git import GitError
from generator.text import UserError
from generator.text.markdown import environment, render, web

LOCK: Final = "requirements.lock"
PIN: Final = "requirements.txt"

_TEMPLATES: Final = Path(__file__).parent / "templates"
_FORMS: Final = ("1-paper.yml", "2-correction.yml")
# What checks the program itself.
_NOT_THEIRS: Final = ("test.yml",)
_WRITTEN: Final = re.compile(r"#   sha256:(?P<hash>[0-9a-f]{64}) (?P<path>\S+)")
_VERSION: Final = re.compile(rf"# What {NAME} (?P<version>\S+) needs")

# What stands behind the address of a repository: a commit; behind that of a file: a hash.
_REVISION: Final = re.compile(r"(?<=\S)(@[^@/\s]+|#\S*)\Z")


class NotMade(UserError):
    """Why there is no new digest; one line: what, where, what to do."""


def make(folder: Path, choices: Choices, program: str) -> tuple[int, str]:
    """Make a digest of one's own at ``folder``, which is absent or empty: all of it or nothing.

    ``program`` is the line by which pip installs what builds it. Returns the number of files, and
    why they are not committed, or ''. Raises NotMade and OSError.
    """
    place = folder.resolve()
    if place == Path.cwd():
        raise NotMade(f"{folder}: this is where you are: name a folder to make, as in my-digest")
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise NotMade(f"{folder}: is there already and not empty: name another folder")
    made = files(choices, program)
    # No file has an empty name: a folder with anything in it is refused.
    with whole.replacing(place, mark="") as new:
        for name, text in made.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text, encoding="utf-8")
        for problem in check.problems(store.load(new / "content")):
            raise NotMade(f"content/{problem.path}:{problem.line}: {problem.message}")
        try:
            uncommitted = git.start(new, "A digest of its own")
        except GitError as error:
            raise NotMade(str(error)) from None
    return len(made), uncommitted


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
    hashes = "".join(f"#   sha256:{digest(text)} {path}\n" for path, text in sorted(theirs.items()))
    lock = _plain(LOCK, name=NAME, version=__version__, hashes=hashes)
    lock += carried(LOCK).read_text(encoding="utf-8")
    return {**theirs, PIN: _plain(PIN, program=program), LOCK: lock}


def written(lock: str) -> dict[str, str]:
    """What a lock says of the files that the program wrote: their hashes by path."""
    return {found["path"]: found["hash"] for found in _WRITTEN.finditer(lock)}


def version(lock: str) -> str:
    """The version that a lock was made for; '' where it does not say."""
    found = _VERSION.search(lock)
    return found["version"] if found else ""


def digest(text: str) -> str:
    """The hash of a file's text, as a lock states it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _unpinned(program: str) -> str:
    """The program in its newest version: what pip is asked for in an upgrade."""
    if "@" in program:
        return _REVISION.sub("", program)
    return program.partition("==")[0].strip()


def _plain(template: str, **values: str) -> str:
    return environment(_TEMPLATES, None).get_template(f"{template}.j2").render(values)


def _markdown(template: str, choices: Choices) -> str:
    links = {"site": web(choices.url), "home": web(choices.repository)}
    return render(_TEMPLATES, template, **asdict(choices), **links)


def _yaml(template: str, choices: Choices) -> str:
    values = {**asdict(choices), "tag": choices.tag, "day": Markup(choices.day)}
    return environment(_TEMPLATES, _quoted).get_template(f"{template}.j2").render(values)


def _quoted(text: str) -> Markup:
    """One line of any text as a YAML scalar in single quotes, which need no other escape."""
    doubled = text.replace("'", "''")
    return Markup(f"'{doubled}'")
