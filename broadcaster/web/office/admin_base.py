"""What the pages of the administrator share."""

from flask import Blueprint

from broadcaster.errors import Refused, Stale

pages = Blueprint("admin", __name__)


def kept_words(failure: Refused) -> str:
    """Say a refusal on a page that still has what was typed: saving again takes the other's place knowingly."""
    if isinstance(failure, Stale):
        return f"{failure} Những gì bạn gõ vẫn còn đây; bấm “Lưu” lần nữa thì bản của bạn thay bản của người kia."
    return str(failure)
