"""
Recordings of a bulletin by people: brought in, cut at both ends, taken away again.

What comes in is decoded and encoded anew, and nothing else of it is kept. Kept is the whole take, at the
best bit rate of the house form, and cut from it what airs. Every cut is made from the take, never from
another cut, so that trying again costs nothing of the sound; the take stays while the bulletin is written on.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import VIETNAMESE
from broadcaster.domain.writing.workflow import Action, Role, State
from broadcaster.errors import NotFound, Refused
from broadcaster.services.audit import note
from broadcaster.services.commune import languages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.writing import versions
from broadcaster.services.writing.steps import act, find
from broadcaster.services.writing.versions import Version
from broadcaster.sound import (
    AudioPart,
    Segment,
    UploadLimits,
    accept_upload,
    make_segment,
    outline,
    trim,
)
from broadcaster.store.tables import Bulletin, Recording
from broadcaster.units import Millis, Sha256

_TAKE_KBPS = 128
"""The best of the house form: what is encoded twice must not sound like it."""
OUTLINE_POINTS = 600


@dataclass(frozen=True, slots=True)
class Take:
    """A recording with the take it was cut from, for the page that cuts it."""

    version: Version
    take: Sha256
    take_ms: Millis
    start_ms: Millis
    stop_ms: Millis


def limits(desk: Desk) -> UploadLimits:
    """Return how large and how long a recording may be."""
    settings = desk.settings
    return UploadLimits(settings.upload_limit_mb << 20, settings.upload_limit_minutes * 60)


def of_bulletin(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[Version, ...]:
    """List what was recorded of a bulletin's working copy, Vietnamese first."""
    with desk.store.reading() as session:
        row = find(session, actor.commune_id, bulletin_id)
        return versions.of_content(session, row, versions.names(session, row.commune_id))


def add(desk: Desk, actor: Actor, bulletin_id: int, upload: Path, language_id: int, speaker: str) -> Version:
    """
    Make a recording of an uploaded sound; it takes the place of one in the same language.

    Raises:
        Refused: No sound, too large, too long, silent; or the bulletin is not being written on now.
        Unavailable: ffmpeg is missing, or the disk is full.
    """
    actor.require(Role.WRITER)
    who = line(speaker, "tên người đọc")
    with desk.store.reading() as session:
        _require_open(find(session, actor.commune_id, bulletin_id))
        _require_language(session, actor, language_id)
    take, made = _bring_in(desk, upload)
    return _put(desk, actor, bulletin_id, _whole(take, language_id, who), made)


def whole(desk: Desk, actor: Actor, upload: Path) -> Recording:
    """
    Make a recording in Vietnamese of an uploaded sound as it is, of the person's own voice; the caller keeps the row.

    Raises:
        Refused: No sound, too large, too long, silent.
        Unavailable: ffmpeg is missing, or the disk is full.
    """
    take, made = _bring_in(desk, upload)
    return _measured(desk, actor, _whole(take, VIETNAMESE, actor.name), made)


def _bring_in(desk: Desk, upload: Path) -> tuple[Segment, Segment]:
    """Take an uploaded sound in; return the take and what airs of it, both on the shelf."""
    with desk.shelf.bench() as folder:
        finest = replace(desk.sound, kbps=_TAKE_KBPS, horn_filter=False)
        take = accept_upload(upload, folder / "take.mp3", finest, limits(desk))
        made = make_segment([AudioPart(take.path)], folder / "cut.mp3", desk.sound)
        for one in (take, made):
            desk.shelf.take(one.path, desk.shelf.segment(one.sha256))
    return take, made


def cut(
    desk: Desk, actor: Actor, bulletin_id: int, recording_id: int, start: Millis, stop: Millis
) -> Version:
    """
    Cut a recording's take at both ends anew; the result takes the recording's place.

    Raises:
        Refused: Nothing but silence lies between, or the bulletin is not being written on now.
        NotFound: The bulletin has no such recording any more, or its take is gone.
    """
    actor.require(Role.WRITER)
    with desk.store.reading() as session:
        row = find(session, actor.commune_id, bulletin_id)
        _require_open(row)
        old = _recording(session, row, recording_id)
        same = versions.of_recording(old, versions.names(session, row.commune_id))
    stop = Millis(min(stop, old.take_ms))
    if (max(0, start), stop) == (old.start_ms, old.stop_ms):
        return same
    with desk.shelf.bench() as folder:
        made = trim(_take_of(desk, old), start, stop, folder / "cut.mp3", desk.sound)
        desk.shelf.take(made.path, desk.shelf.segment(made.sha256))
    again = Recording(
        language_id=old.language_id,
        speaker=old.speaker,
        take_sha256=old.take_sha256,
        take_ms=old.take_ms,
        start_ms=max(0, start),
        stop_ms=stop,
    )
    return _put(desk, actor, bulletin_id, again, made)


