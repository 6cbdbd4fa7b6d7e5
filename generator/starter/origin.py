"""Where the program that runs came from, as a line that pip installs it by.

What pip wrote down of that (``direct_url.json``) has the form of PEP 610,
https://packaging.python.org/en/latest/specifications/direct-url/; the line has that of PEP 508.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from typing import Any, Final

from generator import __version__
from generator.starter import choices
from generator.store import git
from generator.store.files import carried
from generator.store.git import GitError

NAME: Final = "paper-digest"
_LINE: Final = re.compile(rf"{NAME}(\[[a-z,]+\])?\s*(==\s*[\w.]+|@\s*[a-z+]+:\S+)")
_URL: Final = re.compile(r"[a-z+]+:/\S+")


def requirement() -> str:
    """The program that runs: a version, or an address with a commit or a hash."""
    try:
        known: Any = json.loads(metadata.distribution(NAME).read_text("direct_url.json") or "{}")
    except metadata.PackageNotFoundError:
        known = {"url": carried("").as_uri(), "dir_info": {}}
    url = known.get("url", "")
    if not url:
        return f"{NAME}=={__version__}"
    if "vcs_info" in known:
        return f"{NAME} @ {known['vcs_info']['vcs']}+{url}@{known['vcs_info']['commit_id']}"
    if "dir_info" in known:
        return f"{NAME} @ {_checkout() or url}"
    sha = known.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    return f"{NAME} @ {url}{'#sha256=' if sha else ''}{sha}"


def stated(text: str) -> str:
    """The line for a program that somebody names: a whole line, or just its address.

    Raises ValueError.

    >>> stated("git+https://github.com/ada/paper-digest@v2")
    'paper-digest @ git+https://github.com/ada/paper-digest@v2'
    """
    line = text.strip()
    line = f"{NAME} @ {line}" if _URL.fullmatch(line) else line
    if not _LINE.fullmatch(line):
        raise ValueError(f"is no version such as {NAME}==1.0 and no address such as git+https://…")
    return line


def local(line: str) -> bool:
    """Whether only this machine can install that."""
    return bool(re.search(r"@\s*file:", line))


def _checkout() -> str:
    """The address of the checkout's own repository with the commit; '' where it has none."""
    try:
        remote = choices.repository(git.run(carried(""), "remote", "get-url", "origin"))
        return f"git+{remote}@{git.run(carried(''), 'rev-parse', 'HEAD')}"
    except (GitError, ValueError):
        return ""
