"""A chart's SVG for inlining in HTML: its ids made unique, its marks linked and described."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.errors import Invalid, Problem

LEFT_OUT = frozenset({"metadata", "style", "title", "desc", "script"})
LINES = "stroke-linejoin: round; stroke-linecap: butt"
"""matplotlib has this in a style sheet, which inside a page would apply to every chart on it."""
PAINTED = frozenset({"style", "fill", "stroke"})
COLOUR = re.compile(r"(?<![\w(])#[0-9a-f]{6}\b")
"""A colour, and not `url(#abcdef)`, a name."""


@dataclass(frozen=True)
class Page:
    """What a chart needs to know of the page.

    names: the new name of each element. tips: words for each mark. inks: what stands for a colour.
    """

    names: Mapping[Element, str]
    prefix: str
    tips: Mapping[str, str]
    inks: Mapping[str, str]


def inline(
    svg: str,
    prefix: str,
    alt: str,
    tips: Mapping[str, str],
    wanted: Collection[str] = (),
    inks: Mapping[str, str] | None = None,
) -> str:
    """The SVG as text to put inside HTML.

    prefix: makes its ids unique over the page. tips: words for each claim that a mark can draw;
    the mark links to `#` and the claim's id, and the words are the link's name. wanted: claims
    that must have a mark, else Invalid names them. inks: for a colour such as `#1d2329` what
    styles say in its place. With links it is a group, since an image would hide them from a
    screen reader.
    """
    root = _read(svg, prefix)
    _complete(root, prefix, wanted)
    page = Page(_names(root, prefix), prefix, tips, inks or {})
    element = _copied(root, page)
    for name in ("width", "height", "version"):
        element.attrib.pop(name, None)
    role = "group" if element.find(".//a") is not None else "img"
    element.attrib.update({"width": "100%", "role": role, "aria-label": alt, "style": LINES})
    return ElementTree.tostring(element, encoding="unicode")


def size(svg: str) -> tuple[float, float]:
    """Width and height, in points."""
    box = _read(svg, "svg").get("viewBox", "")
    _, _, width, height = (float(part) for part in box.split())
    return width, height


def _read(svg: str, where: str) -> Element:
    try:
        return ElementTree.fromstring(svg)  # noqa: S314  (only what the suite itself has drawn)
    except ElementTree.ParseError as error:
        fix = "run the notebook again; a chart hands out its own SVG"
        raise Invalid([Problem(where, f"not SVG: {error}", "a chart's SVG", fix)]) from error


def _complete(root: Element, prefix: str, wanted: Collection[str]) -> None:
    missing = sorted(set(wanted) - {e.get("id") for e in root.iter()})
    if missing:
        fix = "draw each with gid = claim_id, or leave it out of the chart's table"
        value = f"no mark for {', '.join(missing)}"
        raise Invalid([Problem(prefix, value, "a mark for every claim of the table", fix)])


def _names(root: Element, prefix: str) -> dict[Element, str]:
    """A new id for each element that has one; a second mark of a claim is numbered."""
    seen: Counter[str] = Counter()
    names: dict[Element, str] = {}
    for element in root.iter():
        if name := element.get("id"):
            seen[name] += 1
            number = f"-{seen[name]}" if seen[name] > 1 else ""
            names[element] = f"{prefix}-{name}{number}"
    return names


def _copied(element: Element, page: Page) -> Element:
    """An element and all in it, under its plain name, as HTML has it."""
    copy = Element(_plain(element.tag), _attributes(element, page))
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        if _plain(child.tag) not in LEFT_OUT:
            copy.append(_linked(child, page))
    return copy


def _linked(element: Element, page: Page) -> Element:
    """The element; inside a link, with its words, where it is the mark of a claim."""
    mark = _copied(element, page)
    claim = element.get("id", "")
    if claim not in page.tips:
        return mark
    link = Element("a", {"href": f"#{claim}", "aria-label": page.tips[claim]})
    link.append(mark)
    return link


def _attributes(element: Element, page: Page) -> dict[str, str]:
    named = ((_plain(name), value) for name, value in element.attrib.items())
    moved = {name: _moved(name, value, page.prefix) for name, value in named}
    attributes = {
        name: _inked(value, page.inks) if name in PAINTED else value
        for name, value in moved.items()
    }
    return attributes | ({"id": page.names[element]} if element in page.names else {})


def _moved(name: str, value: str, prefix: str) -> str:
    """A reference to an id, renamed as the ids are; `fill="#d9dee2"` is a colour and stays."""
    if name == "href":
        return re.sub("^#", f"#{prefix}-", value)
    return value.replace("url(#", f"url(#{prefix}-")


def _inked(style: str, inks: Mapping[str, str]) -> str:
    return COLOUR.sub(lambda match: inks.get(match[0], match[0]), style)


def _plain(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
