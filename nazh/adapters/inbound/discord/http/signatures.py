"""Verifies that a request comes from Discord and is current.

Discord signs the time and the body of each request with the application's key (Ed25519), and
deliberately sends invalid signatures to check that they are rejected. The only module that needs
the extra ``scale``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from nazh.adapters.inbound.discord.http.requests import RejectedRequest

MAX_CLOCK_DIFFERENCE: Final = 60
"""Seconds by which a timestamp may differ from the local clock (docs/http-interactions.md)."""
_MAX_TIMESTAMP_DIGITS: Final = 12
"""Digits of a timestamp in seconds, enough for the next 30,000 years."""


class SignatureVerifier:
    """Verifies requests with one key; ``now`` returns the time with its zone."""

    __slots__ = ("_key", "_now")

    def __init__(self, public_key: bytes, now: Callable[[], datetime]) -> None:
        """Take a key of 32 bytes. Raises ``ValueError`` for any other length."""
        self._key = VerifyKey(public_key)
        self._now = now

    def verify(self, signature: str | None, timestamp: str | None, body: bytes) -> None:
        """Return if Discord signed ``body`` a moment ago; raises RejectedRequest.

        Cheap checks come first, so that invalid requests cost little.
        """
        if signature is None or timestamp is None:
            raise RejectedRequest("unsigned")
        if not (
            timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MAX_TIMESTAMP_DIGITS
        ):
            raise RejectedRequest("unsigned")
        if abs(self._now().timestamp() - int(timestamp)) > MAX_CLOCK_DIFFERENCE:
            raise RejectedRequest("stale")
        try:
            self._key.verify(timestamp.encode() + body, bytes.fromhex(signature))
        except (BadSignatureError, ValueError) as error:
            # PyNaCl raises a ValueError of its own for a wrong length.
            raise RejectedRequest("bad_signature") from error
