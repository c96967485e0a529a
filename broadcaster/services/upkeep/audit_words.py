"""How the audit trail says an act: verbs and subjects in the commune's words."""

from collections.abc import Mapping

_VERBS = {
    "accept": "chấp nhận vượt",
    "add": "thêm",
    "add_templates": "thêm mẫu chương trình có sẵn cho",
    "air_now": "mở khóa để phát ngay",
    "approve": "duyệt",
    "approve_voice": "duyệt giọng mới của",
    "better_voice": "đọc lại bằng giọng tốt hơn",
    "decline_voice": "giữ giọng đã duyệt của",
    "backup": "tải bản sao lưu của",
    "begin": "bắt đầu dùng chương trình cho",
    "call_drill": "cho phát diễn tập",
    "call_out": "cho phát khẩn cấp",
    "cancel": "bỏ",
    "change": "sửa",
    "close": "đóng",
    "create": "bắt đầu soạn",
    "discard": "bỏ, không phát",
    "drop": "bỏ một buổi của",
    "expire": "cho hết hạn",
    "lexicon_add": "thêm",
    "lexicon_remove": "bỏ",
    "order": "xếp thứ tự",
    "post": "ghi liên kết đã đăng của",
    "prune": "dọn tệp cũ của",
    "put_off": "phát bù",
    "ready": "soạn",
    "recall": "lấy về sửa",
    "record": "thêm bản thu cho",
    "remake": "làm lại chương trình của",
    "remove": "xóa",
    "rename": "đổi tên",
    "renew_link": "đổi liên kết của",
    "reopen": "mở lại",
    "replace": "thay",
    "restore": "lấy lại buổi đã bỏ của",
    "return": "trả lại",
    "sample_begun": "bắt đầu tạo dữ liệu mẫu của",
    "sample_done": "tạo xong dữ liệu mẫu của",
    "set_languages": "đổi tiếng phát ở",
    "stagger": "đổi số giây phát chậm hơn của",
    "submit": "trình duyệt",
    "undo_order": "hoàn tác thứ tự",
    "unexpire": "cho dùng lại (chưa hết hạn)",
    "unpost": "gỡ liên kết ghi nhầm của",
    "unrecord": "bỏ bản thu của",
    "withdraw": "rút lại",
}
_SUBJECTS = {
    "air_limit": "giới hạn phát",
    "bulletin": "bản tin",
    "commune": "xã",
    "jingle": "nhạc",
    "language": "ngôn ngữ",
    "lexicon": "cách đọc",
    "occurrence": "buổi phát",
    "person": "tài khoản",
    "plan_row": "mục kế hoạch",
    "programme_template": "mẫu chương trình",
    "session_exception": "thay đổi lịch phát",
    "session_rule": "buổi phát trong tuần",
    "station": "cụm loa",
    "urgent_call": "tin khẩn cấp",
    "village": "thôn",
    "village_group": "nhóm thôn",
}
_WHOLE = {
    ("change_password", "person"): "đổi mật khẩu của mình",
    ("pause", "person"): "bị tạm dừng đăng nhập vì sai mật khẩu nhiều lần",
    ("sign_in", "person"): "đăng nhập",
    ("change", "commune"): "sửa cài đặt của xã",
    ("prune", "commune"): "dọn tệp cũ",
    ("change", "former_commune"): "sửa các thôn thuộc xã cũ",
    ("change", "voices"): "sửa giọng đọc của xã",
    ("add_templates", "commune"): "thêm các mẫu chương trình có sẵn",
    ("remake", "commune"): "làm lại các chương trình sắp tới",
}
_ROLES = {
    "opening": "nhạc hiệu mở đầu",
    "separator": "nhạc cắt giữa các tin",
    "closing": "nhạc hiệu kết thúc",
    "attention": "âm báo tin khẩn",
}
_LONGEST_NAME = 80


def said(verb: str, subject: str, detail: Mapping[str, object], name: str = "") -> str:
    """
    Say one act: `duyệt bản tin “Lịch tiếp dân tháng 6”`.

    Args:
        verb: As it was noted.
        subject: Kind and key, as noted: `bulletin 12`.
        detail: What was noted beside it.
        name: What the subject is called now; empty where that is not known.
    """
    kind, _, key = subject.partition(" ")
    if (verb, kind) in _WHOLE:
        return _WHOLE[verb, kind]
    if verb == "reset_password":
        return f"đặt lại mật khẩu của {name or detail.get('login', key)}"
    if verb == "rename":
        return f"đổi tên {detail.get('old', name)} thành {detail.get('new', '')}"
    if kind == "jingle":
        return _jingle(verb, _ROLES.get(key, "nhạc"), detail)
    if kind in ("commune", "village") and (name or kind == "commune"):
        return f"{_VERBS.get(verb, verb)} {name or 'xã'}"
    return f"{_VERBS.get(verb, verb)} {_SUBJECTS.get(kind, kind)}{_name(detail, name, key)}"


def _jingle(verb: str, role: str, detail: Mapping[str, object]) -> str:
    village = detail.get("village", "")
    if verb == "use_communes":
        return f"cho {village} dùng lại {role} của xã"
    return f"thay {role}{f' của {village}' if village else ''} bằng “{detail.get('title', '')}”"


def _name(detail: Mapping[str, object], name: str, key: str) -> str:
    """Say what the subject is called, by what is known: now, or when it was noted; else its number."""
    known = name or next(
        (str(detail[one]) for one in ("title", "name", "written", "content") if detail.get(one)), ""
    )
    if not known:
        return f" số {key}"
    short = known if len(known) <= _LONGEST_NAME else f"{known[:_LONGEST_NAME].rstrip()}…"
    return f" “{short}”"
