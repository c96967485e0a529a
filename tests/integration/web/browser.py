"""A person at the pages: signs in, reads, and sends forms with the token of the page, as a browser does."""

import re
from collections.abc import Mapping
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "mat-khau-thu-nghiem"  # of everybody in tests/conftest.py
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Person:
    """Somebody with a browser of their own; without a login, a stranger."""

    def __init__(self, app: Flask, login: str = "", password: str = PASSWORD) -> None:
        self.client: FlaskClient = app.test_client()
        self._token = ""
        if login:
            answer = self.post("/dang-nhap", {"login": login, "password": password, "to": "/"})
            assert answer.status_code == 302, text_of(answer)

    def get(self, path: str, *, json: bool = False) -> TestResponse:
        """Open a page; its token is kept for the next form."""
        return self._kept(self.client.get(path, headers=_accept(json=json), buffered=True))

    def post(
        self, path: str, fields: Mapping[str, object] | None = None, *, json: bool = False
    ) -> TestResponse:
        """Send a form with the token of the last page seen; a list gives one field several times."""
        if not self._token:
            self.get("/dang-nhap")
            if not self._token:
                self.get("/mat-khau")
        sent = {**(fields or {}), "csrf_token": self._token}
        return self._kept(self.client.post(path, data=sent, headers=_accept(json=json)))

    def forget(self) -> None:
        """Lose the session, as when it runs out, but not the page's token."""
        with self.client.session_transaction() as session:
            session.pop("_user_id", None)

    def _kept(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and (found := _TOKEN.search(answer.get_data(as_text=True))):
            self._token = unescape(found.group(1))
        return answer


def text_of(answer: TestResponse) -> str:
    """Return what a page says, tags and all, with entities read."""
    return unescape(answer.get_data(as_text=True))


def _accept(*, json: bool) -> dict[str, str]:
    return {"Accept": "application/json"} if json else {"Accept": "text/html"}
