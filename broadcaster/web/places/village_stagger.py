"""How many seconds later a village begins than its neighbours."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.commune import stagger, villages
from broadcaster.web.guard import actor, desk, roles

pages = Blueprint("stagger", __name__, url_prefix="/thon/<int:village_id>/so-le")


@pages.post("")
@roles(Role.ADMIN)
def change(village_id: int) -> Response:
    """Keep the seconds typed. A refusal is told by its page."""
    seconds = request.form.get("giay", type=int)
    if seconds is None:
        raise Refused("Hãy ghi số giây bằng chữ số, ví dụ 20. Ghi 0 nếu phát đúng giờ.")
    found = stagger.change(desk(), actor(), village_id, request.form.get("version", 0, type=int), seconds)
    name = villages.view(desk(), actor().commune_id, village_id).name
    when = f"từ ngày {found.from_day:%d/%m/%Y}" if found.from_day else "từ hôm nay"
    how = f"phát chậm hơn {found.seconds} giây" if found.seconds else "phát đúng giờ"
    flash(f"{name[:1].upper()}{name[1:]} {how} {when}.")
    return redirect(url_for("villages.show", village_id=village_id))
