"""OPML 2.0 as https://opml.org/spec2.opml has it: all feeds, for one import into a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from generator.text.plain import plain
from generator.views.channels import ATOM, VOLUMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.papers.model import Settings
    from generator.views.channels import Channel, GroupChannels


def document(settings: Settings, whole: Channel, groups: Iterable[GroupChannels]) -> str:
    """The Atom feeds by group, two of each channel: readers take them all, or choose."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = plain(
        settings.title
    )
    body = ElementTree.SubElement(root, "body")
    _outlines(body, settings, whole)
    for group in groups:
        folder = ElementTree.SubElement(body, "outline", text=plain(group.group.name))
        for channel in (group.group, *group.topics):
            _outlines(folder, settings, channel)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _outlines(parent: ElementTree.Element, settings: Settings, channel: Channel) -> None:
    site = settings.url.rstrip("/") + "/"
    for volume in VOLUMES:
        name = plain(channel.name) or plain(settings.title)
        title = name if volume == "papers" else f"{name}, day by day"
        ElementTree.SubElement(
            parent,
            "outline",
            type="rss",
            text=title,
            title=title,
            description=plain(channel.description) or title,
            xmlUrl=f"{site}{channel.folder}{ATOM.files[volume]}",
            htmlUrl=site + channel.page,
            language="en",
        )
