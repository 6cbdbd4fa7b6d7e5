"""XML of feeds: entities stay unresolved, the network is off, a document type is refused."""

from __future__ import annotations

from lxml import etree

from generator.sources import Unreadable


def root(data: bytes) -> etree._Element:
    """The root element. Raises Unreadable where the XML is damaged or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"XML that is damaged or cut off: {error.msg}") from None
    if element.getroottree().docinfo.doctype:
        raise Unreadable("XML with a document type, which no feed needs: it is not read")
    return element


def text(element: etree._Element, name: str) -> str:
    """The text of a child, on one line; '' where there is none."""
    return " ".join((element.findtext(name) or "").split())


def source(element: etree._Element) -> str:
    """The element as it stands, for a rejection."""
    return etree.tostring(element, encoding="unicode", with_tail=False)
