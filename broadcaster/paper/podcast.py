"""Aired bulletins as a podcast: RSS 2.0 with enclosures and the few fields that podcast players ask for."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from broadcaster.units import Millis

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_ATOM = "http://www.w3.org/2005/Atom"
"""What names the forms; nothing is fetched from there."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Episode:
    """One bulletin that was aired."""

    guid: str
    title: str
    text: str
    at: datetime
    """When it was first aired; aware."""
    address: str
    bytes: int
    length: Millis


@dataclass(frozen=True, slots=True)
class Channel:
    """The station."""

    title: str
    words: str
    home: str
    """Address of the pages."""
    own: str
    """Address of the feed itself."""


def rss(channel: Channel, episodes: Sequence[Episode]) -> bytes:
    """Write the feed, its episodes in the order given (the newest first); without any it is still a feed."""
    for prefix, space in (("itunes", _ITUNES), ("atom", _ATOM)):
        ET.register_namespace(prefix, space)
    root = ET.Element("rss", {"version": "2.0"})
    top = ET.SubElement(root, "channel")
    _add(top, "title", channel.title)
    _add(top, "link", channel.home)
    _add(top, "description", channel.words)
    _add(top, "language", "vi")
    ET.SubElement(
        top, f"{{{_ATOM}}}link", {"href": channel.own, "rel": "self", "type": "application/rss+xml"}
    )
    _add(top, f"{{{_ITUNES}}}author", channel.title)
    _add(top, f"{{{_ITUNES}}}explicit", "false")
    ET.SubElement(top, f"{{{_ITUNES}}}category", {"text": "Government"})
    if episodes:
        _add(top, "lastBuildDate", format_datetime(max(one.at for one in episodes)))
    for one in episodes:
        _episode(ET.SubElement(top, "item"), one)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _episode(item: ET.Element, one: Episode) -> None:
    _add(item, "title", one.title)
    _add(item, "description", one.text)
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = one.guid
    _add(item, "pubDate", format_datetime(one.at))
    sound = {"url": one.address, "length": str(one.bytes), "type": "audio/mpeg"}
    ET.SubElement(item, "enclosure", sound)
    _add(item, f"{{{_ITUNES}}}duration", str(-(-one.length // 1000)))


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub(" ", words)
