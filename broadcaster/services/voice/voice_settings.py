"""Changing how the station speaks: order of engines, their voices and keys, pace and pauses. What is approved stays."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import engine_keys
from broadcaster.services.voice.speaking_style import LAST_RESORT, choices_of, order_of
from broadcaster.speech import HOUSE_PAUSES, Pauses, registry
from broadcaster.store.tables import EngineChoice, SpeakingStyle
from broadcaster.units import Millis

SLOWEST, FASTEST = 80, 300
"""Words a minute the way eSpeak NG counts them."""
LONGEST_PAUSE_MS = 3000
_LONGEST_KEY = 500


def set_order(desk: Desk, actor: Actor, version: int, engines: Sequence[str]) -> int:
    """
    Put engines into an order; those not named are not used. The offline voice is always among them.

    Returns:
        The version of the page from now on.

    Raises:
        Stale: Somebody changed the voices first.
        Refused: The same engine is named twice, or none is.
        NotFound: There is no such engine.
    """
    for name in engines:
        _known(name)
    if len(set(engines)) != len(engines) or not engines:
        raise Refused("Thứ tự giọng đọc không hợp lệ. Hãy tải lại trang rồi xếp lại.")
    wanted = tuple(engines) if LAST_RESORT in engines else (*engines, LAST_RESORT)
    return _change(
        desk, actor, version, lambda session: _place(session, actor.commune_id, wanted), engines=list(wanted)
    )


def move(desk: Desk, actor: Actor, version: int, engine: str, step: int) -> int:
    """Move an engine up (-1) or down (1) by one place; at the end it stays where it is. Raises as `set_order`."""
    order = list(_order(desk, actor))
    if engine not in order:
        raise NotFound("Giọng này chưa được dùng. Hãy bấm “Dùng giọng này” trước.")
    at = order.index(engine)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return set_order(desk, actor, version, order)


def use(desk: Desk, actor: Actor, version: int, engine: str, *, used: bool) -> int:
    """
    Take an engine into the order, before the offline voice, or out of it. Raises as `set_order`.

    Raises:
        Refused: The offline voice is to be taken out.
    """
    order = [name for name in _order(desk, actor) if name != engine]
    if used:
        before = order.index(LAST_RESORT) if LAST_RESORT in order else len(order)
        order.insert(before, engine)
    elif engine == LAST_RESORT:
        raise Refused(
            "Giọng này không cần mạng nên luôn được giữ lại: khi mọi giọng khác không đọc được, loa vẫn có tiếng."
        )
    return set_order(desk, actor, version, order)


def set_voices(desk: Desk, actor: Actor, version: int, engine: str, voice: str, second_voice: str) -> int:
    """
    Choose the voices of an engine; empty is its own choice.

    Raises:
        Stale: Somebody changed the voices first.
        Refused: It has no such voice.
        NotFound: There is no such engine.
    """
    known = {one.code for one in desk.voices.facts(engine, actor.commune_id).voices}
    if {voice, second_voice} - known - {""}:
        raise Refused("Máy đọc này không có giọng đã chọn. Hãy tải lại trang rồi chọn trong danh sách.")

    def apply(session: Session) -> None:
        row = _choice(session, actor.commune_id, engine)
        row.voice, row.second_voice = voice, second_voice

    return _change(desk, actor, version, apply, engine=engine, voice=voice, second_voice=second_voice)


def keep_key(desk: Desk, actor: Actor, version: int, engine: str, key: str) -> int:
    """
    Keep the key of an engine's service, sealed; the engine may be asked again at once.

    Raises:
        Stale: Somebody changed the voices first.
        Refused: It is no key.
        NotFound: There is no such engine.
    """
    _known(engine)
    plain = key.strip()
    if not plain:
        raise Refused("Hãy dán khóa của dịch vụ vào ô rồi bấm lưu.")
    if len(plain) > _LONGEST_KEY or not plain.isascii() or not plain.isprintable() or " " in plain:
        raise Refused(
            "Khóa chỉ gồm chữ không dấu, số và ký hiệu, viết liền. Hãy chép lại đúng khóa từ dịch vụ."
        )

    def apply(session: Session) -> None:
        row = _choice(session, actor.commune_id, engine)
        row.sealed_key = engine_keys.sealed(desk.keys, actor.commune_id, engine, plain)
        row.key_at, row.problem = desk.clock.now(), ""

    done = _change(desk, actor, version, apply, engine=engine, key="đã nhập")
    desk.voices.wake(engine, actor.commune_id)
    return done


def forget_key(desk: Desk, actor: Actor, version: int, engine: str) -> int:
    """Throw the key of an engine's service away. Raises as `keep_key`."""
    _known(engine)

    def apply(session: Session) -> None:
        row = _choice(session, actor.commune_id, engine)
        row.sealed_key, row.key_at = "", None

    return _change(desk, actor, version, apply, engine=engine, key="đã xóa")


