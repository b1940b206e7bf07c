"""Signatures: whether a request is Discord's, and of now.

Discord signs the time and the body of each request with the application's key (Ed25519), and
sends wrong ones on purpose, to see that they are refused. The only module that needs the extra
``scale``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from nazh.adapters.inbound.discord.http.requests import RejectedRequest

MAX_CLOCK_DIFFERENCE: Final = 60
"""Seconds by which a request may be older or newer than our clock (docs/http-interactions.md)."""
_MAX_TIMESTAMP_DIGITS: Final = 12
"""Digits of a time in seconds, for the next 30,000 years."""


class SignatureVerifier:
    """Holds requests against one key; ``now`` returns the time, with its zone."""

    __slots__ = ("_key", "_now")

    def __init__(self, public_key: bytes, now: Callable[[], datetime]) -> None:
        """Take a key of 32 bytes. Raises ``ValueError`` for any other."""
        self._key = VerifyKey(public_key)
        self._now = now

    def verify(self, signature: str | None, timestamp: str | None, body: bytes) -> None:
        """Return if Discord signed ``body`` a moment ago; raises RejectedRequest.

        The cheap questions come first: who sends nonsense shall not make us reckon.
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
            # PyNaCl has a ValueError of its own for a wrong length.
            raise RejectedRequest("bad_signature") from error
