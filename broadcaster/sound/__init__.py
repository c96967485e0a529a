"""
Sound: from what a voice or a person gave to the MP3 that a village plays.

    any file -decode-> samples -join-> one WAV -level-> segment (house form, one loudness)
    segments, pauses, jingles -splice-> programme; tones -> the jingles that ship
    segment -rendition-> the same at another bit rate or shaped for horns

`ffmpeg` is the only module that runs ffmpeg, `edit` the only one that uses pydub.
"""

from broadcaster.sound.decode import UndecodableAudio
from broadcaster.sound.examine import Examined, examine
from broadcaster.sound.house import HouseFacts, NotHouseForm, inspect, inspect_file, silence
from broadcaster.sound.level import StubbornAudio
from broadcaster.sound.loudness import Loudness, UnmeasurableAudio, measure
from broadcaster.sound.outline import outline
from broadcaster.sound.parts import AudioPart, Part, Pause, Segment, SoundSettings
from broadcaster.sound.rendition import make_rendition
from broadcaster.sound.segment import make_segment
from broadcaster.sound.splice import Spliced, splice
from broadcaster.sound.tags import Tag, id3v23
from broadcaster.sound.trim import trim
from broadcaster.sound.upload import UploadLimits, accept_upload

__all__ = [
    "AudioPart",
    "Examined",
    "HouseFacts",
    "Loudness",
    "NotHouseForm",
    "Part",
    "Pause",
    "Segment",
    "SoundSettings",
    "Spliced",
    "StubbornAudio",
    "Tag",
    "UndecodableAudio",
    "UnmeasurableAudio",
    "UploadLimits",
    "accept_upload",
    "examine",
    "id3v23",
    "inspect",
    "inspect_file",
    "make_rendition",
    "make_segment",
    "measure",
    "outline",
    "silence",
    "splice",
    "trim",
]
