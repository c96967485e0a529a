"""Sound on its way out: files to listen to, to take along and to play from, for people and for villages' links."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from flask import Response, request, send_file, url_for
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from broadcaster.errors import BroadcasterError, NotFound, Refused
from broadcaster.files import digest_of_file
from broadcaster.paper.running_order import PAPERS
from broadcaster.services.commune import villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing, sheets, sound_files
from broadcaster.services.outgoing.day_texts import plain_playlist, playlist, xml_playlist
from broadcaster.services.outgoing.days import day
from broadcaster.services.outgoing.sound_files import SoundFile
from broadcaster.units import Sha256

_LOG = logging.getLogger(__name__)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PLAYLISTS: dict[str, tuple[Callable[..., str | bytes], str]] = {
    "m3u8": (playlist, "audio/x-mpegurl; charset=utf-8"),
    "m3u": (plain_playlist, "audio/x-mpegurl"),
    "xspf": (xml_playlist, "application/xspf+xml"),
}
PACK_DAYS = (1, 3, 7)
"""What pages offer for a stick."""
MOST_DAYS = 7


def day_named(text: str) -> date:
    """Read a day of an address. Raises `NotFound` for what is no day."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotFound(f"“{text[:20]}” không phải một ngày. Hãy mở lại trang rồi chọn ngày trong danh sách.")


def to_listen(file: SoundFile) -> Response:
    """Send a programme to a page's player; listening is not fetching, so nothing is written of it."""
    return for_ever(file.path, file.sha256, public=False)


def for_ever(path: Path, sha256: Sha256, *, public: bool) -> Response:
    """Send a sound whose address names its content: whoever has it need never ask again."""
    answer = _sent(path, "audio/mpeg", sha256)
    answer.headers["Cache-Control"] = f"{'public' if public else 'private'}, max-age=31536000, immutable"
    return answer


def to_take(desk: Desk, village: VillageView, on: date, file_name: str, who: str) -> Response:
    """Send a session's MP3; that it was fetched is written once its sound has gone out whole."""
    file = sound_files.of_day(desk, village.id, on, file_name)
    answer = _sent(file.path, "audio/mpeg", file.sha256, file.file_name)
    return _when_whole(answer, lambda: airings.downloaded(desk, file.programme_id, who))


def to_play(desk: Desk, village: VillageView, on: date, form: str = "m3u8") -> Response:
    """
    Send a day's playlist. Players have no sign-in, so its addresses carry the village's own link.

    Args:
        desk: What to work with.
        village: Whose day.
        on: Which day.
        form: `m3u8`, `m3u` (ASCII) or `xspf`.

    Raises:
        NotFound: The day has no session with sound.
    """
    view = day(desk, village.id, on)
    if not view.to_play:
        raise NotFound(
            f"Ngày {on:%d/%m/%Y} {village.name} chưa có buổi phát nào có tiếng nên chưa có danh sách phát. "
            "Hãy mở lại khi chương trình ngày đó đã làm xong."
        )
    secret = villages.link_secret(desk, village)

    def address(name: str) -> str:
        return url_for("operator.take", secret=secret, day=on.isoformat(), file_name=name, _external=True)

    write, media_type = _PLAYLISTS[form]
    answer = Response(write(view, address), content_type=media_type)
    answer.headers["Content-Disposition"] = f"inline; filename={_plain(village)}_{on:%Y%m%d}.{form}"
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def to_pack(desk: Desk, village: VillageView, on: date, who: str) -> Response:
    """
    Send the day pack of as many days as the address asks for (`?ngay=3`), from a finished file.

    Raises:
        Refused: Not a number of days, or too many.
        NotFound: There is nothing to pack.
    """
    days = _days_asked()
    name = f"{_plain(village)}_{on:%Y%m%d}{f'_{days}NGAY' if days > 1 else ''}.zip"
    with ExitStack() as stack:
        out = stack.enter_context(desk.shelf.bench()) / "goi.zip"
        views = publishing.pack(desk, village.id, on, days, out)
        answer = _sent(out, "application/zip", digest_of_file(out), name)
        packed = [one.programme_id for view in views for one in view.to_play]

        def tell() -> None:
            for one in packed:
                airings.downloaded(desk, one, who)

        if _has_body(answer):
            answer = _when_whole(answer, tell)
            answer.call_on_close(stack.pop_all().close)
    return answer


