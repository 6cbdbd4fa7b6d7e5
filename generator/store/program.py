"""What the program carries besides its modules: theme, configuration, workflows, the lock.

In a checkout they stand at its top; a wheel has them in ``generator/program/``, under the same
names (``pyproject.toml``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
_CARRIED: Final = _PACKAGE / "program"


def place(name: str) -> Path:
    """Where the file or folder ``name``, a path from the top of a checkout, stands here."""
    return (_CARRIED if _CARRIED.is_dir() else _PACKAGE.parent) / name
