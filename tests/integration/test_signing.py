"""Signing in: ten wrong passwords, accounts that are closed, and sessions that end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from broadcaster.clock import FixedClock
from broadcaster.errors import Refused
from broadcaster.services.commune import passwords, people, signing
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import Person, SignIn

PASSWORD = "mat-khau-thu-nghiem"
WRONG = "mat-khau-sai"


def refusal(desk: Desk, login: str, password: str) -> str:
    with pytest.raises(Refused) as failure:
        signing.sign_in(desk, login, password)
    return str(failure.value)


def test_a_session_opens_with_the_right_password_in_any_letter_case_of_the_login(
    desk: Desk, writer: Actor, clock: FixedClock
) -> None:
    opened = signing.sign_in(desk, " SOAN ", PASSWORD)
    assert opened.actor == writer
    assert opened.expires_at == clock.at + timedelta(hours=12)
    assert signing.by_secret(desk, opened.secret) == writer


def test_only_the_digest_of_a_secret_is_kept(desk: Desk, writer: Actor) -> None:
    secret = signing.sign_in(desk, writer.login, PASSWORD).secret
    with desk.store.reading() as session:
        kept = session.scalars(select(SignIn.secret_digest)).one()
    assert kept == signing.digest(secret) != secret
    assert signing.by_secret(desk, kept) is None
    assert secret not in repr(signing.sign_in(desk, writer.login, PASSWORD))


def test_the_tenth_wrong_password_begins_a_pause_that_says_until_when(
    desk: Desk, writer: Actor, clock: FixedClock
) -> None:
    for _ in range(9):
        assert "chưa đúng" in refusal(desk, writer.login, WRONG)
    assert "08:15 ngày 15/06/2026" in refusal(desk, writer.login, WRONG)
    assert "08:15" in refusal(desk, writer.login, PASSWORD)  # the right one does not help either
    clock.at += timedelta(minutes=15)
    assert signing.sign_in(desk, writer.login, PASSWORD).actor == writer


def test_a_wrong_password_after_the_pause_is_the_first_of_ten_again(
    desk: Desk, writer: Actor, clock: FixedClock
) -> None:
    for _ in range(10):
        refusal(desk, writer.login, WRONG)
    clock.at += timedelta(minutes=16)
    assert "chưa đúng" in refusal(desk, writer.login, WRONG)
    assert signing.sign_in(desk, writer.login, PASSWORD).actor == writer


def test_a_right_password_clears_the_count(desk: Desk, writer: Actor) -> None:
    for _ in range(3):
        for _ in range(9):
            refusal(desk, writer.login, WRONG)
        signing.sign_in(desk, writer.login, PASSWORD)


def test_wrong_passwords_at_once_are_all_counted(desk: Desk, writer: Actor) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: refusal(desk, writer.login, WRONG), range(7)))
    with desk.store.reading() as session:
        assert session.get_one(Person, writer.person_id).failed_tries == 7


def test_an_unknown_login_is_answered_like_a_wrong_password_and_hashed_like_one(
    desk: Desk, writer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def matches(kept: str | None, password: str) -> bool:
        asked.append(kept)
        return passwords.matches(kept, password)

    monkeypatch.setattr(signing, "matches", matches)
    assert refusal(desk, "khongco", PASSWORD) == refusal(desk, writer.login, WRONG)
    assert asked[0] is None
    assert asked[1]


def test_a_closed_account_ends_at_once(desk: Desk, admin: Actor, writer: Actor) -> None:
    secret = signing.sign_in(desk, writer.login, PASSWORD).secret
    closed = people.close_person(desk, admin, writer.person_id, 1)
    assert signing.by_secret(desk, secret) is None
    people.reopen_person(desk, admin, writer.person_id, closed.version)
    assert signing.by_secret(desk, secret) is None  # what was ended stays ended


def test_a_session_of_a_closed_account_opens_nothing_even_where_it_was_not_ended(
    desk: Desk, writer: Actor
) -> None:
    secret = signing.sign_in(desk, writer.login, PASSWORD).secret
    with desk.store.writing() as session:
        session.get_one(Person, writer.person_id).closed_at = desk.clock.now()
    assert signing.by_secret(desk, secret) is None


def test_a_password_that_was_replaced_while_it_was_checked_opens_nothing(
    desk: Desk, admin: Actor, writer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(kept: str | None, password: str) -> bool:
        people.reset_password(desk, admin, writer.person_id, 1, "mat-khau-cap-lai")
        return passwords.matches(kept, password)

    monkeypatch.setattr(signing, "matches", slowly)
    assert "chưa đúng" in refusal(desk, writer.login, PASSWORD)


def test_a_closed_account_is_told_so_only_with_its_password(desk: Desk, admin: Actor, writer: Actor) -> None:
    people.close_person(desk, admin, writer.person_id, 1)
    assert "đã đóng" in refusal(desk, writer.login, PASSWORD)
    assert "đã đóng" not in refusal(desk, writer.login, WRONG)


def test_a_session_runs_out(desk: Desk, writer: Actor, clock: FixedClock) -> None:
    opened = signing.sign_in(desk, writer.login, PASSWORD)
    clock.at += timedelta(hours=12) - timedelta(seconds=1)
    assert signing.by_secret(desk, opened.secret) == writer
    clock.at += timedelta(seconds=1)
    assert signing.by_secret(desk, opened.secret) is None
    assert signing.prune(desk) == 1
    assert signing.prune(desk) == 0


def test_signing_out_ends_this_session_only(desk: Desk, writer: Actor) -> None:
    office, phone = (signing.sign_in(desk, writer.login, PASSWORD).secret for _ in range(2))
    signing.sign_out(desk, office)
    signing.sign_out(desk, office)
    assert signing.by_secret(desk, office) is None
    assert signing.by_secret(desk, phone) == writer


def test_a_changed_password_ends_the_other_sessions(desk: Desk, writer: Actor) -> None:
    here, elsewhere = (signing.sign_in(desk, writer.login, PASSWORD).secret for _ in range(2))
    signing.change_own_password(desk, writer, PASSWORD, "mat-khau-moi-hon", keep=here)
    assert signing.by_secret(desk, here) == writer
    assert signing.by_secret(desk, elsewhere) is None
    assert "chưa đúng" in refusal(desk, writer.login, PASSWORD)
    signing.sign_in(desk, writer.login, "mat-khau-moi-hon")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (WRONG, "mat-khau-moi-hon", "Mật khẩu đang dùng chưa đúng"),
        (PASSWORD, "ngan", "4 ký tự"),
        (PASSWORD, PASSWORD, "trùng"),
    ],
)
def test_a_password_is_not_changed_for_a_wrong_short_or_equal_one(
    desk: Desk, writer: Actor, old: str, new: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        signing.change_own_password(desk, writer, old, new)
    assert signing.sign_in(desk, writer.login, PASSWORD).actor == writer


def test_a_stolen_session_cannot_try_passwords_without_end(desk: Desk, writer: Actor) -> None:
    for _ in range(10):
        with pytest.raises(Refused):
            signing.change_own_password(desk, writer, WRONG, "mat-khau-moi-hon")
    with pytest.raises(Refused, match="08:15"):
        signing.change_own_password(desk, writer, PASSWORD, "mat-khau-moi-hon")


def test_a_new_password_by_the_administrator_lifts_the_pause_and_ends_sessions(
    desk: Desk, admin: Actor, writer: Actor
) -> None:
    secret = signing.sign_in(desk, writer.login, PASSWORD).secret
    for _ in range(10):
        refusal(desk, writer.login, WRONG)
    shown = people.view(desk, admin, writer.person_id)
    assert shown.paused_until is not None
    people.reset_password(desk, admin, writer.person_id, shown.version, "mat-khau-cap-lai")
    assert signing.by_secret(desk, secret) is None
    assert signing.sign_in(desk, writer.login, "mat-khau-cap-lai").actor == writer
