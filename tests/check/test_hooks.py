"""The hooks for pre-commit call a command that exists, with options that it has."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import command
from tests.conftest import ROOT

OFFERED, OWN = (
    yaml.safe_load((ROOT / f".pre-commit-{name}.yaml").read_text("utf-8"))
    for name in ("hooks", "config")
)


@pytest.mark.parametrize("hook", [*OFFERED, *(each for of in OWN["repos"] for each in of["hooks"])])
def test_a_hook_calls_what_is_there(hook: dict[str, Any]) -> None:
    program, name, *options = shlex.split(hook["entry"])
    assert (Path(program).name, hook["id"], hook["files"]) == (
        "digest",
        "digest-check",
        "^content/",
    )
    context = command(name).make_context("digest", [*options, "--content", "content"])
    assert context.params["content"] == Path("content")
