"""
The home's one secret and what is derived from it.

One file of 32 bytes makes the cookie key, the villages' secret links, the communes' signing keys and the key
that seals what services of voices ask for, so that a backup has one secret to keep and the database none.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Secrets derived from the home's master key by HMAC-SHA-256 over a label."""

    master: bytes

    def cookie(self) -> bytes:
        """Return the key that signs cookies and form tokens."""
        return self._derive("cookie")

    def signing_seed(self, commune_code: str) -> bytes:
        """Return the Ed25519 seed of a commune's published heads."""
        return self._derive(f"sign:{commune_code}")

    def village_secret(self, village_id: int, link_version: int) -> str:
        """
        Return the secret part of a village's link: 26 letters and digits, 130 bits.

        Raising the village's `link_version` voids every link handed out before.
        """
        raw = self._derive(f"village:{village_id}:{link_version}")
        return base64.b32encode(raw).decode("ascii").lower()[:26]

    def sample_password(self, login: str) -> str:
        """Return the first password of a person of the sample commune: eight digits in two groups."""
        number = int.from_bytes(self._derive(f"sample:{login}")[:8], "big") % 10**8
        return f"{number // 10**4:04d}-{number % 10**4:04d}"

    def seal(self, label: str, secret: str) -> str:
        """Encrypt a secret for the database (AES-256-GCM); it opens only under the same label."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._derive("seal")).encrypt(nonce, secret.encode(), label.encode())
        return base64.b64encode(nonce + sealed).decode("ascii")

    def unseal(self, label: str, sealed: str) -> str:
        """Return what was sealed; empty when it was sealed by another home's key or for another label."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            opened = AESGCM(self._derive("seal")).decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], label.encode()
            )
        except (InvalidTag, ValueError):
            return ""
        return opened.decode()

    def _derive(self, label: str) -> bytes:
        return hmac.new(self.master, label.encode(), hashlib.sha256).digest()
