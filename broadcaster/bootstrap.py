"""The only chooser: settings in, a `Desk` with everything set up out."""

import os
import secrets
from pathlib import Path

from broadcaster.clock import Clock, SystemClock
from broadcaster.config import Settings, load
from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence, only_one, write_whole
from broadcaster.services.desk import Desk
from broadcaster.services.keys import Keys
from broadcaster.services.voice import engine_keys
from broadcaster.shelf import Shelf
from broadcaster.sound import SoundSettings, examine
from broadcaster.speech import Voices
from broadcaster.store.base import Store
from broadcaster.store.migrate import migrate

_KEY_BYTES = 32


def open_desk(settings: Settings | None = None, clock: Clock | None = None) -> Desk:
    """
    Open a home: make its folders and key when missing, bring its database up to date, load its voices.

    Raises:
        Unavailable: The home cannot be written, or the database lacks the guards of its history.
    """
    chosen = settings or load()
    watch = clock or SystemClock()
    try:
        chosen.audio.mkdir(parents=True, exist_ok=True)
        chosen.schedules.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(disk_sentence(chosen.home, error)) from error
    store = Store(chosen.store_url)
    with only_one(
        chosen.home / ".broadcaster.opening"
    ):  # of processes that begin together one makes the home
        migrate(store)
        keys = Keys(_master_key(chosen.home / ".broadcaster-key"))
    voices = Voices(examine, watch, chosen.audio / "voices", engine_keys.reader(store, keys))
    for name in chosen.engines:
        voices.facts(name)  # a name that is none is told at once
    return Desk(
        settings=chosen,
        clock=watch,
        store=store,
        shelf=Shelf(chosen.audio),
        keys=keys,
        voices=voices,
        sound=SoundSettings(
            target=chosen.target_lufs, peak_ceiling=chosen.peak_ceiling_dbtp, kbps=chosen.mp3_kbps
        ),
    )


def _master_key(file: Path) -> bytes:
    """Read the home's secret, or make it; only its owner may read the file."""
    if not file.exists():
        write_whole(file, secrets.token_bytes(_KEY_BYTES), mode=0o600)
    key = file.read_bytes()
    if len(key) != _KEY_BYTES:
        raise Unavailable(
            f"Tệp khóa {file.name} bị hỏng ({len(key)} byte, cần {_KEY_BYTES}). Hãy lấy lại tệp này từ bản sao lưu.",
            permanent=True,
        )
    if os.name != "nt" and file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return key
