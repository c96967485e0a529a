"""
Ed25519 signatures over JSON documents.

A village's player refuses what is not signed by its commune, so a stick or a static server between them
needs no trust. The bytes signed are the canonical JSON of the document without its `signature`.
"""

import json
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Document = Mapping[str, object]
_SIGNATURE = re.compile(rb',"signature":"([0-9a-f]{128})"')
"""As it stands in canonical bytes: after `key`, which is always there."""


def canonical(document: Document) -> bytes:
    """Write a document as the one sequence of bytes that is signed and hashed: sorted, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(document: Document, seed: bytes) -> dict[str, object]:
    """
    Return the document with `signature` (hexadecimal) and `key` (the public key) added.

    Args:
        document: Anything JSON can say; an earlier signature in it is replaced.
        seed: The commune's 32 secret bytes.
    """
    private = Ed25519PrivateKey.from_private_bytes(seed)
    body = _body(document) | {"key": private.public_key().public_bytes_raw().hex()}
    return body | {"signature": private.sign(canonical(body)).hex()}


def verify(document: Document, public_key: str) -> bool:
    """Say whether the document stands as the holder of `public_key` (hexadecimal) signed it."""
    signature, key = document.get("signature"), document.get("key")
    if not isinstance(signature, str) or key != public_key:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        public.verify(bytes.fromhex(signature), canonical(_body(document)))
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_written(data: bytes, public_key: str) -> bool:
    """
    Say what `verify` says of a file that holds nothing but `canonical(sign(...))`, without reading it as JSON.

    Taking the signature out of canonical bytes leaves the canonical bytes that were signed. Other spellings of
    the same document, which `verify` accepts, are refused.
    """
    found = _SIGNATURE.search(data)
    if found is None or b'"key":"%b"' % public_key.encode() not in data:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        public.verify(bytes.fromhex(found[1].decode()), data[: found.start()] + data[found.end() :])
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(seed: bytes) -> str:
    """Return the public key of a seed, hexadecimal."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def _body(document: Document) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "signature"}
