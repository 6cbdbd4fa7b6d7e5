"""The tutorial, step by step as it stands there, with the packaged program, until an upgrade.

The program comes from wheels made here: one as it is, and one made to be older. What it needs is
not fetched: pip finds it installed. A server on this machine plays arXiv, a folder GitHub.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fetch.conftest import Answer, Source, source

__all__ = ["source"]

ROOT = Path(__file__).parents[2]
CARRIED = ("generator", "overrides", ".github", "mkdocs.yml", "pyproject.toml", "CHANGELOG.md",
           "LICENSE", "README.md", "requirements.lock", "content/pages")  # fmt: skip
OLDER = "0.0.1"
# Making an environment takes seconds, most of them for pip: this one takes pip from the tests.
PYTHON = """\
#!/bin/sh
{} "$@" --without-pip
printf '#!/bin/sh\\nexec "$(dirname "$0")/python" -m pip "$@"\\n' > .venv/bin/pip
chmod +x .venv/bin/pip
"""
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
ENTRY = """\
<entry xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/abs/2604.0000{0}v1</id>
<title>Who Speaks When the Kettle Sings {0}</title>
<summary>Speaker verification in {0} kitchens, told apart by a dataset of kettles.</summary>
<published>2026-04-0{0}T00:00:00Z</published><author><name>Ada Muster</name></author>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="eess.AS"/></entry>
"""
STEP = re.compile(r"^(?: {4}(?P<command>.*)|```yaml\n(?P<topic>[^`]*)\n```)$", re.MULTILINE)


def wheel(folder: Path, change: Callable[[Path], None]) -> Path:
    """The package of this checkout, with a change, and nothing fetched for it."""
    copy, out = folder / "copy", folder / "wheels"
    for name in CARRIED:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        ignored = shutil.ignore_patterns("__pycache__")
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, copy / name)
    change(copy)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    done = subprocess.run([*build, out], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(copy)
    (made,) = out.iterdir()
    return made


def older(copy: Path) -> None:
    """What the program was like before: a version, a workflow, and a change told to owners."""
    init = copy / "generator/__init__.py"
    init.write_text(re.sub(r'__version__ = "[^"]*"', f'__version__ = "{OLDER}"', init.read_text()))
    preview = copy / ".github/workflows/preview.yml"
    preview.write_text(f"# Older.\n{preview.read_text()}")


def steps(page: str) -> Iterator[tuple[str, str]]:
    """What a page says to type, a line each, and what to write into the vocabulary, in order."""
    for found in STEP.finditer(page):
        yield ("topic", found["topic"]) if found["topic"] else ("type", found["command"])


@dataclass
class Reader:
    """Somebody who does what the page says, in a shell of their own."""

    folder: Path
    source: str
    environment: dict[str, str]
    said: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def type(self, command: str) -> str:
        if command.startswith("cd "):
            self.folder /= command[3:]
            return ""
        if " fetch " in command:
            command += f" --url {self.source}/"
        begun = time.monotonic()
        if command == "make serve":
            self._serve()
        else:
            done = self._shell(command)
            output, _ = done.communicate(timeout=120)
            assert done.returncode == 0, f"{command}\n{output}"
            self.said.append(output)
        self.seconds[command] = time.monotonic() - begun
        return self.said[-1]

    def write(self, topic: str) -> None:
        with (self.folder / "content/topics.yml").open("a", encoding="utf-8") as file:
            file.write(f"{topic}\n")

    def _serve(self) -> None:
        """Look at the site once it is there, then interrupt the preview."""
        server = self._shell("make setup && exec .venv/bin/digest serve --address 127.0.0.1:8765")
        try:
            for _ in range(600):
                try:
                    with urllib.request.urlopen("http://127.0.0.1:8765/", timeout=5) as page:
                        self.said.append(page.read().decode())
                    return
                except OSError:
                    assert server.poll() is None, server.communicate()[0]
                    time.sleep(0.1)
            pytest.fail("the preview never came")
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.communicate(timeout=30)

    def _shell(self, command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path, source: Source) -> Reader:
    home, packages, needed, hub, tools = (
        tmp_path / name for name in ("home", "packages", "needed", "hub", "tools")
    )
    for folder in (home, packages, needed, hub / "ada", tools, tmp_path / "empty"):
        folder.mkdir(parents=True)
    (tools / "python3").write_text(PYTHON.format(sys.executable))
    (tools / "python3").chmod(0o755)
    bare = ("git", "init", "-q", "--bare", "-b", "main", "ada/speech-digest.git")
    subprocess.run(bare, cwd=hub, check=True)
    (home / ".gitconfig").write_text(
        "[user]\nname = Ada Muster\nemail = ada@example.org\n"
        f'[url "{hub}/"]\ninsteadOf = https://github.com/\n'
    )
    installed = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for path in installed.iterdir():
        if not path.name.startswith(("paper_digest", "_paper_digest", "generator")):
            (needed / path.name).symlink_to(path)
    environment = {
        "HOME": str(home),
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PIP_CACHE_DIR": str(home / "pip"),
        "PIP_FIND_LINKS": str(packages),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(needed),
    }
    feed = FEED.format("".join(map(ENTRY.format, "123")))
    source.answers["/"] = [Answer(feed.encode(), media="application/atom+xml")]
    return Reader(tmp_path / "empty", source.url, environment)


def test_the_tutorial_leads_to_a_published_digest_that_can_be_upgraded(
    reader: Reader, tmp_path: Path
) -> None:
    page, upgrade = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8").split("## Upgrade")
    packages = Path(reader.environment["PIP_FIND_LINKS"])
    shutil.move(wheel(tmp_path / "older", older), packages)
    for kind, text in steps(page):
        if kind == "topic":
            reader.write(text)
        else:
            reader.type(text)
    digest = reader.folder
    assert digest.name == "speech-digest"
    assert f"\npaper-digest=={OLDER}\n" in (digest / "requirements.txt").read_text()
    home = (digest / "site/index.html").read_text(encoding="utf-8")
    assert "Speech Digest" in home
    paper = digest / "site/papers/who-speaks-when-the-kettle-sings-1/index.html"
    text = paper.read_text(encoding="utf-8")
    assert "told apart by a dataset of kettles" in text
    assert "topics/diarisation/" in text
    assert not (digest / "site/papers/example-record").exists()
    assert (digest / "site/assets/digest.css").stat().st_size > 10_000
    pushed = reader.type("git ls-remote origin main")
    assert pushed.split()[0] == reader.type("git rev-parse HEAD").strip()

    tracked = reader.type("git ls-files").split()
    assert len(tracked) <= 30 + 3
    own = sum((digest / path).stat().st_size for path in tracked if path != "requirements.lock")
    assert own <= 60_000

    record = digest / "content/papers/2026/who-speaks-when-the-kettle-sings-1.md"
    summary = " ".join(["Kettles", *["drown"] * 40, "speech."])
    record.write_text(record.read_text().replace("\n---\n", f"\nsummary: {summary}\n---\n", 1))
    (digest / "templates").mkdir()
    (digest / "templates/week.md.j2").write_text("# One week of speech\n")
    shutil.move(wheel(tmp_path / "newer", lambda _: None), packages)
    ((_, command),) = steps(upgrade)
    said = reader.type(command)
    assert "program: paper-digest==0.0.1 → paper-digest==" in said
    assert "renewed: .github/workflows/preview.yml" in said
    assert "## Unreleased" in said
    assert "# Older." not in (digest / ".github/workflows/preview.yml").read_text()
    assert "no summary" not in "".join(
        line for line in reader.type("make check site").splitlines() if record.name in line
    )
    assert summary in paper.read_text(encoding="utf-8")
    week = next((digest / "site/weeks").glob("2*/index.html")).read_text(encoding="utf-8")
    assert "One week of speech" in week
    for command, seconds in reader.seconds.items():
        assert seconds < 60, command
