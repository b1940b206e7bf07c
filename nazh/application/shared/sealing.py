"""Declares the port that encrypts secrets for storage."""

from __future__ import annotations

from typing import Protocol


class SealedValueError(Exception):
    """A sealed value cannot be opened. The error's text contains no part of the secret or keys."""


class MissingKey(SealedValueError):
    """The key that sealed a value is not in the key ring."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"A stored secret was encrypted with the key {key_id}, which is not configured. "
            "Configure that key again, or enter the secret anew."
        )


class BrokenSeal(SealedValueError):
    """A sealed value was changed, moved to another place, or sealed with another key."""

    def __init__(self) -> None:
        super().__init__(
            "A stored secret could not be decrypted: it was changed, or moved from another row, "
            "or its key has another value than before. Enter the secret anew."
        )


class Sealer(Protocol):
    """Encrypts secrets with authentication.

    ``place`` says where the value is stored, such as ``("keep_server", "7", "password")``. A value
    can only be opened in the place for which it was sealed.
    """

    def seal(self, secret: bytes, *place: str) -> str:
        """Return the sealed value, in ASCII and different each time."""
        ...

    def open(self, sealed: str, *place: str) -> bytes:
        """Return the secret. Raises MissingKey or BrokenSeal."""
        ...

    def is_current(self, sealed: str) -> bool:
        """Return whether the value is sealed with the current key. Raises BrokenSeal."""
        ...
