"""
Voices: spoken text in, checked sound out, the whole text by one engine.

    spoken text -cut-> phrases -chain-> the first engine whose every part passes `check`

`engine` says what an engine is, `registry` names and describes them all, `voices` keeps them, `chain` asks
them in order. Engines are loaded when first asked for; nothing heavy is imported here.
"""

from broadcaster.speech.cache import Recipe, cache_key
from broadcaster.speech.chain import Chain, Fallback, NoVoice, Spoken
from broadcaster.speech.cut import HOUSE_PAUSES, Pauses, Phrase, cut
from broadcaster.speech.dialogue import has_answers
from broadcaster.speech.engine import Engine, Manner, Readiness, Resting
from broadcaster.speech.facts import EngineFacts, Means, Voice
from broadcaster.speech.voices import Voices

__all__ = [
    "HOUSE_PAUSES",
    "Chain",
    "Engine",
    "EngineFacts",
    "Fallback",
    "Manner",
    "Means",
    "NoVoice",
    "Pauses",
    "Phrase",
    "Readiness",
    "Recipe",
    "Resting",
    "Spoken",
    "Voice",
    "Voices",
    "cache_key",
    "cut",
    "has_answers",
]
