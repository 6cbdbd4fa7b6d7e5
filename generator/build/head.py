"""A page of MkDocs as its metadata is made of."""

from __future__ import annotations

from mkdocs.structure.pages import Page

from generator.site.head import Here, listed


def here(page: Page) -> Here:
    """What ``page`` is: what its front matter says, and the papers that its text links to."""
    meta = page.meta
    text = {name: str(meta.get(name) or "") for name in ("kind", "description", "paper")}
    return Here(
        url="" if page.is_homepage else page.url,
        title=str(meta.get("title") or page.title or ""),
        description=text["description"],
        trail=tuple((str(way["title"]), str(way["href"])) for way in meta.get("trail") or ()),
        lists=() if text["kind"] == "paper" else listed(page.markdown or ""),
        paper=text["paper"] if text["kind"] == "paper" else "",
    )
