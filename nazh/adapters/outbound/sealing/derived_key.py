"""Derives the key that encrypts stored secrets where none is configured."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nazh.application.shared.key_ring import DERIVED, KEY_BYTES, KeyRing

_PURPOSE: Final = b"nazh stored secrets"


def with_key_of(secret: str, ring: KeyRing | None) -> KeyRing:
    """Return the ring with an additional key, named ``token``, which is derived from a secret.

    Without another key, it seals, so that nothing must be configured; with one, it only opens
    what it sealed before. It is derived by HKDF with SHA-256 (RFC 5869), without salt.
    """
    key = HKDF(SHA256(), KEY_BYTES, salt=None, info=_PURPOSE).derive(secret.encode())
    if ring is None:
        return KeyRing(DERIVED, MappingProxyType({DERIVED: key}))
    return KeyRing(ring.current, MappingProxyType({**ring.keys, DERIVED: key}))
