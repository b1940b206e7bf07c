"""Verifies that a request comes from Discord and is current.

Discord signs the time and the body of each request with the application's key (Ed25519), and
deliberately sends invalid signatures to check that they are rejected. The only module that needs
the extra ``scale``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from nazh.adapters.inbound.discord.http.requests import RejectedRequest

MAX_CLOCK_DIFFERENCE: Final = 60
"""Seconds by which a timestamp may differ from the local clock (docs/http-interactions.md)."""
_SIGNATURE_BYTES: Final = 64
_MAX_TIMESTAMP_DIGITS: Final = 12
"""Digits of a timestamp in seconds, enough for the next 30,000 years."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of a current request."""

    signed: bytes
    timestamp: str


class SignatureVerifier:
    """Verifies requests with one key; ``now`` returns the time with its zone."""

    __slots__ = ("_key", "_now")

    def __init__(self, public_key: bytes, now: Callable[[], datetime]) -> None:
        """Take a key of 32 bytes. Raises ``ValueError`` for any other length."""
        self._key = VerifyKey(public_key)
        self._now = now

    def read_head(self, signatures: Sequence[str], timestamps: Sequence[str]) -> Signature:
        """Return the signature of a request whose body is still to come.

        Takes the values of both headers. Raises RejectedRequest unless each is present exactly once
        and the timestamp is current, so that the body of any other request need not be read.
        """
        if len(signatures) != 1 or len(timestamps) != 1:
            raise RejectedRequest("unsigned")
        (timestamp,) = timestamps
        if not (
            timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MAX_TIMESTAMP_DIGITS
        ):
            raise RejectedRequest("unsigned")
        if abs(self._now().timestamp() - int(timestamp)) > MAX_CLOCK_DIFFERENCE:
            raise RejectedRequest("stale")
        try:
            signed = bytes.fromhex(signatures[0])
        except ValueError:
            raise RejectedRequest("bad_signature") from None
        if len(signed) != _SIGNATURE_BYTES:
            raise RejectedRequest("bad_signature")
        return Signature(signed, timestamp)

    def verify(self, signature: Signature, body: bytes) -> None:
        """Return if Discord signed ``body``; raises RejectedRequest."""
        try:
            self._key.verify(signature.timestamp.encode() + body, signature.signed)
        except BadSignatureError as error:
            raise RejectedRequest("bad_signature") from error
