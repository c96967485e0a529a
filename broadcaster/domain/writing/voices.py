"""What the voices are called, on pages and on paper alike."""

_NAMES = {
    "espeak": "máy đọc eSpeak NG",
    "gtts": "máy đọc Google",
    "edge": "máy đọc Edge",
    "piper": "máy đọc Piper",
    "fpt": "máy đọc FPT.AI",
    "viettel": "máy đọc Viettel AI",
    "http": "máy đọc theo tệp mô tả của xã",
    "silent": "tiếng thử",
    "recording": "bản thu",
}


def label(name: str) -> str:
    """Say the name of a voice: `máy đọc eSpeak NG`; one that is no longer in the table stands as it is."""
    return _NAMES.get(name, f"máy đọc {name}")
