"""The cookie of a session: signed, and of no age, because the session's end stands in the database."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer


class _Signer(TimestampSigner):
    """Does not ask how old a cookie is: by a clock that was set back it is not made yet, and that is no forgery."""

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: Any = False) -> Any:  # noqa: ARG002 # the signature is itsdangerous's
        """Check the signature only."""
        return super().unsign(signed_value, None, return_timestamp)


class Cookie(SecureCookieSessionInterface):
    """Flask's own cookie with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads it; none where there is no key."""
        found = super().get_signing_serializer(app)
        if found is not None:
            found.signer = _Signer
        return found
