"""
What was typed, carried over a sign-in.

A session that ends while somebody writes must not cost them their text: the form they sent is put, as
hidden fields, into the sign-in page, and handed back to be sent again once they are in.
"""

import json

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

_OWN = frozenset({"csrf_token", "carried", "carried_to", "service_key"})
"""What no page hands back: tokens, and keys of services, which are written once and never shown."""
Answer = Response | str | tuple[str, int]


def ask_to_sign_in() -> Answer:
    """Show the sign-in page; what was typed goes along, and a script is told with 401."""
    if _wants_json():
        return make_response(
            jsonify(message="Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác rồi lưu tiếp."), 401
        )
    if request.method == "POST" and from_here():
        return render_template("entry/sign_in.html", carried=packed(), carried_to=request.full_path), 401
    following = request.full_path if request.method == "GET" else "/"
    return redirect(url_for("entry.sign_in", den=following.rstrip("?")))


def packed() -> str:
    """Write the fields that were sent as one text; sign-in fields and tokens stay behind."""
    return json.dumps([(name, value) for name, value in request.form.items(multi=True) if name not in _OWN])


def unpacked(text: str) -> MultiDict[str, str] | None:
    """Read back what `packed` wrote; none when it is not that."""
    try:
        pairs = json.loads(text)
        return MultiDict([(str(name), str(value)) for name, value in pairs])
    except (ValueError, TypeError):
        return None


def local_path(path: str | None) -> str:
    """Return a path within these pages, else the first page: a link may not lead a person elsewhere."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return "/"  # browsers drop tabs and line ends, so `/<tab>/elsewhere` would lead there
    return path.rstrip("?")


def from_here() -> bool:
    """Say whether the form was sent from one of our own pages."""
    return request.origin in (None, request.host_url.rstrip("/"))


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
