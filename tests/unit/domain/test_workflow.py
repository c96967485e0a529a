"""The workflow's table, read as a table: what leads where, who may, and what the others are told."""

import re
from itertools import product

import pytest

from broadcaster.domain.writing.workflow import (
    ACTION_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
    STEPS,
    Action,
    Role,
    State,
    actions_for,
    may,
    move,
)
from broadcaster.errors import NotAllowed, Refused

EVERYBODY = frozenset(Role)
W, A, BOTH = {Role.WRITER}, {Role.APPROVER}, {Role.WRITER, Role.APPROVER}

LEADS = [
    (State.DRAFT, Action.SAVE, State.DRAFT, W),
    (State.DRAFT, Action.SUBMIT, State.WAITING, W),
    (State.WAITING, Action.RECALL, State.DRAFT, W),
    (State.WAITING, Action.APPROVE, State.APPROVED, A),
    (State.WAITING, Action.RETURN, State.RETURNED, A),
    (State.RETURNED, Action.SAVE, State.RETURNED, W),
    (State.RETURNED, Action.SUBMIT, State.WAITING, W),
    (State.RETURNED, Action.REOPEN, State.DRAFT, W),
    (State.APPROVED, Action.REOPEN, State.DRAFT, W),
    (State.APPROVED, Action.WITHDRAW, State.WITHDRAWN, BOTH),
    (State.EXPIRED, Action.REOPEN, State.DRAFT, W),
    (State.WITHDRAWN, Action.REOPEN, State.DRAFT, W),
]


@pytest.mark.parametrize(("state", "action", "to", "who"), LEADS, ids=["-".join(lead[:3]) for lead in LEADS])
def test_an_action_leads_where_the_table_says_and_only_for_whom_it_says(
    state: State, action: Action, to: State, who: set[Role]
) -> None:
    for role in Role:
        if role in who:
            assert move(state, action, {role}, is_author=False, self_approval=False) is to
        else:
            with pytest.raises(NotAllowed):
                move(state, action, {role}, is_author=False, self_approval=False)


@pytest.mark.parametrize(
    ("state", "action"),
    [pair for pair in product(State, Action) if pair not in {lead[:2] for lead in LEADS}],
    ids=str,
)
def test_everything_else_is_refused_with_the_state_and_the_way_on(state: State, action: Action) -> None:
    with pytest.raises(Refused, match=f"“{STATE_LABELS[state]}”.*“{ACTION_LABELS[action]}”.*“") as failure:
        move(state, action, EVERYBODY, is_author=False, self_approval=True)
    assert not isinstance(failure.value, NotAllowed)
    assert not may(state, action, EVERYBODY, is_author=False, self_approval=True)


def test_the_writer_approves_only_where_the_commune_lets_them() -> None:
    with pytest.raises(NotAllowed, match="lãnh đạo khác"):
        move(State.WAITING, Action.APPROVE, BOTH, is_author=True, self_approval=False)
    assert move(State.WAITING, Action.APPROVE, BOTH, is_author=True, self_approval=True) is State.APPROVED
    assert move(State.WAITING, Action.RETURN, BOTH, is_author=True, self_approval=False) is State.RETURNED


def test_somebody_without_the_right_is_told_whose_it_is() -> None:
    with pytest.raises(NotAllowed, match=ROLE_LABELS[Role.APPROVER]):
        move(State.WAITING, Action.APPROVE, W, is_author=False, self_approval=False)
    with pytest.raises(NotAllowed, match="Soạn bản tin” hoặc “Duyệt bản tin"):
        move(State.APPROVED, Action.WITHDRAW, {Role.ADMIN}, is_author=False, self_approval=False)


def test_buttons_are_exactly_what_move_lets_through() -> None:
    for state, role, is_author, relaxed in product(State, Role, (True, False), (True, False)):
        shown = actions_for(state, {role}, is_author=is_author, self_approval=relaxed)
        for action in Action:
            try:
                move(state, action, {role}, is_author=is_author, self_approval=relaxed)
            except Refused:
                assert action not in shown
            else:
                assert action in shown


def test_nothing_reaches_the_air_but_by_a_leaders_approval() -> None:
    ways = [(action, step) for (_state, action), step in STEPS.items() if step.to is State.APPROVED]
    assert [(action, step.who, step.own) for action, step in ways] == [
        (Action.APPROVE, frozenset({Role.APPROVER}), False)
    ]


def test_every_code_has_words() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(STATE_LABELS) == set(State)
    assert set(ACTION_LABELS) == set(Action)
    words = [*ROLE_LABELS.values(), *STATE_LABELS.values(), *ACTION_LABELS.values()]
    assert all(re.search(r"[^\x00-\x7f]", word) for word in words)
