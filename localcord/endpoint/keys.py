"""Derives the application's Ed25519 key pair, which signs the posts to an endpoint."""

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from localcord.errors import CannotSign

if TYPE_CHECKING:
    from nacl.signing import SigningKey


class KeyPair:
    """The key pair of one application, derived from its id so that it is the same in every run.

    It is not secret: anyone who knows the id can sign. That is sufficient on loopback.
    """

    def __init__(self, application_id: int) -> None:
        self._application_id = application_id

    @cached_property
    def verify_key(self) -> str:
        """The public half, 64 hexadecimal digits. Without PyNaCl a number that verifies nothing."""
        try:
            return bytes(self._signing_key.verify_key).hex()
        except CannotSign:
            return f"{self._application_id:064x}"

    def sign(self, timestamp: str, body: bytes) -> str:
        """Return the signature as Discord sends it, 128 hexadecimal digits. Raises CannotSign."""
        return self._signing_key.sign(timestamp.encode() + body).signature.hex()

    @cached_property
    def _signing_key(self) -> "SigningKey":
        try:
            from nacl.signing import SigningKey
        except ImportError:
            raise CannotSign(
                "Posting interactions to an endpoint needs PyNaCl, which signs them: "
                "install the package pynacl."
            ) from None
        return SigningKey(sha256(b"localcord %d" % self._application_id).digest())
