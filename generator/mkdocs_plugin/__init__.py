"""The adapter to MkDocs, and the only importer of it: pages in, a site out."""

from __future__ import annotations

from generator.mkdocs_plugin.plugin import DigestPlugin
from generator.mkdocs_plugin.run import BuildResult, SiteError, build_site, serve_site

__all__ = ["BuildResult", "DigestPlugin", "SiteError", "build_site", "serve_site"]
