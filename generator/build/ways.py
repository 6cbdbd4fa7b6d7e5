"""The ways that a page's front matter names, as the browser takes them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from mkdocs.structure.files import File, Files


def resolved(meta: Mapping[str, Any], here: File, files: Files) -> dict[str, Any]:
    """``meta`` with its paths to other pages made addresses relative to the page ``here``.

    Those are the ``href`` of ``previous`` and ``next`` and of each page of the ``trail``.
    """

    def address(way: dict[str, str]) -> dict[str, str]:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here.src_uri), way["href"]))
        there = files.get_file_from_path(path)
        return {**way, "href": there.url_relative_to(here)} if there else way

    steps = {name: address(meta[name]) for name in ("previous", "next") if name in meta}
    trail = [address(way) for way in meta.get("trail", ())]
    return {**meta, **steps, "trail": trail}
