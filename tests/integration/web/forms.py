"""Forms as a browser sends them: with everything that stands in them, but for what a person changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.integration.web.browser import Person, text_of

Fields = dict[str, list[str]]


@dataclass
class Form:
    """A form that is posted: where to, what it sends when nothing is touched, and its buttons."""

    action: str
    fields: Fields = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.forms, self.by_id = path, list[Form](), dict[str, Form]()
        self._form: Form | None = None
        self._select: str | None = None
        self._first: str | None = None
        self._text: tuple[Form | None, str] | None = None
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post":
            self._form = Form(told.get("action") or self.path)
            self.forms.append(self._form)
            self.by_id[told.get("id", "")] = self._form
        form, name = self.by_id.get(told["form"]) if "form" in told else self._form, told.get("name", "")
        if form is None or (not name and tag != "option"):
            return
        if tag == "button" or (tag == "input" and told.get("type") == "submit"):
            form.buttons.append((name, told.get("value", "")))
        elif tag == "input" and (told.get("type") not in ("checkbox", "radio", "file") or "checked" in told):
            form.fields.setdefault(name, []).append(told.get("value", "on"))
        elif tag == "textarea":
            self._text, self._said = (form, name), ""
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            self._first = told.get("value", "") if self._first is None else self._first
            if "selected" in told:
                form.fields.setdefault(self._select, []).append(told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._text and self._text[0]:
            self._text[0].fields.setdefault(self._text[1], []).append(
                self._said.removeprefix("\r").removeprefix("\n")
            )
            self._text = None
        if tag == "select" and self._select and self._form:
            self._form.fields.setdefault(self._select, [self._first or ""])
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text:
            self._said += data


def forms(page: TestResponse) -> list[Form]:
    """Read the forms of a page."""
    reader = _Reader(page.request.path)
    reader.feed(page.get_data(as_text=True))
    return reader.forms


def fill(
    person: Person, path: str, action: str = "", having: Mapping[str, str] | None = None, **changed: object
) -> str:
    """
    Open a page, change some fields of the form that is sent there, press its button; return the page that follows.

    Args:
        person: Who does it.
        path: The page.
        action: How the address ends that the form is sent to; the page's own when not given.
        having: What the form sends untouched, where the page has several of one action.
        changed: What is typed, by field; a list gives one field several times, `None` leaves it out.
    """
    page = person.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code} {text_of(page)[-600:]}"
    target = action or path.partition("?")[0]
    found = [
        one
        for one in forms(page)
        if one.action.partition("?")[0].endswith(target)
        and all(value in one.fields.get(name, []) for name, value in (having or {}).items())
    ]
    assert found, f"{path} has no form for {target}: {[one.action for one in forms(page)]}"
    sent: dict[str, object] = {**found[0].fields, **changed}
    sent.pop("csrf_token", None)
    answer = person.post(found[0].action, {name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 302, f"{found[0].action}: {answer.status_code} {_problem(answer)}"
    return text_of(person.get(answer.headers["Location"].partition("#")[0]))


def _problem(answer: TestResponse) -> str:
    said = text_of(answer)
    at = said.find('role="alert"')
    return said[at : at + 600] if at >= 0 else said[-600:]
