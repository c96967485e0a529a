"""
One loudness: find the gain that brings a sound to the target, and encode it once.

The gain is linear; a limiter takes what would pass the ceiling, and speech whose loudness ranges widely is
compressed gently first. A limiter costs loudness, which is measured on plain samples before anything is
encoded, so that speech is commonly encoded once; what counts is measured on the MP3 and corrected for.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.sound import ffmpeg, house
from broadcaster.sound.loudness import Loudness, Rough, measure, measure_roughly
from broadcaster.sound.parts import SoundSettings

_CLOSE_LU = 0.8
_ALLOWED_LU = 0.5
_TRIALS = 6
_ENCODINGS = 4
_COST = 0.3
_STEP = 1.3
_OVERSHOOT_DB = 0.5
"""What MP3 at 64 kbit/s commonly adds to the peaks of limited speech."""
_LAME_TAKES_DB = 0.45
"""LAME makes whatever it encodes 0.95 times as strong, to be safe from clipping; it is given that much more."""

_WIDE_LU = 10.0
_DEEP_DB = 10.0
_HORN = ("highpass=f=300", "equalizer=f=2800:t=q:w=1:g=4", "lowpass=f=6500")


class StubbornAudio(Refused):
    """The sound is nothing but short peaks; it cannot have the target's loudness under the ceiling."""

    def __init__(self) -> None:
        super().__init__(
            "Đoạn âm thanh chỉ gồm những tiếng rất ngắn và chói nên không đưa được về độ to chung của đài. "
            "Hãy chọn đoạn khác, hoặc thu lại ở xa nguồn âm hơn."
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """The filters that make a sound ready: shaping first, then one gain and a limiter."""

    shaping: tuple[str, ...]
    gain_db: float
    limit_db: float

    def filters(self) -> tuple[str, ...]:
        """Write the plan for ffmpeg. The limiter works in floating point at the house's rate."""
        return (
            *self.shaping,
            f"volume={self.gain_db:.2f}dB:precision=float",
            f"alimiter=limit={10 ** (self.limit_db / 20):.5f}:attack=5:release=60:level=disabled",
        )


def finish(wav: Path, out: Path, settings: SoundSettings) -> Loudness:
    """
    Encode a WAV file in house form at the target's loudness; what is returned was measured on the MP3.

    Raises:
        UnmeasurableAudio: Silent, or shorter than 400 ms.
        StubbornAudio: Target and ceiling cannot both be kept.
        Unavailable: ffmpeg is missing, failed, or ran out of time.
        OSError: The disk is full.
    """
    plan = _aimed(wav, _planned(wav, settings), settings)
    for _ in range(_ENCODINGS):
        encode(wav, out, plan.filters(), settings.kbps)
        made = measure(out)
        above = made.true_peak - settings.peak_ceiling
        short = settings.target - made.integrated
        if above <= 0 and abs(short) <= _ALLOWED_LU - 0.1:
            return made
        plan = replace(
            plan, gain_db=plan.gain_db + _STEP * short, limit_db=plan.limit_db - max(0.0, above + 0.1)
        )
    raise StubbornAudio


def encode(wav: Path, out: Path, filters: tuple[str, ...], kbps: int) -> None:
    """
    Encode sound in house form.

    The file is written here, not by ffmpeg, which says nothing when the disk is full at the very end.

    Raises:
        Unavailable: ffmpeg is missing, failed, or ran out of time.
        OSError: The disk is full.
    """
    words = [
        *("-loglevel", "error", *ffmpeg.source(wav), "-map", "0:a:0", "-map_metadata", "-1"),
        *("-af", ",".join((*filters, f"volume={_LAME_TAKES_DB}dB:precision=float"))),
        *("-ac", "1", "-ar", str(house.RATE_HZ)),
        *("-c:a", "libmp3lame", "-b:a", f"{kbps}k", "-compression_level", "7", "-reservoir", "0"),
        *("-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", "pipe:1"),
    ]
    try:
        with out.open("wb") as file:
            file.writelines(ffmpeg.stream(words))
    except ffmpeg.Failed as error:
        raise Unavailable(
            f"Không làm được tệp MP3 ({error}). Hãy làm lại; nếu vẫn lỗi, chạy lệnh: broadcaster doctor."
        ) from error


def _planned(wav: Path, settings: SoundSettings) -> tuple[Plan, Rough]:
    """Choose the shaping by what the sound is like, and a first gain as if no limiter were needed."""
    shaping = (
        "aformat=sample_fmts=fltp",
        f"aresample={house.RATE_HZ}",
        *(_HORN if settings.horn_filter else ()),
    )
    limit = settings.peak_ceiling - _OVERSHOOT_DB
    raw = measure_roughly(wav, shaping)
    if raw.range_lu > _WIDE_LU or settings.target - raw.integrated + raw.sample_peak_db - limit > _DEEP_DB:
        shaping = (*shaping, *_gentle(raw))
        raw = measure_roughly(wav, shaping)
    return Plan(shaping, settings.target - raw.integrated, limit), raw


def _gentle(raw: Rough) -> tuple[str, ...]:
    """Compress 2.5 : 1 from 6 dB under the sound's own loudness, slowly, so that whispers and shouts meet."""
    return (
        f"volume={-20.0 - raw.integrated:.2f}dB:precision=float",
        "acompressor=threshold=-26dB:ratio=2.5:attack=15:release=250:knee=6:detection=rms",
    )


def _aimed(wav: Path, planned: tuple[Plan, Rough], settings: SoundSettings) -> Plan:
    """Correct the gain for what the limiter costs, on plain samples, before anything is encoded."""
    plan, raw = planned
    over = raw.sample_peak_db + plan.gain_db - plan.limit_db
    if over <= 0:
        return plan
    plan = replace(plan, gain_db=plan.gain_db + _COST * over)
    for _ in range(_TRIALS):
        short = settings.target - measure_roughly(wav, plan.filters()).integrated
        plan = replace(plan, gain_db=plan.gain_db + _STEP * short)
        if abs(short) <= _CLOSE_LU:
            break
    return plan
