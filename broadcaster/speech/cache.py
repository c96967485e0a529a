"""The name of a piece of speech: equal text in an equal voice is made once."""

import json
from dataclasses import asdict, dataclass

from broadcaster.files import digest_of
from broadcaster.speech.cut import HOUSE_PAUSES, Pauses
from broadcaster.speech.engine import Manner
from broadcaster.units import Sha256

_FORM = 2
"""Raised when cutting changes, so that all is spoken anew."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything besides the text that makes a speech sound as it does."""

    engine: str
    manner: Manner
    second: Manner | None = None
    """How the second voice of questions and answers speaks; none where one voice says all."""
    pauses: Pauses = HOUSE_PAUSES
    alone: bool = False
    """Whether no other engine may stand in: the voice itself is what is tried."""


def cache_key(spoken: str, version: str, recipe: Recipe, owner: int = 0) -> Sha256:
    """
    Name the speech that a text makes.

    Args:
        spoken: What is said.
        version: Of the engine.
        recipe: How it is said.
        owner: The commune; what another commune had made is not taken for one's own.
    """
    named = {"form": _FORM, "spoken": spoken, "version": version, "owner": owner, "recipe": asdict(recipe)}
    return digest_of(json.dumps(named, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
