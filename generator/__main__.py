"""``python -m generator`` is ``digest``."""

from __future__ import annotations

from generator.cli import main

main(prog_name="digest")
