"""Failures as pages: what happened and what to do, in plain Vietnamese; a script gets the same as JSON."""

import logging
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from broadcaster.errors import NotAllowed, NotFound, Refused, Stale, Unavailable
from broadcaster.web import carry

_LOG = logging.getLogger(__name__)
_CODES = ((NotFound, 404), (NotAllowed, 403), (Stale, 409), (Refused, 422))
_PLAIN = {
    403: "Trang này không mở được với tài khoản của bạn. Hãy nhờ người quản trị của xã.",
    404: "Không có trang này. Có thể liên kết đã cũ; hãy bắt đầu lại từ trang Hôm nay.",
    405: "Trang này không nhận thao tác đó. Hãy bắt đầu lại từ trang Hôm nay.",
}
_SORRY = (
    "Chương trình gặp lỗi và chưa làm được việc này; những gì đã lưu vẫn còn nguyên. "
    "Hãy quay lại và thử lần nữa. Nếu vẫn vậy, hãy báo người quản trị chạy lệnh broadcaster doctor."
)
_BUG_PAGE = f"""<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chưa làm được – Loa truyền thanh</title></head>
<body><h1>Chưa làm được</h1><p>{_SORRY}</p><p><a href="/">Về trang Hôm nay</a></p></body>
</html>
"""
Answer = tuple[Any, int]


def install(app: Flask) -> None:
    """Answer every deliberate failure with its own sentence; anything else is a bug and is logged."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(CSRFError, _untrusted)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _plain)
    app.register_error_handler(500, _bug)


def code_of(failure: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next(code for kind, code in _CODES if isinstance(failure, kind))


def _refused(failure: Refused) -> Answer:
    return _page(str(failure), code_of(failure))


def _unavailable(failure: Unavailable) -> Answer:
    _LOG.warning("%s %s: %s", request.method, request.path, failure)
    return _page(str(failure), 503)


def _untrusted(_failure: CSRFError) -> Answer:
    """Ask to send the form again: the cookie is new, so the form's token no longer fits."""
    if carry.from_here() and request.form and request.accept_mimetypes.best != "application/json":
        return render_template(
            "entry/send_again.html", fields=carry.unpacked(carry.packed()), to=request.full_path
        ), 400
    return _page("Trang đã mở quá lâu. Hãy tải lại trang rồi làm lại; chữ bạn gõ vẫn còn trên máy này.", 400)


def _too_large(_failure: RequestEntityTooLarge) -> Answer:
    return _page("Nội dung gửi lên quá lớn nên không nhận được. Hãy chọn tệp nhỏ hơn hoặc rút gọn chữ.", 413)


def _plain(failure: HTTPException) -> Answer:
    code = failure.code or 500
    return _page(
        _PLAIN.get(code, "Yêu cầu này không thực hiện được. Hãy quay lại trang trước rồi thử lại."), code
    )


def _bug(failure: HTTPException) -> Answer:
    """Say sorry with a page that needs nothing: what every other page asks for may be what is broken."""
    _LOG.error(
        "%s %s failed",
        request.method,
        request.path,
        exc_info=getattr(failure, "original_exception", failure),
    )
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=_SORRY), 500
    return _BUG_PAGE, 500


def _page(message: str, code: int) -> Answer:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=message), code
    return render_template("shared/failure.html", message=message), code
