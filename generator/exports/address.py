"""Addresses of the site as exports state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.text import web_url

if TYPE_CHECKING:
    from generator.views import Digest


def base_url(digest: Digest) -> str:
    """The address of the site with a slash at its end.

    '' where digest.yml states none: addresses are then relative to the root of the site.
    """
    url = web_url(digest.corpus.settings.url)
    return f"{url.rstrip('/')}/" if url else ""
