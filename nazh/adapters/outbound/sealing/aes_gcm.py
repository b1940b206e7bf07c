"""Seals values with AES-256-GCM."""

from __future__ import annotations

import binascii
import json
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nazh.application.shared.key_ring import KeyRing
from nazh.application.shared.sealing import BrokenSeal, MissingKey

_FORMAT: Final = "1"
_NONCE_BYTES: Final = 12
_SEALED: Final = re.compile(r"1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class AesGcmSealer:
    """Seals with the current key of a ring; satisfies ``Sealer``.

    A sealed value is ``1.<key id>.<nonce and ciphertext, in base64>``. The format, the key id and
    the place are authenticated with it. Nonces are random: one key may seal 2**32 values.
    """

    ring: KeyRing

    def seal(self, secret: bytes, *place: str) -> str:
        """Return the sealed value, in ASCII and different each time."""
        key_id = self.ring.current
        nonce = os.urandom(_NONCE_BYTES)
        ciphertext = AESGCM(self.ring.keys[key_id]).encrypt(
            nonce, secret, _associated(key_id, place)
        )
        encoded = urlsafe_b64encode(nonce + ciphertext).rstrip(b"=").decode()
        return f"{_FORMAT}.{key_id}.{encoded}"

    def open(self, sealed: str, *place: str) -> bytes:
        """Return the secret. Raises MissingKey or BrokenSeal."""
        key_id, nonce, ciphertext = _parts_of(sealed)
        key = self.ring.keys.get(key_id)
        if key is None:
            raise MissingKey(key_id)
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, _associated(key_id, place))
        except InvalidTag:
            raise BrokenSeal from None

    def is_current(self, sealed: str) -> bool:
        """Return whether the value is sealed with the current key. Raises BrokenSeal."""
        return _parts_of(sealed)[0] == self.ring.current


def _parts_of(sealed: str) -> tuple[str, bytes, bytes]:
    """Return the key id, the nonce and the ciphertext. Raises BrokenSeal."""
    match = _SEALED.fullmatch(sealed)
    if match is None:
        raise BrokenSeal
    key_id, encoded = match.groups()
    try:
        raw = urlsafe_b64decode(encoded + "==")  # excess padding is ignored
    except binascii.Error:
        raise BrokenSeal from None
    # The last character of base64 can have unused bits; only one encoding is accepted.
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != encoded:
        raise BrokenSeal
    if len(raw) < _NONCE_BYTES + 16:
        raise BrokenSeal
    return key_id, raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]


def _associated(key_id: str, place: tuple[str, ...]) -> bytes:
    """Return the authenticated bytes; JSON keeps ``("a", "bc")`` and ``("ab", "c")`` apart."""
    return json.dumps([_FORMAT, key_id, *place]).encode()
