"""
Settings. The only module that reads the environment.

A setting comes from the environment, else from `.broadcaster.toml` in the home folder, else from the
defaults below, which need no network and nothing but what pip installed.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.units import Dbtp, Lufs

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything a maintainer may set; units in the names.

    Each field can be given as `BROADCASTER_<NAME>` in the environment or as `name = value` in
    `.broadcaster.toml`.
    """

    home: Path = CHECKOUT
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    engines: tuple[str, ...] = ("espeak",)
    espeak_voice: str = "vi"
    rate_wpm: int = 140
    pitch: int = 60
    pitch_range: int = 60
    target_lufs: Lufs = field(default=Lufs(-16.0))
    peak_ceiling_dbtp: Dbtp = field(default=Dbtp(-1.5))
    mp3_kbps: int = 64
    horizon_days: int = 7
    lock_minutes: int = 20
    better_voice_minutes: int = 0
    confirm_grace_minutes: int = 0
    sign_in_tries: int = 10
    sign_in_pause_minutes: int = 15
    session_hours: int = 12
    upload_limit_mb: int = 50
    upload_limit_minutes: int = 60
    syllables_per_minute: int = 190
    keep_days: int = 400
    disk_budget_mb: int = 0

    @property
    def audio(self) -> Path:
        """Return the folder of voices, segments and programmes made."""
        return self.home / "audio"

    @property
    def schedules(self) -> Path:
        """Return the folder of playlists published and what came back."""
        return self.home / "schedules"

    @property
    def store_url(self) -> str:
        """Return the database's address: SQLite in the home unless another is set."""
        return self.database_url or f"sqlite:///{self.home / 'broadcaster.db'}"


def load(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """
    Gather the settings for a home folder.

    Args:
        home: The folder named on the command line; else `BROADCASTER_HOME`, else the checkout.
        environment: What to read instead of the process's environment, in tests.

    Raises:
        Refused: A setting is unknown or is not of its kind; the message names it.
    """
    given = os.environ if environment is None else environment
    place = (home or Path(given.get("BROADCASTER_HOME") or CHECKOUT)).resolve()
    values: dict[str, object] = {}
    file = place / ".broadcaster.toml"
    if file.exists():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refused(f"Tệp cài đặt {file} không đọc được ({error}). Hãy sửa lại tệp.") from error
    known = {one.name: one.default for one in fields(Settings) if one.name != "home"}
    for name in set(values) - set(known):
        raise Refused(f"Tệp {file} có cài đặt lạ: {name}. Hãy xóa hoặc sửa tên cho đúng.")
    for name in known:
        if f"BROADCASTER_{name.upper()}" in given:
            values[name] = given[f"BROADCASTER_{name.upper()}"]
    return Settings(home=place, **{name: _shaped(name, value, known[name]) for name, value in values.items()})  # type: ignore[arg-type] # each value has just been given its field's type


def _shaped(name: str, value: object, default: object) -> object:
    """Turn a value read as text or TOML into the type of the setting's default."""
    try:
        if isinstance(default, tuple):
            return tuple(value.replace(",", " ").split()) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type] # a wrong kind raises TypeError, caught below
        if isinstance(default, int | float):
            return type(default)(str(value))
        return str(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"Cài đặt {name} = {value!r} không hợp lệ. Giá trị mặc định là {default}.") from error