def remove(desk: Desk, actor: Actor, bulletin_id: int, recording_id: int) -> Version:
    """Take a recording off a bulletin that is being written on; return what it was."""
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        old = _recording(session, row, recording_id)
        act(session, desk, actor, row, row.version, Action.SAVE)
        row.recording_ids = [one for one in row.recording_ids if one != recording_id]
        gone = versions.of_recording(old, versions.names(session, row.commune_id))
        _note(session, desk, actor, row, "unrecord", gone)
        return gone


def take(desk: Desk, actor: Actor, bulletin_id: int, recording_id: int) -> Take:
    """Return a recording of a bulletin's working copy with its take. Raises `NotFound`."""
    with desk.store.reading() as session:
        row = find(session, actor.commune_id, bulletin_id)
        one = _recording(session, row, recording_id)
        return Take(
            version=versions.of_recording(one, versions.names(session, row.commune_id)),
            take=Sha256(one.take_sha256),
            take_ms=Millis(one.take_ms),
            start_ms=Millis(one.start_ms),
            stop_ms=Millis(one.stop_ms),
        )


def drawn(desk: Desk, actor: Actor, bulletin_id: int, recording_id: int) -> list[int]:
    """Return the outline of a recording's take, 0 to 100 in equal stretches."""
    with desk.store.reading() as session:
        old = _recording(session, find(session, actor.commune_id, bulletin_id), recording_id)
    return outline(_take_of(desk, old), Millis(old.take_ms), OUTLINE_POINTS)


def _put(desk: Desk, actor: Actor, bulletin_id: int, recording: Recording, made: Segment) -> Version:
    """Write a recording and have the working copy name it in the place of one in its language."""
    _measured(desk, actor, recording, made)
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        act(session, desk, actor, row, row.version, Action.SAVE)
        session.add(recording)
        session.flush()
        others = versions.recordings(session, row.recording_ids).values()
        kept = [one.id for one in others if one.language_id != recording.language_id]
        row.recording_ids = sorted([*kept, recording.id])
        put = versions.of_recording(recording, versions.names(session, row.commune_id))
        _note(session, desk, actor, row, "record", put)
        return put


def _whole(take: Segment, language_id: int, speaker: str) -> Recording:
    """Begin the row of a recording that is all of its take."""
    return Recording(
        language_id=language_id or None,
        speaker=speaker,
        take_sha256=take.sha256,
        take_ms=take.duration_ms,
        start_ms=0,
        stop_ms=take.duration_ms,
    )


def _measured(desk: Desk, actor: Actor, recording: Recording, made: Segment) -> Recording:
    """Say in a recording's row whose it is and what sounds."""
    recording.commune_id, recording.added_by_id = actor.commune_id, actor.person_id
    recording.added_at = desk.clock.now()
    recording.sha256, recording.duration_ms = str(made.sha256), int(made.duration_ms)
    recording.loudness_lufs, recording.true_peak_dbtp = float(made.loudness), float(made.true_peak)
    return recording


def _recording(session: Session, row: Bulletin, recording_id: int) -> Recording:
    found = session.get(Recording, recording_id) if recording_id in row.recording_ids else None
    if found is None:
        raise NotFound("Bản thu này không còn trong bản tin. Hãy mở lại trang Bản thu.")
    return found


def _take_of(desk: Desk, recording: Recording) -> Path:
    path = desk.shelf.segment(recording.take_sha256)
    if not path.exists():
        raise NotFound("Bản thu gốc đã được dọn nên không cắt lại được. Hãy thu hoặc tải lên lại.")
    return path


def _require_open(row: Bulletin) -> None:
    if State(row.state) not in (State.DRAFT, State.RETURNED):
        raise Refused(
            "Bản tin không ở trạng thái đang soạn nên chưa thêm, cắt hay bỏ bản thu được. "
            "Hãy lấy về hoặc mở ra để sửa trước."
        )


def _require_language(session: Session, actor: Actor, language_id: int) -> None:
    if not languages.in_use(session, actor.commune_id, language_id):
        raise Refused("Tiếng này không còn trong danh sách của xã. Hãy chọn lại tiếng của bản thu.")


def _note(session: Session, desk: Desk, actor: Actor, row: Bulletin, verb: str, version: Version) -> None:
    note(
        session,
        row.commune_id,
        actor.login,
        desk.clock.now(),
        verb,
        f"bulletin {row.id}",
        language=version.language,
        speaker=version.voice,
        sha256=str(version.sha256),
    )
