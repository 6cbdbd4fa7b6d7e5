"""The tutorial, step by step as it stands there, until an upgrade.

The program comes from a repository with two commits of the same version. What it needs is not
fetched: pip finds it installed. A server on this machine plays arXiv, a folder GitHub.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import fill, git
from tests.fetch.conftest import Source, feed, source

__all__ = ["source"]

ROOT = Path(__file__).parents[2]
PREVIEW = ".github/workflows/preview.yml"
STEP = re.compile(r"^(?: {4}(?P<command>.*)|```yaml\n(?P<topic>[^`]*)\n```)$", re.MULTILINE)
# Making an environment takes seconds, most of them for pip: this one takes pip from the tests.
PYTHON = """\
#!/bin/sh
{} "$@" --without-pip
printf '#!/bin/sh\\nexec "$(dirname "$0")/python" -m pip "$@"\\n' > .venv/bin/pip
chmod +x .venv/bin/pip
"""
# What `make serve` does, at an address of its own, until the site is there.
SERVE = """\
make setup
.venv/bin/digest serve --address 127.0.0.1:8765 & trap "kill $!" EXIT
until .venv/bin/python -c 'from urllib.request import *; urlopen("http://127.0.0.1:8765/")'
do kill -0 $! && sleep 0.2; done 2>/dev/null
"""


def commit(repository: Path, workflow: str) -> str:
    """Commit all that stands there, with such a workflow, and the name of the commit."""
    fill(repository, {PREVIEW: workflow})
    git("add", "--all", folder=repository)
    git("commit", "-q", "-m", "The program", folder=repository)
    return git("rev-parse", "HEAD", folder=repository).strip()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A repository with the files of the program, as GitHub has it."""
    there = tmp_path / "hub/example/paper-digest"
    git("init", "-q", "-b", "main", str(there))
    for path in map(Path, git("ls-files", "-co", "--exclude-standard", folder=ROOT).splitlines()):
        if path.parts[0] not in ("tests", "benchmarks") and (ROOT / path).is_file():
            (there / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, there / path)
    return there


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home with a Python of its own, and GitHub as a folder."""
    hub, needed = tmp_path / "hub", tmp_path / "needed"
    config = "[user]\nname = Ada Muster\nemail = ada@example.org\n"
    fill(
        tmp_path / "home",
        {".gitconfig": f'{config}[url "{hub}/"]\ninsteadOf = https://github.com/\n'},
    )
    fill(tmp_path, {"tools/python3": PYTHON.format(sys.executable)})
    (tmp_path / "tools/python3").chmod(0o755)
    git("init", "-q", "--bare", "-b", "main", str(hub / "ada/speech-digest.git"))
    needed.mkdir()
    installed = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for path in installed.iterdir():
        if not path.name.startswith(("curated_digest", "_curated_digest", "generator")):
            (needed / path.name).symlink_to(path)
    return {
        "HOME": str(tmp_path / "home"),
        "PATH": f"{tmp_path / 'tools'}:{os.environ['PATH']}",
        "PIP_NO_BUILD_ISOLATION": "0",  # means that there is none
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(needed),
    }


def test_the_tutorial_leads_to_a_published_digest_that_can_be_upgraded(
    environment: dict[str, str], program: Path, source: Source, tmp_path: Path
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-ec", command], cwd=folder, env=environment, text=True, timeout=120,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    workflow = (program / PREVIEW).read_text(encoding="utf-8")
    older = commit(program, f"# Older.\n{workflow}")
    papers = [(f"2604.0000{n}", f"Speaker Verification and Kettle {n}") for n in (1, 2, 3)]
    source.answers["/"] = [feed(*papers)]

    page, upgrade = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8").split("## Upgrade")
    for step in STEP.finditer(page):
        if step["topic"]:
            with (folder / "content/topics.yml").open("a", encoding="utf-8") as file:
                file.write(f"{step['topic']}\n")
        elif step["command"].startswith("cd "):
            folder /= step["command"][3:]
        elif " fetch " in step["command"]:
            run(f"{step['command']} --url {source.url}/")
        else:
            run(SERVE if step["command"] == "make serve" else step["command"])
    pin = "curated-digest @ git+https://github.com/example/paper-digest@"
    assert f"\n{pin}{older}\n" in (folder / "requirements.txt").read_text()
    assert "Speech Digest" in (folder / "site/index.html").read_text(encoding="utf-8")
    paper = folder / "site/papers/speaker-verification-and-kettle-1/index.html"
    text = paper.read_text(encoding="utf-8")
    assert "Of lines and air." in text
    assert "topics/diarisation/" in text
    assert not (folder / "site/papers/example-record").exists()
    assert (folder / "site/assets/digest.css").stat().st_size > 10_000
    assert run("git ls-remote origin main").split()[0] == run("git rev-parse HEAD").strip()

    record = folder / "content/papers/2026/speaker-verification-and-kettle-1.md"
    summary = " ".join(["Kettles", *["drown"] * 40, "speech."])
    record.write_text(record.read_text().replace("\n---\n", f"\nsummary: {summary}\n---\n", 1))
    fill(folder, {"templates/week.md.j2": "# One week of speech\n"})
    newer = commit(program, workflow)
    ((command,),) = ([step["command"]] for step in STEP.finditer(upgrade))
    said = run(command)
    assert f"program: {pin}{older} → {pin}{newer}\n" in said
    assert f"renewed: {PREVIEW}\n" in said
    assert "## Unreleased" in said
    assert "# Older." not in (folder / PREVIEW).read_text()
    assert not re.search(f"{record.name}.*no summary", run("make check site"))
    assert summary in paper.read_text(encoding="utf-8")
    week = next((folder / "site/weeks").glob("2*/index.html")).read_text(encoding="utf-8")
    assert "One week of speech" in week