def set_style(desk: Desk, actor: Actor, version: int, rate_wpm: int, pauses: Pauses) -> int:
    """
    Set pace and pauses for what is spoken from now on; what was approved stays as it was heard.

    Raises:
        Stale: Somebody changed the voices first.
        Refused: A number is out of its range.
    """
    check_style(rate_wpm, pauses)

    def apply(session: Session) -> None:
        row = session.get_one(SpeakingStyle, actor.commune_id)
        row.rate_wpm = rate_wpm
        for name, value in asdict(pauses).items():
            setattr(row, name, value)

    return _change(desk, actor, version, apply, rate_wpm=rate_wpm, **asdict(pauses))


def check_style(rate_wpm: int, pauses: Pauses) -> None:
    """Raise `Refused` where a pace or pause is out of its range."""
    if not SLOWEST <= rate_wpm <= FASTEST:
        raise Refused(f"Tốc độ đọc là {rate_wpm}. Hãy chọn từ {SLOWEST} (chậm) đến {FASTEST} (nhanh).")
    for value in asdict(pauses).values():
        if not Millis(0) <= value <= LONGEST_PAUSE_MS:
            raise Refused(f"Quãng nghỉ là {value} mili giây. Hãy chọn từ 0 đến {LONGEST_PAUSE_MS}.")


def _order(desk: Desk, actor: Actor) -> tuple[str, ...]:
    with desk.store.reading() as session:
        return order_of(desk, choices_of(session, actor.commune_id))


def _change(
    desk: Desk, actor: Actor, version: int, apply: Callable[[Session], object], **detail: object
) -> int:
    """Make one change of the page whole: who may, whether it is still the page shown, what is taken down."""
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = session.get(SpeakingStyle, actor.commune_id)
        if (row.version if row else 0) != version:
            raise Stale("Có người vừa sửa giọng đọc. Hãy xem lại trang với cài đặt mới nhất rồi sửa tiếp.")
        if row is None:
            row = SpeakingStyle(commune_id=actor.commune_id, version=0, **asdict(HOUSE_PAUSES))
            session.add(row)
            session.flush()
        apply(session)
        row.version += 1
        due.replan(session, desk, actor.commune_id)
        now = desk.clock.now()
        note(session, actor.commune_id, actor.login, now, "change", f"voices {actor.commune_id}", **detail)
        return row.version


def _place(session: Session, commune_id: int, engines: Sequence[str]) -> None:
    """Write the order; every place is freed first, since a place is only one engine's."""
    for row in choices_of(session, commune_id).values():
        row.place = None
    session.flush()
    for place, name in enumerate(engines, 1):
        _choice(session, commune_id, name).place = place


def _choice(session: Session, commune_id: int, engine: str) -> EngineChoice:
    row = session.get(EngineChoice, (commune_id, engine))
    if row is None:
        row = EngineChoice(
            commune_id=commune_id, engine=engine, voice="", second_voice="", sealed_key="", problem=""
        )
        session.add(row)
        session.flush()
    return row


def _known(engine: str) -> None:
    if engine not in registry.names():
        raise NotFound("Không có giọng đọc này. Hãy tải lại trang rồi chọn trong danh sách.")
