"""What a bulletin is: its kinds and classes, what of it is approved, and how long it takes to say."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum

from broadcaster.files import digest_of
from broadcaster.units import Millis, Sha256


class Kind(StrEnum):
    """What sort of text a bulletin is."""

    NEWS = "tin_bai"
    NOTICE = "thong_bao"
    HEADLINES = "diem_tin"
    PRAISE = "neu_guong"
    CRITICISM = "phan_anh"
    QA = "hoi_dap"
    SLOGAN = "khau_hieu"


KIND_LABELS = {
    Kind.NEWS: "Tin, bài",
    Kind.NOTICE: "Thông báo",
    Kind.HEADLINES: "Điểm tin",
    Kind.PRAISE: "Nêu gương tốt",
    Kind.CRITICISM: "Phản ánh nơi làm chưa tốt",
    Kind.QA: "Hỏi đáp thủ tục",
    Kind.SLOGAN: "Khẩu hiệu",
}


class Urgency(StrEnum):
    """The three classes of Thông tư 39/2020/TT-BTTTT."""

    NORMAL = "thong_thuong"
    PRIORITY = "uu_tien"
    URGENT = "khan_cap"


URGENCY_LABELS = {
    Urgency.NORMAL: "Thông thường",
    Urgency.PRIORITY: "Ưu tiên",
    Urgency.URGENT: "Khẩn cấp",
}


class Source(StrEnum):
    """Where a bulletin comes from."""

    OWN = "tu_soan"
    UNIT = "don_vi"
    RELAY = "tiep_song"
    SYSTEM = "he_thong_nguon"


SOURCE_LABELS = {
    Source.OWN: "Đài xã tự soạn",
    Source.UNIT: "Đơn vị, đoàn thể gửi",
    Source.RELAY: "Tiếp sóng đài cấp trên",
    Source.SYSTEM: "Hệ thống thông tin nguồn",
}

FIELDS = {
    "phap_luat": "Chính sách, pháp luật",
    "kinh_te_xa_hoi": "Kinh tế, xã hội",
    "van_hoa": "Văn hóa, thể thao",
    "giao_duc_y_te": "Giáo dục, y tế",
    "an_ninh_quoc_phong": "An ninh, quốc phòng",
    "thien_tai_dich_benh": "Thiên tai, cháy nổ, dịch bệnh",
    "khac": "Lĩnh vực khác",
}
"""Lĩnh vực: every bulletin has one."""

TOPICS = {
    "cchc": "Cải cách hành chính",
    "dich_vu_cong": "Dịch vụ công trực tuyến",
    "chuyen_doi_so": "Chuyển đổi số",
    "nong_thon_moi": "Nông thôn mới",
    "giam_ngheo": "Giảm nghèo, an sinh xã hội",
    "dat_dai_moi_truong": "Đất đai, môi trường",
    "bao_hiem": "Bảo hiểm xã hội, bảo hiểm y tế",
    "phong_chong_thien_tai": "Phòng, chống thiên tai",
    "bau_cu": "Bầu cử",
    "nghia_vu_quan_su": "Nghĩa vụ quân sự",
}
"""Chuyên đề: a bulletin may have none."""


RECORDING = "recording"
"""Stands for the engine where a person spoke."""

VIETNAMESE = 0
"""The language every bulletin is written in; others have keys of the commune's own table."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a person recorded of a bulletin: in which language, whose voice, and exactly which sound."""

    language: int
    speaker: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a leader approves: what is said, in which voice, where, when and how often."""

    title: str
    text: str
    kind: Kind
    urgency: Urgency
    plan_row_id: int | None
    field: str
    topic: str
    source: Source
    village_ids: tuple[int, ...] | None
    """None means every village."""
    first_day: date
    last_day: date
    """Inclusive; `date.min` while the writer has not chosen one."""
    airings: int
    """Wished in each village."""
    read_times: int
    spoken: str
    engine: str
    voice: str
    """Of the engine, or whose voice was recorded."""
    recordings: tuple[Recorded, ...] = ()
    """One a language at most; the one in Vietnamese airs in the engine's stead."""
    repeat_gap_seconds: int = 0
    """Silence between two readings, besides the words between them."""
    airings_a_day: int = 0
    """Wished in each village on one day at most; 0 leaves it to the program."""
    session_series: tuple[int, ...] | None = None
    """For which sessions; none means any."""
    headline: str = ""
    """The short form for a Điểm tin; empty has none."""
    headline_spoken: str = ""
    replaces_id: int | None = None
    """The bulletin whose approval is void once this one is approved."""

    @property
    def recorded(self) -> bool:
        """Whether a person recorded it in Vietnamese, so that nothing is left for an engine to say."""
        return any(one.language == VIETNAMESE for one in self.recordings)


_WISHES = (
    "repeat_gap_seconds",
    "airings_a_day",
    "session_series",
    "headline",
    "headline_spoken",
    "replaces_id",
)


def digest(content: Content) -> Sha256:
    """
    Return the digest that is approved: a change of anything in the content is another digest.

    A wish that is not made is not in it, so that what was approved before there was such a wish stays approved.
    """
    values = asdict(content) | {
        "form": 1,
        "village_ids": None if content.village_ids is None else sorted(set(content.village_ids)),
        "first_day": content.first_day.isoformat(),
        "last_day": content.last_day.isoformat(),
        "recordings": [asdict(one) for one in sorted(content.recordings, key=lambda one: one.language)],
    }
    for wish in (one for one in fields(content) if one.name in _WISHES and values[one.name] == one.default):
        del values[wish.name]
    return digest_of(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def estimated_length(syllables: int, syllables_per_minute: int, read_times: int = 1) -> Millis:
    """Estimate how long a text takes to say; the pauses of its punctuation are in the rate."""
    return Millis(round(syllables * 60_000 / syllables_per_minute) * read_times)


def same_places(one: Collection[int] | None, other: Collection[int] | None) -> bool:
    """Say whether two choices of villages or sessions have any in common; none chosen means every one."""
    return one is None or other is None or not set(one).isdisjoint(other)
