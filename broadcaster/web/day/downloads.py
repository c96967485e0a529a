"""Sound for people with an account: to listen to on pages, and to take to a village."""

from flask import Blueprint, Response

from broadcaster.services.commune import villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.outgoing import sound_files
from broadcaster.web.day import sound_out
from broadcaster.web.guard import actor, desk, signed_in

pages = Blueprint("downloads", __name__)


@pages.get("/nghe/<sha256>.mp3")
@signed_in
def listen(sha256: str) -> Response:
    """Play a programme of the commune on a page; the log is told nothing."""
    return sound_out.to_listen(sound_files.by_digest(desk(), sha256, commune_id=actor().commune_id))


@pages.get("/tai/<int:village_id>/<day>/goi.zip")
@signed_in
def pack(village_id: int, day: str) -> Response:
    """Give the day pack of a village; `?ngay=3` for three days."""
    return sound_out.to_pack(desk(), _village(village_id), sound_out.day_named(day), actor().name)


@pages.get("/tai/<int:village_id>/<day>/danhsach.<any(m3u8,m3u,xspf):form>")
@signed_in
def playlist(village_id: int, day: str, form: str) -> Response:
    """Give a day's playlist, which a player can use as it is."""
    return sound_out.to_play(desk(), _village(village_id), sound_out.day_named(day), form)


@pages.get("/tai/<int:village_id>/<day>/thu-tu.pdf")
@signed_in
def running_order(village_id: int, day: str) -> Response:
    """Give a village's running order to print, with the slip; `?ngay=7` for a week, `?kho=a5` for small paper."""
    return sound_out.to_print(desk(), [_village(village_id)], sound_out.day_named(day))


@pages.get("/tai/cac-thon/<day>/thu-tu.pdf")
@signed_in
def running_orders(day: str) -> Response:
    """Give the running orders of every village to print."""
    every = villages.listing(desk(), actor().commune_id)
    return sound_out.to_print(desk(), every, sound_out.day_named(day))


@pages.get("/tai/<int:village_id>/<day>/<file_name>")
@signed_in
def take(village_id: int, day: str, file_name: str) -> Response:
    """Give one session's MP3 under the name it has on a stick."""
    return sound_out.to_take(desk(), _village(village_id), sound_out.day_named(day), file_name, actor().name)


def _village(village_id: int) -> VillageView:
    return villages.view(desk(), actor().commune_id, village_id)
