"""Whether bytes are a whole sound file, by its own structure: half a file is never taken for speech."""

import struct

_BIT_RATES = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def kind(data: bytes) -> str:
    """Return what whole sound file bytes are, as its suffix (`.mp3`, with tags or without, `.wav`); else nothing."""
    if whole_wav(data):
        return ".wav"
    return ".mp3" if whole_mp3(data[_tag(data) : len(data) - 128 * (data[-128:-125] == b"TAG")]) else ""


def whole_wav(data: bytes) -> bool:
    """Say whether bytes are a RIFF file of sound whose sizes add up to its own, nothing missing or left over."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE" or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    at, seen = 12, set()
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        seen.add(name)
        at += 8 + size + size % 2
    return at == len(data) and {b"fmt ", b"data"} <= seen


def whole_mp3(data: bytes) -> bool:
    """Say whether bytes are MPEG layer III frames end to end, nothing before, between or left over."""
    at = 0
    while at < len(data):
        size = _frame(data[at : at + 4])
        if not size:
            return False
        at += size
    return at == len(data) and at > 0


def _frame(head: bytes) -> int:
    """Return how long the frame with this head is; 0 when it is no head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or speed == 3:
        return 0
    newest = version == 3
    bits = _BIT_RATES[newest][rate - 1] * 1000
    return (144 if newest else 72) * bits // _SAMPLE_RATES[version][speed] + (head[2] >> 1 & 1)


def _tag(data: bytes) -> int:
    """Return how long the ID3v2 tag before the sound is; 0 without one."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for seven in data[6:10]:
        size = size << 7 | seven & 0x7F
    return size + 10
