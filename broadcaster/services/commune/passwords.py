"""Passwords: how they are kept, and how one is checked so that nobody learns from the time it takes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from broadcaster.errors import Refused

SHORTEST, LONGEST = 8, 200
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id as OWASP's sheet on password storage sets it: 19 MiB, so that eight sign-ins at once fit an office PC."""


def hashed(password: str) -> str:
    """
    Return what is kept of a password. Slow on purpose: never called inside a transaction.

    Raises:
        Refused: Too short or endless.
    """
    if len(password) < SHORTEST:
        raise Refused(f"Mật khẩu có {len(password)} ký tự. Hãy đặt mật khẩu ít nhất {SHORTEST} ký tự.")
    if len(password) > LONGEST:
        raise Refused(f"Mật khẩu dài quá {LONGEST} ký tự. Hãy đặt mật khẩu ngắn hơn.")
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept; for an account that does not exist it takes as long to say no."""
    try:
        return _HASHER.verify(kept or _nobodys(), password[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("không ai có mật khẩu này")
