"""What no session shows: help that loads nothing, a port that is taken, a library that lacks."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import COMMANDS, command
from tests.conftest import digest, fill


def test_every_command_is_found_and_help_needs_none_of_them() -> None:
    for name, (_, what) in COMMANDS.items():
        assert command(name).name == name
        assert what.endswith(".")
    program = (
        "import sys; from generator.cli import main\n"
        "try: main.main(['--help'])\nfinally: print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert {"generator.cli", "click"} <= {*loaded}
    assert not {"yaml", "jinja2", "mkdocs", "generator.store", "generator.cli.building"} & {*loaded}


@pytest.mark.parametrize("address", ["taken", "nowhere", "127.0.0.1:99999", "127.0.0.1:x"])
def test_a_preview_that_nobody_could_see_is_refused_before_anything_is_built(
    address: str, here: Path
) -> None:
    fill(here, {"content/digest.yml": "title: [\n", "mkdocs.yml": ""})  # a build would say so
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = f"127.0.0.1:{server.getsockname()[1]}"
        result = digest("serve", "--address", taken if address == "taken" else address)
    assert result.exit_code == 1
    way = "end what runs there, or choose another with --address"
    assert result.stderr.endswith(f"{way if address == 'taken' else 'write it as HOST:PORT'}\n")
    assert result.stderr.count("\n") == 1


def test_without_scikit_learn_terms_suggest_topics(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "generator.topics.learned", raising=False)
    topics = """groups:
- {id: crafts, title: Crafts}
topics:
- {id: bread, title: Bread, description: Baking it., group: crafts, terms: [sourdough]}
"""
    curated = {
        f"papers/undated/p{number}.md": f"---\ntitle: Loaf {number}\ntopics: [bread]\n---\n"
        for number in range(5)
    }
    fresh = {"papers/undated/fresh.md": "---\ntitle: Sourdough\n---\n"}
    fill(here / "content", {"topics.yml": topics, **curated, **fresh})
    suggested = digest("topics", "suggest")
    assert suggested.exit_code == 0
    assert "topics: [bread]" in suggested.stdout
    assert "by terms; pip install 'scikit-learn>=1.7' adds similar papers" in suggested.stderr
    evaluated = digest("topics", "evaluate")
    assert evaluated.stdout.splitlines()[0].split() == ["papers", "terms"]
    assert "compares what can be learned" in evaluated.stderr
