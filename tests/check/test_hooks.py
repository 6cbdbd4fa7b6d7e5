"""The hooks for pre-commit call a command that exists, with options that it has."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import command

ROOT = Path(__file__).parents[2]


def hooks() -> list[dict[str, Any]]:
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    return [*offered, *(hook for repo in own["repos"] for hook in repo["hooks"])]


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: str(hook["language"]))
def test_a_hook_calls_what_is_there(hook: dict[str, Any]) -> None:
    program, *args = shlex.split(hook["entry"])
    assert (Path(program).name, hook["id"], hook["files"]) == (
        "digest",
        "digest-check",
        "^content/",
    )
    context = command(args[0]).make_context("digest", [*args[1:], "--content", "content"])
    assert context.params["content"] == Path("content")
    assert hook["pass_filenames"] is False
