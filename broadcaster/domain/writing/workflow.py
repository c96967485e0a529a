"""
The way of a bulletin from draft to air, as one table: (state, action) -> (state, who may).

Services act by it, pages show buttons by it, tests read it; nobody else decides by a state.

    nháp -> chờ duyệt -> đã duyệt | trả lại;  đã duyệt -> hết hạn | đã rút
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from broadcaster.errors import NotAllowed, Refused


class Role(StrEnum):
    """What a person may do in a commune; one person may have several."""

    WRITER = "soan"
    APPROVER = "duyet"
    OPERATOR = "truc"
    ADMIN = "quan_tri"


ROLE_LABELS = {
    Role.WRITER: "Soạn bản tin",
    Role.APPROVER: "Duyệt bản tin",
    Role.OPERATOR: "Trực loa, xác nhận đã phát",
    Role.ADMIN: "Quản trị",
}


class State(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "nhap"
    WAITING = "cho_duyet"
    APPROVED = "da_duyet"
    RETURNED = "tra_lai"
    EXPIRED = "het_han"
    WITHDRAWN = "da_rut"


STATE_LABELS = {
    State.DRAFT: "nháp",
    State.WAITING: "chờ duyệt",
    State.APPROVED: "đã duyệt",
    State.RETURNED: "trả lại",
    State.EXPIRED: "hết hạn",
    State.WITHDRAWN: "đã rút",
}


class Action(StrEnum):
    """What can be done with a bulletin; the values are the verbs of the audit trail."""

    SAVE = "save"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


ACTION_LABELS = {
    Action.SAVE: "Lưu nháp",
    Action.SUBMIT: "Trình duyệt",
    Action.RECALL: "Lấy về sửa",
    Action.APPROVE: "Duyệt",
    Action.RETURN: "Trả lại",
    Action.REOPEN: "Mở ra để sửa",
    Action.WITHDRAW: "Rút lại",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Where an action leads, who may do it, and whether its own writer may."""

    to: State
    who: frozenset[Role]
    own: bool = True
    """Whether the writer of the bulletin may; where not, a commune may still allow it by its setting."""


_WRITER, _APPROVER = frozenset({Role.WRITER}), frozenset({Role.APPROVER})

STEPS: dict[tuple[State, Action], Step] = {
    (State.DRAFT, Action.SAVE): Step(State.DRAFT, _WRITER),
    (State.DRAFT, Action.SUBMIT): Step(State.WAITING, _WRITER),
    (State.WAITING, Action.RECALL): Step(State.DRAFT, _WRITER),
    (State.WAITING, Action.APPROVE): Step(State.APPROVED, _APPROVER, own=False),
    (State.WAITING, Action.RETURN): Step(State.RETURNED, _APPROVER),
    (State.RETURNED, Action.SAVE): Step(State.RETURNED, _WRITER),
    (State.RETURNED, Action.SUBMIT): Step(State.WAITING, _WRITER),
    (State.RETURNED, Action.REOPEN): Step(State.DRAFT, _WRITER),
    (State.APPROVED, Action.REOPEN): Step(State.DRAFT, _WRITER),
    (State.APPROVED, Action.WITHDRAW): Step(State.WITHDRAWN, _WRITER | _APPROVER),
    (State.EXPIRED, Action.REOPEN): Step(State.DRAFT, _WRITER),
    (State.WITHDRAWN, Action.REOPEN): Step(State.DRAFT, _WRITER),
}
"""The whole workflow. Expiry is nobody's action: the program does it when the last day has passed."""

_WAY_ON = {
    State.DRAFT: "Hãy soạn xong rồi bấm “Trình duyệt”.",
    State.WAITING: "Người soạn bấm “Lấy về sửa” nếu muốn sửa; lãnh đạo bấm “Duyệt” hoặc “Trả lại”.",
    State.APPROVED: "Muốn sửa, hãy bấm “Mở ra để sửa”: lần duyệt này hết hiệu lực và bản tin phải trình lại.",
    State.RETURNED: "Hãy sửa theo lý do trả lại rồi bấm “Trình duyệt”.",
    State.EXPIRED: "Muốn phát tiếp, hãy bấm “Mở ra để sửa”, chọn ngày mới rồi trình duyệt lại.",
    State.WITHDRAWN: "Muốn dùng lại, hãy bấm “Mở ra để sửa” rồi trình duyệt lại.",
}


def move(
    state: State, action: Action, roles: AbstractSet[Role], *, is_author: bool, self_approval: bool
) -> State:
    """
    Say where an action leads.

    Args:
        state: Where the bulletin stands.
        action: What is to be done.
        roles: What the person may do.
        is_author: Whether the person wrote the bulletin.
        self_approval: Whether the commune lets a writer approve their own bulletin.

    Raises:
        NotAllowed: It is not this person's to do; the sentence says whose it is.
        Refused: A bulletin in this state has no such action; the sentence says what to do instead.
    """
    if not roles & _who_ever(action):
        raise NotAllowed(_not_yours(action))
    step = STEPS.get((state, action))
    if step is None:
        raise Refused(
            f"Bản tin đang ở trạng thái “{STATE_LABELS[state]}” nên không dùng được nút "
            f"“{ACTION_LABELS[action]}”. {_WAY_ON[state]}"
        )
    if not roles & step.who:
        raise NotAllowed(_not_yours(action))
    if is_author and not step.own and not self_approval:
        raise NotAllowed(
            "Bạn là người soạn bản tin này nên không tự duyệt được. Hãy nhờ lãnh đạo khác duyệt."
        )
    return step.to


def may(
    state: State, action: Action, roles: AbstractSet[Role], *, is_author: bool, self_approval: bool
) -> bool:
    """Say whether `move` would let this person do it now."""
    step = STEPS.get((state, action))
    return step is not None and bool(roles & step.who) and (step.own or self_approval or not is_author)


def actions_for(
    state: State, roles: AbstractSet[Role], *, is_author: bool, self_approval: bool
) -> tuple[Action, ...]:
    """List what this person may do now, in the order in which buttons stand."""
    return tuple(
        action
        for action in Action
        if may(state, action, roles, is_author=is_author, self_approval=self_approval)
    )


def _who_ever(action: Action) -> frozenset[Role]:
    """Return who may do an action in some state."""
    return frozenset().union(*(step.who for (_state, one), step in STEPS.items() if one is action))


def _not_yours(action: Action) -> str:
    who = " hoặc ".join(f"“{ROLE_LABELS[role]}”" for role in Role if role in _who_ever(action))
    return (
        f"Tài khoản của bạn không dùng được nút “{ACTION_LABELS[action]}”: cần quyền {who}. "
        "Hãy nhờ người có quyền đó, hoặc nhờ người quản trị cấp quyền."
    )
