"""A page read as a browser and a careful reader would: its parts, its forms, and what is wrong with it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_FIELDS = {"input", "select", "textarea"}
_UNSEEN = {"hidden", "submit", "button", "image", "reset"}
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data-src")


@dataclass
class Seen:
    """What stands in a page."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts_inside: int = 0
    styles_inside: int = 0
    title: str = ""
    forms: list[list[dict[str, str]]] = field(default_factory=list)
    """The inputs of each form that is posted."""
    labelled: set[str] = field(default_factory=set)
    unlabelled: list[str] = field(default_factory=list)

    def count(self, tag: str) -> int:
        return sum(1 for name, _attributes in self.tags if name == tag)

    def addresses(self) -> list[str]:
        return [
            attributes[one] for _tag, attributes in self.tags for one in _ADDRESSES if attributes.get(one)
        ]

    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a" and "href" in attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._inside: list[str] = []
        self._fields: list[tuple[str, dict[str, str], bool]] = []
        self._form: list[dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.seen.tags.append((tag, attributes))
        if tag == "form":
            self._form = [] if attributes.get("method", "get").lower() == "post" else None
            if self._form is not None:
                self.seen.forms.append(self._form)
        if tag == "label" and "for" in attributes:
            self.seen.labelled.add(attributes["for"])
        if tag in _FIELDS:
            self._fields.append((tag, attributes, "label" in self._inside))
            if self._form is not None:
                self._form.append(attributes)
        if tag not in {"input", "img", "link", "meta", "br", "hr", "col", "source", "wbr"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if "title" in self._inside and "svg" not in self._inside:
            self.seen.title += data
        if "script" in self._inside and data.strip():
            self.seen.scripts_inside += 1
        if "style" in self._inside and data.strip():
            self.seen.styles_inside += 1

    def done(self) -> Seen:
        for tag, attributes, wrapped in self._fields:
            named = (
                wrapped
                or attributes.get("id") in self.seen.labelled
                or any(attributes.get(one) for one in ("aria-label", "aria-labelledby"))
            )
            if attributes.get("type", "") not in _UNSEEN and not named:
                self.seen.unlabelled.append(f"{tag} {attributes.get('name', '')}")
        return self.seen


def read_page(text: str) -> Seen:
    """Read a page into its parts."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.done()


def faults(text: str, *, own_styles: bool = False) -> list[str]:
    """
    Say what a page of ours may not be.

    Args:
        text: The page as it was sent.
        own_styles: Whether it is a page for paper, which carries its styles inside under a policy of its own.
    """
    seen, found = read_page(text), []
    html = next((attributes for tag, attributes in seen.tags if tag == "html"), {})
    if html.get("lang") != "vi":
        found.append("is not said to be Vietnamese")
    if not seen.title.strip(" –"):
        found.append("has no title")
    if seen.count("h1") != 1:
        found.append(f"has {seen.count('h1')} h1")
    if seen.scripts_inside:
        found.append("has a script inside")
    if seen.styles_inside and not own_styles:
        found.append("has styles inside")
    found += [
        f"has {tag} with {name}"
        for tag, attributes in seen.tags
        for name in attributes
        if _forbidden(name, own_styles=own_styles)
    ]
    found += [f"leads to {one}" for one in seen.addresses() if _elsewhere(one)]
    found += [f"has {one} without a label" for one in seen.unlabelled]
    found += [f"has two of id {one}" for one in _twice([a["id"] for _tag, a in seen.tags if a.get("id")])]
    found += [
        "has a form without its token"
        for form in seen.forms
        if not any(one.get("name") == "csrf_token" for one in form)
    ]
    if "{{" in text or "None</" in text:
        found.append("shows what only a template should see")
    return found


def _forbidden(name: str, *, own_styles: bool) -> bool:
    return bool(re.match(r"on[a-z]+$", name)) or (name == "style" and not own_styles)


def _elsewhere(address: str) -> bool:
    """Tell an address outside these pages; the home's own may be written whole, to be copied."""
    return bool(re.match(r"(?:[a-z]+:)?//", address)) and not re.match(r"https?://localhost/", address)


def _twice(names: list[str]) -> list[str]:
    return sorted({one for one in names if names.count(one) > 1})
