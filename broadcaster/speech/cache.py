"""The name of a piece of speech: equal text in an equal voice is made once."""

import json
from dataclasses import asdict

from broadcaster.files import digest_of
from broadcaster.speech.engine import Manner
from broadcaster.units import Sha256

_FORM = 1
"""Raised when cutting or pauses change, so that all is spoken anew."""


def cache_key(spoken: str, engine: str, version: str, manner: Manner) -> Sha256:
    """Name the speech that a text makes with an engine of this version in this manner."""
    named = {
        "form": _FORM,
        "spoken": spoken,
        "engine": engine,
        "version": version,
        "manner": asdict(manner),
    }
    return digest_of(json.dumps(named, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
