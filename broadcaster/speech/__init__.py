"""
Voices: spoken text in, checked sound out, the whole text by one engine.

    spoken text -cut-> phrases -chain-> the first engine whose every part passes `check`

`engine` says what an engine is, `registry` names and describes them all, `chain` asks them in order. Engines are loaded
when first asked for; nothing heavy is imported here.
"""

from broadcaster.speech.cache import cache_key
from broadcaster.speech.chain import Chain, Fallback, Spoken
from broadcaster.speech.cut import Phrase, cut
from broadcaster.speech.engine import Engine, Manner, Readiness, Resting
from broadcaster.speech.facts import EngineFacts, Means, Voice

__all__ = [
    "Chain",
    "Engine",
    "EngineFacts",
    "Fallback",
    "Manner",
    "Means",
    "Phrase",
    "Readiness",
    "Resting",
    "Spoken",
    "Voice",
    "cache_key",
    "cut",
]
