"""
What a speech service on the web is asked and what it answers, as a TOML file says it.

Those of FPT.AI and Viettel AI are shipped in `data/`; a commune describes another one in
`audio/voices/http.toml`. In what is sent, {text} {voice} {speed} {key} stand for what they say.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from broadcaster.errors import Unavailable
from broadcaster.speech.facts import Means, Voice

_SHIPPED = Path(__file__).parent / "data"
_KINDS = ("body", "link", "base64")


@dataclass(frozen=True, slots=True)
class Speed:
    """How a service counts speed."""

    normal: float = 1.0
    """The number for its own speed."""
    per_double: float = 1.0
    """What is added to it for twice the speed."""
    step: float = 0.1
    """What the number is a multiple of."""
    least: float = 1.0
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class Description:
    """A service on the web."""

    address: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    """The body as plain text;"""
    json: Mapping[str, Any] | None = None
    """or as JSON;"""
    form: Mapping[str, str] | None = None
    """or as a form. At most one of the three."""
    sound: str = "body"
    """Where the sound is in the reply: it is the body, or in `field` as a link to it or in base64."""
    field: str = ""
    """A name in the reply's JSON; `a.b` is b inside a."""
    error_field: str = ""
    """A number in the reply's JSON that says whether all is well;"""
    fine: int = 0
    """when it is this."""
    link_hosts: tuple[str, ...] = ()
    """Where a link may lead: `host`, or `*.host` with all below it. The key is never sent there."""
    not_yet: tuple[int, ...] = (404,)
    """What a link answers while the sound is still being made."""
    speed: Speed = Speed()
    voices: tuple[Voice, ...] = ()
    licence: str = ""
    shortest: int = 1
    """Characters a text must have; a shorter one is filled up with full stops."""
    whole_s: float = 240.0
    """For all requests of a text together."""

    @property
    def needs_key(self) -> bool:
        """Whether a key is sent."""
        return any("{key}" in one for one in _strings([self.headers, self.json, self.form, self.text]))


def read(name: str, means: Means) -> Description:
    """
    Read the description of an engine.

    Raises:
        Unavailable: There is none, or it is not written as it must be (permanent).
    """
    file = _SHIPPED / f"{name}.toml"
    if not file.exists():
        file = (means.voices or _SHIPPED) / "http.toml"
    if not file.exists():
        raise Unavailable(
            "Xã chưa có tệp mô tả dịch vụ đọc audio/voices/http.toml. Mẫu: broadcaster/speech/data/viettel.toml.",
            permanent=True,
        )
    try:
        return described(tomllib.loads(file.read_text(encoding="utf-8")))
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        OSError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise Unavailable(
            f"Tệp mô tả dịch vụ đọc {file.name} viết sai ({error}). Hãy sửa lại tệp.", permanent=True
        ) from error


def described(told: Mapping[str, Any]) -> Description:
    """
    Make a description of what a TOML file says.

    Raises:
        LookupError: Something needed is missing.
        TypeError: Something is unknown or of the wrong kind.
        ValueError: Something is not allowed; the message says what.
    """
    reply = dict(told.get("reply", {}))
    for name in ("link_hosts", "not_yet"):
        if name in reply:
            reply[name] = tuple(reply[name])
    made = Description(
        **told["request"],
        **reply,
        speed=Speed(**told.get("speed", {})),
        voices=tuple(Voice(code, label) for code, label in told["voices"].items()),
        **{name: told[name] for name in ("licence", "shortest", "whole_s") if name in told},
    )
    _allow(made)
    return made


def _allow(made: Description) -> None:
    """Raise `ValueError` at what would send the key or the text where it must not go, or could not work."""
    address = urlsplit(made.address)
    if address.scheme != "https" or not address.hostname or address.username:
        raise ValueError("address phải là một địa chỉ https://")
    if "{" in made.address:
        raise ValueError("address không được có {…}: địa chỉ hay bị ghi lại, khóa và chữ thì không được")
    if any("{text}" in value for value in made.headers.values()):
        raise ValueError("{text} không được nằm trong headers")
    if sum(body is not None for body in (made.text, made.json, made.form)) != 1:
        raise ValueError("request cần đúng một trong ba: text, json hoặc form")
    if made.sound not in _KINDS or (made.sound != "body" and not made.field):
        raise ValueError(f"reply.sound phải là một trong {', '.join(_KINDS)}; hai loại sau cần field")
    if made.sound == "link" and not made.link_hosts:
        raise ValueError("reply.link_hosts phải kể những máy chủ mà liên kết được dẫn tới")
    if not made.voices or made.speed.per_double == 0 or made.speed.step <= 0:
        raise ValueError("cần ít nhất một giọng trong voices; speed.per_double và speed.step phải khác 0")


def _strings(value: Any) -> list[str]:
    """Gather every text in what is sent."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return []
