"""Any sound to plain samples: whole, or not at all."""

from collections.abc import Iterator
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.sound import ffmpeg, pcm
from broadcaster.sound.ffmpeg import TRUSTED, Limits
from broadcaster.sound.house import RATE_HZ


class UndecodableAudio(Refused):
    """The file holds no sound that can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Không đọc được âm thanh trong tệp {name}. Hãy mở nghe thử tệp đó; "
            "nếu nghe được thì xuất lại thành MP3 hoặc WAV rồi tải lên."
        )


def samples(
    path: Path, rate_hz: int = RATE_HZ, form: str | None = None, limits: Limits = TRUSTED
) -> Iterator[bytes]:
    """
    Decode the first sound track of a file to 16-bit mono samples, in blocks.

    Pictures, subtitles and data are not decoded.

    Args:
        path: The file.
        rate_hz: The rate of the samples.
        form: ffmpeg's name of the format, where it is known; nothing else is tried then.
        limits: What decoding may use.

    Raises:
        UndecodableAudio: Nothing in the file can be decoded.
        Unavailable: ffmpeg is missing or ran out of time.
    """
    words = [
        *("-loglevel", "error", "-threads", "1", "-max_pixels", "4096", "-vn", "-sn", "-dn"),
        *ffmpeg.source(path, form),
        *("-map", "0:a:0", "-map_metadata", "-1", "-ac", "1", "-ar", str(rate_hz)),
        *("-threads", "1", "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"),
    ]
    nothing = True
    try:
        for block in ffmpeg.stream(words, limits):
            nothing = False
            yield block
    except ffmpeg.Failed as error:
        raise UndecodableAudio(path.name) from error
    if nothing:
        raise UndecodableAudio(path.name)


def as_wav(path: Path, out: Path, rate_hz: int = RATE_HZ) -> pcm.Pcm:
    """Decode a file into a WAV file. Raises as `samples` does."""
    with pcm.writing(out, rate_hz) as sound:
        for block in samples(path, rate_hz):
            sound.writeframesraw(block)
    return whole(out)


def whole(path: Path) -> pcm.Pcm:
    """Open a WAV file that was written here."""
    found = pcm.opened(path)
    if found is None:
        raise UndecodableAudio(path.name)
    return found
