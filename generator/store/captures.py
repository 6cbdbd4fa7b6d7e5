"""Raw captures as files: whole or not there, and none lost to another."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generator.fetch import FetchError


def save(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write ``data``, at once, to a file that is not there yet, or with ``force`` over it.

    Raises FetchError where other bytes are there, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".fetched-", delete=False) as file:
        beside = Path(file.name)
        file.write(data)
    try:
        beside.chmod(0o644)
        if force:
            beside.replace(path)
        else:
            path.hardlink_to(beside)
    except FileExistsError:
        if path.read_bytes() != data:
            message = f"{path}: there already, with other content: --force writes over it"
            raise FetchError(message) from None
    finally:
        beside.unlink(missing_ok=True)
