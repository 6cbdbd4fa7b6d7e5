"""The commands as their users type them: each file of ``sessions/`` is a session in a shell.

What follows ``$`` is typed; below it stands what is said, where ``...`` is anything, and an exit
code that is not 0 as ``[1]``. ``cat > FILE`` takes what stands below it. A session begins in a
folder that has ``listing.txt``, three papers, and nothing else, and is the user's home.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.conftest import digest

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
LISTING = Path(__file__).parent / "listing.txt"
ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
}


def said(command: str, typed: str = "") -> str:
    """What a command says on both streams, and how it ends; a pipe is the shell's, and no test's.

    ``digest … > FILE`` leaves what goes to standard error.
    """
    if command.startswith("digest ") and "|" not in command:
        line, _, file = command.partition(" > ")
        result = digest(*shlex.split(line)[1:])
        if not isinstance(result.exception, SystemExit | None):
            raise result.exception
        if file:
            Path(file).write_text(result.stdout, encoding="utf-8")
        code, output = result.exit_code, result.stderr if file else result.output
    else:
        done = subprocess.run(
            ["bash", "-c", command],
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        code, output = done.returncode, done.stdout
    return f"{output}[{code}]\n" if code else output


def play(session: str) -> None:
    """Type what is typed in a session; what is said is as it stands there."""
    for step in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        if command.startswith("cat > "):
            assert said(command, expected) == ""
            continue
        got = said(command)
        pattern = ".*".join(map(re.escape, expected.split("...")))
        assert re.fullmatch(pattern, got, re.DOTALL), f"$ {command}\n{got}"


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem.replace("-", " "))
def test_a_session_goes_as_it_is_written(
    path: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing takes over a second, however busy the machine is: no bar is shown.
    monkeypatch.setattr("generator.cli.console.time", SimpleNamespace(monotonic=lambda: 0.0))
    for name, value in (ENVIRONMENT | {"HOME": str(here)}).items():
        monkeypatch.setenv(name, value)
    shutil.copy(LISTING, here)
    play(path.read_text(encoding="utf-8"))
