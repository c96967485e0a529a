"""A request to a speech service, filled in by its description."""

import json
from collections.abc import Mapping
from typing import Any

from requests import PreparedRequest, Request

from broadcaster.speech.engine import Manner
from broadcaster.speech.http_description import Description, Speed
from broadcaster.speech.pace import factor

_WHOLE = "{speed}"


def prepare(description: Description, text: str, manner: Manner, key: str) -> PreparedRequest:
    """Fill in what is asked: the text, the voice, the speed as the service counts it, the key."""
    number = speed_number(description.speed, manner)
    filling = {
        "{text}": text.ljust(description.shortest, "."),
        "{voice}": manner.voice,
        "{speed}": f"{number:g}",
        "{key}": key,
    }
    headers = {name: _filled(value, filling, number) for name, value in description.headers.items()}
    body: bytes | Mapping[str, str] | None = None
    if description.json is not None:
        body = json.dumps(_filled(description.json, filling, number), ensure_ascii=False).encode()
        headers.setdefault("Content-Type", "application/json")
    elif description.text is not None:
        body = str(_filled(description.text, filling, number)).encode()
    elif description.form is not None:
        body = {name: str(_filled(value, filling, number)) for name, value in description.form.items()}
    texts = {name: str(value) for name, value in headers.items()}
    return Request(description.method, description.address, headers=texts, data=body).prepare()


def speed_number(speed: Speed, manner: Manner) -> float:
    """Return a manner's speed as the service counts it, within what it knows."""
    wanted = speed.normal + (factor(manner, 0.5, 2.0) - 1) * speed.per_double
    number = round(round(wanted / speed.step) * speed.step, 6)
    return min(max(number, speed.least), speed.most)


def speed_factor(speed: Speed, manner: Manner) -> float:
    """Return how many times its own speed the service will speak in a manner, about."""
    return 1 + (speed_number(speed, manner) - speed.normal) / speed.per_double


def _filled(value: Any, filling: Mapping[str, str], number: float) -> Any:
    """Put what they stand for in the places of a value; a place alone for the speed becomes a number."""
    if value == _WHOLE:
        return int(number) if number == int(number) else number
    if isinstance(value, str):
        return _at_once(value, filling)
    if isinstance(value, Mapping):
        return {name: _filled(inner, filling, number) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, filling, number) for inner in value]
    return value


def _at_once(value: str, filling: Mapping[str, str]) -> str:
    """Fill a text in one pass, so that a text which itself says {key} stays as it is."""
    out, rest = "", value
    while rest:
        places = [(rest.find(place), place) for place in filling if place in rest]
        if not places:
            return out + rest
        at, place = min(places)
        out, rest = out + rest[:at] + filling[place], rest[at + len(place) :]
    return out
