"""Defines passwords, which are revealed only on request."""

from __future__ import annotations


class Password:
    """The password of a console; ``repr`` and ``str`` hide it.

    Raises ValueError if it contains a character that would terminate it early on the wire.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if any(character in text for character in "\0\r\n"):
            raise ValueError("a password has no line breaks and no NUL")
        self._text = text

    def reveal(self) -> str:
        """Return the password, for the protocol that sends it."""
        return self._text

    def __repr__(self) -> str:
        return "Password(…)"