def to_print(desk: Desk, places: Sequence[VillageView], on: date) -> Response:
    """
    Send the running order of villages on paper (`?ngay=7&kho=a5`): A4 for one day when nothing is asked for.

    Raises:
        Refused: Not a number of days, or too many, or no paper there is.
        NotFound: There is nothing to print.
    """
    days, size = _days_asked(), PAPERS.get(request.args.get("kho", "a4").lower())
    if size is None:
        raise Refused("Chỉ in được trên khổ A4 hoặc A5. Hãy chọn lại khổ giấy trên trang.")
    made = sheets.sheets(desk, places, on, days, size, lambda village: _page_of(desk, village))
    name = f"{_plain(places[0]) if len(places) == 1 else 'CACTHON'}_{on:%Y%m%d}_{size.upper()}.pdf"
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename={name}"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _page_of(desk: Desk, village: VillageView) -> str:
    return url_for("operator.show", secret=villages.link_secret(desk, village), _external=True)


def _days_asked() -> int:
    text = request.args.get("ngay", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= MOST_DAYS):
        raise Refused(f"Gói phát có từ 1 đến {MOST_DAYS} ngày. Hãy chọn lại số ngày trên trang.")
    return int(text)


def _plain(village: VillageView) -> str:
    """Name a village in a file as every system can: `KHEMO`."""
    return village.code.removeprefix("thon-").replace("-", "").upper()


def _sent(path: Path, media_type: str, digest: str, name: str | None = None) -> Response:
    try:
        answer = send_file(
            path,
            mimetype=media_type,
            as_attachment=name is not None,
            download_name=name,
            conditional=True,
            etag=digest,
            last_modified=None,
            max_age=0,
        )
    except RequestedRangeNotSatisfiable:
        size = path.stat().st_size
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"}, mimetype=media_type)
    answer.headers["Cache-Control"] = "private, no-cache"
    if not _has_body(answer):
        answer.close()  # nobody will read it to its end, which would close the file
        answer.response = []
    return answer


def _has_body(answer: Response) -> bool:
    return request.method != "HEAD" and answer.status_code in (200, 206)


def _when_whole(answer: Response, tell: Callable[[], None]) -> Response:
    """
    Call `tell` once the whole file has been handed on to be sent in this answer.

    An answer that was broken off, one to HEAD, and one that only looks at a part of the file tell nothing.
    What the server still holds for a slow line counts as sent: waiting for it would keep a thread from others.
    """
    if not (_has_body(answer) and _carries_all(answer)):
        return answer
    body = answer.response
    answer.call_on_close(getattr(body, "close", lambda: None))
    answer.direct_passthrough = False
    answer.response = _telling(iter(body), tell)  # type: ignore[arg-type] # a file's body is bytes
    return answer


def _telling(body: Iterator[bytes], tell: Callable[[], None]) -> Iterator[bytes]:
    yield from body
    try:
        tell()
    except BroadcasterError as failure:  # the sound is out already; a page asks again, the log is not lost
        _LOG.warning("a fetch could not be written: %s", failure)


def _carries_all(answer: Response) -> bool:
    """Say whether an answer brings a file to its end: whole, or as what was missing of a fetch broken off."""
    if answer.status_code == 200:
        return True
    sent = answer.content_range
    if answer.status_code != 206 or sent.stop is None or sent.stop != sent.length:
        return False
    return sent.start == 0 or "If-Range" in request.headers  # only a fetch that goes on sends If-Range
